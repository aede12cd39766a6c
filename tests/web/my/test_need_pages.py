from typing import Any

import pytest
from django.test import Client

from accounts.models import Region, User
from tests.factories.accounts import (
    MunicipalityFactory,
    OrganisationFactory,
    person_in,
)
from tests.factories.catalogue import NeedFactory
from tests.factories.curation import agreed_case, asked_case
from tests.factories.projects import active_case
from tests.factories.recommendations import PairingFactory
from tests.web.my.conftest import SignedIn
from tests.web.my.pages import text_of

NEW = "/my/needs/new/"
TEXT = {
    "title_ja": "煮干しの選別を楽にしたい",
    "background_ja": "大きさと折れを目で見て分けており、目が疲れて二時間が限度です。",
    "visibility": "public",
}


@pytest.fixture
def poster(region: Region) -> User:
    """Somebody of a firm that has a site in a municipality."""
    place = MunicipalityFactory()
    return person_in(OrganisationFactory(municipality=place))


@pytest.fixture
def client(poster: User, signed_in: SignedIn) -> Client:
    return signed_in(poster)


def test_candidates_stand_with_their_evidence(client: Client, poster: User) -> None:
    firm = poster.memberships.get().organisation
    need = NeedFactory(organisation=firm)
    shown = PairingFactory(need=need)
    hidden = PairingFactory(need=need, state="dismissed")
    page = text_of(client.get(f"/my/needs/{need.public_id}/"))
    assert shown.expertise.title_ja in page
    assert hidden.expertise.title_ja not in page
    assert "カメラの画像から、折れや割れのある食品を見分けます。" in page
    assert "最適" not in page


GETS = ["", "edit/"]
POSTS = ["edit/", "submit/", "close/", "renew/"]


@pytest.mark.parametrize("path", POSTS + ["none/"])
def test_the_needs_of_others_are_not_there(client: Client, path: str) -> None:
    need = NeedFactory()
    base = f"/my/needs/{need.public_id}/"
    for get in GETS:
        assert client.get(base + get).status_code == 404
    assert client.post(base + path, TEXT).status_code == 404


@pytest.mark.parametrize("path", ["submit/", "close/", "renew/"])
def test_a_get_decides_nothing(client: Client, poster: User, path: str) -> None:
    need = NeedFactory(organisation=poster.memberships.get().organisation)
    assert client.get(f"/my/needs/{need.public_id}/{path}").status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_few_queries(
    client: Client, poster: User, django_assert_max_num_queries: Any, rows: int
) -> None:
    firm = poster.memberships.get().organisation
    for _row in range(rows):
        NeedFactory(organisation=firm)
    client.get("/my/needs/")
    with django_assert_max_num_queries(12):
        response = client.get("/my/needs/")
    assert len(response.context["items"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_need_takes_few_queries(
    client: Client, poster: User, django_assert_max_num_queries: Any, rows: int
) -> None:
    need = NeedFactory(organisation=poster.memberships.get().organisation)
    for _row in range(rows):
        PairingFactory(need=need)
    url = f"/my/needs/{need.public_id}/"
    client.get(url)
    with django_assert_max_num_queries(12):
        response = client.get(url)
    assert len(response.context["candidates"]) == rows


@pytest.mark.parametrize("make", [asked_case, agreed_case, active_case])
def test_a_case_under_way_takes_few_queries(
    region: Region, signed_in: SignedIn, django_assert_max_num_queries: Any, make: Any
) -> None:
    made = make(anonymous=True)
    case = made[0] if isinstance(made, tuple) else made
    client, url = signed_in(case.poster), f"/my/needs/{case.need.public_id}/"
    client.get(url)
    with django_assert_max_num_queries(12):
        client.get(url)


def test_an_empty_list_helps(client: Client) -> None:
    page = client.get("/my/needs/")
    assert NEW in page.content.decode()
    assert "まだ相談はありません" in text_of(page)
