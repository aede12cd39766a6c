"""Short forms of a joint project: what is to be reached, on what terms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lifecycle import clock
from web.my.forms.fields import Day, Line


class MilestoneForm(forms.Form):
    """Something to be reached by a day."""

    title = Line(label=_("What is to be reached"), max_length=120)
    due_on = Day(label=_("By when"), required=False)


class AgreementForm(forms.Form):
    """How far an agreement has come: applied for or signed, on which day."""

    step = forms.ChoiceField(
        label=_("What has been done"),
        choices=[("applied", _("Applied for")), ("signed", _("Signed"))],
        widget=forms.RadioSelect,
    )
    on = Day(label=_("On which day"))
    document_no = Line(
        label=_("Document number, where it is signed"), max_length=60, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Propose today."""
        super().__init__(*args, **{"initial": {"on": clock.today()}} | kwargs)
