"""The map of gaps: open needs that nobody answers, by industry and municipality."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Municipality, Region
from catalogue.models import Industry
from recommendations.coverage import Covered

# In an address: an industry or a place that is not named, or is withheld.
NONE = "none"


@dataclass
class Cell:
    """How many open needs there are, and how many of them nobody answers."""

    industry: str
    place: str
    needs: int = 0
    gaps: int = 0

    def count(self, row: Covered) -> None:
        """Count one more need."""
        self.needs += 1
        self.gaps += not row.answered


@dataclass
class Row:
    """An industry: its cells in the order of the places, and their sum."""

    code: str
    name: str
    cells: list[Cell]
    total: Cell = field(init=False)

    def __post_init__(self) -> None:
        """Add the cells up."""
        self.total = Cell(
            self.code,
            "",
            sum(cell.needs for cell in self.cells),
            sum(cell.gaps for cell in self.cells),
        )


@dataclass(frozen=True)
class Map:
    """The table: places as columns, industries as rows, those with most gaps first."""

    places: list[str]
    rows: list[Row]
    total: Cell

    @property
    def most(self) -> int:
        """The needs of the industry that has most of them."""
        return max((row.total.needs for row in self.rows), default=0)


def industry_of(row: Covered) -> str:
    """Return an industry's code as addresses carry it."""
    return row.industry.code if row.industry else NONE


def place_of(row: Covered) -> str:
    """Return a municipality's code as addresses carry it."""
    return row.municipality.code if row.municipality else NONE


def map_of(
    rows: Sequence[Covered], municipalities: Iterable[Municipality], region: Region
) -> Map:
    """Count needs and gaps by industry and place.

    Args:
        rows: the needs.
        municipalities: the columns, in their order; one more for what names none.
        region: whose area stands for a place that is withheld or not named.
    """
    places = {place.code: str(place) for place in municipalities}
    places[NONE] = str(region.localized("area"))
    industries: dict[str, Industry | None] = {
        industry_of(row): row.industry for row in rows
    }
    cells = {
        (code, place): Cell(code, place) for code in industries for place in places
    }
    total = Cell("", "")
    for row in rows:
        cells[industry_of(row), place_of(row)].count(row)
        total.count(row)
    found = [
        Row(
            code,
            str(industry or _("No industry named")),
            [cells[code, place] for place in places],
        )
        for code, industry in industries.items()
    ]
    found.sort(key=lambda row: (-row.total.gaps, -row.total.needs, row.code))
    return Map(list(places.values()), found, total)


def table_of(found: Map) -> list[list[Any]]:
    """Return the cells that have a need as lines of a file, the headings first."""
    head = [
        _("Industry code"),
        _("Industry"),
        _("Municipality code"),
        _("Municipality"),
        _("Open needs"),
        _("Of them without an answer"),
    ]
    lines: list[list[Any]] = [head]
    for row in found.rows:
        for place, cell in zip(found.places, row.cells, strict=True):
            if cell.needs:
                industry = "" if row.code == NONE else row.code
                code = "" if cell.place == NONE else cell.place
                line = [industry, row.name, code, place, cell.needs, cell.gaps]
                lines.append(line)
    return lines
