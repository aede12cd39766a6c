import pytest
from django.urls import reverse

from catalogue.enums import NeedState, OutcomeState
from catalogue.models import Need, Outcome
from curation.models import Introduction
from tests.factories.accounts import secretary
from tests.factories.catalogue import NeedFactory, OutcomeFactory
from tests.factories.recommendations import PairingFactory

pytestmark = pytest.mark.django_db

ALL = [
    "catalogue.need:open",
    "recommendations.pairing:introduce",
    "catalogue.outcome:publish",
]


@pytest.fixture(autouse=True)
def bound(region):
    region.approvals = ALL
    region.save()


@pytest.fixture
def office(enter):
    """Two people of the same office."""
    return enter(secretary(name_en="Aoki")), enter(secretary(name_en="Ito"))


def buttons(client, url):
    page = client.get(url).content.decode()
    names = ("ask_approval", "approve", "send_back", "open", "introduce", "publish")
    return [name for name in names if f'name="action" value="{name}"' in page]


def test_a_need_is_opened_after_a_colleague_approved(office):
    need = NeedFactory(state=NeedState.SUBMITTED)
    url = reverse("desk:need", args=[need.public_id])
    drafter, colleague = office
    assert buttons(drafter, url) == ["ask_approval"]
    assert drafter.post(url, {"action": "open"}).status_code == 409

    drafter.post(url, {"action": "ask_approval", "ask-note": "Please today"})
    assert buttons(drafter, url) == []
    assert buttons(colleague, url) == ["approve", "send_back"]
    assert "Please today" in colleague.get(url).content.decode()

    colleague.post(url, {"action": "approve", "approve-document_no": "No. 12"})
    page = drafter.get(url).content.decode()
    assert "Drafted by Aoki, approved by Ito" in page and "No. 12" in page
    assert buttons(drafter, url) == ["open"]
    drafter.post(url, {"action": "open"})
    assert Need.objects.get().state == NeedState.OPEN


def test_what_is_sent_back_says_why(office):
    need = NeedFactory(state=NeedState.SUBMITTED)
    url = reverse("desk:need", args=[need.public_id])
    drafter, colleague = office
    drafter.post(url, {"action": "ask_approval"})

    empty = colleague.post(url, {"action": "send_back", "back-comment": ""})
    assert empty.status_code == 400
    colleague.post(url, {"action": "send_back", "back-comment": "How many a day?"})

    page = drafter.get(url).content.decode()
    assert "How many a day?" in page
    assert buttons(drafter, url) == ["ask_approval"]


def test_an_introduction_waits_for_the_approval(office):
    pairing = PairingFactory(shortlisted=True)
    url = reverse("desk:introduce", args=[pairing.need.public_id, pairing.public_id])
    drafter, colleague = office
    assert drafter.post(url, {"action": "introduce", "note": ""}).status_code == 409

    drafter.post(url, {"action": "ask_approval"})
    assert buttons(colleague, url) == ["approve", "send_back"]
    colleague.post(url, {"action": "approve"})
    drafter.post(url, {"action": "introduce", "note": ""})

    assert Introduction.objects.filter(pairing=pairing).exists()


def test_a_result_waits_for_the_approval(office):
    outcome = OutcomeFactory()
    url = reverse("desk:outcome", args=[outcome.public_id])
    drafter, colleague = office
    assert buttons(drafter, url) == ["ask_approval"]

    drafter.post(url, {"action": "ask_approval"})
    colleague.post(url, {"action": "approve"})
    assert buttons(drafter, url) == ["publish"]
    drafter.post(url, {"action": "publish"})

    assert Outcome.objects.get().state == OutcomeState.PUBLISHED
