"""What the desk's forms have in common."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# A browser or a mail program puts this where it could not read a character.
UNREADABLE = "\ufffd"


class DeskForm(forms.Form):
    """A form of the desk."""

    use_required_attribute = True

    def clean(self) -> dict[str, Any]:
        """Name every box with characters that did not arrive whole."""
        cleaned: dict[str, Any] = super().clean() or {}
        refuse_unreadable(self, cleaned)
        return cleaned


class DeskModelForm(forms.ModelForm):
    """A form over a model's fields; what it says goes through an action."""

    def clean(self) -> dict[str, Any]:
        """Name every box with characters that did not arrive whole."""
        cleaned: dict[str, Any] = super().clean() or {}
        refuse_unreadable(self, cleaned)
        return cleaned


def refuse_unreadable(form: forms.BaseForm, cleaned: dict[str, Any]) -> None:
    """Add an error to every box of a form whose text did not arrive whole."""
    for name, value in list(cleaned.items()):
        if isinstance(value, str) and UNREADABLE in value:
            form.add_error(
                name,
                _(
                    "Some characters did not arrive in a readable form. "
                    "Please type them again."
                ),
            )


class Day(forms.DateInput):
    """The browser's own date box: it works on a phone and without our script."""

    input_type = "date"

    def __init__(self, **options: Any) -> None:
        """Write the value as the browser wants it."""
        super().__init__(format="%Y-%m-%d", **options)


class Paragraphs(forms.Textarea):
    """A text area of a few lines."""

    def __init__(self, rows: int = 3) -> None:
        """Set its height in lines."""
        super().__init__(attrs={"rows": rows})


class ReasonForm(DeskForm):
    """A coded reason and a note; ``reasons`` are the choices."""

    reason = forms.ChoiceField(label=_("Reason"))
    note = forms.CharField(
        label=_("Note"),
        required=False,
        widget=Paragraphs(2),
        max_length=2000,
        help_text=_("Read by the secretariat and the office in charge only."),
    )

    def __init__(self, *args: Any, reasons: Any, **options: Any) -> None:
        """Offer the reasons of a closed list, with nothing chosen."""
        super().__init__(*args, **options)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Please choose")), *reasons.choices]


class CommentForm(DeskForm):
    """A sentence for the other side."""

    comment = forms.CharField(label=_("Comment"), widget=Paragraphs(3), max_length=2000)

    def __init__(self, *args: Any, help_text: Any = "", **options: Any) -> None:
        """Say who reads it."""
        super().__init__(*args, **options)
        self.fields["comment"].help_text = help_text


class NoteForm(DeskForm):
    """A word to a colleague."""

    note = forms.CharField(
        label=_("A word to the approver"),
        required=False,
        widget=Paragraphs(2),
        max_length=2000,
        help_text=_("Kept in the log; read by the desk only."),
    )


class ApproveForm(DeskForm):
    """An approval, with the number of its document where there is one."""

    document_no = forms.CharField(
        label=_("Document number"), required=False, max_length=60
    )
