"""Putting a region's texts and news in place, without touching what staff changed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import override, pgettext
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Locale, Page, PageLogEntry, Site

from cms.models import HomePage, NewsIndexPage, NewsPage, SitePage, StandardPage
from cms.texts import parts_of, parts_of_text
from lifecycle.errors import InvalidInput

Outcome = Literal["added", "changed", "unchanged"]
Fields = dict[str, Any]

ORIGINAL, TRANSLATION = "ja", "en"


class NoParentPage(InvalidInput):
    """A page of the pack stands under one that does not exist."""

    code = "no_parent_page"
    message = "The page “%(slug)s” needs the page “%(parent)s” first."


@transaction.atomic
def put_page(
    *,
    slug: str,
    title_ja: str,
    title_en: str = "",
    intro_ja: str = "",
    intro_en: str = "",
    section: Iterable[Mapping[str, str]] = (),
) -> Outcome:
    """Put a text page and its English translation in place.

    Args:
        slug: its address under the home page; ``about/steps`` stands under ``about``.
        section: mappings with heading_ja, heading_en, body_ja, body_en. What a body
            may hold: ``cms.texts.parts_of_text``.

    A page that staff has touched, in either language, is left alone. Where the title
    or any section lacks English, the English page stands in for a translation: it
    shows the Japanese text and says so.

    Raises:
        NoParentPage: the page above it does not exist.

    Side effects: writes and publishes pages; the first call makes the home pages and
    the lists of news, and removes Wagtail's welcome page.
    """
    parts = list(section)
    parent: Page = ensure_site()
    *above, name = slug.split("/")
    for step in above:
        found = parent.get_children().filter(slug=step).first()
        if found is None:
            raise NoParentPage(slug=slug, parent=step)
        parent = found
    whole = title_en and all(_in_english(part) for part in parts)
    japanese = {
        "title": title_ja,
        "intro": intro_ja,
        "body": parts_of(parts, ORIGINAL),
    }
    english = {
        "title": title_en,
        "intro": intro_en,
        "body": parts_of(parts, TRANSLATION),
    }
    return _put(StandardPage, parent, name, japanese, english if whole else None)


@transaction.atomic
def put_news(
    *,
    slug: str,
    date: date,
    title_ja: str,
    title_en: str = "",
    intro_ja: str = "",
    intro_en: str = "",
    body_ja: str,
    body_en: str = "",
) -> Outcome:
    """Put a news item and its English translation in place, as ``put_page`` does.

    Raises:
        NoParentPage: the list of news is gone.

    Side effects: as for ``put_page``.
    """
    japanese = {
        "date": date,
        "title": title_ja,
        "intro": intro_ja,
        "body": parts_of_text(body_ja),
    }
    english = {
        "date": date,
        "title": title_en,
        "intro": intro_en,
        "body": parts_of_text(body_en),
    }
    home = ensure_site()
    parent = NewsIndexPage.objects.child_of(home).first()
    if parent is None:
        raise NoParentPage(slug=slug, parent="news")
    whole = title_en and body_en
    return _put(NewsPage, parent, slug, japanese, english if whole else None)


@transaction.atomic
def ensure_site() -> HomePage:
    """Return the home page in the site's first language; make the site where it lacks.

    Side effects: at the first call makes the home page and the list of news in each
    language, points Wagtail's site at them and removes Wagtail's welcome page.
    """
    original, _made = Locale.objects.get_or_create(language_code=ORIGINAL)
    home = HomePage.objects.filter(locale=original).first()
    if home is None:
        home = _make_site(original)
    return home


def _make_site(original: Locale) -> HomePage:
    root = Page.get_first_root_node()
    welcome = [page for page in root.get_children() if page.specific_class is Page]
    home = HomePage(slug="renkei", locale=original, title=_said("Home", ORIGINAL))
    root.add_child(instance=home)
    _publish(home)
    _name_site(home)
    for page in welcome:
        page.delete()
    news = NewsIndexPage(slug="news", locale=original, title=_said("News", ORIGINAL))
    home.add_child(instance=news)
    _publish(news)
    translation, _made = Locale.objects.get_or_create(language_code=TRANSLATION)
    for page, word in ((home, "Home"), (news, "News")):
        other = page.copy_for_translation(translation)
        _write(other, {"title": _said(word, TRANSLATION)})
    return home


def _name_site(home: HomePage) -> None:
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    values = {
        "hostname": address.hostname or "localhost",
        "port": port,
        "root_page": home,
    }
    Site.objects.update_or_create(is_default_site=True, defaults=values)


def _said(word: str, language: str) -> str:
    with override(language):
        return {"Home": pgettext("page", "Home"), "News": pgettext("page", "News")}[
            word
        ]


def _in_english(part: Mapping[str, str]) -> bool:
    return bool(part.get("body_en")) and bool(
        part.get("heading_en") or not part.get("heading_ja")
    )


def _put(
    model: type[StandardPage] | type[NewsPage],
    parent: Page,
    slug: str,
    japanese: Fields,
    english: Fields | None,
) -> Outcome:
    found = parent.get_children().filter(slug=slug).specific().first()
    if found is None:
        page = model(slug=slug, locale_id=parent.locale_id, **japanese)
        parent.add_child(instance=page)
        _publish(page)
        _translate(page, english)
        return "added"
    versions = list(found.get_translations(inclusive=True).specific())
    if not isinstance(found, model) or any(_touched(page) for page in versions):
        return "unchanged"
    changed = _write(found, japanese)
    changed |= _translate(found, english)
    return "changed" if changed else "unchanged"


def _translate(page: SitePage, english: Fields | None) -> bool:
    """Write the English page, or an alias that stands in for it; say if it changed."""
    locale = Locale.objects.get(language_code=TRANSLATION)
    other = page.get_translation_or_none(locale)
    if english is None:
        if other is None:
            page.copy_for_translation(locale, alias=True)
        return other is None
    if other is None:
        other = page.copy_for_translation(locale)
    other = other.specific
    if other.alias_of_id:
        ConvertAliasPageAction(other).execute(skip_permission_checks=True)
    return _write(other, english)


def _write(page: SitePage, fields: Fields) -> bool:
    before = {name: _plain(page, name) for name in fields}
    for name, value in fields.items():
        setattr(page, name, value)
    if page.live and before == {name: _plain(page, name) for name in fields}:
        return False
    _publish(page)
    return True


def _publish(page: Page) -> None:
    page.save_revision(log_action=True).publish()


def _touched(page: Page) -> bool:
    """Return whether a person has edited, moved or withdrawn the page."""
    by_people = PageLogEntry.objects.filter(page=page.pk, user__isnull=False)
    edited = page.revisions.filter(user__isnull=False)
    return by_people.exists() or edited.exists()


def _plain(page: SitePage, name: str) -> Any:
    """Return a field's value without the ids that a stream gives its blocks."""
    value = getattr(page, name)
    if name != "body":
        return value
    return _without_ids(value.get_prep_value())


def _without_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_ids(item) for item in value]
    if isinstance(value, dict):
        return {k: _without_ids(v) for k, v in value.items() if k != "id"}
    return value
