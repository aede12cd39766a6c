"""The dictionary on the desk: entries tried before saving, and files."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalogue.models import Synonym
from lifecycle.models import LogEntry
from tests.factories.accounts import MunicipalityFactory, officer_of, secretary
from tests.factories.catalogue import (
    ExpertiseFactory,
    NeedFactory,
    SynonymFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

PAIR = {
    "plain": "ごみ",
    "term": "廃棄物",
    "direction": "both",
    "note": "環境",
    "is_active": "on",
}
NEW = "desk:synonym_new"
FILE = "desk:synonym_file"
HEAD = "現場の言葉,専門用語,向き,テーマ,分野・メモ,使用\r\n"


def page_of(synonym):
    return reverse("desk:synonym", args=[synonym.public_id])


def file_of(text, encoding="utf-8-sig"):
    return SimpleUploadedFile("synonyms.csv", text.encode(encoding), "text/csv")


def check(client, text, encoding="utf-8-sig"):
    return client.post(
        reverse(FILE), {"action": "check", "file": file_of(text, encoding)}
    )


def take(client, response):
    return client.post(
        reverse(FILE), {"action": "take", "text": response.context["text"]}
    )


def problems(response):
    return [(p.row, p.field) for p in response.context["problems"]]


def test_the_dictionary_is_for_the_secretariat_alone(enter):
    client = enter(officer_of(MunicipalityFactory()))
    row = SynonymFactory()

    for address in (
        reverse("desk:synonyms"),
        reverse(NEW),
        reverse(FILE),
        reverse("desk:synonym_export"),
        page_of(row),
    ):
        assert client.get(address).status_code == 403


def test_an_entry_is_added_changed_switched_off_and_removed(enter):
    by = secretary()
    client = enter(by)

    client.post(reverse(NEW), PAIR | {"action": "save"})
    row = Synonym.objects.get()
    client.post(page_of(row), PAIR | {"action": "save", "term": "食品残渣"})
    off = {name: value for name, value in PAIR.items() if name != "is_active"}
    client.post(page_of(row), off | {"action": "save", "term": "食品残渣"})
    row.refresh_from_db()
    shown = client.get(page_of(row))
    client.post(page_of(row), {"action": "remove"})

    assert (row.term, row.is_active) == ("食品残渣", False)
    assert [entry["changes"] for entry in shown.context["log"][:2]] == [
        [{"label": "in use", "before": "yes", "after": "no"}],
        [{"label": "technical term", "before": "廃棄物", "after": "食品残渣"}],
    ]
    assert not Synonym.objects.exists()
    assert set(LogEntry.objects.values_list("actor", flat=True)) == {by.pk}


def test_an_entry_that_could_change_nothing_is_refused_with_what_was_typed(enter):
    response = enter(secretary()).post(
        reverse(NEW), PAIR | {"action": "save", "term": "ゴミ"}
    )

    assert response.status_code == 400
    assert list(response.context["entry_form"].errors) == ["term"]
    assert response.context["entry_form"]["note"].value() == "環境"
    assert not Synonym.objects.exists()


def test_what_an_entry_changes_is_shown_before_it_is_saved(enter):
    ExpertiseFactory(title_ja="廃棄物の再資源化", title_en="Recycling of waste")

    response = enter(secretary()).post(
        reverse(NEW), PAIR | {"action": "try", "questions": "ごみ 減らす\n\n"}
    )

    tried = response.context["tried"].questions
    effects = {effect.question: effect for effect in tried}
    word = effects["ごみ"]
    assert set(effects) == {"ごみ 減らす", "ごみ", "廃棄物"}
    assert (word.before, word.after) == (0, 1)
    assert word.new == word.first_after == ["Recycling of waste"]
    assert not effects["廃棄物"].changes
    assert not Synonym.objects.exists()


def test_switching_off_shows_what_is_no_longer_found(enter):
    row = SynonymFactory(plain="ごみ", term="廃棄物")
    ExpertiseFactory(title_ja="廃棄物の再資源化", title_en="Recycling of waste")
    off = {name: value for name, value in PAIR.items() if name != "is_active"}

    response = enter(secretary()).post(page_of(row), off | {"action": "try"})

    word = response.context["tried"].questions[0]
    assert (word.question, word.before, word.after) == ("ごみ", 1, 0)
    assert word.gone == ["Recycling of waste"]


def test_the_needs_whose_proposals_an_entry_changes_are_shown(enter):
    need = NeedFactory(
        title_ja="ごみの山",
        title_en="",
        summary_ja="ごみを減らしたい。",
        background_ja="",
        wanted_ja="",
    )
    for title, summary in (
        ("廃棄物の再資源化", "廃棄物を減らします。"),
        ("橋の点検", "打音で調べます。"),
        ("竹林の手入れ", "竹を炭にします。"),
    ):
        ExpertiseFactory(title_ja=title, title_en="", summary_ja=summary, body_ja="")

    page = enter(secretary()).post(reverse(NEW), PAIR | {"action": "try"})

    needs = page.context["tried"].needs
    assert (needs.saying, needs.compared) == (1, 1)
    assert needs.changed == [need]
    assert str(need) in page.text


def test_more_questions_than_can_be_tried_are_refused(enter):
    questions = "\n".join(f"質問{number}" for number in range(6))

    response = enter(secretary()).post(
        reverse(NEW), PAIR | {"action": "try", "questions": questions}
    )

    assert response.status_code == 400
    assert list(response.context["entry_form"].errors) == ["questions"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"ごみ", "溶接", "人手不足"}),
        ({"q": "廃棄"}, {"ごみ"}),
        ({"q": "製造"}, {"溶接"}),
        ({"direction": "to_term"}, {"人手不足"}),
        ({"language": "ja_en"}, {"溶接"}),
        ({"used": "no"}, {"人手不足"}),
        ({"theme": "care"}, {"ごみ"}),
        ({"direction": "sideways"}, {"ごみ", "溶接", "人手不足"}),
    ],
)
def test_the_list_is_searched_and_filtered(enter, query, found):
    SynonymFactory(plain="ごみ", term="廃棄物", theme=ThemeFactory(slug="care"))
    SynonymFactory(plain="溶接", term="welding", language="ja_en", note="製造")
    SynonymFactory(
        plain="人手不足", term="省力化", direction="to_term", is_active=False
    )

    response = enter(secretary()).get(reverse("desk:synonyms"), query)

    assert {row["cells"][0][1] for row in response.context["rows"]} == found


@pytest.mark.parametrize(
    ("address", "encoding"),
    [("synonym_export", "utf-8-sig"), ("synonym_export_cp932", "cp932")],
)
def test_what_is_exported_is_taken_in_again_as_it_was(enter, address, encoding):
    theme = ThemeFactory(name_ja="くらし")
    SynonymFactory(plain="ごみ", term="廃棄物", theme=theme, note="環境, 資源")
    SynonymFactory(plain="人手不足", term="省力化", direction="to_term")
    SynonymFactory(plain="溶接", term="welding", is_active=False)
    client = enter(secretary())

    content = client.get(reverse(f"desk:{address}")).content
    checked = check(client, content.decode(encoding), encoding)

    assert checked.context["unchanged"] == 3
    assert (checked.context["added"], checked.context["changed"]) == ([], [])


def test_no_cell_of_an_export_is_a_formula(enter):
    row = SynonymFactory(plain="=1+1 円", term="@用語", note="-10 度", direction="both")
    client = enter(secretary())

    content = client.get(reverse("desk:synonym_export")).content.decode("utf-8-sig")
    [cells] = list(csv.reader(io.StringIO(content)))[1:]
    checked = check(client, content)

    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in cells)
    assert checked.context["unchanged"] == 1
    assert str(row.plain) == "=1+1 円"


def test_a_word_that_shift_jis_does_not_know_is_named(enter):
    SynonymFactory(plain="🌊の害", term="津波")

    response = enter(secretary()).get(reverse("desk:synonym_export_cp932"), follow=True)

    [message] = response.context["messages"]
    assert "“🌊”" in str(message)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
def test_a_file_is_shown_first_and_taken_in_when_confirmed(enter, encoding):
    SynonymFactory(plain="ごみ", term="廃棄物", note="")
    client = enter(secretary())
    text = f"{HEAD}草取り,除草,専門用語へ,,農業,はい\r\nごみ,廃棄物,両方,,環境,はい\r\n"

    checked = check(client, text, encoding)
    assert Synonym.objects.count() == 1
    taken = take(client, checked)

    assert len(checked.context["added"]) == len(checked.context["changed"]) == 1
    assert taken.status_code == 302
    rows = Synonym.objects.order_by("plain")
    assert [(r.plain, r.direction, r.note) for r in rows] == [
        ("ごみ", "both", "環境"),
        ("草取り", "to_term", "農業"),
    ]


def test_headings_are_read_in_either_width_and_any_order(enter):
    client = enter(secretary())
    text = "　専門用語 ,現場の言葉,分野･メモ\r\n除草,草取り,農業\r\n"

    take(client, check(client, text, "cp932"))

    row = Synonym.objects.get()
    assert (row.plain, row.term, row.direction, row.is_active) == (
        "草取り",
        "除草",
        "both",
        True,
    )


def test_broken_rows_are_named_with_row_column_and_remedy(enter):
    SynonymFactory(plain="林檎", term="果樹")
    client = enter(secretary())
    rows = [
        "草取り,除草,両方,,,はい",
        ",廃棄物,両方,,,はい",
        "ごみ,ゴミ,両方,,,はい",
        "溶接,welding,横,,,はい",
        "橋,橋梁,両方,無いテーマ,,はい",
        "海,海洋",
        "草取り,除草,両方,,,はい",
        "ご\ufffdみ,塵芥,両方,,,はい",
    ]

    checked = check(client, HEAD + "\r\n".join(rows))
    taken = take(client, checked)

    assert checked.status_code == taken.status_code == 400
    assert problems(checked) == [
        (3, "現場の言葉"),
        (4, "専門用語"),
        (5, "向き"),
        (6, "テーマ"),
        (7, ""),
        (8, "専門用語"),
        (9, "現場の言葉"),
    ]
    assert all(problem.remedy for problem in checked.context["problems"])
    assert [row.plain for row in Synonym.objects.all()] == ["林檎"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEAD,
        "現場の言葉\r\nごみ\r\n",
        "現場の言葉,専門用語,専門用語\r\nごみ,廃棄物,塵芥\r\n",
        "現場の言葉,専門用語,値段\r\nごみ,廃棄物,3\r\n",
        '現場の言葉,専門用語\r\n"ごみ,廃棄物\r\n',
        "現場の言葉\t専門用語\r\nごみ\t廃棄物\r\n",
    ],
)
def test_a_file_that_is_broken_as_a_whole_changes_nothing(enter, text):
    checked = check(enter(secretary()), text)

    assert checked.status_code == 400
    assert not Synonym.objects.exists()


@pytest.mark.parametrize(
    "content", ["ごみ,廃棄物".encode("utf-16"), b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe"]
)
def test_what_is_no_text_is_refused_with_a_remedy(enter, content):
    file = SimpleUploadedFile("synonyms.csv", content)

    response = enter(secretary()).post(reverse(FILE), {"action": "check", "file": file})

    assert response.status_code == 400
    assert "CSV UTF-8" in response.text
    assert not Synonym.objects.exists()


def test_a_pair_turned_round_is_refused_with_the_one_that_is_there(enter):
    SynonymFactory(plain="廃棄物", term="ごみ", direction="both")

    response = enter(secretary()).post(reverse(NEW), PAIR | {"action": "save"})

    assert response.status_code == 400
    assert "廃棄物 ↔ ごみ" in str(response.context["entry_form"].errors["term"])


def test_the_list_says_that_the_matcher_uses_the_dictionary(enter):
    assert (
        "the matcher use every change"
        in enter(secretary()).get(reverse("desk:synonyms")).text
    )


def test_a_loop_can_be_taken_in_and_harms_nobody(enter):
    client = enter(secretary())
    text = f"{HEAD}ごみ,廃棄物,専門用語へ,,,\r\n廃棄物,ごみ,専門用語へ,,,\r\n"

    take(client, check(client, text))

    assert Synonym.objects.count() == 2
    assert client.get(reverse("web:expertise_list"), {"q": "ごみ"}).status_code == 200


def test_the_log_of_an_entry_shows_no_theme_where_it_has_none(enter):
    client = enter(secretary())
    client.post(reverse(NEW), PAIR | {"action": "save"})

    page = client.get(page_of(Synonym.objects.get())).content.decode()
    assert "廃棄物" in page
    assert "→ None" not in page


def test_a_new_entry_says_in_words_what_to_write(enter):
    page = enter(secretary()).get(reverse(NEW)).content.decode()

    assert "------" not in page
    assert page.count("Example:") == 2
