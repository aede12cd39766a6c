"""Boxes that take what people really type: full-width digits, 万円, pasted lines."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_AMOUNT = re.compile(r"(?:(\d+)億)?(?:(\d+)万)?(\d*)")
_BETWEEN_KEYWORDS = re.compile(r"[,、，;；\n]")
_DAYS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]


def refuse_broken(text: str) -> None:
    """Refuse characters that arrived broken.

    Raises:
        ValidationError: the text has U+FFFD, which stands for bytes nobody can read.
    """
    if "\ufffd" in text:
        raise ValidationError(
            _(
                "Some characters arrived broken (they show as “%(sign)s”). Please "
                "type them again."
            ),
            params={"sign": "\ufffd"},
        )


class Line(forms.CharField):
    """One line of text."""

    default_validators = [refuse_broken]

    def __init__(self, *, reader_note: str = "", **options: Any) -> None:
        """Take Django's options, and who reads the box."""
        super().__init__(**options)
        self.reader_note = reader_note


class Words(Line):
    """A long text; its line breaks are kept in one form."""

    def __init__(self, *, rows: int = 5, **options: Any) -> None:
        """Show ``rows`` lines."""
        super().__init__(widget=forms.Textarea({"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        """Return the text with plain line breaks."""
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class Lines(Words):
    """A list, one entry on each line."""

    longest = 120

    def split(self, text: str) -> list[str]:
        """Return the entries of a text."""
        return text.split("\n")

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        """Return the entries, each once.

        Raises:
            ValidationError: an entry is too long to be one.
        """
        text = super().clean(value)
        entries = [entry.strip(" \u3000・-") for entry in self.split(text)]
        entries = list(dict.fromkeys(entry for entry in entries if entry))
        for entry in entries:
            if len(entry) > self.longest:
                raise ValidationError(
                    _(
                        "“%(start)s…” is too long for one entry. Please keep each "
                        "within %(limit)s characters."
                    ),
                    params={"start": entry[:20], "limit": self.longest},
                )
        return entries

    def prepare_value(self, value: Any) -> Any:
        """Show a list as it is typed."""
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as typed."""
        return super().has_changed(self.prepare_value(initial), data)


class Keywords(Lines):
    """A list of words, parted by commas or lines."""

    longest = 40

    def split(self, text: str) -> list[str]:
        """Return the words of a text."""
        return _BETWEEN_KEYWORDS.split(text)

    def prepare_value(self, value: Any) -> Any:
        """Show a list as it is typed."""
        return "、".join(value) if isinstance(value, list) else value


class Digits(Line):
    """A number that is a name: digits of any width, with or without hyphens."""

    def to_python(self, value: Any) -> str:
        """Return the digits alone, as far as only digits and hyphens were typed."""
        text = unicodedata.normalize("NFKC", super().to_python(value) or "")
        return re.sub(r"[\s\-‐‑–—−ー]", "", text)


class Yen(forms.IntegerField):
    """An amount of money: 300000, ３００，０００円, 30万円, 1億2,000万円."""

    def __init__(self, **options: Any) -> None:
        """Show a plain box, since a number box drops what it cannot read."""
        widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(widget=widget, min_value=0, **options)

    def to_python(self, value: Any) -> int | None:
        """Return the amount in yen.

        Raises:
            ValidationError: it is no amount.
        """
        if value in self.empty_values or isinstance(value, int):
            return super().to_python(value)
        text = unicodedata.normalize("NFKC", str(value))
        text = re.sub(r"[\s,、¥\\]|円$", "", text)
        found = _AMOUNT.fullmatch(text)
        if not text or found is None:
            raise ValidationError(
                _("Please enter an amount in yen, such as 300000 or 30万円."),
                code="invalid",
            )
        hundred_millions, ten_thousands, rest = (int(n or 0) for n in found.groups())
        return hundred_millions * 10**8 + ten_thousands * 10**4 + rest


class Day(forms.DateField):
    """A day, not before ``earliest`` where that is given."""

    def __init__(self, **options: Any) -> None:
        """Let the browser show its calendar."""
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=_DAYS, **options)
        self.earliest: date | None = None

    def begin(self, earliest: date) -> None:
        """Refuse days before ``earliest``."""
        self.earliest = earliest
        self.widget.attrs["min"] = earliest.isoformat()

    def to_python(self, value: Any) -> date | None:
        """Return the day, typed in any width."""
        if isinstance(value, str):
            value = re.sub(r"\s", "", unicodedata.normalize("NFKC", value))
        return super().to_python(value)

    def validate(self, value: Any) -> None:
        """Refuse a day before the earliest.

        Raises:
            ValidationError: it is.
        """
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            raise ValidationError(_("Please enter today or a later day."), "past")


class OnePlaceOfMany(forms.ModelChoiceField):
    """A choice of rows, each named in the reader's language, with one query."""

    def label_from_instance(self, obj: Any) -> str:
        """Return its name."""
        return str(obj.localized("name"))


class SeveralOf(forms.ModelMultipleChoiceField):
    """Boxes to tick, one for each row."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Return its name."""
        return str(obj.localized("name"))


class Grouped(forms.ChoiceField):
    """One row out of groups, such as industries; its value is the row itself."""

    def __init__(self, **options: Any) -> None:
        """Offer nothing until ``offer`` is called."""
        super().__init__(**options)
        self.rows: dict[str, Any] = {}

    def offer(
        self, blank: str, groups: Sequence[tuple[str, Sequence[tuple[Any, str]]]]
    ) -> None:
        """Offer rows in groups.

        Args:
            blank: the words for no choice.
            groups: heading, and the rows under it with their labels.
        """
        self.rows = {str(row.pk): row for _head, group in groups for row, _ in group}
        self.choices = [("", blank)] + [
            (head, [(str(row.pk), label) for row, label in group])
            for head, group in groups
        ]

    def prepare_value(self, value: Any) -> Any:
        """Show a row as its key."""
        return str(getattr(value, "pk", value) or "")

    def clean(self, value: Any) -> Any:
        """Return the row, or nothing."""
        return self.rows.get(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the keys."""
        return self.prepare_value(initial) != self.prepare_value(data)
