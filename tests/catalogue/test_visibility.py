"""One rule, twice: the query and the tokens of the index must agree."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.enums import PartnershipStatus
from catalogue.enums import NeedState, OfferState, OutcomeState, Visibility
from catalogue.selectors.visibility import (
    head_start_begins_before,
    need_audiences,
    reader_tokens,
    visible_expertise,
    visible_facilities,
    visible_needs,
    visible_outcomes,
)
from lifecycle import clock
from tests.factories.accounts import (
    ClosedDaysFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PartnershipFactory,
    UserFactory,
    liaison_of,
    officer_of,
    person_in,
    secretary,
)
from tests.factories.catalogue import (
    ExpertiseFactory,
    FacilityFactory,
    NeedFactory,
    OutcomeFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]

# Wednesday, 1 April 2026, noon in Japan.
OPENED = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)
FOUND = {NeedState.OPEN, NeedState.IN_DIALOGUE, NeedState.SETTLED}
EVERYBODY = {
    "visitor",
    "newcomer",
    "member",
    "poster",
    "partner",
    "arranging",
    "officer",
    "neighbour",
    "secretary",
}


@pytest.fixture
def place():
    return MunicipalityFactory()


@pytest.fixture
def poster():
    return OrganisationFactory()


@pytest.fixture
def people(region, place, poster):
    """One reader of every kind, by what they are."""
    partner = PartnershipFactory(municipality=place).institution
    arranging = PartnershipFactory(
        municipality=place, status=PartnershipStatus.ARRANGING
    ).institution
    return {
        "visitor": None,
        "newcomer": UserFactory(),
        "member": person_in(OrganisationFactory()),
        "poster": person_in(poster),
        "partner": liaison_of(partner),
        "arranging": liaison_of(arranging),
        "officer": officer_of(place),
        "neighbour": officer_of(MunicipalityFactory()),
        "secretary": secretary(),
    }


def make_need(place, poster, **values):
    values = {"opened_at": OPENED, "created_by": None} | values
    return NeedFactory(municipality=place, organisation=poster, **values)


def who_sees(people, need):
    """The kinds of reader to whom the query gives the need; never one row twice."""
    seen = {}
    for kind, person in people.items():
        rows = list(visible_needs(person).distinct())
        assert len(rows) <= 1
        seen[kind] = rows == [need]
    return {kind for kind, sees in seen.items() if sees}


def who_finds(people, need):
    """The kinds of reader whose tokens open the need in the index."""
    return {
        kind
        for kind, person in people.items()
        if reader_tokens(person) & need_audiences(need)
    }


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        (Visibility.PUBLIC, EVERYBODY),
        (Visibility.MEMBERS, EVERYBODY - {"visitor", "newcomer"}),
        (
            Visibility.PARTNERS_FIRST,
            {"poster", "partner", "officer", "neighbour", "secretary"},
        ),
        (Visibility.SECRETARIAT, {"poster", "officer", "secretary"}),
    ],
)
def test_a_readable_need_is_seen_as_its_poster_chose(
    region, people, place, poster, visibility, readers
):
    type(region).objects.update(partner_head_start_days=5)
    for state in NeedState:
        need = make_need(place, poster, visibility=visibility, state=state)
        with clock.at(OPENED + timedelta(days=1)):
            seen, found = who_sees(people, need), who_finds(people, need)
        if state in FOUND:
            # The officer in charge reads it by address, and does not search for it.
            by_address = {"officer"} if visibility == Visibility.SECRETARIAT else set()
            assert (state, seen, found) == (state, readers, readers - by_address)
        else:
            staff = set() if state == NeedState.DRAFT else {"officer", "secretary"}
            assert (state, seen, found) == (state, {"poster"} | staff, set())
        need.delete()


@pytest.mark.parametrize("visibility", Visibility)
@pytest.mark.parametrize("days", [0, 3, 10])
@pytest.mark.parametrize("partnered", [True, False])
def test_search_never_gives_more_than_the_lists(
    region, people, poster, place, visibility, days, partnered
):
    type(region).objects.update(partner_head_start_days=5)
    where = place if partnered else MunicipalityFactory()
    need = make_need(where, poster, visibility=visibility)

    with clock.at(OPENED + timedelta(days=days)):
        seen, found = who_sees(people, need), who_finds(people, need)

    assert found <= seen
    # A list shows what search gives, but for what officers see by their office.
    assert seen - found <= {"officer"}


@pytest.mark.parametrize(
    ("at", "open_to_all"),
    [
        # Five working days: 2, 3, 6, 7, 8 April; over on the fifth of them.
        (datetime(2026, 4, 1, 12, tzinfo=UTC), False),
        (datetime(2026, 4, 7, 14, 59, tzinfo=UTC), False),
        (datetime(2026, 4, 7, 15, 0, tzinfo=UTC), True),
    ],
)
def test_the_partners_head_start_ends_by_the_regions_calendar(
    region, people, place, poster, at, open_to_all
):
    type(region).objects.update(partner_head_start_days=5)
    need = make_need(place, poster, visibility=Visibility.PARTNERS_FIRST)

    with clock.at(at):
        assert ("visitor" in who_sees(people, need)) is open_to_all
        assert ("visitor" in who_finds(people, need)) is open_to_all


def test_late_in_the_evening_the_day_is_japans(region, people, place, poster):
    type(region).objects.update(partner_head_start_days=1)
    # 2 April, half past midnight in Japan; still 1 April in Greenwich.
    need = make_need(
        place,
        poster,
        visibility=Visibility.PARTNERS_FIRST,
        opened_at=datetime(2026, 4, 1, 15, 30, tzinfo=UTC),
    )

    with clock.at(datetime(2026, 4, 2, 3, tzinfo=UTC)):
        assert "visitor" not in who_sees(people, need)
        assert "visitor" not in who_finds(people, need)
    with clock.at(datetime(2026, 4, 3, 3, tzinfo=UTC)):
        assert "visitor" in who_sees(people, need)
        assert "visitor" in who_finds(people, need)


def test_closed_days_lengthen_the_head_start(region):
    type(region).objects.update(partner_head_start_days=2)
    with clock.at(datetime(2026, 4, 3, 3, tzinfo=UTC)):
        assert head_start_begins_before().isoformat() == "2026-04-01"
        ClosedDaysFactory(starts_on="2026-04-02", ends_on="2026-04-03")
        assert head_start_begins_before().isoformat() == "2026-03-30"


def test_without_a_head_start_or_a_partner_everybody_sees_it_at_once(
    region, people, place, poster
):
    with clock.at(OPENED):
        first = make_need(place, poster, visibility=Visibility.PARTNERS_FIRST)
        assert who_sees(people, first) == who_finds(people, first) == EVERYBODY
        first.delete()
    type(region).objects.update(partner_head_start_days=5)
    alone = make_need(
        MunicipalityFactory(), poster, visibility=Visibility.PARTNERS_FIRST
    )
    with clock.at(OPENED):
        assert who_sees(people, alone) == who_finds(people, alone) == EVERYBODY


def test_whoever_wrote_a_need_sees_it_in_every_state(place, poster):
    writer = UserFactory()
    for state in NeedState:
        make_need(
            place,
            poster,
            state=state,
            visibility=Visibility.SECRETARIAT,
            created_by=writer,
        )

    assert visible_needs(writer).count() == len(NeedState)
    assert visible_needs(UserFactory()).count() == 0


def test_an_anonymous_visitor_is_the_public(place, poster):
    make_need(place, poster, visibility=Visibility.MEMBERS)
    public = make_need(place, poster)

    assert list(visible_needs(AnonymousUser())) == [public]
    assert reader_tokens(AnonymousUser()) == reader_tokens(None) == {"public"}


@pytest.mark.parametrize(
    ("factory", "visible"),
    [(ExpertiseFactory, visible_expertise), (FacilityFactory, visible_facilities)],
)
def test_offers_are_seen_once_published_and_before_by_their_own(factory, visible):
    offers = {state: factory(state=state) for state in OfferState}
    home = offers[OfferState.DRAFT].organisation
    for offer in offers.values():
        offer.organisation = home
        offer.save()
    maker = offers[OfferState.SUBMITTED].created_by

    published = {offers[OfferState.PUBLISHED]}
    assert set(visible(None)) == set(visible(UserFactory())) == published
    assert set(visible(person_in(home))) == set(offers.values())
    assert set(visible(maker)) == published | {offers[OfferState.SUBMITTED]}
    assert set(visible(secretary())) == set(offers.values()) - {
        offers[OfferState.DRAFT]
    }


def test_a_researcher_sees_their_own_expertise():
    draft = ExpertiseFactory(state=OfferState.DRAFT)

    assert list(visible_expertise(draft.researcher.user)) == [draft]


def test_the_secretariat_sees_its_own_drafts_of_offers():
    by = secretary()
    draft = FacilityFactory(state=OfferState.DRAFT, created_by=by)

    assert list(visible_facilities(by)) == [draft]


def test_results_are_seen_once_published():
    draft, published = OutcomeFactory(), OutcomeFactory(published=True)

    assert list(visible_outcomes(None)) == [published]
    assert list(visible_outcomes(UserFactory())) == [published]
    assert set(visible_outcomes(secretary())) == {draft, published}
    assert {draft.state, published.state} == set(OutcomeState)


def test_tokens_name_what_a_reader_is(region):
    by = secretary()

    assert reader_tokens(UserFactory()) == {"public"}
    assert reader_tokens(by) == {
        "public",
        "members",
        "staff",
        "secretariat",
        f"org:{region.secretariat_id}",
    }
