"""Short forms: closing, renewing, declining, passing on, checking."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.enums import CloseReason
from catalogue.models import Researcher
from curation.enums import DeclineReason
from lifecycle import clock
from web.my.forms.fields import Day, OnePlaceOfMany, Words

NOTE = 2_000
# The office alone says that nobody was found or that it is no matter for the site.
OWN_REASONS = [
    (reason.value, reason.label)
    for reason in (
        CloseReason.SOLVED_ELSEWHERE,
        CloseReason.WITHDRAWN,
        CloseReason.OTHER,
    )
]


class CloseForm(forms.Form):
    """Why a poster closes a need."""

    reason = forms.ChoiceField(
        label=_("Why do you close it?"), choices=OWN_REASONS, widget=forms.RadioSelect
    )
    note = Words(
        label=_("Anything we should know"),
        rows=3,
        max_length=NOTE,
        required=False,
        reader_note=_(
            "Only the staff of the secretariat and of the municipality in "
            "charge read this box."
        ),
    )


class RenewForm(forms.Form):
    """Until when an expired need is open again."""

    # Each kind of field has more to set than the base class knows.
    fields: dict[str, Any]

    deadline = Day(
        label=_("By when do you want an answer?"),
        help_text=_("Without a date it stays open for some months."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer days from today on."""
        super().__init__(*args, **kwargs)
        self.fields["deadline"].begin(clock.today())


class DeclineForm(forms.Form):
    """Why somebody does not want to meet the other side."""

    reason = forms.ChoiceField(
        label=_("The reason"), choices=DeclineReason.choices, widget=forms.RadioSelect
    )
    may_tell = forms.BooleanField(
        label=_("The other side may be told the reason"), required=False
    )
    note = Words(
        label=_("A note for the secretariat"),
        rows=3,
        max_length=NOTE,
        required=False,
        reader_note=_("Only the staff of the secretariat read this box."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what the other side reads."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = gettext(
            "The secretariat reads it, to propose better next time. The other side "
            "reads a courteous sentence only, unless you tick the box below."
        )


class PassOnForm(forms.Form):
    """Whom a liaison office lets answer."""

    # Each kind of field has more to set than the base class knows.
    fields: dict[str, Any]

    researcher = OnePlaceOfMany(
        Researcher.objects.none(), label=_("Who answers"), empty_label=None
    )

    def __init__(
        self, *args: Any, people: QuerySet[Researcher], first: int | None, **kwargs: Any
    ) -> None:
        """Offer the institution's people, the one whose work it is chosen."""
        kwargs["initial"] = {"researcher": first}
        super().__init__(*args, **kwargs)
        self.fields["researcher"].queryset = people


class PublishForm(forms.Form):
    """The liaison office's check before something is published."""

    patents_checked = forms.BooleanField(
        label=_(
            "I have checked that the text tells no invention that is not filed yet"
        ),
    )


class ReturnForm(forms.Form):
    """What an entry still needs."""

    comment = Words(
        label=_("What should be changed?"),
        rows=4,
        max_length=NOTE,
        reader_note=_("Whoever wrote the entry reads this, and the secretariat."),
    )
