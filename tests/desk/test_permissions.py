import pytest
from django.urls import reverse

from catalogue.enums import NeedState
from tests.factories.accounts import (
    MunicipalityFactory,
    OrganisationFactory,
    officer_of,
    person_in,
    secretary,
)
from tests.factories.catalogue import ExpertiseFactory, NeedFactory, OutcomeFactory
from tests.factories.curation import asked_case
from tests.factories.projects import preparing_case

pytestmark = pytest.mark.django_db

PAGES = [
    "desk:queue",
    "desk:needs",
    "desk:visits",
    "desk:visit_new",
    "desk:introductions",
    "desk:projects",
    "desk:outcomes",
    "desk:outcome_new",
]
SECRETARIAT = [
    "desk:offers",
    "desk:region",
    "desk:mails",
    "desk:events",
    "desk:event_new",
    "desk_organisations:index",
    "desk_organisations:add",
    "desk_researchers:index",
    "desk_partnerships:index",
    "desk_themes:index",
]


@pytest.mark.parametrize("page", PAGES + SECRETARIAT)
def test_a_member_has_no_business_at_the_desk(enter, page):
    member = enter(person_in(OrganisationFactory()))

    refused = member.get(reverse(page))
    assert refused.status_code == 403
    assert reverse("web:my") in refused.content.decode()
    assert member.post(reverse(page), {"action": "save"}).status_code == 403


@pytest.mark.parametrize("page", PAGES + SECRETARIAT)
def test_a_visitor_is_led_to_the_sign_in_page(client, region, page):
    response = client.get(reverse(page))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("page", PAGES + SECRETARIAT)
def test_the_secretariat_opens_every_page(enter, page):
    assert enter(secretary()).get(reverse(page)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_an_officer_opens_the_pages_of_cases(enter, page):
    officer = enter(officer_of(MunicipalityFactory()))

    assert officer.get(reverse(page)).status_code == 200


@pytest.mark.parametrize("page", SECRETARIAT)
def test_registers_and_rules_are_for_the_secretariat(enter, page):
    officer = enter(officer_of(MunicipalityFactory()))

    assert officer.get(reverse(page)).status_code == 403


def test_staff_arrive_at_the_queue(enter):
    response = enter(secretary()).get(reverse("wagtailadmin_home"))

    assert response.status_code == 302
    assert response["Location"] == reverse("desk:queue")


def test_an_officer_sees_the_needs_of_their_own_municipality_alone(enter):
    here, there = MunicipalityFactory(), MunicipalityFactory()
    own = NeedFactory(municipality=here, state=NeedState.SUBMITTED)
    other = NeedFactory(municipality=there, state=NeedState.SUBMITTED)
    officer = enter(officer_of(here))

    listed = officer.get(reverse("desk:needs")).content.decode()

    assert own.title_en in listed
    assert other.title_en not in listed
    for page in ("desk:need", "desk:need_edit", "desk:log"):
        assert officer.get(reverse(page, args=[own.public_id])).status_code == 200
        assert officer.get(reverse(page, args=[other.public_id])).status_code == 404
        url = reverse(page, args=[other.public_id])
        assert officer.post(url, {"action": "open"}).status_code in (400, 404)
    other.refresh_from_db()
    assert other.state == NeedState.SUBMITTED


def test_a_draft_belongs_to_whoever_writes_it(enter):
    draft = NeedFactory(draft=True)
    client = enter(secretary())

    assert client.get(reverse("desk:need", args=[draft.public_id])).status_code == 404


def test_an_officer_of_another_place_sees_neither_introduction_nor_project(enter):
    case, project = preparing_case()
    officer = enter(officer_of(MunicipalityFactory()))
    own = enter(officer_of(case.need.municipality))
    introduction = reverse("desk:introduction", args=[case.introduction.public_id])
    page = reverse("desk:project", args=[project.public_id])

    for url in (introduction, page):
        assert officer.get(url).status_code == 404
        assert own.get(url).status_code == 200


def test_an_officer_reads_a_case_but_does_not_decide_for_the_secretariat(enter):
    case = asked_case()
    officer = enter(officer_of(case.need.municipality))
    url = reverse("desk:introduction", args=[case.introduction.public_id])

    page = officer.get(url).content.decode()
    response = officer.post(
        url, {"action": "accept-need", "accept-need-note": "Mr Sato, by telephone"}
    )

    assert 'value="accept-need"' not in page
    assert response.status_code == 403
    assert case.party("need").state == "waiting"


def test_offers_and_results_of_others_are_not_found(enter):
    officer = enter(officer_of(MunicipalityFactory()))
    offer = ExpertiseFactory(state="submitted")
    outcome = OutcomeFactory()

    offer_url = reverse("desk:offer", args=["expertise", offer.public_id])
    outcome_url = reverse("desk:outcome", args=[outcome.public_id])

    assert officer.get(offer_url).status_code == 403
    assert officer.get(outcome_url).status_code == 404


def test_nothing_changes_without_the_form_s_token(enter):
    from django.test import Client

    user = secretary()
    need = NeedFactory(state=NeedState.SUBMITTED)
    client = Client(enforce_csrf_checks=True)
    client.force_login(user, backend="desk.access.SignedIn")

    url = reverse("desk:need", args=[need.public_id])
    response = client.post(url, {"action": "open"})

    need.refresh_from_db()
    assert response.status_code == 403
    assert need.state == NeedState.SUBMITTED


def test_a_get_decides_nothing(enter):
    need = NeedFactory(state=NeedState.SUBMITTED)
    url = reverse("desk:need", args=[need.public_id])

    enter(secretary()).get(url, {"action": "open"})

    need.refresh_from_db()
    assert need.state == NeedState.SUBMITTED
