"""Forms about oneself and the organisation one works for."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.actions import SELF_REGISTERED
from accounts.checkdigits import validate_corporate_number
from accounts.models import Municipality, User
from web.my.forms.fields import Digits, Line, OnePlaceOfMany

PHONE = 30


class OrganisationForm(forms.Form):
    """Who one is, and whom one works for."""

    # Each kind of field has more to set than the base class knows.
    fields: dict[str, Any]

    person = Line(label=_("Your name"), max_length=80)
    phone = Line(
        label=_("Telephone, for the office and for agreed introductions"),
        max_length=PHONE,
        required=False,
    )
    kind = forms.ChoiceField(label=pgettext_lazy("organisation", "What it is"))
    name_ja = Line(label=_("Official name of the organisation"), max_length=120)
    name_en = Line(
        label=_("Its official name in English"), max_length=160, required=False
    )
    corporate_number = Digits(
        label=_("Corporate number (hōjin bangō)"),
        help_text=_("13 digits. Leave it empty if there is none."),
        max_length=20,
        required=False,
        validators=[validate_corporate_number],
    )
    municipality = OnePlaceOfMany(
        Municipality.objects.none(), label=_("Where it is"), required=False
    )

    def __init__(self, *args: Any, user: User, office: str, **kwargs: Any) -> None:
        """Offer the kinds that one enters oneself, and say who reads it.

        Args:
            user: whose name may be known already.
            office: the secretariat's name.
        """
        known = {"person": str(user.localized("name")), "phone": user.phone}
        kwargs["initial"] = known
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, kind.label) for kind in SELF_REGISTERED]
        self.fields["kind"].choices = [("", gettext("Please choose")), *kinds]
        self.fields["municipality"].queryset = Municipality.objects.all()
        self.fields["municipality"].empty_label = gettext("Outside the area")
        note = gettext(
            "The staff of %(office)s and of the municipalities read this. The other "
            "side of an introduction reads it once you have both accepted."
        ) % {"office": office}
        self.fields["person"].reader_note = note
        self.fields["phone"].reader_note = note
        self.fields["name_ja"].help_text = gettext(
            "As it is registered. A group without a registration writes the name that "
            "people know. It is not put into the public list."
        )


class AccountForm(forms.Form):
    """What a person says of themselves."""

    # Each kind of field has more to set than the base class knows.
    fields: dict[str, Any]

    name_ja = Line(label=_("Name"), max_length=80, required=False)
    kana = Line(label=_("Reading (kana)"), max_length=80, required=False)
    name_en = Line(label=_("Name in Roman letters"), max_length=80, required=False)
    phone = Line(label=_("Telephone"), max_length=PHONE, required=False)
    language = forms.ChoiceField(
        label=_("Language of e-mails to you"),
        choices=User._meta.get_field("language").choices or [],
        widget=forms.RadioSelect,
    )

    capacity = forms.IntegerField(
        label=_("Requests you take at a time"),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        min_value=0,
        max_value=99,
        required=False,
    )

    def __init__(
        self, *args: Any, office: str, usual: int | None, **kwargs: Any
    ) -> None:
        """Say who reads it, and ask researchers alone how much they take.

        Args:
            office: the secretariat's name.
            usual: how many requests a researcher takes who says nothing; None for
                everybody who is no researcher.
        """
        super().__init__(*args, **kwargs)
        if usual is None:
            del self.fields["capacity"]
        else:
            self.fields["capacity"].help_text = gettext(
                "While so many are open, nobody is introduced to you. With 0 you take "
                "none for now. Left empty, it is %(usual)d, as for everybody here."
            ) % {"usual": usual}
        note = gettext(
            "The staff of %(office)s and of the municipalities read this. The other "
            "side of an introduction reads it once you have both accepted."
        ) % {"office": office}
        for name in ("name_ja", "phone"):
            self.fields[name].reader_note = note

    def clean(self) -> dict[str, Any]:
        """Refuse somebody without any name."""
        data = super().clean() or {}
        if not data.get("name_ja") and not data.get("name_en"):
            self.add_error("name_ja", _("Please enter your name."))
        return data
