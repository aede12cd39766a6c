"""The matrix and the themes."""

from datetime import date

import pytest

from accounts.enums import PartnershipStatus
from accounts.models import Instrument
from catalogue.enums import NeedState
from tests.factories.accounts import (
    MunicipalityFactory,
    OrganisationFactory,
    PartnershipFactory,
)
from tests.factories.catalogue import (
    ExpertiseFactory,
    NeedFactory,
    OutcomeFactory,
    ThemeFactory,
)
from tests.web.conftest import texts


def test_the_matrix_says_how_far_each_pair_has_come_and_who_says_so(get):
    first, second = MunicipalityFactory(), MunicipalityFactory()
    university = OrganisationFactory(university=True)
    school = OrganisationFactory(kind="vocational_school", listed=True)
    active = PartnershipFactory(
        municipality=first, institution=university, source_ja="圏域の計画"
    )
    PartnershipFactory(
        municipality=second,
        institution=university,
        status=PartnershipStatus.ARRANGING,
    )
    Instrument.objects.create(
        partnership=active,
        kind="comprehensive",
        title_ja="包括連携に関する協定",
        signed_on=date(2020, 4, 1),
    )
    page = get("/partnerships/")
    assert texts(page, "thead th") == ["大学等", first.name_ja, second.name_ja]
    assert texts(page, ".matrix-group th") == ["大学", "専修学校・養成所"]
    cells = texts(page, "tbody td")
    assert cells == ["あり出典 1", "調整中出典 2", "未確認", "未確認"]
    labels = [cell["data-label"] for cell in page.select("tbody td")]
    assert labels == [first.name_ja, second.name_ja] * 2
    sources = texts(page, ".sources li")
    assert sources[0] == (
        f"{first.name_ja} × {university.name_ja} 圏域の計画 "
        "包括連携協定: 包括連携に関する協定 (2020年4月1日（水）)"
    )
    assert page.select_one("td a")["href"] == "#source-1"
    assert school.name_ja in texts(page, "tbody .matrix-none a")


def test_no_partnership_at_all_is_said(get):
    OrganisationFactory(university=True)
    MunicipalityFactory()
    assert "資料で確認できた連携は、まだありません。" in texts(
        get("/partnerships/"), "p"
    )


def test_without_data_the_matrix_says_what_is_missing(get):
    assert len(get("/partnerships/").select(".empty")) == 1


def test_the_matrix_costs_the_same_for_many(queries):
    PartnershipFactory()
    one = queries("/partnerships/")
    for _ in range(3):
        PartnershipFactory()
    assert queries("/partnerships/") == one
    assert one <= 12


def test_themes_stand_by_number(get):
    second, first = ThemeFactory(number=2), ThemeFactory(number=1, summary_ja="旅の町")
    page = get("/themes/")
    assert texts(page, ".entry-title") == [
        f"1. {first.name_ja}",
        f"2. {second.name_ja}",
    ]
    assert page.select_one(".entry-title a")["href"] == f"/themes/{first.slug}/"


def test_a_theme_gathers_what_belongs_to_it(get):
    theme = ThemeFactory()
    need, done = NeedFactory(), NeedFactory(state=NeedState.SETTLED)
    offer, outcome = ExpertiseFactory(), OutcomeFactory(published=True)
    for thing in (need, done, offer, outcome):
        thing.themes.add(theme)
    NeedFactory()
    page = get(f"/themes/{theme.slug}/")
    assert texts(page, ".entry-title") == [
        need.title_ja,
        offer.title_ja,
        outcome.title_ja,
    ]
    links = [link["href"] for link in page.select("section > p a")]
    assert links == [
        f"/needs/?theme={theme.slug}",
        f"/expertise/?theme={theme.slug}",
        f"/outcomes/?theme={theme.slug}",
    ]


def test_an_empty_theme_and_an_unknown_one(get):
    assert len(get(f"/themes/{ThemeFactory().slug}/").select(".empty")) == 1
    get("/themes/unknown/", 404)


@pytest.mark.parametrize("detail", [False, True])
def test_queries_of_themes(queries, detail):
    theme = ThemeFactory()
    path = f"/themes/{theme.slug}/" if detail else "/themes/"

    def add():
        NeedFactory(anonymous=True).themes.add(theme)
        ExpertiseFactory().themes.add(theme)
        OutcomeFactory(published=True).themes.add(theme)
        ThemeFactory()

    add()
    one = queries(path)
    add()
    add()
    assert queries(path) == one
    assert one <= 12
