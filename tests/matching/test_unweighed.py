"""Which words tell of who somebody is, and which only look so."""

import pytest

from matching.unweighed import Unweighed

NAMES = (
    "株式会社ハマノ",
    "はぎ水産株式会社",
    "株式会社みどり",
    "ABC株式会社",
    "ＴＯＣＬＡＳ株式会社",
    "山口TLO",
    "Ōno Søren",
)


@pytest.mark.parametrize(
    "term",
    "ハマノ はぎ みどり ABC toclas TLO tlo型 ono ŌNO Søren".split(),
)
def test_a_name_is_told_by_its_part_in_one_script(term: str) -> None:
    assert term in Unweighed(NAMES)


@pytest.mark.parametrize("term", ["みどりの窓口", "萩", "tl", "abcd", "ren", "ハマ"])
def test_more_or_less_than_such_a_part_is_another_word(term: str) -> None:
    assert term not in Unweighed(NAMES)


@pytest.mark.parametrize(
    "term",
    "輸出産業 相同性 酸性的 個人種苗 海外国内 酵母子嚢 保育児童 切妻 つまみ まま残る"
    " 共同和解 じょせいきん lad sextant migration".split(),
)
def test_letters_of_a_trait_that_stand_side_by_side_by_chance_are_none(
    term: str,
) -> None:
    assert term not in Unweighed(())


@pytest.mark.parametrize(
    "term",
    "じょせい ジョセイ こうれい がいこくじん ろうじん 専業主婦 農村婦人会 妻 子育て中"
    " シングルマザー ジェンダー トランスジェンダー ハンディキャップ 同和問題 在日外国人"
    " アイヌ民族 ムスリム キリスト教徒 精神疾患 認知症 車いす 後期高齢者 中高年齢者"
    " お年寄り 多国籍 山口県出身 身体しょうがい 発達障がい おんなのこ しにあ 男女"
    " LGBT支援 wives wife daughter ladies muslim christian blind deaf wheelchair"
    " bisexual homosexual motherhood maternity racism immigration citizenship feminism"
    " teenager retirement".split(),
)
def test_words_of_who_somebody_is_are_told_in_what_is_made_of_them(term: str) -> None:
    assert term in Unweighed(())
