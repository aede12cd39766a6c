"""The search index is true: it follows every change, and gives away nothing."""

from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import Page

from accounts.actions import edit_own_details, end_membership
from catalogue.actions.feed import note_change
from catalogue.actions.needs import close_need, open_need
from catalogue.enums import NeedState, OfferState, Visibility
from catalogue.models import Change
from indexing import index as indexes
from indexing.documents import all_documents
from indexing.selectors import search
from lifecycle import clock, jobs
from lifecycle.models import Job
from tests.factories.accounts import (
    MembershipFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PartnershipFactory,
    SiteFactory,
    liaison_of,
    person_in,
    secretary,
)
from tests.factories.catalogue import (
    ExpertiseFactory,
    FacilityFactory,
    IndustryFactory,
    NeedFactory,
    OutcomeFactory,
    ResearcherFactory,
    ReviewSectionFactory,
    ThemeFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]

KINDS = ("need", "expertise", "facility", "outcome", "researcher", "organisation")
OPENED = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)


def things(text="", kinds=KINDS, **options):
    return [found.thing for found in search(text, kinds=kinds, **options).found]


def test_a_new_need_is_in_the_next_answer_and_a_closed_one_is_not():
    by = secretary()
    need = NeedFactory(
        state=NeedState.SUBMITTED, title_ja="干し柿の皮むき", title_en=""
    )
    assert things("干し柿") == []

    open_need(need, by=by)
    assert things("干し柿") == [need]

    close_need(need, by=by, reason="other")
    assert things("干し柿") == []


def test_a_change_queues_the_job_that_indexes():
    note_change(NeedFactory())

    assert Job.objects.filter(task="indexing.follow").count() == 1
    jobs.find("indexing.follow").run()
    assert len(things(kinds=["need"])) == 1


def test_every_kind_is_found_by_its_words():
    made = {
        "need": NeedFactory(background_ja="藍染めの色むら"),
        "expertise": ExpertiseFactory(uses_ja=["藍染めの工程"]),
        "facility": FacilityFactory(how_to_use_ja="藍染めの試験に"),
        "outcome": OutcomeFactory(published=True, next_ja="藍染めを広げる"),
        "researcher": ResearcherFactory(keywords_ja=["藍染め"]),
        "organisation": OrganisationFactory(name_ja="藍染め工房", listed=True),
    }

    for kind, thing in made.items():
        assert things("藍染め", kinds=[kind]) == [thing]
    assert set(things("藍染め")) == set(made.values())


@pytest.mark.parametrize("name", ["浜野", "ハマノ", "はまの", "Hamano"])
def test_researchers_are_found_by_name_and_reading(name):
    person = ResearcherFactory(
        name_ja="浜野 潮彦", name_en="Hamano Shiohiko", kana="ハマノ シオヒコ"
    )
    ResearcherFactory(name_ja="汐見 渚", name_en="Shiomi Nagisa", kana="シオミ ナギサ")

    assert things(name, kinds=["researcher"]) == [person]


@pytest.fixture
def hidden():
    """A need of a poster whose name is withheld, alone in place and trade."""
    place = MunicipalityFactory(name_ja="ひともじ町", name_en="Hitomoji")
    owner = OrganisationFactory(
        name_ja="株式会社うしお鋳造",
        name_en="Ushio Casting",
        short_ja="うしお",
        kana="ウシオチュウゾウ",
        phone="083-911-2233",
        corporate_number="5000012345678",
    )
    trade = IndustryFactory(level="middle", parent=IndustryFactory(code="E"))
    return NeedFactory(
        organisation=owner, anonymous=True, municipality=place, industry=trade
    )


@pytest.mark.parametrize(
    "text",
    [
        "うしお鋳造",
        "うしお",
        "ウシオチュウゾウ",
        "Ushio",
        "083-911-2233",
        "5000012345678",
    ],
)
def test_nobody_finds_an_anonymous_need_by_its_poster(hidden, text):
    for reader in (None, person_in(OrganisationFactory()), secretary()):
        assert things(text, kinds=["need"], reader=reader) == []


def test_nobody_finds_an_anonymous_need_by_who_joins_its_poster_later(hidden):
    hidden.summary_ja = "窓口は香月潤です。"
    hidden.save()
    note_change(hidden)
    found = partial(things, "香月潤", kinds=["need"])
    assert found() == [hidden]

    member = MembershipFactory(
        organisation=hidden.organisation, user__name_ja="香月 潤"
    )
    assert found() == []
    edit_own_details(member.user, name_ja="原 梓")
    assert found() == [hidden]
    edit_own_details(member.user, name_ja="香月 潤")
    assert found() == []
    end_membership(member, by=secretary())
    assert found() == [hidden]


def test_neither_facets_nor_filters_point_at_an_anonymous_poster(hidden):
    place = hidden.municipality

    listed = search(kinds=["need"])
    chosen = search(kinds=["need"], filters={"municipality": [place.code]})

    assert listed.total == 1
    assert "municipality" not in listed.facets
    assert listed.facets["industry"] == {"E": 1}
    assert chosen.total == 0


def test_visibility_holds_in_text_search_lists_and_counts():
    member_only = NeedFactory(
        title_ja="梅の種取り", title_en="", visibility=Visibility.MEMBERS
    )
    member = person_in(OrganisationFactory())

    for reader, seen in ((None, []), (member, [member_only])):
        for text in ("", "梅の種取り"):
            found = search(text, kinds=["need"], reader=reader)
            assert ([f.thing for f in found.found], found.total) == (seen, len(seen))
    assert search(kinds=["need"]).facets.get("state", {}) == {}


@pytest.mark.parametrize("state", [NeedState.OPEN, NeedState.IN_DIALOGUE])
def test_a_head_start_ends_by_itself(region, state):
    type(region).objects.update(partner_head_start_days=2)
    tie = PartnershipFactory()
    need = NeedFactory(
        municipality=tie.municipality,
        visibility=Visibility.PARTNERS_FIRST,
        state=state,
        opened_at=OPENED,
    )
    partner = liaison_of(tie.institution)

    with clock.at(OPENED + timedelta(hours=1)):
        note_change(need)
        assert things(kinds=["need"]) == []
        assert things(kinds=["need"], reader=partner) == [need]
    with clock.at(OPENED + timedelta(days=10)):
        jobs.find("indexing.tend").run()
        assert things(kinds=["need"]) == [need]


@pytest.mark.django_db(transaction=True)
def test_the_feed_is_trimmed_and_a_sleeper_builds_anew():
    first = NeedFactory(title_ja="古い題", title_en="")
    with clock.at(clock.now() - timedelta(days=30)):
        note_change(first)
    assert things("古い題") == [first]
    with clock.at(clock.now() - timedelta(days=20)):
        note_change(NeedFactory())
    last = note_change(NeedFactory(title_ja="新しい題", title_en=""))

    jobs.find("indexing.tend").run()

    assert list(Change.objects.all()) == [last]
    assert len(things("題")) == 2


def test_a_new_name_reaches_whatever_carries_it():
    home = OrganisationFactory(university=True, name_ja="みなと大学")
    offer = ExpertiseFactory(organisation=home)
    device = FacilityFactory(organisation=home)
    need = NeedFactory(organisation=home)
    assert set(things("みなと大学", kinds=KINDS[:5])) == {
        offer,
        device,
        need,
        offer.researcher,
    }

    home.name_ja, home.name_en = "かもめ大学", "Kamome University"
    home.save()
    note_change(home)

    assert things("みなと") == []
    assert set(things("かもめ")) == {offer, device, need, offer.researcher, home}


def test_a_new_name_of_a_researcher_reaches_the_expertise():
    offer = ExpertiseFactory()
    things()
    offer.researcher.name_ja = "白波 岬"
    offer.researcher.save()

    note_change(offer.researcher)

    assert things("白波", kinds=["expertise"]) == [offer]


def test_what_is_not_published_is_not_found():
    ExpertiseFactory(state=OfferState.ARCHIVED)
    FacilityFactory(state=OfferState.SUBMITTED)
    OutcomeFactory()
    offer = ExpertiseFactory()
    ResearcherFactory(listed=False, name_ja="内海 凪")

    assert things(kinds=["expertise", "facility", "outcome"]) == [offer]
    assert things("内海", kinds=["researcher"]) == []


def test_a_damaged_index_heals(settings, caplog):
    need = NeedFactory(title_ja="干し柿", title_en="")
    assert things("干し柿") == [need]
    indexes.forget()
    for path in settings.INDEX_DIR.glob("search.sqlite3-*"):
        path.unlink()
    (settings.INDEX_DIR / "search.sqlite3").write_bytes(b"not a database" * 400)

    assert things("干し柿") == [need]
    assert "damaged" in caplog.text


def test_another_process_opens_the_same_index():
    need = NeedFactory(title_ja="干し柿", title_en="")
    assert things("干し柿") == [need]

    indexes.forget()

    assert things("干し柿") == [need]


def test_rebuilding_says_how_much_is_found():
    NeedFactory()
    ExpertiseFactory()
    out = StringIO()

    call_command("rebuild_index", stdout=out)

    # The university is listed too, and the secretariat's office and the researcher;
    # Wagtail's own first page is there until a region's pages replace it.
    pages = Page.objects.live().filter(depth__gt=1).count()
    assert out.getvalue() == f"{5 + pages} searchable, 2 matched\n"


def test_facets_count_what_there_is():
    theme, section = ThemeFactory(), ReviewSectionFactory(level="medium")
    basic = ReviewSectionFactory()
    basic.parents.add(section)
    for maturity in (1, 5, 9, None):
        offer = ExpertiseFactory(maturity=maturity)
        offer.themes.add(theme)
        offer.fields.add(basic)
    FacilityFactory(remote=True)
    FacilityFactory()

    offers = search(kinds=["expertise"]).facets
    assert offers["maturity"] == {"research": 1, "trial": 1, "use": 1}
    assert offers["theme"] == {theme.slug: 4}
    assert offers["field"] == {section.code: 4, basic.code: 4}
    assert search(kinds=["facility"]).facets["remote"] == {"yes": 1}


def test_lists_are_sorted_and_paged():
    late = NeedFactory(deadline="2030-05-01", opened_at=OPENED)
    soon = NeedFactory(deadline="2030-01-01", opened_at=OPENED + timedelta(days=1))

    assert things(kinds=["need"], sort="deadline") == [soon, late]
    assert things(kinds=["need"], sort="-deadline") == [late, soon]
    assert things(kinds=["need"], sort="-updated") == [soon, late]
    assert things(kinds=["need"], sort="updated", size=1, page=2) == [soon]
    past = search(kinds=["need"], size=1, page=3)
    assert (past.found, past.total) == ([], 2)


def test_organisations_are_found_by_number_and_place():
    place = MunicipalityFactory()
    firm = OrganisationFactory(listed=True, corporate_number="5000012345678")
    SiteFactory(organisation=firm, municipality=place)
    OrganisationFactory(corporate_number="")

    assert things("5000012345678", kinds=["organisation"]) == [firm]
    chosen = {"municipality": [place.code], "organisation_kind": ["company"]}
    assert things(kinds=["organisation"], filters=chosen) == [firm]


def test_a_rebuild_is_at_no_moment_without_answers(monkeypatch):
    need = NeedFactory(title_ja="干し柿", title_en="")
    assert things("干し柿") == [need]
    meanwhile = []

    def documents():
        meanwhile.append(things("干し柿"))
        late.append(NeedFactory(title_ja="干し柿の箱", title_en=""))
        note_change(late[0])
        meanwhile.append(things("干し柿の箱"))
        yield from all_documents()

    late = []
    monkeypatch.setattr("indexing.following.all_documents", documents)
    indexes.index().rebuild()

    assert meanwhile == [[need], late]
    assert things("干し柿の箱") == late


def test_an_unfinished_rebuild_leaves_the_old_index(monkeypatch, settings):
    need = NeedFactory(title_ja="干し柿", title_en="")
    assert things("干し柿") == [need]
    files = {file.name for file in settings.INDEX_DIR.glob("*.sqlite3")}

    def broken():
        raise RuntimeError("the catalogue went away")

    monkeypatch.setattr("indexing.following.all_documents", broken)
    with pytest.raises(RuntimeError):
        indexes.index().rebuild()

    assert things("干し柿") == [need]
    assert {file.name for file in settings.INDEX_DIR.glob("*.sqlite3")} == files


def test_a_very_long_text_is_indexed_and_keeps_nobody_from_an_answer():
    other = NeedFactory(title_ja="干し柿の皮むき", title_en="")
    long = NeedFactory(
        title_ja="議事録", title_en="", background_ja="湯気。" * 20_000 + "干し柿"
    )

    assert set(things("干し柿")) == {other, long}
