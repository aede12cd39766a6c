"""The contract of all engines: what is found, and in which order."""

import pytest

from search.engine import Engine, Results
from tests.factories.search import make_document
from tests.search.conftest import Find


def ids(results: Results) -> list[str]:
    return [hit.id for hit in results.hits]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("環境省の補助金を使いたい", "環境"),
        ("環境省の補助金を使いたい", "環境省"),
        ("環境省の補助金を使いたい", "補助金"),
        ("産業廃棄物の処理", "廃棄物"),
        ("水の浄化", "水"),
        ("髙橋製作所", "高橋"),
        ("高橋製作所", "髙橋"),
        ("ザツソウを刈る", "ｻﾞﾂｿｳ"),
        ("ｻﾞﾂｿｳを刈る", "ザツソウ"),
        ("ゴミを減らす", "ごみ"),
        ("ごみを減らす", "ゴミ"),
        ("サーバーの冷却", "サーバ"),
        ("サーバの冷却", "サーバー"),
        ("廃液を安く捨てたい", "捨てる"),
        ("ＡＩによる診断", "ai"),
        ("AIによる診断", "ＡＩ"),
        ("令和７年度の公募", "7"),
        ("百個の部品", "100"),
        ("100個の部品", "一〇〇"),
        ("一〇〇個の部品", "百"),
        ("渡邊鉄工所", "渡辺"),
        ("山﨑の棚田", "山崎"),
        ("Controlling weeds in paddies", "weed control"),
        ("Weed control", "WEEDS"),
        ("バイオマスbiomassの利用", "biomass"),
        ("C++で書かれた制御", "C++"),
        ("部品（強度）の試験", "強度"),
        ("絵文字😀の雑草", "雑草"),
        ("研究の相談", "相談"),
        ("共同研究の公募", "共同研究"),
    ],
)
def test_finds_however_it_is_written(
    engine: Engine, find: Find, written: str, typed: str
) -> None:
    engine.index([make_document("it", written), make_document("other", "橋の点検")])

    assert ids(find(typed)) == ["it"]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("東京都の展示会", "京"),
        ("社会人の学び直し", "会人"),
        ("さんぱいの処理", "サンパイ"),
    ],
)
def test_finds_the_characters_where_no_word_is_found(
    engine: Engine, find: Find, written: str, typed: str
) -> None:
    engine.index([make_document("it", written), make_document("other", "橋の点検")])

    results = find(typed)

    assert ids(results) == ["it"]
    assert results.understood.relaxed


def test_prefers_words_to_mere_characters(engine: Engine, find: Find) -> None:
    engine.index([make_document("1", "京都の旅"), make_document("2", "東京都の旅")])

    results = find("京都")

    assert ids(results) == ["1"]
    assert not results.understood.relaxed


@pytest.mark.parametrize(
    "typed",
    [
        "高橋花子",
        "髙橋",
        "花子",
        "たかはし",
        "タカハシ",
        "ﾊﾅｺ",
        "たかはしはなこ",
    ],
)
def test_finds_people_by_any_spelling_of_their_names(
    engine: Engine, find: Find, typed: str
) -> None:
    engine.index(
        [
            make_document("1", "研究室", people=("髙橋 花子", "たかはし はなこ")),
            make_document("2", "研究室", people=("高梨 花", "タカナシ ハナ")),
        ]
    )

    results = find(typed)

    assert ids(results) == ["1"]
    assert not results.understood.relaxed


def test_a_name_begins_where_the_kana_begin(engine: Engine, find: Find) -> None:
    engine.index([make_document("1", people=("清水 愛", "しみず あい"))])

    assert find("しみ").total == 1
    assert find("みず", operator="all").understood.relaxed


@pytest.mark.parametrize("typed", ["1234567890123", "１２３４５６７８９０１２３"])
def test_finds_codes(engine: Engine, find: Find, typed: str) -> None:
    engine.index([make_document("1", codes=("1234567890123", "0000-0001-2345-678X"))])

    assert ids(find(typed)) == ["1"]
    assert ids(find("0000-0001-2345-678X")) == ["1"]
    assert ids(find("1234567890124")) == []


def test_title_counts_more_than_keywords_than_summary_than_body(
    engine: Engine, find: Find
) -> None:
    plain = "地域の工場で使う機械の話"
    engine.index(
        [
            make_document("body", plain, summary=plain, body="雑草"),
            make_document("summary", plain, summary="雑草", body=plain),
            make_document("title", "雑草", summary=plain, body=plain),
            make_document("keyword", plain, body=plain, keywords=("雑草",)),
            *(make_document(f"{n}", plain, summary=plain) for n in range(9)),
        ]
    )

    results = find("雑草")

    assert ids(results) == ["title", "keyword", "summary", "body"]
    scores = [hit.score for hit in results.hits]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


def test_equals_are_in_the_order_of_their_names(engine: Engine, find: Find) -> None:
    engine.index(
        [
            make_document("2", "雑草"),
            make_document("1", "雑草"),
            make_document("3", "雑草", kind="expertise"),
        ]
    )

    assert ids(find("雑草")) == ["3", "1", "2"]


def test_words_narrow(engine: Engine, find: Find) -> None:
    engine.index([make_document("1", "雑草とドローン"), make_document("2", "雑草")])

    results = find("雑草　ドローン")

    assert ids(results) == ["1"]
    assert results.understood.words == ("雑草", "ドローン")
    assert not results.understood.relaxed


def test_words_of_both_languages_narrow_together(engine: Engine, find: Find) -> None:
    both = {"ja": "雑草の検出", "en": "Detecting weeds"}
    engine.index([make_document("1", title=both)])

    assert ids(find("雑草 weeds")) == ["1"]


def test_some_of_the_words_are_enough_where_nothing_has_all(
    engine: Engine, find: Find
) -> None:
    engine.index([make_document("1", "雑草とドローン"), make_document("2", "雑草")])

    results = find("雑草 ドローン 宇宙")

    assert ids(results) == ["1", "2"]
    assert results.understood.relaxed
    assert find("雑草 ドローン 宇宙", operator="all").total == 0


def test_choosing_a_facet_does_not_loosen_the_words(engine: Engine, find: Find) -> None:
    engine.index(
        [
            make_document("1", "雑草とドローン", facets={"city": ("a",)}),
            make_document("2", "雑草", facets={"city": ("b",)}),
        ]
    )

    assert find("雑草 ドローン", filters={"city": ("b",)}).total == 0


def test_a_word_for_any_subject_narrows_but_is_not_enough(
    engine: Engine, find: Find
) -> None:
    engine.index(
        [
            make_document("1", "雑草の研究"),
            make_document("2", "雑草の話"),
            make_document("3", "宇宙の研究"),
        ]
    )

    assert ids(find("雑草研究")) == ["1"]
    assert sorted(ids(find("研究"))) == ["1", "3"]
    assert sorted(ids(find("研究", operator="any"))) == ["1", "3"]
    assert sorted(ids(find("研究 OR 話"))) == ["1", "2", "3"]
    relaxed = find("橋 宇宙 研究")
    assert (ids(relaxed), relaxed.understood.relaxed) == (["3"], True)
    assert ids(find("雑草 -研究")) == ["2"]


def test_a_question_also_finds_what_lacks_a_word_of_it(
    engine: Engine, find: Find
) -> None:
    engine.index(
        [
            make_document("1", "椹野川の水質は、保健センターが毎月調べています。"),
            make_document("2", "椹野川の水質の話。温度も測る。"),
        ]
    )

    results = find("椹野川の水質は誰が測るの？")

    assert sorted(ids(results)) == ["1", "2"]
    assert not results.understood.relaxed
    assert ids(find("椹野川 水質 測る")) == ["2"]


def test_a_question_finds_what_it_quotes_or_else_its_words(
    engine: Engine, find: Find
) -> None:
    engine.index([make_document("1", "水質の調査"), make_document("2", "調査の水質")])

    exact = find("「水質の調査」の目的は？")
    assert (ids(exact), exact.understood.relaxed) == (["1"], False)
    words = find("「水質と調査」の目的は？")
    assert (sorted(ids(words)), words.understood.relaxed) == (["1", "2"], True)
    assert find("「水質と調査」 場所").total == 0


def test_any_word_on_demand(engine: Engine, find: Find) -> None:
    engine.index([make_document("1", "雑草とドローン"), make_document("2", "雑草")])

    results = find("雑草 ドローン", operator="any")

    assert ids(results) == ["1", "2"]
    assert not results.understood.relaxed


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("「雑草の検出」", ["1"]),
        ('"雑草の検出"', ["1"]),
        ("“雑草の検出”", ["1"]),
        ("『草の検』", ["1"]),
        ("「雑草 検出」", ["3"]),
        ("「検出雑草」", []),
        ("「検」", ["1", "2", "3"]),
        ('"machine learning"', ["4"]),
        ('"machine learn"', []),
        ('"learning machine"', ["5"]),
        ("検出 「雑草の」", ["1"]),
        ("「宇宙」 検出", []),
    ],
)
def test_phrases_are_exact(
    engine: Engine, find: Find, typed: str, found: list[str]
) -> None:
    engine.index(
        [
            make_document("1", "雑草の検出"),
            make_document("2", "検出、雑草について。草、検出した"),
            make_document("3", "雑草\n検出"),
            make_document("4", title={"en": "Machine learning at work"}),
            make_document("5", title={"en": "A learning machine", "ja": "雑木"}),
        ]
    )
    assert sorted(ids(find(typed))) == found


def test_a_phrase_does_not_run_from_one_text_into_the_next(
    engine: Engine, find: Find
) -> None:
    engine.index(
        [make_document("1", "雑草", summary="検出", keywords=("水質", "調査"))]
    )

    assert find("「雑草検出」").total == 0
    assert find("「水質調査」").total == 0


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("雑草 -ドローン", ["2"]),
        ("雑草 －ドローン", ["2"]),
        ("雑草 NOT ドローン", ["2"]),
        ("雑草 -「ドローンで」", ["2"]),
        ("-ドローン", ["2", "3"]),
        ("-ドローン -雑草", ["3"]),
        ("雑草 -の", ["2"]),
        ("NOT 雑草", ["3"]),
        ("雑草 -雑草", []),
    ],
)
def test_minus_excludes(
    engine: Engine, find: Find, typed: str, found: list[str]
) -> None:
    engine.index(
        [
            make_document("1", "ドローンで雑草の検出"),
            make_document("2", "雑草"),
            make_document("3", "橋"),
        ]
    )

    assert sorted(ids(find(typed))) == found


def test_or_accepts_either(engine: Engine, find: Find) -> None:
    engine.index(
        [
            make_document("1", "雑草を刈る"),
            make_document("2", "ドローンを飛ばす"),
            make_document("3", "橋を渡る"),
            make_document("4", "雑草の図鑑"),
        ]
    )

    assert sorted(ids(find("雑草 OR ドローン"))) == ["1", "2", "4"]
    assert sorted(ids(find("(雑草 | 橋) 「る」"))) == ["1", "3"]
    assert sorted(ids(find("「橋を」 OR 「雑草の」"))) == ["3", "4"]


def test_synonyms_are_accepted_and_told(engine: Engine, find: Find) -> None:
    synonyms = {
        "ごみ": ("廃棄物", "くず"),
        "廃棄物": ("ごみ",),
        "人手不足": ("省力化",),
        "fatigue strength": ("疲労強度",),
        "空": ("。",),
    }
    engine.index(
        [
            make_document("1", "廃棄物の再資源化"),
            make_document("2", "省力化の工夫"),
            make_document("3", "疲労強度の試験"),
        ]
    )

    assert find("ごみ").total == 0
    results = find("ごみ", synonyms=synonyms)
    assert ids(results) == ["1"]
    assert results.understood.added == (("ごみ", ("廃棄物", "くず")),)
    assert results.hits[0].title is not None
    assert results.hits[0].title.marks == ((0, 3),)
    assert ids(find("人手不足", synonyms=synonyms)) == ["2"]
    assert ids(find("fatigue strength", synonyms=synonyms)) == ["3"]
    assert find("「ごみ」", synonyms=synonyms).total == 0
    assert find("空", synonyms=synonyms).understood.added == ()


def test_only_words_that_say_nothing_are_looked_for_as_written(
    engine: Engine, find: Find
) -> None:
    engine.index(
        [make_document("1", "水の浄化"), make_document("2", title={"en": "Not it"})]
    )

    assert ids(find("の")) == ["1"]
    assert ids(find("NOT")) == ["2"]
    assert ids(find("の OR NOT")) == ["1"]
