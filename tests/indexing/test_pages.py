"""A page and the note that it changed are written together, whatever happens after."""

import pytest
from django.core import serializers
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from catalogue.models import Change
from cms.actions import put_page
from indexing import receivers
from indexing.selectors import search

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


class Killed(Exception):
    """The process ended here."""


@pytest.fixture
def page() -> Page:
    put_page(slug="guide", title_ja="藍染めの手引き", title_en="Guide to indigo")
    assert told("藍染め") == 1
    return Page.objects.get(slug="guide", locale__language_code="ja").specific


@pytest.fixture
def killed_after_saving(page, monkeypatch):
    """Be killed where Wagtail has saved a page and is about to tell of it."""

    def die(**signal):
        raise Killed

    monkeypatch.setattr(page_published, "send", die)
    monkeypatch.setattr(page_unpublished, "send", die)


def told(text):
    """How many pages the public is told of."""
    return search(text, kinds=["page"]).total


@pytest.mark.usefixtures("killed_after_saving")
def test_what_is_published_is_found(page):
    page.title = "柚子の手引き"
    with pytest.raises(Killed):
        page.save_revision().publish()

    assert (told("柚子"), told("藍染め")) == (1, 0)


@pytest.mark.usefixtures("killed_after_saving")
def test_what_is_taken_back_is_found_no_more(page):
    with pytest.raises(Killed):
        page.unpublish()

    assert told("藍染め") == 0
    assert told("indigo") == 1


def test_what_cannot_be_noted_is_not_published(page, monkeypatch):
    def die(page):
        raise Killed

    monkeypatch.setattr(receivers, "_note", die)
    page.title = "柚子の手引き"
    with pytest.raises(Killed):
        page.save_revision().publish()

    page.refresh_from_db()
    assert page.title == "藍染めの手引き"


def test_what_is_deleted_is_found_no_more(page):
    page.delete()

    assert (told("藍染め"), told("indigo")) == (0, 1)


def test_a_draft_is_not_noted(page):
    noted = Change.objects.count()
    page.title = "柚子の手引き"
    page.save_revision()

    assert Change.objects.count() == noted


def test_what_is_loaded_from_a_dump_is_not_noted(page):
    noted = Change.objects.count()
    [loaded] = serializers.deserialize("json", serializers.serialize("json", [page]))
    loaded.save()

    assert Change.objects.count() == noted
