"""What programs read: sitemap, robots.txt; and what is told after an error."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from catalogue.enums import Visibility
from cms.actions import ensure_site
from lifecycle.errors import NotAllowed
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.catalogue import (
    ExpertiseFactory,
    FacilityFactory,
    NeedFactory,
    OutcomeFactory,
    ResearcherFactory,
    ThemeFactory,
)
from tests.web.conftest import texts

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


@pytest.fixture
def xml(region, client):
    def read(path):
        answer = client.get(path)
        assert answer.status_code == 200
        return ElementTree.fromstring(answer.content)

    return read


def addresses(tree):
    return [found.text for found in tree.findall(".//s:loc", NAMES)]


def all_addresses(xml):
    return [a for part in addresses(xml("/sitemap.xml")) for a in addresses(xml(part))]


def test_the_sitemap_names_every_public_page_in_both_languages(xml):
    ensure_site()
    things = {
        "needs": NeedFactory(),
        "expertise": ExpertiseFactory(),
        "facilities": FacilityFactory(),
        "outcomes": OutcomeFactory(published=True),
        "researchers": ResearcherFactory(),
        "organisations": OrganisationFactory(university=True),
    }
    theme = ThemeFactory()
    found = all_addresses(xml)
    host = "http://testserver"
    for name, thing in things.items():
        for language in ("", "/en"):
            assert f"{host}{language}/{name}/" in found
            assert f"{host}{language}/{name}/{thing.public_id}/" in found
    assert f"{host}/en/themes/{theme.slug}/" in found
    assert f"{host}/" in found
    assert f"{host}/news/" in found
    assert len(found) == len(set(found))


def test_each_page_names_its_other_language(xml):
    need = NeedFactory()
    tree = xml("/sitemap-needs.xml")
    links = {
        (link.get("hreflang"), link.get("href"))
        for link in tree.find("s:url", NAMES).findall("x:link", NAMES)
    }
    host = "http://testserver"
    assert links == {
        ("ja", f"{host}/needs/{need.public_id}/"),
        ("en", f"{host}/en/needs/{need.public_id}/"),
        ("x-default", f"{host}/needs/{need.public_id}/"),
    }


def test_what_is_not_public_is_not_in_the_sitemap(xml):
    hidden = [
        NeedFactory(visibility=Visibility.SECRETARIAT),
        NeedFactory(draft=True),
        ExpertiseFactory(state="draft"),
        OutcomeFactory(),
        ResearcherFactory(listed=False),
        OrganisationFactory(listed=False),
    ]
    found = " ".join(all_addresses(xml))
    assert [thing for thing in hidden if thing.public_id in found] == []


def test_a_part_that_does_not_exist(get):
    get("/sitemap-secrets.xml", 404)
    get("/sitemap-needs.xml?p=9", 404)


def test_robots_leave_members_and_staff_alone(region, client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /my/" in lines
    assert "Disallow: /en/my/" in lines
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/nope/", "お探しのページが見つかりません"),
        ("/en/nope/", "This page does not exist"),
    ],
)
def test_an_address_that_leads_nowhere(get, path, title):
    page = get(path, 404)
    assert texts(page, "h1") == [title]
    assert len(page.select(".site-nav a")) >= 7


def test_a_host_that_is_not_ours_is_answered_without_its_name(region, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    answer = Client(headers={"host": "evil.example"}).get("/needs/")
    assert answer.status_code == 400
    assert b"evil.example" not in answer.content


def test_a_form_of_an_old_page(region):
    answer = Client(enforce_csrf_checks=True).post("/my/ask/", {"text": "a"})
    assert answer.status_code == 403
    assert "あおば産学官連携プラットフォーム" in answer.content.decode()


def test_an_expected_failure_has_its_own_page(region, client, monkeypatch):
    def refuse(*args, **options):
        raise NotAllowed()

    monkeypatch.setattr("web.views.match.answer", refuse)
    answer = client.post("/match/", {"text": "煮干しの選別"})
    assert answer.status_code == 403
    assert "この操作はできません" in answer.content.decode()
    assert "権限がありません" in answer.content.decode()


def test_a_failure_of_our_own_stays_in_the_frame(region, client, monkeypatch):
    def fail(*args, **options):
        raise RuntimeError

    monkeypatch.setattr("web.views.match.answer", fail)
    client.raise_request_exception = False
    answer = client.post("/match/", {"text": "煮干しの選別"})
    assert answer.status_code == 500
    assert "あおば産学官連携プラットフォーム" in answer.content.decode()


def test_a_failing_frame_does_not_fail_the_error_page(region, client, monkeypatch):
    def fail(*args, **options):
        raise RuntimeError

    monkeypatch.setattr("web.frame.region", fail)
    client.raise_request_exception = False
    answer = client.get("/needs/")
    assert answer.status_code == 500
    assert "<h1>" in answer.content.decode()


def test_demonstration_accounts_are_signed_out_where_they_are_refused(
    region, client, settings
):
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE,
        "web.middleware.RefuseDemonstrationAccounts",
    ]
    client.force_login(UserFactory(email="demo_firm@example.jp"))
    assert client.get("/needs/").status_code == 403
    assert client.get("/needs/").status_code == 200
    client.force_login(UserFactory())
    assert client.get("/needs/").status_code == 200
