"""Wagtail's admin: signing in, and no word to other hosts."""

import re

import pytest
from django.urls import reverse

from cms.models import StandardPage
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/admin/login/", "/_util/login/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_wagtail_s_own_sign_in_leads_to_ours(home, client, path, method):
    answer = getattr(client, method)(f"{path}?next=/admin/")
    assert answer.status_code == 302
    assert answer.url == f"{reverse('account_login')}?next=/admin/"


def test_the_admin_asks_to_sign_in(home, client):
    answer = client.get("/admin/")
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_no_page_of_the_admin_asks_another_host(home, client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    page = StandardPage(title="手引き", slug="guide")
    home.add_child(instance=page)
    for path in (
        "/admin/",
        f"/admin/pages/{home.pk}/",
        reverse("wagtailadmin_pages:edit", args=[home.pk]),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:add", args=["cms", "standardpage", home.pk]),
        "/admin/images/",
        "/admin/documents/",
        "/admin/account/",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        text = answer.content.decode()
        loaded = re.findall(
            r"<(?:script|img|iframe|source)[^>]+?src=\"([^\"]+)\"", text
        ) + re.findall(r"<link[^>]+?href=\"([^\"]+)\"", text)
        foreign = [address for address in loaded if re.match(r"(https?:)?//", address)]
        assert foreign == [], path
        assert "gravatar" not in text
        assert "releases.wagtail" not in text


@pytest.mark.parametrize(
    ("folder", "status"), [("original_images", 200), ("documents", 404)]
)
def test_documents_leave_by_wagtail_s_view_alone(
    client, settings, folder: str, status: int
):
    place = settings.MEDIA_ROOT / folder
    place.mkdir(parents=True, exist_ok=True)
    (place / "a.txt").write_text("a")
    answer = client.get(f"/media/{folder}/a.txt")
    assert answer.status_code == status
    answer.close()


def test_nothing_outside_the_media_folder_is_handed_out(client):
    assert client.get("/media/../secret-key").status_code == 400
