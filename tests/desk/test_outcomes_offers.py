import pytest
from django.urls import reverse

from catalogue.enums import OfferState, OutcomeState
from catalogue.models import Change, Expertise, Facility, Outcome
from lifecycle.models import LogEntry
from tests.factories.accounts import MunicipalityFactory, officer_of, secretary
from tests.factories.catalogue import (
    ExpertiseFactory,
    FacilityFactory,
    OutcomeFactory,
)

pytestmark = pytest.mark.django_db

TEXTS = {
    "title_ja": "道の草刈りを半分に",
    "summary_ja": "刈る時期を変えました。",
    "result_ja": "回数が半分になりました。",
}


def page_of(outcome):
    return reverse("desk:outcome", args=[outcome.public_id])


def offer_url(offer):
    kind = offer._meta.model_name
    return reverse("desk:offer", args=[kind, offer.public_id])


def test_a_practice_is_entered_without_a_need_and_published(enter):
    here = MunicipalityFactory()
    officer = officer_of(here)

    enter(officer).post(
        reverse("desk:outcome_new"),
        {"action": "save", "municipality": here.pk} | TEXTS,
    )
    outcome = Outcome.objects.get()
    refused = enter(officer).post(page_of(outcome), {"action": "publish"})
    published = enter(secretary()).post(page_of(outcome), {"action": "publish"})

    outcome.refresh_from_db()
    assert outcome.created_by == officer
    assert refused.status_code == 403
    assert published.status_code == 302
    assert outcome.state == OutcomeState.PUBLISHED


def test_texts_are_edited_and_a_published_result_is_taken_back(enter):
    outcome = OutcomeFactory(published=True)
    client = enter(secretary())

    client.post(page_of(outcome), {"action": "save"} | TEXTS)
    no_comment = client.post(page_of(outcome), {"action": "withdraw"})
    client.post(
        page_of(outcome), {"action": "withdraw", "withdraw-comment": "A wrong figure"}
    )

    outcome.refresh_from_db()
    assert outcome.title_ja == TEXTS["title_ja"]
    assert no_comment.status_code == 400
    assert outcome.state == OutcomeState.DRAFT
    assert LogEntry.objects.get(action="withdraw").note == "A wrong figure"
    assert Change.objects.filter(object_id=outcome.public_id).count() == 2


def test_a_text_that_is_too_long_is_refused_and_kept(enter):
    long = "長い話。" * 2_501

    response = enter(secretary()).post(
        reverse("desk:outcome_new"), TEXTS | {"action": "save", "result_ja": long}
    )

    page = response.content.decode()
    assert response.status_code == 400
    assert "may have 10000 characters, and has 10004" in page
    assert long in page
    assert not Outcome.objects.exists()


def test_what_waits_to_be_checked_comes_first(enter):
    published = ExpertiseFactory()
    waiting = FacilityFactory(state=OfferState.SUBMITTED)
    ExpertiseFactory(state=OfferState.DRAFT)
    client = enter(secretary())

    rows = client.get(reverse("desk:offers")).context["rows"]
    facilities = client.get(reverse("desk:offers"), {"kind": "facility"})

    assert [row["url"] for row in rows] == [offer_url(waiting), offer_url(published)]
    assert [r["url"] for r in facilities.context["rows"]] == [offer_url(waiting)]


@pytest.mark.parametrize("factory", [ExpertiseFactory, FacilityFactory])
def test_an_offer_is_published_after_its_check(enter, factory):
    offer = factory(state=OfferState.SUBMITTED)
    client = enter(secretary())

    unchecked = client.post(offer_url(offer), {"action": "publish"})
    offer.refresh_from_db()
    assert unchecked.status_code == 400
    assert offer.state == OfferState.SUBMITTED

    client.post(offer_url(offer), {"action": "publish", "patents_checked": "on"})
    offer.refresh_from_db()
    assert offer.state == OfferState.PUBLISHED


def test_an_offer_is_returned_archived_and_revived(enter):
    returned = ExpertiseFactory(state=OfferState.SUBMITTED)
    archived = FacilityFactory()
    client = enter(secretary())

    client.post(offer_url(returned), {"action": "return", "comment": "Uses, please"})
    client.post(offer_url(archived), {"action": "archive"})
    assert Facility.objects.get().state == OfferState.ARCHIVED
    back = client.post(offer_url(archived), {"action": "revive"})

    assert Expertise.objects.get().state == OfferState.RETURNED
    assert Facility.objects.get().state == OfferState.DRAFT
    assert back["Location"] == reverse("desk:offers")


def test_an_unknown_kind_of_offer_is_not_found(enter):
    url = reverse("desk:offer", args=["pairing", "bcdfghjkmn"])

    assert enter(secretary()).get(url).status_code == 404
