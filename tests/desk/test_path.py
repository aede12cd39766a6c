"""The whole path of a case through the desk, from a visit to the published result."""

import pytest
from django.urls import reverse

from catalogue.enums import NeedState, OutcomeState
from catalogue.models import Need
from lifecycle import clock
from lifecycle.models import LogEntry
from tests.factories.accounts import (
    MunicipalityFactory,
    OrganisationFactory,
    officer_of,
    secretary,
)
from tests.factories.recommendations import PairingFactory

pytestmark = pytest.mark.django_db


def test_from_a_visit_to_the_published_result(enter):
    today = clock.today().isoformat()
    here = MunicipalityFactory()
    firm = OrganisationFactory(municipality=here)
    officer, clerk = enter(officer_of(here)), enter(secretary())

    def send(client, page, *args, **sent):
        response = client.post(reverse(page, args=args), sent)
        assert response.status_code == 302, response.content.decode()

    officer.post(
        f"{reverse('desk:visit_new')}?organisation={firm.public_id}",
        {
            "action": "open",
            "visit-channel": "phone",
            "visit-on": today,
            "visit-spoke_with": "汐見社長",
            "visit-consent": "on",
            "visit-consent_by": "汐見社長",
            "visit-consent_on": today,
            "visit-consent_text": "登録して候補に見せること",
            "need-title_ja": "煮干しの選別を楽にしたい",
            "need-background_ja": "大きさと折れを目で見て分けています。",
            "need-municipality": here.pk,
            "need-visibility": "public",
        },
    )
    need = Need.objects.get()
    pairing = PairingFactory(need=need)

    page = ("desk:need", need.public_id)
    send(clerk, *page, action="shortlist", pairing=pairing.public_id)
    ask = ("desk:introduce", need.public_id, pairing.public_id)
    send(clerk, *ask, action="introduce", note="")
    introduction = pairing.introductions.get()

    page = ("desk:introduction", introduction.public_id)
    for side in ("need", "offer"):
        note = {f"accept-{side}-note": "by telephone"}
        send(clerk, *page, action=f"accept-{side}", **note)
    send(clerk, *page, action="talk")
    started = {"start-title_ja": "選別機の試作", "start-agreement_kind": "nda"}
    send(clerk, *page, action="start", **started)
    introduction.refresh_from_db()
    project = introduction.project
    agreement = project.agreements.get()

    page = ("desk:project", project.public_id)
    signed = {"agreement": agreement.pk, f"sign-{agreement.pk}-on": today}
    send(clerk, *page, action="sign", **signed)
    send(clerk, *page, action="activate")
    send(clerk, *page, action="add_milestone", **{"milestone-title_ja": "試作機"})
    reached = project.milestones.get().pk
    send(clerk, *page, action="finish", milestone=reached)
    send(clerk, *page, action="complete")
    texts = {"title_ja": "半分の時間で", "summary_ja": "試作", "result_ja": "半分"}
    send(officer, "desk:result", project.public_id, action="save", **texts)
    send(clerk, *page, action="publish")

    need.refresh_from_db()
    project.refresh_from_db()
    assert need.state == NeedState.SETTLED
    assert project.outcome.state == OutcomeState.PUBLISHED
    told = clerk.get(reverse("desk:log", args=[need.public_id]))
    assert told.context["turn"] is None
    logged = LogEntry.objects.filter(case=need.public_id).order_by("pk")
    assert len(told.context["log"]) == logged.count()
    assert [e.action for e in logged] == [
        "draft",
        "submit",
        "open",
        "shortlist",
        "introduce",
        "ask",
        "accept",
        "accept",
        "agree",
        "start_dialogue",
        "start_talking",
        "start_project",
        "start",
        "sign_agreement",
        "activate",
        "add_milestone",
        "finish_milestone",
        "complete",
        "draft",
        "draft_result",
        "publish",
        "settle",
    ]
