"""The map of needs that nobody answers."""

import csv
import io

import pytest
from bs4 import BeautifulSoup

from catalogue.actions.offers import archive_offer
from catalogue.enums import NeedState
from matching import Matcher, UnknownDocument
from recommendations.actions.decisions import dismiss, shortlist
from recommendations.actions.suggestions import refresh_for_need
from recommendations.enums import DismissReason
from tests.factories.accounts import (
    MunicipalityFactory,
    liaison_of,
    officer_of,
    secretary,
)
from tests.factories.catalogue import (
    ConflictFactory,
    ExpertiseFactory,
    IndustryFactory,
    NeedFactory,
    about_bridges,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/desk/gaps/"
LONELY = {
    "title_ja": "宇宙船の軌道を計算したい",
    "title_en": "",
    "summary_ja": "",
    "background_ja": "",
    "wanted_ja": "",
}


@pytest.fixture
def offer():
    """One that answers, among many on another matter."""
    about_bridges(20)
    return ExpertiseFactory()


def page_of(client, **chosen):
    return BeautifulSoup(client.get(ADDRESS, chosen).content, "html.parser")


def cells(page):
    """What stands in the table, by industry: its cells and the sum."""
    return {
        row.th.get_text(): [cell.get_text() for cell in row.find_all("td")]
        for row in page.select(".desk-grid tbody tr")
    }


def named(page):
    return [cell.get_text() for cell in page.select(".queue tbody th")]


def test_needs_without_an_answer_are_counted_by_industry_and_place(enter, offer):
    here, there = MunicipalityFactory(), MunicipalityFactory()
    food, space = IndustryFactory(), IndustryFactory()
    NeedFactory(municipality=here, industry=food)
    lonely = NeedFactory(municipality=here, industry=space, **LONELY)
    NeedFactory(municipality=there, industry=space, **LONELY)
    NeedFactory(municipality=there, industry=space)
    NeedFactory(municipality=there, industry=space, state=NeedState.CLOSED, **LONELY)
    client = enter(secretary())

    page = page_of(client)

    assert cells(page) == {
        space.name_en: ["1 / 1", "1 / 2", "–", "2 / 3"],
        food.name_en: ["0 / 1", "–", "–", "0 / 1"],
    }
    assert "Of 4 open needs, 2 have no answer." in page.get_text()
    assert "2 of 3 without an answer" in page.select_one(".desk-bars").get_text()
    chosen = page_of(client, industry=space.code, place=here.code)
    assert named(chosen) == [str(lonely)]


def test_who_may_not_be_asked_could_answer_all_the_same(enter, offer):
    need = NeedFactory(industry=IndustryFactory())
    ConflictFactory(organisation=need.organisation, researcher=offer.researcher)
    refresh_for_need(need)
    assert not need.pairings.exists()

    assert "Of 1 open need, 0 has no answer." in page_of(enter(secretary())).get_text()


@pytest.mark.parametrize(
    ("reason", "gaps"),
    [
        (DismissReason.OFF_TOPIC, 1),
        (DismissReason.CONFLICT, 0),
        (DismissReason.UNCLEAR_NEED, 0),
    ],
)
def test_who_was_put_aside_for_what_they_say_does_not_answer(
    enter, offer, reason, gaps
):
    need, by = NeedFactory(), secretary()
    refresh_for_need(need)
    (pairing,) = need.pairings.all()
    dismiss(pairing, by=by, reason=reason)

    told = page_of(enter(by)).get_text()

    assert f"Of 1 open need, {gaps} has no answer." in told


def test_who_left_the_catalogue_does_not_answer(enter, offer):
    need, by = NeedFactory(), secretary()
    refresh_for_need(need)
    shortlist(need.pairings.get(), by=by)
    archive_offer(offer, by=liaison_of(offer.organisation))

    assert "Of 1 open need, 1 has no answer." in page_of(enter(by)).get_text()


def test_a_need_that_is_in_dialogue_is_no_longer_open(enter, offer):
    NeedFactory(state=NeedState.IN_DIALOGUE, **LONELY)

    assert "No need is open at present" in page_of(enter(secretary())).get_text()


def test_a_need_that_is_closed_while_the_map_is_read_is_left_out(
    enter, offer, monkeypatch
):
    need = NeedFactory(**LONELY)

    def removed(*given, **options):
        raise UnknownDocument(kind="need", id=need.public_id)

    monkeypatch.setattr(Matcher, "best_beside", removed)

    assert "No need is open at present" in page_of(enter(secretary())).get_text()


def test_a_cell_that_would_tell_who_asks_is_counted_for_the_whole_area(
    enter, offer, region
):
    trade = IndustryFactory(
        level="middle", parent=IndustryFactory(name_en="Manufacturing")
    )
    need = NeedFactory(anonymous=True, industry=trade, **LONELY)
    client = enter(secretary())

    page = page_of(client)

    assert cells(page) == {"Manufacturing": ["–", "1 / 1", "1 / 1"]}
    heads = [head.get_text() for head in page.select(".desk-grid thead th")]
    assert heads[2] == region.area_en
    text = client.get(f"{ADDRESS}gaps.csv").content.decode("utf-8-sig")
    assert trade.name_en not in text and str(need.municipality) not in text
    assert str(need.organisation) not in page.get_text()


def test_the_table_is_a_file_that_excel_reads(enter, offer):
    need = NeedFactory(industry=IndustryFactory(name_en="=1+1"), **LONELY)

    response = enter(secretary()).get(f"{ADDRESS}gaps.csv")

    assert response.content.startswith("\ufeff".encode())
    assert response["Content-Disposition"] == 'attachment; filename="gaps.csv"'
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    place = need.municipality
    assert lines[0][-2:] == ["Open needs", "Of them without an answer"]
    assert lines[1:] == [
        [need.industry.code, "'=1+1", place.code, place.name_en, "1", "1"]
    ]


def test_an_officer_sees_the_needs_of_their_own_place(enter, offer):
    here = MunicipalityFactory()
    own = NeedFactory(municipality=here, **LONELY)
    NeedFactory(**LONELY)

    page = page_of(enter(officer_of(here)))

    assert named(page) == [str(own)]
    assert cells(page) == {"No industry named": ["1 / 1", "–", "1 / 1"]}


def test_without_an_open_need_the_page_says_so(enter, region):
    page = page_of(enter(secretary()))

    assert "No need is open at present" in page.get_text()


@pytest.mark.parametrize("count", [1, 3])
def test_the_map_reads_a_fixed_number_of_queries(
    enter, offer, django_assert_max_num_queries, count
):
    for _ in range(count):
        NeedFactory(industry=IndustryFactory(), anonymous=True, **LONELY)
    client = enter(secretary())
    client.get(ADDRESS)

    with django_assert_max_num_queries(22):
        client.get(ADDRESS)
