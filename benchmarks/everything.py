"""All figures of the matcher: `python -m benchmarks.everything DIR [PAGE]`.

Runs every benchmark in a process of its own and prints its line as soon as it is there.
The tables made from the lines so far are put into PAGE (docs/matching.md), between the
two marks that stand there for them.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Line = dict[str, Any]

BEGIN, END = "<!-- figures: make bench -->", "<!-- end of figures -->"

RUNS: tuple[tuple[str, ...], ...] = (
    ("retrieval", "{data}/retrieval-ja"),
    ("expertise", "{data}/expertise"),
    ("graded",),
    ("faithfulness",),
    ("matching_speed", "1000", "100"),
    ("matching_speed", "10000", "1000"),
    ("shared_index", "10000"),
    ("assignment",),
    ("matching_speed", "100000", "10000"),
    ("ranking_growth",),
)
"""Module and arguments of each run, the longest last."""


def run(data: Path) -> Iterator[Line]:
    """The lines of all runs, each with its `benchmark`.

    Args:
        data: a folder that holds `retrieval-ja` and `expertise`.

    Raises:
        subprocess.CalledProcessError: one of them failed.
    """
    for module, *arguments in RUNS:
        command = [sys.executable, "-m", f"benchmarks.{module}"]
        command += [argument.format(data=data) for argument in arguments]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        for line in done.stdout.splitlines():
            yield {"benchmark": module, **json.loads(line)}


def tables(lines: Iterable[Line]) -> str:
    """A table for each benchmark, in Markdown: a row a figure, a column a line."""
    held: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        figures = dict(_flat(line))
        held.setdefault(figures.pop("benchmark"), []).append(figures)
    return "\n".join(_table(name, columns) for name, columns in held.items())


def put(page: Path, text: str) -> None:
    """Put text between the two marks of a page.

    Raises:
        ValueError: the page has not both marks, one of each.
    """
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{page} has no place for figures: {BEGIN} … {END}")
    page.write_text(f"{before}{BEGIN}\n{text}{END}{after}", encoding="utf-8")


def _flat(line: Line, above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in line.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name} ")
        else:
            yield above + name, value


def _table(name: str, columns: Sequence[dict[str, Any]]) -> str:
    names = dict.fromkeys(figure for column in columns for figure in column)
    rows = [
        "| " + " | ".join([f"`{figure}`", *(_said(c.get(figure)) for c in columns)])
        for figure in names
    ]
    head = f"| {name} |{' |' * len(columns)}\n|{'---|' * (len(columns) + 1)}\n"
    return head + "".join(f"{row} |\n" for row in rows)


def _said(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1_000 else f"{value:,.0f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    return "" if value is None else str(value)


def main(data: Path, page: Path) -> None:
    """Run all; print each line and put the tables so far into the page."""
    day = f"{datetime.now(UTC):%-d %B %Y}"
    load = [f"{os.getloadavg()[0]:.1f}"]
    lines = []
    for line in run(data):
        print(json.dumps(line, ensure_ascii=False), flush=True)
        lines.append(line)
        load.append(f"{os.getloadavg()[0]:.1f}")
        told = f"{day}, {os.cpu_count()} cores; load before and after each: "
        put(page, f"{told}{', '.join(load)}.\n\n{tables(lines)}")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    given = [Path(argument) for argument in sys.argv[1:]]
    main(given[0], given[1] if given[1:] else Path("docs/matching.md"))
