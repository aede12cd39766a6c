"""The dictionary of other words: list, entries tried before they are saved, files."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages

from catalogue.actions.synonyms import (
    add_synonym,
    edit_synonym,
    remove_synonym,
    take_synonyms,
)
from catalogue.models import Synonym, Theme
from desk import synonym_files
from desk.forms.synonyms import SynonymFileForm, SynonymFilters, SynonymForm
from desk.synonym_effects import Effects, effects
from desk.views.base import DeskList, DeskPage, FormRefused, Text
from desk.wording import action_label, changes_of
from lifecycle.errors import InvalidInput
from lifecycle.models import LogEntry

TITLE = gettext_lazy("Dictionary of other words")
MOST_PROBLEMS = 100
MOST_CHANGES = 50


class SynonymsPage(DeskList):
    """The entries, with search and filters."""

    page_title = TITLE
    template_name = "desk/synonyms.html"
    header_icon = "openquote"
    secretariat_only = True
    filter_form = SynonymFilters

    def head(self) -> list[Text]:
        """Both words, direction, theme, note, use."""
        return [
            _("Word of the field"),
            _("Technical term"),
            _("Direction"),
            _("Theme"),
            _("Field or note"),
            _("Use"),
        ]

    def rows(self, chosen: Mapping[str, Any]) -> QuerySet[Synonym]:
        """Filter by words, direction, language, theme and use."""
        rows = Synonym.objects.select_related("theme")
        if words := chosen.get("q"):
            rows = rows.filter(
                Q(plain__icontains=words)
                | Q(term__icontains=words)
                | Q(note__icontains=words)
            )
        for name in ("direction", "language", "theme"):
            if value := chosen.get(name):
                rows = rows.filter(**{name: value})
        if used := chosen.get("used"):
            rows = rows.filter(is_active=used == "yes")
        return rows

    def shown(self, things: list[Any]) -> list[dict[str, Any]]:
        """Lead from the word to its entry."""
        return [
            {
                "url": reverse("desk:synonym", args=[row.public_id]),
                "cells": [
                    row.plain,
                    row.term,
                    row.get_direction_display(),
                    row.theme or "",
                    row.note,
                    _("In use") if row.is_active else _("Switched off"),
                ],
            }
            for row in things
        ]


class SynonymPage(DeskPage):
    """One entry, or a new one: tried, saved, switched off, removed; with its log."""

    template_name = "desk/synonym.html"
    header_icon = "openquote"
    secretariat_only = True
    parents: ClassVar = [("desk:synonyms", TITLE)]
    actions: ClassVar = {"try": "try_out", "save": "save", "remove": "remove"}
    tried: Effects | None = None

    @cached_property
    def synonym(self) -> Synonym | None:
        """The entry, where there is one."""
        ident = self.kwargs.get("public_id")
        return get_object_or_404(Synonym, public_id=ident) if ident else None

    def get_page_title(self) -> str:
        """Name the pair, as it is stored."""
        if self.synonym is None:
            return _("A new entry")
        return str(Synonym.objects.get(pk=self.synonym.pk))

    @cached_property
    def entry_form(self) -> SynonymForm:
        """The form as typed, or as the entry stands."""
        typed = self.request.POST.get("action") in ("try", "save")
        data = self.request.POST if typed else None
        return SynonymForm(data, instance=self.synonym)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add form, effects and log."""
        context = super().get_context_data(**kwargs)
        return context | {
            "synonym": self.synonym,
            "entry_form": self.entry_form,
            "tried": self.tried,
            "log": _log_of(self.synonym) if self.synonym else [],
        }

    def try_out(self) -> HttpResponse:
        """Show what the entry as typed would change; nothing is saved."""
        self.valid(self.entry_form)
        self.tried = effects(
            self.entry_form.instance,
            self.entry_form.cleaned_data["questions"],
            reader=self.reader,
            lang=get_language() or "ja",
        )
        return self.render_to_response(self.get_context_data())

    def save(self) -> HttpResponse:
        """Save the entry as typed, and go to it."""
        self.valid(self.entry_form)
        fields = self.entry_form.entry()
        if self.synonym is None:
            row = add_synonym(by=self.reader, **fields)
        else:
            row = edit_synonym(self.synonym, by=self.reader, **fields)
        told = _("Saved. Search and proposals use it from now on.")
        messages.success(self.request, told)
        return redirect("desk:synonym", row.public_id)

    def remove(self) -> HttpResponse:
        """Take the entry out of the dictionary, and go to the list."""
        if self.synonym is None:
            raise FormRefused
        told = str(self.synonym)
        remove_synonym(self.synonym, by=self.reader)
        messages.success(self.request, _("“%(pair)s” was removed.") % {"pair": told})
        return redirect("desk:synonyms")


class SynonymFilePage(DeskPage):
    """A file of entries: checked as a whole, shown, and only then taken in."""

    page_title = gettext_lazy("Take entries in from a file")
    template_name = "desk/synonym_file.html"
    header_icon = "upload"
    secretariat_only = True
    parents: ClassVar = [("desk:synonyms", TITLE)]
    actions: ClassVar = {"check": "check", "take": "take"}
    text = ""
    checked: synonym_files.Read | None = None

    @cached_property
    def file_form(self) -> SynonymFileForm:
        """The box for the file."""
        if self.request.POST.get("action") == "check":
            return SynonymFileForm(self.request.POST, self.request.FILES)
        return SynonymFileForm()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is wrong with the file, or what it would change."""
        context = super().get_context_data(**kwargs)
        context |= {"file_form": self.file_form, "text": self.text}
        if self.checked is None:
            return context
        problems = self.checked.problems
        added, changed, unchanged = _differences(self.checked.entries)
        return context | {
            "checked": self.checked,
            "problems": problems[:MOST_PROBLEMS],
            "more_problems": max(0, len(problems) - MOST_PROBLEMS),
            "added": added,
            "changed": changed,
            "unchanged": unchanged,
            "limit": MOST_CHANGES,
        }

    def check(self) -> HttpResponse:
        """Read the file and show what it would change; nothing is written."""
        content = self.valid(self.file_form)["file"]
        return self._show(synonym_files.decode(content))

    def take(self) -> HttpResponse:
        """Take in what was checked, all or nothing."""
        text = self.request.POST.get("text", "")
        read = synonym_files.read(text)
        if read.problems:
            return self._show(text)
        taken = take_synonyms(read.entries, by=self.reader)
        told = _("%(added)s added, %(changed)s changed, %(unchanged)s as they were.")
        messages.success(self.request, told % vars(taken))
        return redirect("desk:synonyms")

    def _show(self, text: str) -> HttpResponse:
        self.text, self.checked = text, synonym_files.read(text)
        status = 400 if self.checked.problems else 200
        return self.render_to_response(self.get_context_data(), status=status)


class SynonymExport(DeskPage):
    """The dictionary as a file."""

    secretariat_only = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer the file in the encoding the address names."""
        rows = Synonym.objects.select_related("theme")
        try:
            content = synonym_files.write(rows, kwargs["encoding"])
        except InvalidInput as error:
            messages.error(request, str(error))
            return redirect("desk:synonyms")
        response = HttpResponse(content, content_type="text/csv")
        response["Content-Disposition"] = 'attachment; filename="synonyms.csv"'
        return response


def _log_of(synonym: Synonym) -> list[dict[str, Any]]:
    entries = LogEntry.objects.filter(
        subject_type=Synonym._meta.label_lower, subject_id=synonym.public_id
    )
    return [
        {
            "at": entry.at,
            "actor": entry.actor or _("The platform itself"),
            "action": action_label(entry),
            "changes": changes_of(entry),
        }
        for entry in entries.select_related("actor").order_by("-at", "-pk")
    ]


def _differences(
    entries: list[dict[str, Any]],
) -> tuple[list[str], list[str], int]:
    """Return which pairs of a file are new, which are changed, how many are not."""
    known = {(row.plain, row.term): row for row in Synonym.objects.all()}
    added: list[str] = []
    changed: list[str] = []
    for entry in entries:
        row = known.get((entry["plain"], entry["term"]))
        if row is None:
            added.append(f"{entry['plain']} – {entry['term']}")
        elif any(
            getattr(row, f"{name}_id" if name == "theme" else name)
            != (value.pk if isinstance(value, Theme) else value)
            for name, value in entry.items()
        ):
            changed.append(str(row))
    return added, changed, len(entries) - len(added) - len(changed)
