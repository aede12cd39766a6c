"""Who is signed in, read in one query, may do exactly what Django and Wagtail say."""

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.users.models import UserProfile

from desk.access import SignedIn
from tests.factories.accounts import UserFactory, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]

PAGES = PagePermissionPolicy()
IMAGE = get_image_model()
IMAGES = CollectionOwnershipPermissionPolicy(
    IMAGE, auth_model=IMAGE, owner_field_name="uploaded_by_user"
)
ACTIONS = ("add", "change", "delete", "publish", "choose")


def permission(codename):
    return Permission.objects.get(codename=codename)


def nobody():
    return UserFactory()


def of_the_desk():
    return secretary()


def with_their_own():
    user = UserFactory()
    user.user_permissions.add(permission("access_admin"), permission("change_image"))
    return user


def in_an_empty_group():
    user = UserFactory()
    user.groups.add(Group.objects.create(name=user.public_id))
    return user


def in_a_group():
    user = in_an_empty_group()
    user.groups.get().permissions.add(permission("access_admin"))
    return user


def with_pages():
    user = in_an_empty_group()
    GroupPagePermission.objects.create(
        group=user.groups.get(),
        page=Page.objects.get(depth=1),
        permission=permission("change_page"),
    )
    return user


def with_collections():
    user = in_an_empty_group()
    GroupCollectionPermission.objects.create(
        group=user.groups.get(),
        collection=Collection.get_first_root_node(),
        permission=permission("add_image"),
    )
    return user


def moderator():
    user = with_their_own()
    user.groups.add(Group.objects.get(name="Moderators"))
    return user


def administrator():
    return UserFactory(is_superuser=True)


PEOPLE = (
    nobody,
    of_the_desk,
    with_their_own,
    in_an_empty_group,
    in_a_group,
    with_pages,
    with_collections,
    moderator,
    administrator,
)


def allowed(user):
    root = Page.objects.get(depth=1)
    everything = Collection.get_first_root_node()
    return {
        "own": user.get_user_permissions(),
        "groups'": user.get_group_permissions(),
        "all": user.get_all_permissions(),
        "enter": user.has_perm("wagtailadmin.access_admin"),
        "pages": {a for a in ACTIONS if PAGES.user_has_permission(user, a)},
        "page": {
            a for a in ACTIONS if PAGES.user_has_permission_for_instance(user, a, root)
        },
        "images": {a for a in ACTIONS if IMAGES.user_has_permission(user, a)},
        "into": set(IMAGES.collections_user_has_permission_for(user, "add")),
        "explore": set(PAGES.explorable_instances(user)),
        "whole": IMAGES._check_perm(user, ["add"], collection=everything),
    }


@pytest.mark.parametrize("person", PEOPLE)
def test_they_may_do_what_they_may_do_anyway(person):
    pk = person().pk

    assert allowed(SignedIn().get_user(pk)) == allowed(ModelBackend().get_user(pk))


def test_the_people_of_these_tests_differ():
    held = [str(sorted((k, str(v)) for k, v in allowed(p()).items())) for p in PEOPLE]

    assert len(set(held)) >= 6


def test_what_nobody_holds_is_not_asked_for(django_assert_num_queries):
    pk = UserFactory().pk

    with django_assert_num_queries(1):
        user = SignedIn().get_user(pk)
        assert user.get_all_permissions() == set()
        assert not PAGES.user_has_permission(user, "change")
        assert not IMAGES.user_has_permission(user, "add")
        assert not hasattr(user, "wagtail_userprofile")


def test_the_profile_comes_along(django_assert_num_queries):
    user = UserFactory()
    UserProfile.objects.create(user=user, preferred_language="en")

    with django_assert_num_queries(1):
        read = SignedIn().get_user(user.pk)
        assert read.wagtail_userprofile.preferred_language == "en"


def test_a_permission_given_or_taken_counts_from_the_next_page():
    user = in_a_group()
    assert SignedIn().get_user(user.pk).has_perm("wagtailadmin.access_admin")

    user.groups.clear()
    assert not SignedIn().get_user(user.pk).has_perm("wagtailadmin.access_admin")

    user.user_permissions.add(permission("access_admin"))
    assert SignedIn().get_user(user.pk).has_perm("wagtailadmin.access_admin")


def test_who_is_gone_or_blocked_is_not_signed_in():
    blocked = UserFactory(is_active=False)

    assert SignedIn().get_user(blocked.pk) is None
    assert SignedIn().get_user(blocked.pk + 1) is None
