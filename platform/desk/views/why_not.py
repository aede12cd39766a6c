"""Why an expertise that somebody expected is not among a need's candidates."""

from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy

from catalogue.models import Expertise
from catalogue.selectors.visibility import visible_expertise
from desk.forms.needs import ExpectedForm
from desk.views.needs import OfNeed
from recommendations.selectors import why_not

FOUND_AT_MOST = 20
SHOWN = 8
NAMES = (
    "title_ja",
    "title_en",
    "researcher__name_ja",
    "researcher__name_en",
    "organisation__name_ja",
    "organisation__name_en",
)


class WhyNotPage(OfNeed):
    """Find the expertise, then see how it compares with the need."""

    crumb = gettext_lazy("Why it is not proposed")
    template_name = "desk/why_not.html"
    header_icon = "help"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the need."""
        way = super().get_breadcrumbs_items()
        url = reverse("desk:need", args=[self.need.public_id])
        return [*way[:-1], {"url": url, "label": str(self.need)}, way[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Search by words; compare the one that was found or chosen."""
        context = super().get_context_data(**kwargs)
        form = ExpectedForm(self.request.GET)
        words = form.cleaned_data["q"].strip() if form.is_valid() else ""
        found = self._found(words) if words else []
        chosen = self._chosen(found)
        context |= {
            "need": self.need,
            "find_form": form,
            "words": words,
            "found": [] if chosen else found[:FOUND_AT_MOST],
            "more": len(found) > FOUND_AT_MOST,
            "limit": FOUND_AT_MOST,
            "chosen": chosen,
            "several": len(found) > 1,
        }
        return context | (self._compared(chosen) if chosen else {})

    def _offers(self) -> QuerySet[Expertise]:
        rows = visible_expertise(self.reader).select_related(
            "organisation", "researcher"
        )
        return rows.distinct()

    def _found(self, words: str) -> list[Expertise]:
        rows = self._offers()
        for word in words.split():
            rule = Q()
            for name in NAMES:
                rule |= Q(**{f"{name}__icontains": word})
            rows = rows.filter(rule)
        return list(rows.order_by("pk")[: FOUND_AT_MOST + 1])

    def _chosen(self, found: list[Expertise]) -> Expertise | None:
        """The expertise in the address, else the only one that was found."""
        if ident := self.request.GET.get("expertise", ""):
            return get_object_or_404(self._offers(), public_id=ident)
        return found[0] if len(found) == 1 else None

    def _compared(self, expertise: Expertise) -> dict[str, Any]:
        """How it compares, in the reader's language as far as the texts go."""
        result = why_not(self.need, expertise)
        shared = list(result.why.shared) if result.why else []
        lacks = list(result.why.lacks) if result.why else []
        reads = get_language()
        return {
            "result": result,
            "shared": ([t for t in shared if t.lang == reads] or shared)[:SHOWN],
            "lacks": ([t for t in lacks if t.lang == reads] or lacks)[:SHOWN],
        }
