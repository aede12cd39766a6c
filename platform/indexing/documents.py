"""The catalogue and the pages as the search index reads them.

Every kind has one function from a row to its document. Of an anonymous need only
what the public may know goes in, so no engine can give away more.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from wagtail.models import Page
from wagtail.search.index import SearchField

from accounts.models import Organisation
from catalogue.enums import OfferState, OutcomeState
from catalogue.models import (
    Affiliation,
    Expertise,
    Facility,
    Need,
    Outcome,
    Researcher,
)
from catalogue.selectors.anonymity import public_face
from catalogue.selectors.visibility import PUBLIC, READABLE, need_audiences
from search.documents import SearchDocument

LANGUAGES = ("ja", "en")
EVERYONE = frozenset({PUBLIC})


def need_document(need: Need) -> SearchDocument:
    """Return a need as the public knows it."""
    face = public_face(need)
    industry = face.industry.major if face.industry else None
    return _document(
        need,
        audiences=need_audiences(need),
        body=("background", "wanted", "conditions"),
        people=_names(face.organisation),
        facets={
            "municipality": _codes(face.municipality),
            "industry": _codes(industry),
            "theme": _themes(need),
            "help": tuple(need.kinds),
            "state": (need.state,),
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
        keywords=True,
        people=_names(expertise.organisation, researcher),
        facets={
            "institution": (expertise.organisation.public_id,),
            "theme": _themes(expertise),
            "field": _fields(expertise),
            "maturity": _maturity(expertise.maturity),
        },
        sort={"updated": _moment(expertise.published_at or expertise.updated_at)},
    )


def facility_document(facility: Facility) -> SearchDocument:
    """Return a facility with who shares it."""
    return _document(
        facility,
        body=("body", "how_to_use"),
        keywords=True,
        people=_names(facility.organisation),
        facets={
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
        version=version_now(),
        audiences=EVERYONE,
        title=_pair(researcher, ("name",)),
        summary=_pair(researcher, ("summary",)),
        body=_joined([_pair(p, ("department", "position")) for p in places]),
        keywords=(*researcher.keywords_ja, *researcher.keywords_en),
        people=(*_names(None, researcher), *names),
        codes=tuple(filter(None, (researcher.orcid, researcher.erad_number))),
        facets={
            "institution": tuple(place.organisation.public_id for place in places),
            "field": _fields(researcher),
        },
        sort={
            "updated": int(researcher.updated_at.timestamp()),
            "name": researcher.kana,
        },
    )


def organisation_document(organisation: Organisation) -> SearchDocument:
    """Return an organisation, found by every name and number it has."""
    codes = (
        organisation.corporate_number,
        organisation.local_government_code,
        organisation.kakenhi_code,
        organisation.ror,
    )
    sites = [s.municipality for s in organisation.sites.all() if s.municipality]
    return SearchDocument(
        kind="organisation",
        id=organisation.public_id,
        version=version_now(),
        audiences=EVERYONE,
        title=_pair(organisation, ("name",)),
        summary=_pair(organisation, ("short",)),
        people=_names(organisation),
        codes=tuple(filter(None, codes)),
        facets={
            "organisation_kind": (organisation.kind,),
            "municipality": tuple(dict.fromkeys(m.code for m in sites)),
        },
        sort={"name": organisation.kana or organisation.name_ja},
    )


def page_document(page: Page) -> SearchDocument:
    """Return an editable page in its own language."""
    lang = page.locale.language_code
    return SearchDocument(
        kind="page",
        id=str(page.pk),
        version=version_now(),
        audiences=EVERYONE,
        title={lang: page.title},
        summary={lang: page.search_description},
        body={lang: _page_text(page.specific)},
        sort={"updated": _moment(page.last_published_at) or 0},
    )


def _catalogue(model: type[Model], *related: str, **rule: Any) -> QuerySet[Any]:
    rows = model._default_manager.filter(**rule)
    return rows.select_related(*related).order_by("pk")


_TAGS = ("themes", "fields__parents")
_PLACES = Prefetch("affiliations", Affiliation.objects.select_related("organisation"))


# kind → what can be found of it, and how a row becomes a document.
def sources() -> dict[str, tuple[QuerySet[Any], Callable[[Any], SearchDocument]]]:
    """Return, for every kind, what can be found and how it is read."""
    published = {"state": OfferState.PUBLISHED}
    needs = _catalogue(
        Need,
        "organisation",
        "municipality",
        "industry__parent__parent",
        state__in=READABLE,
    )
    expertise = _catalogue(Expertise, "organisation", "researcher", **published)
    results = _catalogue(Outcome, "municipality", state=OutcomeState.PUBLISHED)
    people = _catalogue(Researcher, listed=True)
    from_pages = Page.objects.live().public().filter(depth__gt=1)
    return {
        "need": (needs.prefetch_related("themes"), need_document),
        "expertise": (expertise.prefetch_related(*_TAGS), expertise_document),
        "facility": (
            _catalogue(Facility, "organisation", **published).prefetch_related(
                "themes"
            ),
            facility_document,
        ),
        "outcome": (results.prefetch_related("themes"), outcome_document),
        "researcher": (
            people.prefetch_related(_PLACES, "fields__parents"),
            researcher_document,
        ),
        "organisation": (
            _catalogue(Organisation, listed=True).prefetch_related(
                "sites__municipality"
            ),
            organisation_document,
        ),
        "page": (
            from_pages.select_related("locale").order_by("pk"),
            page_document,
        ),
    }


def all_documents() -> Iterator[SearchDocument]:
    """Return everything that can be found."""
    for rows, read in sources().values():
        yield from map(read, rows.iterator(chunk_size=500))


def documents_of(kind: str, idents: Iterable[str]) -> dict[str, SearchDocument]:
    """Return those of the named things that can be found now, by id."""
    rows, read = sources()[kind]
    name = "pk__in" if kind == "page" else "public_id__in"
    return {d.id: d for d in map(read, rows.filter(**{name: list(idents)}))}


def _document(
    thing: Any,
    *,
    body: tuple[str, ...],
    facets: dict[str, tuple[str, ...]],
    sort: dict[str, int | None],
    lists: tuple[str, ...] = (),
    keywords: bool = False,
    people: tuple[str, ...] = (),
    audiences: frozenset[str] = EVERYONE,
) -> SearchDocument:
    return SearchDocument(
        kind=thing._meta.model_name,
        id=thing.public_id,
        version=version_now(),
        audiences=audiences,
        title=_pair(thing, ("title",)),
        summary=_pair(thing, ("summary",)),
        body=_pair(thing, body, lists),
        keywords=(*thing.keywords_ja, *thing.keywords_en) if keywords else (),
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


def version_now() -> int:
    """Return the moment of reading in microseconds: what was read later is newer."""
    return time.time_ns() // 1000


def _pair(
    thing: Any, names: tuple[str, ...], lists: tuple[str, ...] = ()
) -> dict[str, str]:
    """Return the texts of some fields by language, empty ones left out."""
    texts = {}
    for lang in LANGUAGES:
        parts = [getattr(thing, f"{name}_{lang}") for name in names]
        parts += [word for name in lists for word in getattr(thing, f"{name}_{lang}")]
        if text := "\n".join(filter(None, parts)):
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


def _fields(thing: Any) -> tuple[str, ...]:
    """Return the medium-sized sections above a thing's basic ones."""
    sections = thing.fields.all()
    return tuple(dict.fromkeys(p.code for s in sections for p in s.parents.all()))


def _maturity(level: int | None) -> tuple[str, ...]:
    if level is None:
        return ()
    return ("research",) if level <= 3 else ("trial",) if level <= 6 else ("use",)


def _moment(at: Any) -> int | None:
    return int(at.timestamp()) if at else None
