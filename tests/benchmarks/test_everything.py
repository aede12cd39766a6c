from pathlib import Path

import pytest

from benchmarks.everything import BEGIN, END, put, tables

LINES = [
    {"benchmark": "speed", "entries": 1000, "rank_s": 0.01234, "over": 1.5},
    {"benchmark": "speed", "entries": 100000, "rank_s": 2345.6},
    {"benchmark": "faithful", "ja": {"n": 7, "interval": [0.5, 0.75]}},
]


def test_a_benchmark_has_a_table_with_a_column_for_each_line():
    speed, faithful = tables(LINES).split("\n\n")
    assert speed.splitlines() == [
        "| speed | | |",
        "|---|---|---|",
        "| `entries` | 1,000 | 100,000 |",
        "| `rank_s` | 0.0123 | 2,346 |",
        "| `over` | 1.5 |  |",
    ]
    assert "| `ja interval` | 0.5, 0.75 |" in faithful


def test_figures_take_the_place_of_the_last_ones(tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    put(page, "new\n")
    put(page, "newer\n")
    assert page.read_text(encoding="utf-8") == (
        f"before\n{BEGIN}\nnewer\n{END}\nafter\n"
    )


def test_a_page_without_a_place_for_them_stays_as_it_is(tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text("text\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no place"):
        put(page, "new\n")
    assert page.read_text(encoding="utf-8") == "text\n"
