import pytest
from django.utils import translation

from curation.actions.answers import accept, pass_on
from curation.actions.asking import ask_both_sides
from curation.actions.talks import end_introduction
from curation.enums import EndReason, Side
from curation.models import Introduction
from curation.selectors.contacts import Contact, contacts
from tests.factories.accounts import UserFactory, liaison_of, person_in, secretary
from tests.factories.catalogue import (
    ExpertiseFactory,
    NeedFactory,
    ResearcherFactory,
    VisitFactory,
)
from tests.factories.curation import agreed_case, asked_case
from tests.factories.recommendations import PairingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def read(introduction, user):
    return contacts(Introduction.objects.with_case().get(pk=introduction.pk), user)


def person(side, organisation, user, name="", is_office=False):
    return Contact(
        side=side,
        organisation=organisation,
        name=name or user.name_en,
        email=user.email,
        phone=user.phone or organisation.phone,
        is_office=is_office,
    )


def agree(introduction, by, note="電話で承諾"):
    for side in Side:
        accept(introduction, side=side, by=by, note=note)
    return introduction


def test_nobody_reads_contacts_before_both_agreed():
    case = asked_case()
    accept(case.introduction, side=Side.NEED, by=case.poster)

    for reader in (case.poster, case.liaison, case.researcher, case.secretary):
        assert read(case.introduction, reader) == ()


def test_both_sides_read_them_once_they_agreed():
    case = agreed_case()
    expected = (
        person(Side.NEED, case.need.organisation, case.poster),
        person(
            Side.OFFER,
            case.expertise.organisation,
            case.researcher,
            case.expertise.researcher.name_en,
        ),
    )

    for reader in (case.poster, case.liaison, case.researcher):
        assert read(case.introduction, reader) == expected


def test_nobody_else_ever_does():
    case = agreed_case()

    for reader in (None, UserFactory(), case.secretary):
        assert read(case.introduction, reader) == ()


def test_they_stay_open_after_the_talks_ended():
    case = agreed_case()
    end_introduction(case.introduction, by=case.poster, reason=EndReason.NO_FIT)

    assert len(read(case.introduction, case.poster)) == 2


def test_an_institution_s_window_is_its_contact():
    case = asked_case()
    second = liaison_of(case.expertise.organisation)
    accept(case.introduction, side=Side.OFFER, by=case.liaison)
    accept(case.introduction, side=Side.NEED, by=case.poster)

    assert read(case.introduction, case.poster)[1:] == (
        person(Side.OFFER, case.expertise.organisation, case.liaison, is_office=True),
        person(Side.OFFER, case.expertise.organisation, second, is_office=True),
    )


def test_a_researcher_without_an_account_is_reached_through_the_window():
    researcher = ResearcherFactory(user=None)
    pairing = PairingFactory(
        expertise=ExpertiseFactory(researcher=researcher), shortlisted=True
    )
    institution = pairing.expertise.organisation
    liaison = liaison_of(institution)
    introduction = ask_both_sides(pairing=pairing, by=secretary())
    pass_on(introduction, by=liaison)
    accept(introduction, side=Side.OFFER, by=liaison)
    accept(introduction, side=Side.NEED, by=introduction.need.created_by)

    assert read(introduction, liaison)[1:] == (
        Contact(Side.OFFER, institution, researcher.name_en, "", institution.phone),
        person(Side.OFFER, institution, liaison, is_office=True),
    )


def test_an_institution_without_accounts_is_reached_by_its_telephone():
    pairing = PairingFactory(shortlisted=True)
    poster = person_in(pairing.need.organisation)
    by = secretary()
    introduction = agree(ask_both_sides(pairing=pairing, by=by), by)
    institution = pairing.expertise.organisation

    assert read(introduction, poster)[1:] == (
        Contact(Side.OFFER, institution, "", "", institution.phone),
    )


def test_a_company_is_reached_by_who_answered_else_by_a_member():
    pairing = PairingFactory(expertise=ExpertiseFactory(company=True), shortlisted=True)
    company = pairing.expertise.organisation
    poster = person_in(pairing.need.organisation)
    by = secretary()
    introduction = agree(ask_both_sides(pairing=pairing, by=by), by)
    assert read(introduction, poster)[1:] == (
        Contact(Side.OFFER, company, "", "", company.phone),
    )

    member = person_in(company, phone="")

    assert read(introduction, poster)[1:] == (person(Side.OFFER, company, member),)


def test_a_visited_firm_is_reached_by_whom_was_spoken_with():
    officer = UserFactory()
    need = NeedFactory(
        created_by=officer, visit=VisitFactory(by=officer, spoke_with="汐見社長")
    )
    by = secretary()
    pairing = PairingFactory(need=need, shortlisted=True)
    liaison = liaison_of(pairing.expertise.organisation)
    introduction = agree(ask_both_sides(pairing=pairing, by=by), by)

    assert read(introduction, liaison)[:1] == (
        Contact(Side.NEED, need.organisation, "汐見社長", "", need.organisation.phone),
    )
