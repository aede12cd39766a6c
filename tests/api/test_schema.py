"""The OpenAPI document, and the page that people read."""

import pytest
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

PATHS = {
    f"/api/v1/{name}/"
    for name in (
        "search",
        "search/complete",
        "match",
        "themes",
        "municipalities",
        "partnerships",
    )
}
for plural in (
    "needs",
    "expertise",
    "facilities",
    "outcomes",
    "researchers",
    "organisations",
):
    PATHS |= {f"/api/v1/{plural}/", f"/api/v1/{plural}/{{public_id}}/"}


def test_the_schema_is_valid_and_lists_our_addresses_alone():
    schema = SchemaGenerator().get_schema(request=None, public=True)

    validate_schema(schema)
    assert set(schema["paths"]) == PATHS


def test_the_schema_is_served(client):
    response = client.get("/api/v1/schema/?format=json")

    assert response.status_code == 200
    assert set(response.json()["paths"]) == PATHS


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_for_people_names_every_address(client, language):
    response = client.get("/api/v1/docs/", headers={"Accept-Language": language})

    page = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}"' in page
    assert all(path in page for path in PATHS)


def test_without_a_region_the_way_in_still_answers(client):
    assert client.get("/api/v1/").status_code == 200
