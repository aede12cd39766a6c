"""The dictionary as a file: whatever is wrong with it is named where it stands."""

from codecs import BOM_UTF8

import pytest

from catalogue.actions.synonyms import take_synonyms
from catalogue.models import Synonym
from desk.synonym_files import decode, read
from lifecycle.errors import InvalidInput
from tests.factories.accounts import secretary
from tests.factories.catalogue import SynonymFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]

HEAD = "現場の言葉,専門用語,向き,テーマ,分野・メモ,使用\r\n"


def problems(text):
    return [(problem.row, problem.field) for problem in read(text).problems]


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1"])
def test_a_workbook_is_named_as_such(start):
    with pytest.raises(InvalidInput, match="Excelブック"):
        decode(start + b"\x00\x08" * 50)


@pytest.mark.parametrize("broken", [b"\xff", b"\x81"])
@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
def test_a_broken_byte_is_named_with_row_and_column(encoding, broken):
    text = f'{HEAD}ごみ,廃棄物,両方,,"二行の\r\nメモ",\r\n草取り,除草,両方,,,\r\n'
    before, after = (part.encode(encoding) for part in text.split(",両方,,,"))
    after = after.removeprefix(BOM_UTF8)
    content = before + broken + ",両方,,,".encode(encoding.removesuffix("-sig")) + after

    [problem] = read(decode(content)).problems

    assert (problem.row, problem.field) == (3, "専門用語")
    assert "読み取れない文字" in problem.remedy


def test_a_text_of_which_much_is_broken_is_refused_as_a_whole():
    with pytest.raises(InvalidInput, match="CSV UTF-8"):
        decode(HEAD.encode() + b"\xff\xff," * 30)


def test_a_pair_turned_round_is_refused_where_either_goes_both_ways():
    SynonymFactory(plain="ごみ", term="廃棄物", direction="both")
    SynonymFactory(plain="草取り", term="除草", direction="to_term")
    rows = [
        "廃棄物,ごみ,専門用語へ,,,",
        "除草,草取り,両方,,,",
        "橋,橋梁,両方,,,",
        "橋梁,橋,専門用語へ,,,",
        "海,海洋,専門用語へ,,,",
        "海洋,海,専門用語へ,,,",
    ]

    found = read(HEAD + "\r\n".join(rows)).problems

    assert [problem.row for problem in found] == [2, 3, 5]
    assert "ごみ ↔ 廃棄物" in found[0].remedy
    assert "4行目" in found[2].remedy


@pytest.mark.parametrize("turned", [False, True])
def test_a_pair_may_be_turned_round_by_the_file_that_changes_the_other(turned):
    SynonymFactory(plain="橋梁", term="橋", direction="both")
    rows = ["橋,橋梁,専門用語へ,,,", "橋梁,橋,専門用語へ,,,"]
    found = read(HEAD + "\r\n".join(rows[::-1] if turned else rows))
    assert found.problems == []

    take_synonyms(found.entries, by=secretary())

    kept = set(Synonym.objects.values_list("plain", "term", "direction"))
    assert kept == {("橋", "橋梁", "to_term"), ("橋梁", "橋", "to_term")}


@pytest.mark.parametrize(("way", "use"), [("両方", "いいえ"), ("専門用語へ", "はい")])
def test_pairs_that_stand_there_both_ways_already_can_be_taken_back(way, use):
    pairs = [("橋", "橋梁"), ("橋梁", "橋")]
    for plain, term in pairs:
        SynonymFactory(plain=plain, term=term, direction="both")
    rows = [f"{plain},{term},{way},,,{use}" for plain, term in pairs]
    found = read(HEAD + "\r\n".join(rows))
    assert found.problems == []

    assert take_synonyms(found.entries, by=secretary()).changed == 2


@pytest.mark.parametrize("words", ["ﾈｯﾄ,net", "ﾄｲﾚ,toilet", "ﾄｲ,duct\r\nﾈｯﾄ,net"])
def test_a_few_half_width_kana_are_no_broken_utf_8(words):
    text = f"plain,term\r\n{words}\r\n"

    assert decode(text.encode("cp932")) == text


def test_utf_8_with_half_a_letter_is_no_other_encoding():
    content = "plain,term\r\nごみ,廃".encode()[:-1] + b",\r\n"

    assert "\ufffd" in decode(content)
