"""The files of a pack and their columns; ``docs/regions.md`` describes the same."""

from dataclasses import dataclass

from accounts.enums import (
    ApprovedStep,
    FirstReader,
    InstrumentKind,
    OrganisationKind,
    PartnershipStatus,
    Role,
)
from catalogue.enums import NeedKind, SynonymDirection, Visibility
from config.region.columns import (
    Column,
    choice,
    choices_of,
    day,
    flag,
    moment,
    number,
    tables,
    text,
    words,
)


@dataclass(frozen=True)
class Table:
    """One kind of entry.

    ``files`` are patterns relative to the pack; ``entry`` is the name of the TOML
    table (CSV files have none); ``key`` names the columns that identify an entry,
    and ``names`` what other tables refer to it by.
    """

    files: tuple[str, ...]
    columns: tuple[Column, ...]
    entry: str = ""
    key: tuple[str, ...] = ("id",)
    names: str = ""
    required: bool = False


def _pair(name: str, *, required: bool = False) -> tuple[Column, ...]:
    return (Column(f"{name}_ja", text, required), Column(f"{name}_en", text))


def _ident() -> Column:
    return Column("id", text, required=True)


def _keywords(name: str = "keywords") -> tuple[Column, ...]:
    return (
        Column(f"{name}_ja", words, empty=[]),
        Column(f"{name}_en", words, empty=[]),
    )


_THEMES = Column("themes", words, refers="theme", empty=[])
_SECTIONS = Column("fields", words, refers="section", empty=[])

REGION = Table(
    ("region.toml",),
    (
        *_pair("name", required=True),
        *_pair("area", required=True),
        *_pair("municipality_word", required=True),
        Column("secretariat", text, True, "organisation"),
        Column("phone", text, True),
        Column("email", text, True),
        *_pair("office_hours", required=True),
        Column("demo", flag, empty=False),
        Column("accent", text, True),
    ),
    key=(),
    required=True,
)
RULES = (
    Column("first_reader", choice(FirstReader), True),
    Column("partner_head_start_days", number, True),
    Column("reminder_working_days", number, True),
    Column("lapse_working_days", number, True),
    Column("need_expiry_months", number, True),
    Column("researcher_capacity", number, True),
    Column("small_cell", number, True),
    Column("approvals", choices_of(ApprovedStep), empty=[]),
)
MUNICIPALITIES = Table(
    ("municipalities.csv",),
    (
        Column("code", text, True),
        *_pair("name", required=True),
        Column("kana", text),
    ),
    key=("code",),
    names="municipality",
    required=True,
)
THEMES = Table(
    ("themes.csv",),
    (
        _ident(),
        Column("number", number, True),
        *_pair("name", required=True),
        *_pair("summary"),
    ),
    names="theme",
    required=True,
)
ORGANISATIONS = Table(
    ("organisations.csv", "demo/organisations.csv"),
    (
        _ident(),
        Column("kind", choice(OrganisationKind), True),
        *_pair("name", required=True),
        *_pair("short"),
        Column("kana", text),
        Column("corporate_number", text),
        Column("local_government_code", text),
        Column("kakenhi_code", text),
        Column("ror", text),
        Column("url", text),
    ),
    names="organisation",
    required=True,
)
SITES = Table(
    ("sites.csv", "demo/sites.csv"),
    (
        Column("organisation", text, True, "organisation"),
        Column("municipality", text, refers="municipality"),
        *_pair("name"),
        Column("address_ja", text),
    ),
    key=("organisation", "municipality", "name_ja"),
)
PARTNERSHIPS = Table(
    ("partnerships.csv",),
    (
        Column("municipality", text, True, "municipality"),
        Column("institution", text, True, "organisation"),
        Column("status", choice(PartnershipStatus), True),
        *_pair("source"),
    ),
    key=("municipality", "institution"),
)
INSTRUMENTS = Table(
    ("instruments.csv",),
    (
        Column("municipality", text, True, "municipality"),
        Column("institution", text, True, "organisation"),
        Column("kind", choice(InstrumentKind), True),
        *_pair("title", required=True),
        Column("signed_on", day, empty=None),
        Column("ends_on", day, empty=None),
        Column("renewal_ja", text),
        Column("source_ja", text, True),
    ),
    key=("municipality", "institution", "title_ja"),
)
CLOSED_DAYS = Table(
    ("closed_days.csv",),
    (
        Column("starts_on", day, True),
        Column("ends_on", day, True),
        *_pair("name", required=True),
    ),
    key=("starts_on", "name_ja"),
)
ACCOUNTS = Table(
    ("demo/accounts.csv",),
    (
        Column("email", text, True),
        *_pair("name", required=True),
        Column("kana", text),
        Column("organisation", text, True, "organisation"),
        Column("role", choice(Role), True),
        Column("researcher", text, refers="researcher"),
    ),
    key=("email",),
    names="account",
)
RESEARCHERS = Table(
    ("demo/researchers*.toml",),
    (
        _ident(),
        *_pair("name", required=True),
        Column("kana", text, True),
        Column("organisation", text, True, "organisation"),
        *_pair("department"),
        *_pair("position"),
        _SECTIONS,
        *_keywords(),
        *_pair("summary", required=True),
        Column("capacity", number, empty=None),
        Column("works", tables, empty=[]),
    ),
    entry="researcher",
    names="researcher",
)
WORKS = (*_pair("title"), Column("year", number, empty=None))
EXPERTISE = Table(
    ("demo/expertise*.toml",),
    (
        _ident(),
        Column("researcher", text, refers="researcher"),
        Column("organisation", text, refers="organisation"),
        *_pair("title", required=True),
        *_pair("summary", required=True),
        *_pair("body", required=True),
        *_keywords("uses"),
        Column("maturity", number, empty=None),
        _SECTIONS,
        _THEMES,
        *_keywords(),
    ),
    entry="expertise",
    names="expertise",
)
NEEDS = Table(
    ("demo/needs*.toml",),
    (
        _ident(),
        Column("organisation", text, True, "organisation"),
        *_pair("title", required=True),
        *_pair("summary", required=True),
        *_pair("background", required=True),
        *_pair("wanted"),
        *_pair("conditions"),
        Column("budget_min", number, empty=None),
        Column("budget_max", number, empty=None),
        Column("deadline", day, empty=None),
        Column("kinds", choices_of(NeedKind), empty=[]),
        Column("industry", text, refers="industry"),
        _THEMES,
        Column("municipality", text, True, "municipality"),
        Column("visibility", choice(Visibility), True),
        Column("anonymous", flag, empty=False),
        Column("posted_on", day, empty=None),
    ),
    entry="need",
    names="need",
)
FACILITIES = Table(
    ("demo/facilities*.toml",),
    (
        _ident(),
        Column("organisation", text, True, "organisation"),
        *_pair("title", required=True),
        *_pair("summary", required=True),
        *_pair("body", required=True),
        *_pair("how_to_use"),
        *_pair("fee"),
        Column("remote", flag, empty=False),
        _THEMES,
        *_keywords(),
    ),
    entry="facility",
    names="facility",
)
PAGES = Table(
    ("texts/pages.toml",),
    (
        Column("slug", text, True),
        *_pair("title", required=True),
        *_pair("intro"),
        Column("section", tables, empty=[]),
    ),
    entry="page",
    key=("slug",),
)
SECTION = (*_pair("heading"), *_pair("body", required=True))
NEWS = Table(
    ("demo/news.toml",),
    (
        Column("slug", text, True),
        Column("date", day, True),
        *_pair("title", required=True),
        *_pair("intro"),
        *_pair("body", required=True),
    ),
    entry="news",
    key=("slug",),
)
CASES = Table(
    ("demo/cases*.toml",),
    (
        Column("need", text, True, "need"),
        Column("expertise", text, True, "expertise"),
        Column("step", tables, True),
    ),
    entry="case",
    key=("need", "expertise"),
)
STEP = (
    Column("at", moment, True),
    Column("action", text, True),
    Column("by", text, refers="account"),
)
SYNONYMS = Table(
    ("synonyms.csv",),
    (
        Column("plain", text, True),
        Column("term", text, True),
        Column("direction", choice(SynonymDirection), True),
        Column("theme", text, refers="theme"),
        Column("note", text),
    ),
    key=("plain", "term"),
)
TABLES = {
    "municipalities": MUNICIPALITIES,
    "themes": THEMES,
    "synonyms": SYNONYMS,
    "organisations": ORGANISATIONS,
    "sites": SITES,
    "partnerships": PARTNERSHIPS,
    "instruments": INSTRUMENTS,
    "closed_days": CLOSED_DAYS,
    "accounts": ACCOUNTS,
    "researchers": RESEARCHERS,
    "expertise": EXPERTISE,
    "needs": NEEDS,
    "facilities": FACILITIES,
    "pages": PAGES,
    "news": NEWS,
    "cases": CASES,
}
