from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from catalogue.enums import NeedState
from catalogue.models import Need
from lifecycle import clock
from lifecycle.models import LogEntry
from recommendations.enums import PairingState
from recommendations.models import Pairing
from tests.factories.accounts import (
    MunicipalityFactory,
    officer_of,
    secretary,
)
from tests.factories.catalogue import (
    ConflictFactory,
    ExpertiseFactory,
    FacilityFactory,
    NeedFactory,
    OutcomeFactory,
)
from tests.factories.recommendations import PairingFactory

pytestmark = pytest.mark.django_db

# Wagtail's frame reads its locales. The person brings their profile along, and what
# they do not hold in Wagtail's own groups is not asked for (``desk.access.SignedIn``).
WAGTAIL = 1
# Session, user, memberships; region; the menu's counts and its offers; the need, its
# themes, the candidates with all that speaks against them, where they work; how far the
# matcher's feed goes, and whose facilities and results are left out.
QUERIES = 13


def url_of(need, page="desk:need"):
    return reverse(page, args=[need.public_id])


def submitted(**need):
    return NeedFactory(state=NeedState.SUBMITTED, opened_at=None, **need)


def now(thing):
    return type(thing).objects.get(pk=thing.pk)


def test_need_and_candidates_stand_side_by_side(enter):
    pairing = PairingFactory()

    page = enter(secretary()).get(url_of(pairing.need)).content.decode()

    assert pairing.need.background_ja in page
    assert pairing.expertise.title_en in page
    assert "Strongly related" in page
    assert "<mark>折れ</mark>たものだけでも" in page
    assert page.index("0.31") > page.index("See the figures")


def test_why_there_is_no_candidate_is_said_as_it_is(enter):
    client = enter(secretary())
    before = clock.now() - timedelta(hours=1)
    far = dict.fromkeys(("title_en", "summary_ja", "background_ja", "wanted_ja"), "")
    other = {"title_ja": "橋", "summary_ja": "", "body_ja": ""}
    ExpertiseFactory.create_batch(9, company=True, **other)
    offer = ExpertiseFactory()
    new, aside = NeedFactory(), NeedFactory(opened_at=before)
    barred, free = NeedFactory.create_batch(2, opened_at=before)
    lonely, told_of = (
        NeedFactory(opened_at=before, state=state, title_ja="宇宙船の軌道", **far)
        for state in (NeedState.OPEN, NeedState.IN_DIALOGUE)
    )
    PairingFactory(need=aside, expertise=offer, state=PairingState.DISMISSED)
    ConflictFactory(organisation=barred.organisation, researcher=offer.researcher)

    told = [
        BeautifulSoup(client.get(url_of(need)).content, "html.parser").select_one(
            ".desk-empty"
        )
        for need in (new, aside, barred, free, lonely, told_of)
    ]

    said = [
        "The need was opened just now.",
        "All who were proposed have been put aside",
        "no room for another request, or a conflict of interest",
        "is about to be proposed",
        "Nobody in the catalogue comes near enough",
        "Nobody in the catalogue comes near enough",
    ]
    for part, words in zip(told, said, strict=True):
        assert words in part.get_text()
    # Only an open need for which nobody is near enough is on the map of gaps.
    assert [bool(part.a) for part in told] == [False] * 4 + [True, False]


def test_an_officer_opens_a_need_of_their_own_municipality(enter):
    here = MunicipalityFactory()
    need = submitted(municipality=here)
    officer = officer_of(here)

    response = enter(officer).post(url_of(need), {"action": "open"}, follow=True)

    assert response.status_code == 200
    assert "The need is open." in response.content.decode()
    assert now(need).state == NeedState.OPEN
    assert LogEntry.objects.get(case=need.public_id, action="open").actor == officer


def test_a_return_needs_its_comment(enter):
    need = submitted()
    client = enter(secretary())

    empty = client.post(url_of(need), {"action": "return", "comment": " "})

    assert empty.status_code == 400
    assert now(need).state == NeedState.SUBMITTED

    client.post(url_of(need), {"action": "return", "comment": "How many a day?"})

    assert now(need).state == NeedState.RETURNED
    assert LogEntry.objects.get(action="return").note == "How many a day?"


def test_the_second_secretary_is_told_who_decided(enter):
    first, second = secretary(name_en="Aoki"), secretary(name_en="Baba")
    need = submitted()
    enter(first).post(url_of(need), {"action": "open"})

    response = enter(second).post(url_of(need), {"action": "open"})

    assert response.status_code == 409
    assert "Aoki has already decided this" in response.content.decode()
    assert LogEntry.objects.filter(action="open").count() == 1


def test_two_secretaries_decide_about_one_candidate(enter):
    first, second = secretary(name_en="Aoki"), secretary(name_en="Baba")
    pairing = PairingFactory()
    url = url_of(pairing.need)
    chosen = {"action": "shortlist", "pairing": pairing.public_id}
    enter(first).post(url, chosen)

    again = enter(first).post(url, chosen)
    other = enter(second).post(url, chosen)

    assert again.status_code == 302
    assert other.status_code == 409
    assert "Aoki has already decided this" in other.content.decode()
    assert LogEntry.objects.filter(action="shortlist").count() == 1


def test_a_candidate_is_put_aside_with_a_reason_and_brought_back(enter):
    pairing = PairingFactory()
    client = enter(secretary())
    url, prefix = url_of(pairing.need), f"dismiss-{pairing.public_id}"
    sent = {"action": "dismiss", "pairing": pairing.public_id}

    missing = client.post(url, sent | {f"{prefix}-note": "too large a scale"})

    assert missing.status_code == 400
    assert "too large a scale" in missing.content.decode()
    assert now(pairing).state == PairingState.SUGGESTED

    client.post(url, sent | {f"{prefix}-reason": "wrong_scale"})

    assert now(pairing).state == PairingState.DISMISSED
    assert LogEntry.objects.get(action="dismiss").reason == "wrong_scale"
    page = client.get(url)
    assert [c.pairing for c in page.context["dismissed"]] == [pairing]

    client.post(url, {"action": "restore", "pairing": pairing.public_id})

    assert now(pairing).state == PairingState.SUGGESTED


def test_an_officer_does_not_decide_about_candidates(enter):
    pairing = PairingFactory()
    officer = enter(officer_of(pairing.need.municipality))
    url = url_of(pairing.need)

    page = officer.get(url).content.decode()
    response = officer.post(url, {"action": "shortlist", "pairing": pairing.public_id})

    assert 'value="shortlist"' not in page
    assert response.status_code == 403
    assert now(pairing).state == PairingState.SUGGESTED


def test_a_suggestion_that_is_gone_is_told(enter):
    pairing = PairingFactory()
    url = url_of(pairing.need)
    Pairing.objects.all().delete()

    response = enter(secretary()).post(
        url, {"action": "shortlist", "pairing": pairing.public_id}
    )

    assert response.status_code == 409
    assert "no longer there" in response.content.decode()


def test_what_speaks_against_asking_is_marked(enter, region):
    region.researcher_capacity = 0
    region.save()
    need = NeedFactory()
    full = PairingFactory(need=need)
    barred = PairingFactory(need=need, expertise=ExpertiseFactory(company=True))
    barred.expertise.organisation = need.organisation
    barred.expertise.save()
    kin = PairingFactory(need=need)
    ConflictFactory(researcher=kin.expertise.researcher, organisation=need.organisation)
    hidden = PairingFactory(need=need, expertise__state="archived")

    page = enter(secretary()).get(url_of(need))

    marks = {
        c.pairing: (c.no_room, c.conflict, c.unpublished)
        for c in page.context["candidates"]
    }
    assert marks == {
        full: (True, False, False),
        barred: (False, True, False),
        kin: (True, True, False),
        hidden: (True, False, True),
    }


def test_a_changed_text_is_marked(enter):
    pairing = PairingFactory(shortlisted=True)
    Need.objects.filter(pk=pairing.need.pk).update(wanted_ja="別の願い")

    page = enter(secretary()).get(url_of(pairing.need)).content.decode()

    assert "The text has been changed since." in page


def test_a_withheld_name_is_shown_once_and_logged(enter):
    need = NeedFactory(anonymous=True)
    poster = need.created_by
    user = secretary()
    client = enter(user)
    firm = need.organisation
    names = [firm.name_en or firm.name_ja, poster.email]

    hidden = [
        client.get(url_of(need)).content.decode(),
        client.get(url_of(need, "desk:log")).content.decode(),
        client.get(url_of(need, "desk:need_edit")).content.decode(),
    ]

    assert not [name for name in names for page in hidden if name in page]
    assert not LogEntry.objects.filter(action="look_at_name").exists()

    shown = client.post(url_of(need), {"action": "look"}).content.decode()
    after = client.get(url_of(need)).content.decode()

    assert all(name in shown for name in names)
    assert not any(name in after for name in names)
    entry = LogEntry.objects.get(action="look_at_name")
    assert (entry.actor, entry.case) == (user, need.public_id)


def test_what_a_visit_tells_of_a_withheld_name_is_withheld_too(enter):
    from tests.factories.catalogue import VisitFactory

    visit = VisitFactory(spoke_with="汐見 一郎", notes="汐見水産の二階で聞いた")
    need = NeedFactory(
        anonymous=True,
        organisation=visit.organisation,
        visit=visit,
        created_by=visit.by,
    )

    page = enter(secretary()).get(url_of(need)).content.decode()

    assert "汐見" not in page


def test_a_need_that_names_its_poster_is_not_opened(enter):
    need = submitted(anonymous=True)
    Need.objects.filter(pk=need.pk).update(
        background_ja=f"{need.organisation.name_ja}では困っています。"
    )

    response = enter(secretary()).post(url_of(need), {"action": "open"})

    assert response.status_code == 400
    assert now(need).state == NeedState.SUBMITTED


def test_texts_are_edited_and_kept_when_refused(enter):
    need = NeedFactory()
    client = enter(secretary())
    fields = {
        "action": "save",
        "title_ja": "新しい題",
        "background_ja": "困っています。",
        "visibility": "public",
    }

    refused = client.post(
        url_of(need, "desk:need_edit"), fields | {"deadline": "2001-01-01"}
    )

    assert refused.status_code == 400
    assert "新しい題" in refused.content.decode()
    assert now(need).title_ja == need.title_ja

    saved = client.post(url_of(need, "desk:need_edit"), fields)

    assert saved.status_code == 302
    assert now(need).title_ja == "新しい題"
    assert "title_ja" in LogEntry.objects.get(action="edit").after


def test_unreadable_characters_are_refused(enter):
    need = NeedFactory()
    fields = {"title_ja": "題\ufffd", "background_ja": "x\x00", "visibility": "public"}

    response = enter(secretary()).post(
        url_of(need, "desk:need_edit"), {"action": "save"} | fields
    )

    assert response.status_code == 400
    assert set(response.context["need_form"].errors) == {"title_ja", "background_ja"}


def test_close_settle_and_renew(enter):
    client = enter(secretary())
    closed, settled = NeedFactory(), NeedFactory()
    expired = NeedFactory(state=NeedState.EXPIRED)

    client.post(url_of(closed), {"action": "close", "reason": "no_candidate"})
    client.post(url_of(settled), {"action": "settle"})
    client.post(url_of(expired), {"action": "renew", "deadline": ""})

    assert [now(n).state for n in (closed, settled, expired)] == [
        NeedState.CLOSED,
        NeedState.SETTLED,
        NeedState.OPEN,
    ]


def test_an_unknown_action_changes_nothing(enter):
    need = submitted()

    response = enter(secretary()).post(url_of(need), {"action": "destroy"})

    assert response.status_code == 400
    assert now(need).state == NeedState.SUBMITTED


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_reads_a_fixed_number_of_queries(
    enter, django_assert_num_queries, count
):
    need = NeedFactory()
    for _number in range(count):
        PairingFactory(need=need)
    client = enter(secretary())
    client.get(url_of(need))

    with django_assert_num_queries(WAGTAIL + QUERIES):
        client.get(url_of(need))


def test_facilities_and_results_near_the_need_stand_beside_it(enter):
    need = NeedFactory(title_en="", title_ja="煮干しの選別を楽にしたい")
    empty = {"title_en": "", "summary_ja": "", "result_ja": ""}
    for _ in range(10):
        FacilityFactory(title_ja="橋の打音の点検機", title_en="", summary_ja="")
    machine = FacilityFactory(title_ja="煮干しの選別機", title_en="", summary_ja="")
    result = OutcomeFactory(
        published=True, **empty | {"title_ja": "煮干しの選別を半分の時間で"}
    )
    OutcomeFactory(published=True, need=need, **empty | {"title_ja": "煮干しの選別"})
    OutcomeFactory(**empty | {"title_ja": "煮干しの選別の下書き"})

    page = BeautifulSoup(enter(secretary()).get(url_of(need)).content, "html.parser")

    links = [link.get_text().split()[0] for link in page.select(".desk-meetings p a")]
    assert links == [machine.title_ja, result.title_ja]
    assert "煮干し" in page.select_one(".desk-meetings mark").get_text()


def test_beside_a_need_that_is_not_open_nothing_stands(enter):
    need = submitted()
    FacilityFactory(title_ja=need.title_ja)

    page = enter(secretary()).get(url_of(need)).content.decode()

    assert "Facilities and results near this need" not in page


def measured(client, need, **more):
    """Press the button on the edit page; return the status and what is told."""
    fields = {"action": "measure", "title_ja": "溶接", "visibility": "public"}
    response = client.post(url_of(need, "desk:need_edit"), fields | more)
    page = BeautifulSoup(response.content, "html.parser")
    told = page.select_one("section[aria-labelledby=meter]")
    return response.status_code, " ".join(told.get_text(" ").split()) if told else ""


def test_who_could_answer_is_told_while_a_clerk_edits_and_nothing_is_saved(
    enter, region
):
    nothing = dict.fromkeys(("title_en", "summary_ja", "body_ja"), "")
    ExpertiseFactory.create_batch(9, title_ja="橋の点検", **nothing)
    offer = ExpertiseFactory(title_ja="溶接の欠陥の検査", **nothing)
    need = NeedFactory(summary_ja="", wanted_ja="", conditions_ja="", title_en="")
    text = "溶接の欠陥を見つけたい。"
    client = enter(secretary())

    status, told = measured(client, need, background_ja=text)

    assert status == 200
    assert "1 entry comes near enough to be proposed." in told
    assert "溶接の欠陥の検査" in told and str(offer.organisation) in told
    assert now(need).background_ja == need.background_ja
    assert not LogEntry.objects.exists()

    rival = offer.organisation.name_ja
    _, told = measured(client, need, background_ja=text, competitors=rival)
    assert "No candidate was found for this text" in told


def test_who_could_answer_is_told_to_the_secretariat_alone(enter, region):
    need = NeedFactory(competitors="うしお鋳造")
    officer = enter(officer_of(need.municipality))

    assert "meter" not in officer.get(url_of(need, "desk:need_edit")).content.decode()
    assert measured(officer, need) == (403, "")
