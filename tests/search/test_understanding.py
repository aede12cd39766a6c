from dataclasses import replace

import pytest

from search.analysis import Pattern
from search.conditions import AllOf, AnyOf, Name, Phrase, Term, leaves
from search.engine import Understanding
from search.query import Query
from search.understanding import Step, understand


def first(text: str, **given: object) -> list[object]:
    """What is looked for at first, without the guess that it may be a name."""
    plan = understand(Query(text, **given))  # type: ignore[arg-type]
    return [leaf for leaf in leaves(plan.steps[0].node) if not isinstance(leaf, Name)]


def test_a_word_is_tried_as_such_then_as_written_then_in_part() -> None:
    grams = Pattern(("環境", "境省"))

    assert understand(Query("環境省")).steps == (
        Step(AnyOf((Term("環境省"), Name(grams)))),
        Step(Phrase(grams), relaxed=True),
        Step(AnyOf((Term("環境省"), Term("環境"), Name(grams))), relaxed=True),
    )


def test_words_of_letters_are_no_kana_names() -> None:
    assert understand(Query("weeds café")).steps[0] == Step(
        AllOf((Term("weed"), Term("cafe")))
    )


def test_operators() -> None:
    assert len(understand(Query("雑草 橋")).steps) == 3
    assert len(understand(Query("雑草 橋", operator="all")).steps) == 2
    assert understand(Query("雑草 橋", operator="any")).steps == (
        Step(understand(Query("雑草 橋")).steps[2].node),
    )


def test_phrases_hold_in_every_step() -> None:
    phrase = Phrase(Pattern(("水質",)))

    for step in understand(Query("橋 「水質」")).steps:
        assert phrase in list(leaves(step.node))
        assert isinstance(step.node, AllOf)
    assert understand(Query("「水質」")).steps == (Step(phrase),)


def test_a_sentence_is_looked_for_by_any_of_its_words() -> None:
    sentence = Query("工場の廃液から出る金属を安く回収できる装置を探しています")

    [step] = understand(sentence).steps

    assert isinstance(step.node, AnyOf)
    assert not step.relaxed
    assert len(understand(replace(sentence, operator="all")).steps) > 1


@pytest.mark.parametrize(
    "text",
    [
        "雑草は橋に生えますか？",
        "雑草は何科の植物?",
        "雑草を安く刈りたい。",
        "雑草は橋に生えますか",
        "Which weeds grow here?",
    ],
)
def test_a_short_question_is_looked_for_by_any_of_its_words(text: str) -> None:
    [step] = understand(Query(text)).steps

    assert isinstance(step.node, AnyOf)
    assert not step.relaxed


@pytest.mark.parametrize("text", ["雑草 科", "雑草?", "雑草の刈り方", "weeds Inc."])
def test_what_is_no_sentence_narrows_first(text: str) -> None:
    assert len(understand(Query(text)).steps) > 1


def test_what_a_sentence_quotes_is_exact_unless_nothing_has_it() -> None:
    phrase = Phrase(Pattern(("水質",)))

    exact, relaxed = understand(Query("「水質」の良い川はどこ？")).steps

    assert isinstance(exact.node, AllOf)
    assert phrase in exact.node.nodes
    assert not exact.relaxed
    assert isinstance(relaxed.node, AnyOf)
    assert Term("水質") in relaxed.node.nodes
    assert phrase not in relaxed.node.nodes
    assert relaxed.relaxed


def test_a_long_text_is_not_looked_for_as_written() -> None:
    assert len(understand(Query("雑草と橋の話を、" * 4)).steps) == 3
    assert len(understand(Query("雑草と橋の話を、" * 6)).steps) == 2


def test_nothing_to_look_for() -> None:
    assert understand(Query(" ")).blank
    for text in ("*", "「。」", "* OR *", "。 ！"):
        plan = understand(Query(text))
        assert (plan.blank, plan.steps, plan.excluded) == (False, (), ())
    assert understand(Query("-*")).excluded == ()


def test_what_was_understood() -> None:
    synonyms = {"ごみ": ("廃棄物",)}

    plan = understand(
        Query("ごみ ごみの処理 「安い」 の -橋 -「水 質」", synonyms=synonyms)
    )

    assert plan.understanding == Understanding(
        words=("ごみ", "処理"),
        phrases=("安い",),
        excluded=("橋", "水 質"),
        added=(("ごみ", ("廃棄物",)),),
    )


@pytest.mark.parametrize("unwanted", ["-廃棄物", "NOT 廃棄物", "-「廃棄物」", "-廃棄"])
def test_what_is_excluded_is_not_added(unwanted: str) -> None:
    synonyms = {"ごみ": ("廃棄物", "廃棄物処理", "塵芥")}

    plan = understand(Query(f"ごみ {unwanted}", synonyms=synonyms))

    assert plan.understanding.added == (("ごみ", ("塵芥",)),)


def test_the_longest_synonym_is_taken() -> None:
    synonyms = {"人手": ("労力",), "人手不足": ("省力化",), "不足": ("欠乏",)}

    assert first("人手不足", synonyms=synonyms) == [
        Term("人手"),
        Term("不足"),
        *first("省力化"),
    ]
    assert understand(Query("不足", synonyms=synonyms)).understanding.added == (
        ("不足", ("欠乏",)),
    )


def test_a_synonym_joins_words_typed_apart_and_leaves_the_rest() -> None:
    synonyms = {"fatigue strength": ("疲労強度",)}

    plan = understand(Query("bridge fatigue strength test", synonyms=synonyms))

    joined = AnyOf(
        (
            AllOf((Term("fatigu"), Term("strength"))),
            Phrase(Pattern(("疲労", "労強", "強度"))),
        )
    )
    assert plan.steps[0].node == AllOf((Term("bridg"), joined, Term("test")))


def test_a_synonym_within_a_choice() -> None:
    plan = understand(Query("ごみ OR 橋", synonyms={"ごみ": ("廃棄物",)}))

    assert Term("廃棄物") in list(leaves(plan.steps[0].node))


def test_synonyms_that_lead_nowhere_add_nothing() -> None:
    for synonyms in ({"ごみ": ()}, {"ごみ": ("。",)}, {"": ("橋",)}, {"。": ("橋",)}):
        plan = understand(Query("ごみ", synonyms=synonyms))
        assert plan.understanding.added == ()


def test_a_loop_of_synonyms_ends() -> None:
    synonyms = {"ごみ": ("廃棄物", "ごみ"), "廃棄物": ("ごみ",)}

    assert first("ごみ", synonyms=synonyms) == [Term("ごみ"), Term("廃棄物")]
