"""What can be done with needs, offers and results, by whom, and what follows."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from catalogue.actions import needs, offers, outcomes
from catalogue.actions.needs import RevealsPoster
from catalogue.enums import Channel, CloseReason, NeedState, OfferState, OutcomeState
from catalogue.models import Change, Expertise, Facility, Need, Outcome, Visit
from lifecycle.errors import (
    CommentRequired,
    InvalidInput,
    InvalidReason,
    NotAllowed,
    WrongState,
)
from lifecycle.models import LogEntry
from tests.factories.accounts import (
    MunicipalityFactory,
    OrganisationFactory,
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
    ResearcherFactory,
    ReviewSectionFactory,
    ThemeFactory,
    VisitFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


@pytest.fixture
def firm():
    return OrganisationFactory()


@pytest.fixture
def poster(firm):
    return person_in(firm)


def log():
    return list(LogEntry.objects.values_list("action", flat=True))


def feed():
    return list(Change.objects.exclude(kind="").values_list("kind", "object_id"))


def test_a_member_drafts_and_edits_and_submits_a_need(firm, poster):
    theme = ThemeFactory()
    need = needs.draft_need(by=poster, organisation=firm, title_ja="題", themes=[theme])
    assert (need.state, list(need.themes.all())) == (NeedState.DRAFT, [theme])

    with pytest.raises(InvalidInput):
        needs.submit_need(need, by=poster)
    needs.edit_need(need, by=poster, background_ja="困っています。", themes=[])
    needs.submit_need(need, by=poster)

    assert (need.state, list(need.themes.all())) == (NeedState.SUBMITTED, [])
    edit = LogEntry.objects.get(action="edit")
    assert (edit.before, edit.after) == (
        {"background_ja": ""},
        {"background_ja": "困っています。"},
    )
    assert log() == ["draft", "edit", "submit"]


def test_strangers_neither_draft_nor_edit(firm):
    for stranger in (UserFactory(), person_in(OrganisationFactory()), secretary()):
        with pytest.raises(NotAllowed):
            needs.draft_need(by=stranger, organisation=firm, title_ja="題")
    with pytest.raises(NotAllowed):
        needs.edit_need(NeedFactory(organisation=firm), by=UserFactory(), title_ja="x")
    assert not log()


def test_a_wrong_field_writes_nothing(firm, poster):
    with pytest.raises(ValidationError):
        needs.draft_need(by=poster, organisation=firm, budget_min=5, budget_max=1)
    assert not Need.objects.exists()


@pytest.mark.parametrize(
    "state", [NeedState.IN_DIALOGUE, NeedState.SETTLED, NeedState.CLOSED]
)
def test_a_need_that_is_talked_about_stays_as_it_was(firm, poster, state):
    need = NeedFactory(organisation=firm, state=state)

    with pytest.raises(WrongState):
        needs.edit_need(need, by=poster, title_ja="別の題")


VISIT = {
    "channel": Channel.VISIT,
    "on": date(2026, 4, 1),
    "spoke_with": "汐見社長",
    "consent_by": "汐見社長",
    "consent_on": date(2026, 4, 1),
    "consent_text": "困りごととして登録すること",
}


def test_an_officer_writes_a_visit_up_with_consent(firm):
    officer = officer_of(MunicipalityFactory())

    need = needs.write_up_visit(
        by=officer, organisation=firm, **VISIT, title_ja="題", background_ja="事情"
    )
    needs.edit_need(need, by=officer, wanted_ja="直したい")
    needs.submit_need(need, by=officer)

    assert (need.visit, need.created_by) == (Visit.objects.get(), officer)
    assert need.state == NeedState.SUBMITTED


def test_a_visit_needs_an_officer_a_way_and_a_consent(firm, poster):
    by = secretary()
    with pytest.raises(NotAllowed):
        needs.write_up_visit(by=poster, organisation=firm, **VISIT)
    with pytest.raises(InvalidInput):
        needs.write_up_visit(
            by=by, organisation=firm, **(VISIT | {"channel": Channel.WEB})
        )
    with pytest.raises(ValidationError):
        needs.write_up_visit(by=by, organisation=firm, **(VISIT | {"consent_text": ""}))
    assert not Visit.objects.exists() and not Need.objects.exists()


def test_the_office_in_charge_returns_opens_and_closes(firm, poster):
    place = MunicipalityFactory()
    need = NeedFactory(organisation=firm, municipality=place, state=NeedState.SUBMITTED)
    officer = officer_of(place)
    for outsider in (poster, officer_of(MunicipalityFactory())):
        with pytest.raises(NotAllowed):
            needs.open_need(need, by=outsider)
    with pytest.raises(CommentRequired):
        needs.return_need(need, by=officer, comment=" ")

    needs.return_need(need, by=officer, comment="何個ですか")
    needs.submit_need(need, by=poster)
    needs.open_need(need, by=officer)
    with pytest.raises(InvalidReason):
        needs.close_need(need, by=poster, reason="bored")
    needs.close_need(need, by=poster, reason=CloseReason.WITHDRAWN)

    assert log() == ["return", "submit", "open", "close"]
    assert feed() == [("need", need.public_id)] * 2


def test_dialogue_comes_and_goes_and_the_poster_settles(firm, poster):
    need = NeedFactory(organisation=firm)

    needs.start_dialogue(need, by=None)
    needs.resume_need(need, by=None)
    needs.settle_need(need, by=poster)

    assert need.state == NeedState.SETTLED
    assert len(feed()) == 3


def test_an_expired_need_is_renewed_by_its_poster(firm, poster):
    need = NeedFactory(organisation=firm, deadline=date(2026, 1, 1))
    with pytest.raises(NotAllowed):
        needs.renew_need(NeedFactory(state=NeedState.EXPIRED), by=poster)
    needs.expire_need(need)
    assert need.state == NeedState.EXPIRED

    needs.renew_need(need, by=poster)

    assert (need.state, need.deadline) == (NeedState.OPEN, None)


def test_an_anonymous_need_may_not_name_its_poster(poster):
    firm = poster.memberships.get().organisation
    firm.name_ja = "うしお鋳造"
    firm.save()
    need = NeedFactory(
        organisation=firm, draft=True, anonymous=True, wanted_ja="うしお鋳造の型を直す"
    )

    with pytest.raises(RevealsPoster) as refused:
        needs.submit_need(need, by=poster)
    assert refused.value.data == {"passages": "うしお鋳造"}
    needs.edit_need(need, by=poster, wanted_ja="型を直す")
    needs.submit_need(need, by=poster)
    needs.open_need(need, by=secretary())

    with pytest.raises(RevealsPoster):
        needs.edit_need(need, by=poster, summary_ja="うしお鋳造です")
    Need.objects.update(state=NeedState.SUBMITTED, summary_ja="うしお鋳造です")
    need.refresh_from_db()
    with pytest.raises(RevealsPoster):
        needs.open_need(need, by=secretary())


def test_a_name_withheld_after_the_term_is_looked_for_before_opening_again(poster):
    firm = poster.memberships.get().organisation
    need = NeedFactory(
        organisation=firm, state=NeedState.EXPIRED, wanted_ja=f"{firm.name_ja}の型"
    )
    needs.edit_need(need, by=poster, anonymous=True)

    with pytest.raises(RevealsPoster):
        needs.renew_need(need, by=poster)
    assert Need.objects.get().state == NeedState.EXPIRED
    needs.edit_need(need, by=poster, wanted_ja="型を直す")
    needs.renew_need(need, by=poster)
    assert Need.objects.get().state == NeedState.OPEN


def test_every_look_at_a_withheld_name_is_logged():
    need, by = NeedFactory(anonymous=True), secretary()

    assert needs.look_at_withheld_name(need, by=by) == need.organisation
    with pytest.raises(NotAllowed):
        needs.look_at_withheld_name(need, by=UserFactory())

    assert [(e.action, e.actor) for e in LogEntry.objects.all()] == [
        ("look_at_name", by)
    ]


def test_a_researcher_drafts_and_the_liaison_office_publishes():
    home = OrganisationFactory(university=True)
    person, section = ResearcherFactory(organisation=home), ReviewSectionFactory()
    liaison, theme = liaison_of(home), ThemeFactory()
    offer = offers.draft_offer(
        Expertise,
        by=person.user,
        organisation=home,
        researcher=person,
        title_ja="画像",
        themes=[theme],
        fields=[section],
    )
    assert (list(offer.themes.all()), list(offer.fields.all())) == ([theme], [section])

    with pytest.raises(InvalidInput):
        offers.submit_offer(offer, by=person.user)
    offers.edit_offer(offer, by=person.user, body_ja="説明", fields=[], themes=[])
    offers.submit_offer(offer, by=person.user)
    offers.return_offer(offer, by=liaison, comment="図を外してください")
    offers.submit_offer(offer, by=person.user)
    with pytest.raises(InvalidInput):
        offers.publish_offer(offer, by=liaison, patents_checked=False)
    with pytest.raises(NotAllowed):
        offers.publish_offer(offer, by=person.user, patents_checked=True)
    offers.publish_offer(offer, by=liaison, patents_checked=True)
    offers.archive_offer(offer, by=person.user)

    with pytest.raises(WrongState):
        offers.edit_offer(offer, by=person.user, body_ja="変える")
    offers.revive_offer(offer, by=liaison)
    assert (offer.state, offer.fields.count()) == (OfferState.DRAFT, 0)
    assert feed() == [("expertise", offer.public_id)] * 4


def test_a_facility_is_drafted_by_the_organisations_people(firm, poster):
    device = offers.draft_offer(Facility, by=poster, organisation=firm, title_ja="槽")

    offers.edit_offer(device, by=poster, fee_ja="無料")

    assert (device.fee_ja, device.state) == ("無料", OfferState.DRAFT)
    with pytest.raises(NotAllowed):
        offers.draft_offer(Facility, by=UserFactory(), organisation=firm, title_ja="x")
    with pytest.raises(NotAllowed):
        offers.edit_offer(device, by=UserFactory(), fee_ja="有料")


@pytest.mark.parametrize("factory", [ExpertiseFactory, FacilityFactory])
def test_nobody_owns_an_entry_by_being_nobody(factory):
    from django.contrib.auth.models import AnonymousUser

    offer = factory(created_by=None)

    for nobody in (None, AnonymousUser()):
        with pytest.raises(NotAllowed):
            offers.archive_offer(offer, by=nobody)


def test_an_officer_writes_a_result_and_the_secretariat_publishes_it():
    officer, by = officer_of(MunicipalityFactory()), secretary()
    need, theme = NeedFactory(), ThemeFactory()
    with pytest.raises(NotAllowed):
        outcomes.draft_outcome(by=UserFactory(), title_ja="成果")
    result = outcomes.draft_outcome(
        by=officer, need=need, title_ja="成果", themes=[theme]
    )
    with pytest.raises(InvalidInput):
        outcomes.publish_outcome(result, by=by)
    outcomes.edit_outcome(
        result, by=officer, summary_ja="要約", result_ja="できました", themes=[]
    )
    with pytest.raises(NotAllowed):
        outcomes.edit_outcome(result, by=UserFactory(), summary_ja="x")
    with pytest.raises(NotAllowed):
        outcomes.publish_outcome(result, by=officer)

    outcomes.publish_outcome(result, by=by)
    assert Outcome.objects.get().state == OutcomeState.PUBLISHED
    outcomes.withdraw_outcome(result, by=by, comment="数字を直す")

    assert (result.state, result.themes.count()) == (OutcomeState.DRAFT, 0)
    assert log() == ["draft", "edit", "publish", "withdraw"]
    assert {e.case for e in LogEntry.objects.all()} == {need.public_id}
    assert feed() == [("outcome", result.public_id)] * 3


def test_things_are_called_by_their_names():
    visit = VisitFactory()

    assert str(NeedFactory(title_ja="題")) == "題"
    assert str(Need(public_id="abc")) == "abc"
    assert str(ExpertiseFactory(title_ja="画像")) == "画像"
    assert str(OutcomeFactory(title_ja="成果")) == "成果"
    assert OutcomeFactory().need is None
    assert str(visit) == f"{visit.organisation} {visit.on}"
