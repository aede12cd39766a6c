"""Forms for matching events."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from catalogue.enums import NeedState
from catalogue.models import Theme
from desk.forms.base import Day, DeskForm, DeskModelForm
from desk.forms.filters import ByPlace, Filters
from lifecycle import clock
from recommendations.models import MatchingEvent


class Moment(forms.TimeInput):
    """The browser's own box for a time of the day."""

    input_type = "time"

    def __init__(self, **options: Any) -> None:
        """Write the value as the browser wants it."""
        super().__init__(format="%H:%M", **options)


class EventForm(DeskModelForm):
    """When it takes place, how many meet, and how many rooms there are."""

    class Meta:
        model = MatchingEvent
        fields = (
            "title",
            "on",
            "starts_at",
            "minutes",
            "slots",
            "rooms",
            "at_least",
            "at_most",
            "per_person",
        )
        widgets = {"on": Day(), "starts_at": Moment()}

    def __init__(self, *args: Any, **options: Any) -> None:
        """Say what the numbers mean."""
        super().__init__(*args, **options)
        self.fields["per_person"].help_text = _(
            "Nobody gets more than they have room for in open requests."
        )

    def clean_on(self) -> date:
        """Refuse a day that is over; an event that was kept may be looked back at."""
        day: date = self.cleaned_data["on"]
        if day < clock.today() and day != self.initial.get("on"):
            raise forms.ValidationError(
                _("This day is over. Please choose today or a later day.")
            )
        return day


class NeedChoiceFilters(ByPlace):
    """Needs by theme, place and state."""

    STATES = (NeedState.OPEN, NeedState.IN_DIALOGUE)

    theme = forms.ModelChoiceField(
        queryset=Theme.objects.all(),
        to_field_name="slug",
        required=False,
        label=_("Theme"),
        empty_label=_("All themes"),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All states")), *((s.value, s.label) for s in STATES)],
    )
    field_order = ("theme", "municipality", "state")


class OfferChoiceFilters(Filters):
    """Offers by organisation and theme."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.filter(expertise__isnull=False).distinct(),
        to_field_name="public_id",
        required=False,
        label=_("Organisation"),
        empty_label=_("All organisations"),
    )
    theme = forms.ModelChoiceField(
        queryset=Theme.objects.all(),
        to_field_name="slug",
        required=False,
        label=_("Theme"),
        empty_label=_("All themes"),
    )


class AbsenceForm(DeskForm):
    """Who is away in which meetings."""

    who = forms.ChoiceField(label=_("Who is away"))
    slots = forms.MultipleChoiceField(
        label=_("In which meetings"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none to say that they are there all the time."),
    )

    def __init__(
        self,
        *args: Any,
        people: list[tuple[str, str]],
        times: list[str],
        **options: Any,
    ) -> None:
        """Offer the participants and the event's slots.

        Args:
            people: key and name of each.
            times: when each slot takes place, in words.
        """
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["who"].choices = [("", _("Please choose")), *people]
        fields["slots"].choices = [(str(n), time) for n, time in enumerate(times)]
