"""What is learned from decisions: in the right direction, bounded, from no person."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.learning import (
    BOUND,
    LEAST_NEEDS,
    LEAST_OFFERS,
    RIDGE,
    Decision,
    TooFewDecisions,
    factor,
    learn,
)

NEEDS = 20


def evidence(
    field: str = "body", score: float = 0.1, term: str = "排水", lang: str = "ja"
) -> dict[str, Any]:
    side = {"lang": lang, "sentence": "", "marks": []}
    pair = {"left": side | {"field": "title"}, "right": side | {"field": field}}
    return {
        "score": score,
        "band": "related",
        "terms": [{"term": term, "lang": lang, "share": score}],
        "evidence": [pair | {"share": score}],
    }


def decided(
    good: dict[str, Any], bad: dict[str, Any], needs: int = NEEDS
) -> list[Decision]:
    """In every need one candidate is chosen and one put aside."""
    return [
        Decision(f"need{n}", f"person{n}-{chosen}", chosen, good if chosen else bad)
        for n in range(needs)
        for chosen in (True, False)
    ]


def test_where_the_evidence_of_those_chosen_stands_counts_more() -> None:
    learned = learn(decided(evidence("body"), evidence("keywords")))

    assert learned.weights["offer:body"] > 0 > learned.weights["offer:keywords"]
    assert factor(learned.weights, evidence("body")) > 1
    assert factor(learned.weights, evidence("keywords")) < 1
    assert (learned.decisions, learned.needs, learned.pairs) == (40, 20, 20)
    assert (learned.before, learned.after) == (0.5, 1.0)


def test_a_word_that_misleads_counts_less() -> None:
    learned = learn(decided(evidence(term="排水"), evidence(term="評価")))

    assert learned.weights["term:排水"] > 0 > learned.weights["term:評価"]


def test_what_the_scores_order_rightly_already_changes_little() -> None:
    right = learn(decided(evidence("body", 0.3), evidence("keywords", 0.05)))
    wrong = learn(decided(evidence("body", 0.05), evidence("keywords", 0.3)))

    assert 0 < right.weights.get("offer:body", 0.01) < wrong.weights["offer:body"]
    assert (right.before, wrong.before) == (1.0, 0.0)


def test_decisions_by_chance_teach_nothing() -> None:
    one, other = evidence("body"), evidence("keywords")
    mixed = [*decided(one, other)[:NEEDS], *decided(other, one)[NEEDS:]]

    assert learn(mixed).weights == {}


def test_each_need_counts_once_however_many_are_put_aside() -> None:
    many = [
        Decision("need0", f"one{n}", False, evidence("body")) for n in range(30)
    ] + [Decision("need0", "two", True, evidence("keywords"))]
    few = [
        d for d in decided(evidence("body"), evidence("keywords")) if d.need != "need0"
    ]

    assert learn([*few, *many]).weights["offer:body"] > 0


def test_the_order_of_the_decisions_does_not_matter() -> None:
    decisions = decided(evidence("body", 0.1), evidence("title", 0.12, "加工"))

    turned = learn(decisions[::-1])
    assert turned.weights == pytest.approx(learn(decisions).weights)
    assert turned.after == learn(decisions).after


TRAITS = (
    "高齢者",
    "女性",
    "髙齢者",
    "若手",
    "ｼﾆｱ",
    "elderly care",
    "Women-led",
    "disabilities",
)
NAMED = (
    "浜野",
    "濱野",
    "浜野研究室",
    "はまの",
    "ﾊﾏﾉ",
    "Hamano-type",
    "汐見",
    "汐見式",
    "はまの研究室",
)


@pytest.mark.parametrize("term", [*TRAITS, *NAMED])
def test_nothing_is_learned_from_a_trait_or_a_name(term: str) -> None:
    decisions = decided(evidence(term="排水"), evidence(term=term))
    names = ["浜野 太郎", "ハマノ タロウ", "Taro HAMANO", "株式会社 汐見"]

    learned = learn(decisions, barred=names)

    assert f"term:{term}" not in learned.weights


@pytest.mark.parametrize(
    "term", ["林業", "manual sorting", "management", "航海", "マイクロ", "いも"]
)
def test_a_word_is_not_of_a_name_or_a_trait_for_a_few_letters(term: str) -> None:
    decisions = decided(evidence(term="排水"), evidence(term=term))

    learned = learn(decisions, barred=["林 海", "Mana AGE", "イモト マイ"])

    assert learned.weights[f"term:{term}"] < 0


def test_in_which_language_somebody_writes_teaches_nothing() -> None:
    learned = learn(decided(evidence(lang="ja"), evidence(lang="en")))

    assert learned.weights == {}
    assert factor({"lang:en": 0.4}, evidence(lang="en")) == 1.0


def test_a_word_that_few_people_share_is_not_weighed() -> None:
    people = ["a", "b", "c", "d"]
    assert len(people) < LEAST_OFFERS
    decisions = [
        Decision(d.need, d.owner if d.chosen else people[n % 4], d.chosen, d.evidence)
        for n, d in enumerate(decided(evidence(term="排水"), evidence(term="評価")))
    ]

    assert "term:評価" not in learn(decisions).weights


def test_too_few_needs_are_said_to_be_too_few() -> None:
    alike = decided(evidence(), evidence("title"), LEAST_NEEDS - 1)
    only_chosen = [Decision(f"x{n}", "p", True, evidence()) for n in range(50)]

    with pytest.raises(TooFewDecisions) as refused:
        learn([*alike, *only_chosen])
    assert refused.value.needs == LEAST_NEEDS - 1
    assert refused.value.data["least"] == LEAST_NEEDS


def test_without_weights_a_standing_is_the_score() -> None:
    assert factor({}, evidence()) == 1.0
    assert factor({"offer:uses": 0.4}, evidence("body")) == 1.0
    assert factor({"offer:uses": 0.4}, {"score": 0.1}) == 1.0


WEIGHTS = st.dictionaries(
    st.sampled_from(["offer:body", "need:title", "term:排水"]),
    st.floats(-5, 5),
)


@given(WEIGHTS, st.sampled_from(["ja", "en"]))
def test_no_weights_move_a_score_beyond_the_bound(
    weights: dict[str, float], lang: str
) -> None:
    assert 1 / BOUND <= factor(weights, evidence(lang=lang)) * (1 + 1e-9)
    assert factor(weights, evidence(lang=lang)) <= BOUND * (1 + 1e-9)


def test_a_dense_oracle_finds_the_same_weights() -> None:
    """Plain gradient descent on the same loss, written apart from it."""
    good, bad = evidence("body", 0.1), evidence("keywords", 0.11)
    agreeing = 13
    mixed = [
        Decision(d.need, d.owner, d.chosen == (n < 2 * agreeing), d.evidence)
        for n, d in enumerate(decided(good, bad))
    ]
    learned = learn(mixed).weights
    offset = math.log(0.1 / 0.11)
    # Both fields part alike and oppositely: one number tells both weights.
    theta = 0.0
    for _ in range(4000):
        odds = 4.0 * (offset + 2 * theta)
        pull = agreeing / (1 + math.exp(odds))
        pull -= (NEEDS - agreeing) / (1 + math.exp(-odds))
        theta -= 0.001 * 2 * (RIDGE * theta - 4.0 * pull)
    assert 0 < theta < math.log(BOUND) / 2
    assert learned["offer:body"] == pytest.approx(theta, abs=1e-3)
    assert learned["offer:keywords"] == pytest.approx(-theta, abs=1e-3)
