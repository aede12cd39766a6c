"""Every text of the interface is Japanese, and the compiled files are its own."""

import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[2]
PLACE = "locale/*/LC_MESSAGES/django"
FILES = sorted([*ROOT.glob(f"platform/*/{PLACE}.po"), *ROOT.glob(f"cms/{PLACE}.po")])
TEXTS = re.compile(r"gettext(_lazy)?\b|{% (block)?trans")
NAMED = re.compile(r"%\((\w+)\)[sd]|%[sd]|{(\w+)}")
MARKED = ("*.py", "*.html", "*.txt")


def name_of(path: Path) -> str:
    """The app that a file of texts belongs to."""
    return path.relative_to(ROOT).parts[-5]


def contents(file: polib._BaseFile) -> dict[tuple[str | None, str], object]:
    """Every text with its translation, by context and msgid."""
    return {(e.msgctxt, e.msgid): e.msgstr_plural or e.msgstr for e in file}


def test_every_app_with_texts_has_them_translated():
    apps = [path for path in [*ROOT.glob("platform/*/"), ROOT / "cms"] if path.is_dir()]
    speaking = {
        app.name
        for app in apps
        for pattern in MARKED
        for file in app.rglob(pattern)
        if TEXTS.search(file.read_text(encoding="utf-8"))
    }

    assert {name_of(path) for path in FILES} >= speaking


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_text_is_translated(path):
    file = polib.pofile(str(path))

    assert [e.msgid for e in file.untranslated_entries()] == []
    assert [e.msgid for e in file.fuzzy_entries()] == []
    assert [e.msgid for e in file.obsolete_entries()] == []


def test_no_text_is_translated_in_two_ways():
    """Django asks one app after the other: the first translation would always win."""
    found: dict[tuple[str | None, str], dict[str, str]] = {}
    for path in FILES:
        for text, translation in contents(polib.pofile(str(path))).items():
            found.setdefault(text, {})[str(translation)] = name_of(path)

    assert {text: ways for text, ways in found.items() if len(ways) > 1} == {}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_the_compiled_file_holds_the_same(path):
    assert contents(polib.mofile(str(path.with_suffix(".mo")))) == contents(
        polib.pofile(str(path))
    )


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_translation_names_the_same_values(path):
    for entry in polib.pofile(str(path)):
        texts = entry.msgstr_plural.values() if entry.msgstr_plural else [entry.msgstr]
        asked = entry.msgid_plural or entry.msgid
        for text in texts:
            assert (entry.msgid, named(text)) == (entry.msgid, named(asked))


def named(text: str) -> list[tuple[str, ...]]:
    """The values that a text leaves a place for."""
    return sorted(set(NAMED.findall(text)))
