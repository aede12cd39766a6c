"""Loading a region: read and check everything, then write it in one transaction."""

from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation

from accounts.enums import INSTITUTION_KINDS, OrganisationKind
from accounts.models import (
    ClosedDays,
    Instrument,
    Municipality,
    Organisation,
    Partnership,
    Region,
    Site,
)
from catalogue.actions.feed import note_change, note_partnership
from catalogue.actions.synonyms import load_synonym
from catalogue.enums import NeedState, OfferState
from catalogue.models import (
    Affiliation,
    Expertise,
    Facility,
    Industry,
    Need,
    Researcher,
    ReviewSection,
    Theme,
    Work,
)
from cms.actions import put_news, put_page
from config.region.cases import play_cases
from config.region.people import put_account
from config.region.problems import BrokenPack, Problem
from config.region.reading import Pack, Row, read_pack
from config.region.writing import Report, put
from design.contrast import contrast_with_white
from lifecycle import clock
from lifecycle.actions import record

LOWEST_CONTRAST = 4.5


def load_region(root: Path) -> Report:
    """Bring a region's pack into the database; a second time changes nothing.

    Args:
        root: the pack's folder.

    Raises:
        BrokenPack: with every problem found; nothing was written.

    Side effects: writes everything the pack holds in one transaction, notes changes
    in the feed, plays the demonstration cases through the real actions.
    """
    pack = read_pack(
        root,
        industries=Industry.objects.values_list("code", flat=True),
        sections=ReviewSection.objects.values_list("code", flat=True),
    )
    report = Report()
    with translation.override("en"), transaction.atomic():
        _Loader(pack, report).load()
        if report.problems:
            raise BrokenPack(report.problems)
    return report


class _Loader:
    """One load; keeps the rows that later entries refer to."""

    def __init__(self, pack: Pack, report: Report) -> None:
        self.pack = pack
        self.report = report
        self.organisations: dict[str, Organisation] = {}
        self.municipalities: dict[str, Municipality] = {}
        self.themes: dict[str, Theme] = {}
        self.researchers: dict[str, Researcher] = {}

    def load(self) -> None:
        """Write table after table, what is referred to first."""
        for name, write in (
            ("municipalities", self._municipality),
            ("organisations", self._organisation),
            ("sites", self._site),
            ("partnerships", self._partnership),
            ("instruments", self._instrument),
            ("closed_days", self._closed_days),
            ("themes", self._theme),
            ("synonyms", self._synonym),
            ("researchers", self._researcher),
            ("accounts", self._account),
            ("expertise", self._expertise),
            ("facilities", self._facility),
            ("needs", self._need),
            ("pages", self._page),
            ("news", self._news),
        ):
            for row in self.pack.tables[name]:
                write(row)
            # What comes later refers to it: the first table with problems ends it.
            if self.report.problems:
                return
        self._region(self.pack.region)
        if not self.report.problems:
            play_cases(self.pack, self.report)

    def _put(
        self,
        row: Row,
        model: Any,
        find: dict[str, Any],
        values: dict[str, Any],
        related: dict[str, list[Any]] | None = None,
    ) -> tuple[Any, str]:
        return put(self.report, row, model, find, values, related)

    def _region(self, row: Row) -> None:
        if contrast_with_white(row["accent"]) < LOWEST_CONTRAST:
            remedy = "is too light to read on white: choose one of at least 4.5 : 1"
            self.report.problems.append(Problem(row.file, None, "accent", remedy))
        values = dict(row.values)
        values["secretariat"] = self.organisations[row["secretariat"]]
        first = Region.objects.first()
        self._put(row, Region, {"pk": first.pk if first else 1}, values)

    def _municipality(self, row: Row) -> None:
        values = _without(row, "code") | {"order": row.number}
        thing, _ = self._put(row, Municipality, {"code": row["code"]}, values)
        self.municipalities[row["code"]] = thing

    def _organisation(self, row: Row) -> None:
        values = _without(row, "id")
        values["is_demo"] = _is_demo(row)
        values["listed"] = self._is_listed(row)
        thing, _ = self._put(row, Organisation, {"pack_id": row["id"]}, values)
        self.organisations[row["id"]] = thing

    def _is_listed(self, row: Row) -> bool:
        tables = self.pack.tables
        offers = [*tables["expertise"], *tables["facilities"]]
        if any(offer["organisation"] == row["id"] for offer in offers):
            return True
        public = (
            *INSTITUTION_KINDS,
            OrganisationKind.MUNICIPALITY,
            OrganisationKind.PREFECTURE,
        )
        return row["kind"] in public and not _is_demo(row)

    def _site(self, row: Row) -> None:
        find = {
            "organisation": self.organisations[row["organisation"]],
            "municipality": self.municipalities.get(row["municipality"]),
            "name_ja": row["name_ja"],
        }
        self._put(row, Site, find, {n: row[n] for n in ("name_en", "address_ja")})

    def _partnership(self, row: Row) -> None:
        values = _without(row, "municipality", "institution")
        pair = self._pair(row)
        _, outcome = self._put(row, Partnership, pair, values)
        if outcome in ("added", "changed"):
            note_partnership(pair["municipality"].pk)

    def _instrument(self, row: Row) -> None:
        partnership, _ = self._put(row, Partnership, self._pair(row), {})
        find = {"partnership": partnership, "title_ja": row["title_ja"]}
        values = _without(row, "municipality", "institution", "title_ja")
        self._put(row, Instrument, find, values)

    def _pair(self, row: Row) -> dict[str, Any]:
        return {
            "municipality": self.municipalities[row["municipality"]],
            "institution": self.organisations[row["institution"]],
        }

    def _closed_days(self, row: Row) -> None:
        find = {"starts_on": row["starts_on"], "name_ja": row["name_ja"]}
        self._put(row, ClosedDays, find, {n: row[n] for n in ("ends_on", "name_en")})

    def _theme(self, row: Row) -> None:
        thing, _ = self._put(row, Theme, {"slug": row["id"]}, _without(row, "id"))
        self.themes[row["id"]] = thing

    def _synonym(self, row: Row) -> None:
        values = row.values | {"theme": self.themes.get(row["theme"])}
        try:
            outcome = "added" if load_synonym(**values) else "unchanged"
        except ValidationError as error:
            self.report.refuse(row, error)
        else:
            getattr(self.report, outcome)["dictionary"] += 1

    def _account(self, row: Row) -> None:
        put_account(
            self.report,
            row,
            self.organisations[row["organisation"]],
            self.researchers.get(row["researcher"]),
        )

    def _researcher(self, row: Row) -> None:
        place = ("department_ja", "department_en", "position_ja", "position_en")
        values = _without(row, "id", "organisation", "fields", "works", *place)
        values["is_demo"] = _is_demo(row)
        related = {"fields": _sections(row)}
        thing, outcome = self._put(
            row, Researcher, {"pack_id": row["id"]}, values, related
        )
        self.researchers[row["id"]] = thing
        if outcome == "refused":
            return
        organisation = self.organisations[row["organisation"]]
        find = {"researcher": thing, "organisation": organisation}
        self._put(row, Affiliation, find, {name: row[name] for name in place})
        for work in row["works"]:
            find = {"researcher": thing, "title_ja": work["title_ja"]}
            values = {"title_en": work["title_en"], "year": work["year"]}
            self._put(row, Work, find, values)
        if outcome != "unchanged":
            note_change(thing)

    def _expertise(self, row: Row) -> None:
        researcher = self.researchers.get(row["researcher"])
        if researcher is not None:
            organisation = researcher.affiliations.all()[0].organisation
        else:
            organisation = self.organisations[row["organisation"]]
        values = _without(row, "id", "organisation", "researcher", "themes", "fields")
        values |= {"organisation": organisation, "researcher": researcher}
        related: dict[str, list[Any]] = {
            "themes": self._themes(row),
            "fields": _sections(row),
        }
        self._offer(row, Expertise, values, related)

    def _facility(self, row: Row) -> None:
        values = _without(row, "id", "organisation", "themes")
        values["organisation"] = self.organisations[row["organisation"]]
        self._offer(row, Facility, values, {"themes": self._themes(row)})

    def _offer(
        self,
        row: Row,
        model: type[Expertise] | type[Facility],
        values: dict[str, Any],
        related: dict[str, list[Any]],
    ) -> None:
        fresh = not model._default_manager.filter(pack_id=row["id"]).exists()
        if fresh:
            values["state"] = OfferState.PUBLISHED
            values["published_at"] = clock.now()
        values["is_demo"] = _is_demo(row)
        find = {"pack_id": row["id"]}
        thing, outcome = self._put(row, model, find, values, related)
        self._note(thing, outcome)

    def _need(self, row: Row) -> None:
        other = ("id", "organisation", "municipality", "industry", "themes")
        values = _without(row, *other, "posted_on")
        values["organisation"] = self.organisations[row["organisation"]]
        values["municipality"] = self.municipalities[row["municipality"]]
        values["industry"] = Industry.objects.filter(code=row["industry"]).first()
        values["is_demo"] = _is_demo(row)
        # The need of a demonstration case is played from its draft on.
        played = {case["need"] for case in self.pack.tables["cases"]}
        fresh = not Need.objects.filter(pack_id=row["id"]).exists()
        if fresh and row["id"] not in played:
            values["state"] = NeedState.OPEN
            values["opened_at"] = _morning(row["posted_on"])
            values["state_since"] = values["opened_at"]
        related = {"themes": self._themes(row)}
        find = {"pack_id": row["id"]}
        thing, outcome = self._put(row, Need, find, values, related)
        self._note(thing, outcome)

    def _note(self, thing: Any, outcome: str) -> None:
        if outcome == "added":
            record(thing, "load", by=None, after={"state": thing.state})
        if outcome in ("added", "changed"):
            note_change(thing)

    def _page(self, row: Row) -> None:
        outcome = put_page(**row.values)
        getattr(self.report, outcome)["pages"] += 1

    def _news(self, row: Row) -> None:
        outcome = put_news(**row.values)
        getattr(self.report, outcome)["news"] += 1

    def _themes(self, row: Row) -> list[Theme]:
        return [self.themes[name] for name in row["themes"]]


def _sections(row: Row) -> list[ReviewSection]:
    return list(ReviewSection.objects.filter(code__in=row["fields"]))


def _without(row: Row, *names: str) -> dict[str, Any]:
    return {name: v for name, v in row.values.items() if name not in names}


def _is_demo(row: Row) -> bool:
    return row.file.startswith("demo/")


def _morning(day: Any) -> datetime:
    """Return ten o'clock of a day, or now when the pack names none."""
    if day is None:
        return clock.now()
    zone = timezone.get_default_timezone()
    return datetime.combine(day, time(10), tzinfo=zone)


def default_pack() -> Path:
    """Return the folder that the settings name."""
    return Path(settings.REGION_DIR)
