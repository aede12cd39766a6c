"""The form with which somebody tells what they can do."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from catalogue.enums import SectionLevel
from catalogue.models import Expertise, Researcher, ReviewSection, Theme
from catalogue.models.texts import MAX_TEXT
from web.my.forms.fields import (
    Grouped,
    Keywords,
    Line,
    Lines,
    OnePlaceOfMany,
    SeveralOf,
    Words,
)
from web.my.forms.needs import OTHER_LANGUAGE, Section

TEXTS = ("title", "summary", "body", "uses", "keywords")
FIELD_BOXES = ("field_1", "field_2", "field_3")
MATURITY = [
    ("", _("Cannot say yet")),
    (_("At the research stage"), [(1, "TRL 1"), (2, "TRL 2"), (3, "TRL 3")]),
    (_("Can be tried out together"), [(4, "TRL 4"), (5, "TRL 5"), (6, "TRL 6")]),
    (_("Ready or nearly ready for use"), [(7, "TRL 7"), (8, "TRL 8"), (9, "TRL 9")]),
]


class ExpertiseForm(forms.Form):
    """Everything one says of an expertise. A draft may have gaps but for its title."""

    # Each kind of field has more to set than the base class knows.
    fields: dict[str, Any]

    title_ja = Line(max_length=120, required=False)
    title_en = Line(max_length=200, required=False)
    summary_ja = Words(rows=3, max_length=400, required=False)
    summary_en = Words(rows=3, max_length=800, required=False)
    body_ja = Words(rows=10, max_length=MAX_TEXT, required=False)
    body_en = Words(rows=10, max_length=MAX_TEXT, required=False)
    uses_ja = Lines(rows=4, max_length=2_000, required=False)
    uses_en = Lines(rows=4, max_length=2_000, required=False)
    keywords_ja = Keywords(rows=2, max_length=1_000, required=False)
    keywords_en = Keywords(rows=2, max_length=1_000, required=False)
    maturity = forms.TypedChoiceField(
        label=_("How mature is it?"),
        choices=MATURITY,
        coerce=int,
        empty_value=None,
        required=False,
    )
    field_1 = Grouped(label=_("Field of research"), required=False)
    field_2 = Grouped(label=_("A second field"), required=False)
    field_3 = Grouped(label=_("A third field"), required=False)
    themes = SeveralOf(
        Theme.objects.none(), label=_("Themes it serves"), required=False
    )
    organisation = OnePlaceOfMany(
        Organisation.objects.none(), label=_("Offered by"), empty_label=None
    )
    researcher = OnePlaceOfMany(
        Researcher.objects.none(), label=_("Whose work it is"), required=False
    )

    def __init__(
        self,
        *args: Any,
        organisations: QuerySet[Organisation],
        researchers: QuerySet[Researcher],
        checker: str,
        offer: Expertise | None = None,
        submitting: bool = False,
        **kwargs: Any,
    ) -> None:
        """Name who reads each box, and offer what can be chosen.

        Args:
            organisations: those for which this person may offer.
            researchers: those whose work it may be.
            checker: who reads it before it is published.
            offer: what is edited.
            submitting: whether it is handed in, so that it needs a description.
        """
        super().__init__(*args, **kwargs)
        self.offer, self.submitting = offer, submitting
        self.lang = (get_language() or "ja")[:2]
        self.other = OTHER_LANGUAGE[self.lang]
        self.fields["themes"].queryset = Theme.objects.all()
        self._offer_owners(organisations, researchers)
        self._offer_fields(offer)
        self._word(checker)

    def sections(self) -> list[Section]:
        """Return the parts of the form, in the order in which one thinks."""
        own = [self[f"{name}_{self.lang}"] for name in TEXTS]
        owners = [
            self[name]
            for name in ("organisation", "researcher")
            if name in self.fields and not self.fields[name].widget.is_hidden
        ]
        return [
            Section(
                "what",
                gettext("What you can do"),
                gettext(
                    "A shop owner and an engineer both read it: say what it is good "
                    "for before you say how it works."
                ),
                own[:3],
            ),
            Section(
                "uses", gettext("What it is good for"), "", [own[3], self["maturity"]]
            ),
            Section(
                "matching",
                gettext("So that it is found"),
                "",
                [own[4], *(self[name] for name in FIELD_BOXES), self["themes"]],
            ),
            *([Section("whose", gettext("Whose it is"), "", owners)] if owners else []),
        ]

    def in_the_other_language(self) -> list[forms.BoundField]:
        """Return the boxes for the same texts in the other language."""
        return [self[f"{name}_{self.other}"] for name in TEXTS]

    @property
    def other_is_open(self) -> bool:
        """Whether something stands, or is wrong, in the other language."""
        return any(box.value() or box.errors for box in self.in_the_other_language())

    def values(self) -> dict[str, Any]:
        """Return the fields of an expertise, without what stands in other tables."""
        names = [f"{name}_{lang}" for name in TEXTS for lang in ("ja", "en")]
        return {name: self.cleaned_data[name] for name in (*names, "maturity")}

    def chosen_fields(self) -> list[ReviewSection]:
        """Return the fields of research that were chosen, each once."""
        chosen = [self.cleaned_data[name] for name in FIELD_BOXES]
        return list(dict.fromkeys(field for field in chosen if field is not None))

    def clean(self) -> dict[str, Any]:
        """Check what has to be there.

        A title is needed even for a draft; a request to publish needs a description.
        """
        data = super().clean() or {}
        needed = {"title": _("Please say in one line what you can do.")}
        if self.submitting:
            needed["body"] = _("Please describe what it is and what it takes.")
        person, place = data.get("researcher"), data.get("organisation")
        if person and not person.affiliations.filter(organisation=place).exists():
            self.add_error(
                "researcher",
                _("Please choose somebody who works at that organisation."),
            )
        for name, message in needed.items():
            boxes = [f"{name}_{self.lang}", f"{name}_{self.other}"]
            if not any(data.get(box) or box in self.errors for box in boxes):
                self.add_error(boxes[0], message)
        return data

    def _offer_owners(
        self,
        organisations: QuerySet[Organisation],
        researchers: QuerySet[Researcher],
    ) -> None:
        if self.offer is not None:
            del self.fields["organisation"], self.fields["researcher"]
            return
        self.fields["organisation"].queryset = organisations
        self.fields["researcher"].queryset = researchers
        self.fields["researcher"].empty_label = gettext(
            "Of the organisation as a whole"
        )

    def _offer_fields(self, offer: Expertise | None) -> None:
        levels = [SectionLevel.BROAD, SectionLevel.MEDIUM]
        rows = list(
            ReviewSection.objects.filter(level__in=levels).prefetch_related("parents")
        )
        groups: list[tuple[str, list[tuple[Any, str]]]] = []
        for broad in (row for row in rows if row.level == SectionLevel.BROAD):
            inside = [(r, str(r)) for r in rows if broad in r.parents.all()]
            groups.append((str(broad), inside))
        present = list(offer.fields.all()) if offer else []
        others = [(row, str(row)) for row in present if row not in rows]
        if others:
            groups.insert(0, (gettext("At present"), others))
        for name in FIELD_BOXES:
            self.fields[name].offer(pgettext("field of research", "None"), groups)

    def _word(self, checker: str) -> None:
        note = gettext(
            "%(checker)s checks this before it is published. After that anyone "
            "reads it."
        ) % {"checker": checker}
        language = {"ja": gettext("in Japanese"), "en": gettext("in English")}
        for name, (label, hint) in _wording().items():
            own = self.fields[f"{name}_{self.lang}"]
            own.label, own.help_text, own.reader_note = label, hint, note
            self.fields[
                f"{name}_{self.other}"
            ].label = f"{label} ({language[self.other]})"


def _wording() -> dict[str, tuple[str, str]]:
    return {
        "title": (
            gettext("In one line"),
            gettext(
                "Name the use first: “Telling loose concrete by the sound of a tap”"
            ),
        ),
        "summary": (
            gettext("In one or two sentences, for lists"),
            gettext("What it does for whom."),
        ),
        "body": (
            gettext("Description"),
            gettext(
                "What it does and how well, what one has to bring along, where its "
                "limits are, how long it takes."
            ),
        ),
        "uses": (gettext("Uses"), gettext("One on each line.")),
        "keywords": (
            gettext("Keywords"),
            gettext("Parted by commas. Add words that people in the trade use."),
        ),
    }
