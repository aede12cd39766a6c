"""While a need is being written: who could answer, and which detail would help."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import Region, User
from catalogue.models import Need, Researcher
from lifecycle.models import LogEntry
from tests.factories.accounts import OrganisationFactory, person_in
from tests.factories.catalogue import (
    ConflictFactory,
    ExpertiseFactory,
    NeedFactory,
)
from tests.web.my.conftest import SignedIn
from tests.web.my.pages import box_of

pytestmark = pytest.mark.django_db

NEW = "/my/needs/new/"
WELDS = ("樹脂の溶接", "木材の溶接", "ガラスの溶接")


def expertise(title: str, **fields: object):
    texts = {"summary_ja": "", "body_ja": "", "title_en": ""}
    return ExpertiseFactory(title_ja=title, **texts | fields)


@pytest.fixture
def poster(region: Region) -> User:
    return person_in(OrganisationFactory())


@pytest.fixture
def client(poster: User, signed_in: SignedIn) -> Client:
    for _ in range(10):
        expertise("橋の点検をドローンで行う")
    return signed_in(poster)


def look(client: Client, text: str, where: str = NEW, **more: object):
    """Fill the trouble in, press the button, return what stands under the heading."""
    page = client.get(where)
    data = {
        "form_token": page.context["token"],
        "organisation": box_of(page, "organisation"),
        "background_ja": text,
        "visibility": "public",
        "step": "measure",
    }
    answer = client.post(where, data | more)
    assert answer.status_code == 200
    found = BeautifulSoup(answer.content, "html.parser")
    return found.select_one("section[aria-labelledby=meter]"), found


def test_who_could_answer_is_counted_and_the_telling_detail_comes_first(client):
    for title in WELDS:
        expertise(title)

    meter, page = look(client, "溶接で困っています。")

    assert "3件" in meter.strong.get_text()
    assert {link.get_text() for link in meter.select("ul a")} == set(WELDS)
    first = meter.select("ol li")[0].get_text()
    assert first.startswith("何のことか") and "ガラス" in first
    assert page.select_one("[name=background_ja]").get_text(strip=True)


def test_what_the_text_says_already_is_not_asked_for(client):
    for title in WELDS:
        expertise(title)

    meter, _ = look(client, "樹脂の溶接で困っています。")

    assert meter.select("ol li") == []


def test_nothing_is_saved_by_looking(client):
    look(client, "溶接で困っています。")

    assert not Need.objects.exists()
    assert not LogEntry.objects.exists()


def test_silence_says_why_and_what_to_add(client):
    meter, _ = look(client, "困っています。")

    assert "ほかの困りごととの違いがわかりません" in meter.get_text()
    assert len(meter.select("ul li")) == 5


def test_who_may_not_be_asked_is_not_counted(client, poster):
    house = poster.memberships.get().organisation
    barred = expertise("溶接の欠陥")
    ConflictFactory(organisation=house, researcher=barred.researcher)

    meter, _ = look(client, "溶接の欠陥を見つけたい。")

    assert "候補は見つかりませんでした" in meter.get_text()


def test_who_has_no_room_at_present_is_counted_and_told_of(client):
    busy = expertise("溶接の欠陥").researcher
    expertise("溶接の検査")
    text = "溶接の欠陥と検査"
    assert "受けられません" not in look(client, text)[0].get_text()

    Researcher.objects.filter(pk=busy.pk).update(capacity=0)
    meter, _ = look(client, text)

    assert "2件" in meter.strong.get_text()
    assert "1件は、今は新しい依頼を受けられません" in meter.get_text()


def test_a_saved_need_is_measured_as_it_is_typed(client, poster):
    house = poster.memberships.get().organisation
    need = NeedFactory(draft=True, organisation=house, created_by=poster)
    expertise("溶接の欠陥")
    where = f"/my/needs/{need.public_id}/edit/"

    meter, _ = look(client, "溶接の欠陥を見つけたい。", where, title_ja="溶接")

    assert "溶接の欠陥" in meter.get_text()
    need.refresh_from_db()
    assert "溶接" not in need.background_ja


def test_a_box_that_is_wrong_counts_as_empty_and_says_so(client):
    expertise("溶接の欠陥")

    meter, page = look(client, "溶接の欠陥", budget_max="安く")

    assert "1件" in meter.strong.get_text()
    assert page.select_one("[data-error-summary]")
