"""Completions and 「もしかして」: from what the reader may see, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.documents import Removal, SearchDocument
from search.engines.sqlite import SqliteEngine
from search.query import Query
from search.suggesting import Suggester, did_you_mean, fewer_words
from tests.factories.search import EVERYONE, make_document

SECRET = frozenset({"org:1"})


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[SqliteEngine]:
    engine = SqliteEngine(tmp_path / "search.sqlite3")
    yield engine
    engine.close()


def completed(engine: SqliteEngine, typed: str, **given: object) -> list[str]:
    asked = {"audiences": EVERYONE, "lang": "ja"} | given
    return [found.text for found in engine.complete(typed, **asked)]  # type: ignore[arg-type]


def meant(engine: SqliteEngine, text: str, **given: object) -> str | None:
    asked = {"audiences": EVERYONE} | given
    return did_you_mean(Query(text, **asked), engine.search, engine)  # type: ignore[arg-type]


def person(id: str, *names: str, **given: object) -> SearchDocument:
    return make_document(id, names[0], people=names, kind="researcher", **given)


def test_it_is_a_suggester(engine: SqliteEngine) -> None:
    assert isinstance(engine, Suggester)


@pytest.mark.parametrize("typed", ["廃棄", "廃棄物の", " 廃棄", "再資", "「廃棄", "廃"])
def test_a_title_is_completed_from_its_words(engine: SqliteEngine, typed: str) -> None:
    engine.index([make_document("1", "廃棄物の再資源化"), make_document("2", "棚田")])
    assert completed(engine, typed) == ["廃棄物の再資源化"]


@pytest.mark.parametrize("typed", ["はまの", "ハマノ", "ﾊﾏﾉ", "浜野", "彦", "HAMA"])
def test_a_name_is_completed_from_each_part(engine: SqliteEngine, typed: str) -> None:
    engine.index([person("1", "浜野 彦", "はまの ひこ", "Hamano Hiko")])
    assert len(completed(engine, typed)) == 1


def test_keywords_are_completed(engine: SqliteEngine) -> None:
    engine.index([make_document("1", "橋", keywords=("疲労強度", "fatigue"))])
    assert completed(engine, "疲労") == ["疲労強度"]
    assert completed(engine, "Fat") == ["fatigue"]


def test_the_readers_language_and_the_beginning_come_first(
    engine: SqliteEngine,
) -> None:
    engine.index(
        [
            make_document("1", {"ja": "AIで橋を見る", "en": "AI for bridges"}),
            make_document("2", {"ja": "橋のAI"}),
        ]
    )
    assert completed(engine, "ai") == ["AIで橋を見る", "橋のAI", "AI for bridges"]
    assert completed(engine, "ai", lang="en")[0] == "AI for bridges"
    assert completed(engine, "ai", limit=1) == ["AIで橋を見る"]


@pytest.mark.parametrize(
    "typed", ["", " ", "。", "%", "*", '"', "\x00", "😀", "\u200f"]
)
def test_what_has_no_letter_completes_nothing(engine: SqliteEngine, typed: str) -> None:
    engine.index([make_document("1", "廃棄物")])
    assert completed(engine, typed) == []


def test_what_is_gone_or_renamed_is_completed_no_more(engine: SqliteEngine) -> None:
    engine.index([make_document("1", "廃棄物"), make_document("2", "廃液")])
    engine.index([make_document("2", "棚田", version=2)])
    engine.remove([Removal("need", "1", 2)])
    assert completed(engine, "廃") == []
    assert meant(engine, "排気物") is None


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("排気物", "廃棄物"),
        ("はいきぶつ", "廃棄物"),
        ("ざっそう", "雑草"),
        ("廃機物", "廃棄物"),
        ("卑猥物", None),
        ("biomas", "biomass"),
        ("boimass", "biomass"),
        ("プラスチク", "プラスチック"),
        ("排気物 橋", "廃棄物 橋"),
        ("橋 「排気物」", None),
        ("橋 -排気物", None),
        ("廃棄物", None),
        ("橋", None),
        ("ぬるぽがっ", None),
        ("", None),
        ("*", None),
    ],
)
def test_what_may_have_been_meant(
    engine: SqliteEngine, text: str, better: str | None
) -> None:
    engine.index(
        [
            make_document("1", "廃棄物とプラスチックとbiomass"),
            make_document("2", "橋", body="疲労強度と雑草を測ります。"),
        ]
    )
    assert meant(engine, text) == better


@pytest.mark.parametrize(
    ("right", "other"),
    [
        ("有機物", "無機物"),
        ("小学校", "中学校"),
        ("大学校", "中学校"),
        ("農学部", "工学部"),
        ("上水道", "下水道"),
    ],
)
def test_a_right_word_is_no_mistake_for_another(
    engine: SqliteEngine, right: str, other: str
) -> None:
    engine.index([make_document("1", f"{other}の話"), make_document("2", "橋")])
    assert meant(engine, right) is None
    assert meant(engine, right, synonyms={other: ("橋",)}) is None


def test_a_right_word_may_be_one_that_sounds_alike(engine: SqliteEngine) -> None:
    engine.index([make_document("1", "看護師の話")])
    assert meant(engine, "看護士") == "看護師"


@pytest.mark.parametrize("text", ["人口知能", "人口知能 検査"])
def test_a_compound_may_have_been_converted_wrongly(
    engine: SqliteEngine, text: str
) -> None:
    engine.index(
        [
            make_document("1", "人工知能による検査"),
            make_document("2", "人口と知能"),
            make_document("3", "人口農法の検査", audiences=SECRET),
        ]
    )
    assert meant(engine, text) == text.replace("人口", "人工")
    assert meant(engine, "人工農法") is None
    assert meant(engine, "人工農法", audiences=SECRET) == "人口農法"


@pytest.mark.parametrize("text", ["再資原化", "さいしげんか", "廃棄"])
def test_a_word_of_the_dictionary_may_have_been_meant(
    engine: SqliteEngine, text: str
) -> None:
    engine.index([make_document("1", "リサイクルの橋")])
    synonyms = {"再資源化": ("リサイクル",), "廃機": ("不用品",)}
    better = None if text == "廃棄" else "再資源化"
    assert meant(engine, text, synonyms=synonyms) == better
    assert meant(engine, text, synonyms=synonyms, audiences=SECRET) is None


@pytest.mark.parametrize("typed", ["はいき", "ハイキブツノ", "さいし", "ﾊｲｷﾌﾞﾂ"])
def test_what_is_typed_in_kana_leads_to_what_is_written(
    engine: SqliteEngine, typed: str
) -> None:
    engine.index([make_document("1", "廃棄物の再資源化", keywords=("廃棄物",))])
    assert "廃棄物の再資源化" in completed(engine, typed)
    assert set(completed(engine, typed)) <= {"廃棄物の再資源化", "廃棄物"}


def test_the_kana_of_a_name_is_no_proposal_of_its_own(engine: SqliteEngine) -> None:
    engine.index(
        [
            person("1", "浜野 彦", "Hamano Hiko", "はまの ひこ", "みなと大学"),
            make_document(
                "2", "潮の話", people=("うしお工房", "Ushio", "ウシオコウボウ")
            ),
            make_document("3", "橋の話", people=("さくら",)),
            person("4", "沖 太郎", "Oki Taro", "オキ タロウ", "リコー", "Ricoh"),
            person("5", "港工業高専", "港高専", "ミナトコウギョウコウセン"),
        ]
    )
    assert completed(engine, "ひこ") == ["浜野 彦"]
    assert completed(engine, "うしおこ") == ["うしお工房"]
    assert completed(engine, "さく") == ["さくら"]
    assert completed(engine, "りこ") == ["リコー"]
    assert completed(engine, "おき") == ["沖 太郎"]
    assert completed(engine, "みなとこうぎ") == ["港工業高専"]


def test_the_bar_at_the_end_makes_no_difference(engine: SqliteEngine) -> None:
    engine.index([make_document("1", "サーバの更新"), make_document("2", "サーバー室")])
    for typed in ("サーバ", "サーバー"):
        found = engine.search(Query(typed, EVERYONE))
        assert {hit.id for hit in found.hits} == {"1", "2"}
        assert not found.understood.relaxed
    engine.index([make_document(id, "server", version=2) for id in "12"])
    assert meant(engine, "サーバ") == meant(engine, "サーバー") == "server"


def test_nothing_hidden_is_proposed(engine: SqliteEngine) -> None:
    hidden = [
        make_document("1", "廃棄物の話", audiences=SECRET),
        person("2", "浜野 彦", "はまの ひこ", audiences=SECRET),
    ]
    engine.index([*hidden, make_document("3", "廃液の話")])
    for typed in ("廃棄", "はまの", "浜", "話"):
        assert set(completed(engine, typed)) <= {"廃液の話"}
    assert [meant(engine, word) for word in ("排気物", "はまのひこ")] == [None, None]
    assert meant(engine, "排気物", audiences=SECRET) == "廃棄物"
    assert completed(engine, "廃棄", audiences=SECRET) == ["廃棄物の話"]
    assert completed(engine, "廃", audiences=frozenset()) == []


def test_a_proposal_is_written_as_the_reader_may_see_it(engine: SqliteEngine) -> None:
    engine.index([make_document("1", "PLASTIC", audiences=SECRET)])
    engine.index([make_document("2", "plastic")])
    assert engine.similar("plastik", audiences=EVERYONE) == ("plastic",)


def test_many_hidden_words_do_not_crowd_out_the_visible_one(
    engine: SqliteEngine,
) -> None:
    hidden = [
        make_document(f"h{n}", f"abcde{n}", audiences=SECRET) for n in "123456789"
    ]
    engine.index([*hidden, make_document("1", "abcdex")])
    assert engine.similar("abcdey", audiences=EVERYONE) == ("abcdex",)
    assert completed(engine, "abcde") == ["abcdex"]


def test_the_word_to_leave_out(engine: SqliteEngine) -> None:
    engine.index(
        [
            make_document("1", "廃棄物 安い", facets={"city": ("ube",)}),
            make_document("2", "廃棄物 安い"),
            make_document("3", "捨てる 安い"),
        ]
    )
    query = Query("廃棄物 捨てる 安い", audiences=EVERYONE)
    found = [(f.dropped, f.text, f.total) for f in fewer_words(query, engine.search)]
    assert found == [("捨てる", "廃棄物 安い", 2), ("廃棄物", "捨てる 安い", 1)]
    there = Query(query.text, audiences=EVERYONE, filters={"city": ("ube",)})
    assert [f.total for f in fewer_words(there, engine.search)] == [1]
    assert fewer_words(Query("廃棄物", audiences=EVERYONE), engine.search) == ()
