"""Filters of the desk's lists: plain GET forms, so that every view has an address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from catalogue.enums import NeedState, OfferState, OutcomeState
from curation.enums import IntroductionState
from desk.reads import desk_municipalities
from notifications.enums import MailState
from projects.enums import ProjectState
from projects.selectors.queue import KINDS
from recommendations.enums import NoText


class Filters(forms.Form):
    """A row of filters; what is unknown counts as not chosen."""

    def __init__(self, *args: Any, reader: User, **options: Any) -> None:
        """Offer what the reader may see."""
        super().__init__(*args, **options)
        self.reader = reader
        place = self.fields.get("municipality")
        if isinstance(place, forms.ModelChoiceField):
            place.queryset = desk_municipalities(reader)

    def chosen(self) -> dict[str, Any]:
        """Return the filters that are set."""
        self.is_valid()
        return {n: v for n, v in self.cleaned_data.items() if v not in (None, "")}


def every(label: Any, choices: Any) -> list[tuple[str, Any]]:
    """Return choices with one before them that leaves all in."""
    return [("", label), *choices]


class ByPlace(Filters):
    """By municipality."""

    municipality = forms.ModelChoiceField(
        queryset=Municipality.objects.none(),
        to_field_name="code",
        required=False,
        label=_("Municipality"),
        empty_label=_("All municipalities"),
    )


class QueueFilters(ByPlace):
    """What, where and whose turn."""

    TURNS = (("mine", _("My office")), ("desk", _("The desk")), ("sides", _("A side")))

    turn = forms.ChoiceField(
        label=_("Whose turn"),
        required=False,
        choices=every(_("Everybody's turn"), TURNS),
    )
    kind = forms.ChoiceField(
        label=_("Kind of work"),
        required=False,
        choices=every(_("Everything"), [(k.value, k.label) for k in KINDS]),
    )
    field_order = ("turn", "kind", "municipality")


class NeedFilters(ByPlace):
    """By state, place and words of the title."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=every(_("All states"), NeedState.choices),
    )
    q = forms.CharField(label=_("Words in the title"), required=False, max_length=100)
    field_order = ("q", "state", "municipality")


class IntroductionFilters(ByPlace):
    """By state and place."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=every(_("All states"), IntroductionState.choices),
    )
    field_order = ("state", "municipality")


class ProjectFilters(ByPlace):
    """By state and place."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=every(_("All states"), ProjectState.choices),
    )
    field_order = ("state", "municipality")


class OutcomeFilters(ByPlace):
    """By state and place."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=every(_("All states"), OutcomeState.choices),
    )
    field_order = ("state", "municipality")


class OfferFilters(Filters):
    """By kind and state; what waits to be checked comes first."""

    KINDS = (("expertise", _("Expertise")), ("facility", _("Facilities")))

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=every(
            _("All states"), [c for c in OfferState.choices if c[0] != OfferState.DRAFT]
        ),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=every(_("Both kinds"), KINDS)
    )


class MailFilters(Filters):
    """By state and words of the subject."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=every(_("All states"), MailState.choices),
    )
    q = forms.CharField(label=_("Words in the subject"), required=False, max_length=100)


class NoTextFilters(Filters):
    """By kind and by what is missing."""

    KINDS = (
        ("researcher", _("Researchers")),
        ("expertise", _("Expertise")),
        ("facility", _("Facilities")),
        ("need", _("Needs")),
    )

    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=every(_("All kinds"), KINDS)
    )
    why = forms.ChoiceField(
        label=_("What is missing"),
        required=False,
        choices=every(_("Whatever is missing"), NoText.choices),
    )
