"""The lists there are: what each shows, offers and says."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indexing.selectors import KINDS
from web.lists import facets, items
from web.lists.facets import Facet
from web.lists.items import Items
from web.lists.mixed import mixed

# name in the address → the index's sort, and its words.
Sorts = dict[str, tuple[str, str | Promise]]
NEWEST: Sorts = {"new": ("-updated", pgettext_lazy("sort", "Newest first"))}
BY_NAME: Sorts = {"name": ("name", pgettext_lazy("sort", "By name"))}
SOONEST: Sorts = {"deadline": ("deadline", pgettext_lazy("sort", "Soonest deadline"))}


@dataclass(frozen=True)
class ListKind:
    """One list of the site.

    Args:
        kinds: what is listed, by its names in the index; of several the reader may
            choose.
        facets: the conditions it offers.
        sorts: the orders it offers; the first is its own.
        items: makes what was found into items.
        title: its heading.
        lead: what a reader finds in it, in a sentence.
        search: the label of its search box.
        hint: an example of what to look for.
        none_yet: what would be here, when there is nothing at all.
        themes: its items show their themes.
    """

    kinds: tuple[str, ...]
    address: str
    facets: tuple[Facet, ...]
    sorts: Sorts
    items: Items
    title: str | Promise
    lead: str | Promise
    search: str | Promise
    hint: str | Promise
    none_yet: str | Promise
    themes: bool = True

    @property
    def conditions(self) -> tuple[Facet, ...]:
        """Everything that may be chosen: the facets, and of several kinds which."""
        return (facets.KIND, *self.facets) if len(self.kinds) > 1 else self.facets


NEEDS = ListKind(
    kinds=("need",),
    address="web:needs",
    facets=(
        facets.MUNICIPALITY,
        facets.THEME,
        facets.HELP,
        facets.INDUSTRY,
        facets.STATE,
        facets.DEADLINE,
    ),
    sorts=NEWEST | SOONEST,
    items=items.needs,
    title=_("Needs"),
    lead=_(
        "What firms, farms, shops and communities of the area are looking for help "
        "with, in their own words."
    ),
    search=_("Search the needs"),
    hint=_("For example: mowing, checking parts by eye"),
    none_yet=_("Needs that their posters let us show will stand here."),
)
EXPERTISE = ListKind(
    kinds=("expertise",),
    address="web:expertise_list",
    facets=(facets.INSTITUTION, facets.THEME, facets.FIELD, facets.MATURITY),
    sorts=NEWEST,
    items=items.expertise,
    title=_("Expertise: research and techniques"),
    lead=_(
        "What researchers, laboratories and firms of the area can do, and what it "
        "may be used for."
    ),
    search=_("Search the expertise"),
    hint=_("For example: drying food, camera, slope"),
    none_yet=_("What researchers and firms can do will stand here."),
)
RESEARCHERS = ListKind(
    kinds=("researcher",),
    address="web:researchers",
    facets=(facets.WORKPLACE, facets.FIELD),
    sorts=BY_NAME,
    items=items.researchers,
    title=_("Researchers"),
    lead=_("People at the universities and colleges of the area, by field and name."),
    search=_("Search the researchers"),
    hint=_("A name, a reading, a field or a keyword"),
    none_yet=_("The researchers of the institutions will stand here."),
)
ORGANISATIONS = ListKind(
    kinds=("organisation",),
    address="web:organisations",
    facets=(facets.ORGANISATION_KIND, facets.MUNICIPALITY),
    sorts=BY_NAME,
    items=items.organisations,
    title=_("Organisations"),
    lead=_(
        "Universities, colleges, schools, municipalities, firms and others who take "
        "part."
    ),
    search=_("Search the organisations"),
    hint=_("A name, its reading or a number"),
    none_yet=_("The organisations that take part will stand here."),
)
FACILITIES = ListKind(
    kinds=("facility",),
    address="web:facilities",
    facets=(facets.INSTITUTION, facets.THEME, facets.REMOTELY),
    sorts=NEWEST,
    items=items.facilities,
    title=_("Shared facilities"),
    lead=_("Equipment of the institutions that firms and others may use."),
    search=_("Search the facilities"),
    hint=_("For example: microscope, strength test"),
    none_yet=_("Equipment that others may use will stand here."),
)
OUTCOMES = ListKind(
    kinds=("outcome",),
    address="web:outcomes",
    facets=(facets.MUNICIPALITY, facets.THEME),
    sorts=NEWEST,
    items=items.outcomes,
    title=_("Results and good practice"),
    lead=_("What came of it when the two sides worked together, from need to result."),
    search=_("Search the results"),
    hint=_("For example: sightseeing, fishery"),
    none_yet=_("When a project has led to something, its story will stand here."),
)
EVERYTHING = ListKind(
    kinds=KINDS,
    address="web:search",
    facets=(
        facets.MUNICIPALITY,
        facets.THEME,
        facets.WORKPLACE,
        facets.FIELD,
        facets.INDUSTRY,
        facets.HELP,
        facets.STATE,
        facets.DEADLINE,
        facets.MATURITY,
        facets.REMOTELY,
        facets.ORGANISATION_KIND,
    ),
    sorts=NEWEST | SOONEST,
    items=mixed,
    title=_("Search the whole site"),
    lead=_(
        "Needs, expertise, people, organisations, facilities, results, news and pages."
    ),
    search=_("Words to look for"),
    hint=_("For example: mowing, the name of a person, a material"),
    none_yet=_("Whatever is published will be found here."),
    themes=False,
)
