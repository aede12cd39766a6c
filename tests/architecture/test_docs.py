"""The documents say what the code does."""

import csv
import re
import tomllib
from pathlib import Path

from config.region.schema import REGION, RULES, SECTION, STEP, TABLES, WORKS

ROOT = Path(__file__).parents[2]


def test_the_architecture_s_floors_are_those_that_lint_checks():
    text = (ROOT / "docs/architecture.md").read_text()
    [drawn] = re.findall(r"```floors\n(.*?)```", text, re.S)
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"][
        "importlinter"
    ]
    assert drawn.split("\n")[:-1] == contracts["contracts"][0]["layers"]


def test_the_architecture_names_every_package_once():
    text = (ROOT / "docs/architecture.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \|", text, re.M)
    ours = {p.parent.name for p in ROOT.glob("platform/*/__init__.py")}
    assert sorted(rows) == sorted(ours | {"matching", "search", "cms"})


def test_every_column_of_a_pack_is_described():
    text = (ROOT / "docs/regions.md").read_text()
    columns = {c.name for table in TABLES.values() for c in table.columns}
    columns |= {c.name for c in (*REGION.columns, *RULES, *SECTION, *STEP, *WORKS)}
    described = set(re.findall(r"`([a-z_]+)`", text))
    assert columns - described == set()


def test_the_documents_that_readme_names_are_there():
    text = (ROOT / "README.md").read_text()
    named = re.findall(r"\]\(([\w/.]+)\)", text)
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_pairs_of_the_dictionary_are_counted():
    text = (ROOT / "docs/operations.md").read_text()
    file = ROOT / "platform/catalogue/reference/synonyms.csv"
    with file.open(encoding="utf-8-sig", newline="") as rows:
        assert f"brings {len([*csv.DictReader(rows)])} pairs" in text
