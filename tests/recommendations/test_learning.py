"""Learning from decisions: proposed, accepted, gone back from; only of the texts."""

import pytest

from lifecycle import jobs
from lifecycle.errors import InvalidInput, NotAllowed
from lifecycle.models import LogEntry
from recommendations.actions.decisions import dismiss, shortlist
from recommendations.actions.learning import (
    accept_weights,
    learn_weights,
    reject_weights,
    set_weights_aside,
    use_again,
)
from recommendations.actions.suggestions import refresh_for_need
from recommendations.enums import DismissReason, WeightsState
from recommendations.learning import changes, decisions, weights_in_use
from recommendations.models import LearnedWeights, Pairing
from tests.factories.accounts import (
    MunicipalityFactory,
    OrganisationFactory,
    officer_of,
    secretary,
)
from tests.factories.catalogue import ExpertiseFactory, NeedFactory
from tests.factories.recommendations import PairingFactory, decide

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


@pytest.fixture
def by():
    return secretary()


def state(row):
    row.refresh_from_db()
    return row.state


def test_a_proposal_says_what_it_was_learned_from_and_changes_nothing(by):
    decide(by)

    row = learn_weights(by=by)

    assert row.state == WeightsState.PROPOSED
    assert (row.decisions, row.needs, row.pairs) == (20, 10, 10)
    assert (row.before, row.after) == (0.5, 1.0)
    assert row.weights["offer:body"] > 0 > row.weights["offer:title"]
    assert weights_in_use() == {}
    assert LogEntry.objects.filter(subject_id=row.public_id, action="learn").exists()


@pytest.mark.parametrize(
    "reason",
    [r for r in DismissReason if r not in ("off_topic", "wrong_scale")],
)
def test_what_is_said_of_a_person_or_of_the_need_teaches_nothing(by, reason):
    decide(by, needs=1, reason=reason)

    assert [decision.chosen for decision in decisions()] == [True]


def test_the_last_reason_counts_where_a_decision_was_taken_back(by):
    pairing = PairingFactory()
    dismiss(pairing, by=by, reason=DismissReason.OFF_TOPIC)
    Pairing.objects.update(state="suggested")
    pairing.refresh_from_db()
    dismiss(pairing, by=by, reason=DismissReason.NO_CAPACITY)

    assert decisions() == []


def test_too_few_decisions_are_said_to_be_too_few(by):
    decide(by, needs=2)

    with pytest.raises(InvalidInput) as refused:
        learn_weights(by=by)
    assert refused.value.data == {"needs": 2, "least": 10}
    assert not LearnedWeights.objects.exists()


def test_one_proposal_waits_at_a_time(by):
    decide(by)
    learn_weights(by=by)

    with pytest.raises(InvalidInput):
        learn_weights(by=by)
    assert LearnedWeights.objects.count() == 1


def test_only_the_secretariat_learns_and_accepts(by):
    decide(by)
    row, officer = learn_weights(by=by), officer_of(MunicipalityFactory())

    with pytest.raises(NotAllowed):
        learn_weights(by=officer)
    with pytest.raises(NotAllowed):
        accept_weights(row, by=officer)


@pytest.fixture
def two_candidates():
    """A need, an offer that answers in its title, and one in its description."""
    for _ in range(20):
        ExpertiseFactory(
            company=True, title_ja="橋の点検", summary_ja="", body_ja="橋。"
        )
    nothing = {"title_en": "", "summary_ja": "", "keywords_ja": []}
    in_title = ExpertiseFactory(
        title_ja="煮干しの選別と折れの検査", body_ja="機械で行います。", **nothing
    )
    in_body = ExpertiseFactory(
        title_ja="機械の相談", body_ja="煮干しの選別と折れの検査です。", **nothing
    )
    need = NeedFactory(title_en="")
    refresh_for_need(need)
    return need, in_title, in_body


def first(need):
    return Pairing.objects.filter(need=need).best_first()[0].expertise


def test_accepted_weights_put_the_candidates_in_another_order(by, two_candidates):
    need, in_title, in_body = two_candidates
    before = {p.expertise_id: p.score for p in need.pairings.all()}
    winner = first(need)
    loser = in_body if winner == in_title else in_title
    decide(by, good="body" if loser == in_body else "title")
    row = learn_weights(by=by)

    foreseen = changes(row.weights)
    accept_weights(row, by=by)
    jobs.drain()

    assert foreseen.needs == foreseen.other_first == 1
    assert first(need) == loser
    assert foreseen.reordered[0].after[0].expertise == loser
    assert need.pairings.get(rank=1).expertise == loser
    assert {p.expertise_id: p.score for p in need.pairings.all()} == before

    set_weights_aside(row, by=by)
    jobs.drain()
    assert first(need) == winner


def test_one_goes_back_to_an_earlier_version(by):
    decide(by)
    old = learn_weights(by=by)
    accept_weights(old, by=by)
    new = learn_weights(by=by)
    accept_weights(new, by=by)
    assert (state(old), state(new)) == (WeightsState.SET_ASIDE, WeightsState.USED)

    use_again(old, by=by)

    assert (state(old), state(new)) == (WeightsState.USED, WeightsState.SET_ASIDE)
    assert weights_in_use() == old.weights


def test_weights_learned_before_a_name_or_a_trait_was_known_are_used_without_it(
    by,
):
    learned = {
        "offer:body": 0.2,
        "term:女性": 0.3,
        "term:ハマノ": -0.3,
        "term:排水": 0.1,
    }
    row = LearnedWeights.objects.create(
        state=WeightsState.SET_ASIDE,
        weights=learned,
        decisions=20,
        needs=10,
        pairs=10,
        before=0.5,
        after=1.0,
    )
    use_again(row, by=by)
    assert weights_in_use() == {
        name: learned[name] for name in learned if name != "term:女性"
    }

    OrganisationFactory(name_ja="株式会社ハマノ")

    assert weights_in_use() == {"offer:body": 0.2, "term:排水": 0.1}
    pairing = PairingFactory(
        evidence={"score": 0.31, "terms": [{"term": "女性", "share": 0.3}]}
    )
    PairingFactory(need=pairing.need, score=0.32, evidence={"score": 0.32})
    assert changes(learned).reordered == []


def test_a_rejected_version_changes_nothing_and_stays_to_be_seen(by):
    decide(by)
    row = learn_weights(by=by)

    reject_weights(row, by=by)

    assert state(row) == WeightsState.REJECTED
    assert weights_in_use() == {}


def test_a_decided_candidate_keeps_the_factor_it_was_seen_with(by):
    pairing = PairingFactory(factor=1.2)
    shortlist(pairing, by=by)

    assert changes({"offer:summary": 0.4}).reordered == []
    refresh_for_need(pairing.need)
    pairing.refresh_from_db()
    assert pairing.factor == 1.2
