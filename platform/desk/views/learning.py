"""What is learned from decisions: proposed, looked at, accepted, taken back."""

import math
from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any, ClassVar

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import Expertise, Need
from desk.views.base import DeskPage
from matching.learning import BOUND, LEAST_NEEDS
from recommendations.actions.learning import (
    accept_weights,
    learn_weights,
    reject_weights,
    set_weights_aside,
    use_again,
)
from recommendations.enums import WeightsState
from recommendations.graded import Graded, graded
from recommendations.learning import Changes, changes, still_weighed
from recommendations.models import LearnedWeights, Pairing
from recommendations.transitions import WEIGHTS

SHOWN = 20


class LearningPage(DeskPage):
    """The version in use, what a proposed one would change, and earlier ones.

    Whatever changes the order is shown before it takes effect. The address names an
    earlier version, or the one in use, to ``look`` at what another decision about it
    would change.
    """

    page_title = gettext_lazy("Learning from decisions")
    template_name = "desk/learning.html"
    header_icon = "history"
    secretariat_only = True
    actions: ClassVar = {
        "learn": "learn",
        "accept": "accept",
        "reject": "reject",
        "set_aside": "set_aside",
        "use_again": "use_again",
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show each version, and what the proposed one and a looked at would change."""
        context = super().get_context_data(**kwargs)
        rows = list(LearnedWeights.objects.all())
        every = {name: weight for row in rows for name, weight in row.weights.items()}
        weighed = still_weighed(every)
        versions = [self._shown(row, weighed) for row in rows]
        by_state = {version["row"].state: version for version in versions}
        proposed = by_state.get(WeightsState.PROPOSED)
        return context | {
            "used": by_state.get(WeightsState.USED),
            "proposed": proposed,
            "foreseen": _foreseen(proposed["row"].weights) if proposed else None,
            "look": self._look(versions),
            "earlier": [
                version
                for version in versions
                if version["row"].state
                not in (WeightsState.USED, WeightsState.PROPOSED)
            ],
            "bound": BOUND,
            "least": LEAST_NEEDS,
        }

    def _look(self, versions: list[dict[str, Any]]) -> dict[str, Any] | None:
        """What another decision about the version in the address would change."""
        ident = self.request.GET.get("look")
        if not ident:
            return None
        named = (one for one in versions if one["row"].public_id == ident)
        version = next(named, None)
        if version is None:
            raise Http404
        if "set_aside" in version["can"]:
            return {"version": version, "foreseen": _foreseen({})}
        if "use_again" in version["can"]:
            foreseen = _foreseen(version["row"].weights)
            return {"version": version, "foreseen": foreseen, "again": True}
        return None

    def here(self) -> str:
        """Return the page without what was looked at: that is decided now."""
        return self.request.path

    def _shown(self, row: LearnedWeights, weighed: Collection[str]) -> dict[str, Any]:
        return {
            "row": row,
            "before": round(100 * row.before),
            "after": round(100 * row.after),
            "no_better": row.after <= row.before,
            "weights": _weights_in_words(row.weights, weighed),
            "can": set(WEIGHTS.open_actions(row, self.reader)),
        }

    def learn(self) -> str:
        """Learn from the decisions so far."""
        learn_weights(by=self.reader)
        return _("Please look at what would change, then accept or reject it.")

    def accept(self) -> str:
        """Use the proposed version."""
        accept_weights(self._row(), by=self.reader)
        return _("Accepted. The candidates are being put in the new order.")

    def reject(self) -> str:
        """Do without the proposed version."""
        reject_weights(self._row(), by=self.reader)
        return _("Rejected. Nothing changes.")

    def set_aside(self) -> str:
        """Order by the scores alone again."""
        set_weights_aside(self._row(), by=self.reader)
        return _("Set aside. The candidates are ordered by the texts alone again.")

    def use_again(self) -> str:
        """Go back to an earlier version."""
        use_again(self._row(), by=self.reader)
        return _("The earlier version is in use again.")

    def _row(self) -> LearnedWeights:
        ident = self.request.POST.get("version", "")
        row = LearnedWeights.objects.filter(public_id=ident).first()
        if row is None:
            raise Http404
        return row


def _foreseen(weights: Mapping[str, float]) -> dict[str, Any]:
    """What an order by these weights would change; without any, one by the texts."""
    on_graded = graded(weights)
    return {
        "changes": _told(changes(weights)),
        "graded": _measured(on_graded) if on_graded else None,
    }


def _told(found: Changes) -> dict[str, Any]:
    return {
        "needs": found.needs,
        "other_first": found.other_first,
        "count": len(found.reordered),
        "rows": [
            {
                "need": row.need,
                "places": [
                    {"offer": pairing.expertise, "now": _place(pairing, row.before)}
                    for pairing in row.after
                ],
            }
            for row in found.reordered[:SHOWN]
        ],
        "limit": SHOWN,
    }


def _measured(found: Graded) -> dict[str, Any]:
    return asdict(found) | {
        "before": f"{found.before:.3f}",
        "after": f"{found.after:.3f}",
    }


def _place(pairing: Pairing, before: list[Pairing]) -> int | None:
    """Return the place of a candidate among the first ones, if it is one."""
    return before.index(pairing) + 1 if pairing in before else None


def _weights_in_words(
    weights: Mapping[str, float], weighed: Collection[str]
) -> list[dict[str, Any]]:
    """Return what is weighed in words, with its factor, the strongest first."""
    ordered = sorted(weights.items(), key=lambda item: (-abs(item[1]), item[0]))
    return [
        {
            "label": _label(name, name in weighed),
            "factor": f"{math.exp(weight):.2f}",
            "more": weight > 0,
        }
        for name, weight in ordered
    ]


def _label(name: str, weighed: bool) -> str:
    kind, _colon, rest = name.partition(":")
    if kind == "term":
        told = _("the word “%(word)s”")
        if not weighed:
            told = _("the word “%(word)s” (no longer weighed)")
        return told % {"word": rest}
    if kind == "lang":
        return _("what is written in English (no longer weighed)")
    model = Need if kind == "need" else Expertise
    field = model._meta.get_field(f"{rest}_ja")
    return _("%(thing)s: %(field)s") % {
        "thing": model._meta.verbose_name,
        "field": getattr(field, "verbose_name", rest),
    }
