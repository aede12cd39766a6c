"""A tiny invented region, written into a folder: two towns by a lake, no Yamaguchi."""

from pathlib import Path

REGION = """
name_ja = "みずうみ連携サイト"
name_en = "Lakeside Link"
area_ja = "湖畔"
area_en = "the lakeside"
municipality_word_ja = "市町村"
municipality_word_en = "towns and villages"
secretariat = "office"
phone = "000-000-0000"
email = "office@example.jp"
office_hours_ja = "平日 9時〜17時"
office_hours_en = "Weekdays 9:00–17:00"
demo = true
accent = "#00428c"
[rules]
first_reader = "secretariat"
partner_head_start_days = 2
reminder_working_days = 3
lapse_working_days = 6
need_expiry_months = 4
researcher_capacity = 2
small_cell = 2
approvals = ["catalogue.outcome:publish"]
"""
FILES = {
    "region.toml": REGION,
    "municipalities.csv": (
        "code,name_ja,name_en,kana\n"
        "990001,みなも町,Minamo Town,ミナモチョウ\n"
        "990019,あしはら村,Ashihara Village,アシハラムラ\n"
    ),
    "themes.csv": (
        "id,number,name_ja,name_en,summary_ja,summary_en\n"
        "water,1,水とくらし,Water and life,湖の水を守ります。,Keeping the lake clean.\n"
    ),
    "organisations.csv": (
        "id,kind,name_ja,name_en,short_ja,short_en,kana,corporate_number,"
        "local_government_code,kakenhi_code,ror,url\n"
        "office,support,湖畔センター,Lakeside Centre,,,コハンセンター,,,,,\n"
        "lake-u,university,みなも大学,Minamo University,,,ミナモダイガク,,,,,\n"
    ),
    "sites.csv": (
        "organisation,municipality,name_ja,name_en,address_ja\n"
        "lake-u,990001,本部,Main campus,\n"
    ),
    "partnerships.csv": (
        "municipality,institution,status,source_ja,source_en\n"
        "990001,lake-u,active,町の計画,The town's plan\n"
    ),
    "demo/organisations.csv": (
        "id,kind,name_ja,name_en,short_ja,short_en,kana,corporate_number,"
        "local_government_code,kakenhi_code,ror,url\n"
        "fishers,cooperative,デモ湖魚組合,Demo Lake Fishers,,,コギョクミアイ,,,,,\n"
    ),
    "demo/accounts.csv": (
        "email,name_ja,name_en,kana,organisation,role,researcher\n"
        "demo_fisher@example.jp,葦原 渚,Nagisa,アシハラ ナギサ,fishers,member,\n"
        "demo_office@example.jp,湖城 澪,Mio Kojo,コジョウ ミオ,office,secretariat,\n"
    ),
    "demo/researchers.toml": """
[[researcher]]
id = "r1"
name_ja = "水原 悟"
name_en = "Satoru Mizuhara"
kana = "ミズハラ サトル"
organisation = "lake-u"
department_ja = "理学部"
department_en = "Faculty of Science"
position_ja = "准教授"
position_en = "Associate Professor"
fields = []
keywords_ja = ["水質", "藻"]
keywords_en = ["water quality", "algae"]
summary_ja = "湖の水質と藻の増え方を調べています。"
summary_en = "Studies water quality and algal growth in lakes."
works = [ {title_ja = "湖の藻", year = 2024} ]
""",
    "demo/expertise.toml": """
[[expertise]]
id = "e1"
researcher = "r1"
title_ja = "湖の藻の大発生を早く見つける"
title_en = "Spotting algal blooms early"
summary_ja = "水の色と温度から、藻の大発生を数日前に知らせます。"
summary_en = "Warns of algal blooms days ahead from colour and temperature."
body_ja = "岸辺のカメラと水温計の記録から、藻が増える兆しを見つけます。"
uses_ja = ["養殖いけすの見張り"]
maturity = 4
themes = ["water"]
keywords_ja = ["藻"]

[[expertise]]
id = "e2"
organisation = "lake-u"
title_ja = "古い蔵の柱を直す"
title_en = "Mending the posts of old storehouses"
summary_ja = "傷んだ木の柱を、切らずに継いで強くします。"
summary_en = "Strengthens decayed wooden posts by splicing instead of replacing."
body_ja = "打診と含水率で傷みの深さを測り、継ぎ手の形を選びます。"

[[expertise]]
id = "e3"
organisation = "lake-u"
title_ja = "観光バスの時刻表を組み直す"
title_en = "Rebuilding bus timetables for visitors"
summary_ja = "乗り降りの記録から、待ち時間の短い時刻表を作ります。"
summary_en = "Builds timetables with short waits from boarding records."
body_ja = "停留所ごとの乗客数を一週間数え、便の順番を計算します。"
""",
    "demo/needs.toml": """
[[need]]
id = "n1"
organisation = "fishers"
title_ja = "藻が増えて、いけすの魚が弱る"
title_en = "Algae weaken the fish in our pens"
summary_ja = "夏になると藻が増え、水の色が変わって魚が弱ります。"
summary_en = "In summer algae spread and the fish grow weak."
background_ja = "夏の朝、いけすの水が緑になります。水温が上がると藻が一晩で増えます。"
wanted_ja = "藻が増える前に知りたいです。"
deadline = 2027-06-30
kinds = ["advice"]
themes = ["water"]
municipality = "990001"
visibility = "public"
posted_on = 2026-07-01
""",
    "texts/pages.toml": """
[[page]]
slug = "about"
title_ja = "このサイトについて"
title_en = "About this site"
[[page.section]]
heading_ja = "目的"
heading_en = "Purpose"
body_ja = "湖畔の困りごとを、知恵のある人につなぎます。"
body_en = "We bring the lakeside's troubles to people who know."
""",
}


def write_pack(root: Path, **changed: str | None) -> Path:
    """Write the tiny region; ``changed`` replaces files, ``None`` leaves one out.

    A file is named with ``__`` for ``/`` and ``_dot_`` before its ending.
    """
    names = {k.replace("__", "/").replace("_dot_", "."): v for k, v in changed.items()}
    for name, content in (FILES | names).items():
        if content is None:
            continue
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return root
