import pytest

from search.analysis import words
from search.engine import Passage
from search.passages import MAX_LENGTH, Text, Wanted, choose
from search.query import Query
from search.understanding import understand


def text(field: str, lang: str, text: str) -> Text:
    return Text(field, lang, text, tuple(words(text)))


def shown(texts: list[Text], typed: str, lang: str = "ja") -> Passage:
    wanted = Wanted.of(step.node for step in understand(Query(typed)).steps)
    passage = choose(texts, wanted, lang)[1]
    assert passage is not None
    return passage


def marked(passage: Passage) -> list[str]:
    return [passage.text[start:end] for start, end in passage.marks]


FILLER = "ここは長い前置きで、探すものは何もない。" * 20


def test_begins_with_the_sentence_of_the_first_mark() -> None:
    whole = f"{FILLER}秋には雑草をドローンで探す。{FILLER}"

    passage = shown([text("body", "ja", whole)], "雑草 ドローン")

    assert passage.text.startswith("秋には雑草をドローンで探す。")
    assert whole[passage.start :].startswith(passage.text)
    assert len(passage.text) <= MAX_LENGTH
    assert passage.text.endswith(("。", "、"))
    assert (passage.cut_before, passage.cut_after) == (True, True)
    assert marked(passage) == ["雑草", "ドローン"]


def test_begins_close_before_a_mark_deep_in_a_sentence() -> None:
    clause = f"{'とても長い文が句点なしに続いている' * 9}、やがて"
    whole = f"{clause}雑草が現れる{'そしてまた続いていく' * 30}"

    passage = shown([text("body", "ja", whole)], "雑草")

    assert passage.text.startswith("やがて雑草が")
    assert len(passage.text) == MAX_LENGTH
    without_pause = shown([text("body", "ja", whole.replace("、", "と"))], "雑草")
    assert without_pause.text[40:42] == "雑草"


@pytest.mark.parametrize("space", ["", " \n　"])
def test_shows_a_mark_near_the_beginning_from_the_beginning(space: str) -> None:
    whole = f"{space}まず雑草を{'見て歩いた話である' * 30}"

    assert shown([text("body", "ja", whole)], "雑草").text.startswith("まず雑草を")
    assert shown([text("body", "ja", whole)], "橋").text.startswith("まず雑草を")


def test_shows_the_place_with_the_most_different_words() -> None:
    whole = f"雑草と雑草と雑草。{FILLER}雑草をドローンで。{FILLER}ドローン。"

    passage = shown([text("body", "ja", whole)], "雑草 ドローン")

    assert marked(passage) == ["雑草", "ドローン"]


def test_prefers_most_words_then_the_language_then_the_field() -> None:
    texts = [
        text("keywords", "", "AI"),
        text("body", "ja", "AIの話"),
        text("summary", "en", "On AI"),
        text("body", "en", "AI for weeds"),
    ]

    assert shown(texts, "AI weeds").text == "AI for weeds"
    assert shown(texts, "AI").text == "AIの話"
    assert shown(texts, "AI", "en").text == "On AI"
    assert shown(texts, "橋", "en").text == "On AI"


def test_does_not_cut_through_what_people_see_as_one_character() -> None:
    family = "👨‍👩‍👧‍👦"
    for shift in range(1, 8):
        whole = f"雑草{'あ' * (MAX_LENGTH - 2 - shift)}{family}{'い' * 99}"
        passage = shown([text("body", "ja", whole)], "雑草")
        assert passage.text.endswith(("あ", family))

    heaped = f"雑草{'e' + chr(0x301) * 400}"
    assert len(shown([text("body", "ja", heaped)], "雑草").text) > MAX_LENGTH - 20


def test_a_mark_longer_than_the_passage_ends_with_it() -> None:
    phrase = "あいうえお" * 50

    passage = shown([text("body", "ja", f"前。{phrase}後")], f"「{phrase}」")

    assert passage.marks == ((0, MAX_LENGTH),)


def test_one_character_marks_one_character() -> None:
    passage = shown([text("summary", "ja", "水質と水 水")], "「水」")

    assert passage.marks == ((0, 1), (3, 4), (5, 6))


def test_marks_do_not_overlap() -> None:
    passage = shown([text("summary", "ja", "環境省の補助金")], "環境 環境省 「境省の」")

    assert passage.marks == ((0, 4),)


def test_a_space_at_the_end_is_not_shown() -> None:
    whole = f"雑草{'あ' * (MAX_LENGTH - 4)}  {'い' * 99}"

    assert shown([text("body", "ja", whole)], "雑草").text.endswith("あ")


def test_a_name_found_by_its_reading_is_shown_as_written() -> None:
    names = ("海野 光", "ウンノ ヒカル", "山口大学", "ヤマグチダイガク", "リコー")
    texts = [
        text("summary", "ja", "橋を測る。"),
        *(text("people", "", n) for n in names),
    ]

    assert shown(texts, "やまぐち").text == "山口大学"
    assert shown(texts, "うんの").text == "海野 光"
    assert shown(texts, "りこ").text == "リコー"
    assert shown(texts, "橋").text == "橋を測る。"
