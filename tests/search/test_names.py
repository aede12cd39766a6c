"""Which name a reading belongs to, told by how the names of a document are read."""

import pytest

from search.names import name_as_written

SCHOOL = (
    "宇部工業高等専門学校",
    "NIT",
    "宇部高専",
    "ウベコウギョウコウトウセンモンガッコウ",
)


@pytest.mark.parametrize(
    ("kana", "names", "written"),
    [
        ("ヤマダ タロウ", ("山田 太郎", "Taro Yamada"), "山田 太郎"),
        ("やまだたろう", ("山田 太郎",), "山田 太郎"),
        ("リコー", ("山田 太郎", "Ricoh"), "リコー"),
        ("スズキ", ("鈴木 花子",), "スズキ"),
        (SCHOOL[-1], SCHOOL, SCHOOL[0]),
        (SCHOOL[-1], ("山田 太郎", *reversed(SCHOOL)), SCHOOL[0]),
        ("コウノ ハルコ", ("河野 太郎", "河野 陽子", "甲野大学"), "河野 陽子"),
        ("リコー", ("山田 太郎", "株式会社リコー設計"), "リコー"),
        ("ウシオ", ("山田 太郎", "株式会社潮"), "株式会社潮"),
        ("ハルカ", ("特定非営利活動法人遥",), "特定非営利活動法人遥"),
        ("ヒカゲダニワサビ", ("日陰谷わさび", "陰山大学"), "日陰谷わさび"),
        ("キリサコチャエン", ("霧迫茶園",), "霧迫茶園"),
        ("スズキ", ("鈴木花子",), "スズキ"),
        ("ヒカリナシエン", ("檜邊さくら園",), "ヒカリナシエン"),
        ("さくら", ("サクラ",), "さくら"),
        ("山田 太郎", ("鈴木 花子",), "山田 太郎"),
        ("Taro Yamada", ("山田 太郎",), "Taro Yamada"),
        ("リコー", (), "リコー"),
    ],
)
def test_kana_leads_to_the_name_that_it_is_the_reading_of(kana, names, written):
    assert name_as_written(kana, names) == written
