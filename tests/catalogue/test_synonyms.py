"""The dictionary: what it takes, what it refuses, and who hears of a change."""

import csv

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError

from catalogue.actions.synonyms import (
    DEFAULT_LIST,
    add_synonym,
    edit_synonym,
    load_synonym,
    load_synonyms,
    remove_synonym,
    take_synonyms,
)
from catalogue.models import Change, Synonym
from catalogue.selectors import synonyms
from catalogue.selectors.synonyms import dictionary
from lifecycle.errors import InvalidInput, NotAllowed
from lifecycle.models import LogEntry
from tests.factories.accounts import MunicipalityFactory, officer_of, secretary
from tests.factories.catalogue import SynonymFactory, ThemeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def test_a_pair_adds_each_word_to_the_other():
    add_synonym(by=secretary(), plain="ごみ", term="廃棄物")

    assert dict(dictionary()) == {"ごみ": ("廃棄物",), "廃棄物": ("ごみ",)}


def test_one_way_is_one_way():
    add_synonym(by=secretary(), plain="人手不足", term="省力化", direction="to_term")

    assert dict(dictionary()) == {"人手不足": ("省力化",)}


def test_a_loop_is_not_followed():
    for plain, term in (("ごみ", "廃棄物"), ("廃棄物", "残渣"), ("残渣", "ごみ")):
        SynonymFactory(plain=plain, term=term, direction="to_term")

    assert dict(dictionary()) == {
        "ごみ": ("廃棄物",),
        "廃棄物": ("残渣",),
        "残渣": ("ごみ",),
    }


def test_every_change_is_at_once_in_use_and_in_the_log():
    by = secretary()
    row = add_synonym(by=by, plain="ごみ", term="廃棄物", direction="to_term")
    assert dict(dictionary()) == {"ごみ": ("廃棄物",)}

    edit_synonym(row, by=by, term="食品残渣")
    assert dict(dictionary()) == {"ごみ": ("食品残渣",)}

    edit_synonym(row, by=by, is_active=False)
    assert dict(dictionary()) == {}

    edit_synonym(row, by=by, is_active=True)
    remove_synonym(row, by=by)
    assert dict(dictionary()) == {}
    log = LogEntry.objects.filter(subject_id=row.public_id).order_by("pk")
    assert [(entry.action, entry.actor) for entry in log] == [
        ("add", by),
        ("edit", by),
        ("edit", by),
        ("edit", by),
        ("remove", by),
    ]
    assert (log[1].before, log[1].after) == ({"term": "廃棄物"}, {"term": "食品残渣"})
    assert log[4].before["plain"] == "ごみ"


def test_the_same_edit_again_changes_nothing():
    row = SynonymFactory(plain="ごみ", term="廃棄物")
    before = Change.objects.count()

    edit_synonym(row, by=secretary(), plain="ごみ")
    remove_synonym(row, by=secretary())
    remove_synonym(row, by=secretary())

    assert Change.objects.count() == before + 1
    assert [entry.action for entry in LogEntry.objects.all()] == ["remove"]


def test_a_dictionary_that_could_not_be_read_is_read_again(monkeypatch):
    SynonymFactory(plain="ごみ", term="廃棄物", direction="to_term")

    def away(entries):
        raise OperationalError("The database is away")

    with monkeypatch.context() as patch, pytest.raises(OperationalError):
        patch.setattr(synonyms, "dictionary_of", away)
        dictionary()

    assert dict(dictionary()) == {"ごみ": ("廃棄物",)}


def test_only_the_secretariat_keeps_the_dictionary():
    row = SynonymFactory()
    officer = officer_of(MunicipalityFactory())

    for attempt in (
        lambda: add_synonym(by=officer, plain="ごみ", term="廃棄物"),
        lambda: edit_synonym(row, by=officer, is_active=False),
        lambda: remove_synonym(row, by=officer),
        lambda: take_synonyms([{"plain": "ごみ", "term": "廃棄物"}], by=officer),
    ):
        with pytest.raises(NotAllowed):
            attempt()

    assert list(Synonym.objects.values_list("pk", "is_active")) == [(row.pk, True)]


@pytest.mark.parametrize(
    ("plain", "term", "field"),
    [
        ("", "廃棄物", "plain"),
        ("ごみ", "", "term"),
        ("ごみ", "ゴミ", "term"),
        ("サーバ", "サーバー", "term"),
        ("ごみ", "ごみ", "term"),
        ("。、", "廃棄物", "plain"),
        ("ごみ", "※※", "term"),
        ("ご\x00み", "廃棄物", "plain"),
        ("ごみ", "廃\ufffd物", "term"),
        ("ご" * 61, "廃棄物", "plain"),
    ],
)
def test_a_pair_that_could_change_nothing_is_refused(plain, term, field):
    with pytest.raises(ValidationError) as refused:
        add_synonym(by=secretary(), plain=plain, term=term)

    assert list(refused.value.message_dict) == [field]
    assert not Synonym.objects.exists()


def test_a_pair_is_in_the_dictionary_once():
    add_synonym(by=secretary(), plain="ごみ", term="廃棄物")

    with pytest.raises(ValidationError, match="すでに辞書にあります"):
        add_synonym(by=secretary(), plain="ごみ", term="廃棄物")


def test_the_language_of_a_pair_is_read_from_its_words():
    by = secretary()
    for plain, term in (("ごみ", "廃棄物"), ("溶接", "welding"), ("trash", "waste")):
        add_synonym(by=by, plain=plain, term=term)

    rows = Synonym.objects.order_by("pk").values_list("language", flat=True)
    assert list(rows) == ["ja", "ja_en", "en"]


def test_a_list_adds_changes_and_leaves_alone():
    by = secretary()
    SynonymFactory(plain="ごみ", term="廃棄物", note="環境")
    SynonymFactory(plain="溶接", term="welding", language="ja_en", is_active=False)
    before = Change.objects.count()

    taken = take_synonyms(
        [
            {"plain": "ごみ", "term": "廃棄物", "note": "資源"},
            {"plain": "溶接", "term": "welding"},
            {"plain": "草取り", "term": "除草"},
        ],
        by=by,
    )

    assert (taken.added, taken.changed, taken.unchanged) == (1, 1, 1)
    assert Change.objects.count() == before + 1
    assert not Synonym.objects.get(plain="溶接").is_active


def test_a_list_with_a_bad_entry_changes_nothing():
    rows = [{"plain": "草取り", "term": "除草"}, {"plain": "ごみ", "term": "ゴミ"}]

    with pytest.raises(ValidationError):
        take_synonyms(rows, by=secretary())

    assert not Synonym.objects.exists()


def test_the_default_list_is_loaded_once_and_leaves_staff_their_changes():
    first = load_synonyms()
    row, gone = Synonym.objects.order_by("pk")[:2]
    edit_synonym(row, by=secretary(), is_active=False)
    remove_synonym(gone, by=secretary())

    again = load_synonyms()

    assert first >= 400
    assert again == 0
    assert Synonym.objects.count() == first - 1
    assert not Synonym.objects.get(pk=row.pk).is_active


def test_a_pair_of_a_list_that_staff_has_the_other_way_round_is_left_alone(tmp_path):
    add_synonym(by=secretary(), plain="廃棄物", term="ごみ")
    file = tmp_path / "list.csv"
    file.write_text(
        "plain,term,direction,note\nごみ,廃棄物,both,\n草取り,除草,both,\n",
        encoding="utf-8",
    )

    assert load_synonyms(file) == 1
    assert not load_synonym(plain="ごみ", term="廃棄物", direction="to_term", note="")


@pytest.mark.parametrize(
    ("first", "second", "again"),
    [
        ("both", "both", True),
        ("both", "to_term", True),
        ("to_term", "both", True),
        ("to_term", "to_term", False),
    ],
)
def test_a_pair_turned_round_is_refused_where_it_says_the_same(first, second, again):
    by = secretary()
    row = add_synonym(by=by, plain="ごみ", term="廃棄物", direction=first)
    edit_synonym(row, by=by, note="環境")
    turned = {"plain": "廃棄物", "term": "ごみ", "direction": second}
    if again:
        with pytest.raises(ValidationError, match="逆向き"):
            add_synonym(by=by, **turned)
    else:
        add_synonym(by=by, **turned)


def test_one_of_two_that_stand_there_both_ways_already_can_be_switched_off():
    SynonymFactory(plain="ごみ", term="廃棄物", direction="both")
    row = SynonymFactory(plain="廃棄物", term="ごみ", direction="both")

    edit_synonym(row, by=secretary(), is_active=False)

    assert not Synonym.objects.get(pk=row.pk).is_active


def test_the_default_list_bridges_the_languages():
    load_synonyms()

    assert Synonym.objects.filter(language="ja_en").count() >= 100


def test_no_pair_of_the_default_list_stands_there_twice():
    with DEFAULT_LIST.open(encoding="utf-8", newline="") as file:
        pairs = [frozenset((row["plain"], row["term"])) for row in csv.DictReader(file)]

    assert len(set(pairs)) == len(pairs)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("ごみ,ゴミ,both,", "line 2"),
        ("ごみ,廃棄物,sideways,", "line 2"),
        (",廃棄物,both,", "line 2"),
    ],
)
def test_a_broken_line_of_a_list_is_named_and_nothing_is_loaded(tmp_path, row, told):
    file = tmp_path / "list.csv"
    head = "plain,term,direction,note\n"
    file.write_text(f"{head}{row}\n草取り,除草,both,\n", encoding="utf-8")

    with pytest.raises(InvalidInput, match=told):
        load_synonyms(file)

    assert not Synonym.objects.exists()


def test_a_pair_of_the_region_stays_as_staff_left_it():
    fields = {"plain": "ごみ", "term": "廃棄物", "direction": "both", "note": ""}
    assert load_synonym(**fields, theme=ThemeFactory())
    row = Synonym.objects.get()
    edit_synonym(row, by=secretary(), direction="to_term")

    assert not load_synonym(**fields, theme=None)
    remove_synonym(row, by=secretary())
    assert not load_synonym(**fields, theme=None)

    assert not Synonym.objects.exists()
