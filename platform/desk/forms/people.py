"""Forms for members and for the region's settings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Region
from desk.forms.base import DeskForm, DeskModelForm


class RoleForm(DeskForm):
    """What a person does for an organisation."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class MemberForm(RoleForm):
    """A person by the address of their account."""

    email = forms.EmailField(
        label=_("E-mail address of the account"), widget=forms.EmailInput()
    )
    field_order = ("email", "role")


class RegionForm(DeskModelForm):
    """What the secretariat may change of the region; the rest comes with its pack."""

    class Meta:
        model = Region
        fields = (
            "phone",
            "email",
            "office_hours_ja",
            "office_hours_en",
            "first_reader",
            "partner_head_start_days",
            "reminder_working_days",
            "lapse_working_days",
            "need_expiry_months",
            "researcher_capacity",
            "small_cell",
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a reminder that comes after the request has lapsed."""
        cleaned = super().clean()
        reminder = cleaned.get("reminder_working_days")
        lapse = cleaned.get("lapse_working_days")
        if reminder is not None and lapse is not None and reminder >= lapse:
            self.add_error(
                "reminder_working_days",
                _("The reminder must come before the request lapses."),
            )
        return cleaned
