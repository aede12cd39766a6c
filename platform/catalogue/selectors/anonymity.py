"""What others may know of a poster whose name is withheld."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, prefetch_related_objects

from accounts.models import Membership, Municipality, Organisation, User
from accounts.names import LEGAL_FORM, fold
from accounts.selectors import region
from catalogue.enums import NeedState
from catalogue.models import Industry, Need
from catalogue.rules import works_for_poster

# What is written like something that leads to a person or a firm, whosever it is.
_TELLING_FORMS = (
    re.compile(r"0\d{1,4}[-(]\d{1,4}[-)]\d{3,4}|0\d{9,10}(?!\d)"),
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+", re.ASCII),
    re.compile(r"(https?://|www\.)[!-~]+"),
    re.compile(r"(特許第?|特開|特願|実用新案)\s*(平|昭|令)?\s*\d[\d-]*\s*号?"),
)
_TEXT_FIELDS = (
    "title",
    "summary",
    "background",
    "wanted",
    "conditions",
)


@dataclass(frozen=True)
class PublicFace:
    """A need's poster as a reader sees it; ``None`` stands for what is withheld."""

    organisation: Organisation | None
    municipality: Municipality | None
    industry: Industry | None

    @property
    def withheld(self) -> bool:
        """Whether the name is withheld from this reader."""
        return self.organisation is None


@dataclass(frozen=True)
class Revealing:
    """A passage that would tell who the poster is."""

    field: str
    passage: str


def public_face(need: Need, user: User | None = None) -> PublicFace:
    """Return who posts a need, where and in which trade, as ``user`` may know it.

    Of an anonymous need only the poster's own people see the name; where place and
    trade together point at fewer than the region's ``small_cell`` organisations,
    the place is withheld too and the trade shown at its top level.
    """
    return public_faces([need], user)[0]


def public_faces(needs: Sequence[Need], user: User | None = None) -> list[PublicFace]:
    """Return the public face of each need, with two queries for them all.

    For a list, select ``organisation``, ``municipality`` and
    ``industry__parent__parent__parent`` along with the needs.
    """
    hidden = [
        need for need in needs if need.anonymous and not works_for_poster(user, need)
    ]
    telling = {need.pk for need in _pointing_at_few(hidden)}
    withheld = {need.pk for need in hidden}
    return [_face(need, need.pk in withheld, need.pk in telling) for need in needs]


def points_at_few(need: Need) -> bool:
    """Return whether place × trade would point at the poster of a need."""
    return bool(_pointing_at_few([need]))


def _face(need: Need, withheld: bool, telling: bool) -> PublicFace:
    if not withheld:
        return PublicFace(need.organisation, need.municipality, need.industry)
    if not telling:
        return PublicFace(None, need.municipality, need.industry)
    return PublicFace(None, None, need.industry.major if need.industry else None)


def _pointing_at_few(needs: Sequence[Need]) -> list[Need]:
    placed = [need for need in needs if need.municipality_id and need.industry_id]
    if not placed:
        return []
    cells = Need.objects.filter(
        municipality__in={need.municipality_id for need in placed},
        industry__in={need.industry_id for need in placed},
    )
    posters = {
        (place, trade): number
        for place, trade, number in cells.exclude(state=NeedState.DRAFT)
        .order_by()
        .values_list("municipality", "industry")
        .annotate(posters=Count("organisation", distinct=True))
    }
    fewest = region().small_cell
    return [
        need
        for need in placed
        if posters.get((need.municipality_id, need.industry_id), 0) < fewest
    ]


def revealing_passages(need: Need) -> list[Revealing]:
    """Return where an anonymous need's own text names its poster.

    Looked for, without regard to width and case: official and short names with and
    without the legal form, their reading, the full names of the poster's people, the
    corporate number, addresses, telephone numbers, the web site's host, and anything
    written like a telephone number, an e-mail address, a URL or a patent number.
    """
    telling = _telling_patterns(need)
    if not telling:
        return []
    found = []
    for field in _TEXT_FIELDS:
        for lang in ("ja", "en"):
            text = fold(getattr(need, f"{field}_{lang}"))
            for pattern in telling:
                if match := pattern.search(text):
                    found.append(Revealing(field, match.group()))
    return found


def tells_poster(need: Need) -> Callable[[str], bool]:
    """Return what says of any text whether it tells who posts an anonymous need.

    Looked for as in ``revealing_passages``; of a need that shows its name no text
    tells. The poster's details are read here, once for all texts.
    """
    patterns = _telling_patterns(need)

    def tells(text: str) -> bool:
        folded = fold(text) if patterns else ""
        return any(pattern.search(folded) for pattern in patterns)

    return tells


def names_of_poster_in(need: Need, texts: Iterable[str]) -> list[str]:
    """Return which names and numbers of an anonymous poster stand in other texts.

    For what is written about a need by others: a word to both sides, a result. Looked
    for as in ``revealing_passages``, but only what is the poster's own.
    """
    if not need.anonymous:
        return []
    folded = [fold(text) for text in texts]
    words = sorted(_telling_words(need))
    return [word for word in words if any(word in text for text in folded)]


def _telling_patterns(need: Need) -> list[re.Pattern[str]]:
    if not need.anonymous:
        return []
    own = [re.compile(re.escape(word)) for word in sorted(_telling_words(need))]
    return [*own, *_TELLING_FORMS]


def _telling_words(need: Need) -> set[str]:
    owner = need.organisation
    members = Prefetch("memberships", Membership.objects.select_related("user"))
    prefetch_related_objects([owner], "sites", members)
    names = {owner.name_ja, owner.name_en, owner.short_ja, owner.short_en, owner.kana}
    words = set()
    for name in names:
        folded = fold(name)
        words |= {folded, LEGAL_FORM.sub("", folded).strip()}
    words |= {fold(owner.corporate_number), fold(owner.phone)}
    words |= {fold(site.address_ja) for site in owner.sites.all()}
    for person in _people(need):
        name = fold(person.name_ja)
        words |= {name, "".join(name.split()), fold(person.name_en)}
    words.add(fold(re.sub(r"^https?://(www\.)?|/.*$", "", owner.url)))
    return {word for word in words if len(word) > 1}


def _people(need: Need) -> set[User]:
    """Return the poster's people; not the officer who wrote a visit up."""
    people = {membership.user for membership in need.organisation.memberships.all()}
    if need.created_by is not None and need.visit_id is None:
        people.add(need.created_by)
    return people
