"""Addresses of the site's own views are refused for pages."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import LocalePrefixPattern, URLResolver, get_resolver, reverse
from wagtail.models import Page

from cms.actions import put_page
from cms.models import HomePage, StandardPage
from cms.slugs import RESERVED
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(user)
    return client


def form(slug):
    return {
        "title": "手引き",
        "slug": slug,
        "intro": "",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "1",
    }


def add(client, parent, slug):
    address = reverse("wagtailadmin_pages:add", args=["cms", "standardpage", parent.pk])
    return client.post(address, form(slug))


@pytest.mark.parametrize("live", [True, False])
def test_reserved_slugs_are_refused(home, live):
    refused = set()
    for slug in RESERVED:
        page = StandardPage(title="手引き", slug=slug, live=live)
        with pytest.raises(ValidationError) as problem:
            home.add_child(instance=page)
        if "slug" in problem.value.message_dict:
            refused.add(slug)
    assert refused == RESERVED


def test_the_form_says_what_to_do(home, editor):
    answer = add(editor, home, "needs")
    assert answer.status_code == 200
    assert "「needs-guide」のような別の名前" in answer.content.decode()
    assert not StandardPage.objects.exists()


def test_a_draft_is_refused_too(home, editor):
    address = reverse("wagtailadmin_pages:add", args=["cms", "standardpage", home.pk])
    data = form("needs")
    del data["action-publish"]
    assert "needs-guide" in editor.post(address, data).content.decode()


def test_another_slug_is_taken(home, editor):
    assert add(editor, home, "needs-guide").status_code == 302
    page = StandardPage.objects.get(locale=home.locale)
    assert page.live


def test_under_another_page_the_slug_is_free(home, editor):
    put_page(slug="guide", title_ja="手引き")
    guide = StandardPage.objects.get(locale=home.locale)
    assert add(editor, guide, "needs").status_code == 302
    assert editor.get("/guide/needs/").status_code == 200


def test_a_new_page_stands_in_for_its_translation(home, editor):
    add(editor, home, "steps")
    text = editor.get("/en/steps/").content.decode()
    assert "Japanese only" in text


def test_a_copy_is_refused(home, editor):
    put_page(slug="guide", title_ja="手引き")
    guide = StandardPage.objects.get(locale=home.locale)
    data = {
        "new_title": "写し",
        "new_slug": "themes",
        "new_parent_page": str(home.pk),
    }
    address = reverse("wagtailadmin_pages:copy", args=[guide.pk])
    answer = editor.post(address, data)
    assert answer.status_code == 200
    assert "themes-guide" in answer.content.decode()
    assert editor.post(address, data | {"new_slug": "free"}).status_code == 302


def test_every_address_of_the_site_is_reserved():
    """What stands before Wagtail's pages in ``config.urls`` is in the list."""
    assert first_parts(get_resolver().url_patterns) - {""} <= RESERVED


def first_parts(patterns):
    """Return what addresses begin with; a slug has no dot, so files are left out."""
    found = set()
    for pattern in patterns:
        if getattr(pattern, "name", None) == "wagtail_serve":
            continue
        route = str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver) and (
            not route or isinstance(pattern.pattern, LocalePrefixPattern)
        ):
            found |= first_parts(pattern.url_patterns)
        else:
            found.add(route.split("/")[0].removesuffix("$"))
    return {part for part in found if "." not in part}


def test_the_home_pages_stand_below_the_root(home):
    # The rule about slugs knows a home page by its depth.
    assert set(HomePage.objects.values_list("depth", flat=True)) == {2}
    assert Page.get_first_root_node().depth == 1
