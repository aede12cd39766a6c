"""The map of gaps, and the needs of one of its cells."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from accounts.models import Municipality
from accounts.selectors import region
from desk import gaps
from desk.posters import poster
from desk.reads import desk_municipalities, desk_needs
from desk.spreadsheets import csv_bytes
from desk.views.base import DeskPage
from recommendations.coverage import Covered, coverage

LISTED = 100


class GapsPage(DeskPage):
    """Open needs that nobody answers: chart, table, and the needs themselves.

    ``industry`` and ``place`` in the address choose a cell, or a row.
    """

    page_title = gettext_lazy("Gaps")
    template_name = "desk/gaps.html"
    header_icon = "table"

    @cached_property
    def rows(self) -> list[Covered]:
        """The open needs that the reader follows; not those in dialogue or settled.

        What was put aside for what it says counts as no answer.
        """
        return coverage(desk_needs(self.reader), self.reader)

    @cached_property
    def map(self) -> gaps.Map:
        """The table."""
        return gaps.map_of(self.rows, self._places(), region())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the table and the needs of the chosen cell."""
        context = super().get_context_data(**kwargs)
        industry = self.request.GET.get("industry", "")
        place = self.request.GET.get("place", "")
        chosen = [
            row
            for row in self.rows
            if not row.answered
            and industry in ("", gaps.industry_of(row))
            and place in ("", gaps.place_of(row))
        ]
        return context | {
            "map": self.map,
            "narrowed": bool(industry or place),
            "gaps": [
                {"need": row.need, "poster": poster(row.need, self.reader)}
                for row in chosen[:LISTED]
            ],
            "count": len(chosen),
            "limit": LISTED,
        }

    def _places(self) -> QuerySet[Municipality]:
        """The reader's municipalities, and where a need of theirs arises besides."""
        own = desk_municipalities(self.reader).values_list("pk", flat=True)
        present = {row.municipality.pk for row in self.rows if row.municipality}
        return Municipality.objects.filter(pk__in={*own, *present})


class GapsExport(GapsPage):
    """The table as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer it as CSV in UTF-8, with the mark that Excel wants."""
        content = csv_bytes(gaps.table_of(self.map), "utf-8")
        response = HttpResponse(content, content_type="text/csv")
        response["Content-Disposition"] = 'attachment; filename="gaps.csv"'
        return response
