"""The catalogue and the pages as the search index reads them.

Every kind has one function from a row to its document. Of an anonymous need only
what the public may know goes in, and no text that would tell who posts it, so no engine
can give away more.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Exists, Model, OuterRef, Prefetch, QuerySet
from wagtail.models import Page
from wagtail.search.index import SearchField

from accounts.enums import INSTITUTION_KINDS
from accounts.models import Organisation
from catalogue.enums import NeedState, OfferState, OutcomeState
from catalogue.models import (
    Affiliation,
    Expertise,
    Facility,
    Industry,
    Need,
    Outcome,
    Researcher,
)
from catalogue.selectors.anonymity import public_face, tells_poster
from catalogue.selectors.visibility import PUBLIC, READABLE, need_audiences
from indexing.conditions import deadline_value, maturity_value
from lifecycle.versions import version_now
from search.documents import SearchDocument

LANGUAGES = ("ja", "en")
EVERYONE = frozenset({PUBLIC})
UNREAD = 0  # until `documents_of` and `all_documents` say when a row was read


def need_document(need: Need) -> SearchDocument:
    """Return a need as the public knows it."""
    face = public_face(need)
    open_ = need.state == NeedState.OPEN
    return _document(
        need,
        audiences=need_audiences(need),
        body=("background", "wanted", "conditions"),
        people=_names(face.organisation),
        tells=tells_poster(need),
        facets={
            "municipality": _codes(face.municipality),
            "industry": _line(face.industry),
            "theme": _themes(need),
            "help": tuple(need.kinds),
            "state": (need.state,),
            "deadline": deadline_value(need.deadline) if open_ else (),
        },
        sort={
            "updated": _moment(need.opened_at or need.updated_at),
            "deadline": need.deadline.toordinal() if need.deadline else None,
        },
    )


def expertise_document(expertise: Expertise) -> SearchDocument:
    """Return an expertise with who offers it and in which fields."""
    researcher = expertise.researcher
    return _document(
        expertise,
        body=("body",),
        lists=("uses",),
        keywords=(*_keywords(expertise), *_field_names(expertise)),
        people=_names(expertise.organisation, researcher),
        facets={
            "municipality": _places(expertise.organisation),
            "institution": (expertise.organisation.public_id,),
            "theme": _themes(expertise),
            "field": _fields(expertise),
            "maturity": maturity_value(expertise.maturity),
        },
        sort={"updated": _moment(expertise.published_at or expertise.updated_at)},
    )


def facility_document(facility: Facility) -> SearchDocument:
    """Return a facility with who shares it."""
    return _document(
        facility,
        body=("body", "how_to_use"),
        keywords=_keywords(facility),
        people=_names(facility.organisation),
        facets={
            "municipality": _places(facility.organisation),
            "institution": (facility.organisation.public_id,),
            "theme": _themes(facility),
            "remote": ("yes",) if facility.remote else (),
        },
        sort={"updated": _moment(facility.published_at or facility.updated_at)},
    )


def outcome_document(outcome: Outcome) -> SearchDocument:
    """Return a published result."""
    return _document(
        outcome,
        body=("challenge", "approach", "result", "next"),
        facets={
            "municipality": _codes(outcome.municipality),
            "theme": _themes(outcome),
        },
        sort={"updated": _moment(outcome.published_at or outcome.updated_at)},
    )


def researcher_document(researcher: Researcher) -> SearchDocument:
    """Return a researcher, found by name, reading, place and field."""
    places = list(researcher.affiliations.all())
    names = [name for place in places for name in _names(place.organisation)]
    return SearchDocument(
        kind="researcher",
        id=researcher.public_id,
        version=UNREAD,
        audiences=EVERYONE,
        title=_pair(researcher, ("name",)),
        summary=_pair(researcher, ("summary",)),
        body=_joined([_pair(p, ("department", "position")) for p in places]),
        keywords=(*_keywords(researcher), *_field_names(researcher)),
        people=(*_names(None, researcher), *names),
        codes=tuple(filter(None, (researcher.orcid, researcher.erad_number))),
        facets={
            "municipality": tuple(
                dict.fromkeys(
                    code for place in places for code in _places(place.organisation)
                )
            ),
            "institution": tuple(place.organisation.public_id for place in places),
            "field": _fields(researcher),
        },
        sort={
            "updated": int(researcher.updated_at.timestamp()),
            "name": researcher.kana,
        },
    )


def organisation_document(organisation: Organisation) -> SearchDocument:
    """Return an organisation, found by every name and number it has.

    An institution is one of its own entries.
    """
    institution = organisation.kind in INSTITUTION_KINDS
    codes = (
        organisation.corporate_number,
        organisation.local_government_code,
        organisation.kakenhi_code,
        organisation.ror,
    )
    return SearchDocument(
        kind="organisation",
        id=organisation.public_id,
        version=UNREAD,
        audiences=EVERYONE,
        title=_pair(organisation, ("name",)),
        summary=_pair(organisation, ("short",)),
        people=_names(organisation),
        codes=tuple(filter(None, codes)),
        facets={
            "organisation_kind": (organisation.kind,),
            "municipality": _places(organisation),
            "institution": (organisation.public_id,) if institution else (),
        },
        sort={"name": organisation.kana or organisation.name_ja},
    )


def page_document(page: Page) -> SearchDocument:
    """Return an editable page with its translations, as one thing to find.

    Args:
        page: the first of them that is live; its key is the document's.
    """
    written = page.get_translations(inclusive=True).live().filter(alias_of=None)
    texts = {
        one.locale.language_code: one.specific
        for one in written.select_related("locale")
    }
    published = [one.last_published_at for one in texts.values()]
    return SearchDocument(
        kind="page",
        id=str(page.pk),
        version=UNREAD,
        audiences=EVERYONE,
        title={lang: one.title for lang, one in texts.items()},
        summary={lang: one.search_description for lang, one in texts.items()},
        body={lang: _page_text(one) for lang, one in texts.items()},
        sort={"updated": max(_moment(at) or 0 for at in published)},
    )


def _catalogue(model: type[Model], *related: str, **rule: Any) -> QuerySet[Any]:
    rows = model._default_manager.filter(**rule)
    return rows.select_related(*related).order_by("pk")


# What would tell the poster of a need is read along with it.
_OF_NEEDS = (
    "themes",
    "organisation__sites",
    "organisation__memberships__user",
    "created_by",
)
_TAGS = ("themes", "fields__parents__parents")
_SITES = "organisation__sites__municipality"
_PLACES = Prefetch(
    "affiliations",
    Affiliation.objects.select_related("organisation").prefetch_related(_SITES),
)


# kind → what can be found of it, and how a row becomes a document.
def sources() -> dict[str, tuple[QuerySet[Any], Callable[[Any], SearchDocument]]]:
    """Return, for every kind, what can be found and how it is read."""
    published = {"state": OfferState.PUBLISHED}
    needs = _catalogue(
        Need,
        "organisation",
        "municipality",
        "industry__parent__parent__parent",
        state__in=READABLE,
    )
    expertise = _catalogue(Expertise, "organisation", "researcher", **published)
    results = _catalogue(Outcome, "municipality", state=OutcomeState.PUBLISHED)
    people = _catalogue(Researcher, listed=True)
    return {
        "need": (needs.prefetch_related(*_OF_NEEDS), need_document),
        "expertise": (expertise.prefetch_related(*_TAGS, _SITES), expertise_document),
        "facility": (
            _catalogue(Facility, "organisation", **published).prefetch_related(
                "themes", _SITES
            ),
            facility_document,
        ),
        "outcome": (results.prefetch_related("themes"), outcome_document),
        "researcher": (
            people.prefetch_related(_PLACES, "fields__parents__parents"),
            researcher_document,
        ),
        "organisation": (
            _catalogue(Organisation, listed=True).prefetch_related(
                "sites__municipality"
            ),
            organisation_document,
        ),
        "page": (
            first_pages().order_by("pk"),
            page_document,
        ),
    }


def first_pages() -> QuerySet[Page]:
    """Return every live page that is the first of its translations."""
    live = Page.objects.live().public().filter(depth__gt=1, alias_of=None)
    earlier = live.filter(
        translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk")
    )
    return live.exclude(Exists(earlier))


def all_documents() -> Iterator[SearchDocument]:
    """Return everything that can be found."""
    version = version_now()
    for rows, read in sources().values():
        for row in rows.iterator(chunk_size=500):
            yield replace(read(row), version=version)


def documents_of(kind: str, idents: Iterable[str]) -> dict[str, SearchDocument]:
    """Return those of the named things that can be found now, by id."""
    version = version_now()
    rows, read = sources()[kind]
    name = "pk__in" if kind == "page" else "public_id__in"
    documents = map(read, rows.filter(**{name: list(idents)}))
    return {d.id: replace(d, version=version) for d in documents}


def _document(
    thing: Any,
    *,
    body: tuple[str, ...],
    facets: dict[str, tuple[str, ...]],
    sort: dict[str, int | None],
    lists: tuple[str, ...] = (),
    keywords: tuple[str, ...] = (),
    people: tuple[str, ...] = (),
    audiences: frozenset[str] = EVERYONE,
    tells: Callable[[str], bool] = lambda text: False,
) -> SearchDocument:
    """Return a thing's document, without the texts that tell what they must not."""
    return SearchDocument(
        kind=thing._meta.model_name,
        id=thing.public_id,
        version=UNREAD,
        audiences=audiences,
        title=_pair(thing, ("title",), tells=tells),
        summary=_pair(thing, ("summary",), tells=tells),
        body=_pair(thing, body, lists, tells),
        keywords=keywords,
        people=people,
        facets={name: values for name, values in facets.items() if values},
        sort={name: value for name, value in sort.items() if value is not None},
    )


def _page_text(page: Page) -> str:
    """Return what a page says, of the fields that it declares searchable."""
    fields = [f for f in page.get_search_fields() if isinstance(f, SearchField)]
    values = [f.get_value(page) for f in fields if f.field_name != "title"]
    texts = [text for v in values for text in (v if isinstance(v, list) else [v])]
    return "\n".join(filter(None, texts))


def _pair(
    thing: Any,
    names: tuple[str, ...],
    lists: tuple[str, ...] = (),
    tells: Callable[[str], bool] = lambda text: False,
) -> dict[str, str]:
    """Return the texts of some fields by language, without empty and telling ones."""
    texts = {}
    for lang in LANGUAGES:
        parts = [getattr(thing, f"{name}_{lang}") for name in names]
        parts += [word for name in lists for word in getattr(thing, f"{name}_{lang}")]
        if text := "\n".join(part for part in parts if part and not tells(part)):
            texts[lang] = text
    return texts


def _joined(texts: list[dict[str, str]]) -> dict[str, str]:
    joined = {g: "\n".join(t[g] for t in texts if g in t) for g in LANGUAGES}
    return {lang: text for lang, text in joined.items() if text}


def _names(
    organisation: Organisation | None, researcher: Researcher | None = None
) -> tuple[str, ...]:
    names: list[str] = []
    if researcher is not None:
        names += [researcher.name_ja, researcher.name_en, researcher.kana]
    if organisation is not None:
        names += [
            organisation.name_ja,
            organisation.name_en,
            organisation.short_ja,
            organisation.short_en,
            organisation.kana,
        ]
    return tuple(dict.fromkeys(filter(None, names)))


def _codes(thing: Any) -> tuple[str, ...]:
    return (thing.code,) if thing is not None else ()


def _themes(thing: Any) -> tuple[str, ...]:
    return tuple(theme.slug for theme in thing.themes.all())


def _keywords(thing: Any) -> tuple[str, ...]:
    return (*thing.keywords_ja, *thing.keywords_en)


def _line(industry: Industry | None) -> tuple[str, ...]:
    """Return an industry's group and all above it, the widest first."""
    if industry is None:
        return ()
    return (*_line(industry.parent), industry.code)


def _places(organisation: Organisation) -> tuple[str, ...]:
    """Return the municipalities in which an organisation has a site."""
    towns = [s.municipality for s in organisation.sites.all() if s.municipality]
    return tuple(dict.fromkeys(town.code for town in towns))


def _fields(thing: Any) -> tuple[str, ...]:
    """Return a thing's review sections and all above them, the widest first."""
    levels = [list(thing.fields.all())]
    while levels[0]:
        levels.insert(0, [p for section in levels[0] for p in section.parents.all()])
    codes = [section.code for level in levels for section in level]
    return tuple(dict.fromkeys(codes))


def _field_names(thing: Any) -> tuple[str, ...]:
    sections = thing.fields.all()
    return tuple(name for s in sections for name in (s.name_ja, s.name_en) if name)


def _moment(at: Any) -> int | None:
    return int(at.timestamp()) if at else None
