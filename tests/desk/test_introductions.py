import pytest
from django.urls import reverse

from curation.enums import AnswerState, IntroductionState
from curation.models import Consent, Introduction
from lifecycle.models import LogEntry
from tests.factories.accounts import secretary
from tests.factories.catalogue import ResearcherFactory, VisitFactory
from tests.factories.curation import agreed_case, asked_case, make_case, talking_case

pytestmark = pytest.mark.django_db

SAID = "Ms Umino called back"


def ask_url(case):
    return reverse("desk:introduce", args=[case.need.public_id, case.pairing.public_id])


def url_of(case):
    return reverse("desk:introduction", args=[case.introduction.public_id])


def now(case):
    return Introduction.objects.get(pk=case.introduction.pk)


def test_before_asking_it_says_who_is_asked_first_and_until_when(enter):
    case = make_case()

    response = enter(case.secretary).get(ask_url(case))

    need, offer = response.context["sides"]
    firm = case.need.organisation
    university = case.expertise.organisation
    assert need.first == f"the people of {firm.localized('name', 'en')}"
    assert offer.first == f"the liaison office of {university.name_en}"
    assert response.context["due_on"] is not None
    assert not Introduction.objects.exists()


def test_where_nobody_has_an_account_the_secretariat_asks_by_telephone(enter):
    visit = VisitFactory()
    case = make_case(organisation=visit.organisation, visit=visit, created_by=visit.by)
    visit.organisation.memberships.all().delete()
    type(visit.by).objects.filter(pk=visit.by.pk).update(is_active=False)
    case.expertise.organisation.memberships.filter(role="liaison").delete()

    response = enter(case.secretary).get(ask_url(case))

    telephone = "nobody has an account; the secretariat asks by telephone"
    assert [side.first for side in response.context["sides"]] == [telephone] * 2


def test_a_withheld_poster_is_not_named_before_asking(enter):
    case = make_case(anonymous=True)
    client = enter(case.secretary)

    page = client.get(ask_url(case)).content.decode()
    firm = case.need.organisation
    refused = client.post(
        ask_url(case), {"action": "introduce", "note": f"{firm.name_ja}の件です。"}
    )

    assert firm.name_ja not in page
    assert refused.status_code == 400
    assert not Introduction.objects.exists()


def test_both_sides_are_asked_once_however_often_it_is_sent(enter):
    case = make_case()
    client = enter(case.secretary)
    sent = {"action": "introduce", "note": "Please meet."}

    first = client.post(ask_url(case), sent)
    second = client.post(ask_url(case), sent)
    colleague = enter(secretary()).post(ask_url(case), sent)

    introduction = Introduction.objects.get()
    page = reverse("desk:introduction", args=[introduction.public_id])
    assert (first["Location"], second["Location"]) == (page, page)
    assert introduction.note == "Please meet."
    assert colleague.status_code == 409


def test_only_a_shortlisted_candidate_can_be_introduced(enter):
    case = make_case()
    type(case.pairing).objects.update(state="suggested")
    client = enter(case.secretary)

    page = client.get(ask_url(case)).content.decode()
    response = client.post(ask_url(case), {"action": "introduce"})

    assert 'value="introduce"' not in page
    assert response.status_code == 409


def test_answers_by_telephone_need_who_gave_them(enter):
    case = asked_case()
    client = enter(case.secretary)

    empty = client.post(url_of(case), {"action": "accept-need", "accept-need-note": ""})
    assert empty.status_code == 400
    assert case.party("need").state == AnswerState.WAITING

    client.post(url_of(case), {"action": "accept-need", "accept-need-note": SAID})
    client.post(url_of(case), {"action": "accept-offer", "accept-offer-note": SAID})

    assert now(case).state == IntroductionState.AGREED
    assert {c.note for c in Consent.objects.all()} == {SAID}
    assert SAID in client.get(url_of(case)).content.decode()


def test_a_no_by_telephone_keeps_its_reason_from_the_other_side(enter):
    case = asked_case()

    enter(case.secretary).post(
        url_of(case),
        {
            "action": "decline-offer",
            "decline-offer-reason": "no_time",
            "decline-offer-note": SAID,
        },
    )

    party = case.party("offer")
    assert (party.state, party.reason, party.may_tell) == ("declined", "no_time", False)
    assert now(case).state == IntroductionState.DECLINED


def test_the_secretariat_records_whom_the_liaison_office_named(enter):
    case = asked_case()
    colleague = ResearcherFactory(organisation=case.expertise.organisation)

    enter(case.secretary).post(
        url_of(case),
        {"action": "pass_on", "pass-researcher": colleague.pk, "pass-note": SAID},
    )

    party = case.party("offer")
    assert (party.researcher, party.with_liaison) == (colleague, False)


def test_a_reminder_goes_out_once(enter):
    case = asked_case()
    client = enter(case.secretary)

    client.post(url_of(case), {"action": "remind"})
    client.post(url_of(case), {"action": "remind"})

    entries = LogEntry.objects.filter(action="remind")
    assert {entry.actor for entry in entries} == {case.secretary}
    assert entries.count() == 2
    assert 'value="remind"' not in client.get(url_of(case)).content.decode()


def test_talks_begin_and_end(enter):
    case = agreed_case()
    client = enter(case.secretary)

    client.post(url_of(case), {"action": "talk"})
    assert now(case).state == IntroductionState.TALKING

    missing = client.post(url_of(case), {"action": "end", "end-note": "kept words"})
    assert missing.status_code == 400
    assert "kept words" in missing.content.decode()

    client.post(url_of(case), {"action": "end", "end-reason": "no_fit"})
    assert now(case).state == IntroductionState.ENDED


def test_a_project_is_set_up_from_the_talks(enter):
    case = talking_case()

    response = enter(case.secretary).post(
        url_of(case),
        {
            "action": "start",
            "start-title_ja": "煮干し選別機の試作",
            "start-agreement_kind": "joint_research",
        },
    )

    project = now(case).project
    assert response["Location"] == reverse("desk:project", args=[project.public_id])
    assert project.agreements.get().kind == "joint_research"


def test_the_list_is_filtered_by_state_and_place(enter):
    case, other = asked_case(), talking_case()
    client = enter(case.secretary)

    def listed(**filters):
        rows = client.get(reverse("desk:introductions"), filters).context["rows"]
        return [row["url"] for row in rows]

    assert set(listed()) == {url_of(case), url_of(other)}
    assert listed(state="talking") == [url_of(other)]
    assert listed(municipality=case.need.municipality.code) == [url_of(case)]


def test_a_withheld_poster_stays_withheld_on_the_introductions_page(enter):
    case = asked_case(anonymous=True)
    client = enter(case.secretary)
    client.post(url_of(case), {"action": "accept-need", "accept-need-note": SAID})

    page = client.get(url_of(case)).content.decode()

    assert "Name withheld" in page
    assert case.need.organisation.name_ja not in page
    assert SAID not in page


def test_every_button_says_what_it_does_itself(enter):
    case = talking_case()

    page = enter(case.secretary).get(url_of(case)).content.decode()

    assert 'name="action" value="start">Set up the project<' in page
    assert 'name="action" value="end">End the introduction<' in page
