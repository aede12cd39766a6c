"""Forms of the dictionary of other words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.enums import SynonymDirection, SynonymLanguage
from catalogue.models import Synonym, Theme
from desk.forms.base import DeskForm, DeskModelForm, Paragraphs
from desk.forms.filters import Filters, every

MOST_QUESTIONS = 5
LONGEST_QUESTION = 200
MOST_BYTES = 500_000


class SynonymFilters(Filters):
    """By words, direction, language, theme and whether an entry is used."""

    USES = (("yes", _("In use")), ("no", _("Switched off")))

    q = forms.CharField(label=_("Word or note"), required=False, max_length=100)
    direction = forms.ChoiceField(
        label=_("Direction"),
        required=False,
        choices=every(_("All directions"), SynonymDirection.choices),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=every(_("All languages"), SynonymLanguage.choices),
    )
    theme = forms.ModelChoiceField(
        queryset=Theme.objects.all(),
        to_field_name="slug",
        required=False,
        label=_("Theme"),
        empty_label=_("All themes"),
    )
    used = forms.ChoiceField(
        label=_("Use"), required=False, choices=every(_("Used or not"), USES)
    )


class SynonymForm(DeskModelForm):
    """A pair of words, with questions to try it on before it is saved."""

    questions = forms.CharField(
        label=_("Questions to try it on"),
        required=False,
        widget=Paragraphs(3),
        max_length=MOST_QUESTIONS * (LONGEST_QUESTION + 2),
        help_text=_(
            "One on each line, at most five. The two words themselves are tried "
            "anyway. The questions are not kept."
        ),
    )

    class Meta:
        model = Synonym
        fields = ("plain", "term", "direction", "theme", "note", "is_active")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Say in words what a box that was left alone means."""
        super().__init__(*args, **options)
        self.fields["plain"].help_text = _("As people say it. Example: ごみ")
        self.fields["term"].help_text = _("As researchers write it. Example: 廃棄物")
        theme = self.fields["theme"]
        assert isinstance(theme, forms.ModelChoiceField)
        theme.empty_label = _("No particular theme")

    def clean_questions(self) -> list[str]:
        """Return the lines that say something."""
        lines = self.cleaned_data["questions"].splitlines()
        found = [line.strip() for line in lines if line.strip()]
        if len(found) > MOST_QUESTIONS:
            raise forms.ValidationError(_("At most five questions can be tried."))
        return found

    def entry(self) -> dict[str, Any]:
        """Return what the form says of the entry itself."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class SynonymFileForm(DeskForm):
    """A file of entries."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_(
            "As the export gives it, saved in Excel as “CSV UTF-8” or as “CSV”. "
            "The columns may stand in any order."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> bytes:
        """Return the file's content, unless it is far too large."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _(
                    "The file is larger than 500 KB. Please divide it into several "
                    "files."
                )
            )
        content: bytes = file.read()
        return content
