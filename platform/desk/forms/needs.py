"""Forms for needs and for the visits and calls they come from."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind
from accounts.models import Municipality, Organisation
from catalogue.enums import IndustryLevel, NeedKind
from catalogue.models import Industry, Need, Visit
from desk.forms.base import Day, DeskForm, DeskModelForm, Paragraphs
from lifecycle import clock

ENGLISH = ("title_en", "summary_en", "background_en", "wanted_en", "conditions_en")


class IndustryField(forms.ModelChoiceField):
    """The upper two levels of industries, each with its code."""

    def __init__(self, **options: Any) -> None:
        """Offer major and middle groups."""
        levels = (IndustryLevel.MAJOR, IndustryLevel.MIDDLE)
        super().__init__(Industry.objects.filter(level__in=levels), **options)

    def label_from_instance(self, obj: Industry) -> str:
        """Return code and name."""
        return f"{obj.code} {obj}"


class NeedForm(DeskModelForm):
    """The need's own fields, with the Japanese ones first."""

    kinds = forms.MultipleChoiceField(
        label=_("Kind of help"),
        choices=NeedKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    industry = IndustryField(label=_("Industry"), required=False)

    class Meta:
        model = Need
        fields = (
            "title_ja",
            "summary_ja",
            "background_ja",
            "wanted_ja",
            "conditions_ja",
            "kinds",
            "themes",
            "industry",
            "municipality",
            "budget_min",
            "budget_max",
            "deadline",
            "visibility",
            "anonymous",
            "competitors",
            *ENGLISH,
        )
        widgets = {
            "summary_ja": Paragraphs(2),
            "background_ja": Paragraphs(6),
            "wanted_ja": Paragraphs(4),
            "conditions_ja": Paragraphs(2),
            "summary_en": Paragraphs(2),
            "background_en": Paragraphs(4),
            "wanted_en": Paragraphs(3),
            "conditions_en": Paragraphs(2),
            "competitors": Paragraphs(2),
            "deadline": Day,
            "themes": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask for a title and what the trouble is."""
        super().__init__(*args, **options)
        for name in ("title_ja", "background_ja"):
            self.fields[name].required = True
        self.fields["title_ja"].help_text = _("Up to 80 characters, in plain words.")
        self.fields["background_ja"].help_text = _(
            "As the people who have it tell it: what, how much, how often, since when. "
            "No secret technique and no unfiled invention."
        )
        self.fields["anonymous"].label = _("Withhold the organisation's name")
        self.fields["competitors"].help_text = _(
            "Names or corporate numbers, one on each line. They and whoever is tied to "
            "them are not proposed or introduced. Read by the secretariat only."
        )

    def leave_out_competitors(self) -> None:
        """Take out the box that only the secretariat reads."""
        del self.fields["competitors"]

    def clean_deadline(self) -> Any:
        """Refuse a deadline that has passed, unless it stood there before."""
        day = self.cleaned_data["deadline"]
        if day and day < clock.today() and day != self.instance.deadline:
            raise forms.ValidationError(
                _("Please enter today's date or a later one for the deadline.")
            )
        return day

    @property
    def english(self) -> list[forms.BoundField]:
        """The boxes for the English texts."""
        return [self[name] for name in ENGLISH]

    @property
    def main(self) -> list[forms.BoundField]:
        """All other boxes."""
        return [box for box in self.visible_fields() if box.name not in ENGLISH]


class VisitForm(DeskModelForm):
    """A visit or a call, and the consent to write it up."""

    consent = forms.BooleanField(
        label=_("The organisation has agreed to this being written up as a need"),
        error_messages={
            "required": _(
                "Without the organisation's consent nothing is written. What you "
                "entered is kept here."
            )
        },
    )

    class Meta:
        model = Visit
        fields = (
            "channel",
            "on",
            "spoke_with",
            "notes",
            "consent",
            "consent_by",
            "consent_on",
            "consent_text",
        )
        widgets = {
            "on": Day,
            "consent_on": Day,
            "notes": Paragraphs(3),
            "consent_text": Paragraphs(2),
        }

    field_order = ("channel", "on", "spoke_with", "notes", "consent")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Propose today and the usual words of the consent."""
        super().__init__(*args, **options)
        self.fields["on"].initial = clock.today
        self.fields["consent_on"].initial = clock.today
        self.fields["notes"].help_text = _(
            "Read by the secretariat and the office in charge only; never matched."
        )
        self.fields["consent_text"].initial = _(
            "That the need is registered on this platform and shown to possible "
            "partners as chosen below."
        )

    def clean(self) -> dict[str, Any]:
        """Refuse days that lie ahead."""
        cleaned = super().clean()
        for name in ("on", "consent_on"):
            if cleaned.get(name) and cleaned[name] > clock.today():
                self.add_error(name, _("Please enter today's date or an earlier one."))
        return cleaned

    def visit(self) -> dict[str, Any]:
        """Return the visit's own fields, after validation."""
        return {n: v for n, v in self.cleaned_data.items() if n != "consent"}


class NewOrganisationForm(DeskModelForm):
    """An organisation that is not registered yet."""

    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Municipality.objects.all(),
        required=False,
        empty_label=_("Outside the region"),
    )

    class Meta:
        model = Organisation
        fields = ("name_ja", "kind", "corporate_number", "phone")

    field_order = ("name_ja", "kind", "municipality", "corporate_number", "phone")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Propose a company."""
        super().__init__(*args, **options)
        self.fields["kind"].initial = OrganisationKind.COMPANY
        self.fields["corporate_number"].help_text = _(
            "13 digits; leave it empty where there is none."
        )


class FindOrganisationForm(forms.Form):
    """Words of an organisation's name, or its corporate number."""

    q = forms.CharField(
        label=_("Name or corporate number"), required=False, max_length=120
    )


class ExpectedForm(forms.Form):
    """Words that name an expertise which somebody expected among the candidates."""

    q = forms.CharField(
        label=_("Expertise, researcher or organisation"),
        required=False,
        max_length=120,
    )


class IntroduceForm(DeskForm):
    """A word that both sides read."""

    note = forms.CharField(
        label=_("A word to both sides"),
        required=False,
        widget=Paragraphs(4),
        max_length=2000,
        help_text=_(
            "Both sides read this before they have agreed: write nothing confidential, "
            "and do not name a poster whose name is withheld."
        ),
    )


class RenewForm(DeskForm):
    """A new deadline, or none."""

    deadline = forms.DateField(label=_("New deadline"), required=False, widget=Day())

    def clean_deadline(self) -> Any:
        """Refuse a deadline that has passed."""
        day = self.cleaned_data["deadline"]
        if day and day < clock.today():
            raise forms.ValidationError(
                _("Please enter today's date or a later one for the deadline.")
            )
        return day
