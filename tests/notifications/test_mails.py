"""Who gets which mail, in which language, and what no mail says."""

from datetime import timedelta

import pytest

from accounts.models import Region
from catalogue.actions import needs as need_actions
from catalogue.actions.offers import publish_offer, return_offer, submit_offer
from catalogue.enums import NeedState, OfferState
from catalogue.models import Need
from curation.actions.answers import accept, decline, pass_on
from curation.actions.talks import end_introduction
from curation.actions.terms import lapse, remind
from curation.enums import DeclineReason, EndReason, Side
from lifecycle import clock
from notifications.models import Mail
from notifications.notices import NOTICES
from projects.actions.results import publish_result
from tests.factories.accounts import (
    MunicipalityFactory,
    OrganisationFactory,
    liaison_of,
    officer_of,
    person_in,
    secretary,
)
from tests.factories.catalogue import ExpertiseFactory, FacilityFactory, NeedFactory
from tests.factories.curation import agreed_case, asked_case
from tests.factories.projects import drafted_case, preparing_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def mails():
    """Event and receiver of every mail that waits, in no order."""
    return sorted((m.event, m.to.email) for m in Mail.objects.select_related("to"))


def expected(event, *people):
    return sorted((event, person.email) for person in people)


def clear():
    Mail.objects.all().delete()


@pytest.fixture
def member():
    return person_in(OrganisationFactory())


def need_of(person, **values):
    organisation = person.memberships.get().organisation
    return NeedFactory(organisation=organisation, created_by=person, **values)


def test_the_secretariat_reads_a_new_need_first(member):
    readers = [secretary(), secretary()]
    secretary(is_active=False)
    need = need_of(member, draft=True)

    need_actions.submit_need(need, by=member)

    assert mails() == expected("need_submitted", *readers)
    assert f"/admin/desk/needs/{need.public_id}" in Mail.objects.first().body


def test_or_the_municipality_where_the_region_says_so(member):
    Region.objects.update(first_reader="municipality")
    secretary()
    place = MunicipalityFactory()
    officer = officer_of(place)
    officer_of(MunicipalityFactory())

    need_actions.submit_need(need_of(member, draft=True, municipality=place), by=member)

    assert mails() == expected("need_submitted", officer)


@pytest.mark.parametrize(
    ("event", "step"),
    [
        (
            "need_returned",
            lambda n, by: need_actions.return_need(n, by=by, comment="?"),
        ),
        ("need_opened", lambda n, by: need_actions.open_need(n, by=by)),
    ],
)
def test_the_poster_and_their_colleagues_learn_of_the_answer(member, event, step):
    colleague = person_in(member.memberships.get().organisation)
    need = need_of(member, state=NeedState.SUBMITTED)

    step(need, secretary())

    assert mails() == expected(event, member, colleague)
    assert {m.case for m in Mail.objects.all()} == {need.public_id}


def test_a_returned_need_comes_with_the_comment(member):
    need = need_of(member, state=NeedState.SUBMITTED)

    need_actions.return_need(need, by=secretary(), comment="何個ほどですか？")

    assert "何個ほどですか？" in Mail.objects.get().body


def test_the_poster_learns_that_the_term_ran_out(member):
    need_actions.expire_need(need_of(member))

    assert mails() == expected("need_expired", member)


def test_nobody_is_told_of_what_they_did_themselves():
    by = secretary()
    need = NeedFactory(state=NeedState.SUBMITTED, created_by=by)

    need_actions.open_need(need, by=by)

    assert mails() == []


@pytest.mark.parametrize("factory", [ExpertiseFactory, FacilityFactory])
def test_an_offer_is_checked_by_the_liaison_office_or_the_secretariat(factory):
    by, offer = secretary(), factory(state=OfferState.DRAFT, body_ja="説明")
    owner = offer.created_by if factory is FacilityFactory else offer.researcher.user
    submit_offer(offer, by=owner)
    assert mails() == expected("offer_submitted", by)
    return_offer(offer, by=by, comment="出願前の発明が含まれています")
    clear()

    liaison = liaison_of(offer.organisation)
    submit_offer(offer, by=owner)
    assert mails() == expected("offer_submitted", liaison)
    clear()

    return_offer(offer, by=liaison, comment="図を外してください")
    assert mails() == expected("offer_returned", owner)
    assert "図を外してください" in Mail.objects.get().body
    submit_offer(offer, by=owner)
    clear()

    publish_offer(offer, by=liaison, patents_checked=True)
    assert mails() == expected("offer_published", owner)


def test_an_entry_of_nobody_belongs_to_the_organisation():
    offer = FacilityFactory(state=OfferState.SUBMITTED, created_by=None)
    people = [person_in(offer.organisation), liaison_of(offer.organisation)]

    publish_offer(offer, by=secretary(), patents_checked=True)

    assert mails() == expected("offer_published", *people)


def test_both_sides_are_asked_and_then_the_person_in_charge():
    case = asked_case()
    assert mails() == sorted(
        expected("asked", case.poster, case.need.created_by)
        + expected("asked_liaison", case.liaison)
    )
    clear()

    pass_on(case.introduction, by=case.liaison)
    assert mails() == expected("asked", case.researcher)
    clear()

    accept(case.introduction, side=Side.OFFER, by=case.researcher)
    assert mails() == []
    accept(case.introduction, side=Side.NEED, by=case.poster)
    assert mails() == expected(
        "agreed", case.poster, case.need.created_by, case.researcher
    )


def test_who_has_not_answered_is_reminded():
    case = asked_case()
    accept(case.introduction, side=Side.NEED, by=case.poster)
    clear()

    remind(case.introduction, by=case.secretary)

    assert mails() == expected("reminder", case.liaison)


def test_a_refusal_is_told_without_its_reason():
    case = asked_case()
    accept(case.introduction, side=Side.NEED, by=case.poster)
    clear()

    decline(
        case.introduction,
        side=Side.OFFER,
        by=case.liaison,
        reason=DeclineReason.TERMS,
        note="条件が厳しすぎます",
    )

    assert mails() == expected(
        "declined", case.poster, case.need.created_by, case.secretary
    )
    told = "".join(m.subject + m.body for m in Mail.objects.all())
    assert "条件" not in told and str(DeclineReason.TERMS.label) not in told


def test_a_lapse_is_told_to_who_had_answered():
    case = asked_case()
    accept(case.introduction, side=Side.NEED, by=case.poster)
    remind(case.introduction, by=case.secretary)
    clear()

    with clock.at(clock.now() + timedelta(days=60)):
        assert lapse(case.introduction)

    assert mails() == expected(
        "declined", case.poster, case.need.created_by, case.secretary
    )


def test_the_end_of_talks_is_told_to_the_others():
    case = agreed_case()
    clear()

    end_introduction(case.introduction, by=case.researcher, reason=EndReason.values[0])

    assert mails() == expected(
        "ended", case.poster, case.need.created_by, case.secretary
    )


def test_a_withdrawn_request_is_not_called_talks():
    case = asked_case()
    clear()

    end_introduction(case.introduction, by=case.secretary, reason=EndReason.values[0])

    assert "ended" not in [event for event, _person in mails()]


def test_both_sides_learn_of_project_and_result():
    case, project = preparing_case()
    people = [case.poster, case.need.created_by, case.researcher]
    assert [m for m in mails() if m[0] == "project_started"] == expected(
        "project_started", *people
    )
    mail = Mail.objects.filter(event="project_started").first()
    assert mail.case == case.need.public_id


def test_a_published_result_is_told_to_who_took_part():
    case, project = drafted_case()
    clear()

    publish_result(project, by=case.secretary)

    people = [case.poster, case.need.created_by, case.researcher]
    assert mails() == expected("result_published", *people)


def test_every_notice_is_written_by_some_event():
    case, project = drafted_case(anonymous=True)
    publish_result(project, by=case.secretary)

    written = set(Mail.objects.values_list("event", flat=True))

    assert written <= set(NOTICES)


def test_no_mail_names_the_anonymous_poster(region):
    owner = OrganisationFactory(
        name_ja="株式会社うしお鋳造",
        name_en="Ushio Casting",
        short_ja="うしお",
        phone="083-911-2233",
    )
    case, project = drafted_case(organisation=owner, anonymous=True)
    publish_result(project, by=case.secretary)
    need = Need.objects.get()

    others = Mail.objects.exclude(to__in=[case.poster, need.created_by])

    assert {m.event for m in others} >= {"asked_liaison", "asked", "agreed"}
    for mail in others:
        text = (mail.subject + mail.body).casefold()
        for telling in ("うしお", "ushio", "083-911-2233", str(case.poster.name_ja)):
            assert telling not in text
