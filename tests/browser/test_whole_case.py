"""The main job from end to end: from the text in the box to the published result.

Five people walk it, each in a browser of their own: a firm, the secretariat, a liaison
office, a researcher, and whoever reads the result.
"""

import re
import time
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visitors
from tests.browser.helpers.camera import Camera
from tests.browser.helpers.forms import asked
from tests.browser.helpers.people import (
    FIRM,
    LIAISON,
    RESEARCHER,
    SECRETARIAT,
    fill_in_sign_in,
    signed_in,
)

TROUBLE = (
    "揚げかまぼことちくわの工場です。すり身をさらした洗い水と煮汁が一日に8トンほど出て、"
    "夏はにおいがひどく、近所から苦情が来ます。凝集剤で沈めた汚泥の引き取り代も毎年上がり、"
    "置き場は駐車場一台分しかありません。"
)
TITLE = "においのきつい洗い水と汚泥を、狭い工場でも減らしたい"
FIRM_NAME = "白磯練製品"
RESEARCHER_NAME = "縄田 剛志"
INSTITUTION = "宇部工業高等専門学校"
PROJECT = "さらし水の微生物処理を駐車場一台分で試す"
PROJECT_EN = "Trying microbial treatment of rinse water on one parking space"
MILESTONE = "一週間の水質を測り終える"
RESULT = "さらし水のにおいと汚泥が半分になりました"
RESULT_EN = "Half the smell and half the sludge from fish-paste rinse water"
APPEARS_WITHIN = 60.0  # seconds: seconds are promised, but the machine may be busy


@dataclass
class Case:
    """What the people of the case pass on to each other: addresses."""

    need: str = ""
    introduction: str = ""
    project: str = ""
    outcome: str = ""


def test_a_need_becomes_a_published_result(visitors: Visitors) -> None:
    camera, case = Camera(), Case()

    firm = visitors().new_page()
    the_firm_asks_in_its_own_words(firm, camera)
    the_firm_asks_for_advice(firm, camera, case)

    desk = signed_in(visitors(), SECRETARIAT, "/admin/desk/")
    the_secretariat_opens_the_need(desk, camera, case)
    the_secretariat_introduces_both_sides(desk, camera, case)

    office = signed_in(visitors(), LIAISON)
    the_liaison_office_passes_on(office, camera, case)
    researcher = signed_in(visitors(), RESEARCHER)
    the_researcher_accepts(researcher, camera, case)
    the_firm_accepts(firm, camera, case)
    both_sides_see_each_other(firm, researcher, camera, case)

    the_secretariat_sets_up_the_project(desk, camera, case)
    the_liaison_office_records_the_agreement(office, camera, case)
    both_sides_work(firm, researcher, camera, case)
    the_secretariat_publishes_the_result(desk, camera, case)

    reader = visitors().new_page()
    anybody_reads_it_from_beginning_to_end(reader, camera, case)
    anybody_reads_it_in_english(reader, camera, case)


def main_of(page: Page) -> Locator:
    return page.get_by_role("main")


def press(page: Page | Locator, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def unfold(page: Page | Locator, name: str) -> Locator:
    """Open what asks once; return it."""
    part = page.locator("details").filter(
        has=page.locator("summary", has_text=re.compile(f"^\\s*{name}\\s*$"))
    )
    part.locator("summary").first.click()
    return part


def the_firm_asks_in_its_own_words(page: Page, camera: Camera) -> None:
    page.goto("/")
    box = page.get_by_label("お困りごとを、ふだんの言葉でお書きください")
    box.fill(TROUBLE)
    expect(main_of(page)).to_contain_text(
        "入力した文章は保存しません（通信記録にも残しません）"
    )
    camera.take(page, "firm-home")
    press(page, "力になれる人を探す")

    candidate = page.locator(".candidate").first
    expect(candidate).to_be_visible()
    expect(page.get_by_role("heading", name="力になれそうな候補")).to_be_visible()
    passages = candidate.locator(".evidence-pair").first.locator(".passage")
    expect(passages).to_have_count(2)
    expect(passages.nth(0).locator("mark").first).to_be_visible()
    expect(passages.nth(1).locator("mark").first).to_be_visible()
    quoted = passages.nth(0).locator("blockquote").inner_text()
    assert quoted in TROUBLE
    assert "すり身" not in page.url
    camera.take(page, "firm-answer")


def the_firm_asks_for_advice(page: Page, camera: Camera, case: Case) -> None:
    press(page, "この内容で相談を申し込む")
    expect(main_of(page)).to_contain_text("書かれた文章を下書きとして保存しました")
    expect(main_of(page)).to_contain_text(TROUBLE)
    camera.take(page, "firm-kept")
    main_of(page).get_by_role("link", name="ログイン").click()
    camera.take(page, "firm-sign-in")
    fill_in_sign_in(page, FIRM)

    page.wait_for_url("**/my/needs/new/")
    trouble = asked(page, "どんなことで困っていますか")
    expect(trouble).to_have_value(TROUBLE)
    camera.take(page, "firm-form")
    asked(page, "ひとことで言うと").fill(TITLE)
    asked(page, "どうなるとよいですか").fill(
        "においの苦情がなくなり、汚泥の量が半分になるとうれしいです。"
    )
    asked(page, "材料・工程・量・場所など").fill(
        "塩分は0.3％ほどです。作業の終わる15時以降なら、見学も採水もできます。"
    )
    page.get_by_label("予算の上限（円）").fill("２００万円")
    page.get_by_label("困りごとのある市町").select_option(label="防府市")
    press(page, "相談を申し込む")

    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    expect(main_of(page)).to_contain_text("相談を申し込みました。")
    expect(page.locator(".turn")).to_contain_text("担当の窓口が内容を確認しています。")
    case.need = page.url.rstrip("/").rpartition("/")[2]
    camera.take(page, "firm-need")


def the_secretariat_opens_the_need(page: Page, camera: Camera, case: Case) -> None:
    page.goto("/admin/desk/")
    row = page.get_by_role("row").filter(has_text=TITLE)
    expect(row).to_contain_text("内容を読み、受け付けるか、お返しする")
    camera.take(page, "desk-queue")
    row.get_by_role("link").first.click()

    expect(page.locator(".desk-need")).to_contain_text(TROUBLE[:40])
    expect(page.locator(".desk-need")).to_contain_text(FIRM_NAME)
    camera.take(page, "desk-need-handed-in")
    press(page, "受け付けて公開する")
    expect(page.locator(".desk-chips").first).to_contain_text("受付中")

    until = time.monotonic() + APPEARS_WITHIN
    candidates = page.locator("article.candidate")
    while not candidates.count() and time.monotonic() < until:
        page.wait_for_timeout(500)
        page.reload()
    assert candidates.count()


def the_secretariat_introduces_both_sides(
    page: Page, camera: Camera, case: Case
) -> None:
    candidates = page.locator("article.candidate")
    chosen = candidates.filter(has_text=RESEARCHER_NAME).first
    assert RESEARCHER_NAME in "".join(candidates.all_inner_texts()[:3])
    sides = chosen.locator(".evidence-pair").first.locator(".passage")
    expect(sides.nth(0).locator("mark").first).to_be_visible()
    expect(sides.nth(1).locator("mark").first).to_be_visible()
    camera.take(page, "desk-candidates")
    press(chosen, "候補に加える")
    expect(page.get_by_text("候補に加えました。").first).to_be_visible()
    camera.take(page, "desk-shortlisted")

    page.get_by_role("link", name="双方に紹介する").first.click()
    facts = page.locator(".desk-facts")
    expect(facts.filter(has_text=f"{INSTITUTION}の連携窓口")).to_be_visible()
    page.get_by_label("双方へのひとこと").fill(
        "まず水を見ていただくところからのご相談です。"
    )
    camera.take(page, "desk-introduce")
    press(page, "双方に紹介を申し入れる")
    page.wait_for_url("**/admin/desk/introductions/*/")
    case.introduction = page.url.rstrip("/").rpartition("/")[2]
    expect(page.locator(".turn")).to_be_visible()
    camera.take(page, "desk-introduction")


def the_liaison_office_passes_on(page: Page, camera: Camera, case: Case) -> None:
    expect(main_of(page)).to_contain_text(TITLE)
    camera.take(page, "liaison-my-page")
    page.goto(f"/my/introductions/{case.introduction}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    expect(main_of(page)).not_to_contain_text(FIRM)
    who = page.get_by_label("お返事をする方")
    expect(who.locator("option:checked")).to_have_text(RESEARCHER_NAME)
    camera.take(page, "liaison-request")
    press(page, "この担当者に取り次ぐ")
    expect(main_of(page)).to_contain_text(RESEARCHER_NAME)
    expect(page.get_by_role("button", name="この担当者に取り次ぐ")).to_have_count(0)
    camera.take(page, "liaison-passed-on")


def the_researcher_accepts(page: Page, camera: Camera, case: Case) -> None:
    expect(main_of(page)).to_contain_text(TITLE)
    camera.take(page, "researcher-my-page")
    page.goto(f"/my/introductions/{case.introduction}/")
    expect(main_of(page)).to_contain_text("まず水を見ていただくところから")
    expect(main_of(page)).not_to_contain_text(FIRM)
    camera.take(page, "researcher-request")
    press(page, "話を聞いてみる")
    expect(main_of(page)).to_contain_text("ありがとうございます。")
    expect(main_of(page)).not_to_contain_text(FIRM)
    camera.take(page, "researcher-accepted")


def the_firm_accepts(page: Page, camera: Camera, case: Case) -> None:
    page.goto("/my/")
    expect(main_of(page)).to_contain_text(TITLE)
    camera.take(page, "firm-my-page")
    page.goto(f"/my/introductions/{case.introduction}/")
    expect(main_of(page)).to_contain_text(INSTITUTION)
    expect(main_of(page)).not_to_contain_text(RESEARCHER)
    camera.take(page, "firm-request")
    press(page, "話を聞いてみる")


def both_sides_see_each_other(
    firm: Page, researcher: Page, camera: Camera, case: Case
) -> None:
    contacts = firm.get_by_role("region", name="連絡先")
    expect(contacts).to_contain_text(RESEARCHER)
    camera.take(firm, "firm-contacts")
    researcher.goto(f"/my/introductions/{case.introduction}/")
    contacts = researcher.get_by_role("region", name="連絡先")
    expect(contacts).to_contain_text(FIRM)
    camera.take(researcher, "researcher-contacts")
    press(researcher, "連絡を取り合っていると記録する")
    expect(main_of(researcher)).to_contain_text("話し合い中")


def the_secretariat_sets_up_the_project(page: Page, camera: Camera, case: Case) -> None:
    page.goto(f"/admin/desk/introductions/{case.introduction}/")
    start = unfold(page, "共同プロジェクトを始める")
    start.locator("[name$=title_ja]").fill(PROJECT)
    start.locator("[name$=title_en]").fill(PROJECT_EN)
    start.get_by_label("契約の種類").select_option(label="受託研究")
    camera.take(page, "desk-start-project")
    press(start, "共同プロジェクトを設ける")
    page.wait_for_url("**/admin/desk/projects/*/")
    case.project = page.url.rstrip("/").rpartition("/")[2]
    expect(page.locator(".desk-chips").first).to_contain_text("準備中")
    camera.take(page, "desk-project")


def the_liaison_office_records_the_agreement(
    page: Page, camera: Camera, case: Case
) -> None:
    page.goto(f"/my/projects/{case.project}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(PROJECT)
    for step, shown in (("申請した", "に申請"), ("締結した", "に締結")):
        part = unfold(page, "進みぐあいを記録する")
        part.get_by_role("radio", name=step).check()
        if step == "締結した":
            part.get_by_label(re.compile("^文書番号")).fill("宇高専契第126号")
        camera.take(page, "liaison-agreement")
        press(part, "記録する")
        expect(main_of(page)).to_contain_text(shown)
    expect(main_of(page)).to_contain_text("宇高専契第126号")
    camera.take(page, "liaison-signed")
    press(page, "実施を始める")
    expect(main_of(page)).to_contain_text("実施中")
    camera.take(page, "liaison-begun")


def both_sides_work(firm: Page, researcher: Page, camera: Camera, case: Case) -> None:
    researcher.goto(f"/my/projects/{case.project}/")
    adding = unfold(researcher, "節目を追加")
    adding.get_by_label("節目の内容").fill(MILESTONE)
    camera.take(researcher, "researcher-milestone")
    press(adding, "加える")
    expect(main_of(researcher)).to_contain_text(MILESTONE)

    firm.goto(f"/my/projects/{case.project}/")
    camera.take(firm, "firm-project")
    press(firm, "本日達成")
    expect(firm.locator(".task").filter(has_text=MILESTONE)).to_contain_text("達成")
    done = unfold(firm, "プロジェクトを終える")
    press(done, "共同プロジェクトを完了にする")
    expect(main_of(firm)).to_contain_text("完了")
    camera.take(firm, "firm-completed")


def the_secretariat_publishes_the_result(
    page: Page, camera: Camera, case: Case
) -> None:
    page.goto("/admin/desk/")
    row = page.get_by_role("row").filter(has_text=PROJECT)
    expect(row).to_contain_text("成果をまとめる")
    page.goto(f"/admin/desk/projects/{case.project}/")
    page.get_by_role("link", name="成果をまとめる").first.click()
    texts = {
        "title_ja": RESULT,
        "summary_ja": "駐車場一台分の装置で、汚泥が月4トンから2トンになりました。",
        "challenge_ja": "すり身のさらし水がにおい、汚泥の処理代が上がっていました。",
        "approach_ja": "一週間の水質を測り、濃い水だけを分けて微生物で処理しました。",
        "result_ja": "汚泥は半分になり、夏の苦情はなくなりました。",
        "next_ja": "ほかの練り物工場でも試せるよう、測り方をまとめます。",
    }
    english = {
        "title_en": RESULT_EN,
        "summary_en": "A unit the size of one parking space halved the sludge.",
    }
    for name, text in texts.items():
        page.locator(f"[name={name}]").fill(text)
    unfold(page, "英語の文")
    for name, text in english.items():
        page.locator(f"[name={name}]").fill(text)
    camera.take(page, "desk-result-form")
    press(page, "下書きを保存")
    page.wait_for_url("**/admin/desk/outcomes/*/")
    camera.take(page, "desk-result-drafted")

    page.goto(f"/admin/desk/projects/{case.project}/")
    publish = unfold(page, "成果を公開する")
    camera.take(page, "desk-publish")
    press(publish, "成果を公開する")
    expect(page.get_by_text("成果を公開しました。").first).to_be_visible()
    camera.take(page, "desk-published")


def anybody_reads_it_from_beginning_to_end(
    page: Page, camera: Camera, case: Case
) -> None:
    page.goto("/outcomes/")
    page.get_by_role("link", name=RESULT).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(RESULT)
    case.outcome = page.url.rstrip("/").rpartition("/")[2]
    expect(main_of(page)).to_contain_text("夏の苦情はなくなりました。")
    told = page.locator(".timeline-what").all_inner_texts()
    steps = [
        "困りごとを受け付けました。",
        "双方が紹介を承諾しました",
        "共同プロジェクトが始まりました。",
        "共同プロジェクトが完了しました。",
        f"成果を公開しました：{RESULT}",
    ]
    assert in_this_order(steps, told), told
    assert "demo_" not in page.content()
    camera.take(page, "reader-result")

    page.goto(f"/needs/{case.need}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    expect(main_of(page)).to_contain_text(FIRM_NAME)
    expect(main_of(page)).to_contain_text("解決")
    expect(main_of(page).get_by_role("link", name=RESULT).first).to_be_visible()
    camera.take(page, "reader-need")


def anybody_reads_it_in_english(page: Page, camera: Camera, case: Case) -> None:
    page.goto(f"/en/outcomes/{case.outcome}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(RESULT_EN)
    told = page.locator(".timeline-what").all_inner_texts()
    steps = [
        "The need was accepted.",
        "Both sides agreed to meet",
        "The joint project began.",
        "The joint project was completed.",
        f"The result was published: {RESULT_EN}.",
    ]
    assert in_this_order(steps, told), told
    camera.take(page, "reader-result-en")
    page.goto(f"/en/needs/{case.need}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Japanese only")
    camera.take(page, "reader-need-en")


def in_this_order(steps: list[str], told: list[str]) -> bool:
    """Whether each step begins one of the sentences told, one after the other."""
    rest = iter(told)
    return all(any(line.startswith(step) for line in rest) for step in steps)
