import pytest
from django.urls import reverse

from accounts.models import Organisation
from catalogue.enums import NeedState
from catalogue.models import Need, Visit
from lifecycle import clock
from tests.factories.accounts import (
    MunicipalityFactory,
    OrganisationFactory,
    officer_of,
    secretary,
)
from tests.factories.catalogue import ExpertiseFactory, about_bridges

pytestmark = pytest.mark.django_db

NEED = {
    "need-title_ja": "煮干しの選別を楽にしたい",
    "need-background_ja": "大きさと折れを目で見て分けています。",
    "need-visibility": "public",
}


def visit(**changed):
    return {
        "visit-channel": "visit",
        "visit-on": clock.today().isoformat(),
        "visit-spoke_with": "汐見社長",
        "visit-notes": "息子さんが継ぐ予定",
        "visit-consent": "on",
        "visit-consent_by": "汐見社長",
        "visit-consent_on": clock.today().isoformat(),
        "visit-consent_text": "登録して候補に見せること",
    } | changed


def url_for(organisation):
    return f"{reverse('desk:visit_new')}?organisation={organisation.public_id}"


def test_an_organisation_is_found_by_name_and_number(enter):
    firm = OrganisationFactory(
        name_ja="汐見水産", name_en="", corporate_number="2000012010019"
    )
    OrganisationFactory(name_ja="別の会社")
    client = enter(secretary())

    for words in ("汐見", "2000012010019"):
        page = client.get(reverse("desk:visits"), {"q": words})
        assert page.context["found"] == [firm]
        assert url_for(firm).replace("&", "&amp;") in page.content.decode()


def test_a_visit_is_written_up_and_opened_by_the_office_in_charge(enter):
    here = MunicipalityFactory()
    officer = officer_of(here)
    firm = OrganisationFactory(municipality=here)
    client = enter(officer)

    form = client.get(url_for(firm))
    response = client.post(
        url_for(firm),
        {"action": "open", "need-municipality": here.pk} | NEED | visit(),
    )

    need = Need.objects.get()
    assert form.context["need_form"].initial["municipality"] == here
    assert response["Location"] == reverse("desk:need", args=[need.public_id])
    assert need.state == NeedState.OPEN
    assert (need.organisation, need.created_by) == (firm, officer)
    assert (need.visit.consent_by, need.visit.notes) == (
        "汐見社長",
        "息子さんが継ぐ予定",
    )


def test_where_another_office_is_in_charge_the_need_is_handed_in(enter):
    officer = officer_of(MunicipalityFactory())
    there = MunicipalityFactory()
    firm = OrganisationFactory(municipality=there)

    response = enter(officer).post(
        url_for(firm),
        {"action": "open", "need-municipality": there.pk} | NEED | visit(),
        follow=True,
    )

    assert Need.objects.get().state == NeedState.SUBMITTED
    assert "The office in charge reads it next." in response.content.decode()


def test_without_consent_nothing_is_written_and_everything_is_kept(enter):
    firm = OrganisationFactory()
    client = enter(secretary())
    sent = {"action": "open"} | NEED | visit()
    del sent["visit-consent"]

    response = client.post(url_for(firm), sent)

    page = response.content.decode()
    assert response.status_code == 400
    assert "Without the organisation&#x27;s consent nothing is written." in page
    assert NEED["need-title_ja"] in page
    assert "息子さんが継ぐ予定" in page
    assert not Need.objects.exists()
    assert not Visit.objects.exists()


def test_minutes_that_are_too_long_are_refused_and_kept(enter):
    minutes = "選別の話。" * 2_001
    sent = NEED | {"need-background_ja": minutes}

    response = enter(secretary()).post(
        url_for(OrganisationFactory()), {"action": "open"} | sent | visit()
    )

    page = response.content.decode()
    form = response.context["need_form"]
    assert response.status_code == 400
    assert list(form.errors) == ["background_ja"]
    assert "may have 10000 characters, and has 10005" in page
    assert minutes in page
    assert not Need.objects.exists()


@pytest.mark.parametrize("known", [True, False])
def test_who_could_answer_is_told_while_it_is_written_up(enter, region, known):
    about_bridges(9)
    offer = ExpertiseFactory(title_ja="煮干しの折れの検査")
    firm = OrganisationFactory()
    url = url_for(firm) if known else reverse("desk:visit_new")
    client = enter(secretary())
    sent = NEED | {"need-anonymous": "on"} | visit()
    del sent["visit-consent"]

    page = client.post(url, {"action": "measure"} | sent)

    assert page.status_code == 200
    assert page.context["meter"]["first"] == [offer]
    # What was typed elsewhere is kept, and nothing is asked for yet.
    assert "息子さんが継ぐ予定" in page.content.decode()
    assert not page.context["visit_form"].errors
    assert not Need.objects.exists()
    officer = enter(officer_of(MunicipalityFactory()))
    assert b'value="measure"' not in officer.get(url).content
    assert officer.post(url, {"action": "measure"} | sent).status_code == 403


def test_a_new_organisation_is_entered_along_with_its_need(enter):
    here = MunicipalityFactory()
    entered = {
        "organisation-name_ja": "汐見水産",
        "organisation-kind": "company",
        "organisation-municipality": here.pk,
    }

    enter(secretary()).post(
        reverse("desk:visit_new"),
        {"action": "draft"} | entered | NEED | visit(),
    )

    firm = Organisation.objects.get(name_ja="汐見水産")
    assert firm.sites.get().municipality == here
    assert not firm.memberships.exists()
    assert Need.objects.get().organisation == firm
    assert Need.objects.get().state == NeedState.DRAFT


def test_what_names_a_withheld_poster_is_not_written(enter):
    entered = {
        "organisation-name_ja": "汐見水産",
        "organisation-kind": "company",
        "need-anonymous": "on",
        "need-background_ja": "汐見水産では煮干しを目で分けています。",
    }

    response = enter(secretary()).post(
        reverse("desk:visit_new"), {"action": "open"} | NEED | visit() | entered
    )

    assert response.status_code == 400
    assert "汐見水産では煮干し" in response.content.decode()
    assert not Need.objects.exists()
    assert not Organisation.objects.filter(name_ja="汐見水産").exists()


def test_an_organisation_of_the_same_name_is_not_entered_twice(enter):
    OrganisationFactory(name_ja="汐見水産")
    entered = {
        "organisation-name_ja": "汐見水産",
        "organisation-kind": "company",
    }

    response = enter(secretary()).post(
        reverse("desk:visit_new"), {"action": "draft"} | entered | NEED | visit()
    )

    assert response.status_code == 400
    assert Organisation.objects.filter(name_ja="汐見水産").count() == 1


def test_days_that_lie_ahead_are_refused(enter):
    firm = OrganisationFactory()

    response = enter(secretary()).post(
        url_for(firm),
        {"action": "draft"} | NEED | visit(**{"visit-on": "2999-01-01"}),
    )

    assert response.status_code == 400
    assert list(response.context["visit_form"].errors) == ["on"]
