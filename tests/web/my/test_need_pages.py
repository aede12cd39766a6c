from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import Region, User
from tests.factories.accounts import (
    MunicipalityFactory,
    OrganisationFactory,
    person_in,
)
from tests.factories.catalogue import FacilityFactory, NeedFactory, OutcomeFactory
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


def test_facilities_and_results_near_the_need_stand_on_its_page(
    client: Client, poster: User
) -> None:
    firm = poster.memberships.get().organisation
    rival = OrganisationFactory(name_ja="株式会社うしお")
    need = NeedFactory(
        organisation=firm, title_ja="煮干しの選別", title_en="", competitors="うしお"
    )
    titles = {"title_en": "", "summary_ja": ""}
    for _ in range(10):
        FacilityFactory(title_ja="橋の打音の点検機", **titles)
    FacilityFactory(title_ja="煮干しの選別機", **titles)
    FacilityFactory(title_ja="自社の煮干し選別機", organisation=firm, **titles)
    FacilityFactory(title_ja="競合の煮干し選別機", organisation=rival, **titles)
    result = {"published": True, "result_ja": ""} | titles
    OutcomeFactory(title_ja="煮干しの選別を速く", **result)
    # Of a withheld poster's result nothing is told by its absence.
    titles_of = {False: "競合の煮干しの選別", True: "匿名の煮干しの選別"}
    for withheld, title in titles_of.items():
        theirs = NeedFactory(organisation=rival, anonymous=withheld)
        OutcomeFactory(need=theirs, title_ja=title, **result)

    page = BeautifulSoup(
        client.get(f"/my/needs/{need.public_id}/").content, "html.parser"
    )

    section = page.select_one("section[aria-labelledby=beside]")
    assert [h.get_text() for h in section.select("h3")] == ["設備", "成果"]
    shown = {title.get_text().split()[0] for title in section.select(".entry-title")}
    assert shown == {"煮干しの選別機", "煮干しの選別を速く", "匿名の煮干しの選別"}
    assert "煮干し" in section.mark.get_text()


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
    # Beside the candidates stand facilities and results: how far the matcher's feed
    # goes, and whose of each kind are left out.
    with django_assert_max_num_queries(15):
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
