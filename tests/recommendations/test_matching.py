"""The process's matcher follows every save, and proposes with evidence."""

import json
from datetime import timedelta

import pytest
from django.db import OperationalError

from catalogue.actions.feed import note_change, trim_feed
from catalogue.actions.needs import close_need, edit_need, open_need
from catalogue.actions.offers import archive_offer, publish_offer
from catalogue.actions.people import finish_request, take_request
from catalogue.enums import NeedState, OfferState, Visibility
from catalogue.models import Expertise
from lifecycle import clock, jobs
from lifecycle.models import Job, LogEntry
from matching import VERSION
from recommendations import engine as engines
from recommendations.actions import suggestions
from recommendations.actions.decisions import dismiss, shortlist
from recommendations.actions.suggestions import refresh_around, refresh_for_need
from recommendations.digests import text_digest
from recommendations.enums import DismissReason
from recommendations.models import Pairing
from recommendations.selectors import answer, candidates, suggestions_for
from tests.factories.accounts import (
    OrganisationFactory,
    liaison_of,
    person_in,
    secretary,
)
from tests.factories.catalogue import (
    ConflictFactory,
    ExpertiseFactory,
    FacilityFactory,
    NeedFactory,
    OutcomeFactory,
    ResearcherFactory,
    about_bridges,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]

TEXT = "煮干しの選別で、折れや割れを画像で見分けたい。"
OTHERS = [
    ("橋のひび割れの点検", "コンクリートの橋を打音で点検します。"),
    ("外国語の会話の教材", "発音を録音して学ぶ教材を作ります。"),
    ("竹林の手入れ", "放置された竹を炭にして土に戻します。"),
]


def background(factory=ExpertiseFactory):
    """Things on other matters, so that words tell something."""
    for title, summary in OTHERS:
        texts = {"title_ja": title, "title_en": "", "summary_ja": summary}
        bodies = {"body_ja": ""} if factory is not NeedFactory else {}
        factory(**texts, **bodies)


def found(text=TEXT, **options):
    return [f.thing for f in answer(text, **options).found]


def test_a_published_expertise_is_in_the_next_answer_and_an_archived_one_is_not():
    background()
    offer = ExpertiseFactory(state=OfferState.SUBMITTED)
    liaison = liaison_of(offer.organisation)
    assert offer not in found()

    publish_offer(offer, by=liaison, patents_checked=True)
    assert found()[0] == offer

    archive_offer(offer, by=liaison)
    assert offer not in found()


def test_an_opened_need_is_in_the_next_answer_and_a_closed_one_is_not():
    background(NeedFactory)
    need, by = NeedFactory(state=NeedState.SUBMITTED), secretary()
    assert need not in found(kinds=["need"])

    open_need(need, by=by)
    assert found(kinds=["need"])[0] == need

    close_need(need, by=by, reason="other")
    assert need not in found(kinds=["need"])


def test_facilities_and_results_are_answered_too():
    background()
    device = FacilityFactory(summary_ja="煮干しの選別の画像を撮れます。")
    result = OutcomeFactory(published=True)

    assert set(found(kinds=["facility", "outcome"])) == {device, result}


@pytest.mark.django_db(transaction=True)
def test_the_saved_index_is_opened_at_the_next_start(monkeypatch):
    background()
    offer = ExpertiseFactory()
    note_change(offer)
    engines.engine().save()
    engines.forget()
    monkeypatch.setattr(engines, "all_documents", lambda: pytest.fail("built anew"))
    later = ExpertiseFactory(title_ja="煮干しの選別機", title_en="")

    assert found()[0] == offer
    note_change(later)
    assert set(found()[:2]) == {offer, later}


@pytest.mark.parametrize("damage", ["position", "index", "nothing kept"])
def test_a_damaged_index_is_built_anew(settings, damage):
    background()
    offer = ExpertiseFactory()
    note_change(offer)
    engines.engine().save()
    engines.forget()
    folder = settings.INDEX_DIR / "matcher"
    if damage == "position":
        (folder / "position.json").write_text('{"position": "?"}')
    elif damage == "index":
        for path in (folder / "index").rglob("*"):
            if path.is_file():
                path.write_bytes(b"broken")
    else:
        (folder / "position.json").unlink()

    assert found()[0] == offer


def test_a_position_never_stands_ahead_of_the_index_it_was_not_written_for(
    monkeypatch,
):
    background()
    note_change(ExpertiseFactory())
    behind = engines.engine()
    behind.current()
    engines.forget()
    offer = ExpertiseFactory()
    note_change(offer)
    engines.engine().save()
    engines.forget()

    def dies(path, text):
        raise OSError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(behind, "_up_to_date", lambda: (behind._matcher, None, 0))
        patched.setattr(engines, "replace_text", dies)
        with pytest.raises(OSError, match="no space"):
            behind.save()

    assert offer in found()


def sleep_too_long():
    """Trim the feed past a matcher that has read it; return what it has missed."""
    background()
    note_change(ExpertiseFactory(summary_ja="別の話", body_ja=""))
    found()
    new = ExpertiseFactory()
    with clock.at(clock.now() - timedelta(days=30)):
        note_change(new)
    note_change(NeedFactory())
    trim_feed(older_than=timedelta(days=0))
    return new


# What is not committed yet, the feed keeps.
@pytest.mark.django_db(transaction=True)
def test_a_matcher_that_slept_too_long_is_built_anew():
    new = sleep_too_long()

    assert found()[0] == new


# What is not committed yet, the feed keeps.
@pytest.mark.django_db(transaction=True)
def test_building_anew_is_tried_again_where_it_failed(monkeypatch):
    new = sleep_too_long()
    with monkeypatch.context() as patch, pytest.raises(OperationalError):
        patch.setattr(engines, "all_documents", away)
        found()

    assert found()[0] == new


def away():
    raise OperationalError("The database is away")


@pytest.fixture
def need():
    """A need, in a catalogue where most entries are on other matters."""
    background()
    about_bridges(60)
    return NeedFactory()


def test_suggestions_are_written_with_their_evidence(need):
    offer = ExpertiseFactory()

    count = refresh_for_need(need)

    pairings = list(candidates(need))
    first = pairings[0]
    assert count == len(pairings) == Pairing.objects.suggested().count()
    assert first.expertise == offer
    assert [p.rank for p in pairings] == list(range(1, count + 1))
    assert (first.matcher_version, first.need_digest, first.expertise_digest) == (
        VERSION,
        text_digest(need),
        text_digest(offer),
    )
    assert set(first.evidence) == {"score", "band", "terms", "evidence"}
    assert first.evidence["score"] == pytest.approx(first.score)
    quoted = first.evidence["evidence"][0]
    texts = [need.title_ja, need.summary_ja, need.background_ja, need.wanted_ja]
    texts += [need.title_en]
    assert any(quoted["left"]["sentence"] in text for text in texts)


def test_at_most_twenty_are_suggested(need):
    ExpertiseFactory.create_batch(23)
    home = OrganisationFactory()
    Expertise.objects.bulk_create(
        Expertise(state=OfferState.PUBLISHED, organisation=home, title_ja=f"橋{n}")
        for n in range(400)
    )

    assert refresh_for_need(need) == 20
    assert Pairing.objects.count() == 20


def test_refreshing_twice_changes_nothing(need):
    ExpertiseFactory()
    refresh_for_need(need)
    before = list(Pairing.objects.values_list("pk", "public_id", "score", "rank"))

    refresh_for_need(need)

    after = list(Pairing.objects.values_list("pk", "public_id", "score", "rank"))
    assert after == before


def test_what_was_decided_is_never_rewritten(need):
    by = secretary()
    chosen, refused = ExpertiseFactory.create_batch(2)
    refresh_for_need(need)
    shortlist(Pairing.objects.get(expertise=chosen), by=by)
    dismiss(Pairing.objects.get(expertise=refused), by=by, reason=DismissReason.TOO_FAR)
    fields = ("pk", "state", "score", "rank", "evidence", "updated_at")
    before = list(Pairing.objects.decided().order_by("pk").values_list(*fields))
    for offer in (chosen, refused):
        offer.summary_ja = "まったく別の話になりました。"
        offer.title_ja, offer.title_en, offer.body_ja = "別の題", "", ""
        offer.save()
        note_change(offer)

    refresh_for_need(need)

    after = list(Pairing.objects.decided().order_by("pk").values_list(*fields))
    assert after == before
    assert (
        not Pairing.objects.suggested().filter(expertise__in=[chosen, refused]).exists()
    )


def test_suggestions_that_no_longer_fit_are_dropped(need):
    offer = ExpertiseFactory()
    refresh_for_need(need)
    archive_offer(offer, by=liaison_of(offer.organisation))

    refresh_for_need(need)

    assert not Pairing.objects.filter(expertise=offer).exists()


def test_conflicts_of_interest_are_not_proposed(need):
    own = ExpertiseFactory(organisation=need.organisation)
    barred = ExpertiseFactory()
    ConflictFactory(researcher=barred.researcher, organisation=need.organisation)
    free = ExpertiseFactory()

    refresh_for_need(need)

    offered = {pairing.expertise for pairing in candidates(need)}
    assert free in offered
    assert not offered & {own, barred}


def test_who_has_no_room_is_not_proposed_until_there_is_room_again(need):
    offer = ExpertiseFactory(researcher=ResearcherFactory(capacity=1))
    refresh_for_need(need)

    take_request(offer.researcher, subject="another")
    jobs.drain()
    assert not Pairing.objects.filter(expertise=offer).exists()

    finish_request(subject="another")
    jobs.drain()
    assert Pairing.objects.suggested().filter(need=need, expertise=offer).exists()


def test_a_competitor_named_by_the_poster_is_neither_proposed_nor_proposed_to(need):
    rival = OrganisationFactory(name_ja="うしお鋳造")
    offer = ExpertiseFactory(company=True, organisation=rival)
    member = person_in(rival)
    assert refresh_for_need(need) > 0
    assert suggestions_for(offer, reader=member).found

    edit_need(need, by=secretary(), competitors="うしお鋳造")
    jobs.drain()

    assert not Pairing.objects.filter(need=need, expertise=offer).exists()
    assert suggestions_for(offer, reader=member).found == []
    (entry,) = LogEntry.objects.filter(action="edit")
    assert "うしお" not in json.dumps([entry.before, entry.after], ensure_ascii=False)
    assert set(entry.after) == {"competitors"}


@pytest.mark.parametrize("state", [NeedState.SETTLED, NeedState.SUBMITTED])
def test_a_need_that_is_not_open_has_no_suggestions(need, state):
    ExpertiseFactory()
    assert refresh_for_need(need) > 0
    need.state = state
    need.save()

    assert refresh_for_need(need) == 0
    assert not Pairing.objects.exists()


def test_a_change_queues_the_jobs_and_they_propose(need):
    offer = ExpertiseFactory(state=OfferState.SUBMITTED)

    publish_offer(offer, by=liaison_of(offer.organisation), patents_checked=True)
    queued = Job.objects.get(task="recommendations.refresh")
    jobs.drain()

    assert queued.arguments == {"kind": "expertise", "object_id": offer.public_id}
    assert Pairing.objects.suggested().filter(need=need, expertise=offer).exists()


def test_a_changed_expertise_concerns_the_needs_it_was_proposed_for(need):
    offer = ExpertiseFactory()
    refresh_for_need(need)
    offer.summary_ja = offer.body_ja = "鐘の音を調べます。"
    offer.title_ja, offer.title_en = "鐘の音", ""
    offer.save()
    note_change(offer)

    assert refresh_around(offer) >= 1

    jobs.drain()
    assert not Pairing.objects.filter(expertise=offer).exists()


def test_a_new_expertise_concerns_every_need_among_whose_best_it_is(need, monkeypatch):
    monkeypatch.setattr(suggestions, "BEST", 2)
    best = {"summary_ja": need.wanted_ja, "body_ja": need.background_ja}
    waiting, *full = [need, *NeedFactory.create_batch(3)]
    ExpertiseFactory.create_batch(2, **best)
    for other in full:
        assert refresh_for_need(other) == 2
    weak, strong = ExpertiseFactory(), ExpertiseFactory(**best)
    for offer in (weak, strong):
        note_change(offer)

    assert refresh_around(weak) == 1
    assert refresh_around(strong) == 4
    assert waiting.pairings.count() == 0


def test_a_job_about_what_is_gone_does_nothing():
    for kind in ("need", "expertise", "facility"):
        jobs.find("recommendations.refresh").run(kind=kind, object_id="gone")

    assert not Pairing.objects.exists()


def test_the_hourly_job_saves_the_index(settings):
    note_change(ExpertiseFactory())

    jobs.find("recommendations.save_index").run()

    assert (settings.INDEX_DIR / "matcher" / "position.json").exists()


def test_no_evidence_holds_an_anonymous_posters_name(need):
    ExpertiseFactory(summary_ja="うしお鋳造の選別を画像で助けました。")
    owner = OrganisationFactory(name_ja="うしお鋳造", short_ja="うしお")
    need.organisation, need.anonymous = owner, True
    need.save()

    refresh_for_need(need)

    lefts = [
        pair["left"]
        for pairing in Pairing.objects.all()
        for pair in pairing.evidence["evidence"]
    ]
    assert lefts
    assert "うしお" not in json.dumps(lefts, ensure_ascii=False)


def test_an_answer_shows_only_what_the_reader_may_see():
    background(NeedFactory)
    hidden = NeedFactory(visibility=Visibility.MEMBERS)
    member = person_in(OrganisationFactory())

    assert hidden not in found(kinds=["need"])
    assert found(kinds=["need"], reader=member)[0] == hidden


def test_hidden_ones_take_no_place_from_others():
    background(NeedFactory)
    NeedFactory.create_batch(3, visibility=Visibility.SECRETARIAT)
    seen = NeedFactory()

    assert found(kinds=["need"], limit=1) == [seen]


def test_a_researcher_is_suggested_needs(need):
    offer = ExpertiseFactory()

    suggested = suggestions_for(offer, reader=offer.researcher.user)

    assert [f.thing for f in suggested.found][:1] == [need]
