"""The form with which somebody asks for help, and which helps to ask."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, Organisation, Region
from catalogue.enums import IndustryLevel, NeedKind, Visibility
from catalogue.models import Industry, Need, Theme
from catalogue.models.needs import BUDGET_LIMIT
from catalogue.models.texts import MAX_TEXT
from catalogue.selectors.anonymity import revealing_passages
from lifecycle import clock
from web.my.forms.fields import (
    Day,
    Grouped,
    Line,
    OnePlaceOfMany,
    SeveralOf,
    Words,
    Yen,
)
from web.my.words import unlisted_competitors

TEXTS = ("title", "summary", "background", "wanted", "conditions")
OTHER_LANGUAGE = {"ja": "en", "en": "ja"}


@dataclass(frozen=True)
class Section:
    """A numbered part of the form."""

    ident: str
    heading: str
    intro: str
    boxes: list[forms.BoundField]


class NeedForm(forms.Form):
    """Everything a poster says of a need. A draft may have gaps, a request may not."""

    # Each kind of field has more to set than the base class knows.
    fields: dict[str, Any]

    title_ja = Line(max_length=80, required=False)
    title_en = Line(max_length=160, required=False)
    background_ja = Words(rows=8, max_length=MAX_TEXT, required=False)
    background_en = Words(rows=8, max_length=MAX_TEXT, required=False)
    wanted_ja = Words(rows=5, max_length=MAX_TEXT, required=False)
    wanted_en = Words(rows=5, max_length=MAX_TEXT, required=False)
    conditions_ja = Words(rows=5, max_length=MAX_TEXT, required=False)
    conditions_en = Words(rows=5, max_length=MAX_TEXT, required=False)
    summary_ja = Words(rows=3, max_length=300, required=False)
    summary_en = Words(rows=3, max_length=600, required=False)
    budget_min = Yen(
        label=_("Budget from (yen)"), max_value=BUDGET_LIMIT, required=False
    )
    budget_max = Yen(
        label=_("Budget up to (yen)"), max_value=BUDGET_LIMIT, required=False
    )
    deadline = Day(
        label=_("By when do you want an answer?"),
        help_text=_("Without a date it stays open for some months; you can renew it."),
        required=False,
    )
    kinds = forms.MultipleChoiceField(
        label=_("What kind of help do you think of?"),
        help_text=_("Several are possible. If you are not sure, leave it open."),
        choices=NeedKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    industry = Grouped(label=_("Your industry"), required=False)
    themes = SeveralOf(
        Theme.objects.none(), label=_("Themes it touches"), required=False
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("For which organisation?"),
        empty_label=None,
    )
    municipality = OnePlaceOfMany(
        Municipality.objects.none(), label=_("Where does it arise?"), required=False
    )
    visibility = forms.ChoiceField(
        label=_("Who may read it, once it is open?"),
        choices=Visibility.choices,
        widget=forms.RadioSelect,
        initial=Visibility.PUBLIC,
    )
    anonymous = forms.BooleanField(
        label=_("Withhold the name of our organisation"), required=False
    )
    competitors = Words(
        label=_("Competitors whom we do not want to be asked"),
        help_text=_(
            "Names or corporate numbers, one on each line. The secretariat neither "
            "proposes nor introduces them, nor people who work for them or with them. "
            "They can read the need like everyone whom you chose above."
        ),
        rows=2,
        max_length=1000,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        organisations: list[Organisation],
        region: Region,
        office: str,
        need: Need | None = None,
        submitting: bool = False,
        **kwargs: Any,
    ) -> None:
        """Name who reads each box, and offer what can be chosen.

        Args:
            organisations: those for which this person may post.
            region: whose words are used.
            office: the name of the office that reads the text first.
            need: what is edited.
            submitting: whether it is handed in, so that it needs title and trouble.
        """
        super().__init__(*args, **kwargs)
        self.need, self.submitting = need, submitting
        self.lang = (get_language() or "ja")[:2]
        self.other = OTHER_LANGUAGE[self.lang]
        self._offer_choices(organisations, region, need)
        self._say_who_reads(office)
        self.fields["deadline"].begin(clock.today())
        named = self["competitors"].value() or ""
        self.fields["competitors"].content_note = unlisted_competitors(named)

    def sections(self) -> list[Section]:
        """Return the parts of the form, in the order in which one thinks."""
        own = {name: self[f"{name}_{self.lang}"] for name in TEXTS}
        words = [own["background"]]
        whose = [] if self.fields["organisation"].widget.is_hidden else ["organisation"]
        return [
            Section(
                "trouble",
                gettext("The trouble"),
                gettext(
                    "Write as you would tell it to somebody who stands beside you. "
                    "Nobody expects a specification."
                ),
                [own["title"], *words],
            ),
            Section("wanted", gettext("How it should become"), "", [own["wanted"]]),
            Section(
                "conditions",
                gettext("What has to be kept to"),
                gettext(
                    "Material, process, quantity, size: the more of these you name, "
                    "the better we find who knows them."
                ),
                [
                    own["conditions"],
                    *self._boxes("budget_min", "budget_max", "deadline"),
                ],
            ),
            Section(
                "matching",
                gettext("So that it reaches the right people"),
                "",
                self._boxes(*whose, "kinds", "industry", "municipality", "themes")
                + [own["summary"]],
            ),
            Section(
                "readers",
                gettext("Who may read it"),
                "",
                self._boxes("visibility", "anonymous", "competitors"),
            ),
        ]

    def in_the_other_language(self) -> list[forms.BoundField]:
        """Return the boxes for the same texts in the other language."""
        return [self[f"{name}_{self.other}"] for name in TEXTS]

    @property
    def other_is_open(self) -> bool:
        """Whether something stands, or is wrong, in the other language."""
        return any(box.value() or box.errors for box in self.in_the_other_language())

    def values(self) -> dict[str, Any]:
        """Return the fields of a need as they were entered, without its themes."""
        left_out = ("themes", "organisation")
        return {n: v for n, v in self.cleaned_data.items() if n not in left_out}

    def clean(self) -> dict[str, Any]:
        """Check what concerns several boxes.

        Raises:
            ValidationError: the budget's ends are in the wrong order.
        """
        data = super().clean() or {}
        low, high = data.get("budget_min"), data.get("budget_max")
        if low is not None and high is not None and high < low:
            self.add_error(
                "budget_max",
                _("Please enter an amount that is not below the lower end."),
            )
        if self.submitting:
            self._check_whole(data)
        return data

    def clean_deadline(self) -> Any:
        """Return the last day."""
        return self.cleaned_data["deadline"]

    def refuse_revealing(self, organisation: Organisation) -> bool:
        """Say at each box which passage tells who posts; return whether one does."""
        texts = {
            name: value
            for name, value in self.values().items()
            if name.rpartition("_")[0] in TEXTS
        }
        found = False
        for name, text in texts.items():
            alone = Need(organisation=organisation, anonymous=True, **{name: text})
            passages = [passage.passage for passage in revealing_passages(alone)]
            if passages:
                found = True
                self.add_error(
                    name,
                    ValidationError(
                        _(
                            "You chose to withhold the name, but “%(passages)s” tells "
                            "who you are. Please take it out, or show the name."
                        ),
                        params={"passages": "”, “".join(dict.fromkeys(passages))},
                    ),
                )
        return found

    def _check_whole(self, data: dict[str, Any]) -> None:
        missing = {
            "title": _("Please say in one line what it is about."),
            "background": _("Please say what the trouble is; two sentences will do."),
        }
        for name, message in missing.items():
            boxes = [f"{name}_{self.lang}", f"{name}_{self.other}"]
            if not any(data.get(box) or box in self.errors for box in boxes):
                self.add_error(boxes[0], message)

    def _boxes(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names]

    def _offer_choices(
        self, organisations: list[Organisation], region: Region, need: Need | None
    ) -> None:
        fields = self.fields
        known = Organisation.objects.filter(pk__in=[o.pk for o in organisations])
        fields["organisation"].queryset = known
        fields["organisation"].choices = [(o.pk, str(o)) for o in organisations]
        if need is not None:
            fields["organisation"].required = False
        if need is not None or len(organisations) == 1:
            fields["organisation"].widget = forms.HiddenInput()
        fields["themes"].queryset = Theme.objects.all()
        fields["municipality"].queryset = Municipality.objects.all()
        fields["municipality"].empty_label = gettext("Elsewhere, or everywhere")
        fields["industry"].offer(*_industries(need.industry if need else None))
        area = region.localized("area")
        fields["visibility"].choices = [
            (Visibility.PUBLIC, gettext("Anyone (it is found most easily)")),
            (
                Visibility.MEMBERS,
                gettext("Only registered members who belong to an organisation"),
            ),
            (
                Visibility.PARTNERS_FIRST,
                gettext("First the institutions in partnership with the municipality"),
            ),
            (
                Visibility.SECRETARIAT,
                gettext("Nobody but the secretariat, which looks for somebody"),
            ),
        ]
        fields["anonymous"].help_text = gettext(
            "The page then says “name withheld”. Where place and industry together "
            "would tell who you are, the place is shown as “within %(area)s”. The "
            "other side learns your name only once you have both accepted an "
            "introduction."
        ) % {"area": area}

    def _say_who_reads(self, office: str) -> None:
        first = gettext("%(office)s reads this first.") % {"office": office}
        then = gettext("Once it is open, those read it whom you choose in part 5.")
        for name in TEXTS:
            for lang, wording in (
                (self.lang, _own_words(name)),
                (self.other, _other_words(name, self.other)),
            ):
                field = self.fields[f"{name}_{lang}"]
                field.label, field.help_text = wording
                field.reader_note = f"{first} {then}" if lang == self.lang else ""
        for name in ("title", "background"):
            note = pgettext("form", "Needed to apply")
            self.fields[f"{name}_{self.lang}"].required_note = note
        for name in ("budget_min", "budget_max"):
            self.fields[name].reader_note = f"{first} {then}"
        self.fields["budget_max"].help_text = gettext(
            "“30万円” may be written as well. Leave it empty if you do not know yet."
        )
        self.fields["municipality"].help_text = gettext(
            "The office of that municipality looks after your request; where it has "
            "none on this site, the secretariat does."
        )
        self.fields["competitors"].reader_note = gettext(
            "Only the secretariat reads this. It is shown and told to nobody else."
        )
        self.fields["anonymous"].reader_note = gettext(
            "The staff of %(office)s can look the name up, and each look is recorded."
        ) % {"office": office}


def _own_words(name: str) -> tuple[str, str]:
    """Return label and help of a text box in the language of the page."""
    return {
        "title": (
            gettext("In one line"),
            gettext("For example: “Steam in the boiling room hides the floor”"),
        ),
        "background": (
            gettext("What is the trouble?"),
            gettext(
                "What do you make or do, where does it get stuck, how often, what have "
                "you tried? Two or three sentences are enough to begin with."
            ),
        ),
        "wanted": (
            gettext("How should it become?"),
            gettext(
                "For example: half the time, no more than two people, fewer "
                "complaints. A wish is enough."
            ),
        ),
        "conditions": (
            gettext("Material, process, quantity, place"),
            gettext(
                "For example: stainless steel 0.5 mm, 300 pieces a day, a space of two "
                "square metres, visits after 3 p.m."
            ),
        ),
        "summary": (
            gettext("In one or two sentences, for lists"),
            gettext("It stands under the title. You may leave it to the office."),
        ),
    }[name]


def _other_words(name: str, lang: str) -> tuple[str, str]:
    """Return label and help of a text box in the other language."""
    label = {
        "title": pgettext("other language", "In one line"),
        "background": pgettext("other language", "What is the trouble?"),
        "wanted": pgettext("other language", "How should it become?"),
        "conditions": pgettext("other language", "Material, process, quantity, place"),
        "summary": pgettext("other language", "In one or two sentences, for lists"),
    }[name]
    language = {"ja": gettext("in Japanese"), "en": gettext("in English")}[lang]
    return f"{label} ({language})", ""


def _industries(
    present: Industry | None,
) -> tuple[str, list[tuple[str, list[tuple[Any, str]]]]]:
    """Return majors as groups, each with itself as a whole and its middle groups."""
    levels = [IndustryLevel.MAJOR, IndustryLevel.MIDDLE]
    rows = list(Industry.objects.filter(level__in=levels))
    groups: list[tuple[str, list[tuple[Any, str]]]] = []
    for major in (row for row in rows if row.level == IndustryLevel.MAJOR):
        middles = [(row, str(row)) for row in rows if row.parent_id == major.pk]
        whole = gettext("%(industry)s in general") % {"industry": major}
        groups.append((str(major), [(major, whole), *middles]))
    if present is not None and present not in rows:
        groups.insert(0, (gettext("At present"), [(present, str(present))]))
    return gettext("Please choose"), groups
