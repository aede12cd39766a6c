"""Forms along a case: answers, projects, agreements, milestones, results, offers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.models import Outcome, Researcher
from curation.enums import DeclineReason
from desk.forms.base import Day, DeskForm, DeskModelForm, Paragraphs, ReasonForm
from lifecycle import clock
from projects.enums import AgreementKind

WHO_SAID_IT = _("Who gave the answer and how, for example “Mr Sato, by telephone”.")
ENGLISH = (
    "title_en",
    "summary_en",
    "challenge_en",
    "approach_en",
    "result_en",
    "next_en",
)


class AcceptForm(DeskForm):
    """A yes that was given by telephone."""

    note = forms.CharField(
        label=_("Who said it"), max_length=500, help_text=WHO_SAID_IT
    )


class DeclineForm(ReasonForm):
    """A no that was given by telephone."""

    may_tell = forms.BooleanField(
        label=_("The reason may be told to the other side"), required=False
    )
    field_order = ("reason", "may_tell", "note")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask who said it."""
        super().__init__(*args, reasons=DeclineReason, **options)
        self.fields["note"].required = True
        self.fields["note"].label = _("Who said it")
        self.fields["note"].help_text = WHO_SAID_IT


class PassOnForm(DeskForm):
    """Whom the liaison office named by telephone."""

    researcher = forms.ModelChoiceField(
        label=_("Who is asked next"), queryset=Researcher.objects.none()
    )
    note = forms.CharField(
        label=_("Who said it"), max_length=500, help_text=WHO_SAID_IT
    )

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        """Offer the institution's people."""
        super().__init__(*args, **options)
        field = self.fields["researcher"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people


class StartProjectForm(DeskForm):
    """What the project is called and on what terms it shall stand."""

    title_ja = forms.CharField(label=_("Title"), max_length=120)
    title_en = forms.CharField(
        label=_("Title (English)"), max_length=200, required=False
    )
    agreement_kind = forms.ChoiceField(
        label=_("Kind of agreement"),
        choices=[("", _("Please choose")), *AgreementKind.choices],
    )


class AgreementForm(DeskForm):
    """A further kind of agreement."""

    kind = forms.ChoiceField(
        label=_("Kind of agreement"),
        choices=[("", _("Please choose")), *AgreementKind.choices],
    )


class DayForm(DeskForm):
    """A day on which something happened."""

    on = forms.DateField(label=_("Date"), widget=Day(), initial=clock.today)


class SignForm(DayForm):
    """When an agreement was signed, and under which number it is filed."""

    document_no = forms.CharField(
        label=_("Document number"), max_length=60, required=False
    )


class ConfirmForm(DeskForm):
    """Who in the liaison office said that no agreement is needed."""

    confirmed_by_name = forms.CharField(
        label=_("Confirmed by (liaison office)"), max_length=80
    )


class MilestoneForm(DeskForm):
    """Something to be reached by a day."""

    title_ja = forms.CharField(label=_("What is to be reached"), max_length=120)
    title_en = forms.CharField(
        label=_("What is to be reached (English)"), max_length=200, required=False
    )
    due_on = forms.DateField(label=_("To be reached by"), widget=Day(), required=False)


class NamedForm(DeskForm):
    """Who agreed to being named in the result."""

    note = forms.CharField(label=_("Who agreed"), max_length=500, help_text=WHO_SAID_IT)


class OutcomeForm(DeskModelForm):
    """A result's texts."""

    class Meta:
        model = Outcome
        fields = (
            "title_ja",
            "summary_ja",
            "challenge_ja",
            "approach_ja",
            "result_ja",
            "next_ja",
            "themes",
            "municipality",
            *ENGLISH,
        )
        widgets = {
            **{
                f"{name}_{lang}": Paragraphs(3)
                for name in ("summary", "challenge", "approach", "result", "next")
                for lang in ("ja", "en")
            },
            "themes": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        """Say that everybody reads what is written here."""
        super().__init__(*args, **options)
        self.fields["title_ja"].help_text = _(
            "Everybody reads these texts once they are published."
        )

    @property
    def english(self) -> list[forms.BoundField]:
        """The boxes for the English texts."""
        return [self[name] for name in ENGLISH]

    @property
    def main(self) -> list[forms.BoundField]:
        """All other boxes."""
        return [box for box in self.visible_fields() if box.name not in ENGLISH]


class PublishOfferForm(DeskForm):
    """The check for unfiled patents."""

    patents_checked = forms.BooleanField(
        label=_("I checked that nothing in the text is an unfiled invention"),
        error_messages={
            "required": _(
                "Please confirm that nothing in the text is an unfiled invention."
            )
        },
    )
