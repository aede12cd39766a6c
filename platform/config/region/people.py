"""The demonstration's accounts."""

from functools import cache

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission

from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from catalogue.models import Researcher
from config.region.problems import Problem
from config.region.reading import Row
from config.region.writing import Report, put

DESK = "Desk"
EDITORS = "Moderators"


def put_account(
    report: Report,
    row: Row,
    organisation: Organisation,
    researcher: Researcher | None,
) -> None:
    """Add or change an account that may sign in with the demonstration's password.

    Side effects: writes user, membership, a verified address and, for those who
    work at the desk, the groups that open Wagtail's admin.
    """
    values = {name: row[name] for name in ("name_ja", "name_en", "kana")}
    values["is_staff"] = row["role"] in (Role.OFFICER, Role.SECRETARIAT)
    user = User.objects.filter(email=row["email"]).first()
    if user is None:
        user = User(email=row["email"])
        values["password"] = _password()
    if not user.is_demonstration:
        remedy = "begin the address with demo_: anyone can read its password"
        report.problems.append(Problem(row.file, row.number, "email", remedy))
        return
    user, outcome = put(report, row, User, {"email": row["email"]}, values)
    if outcome == "refused":
        return
    find = {"user": user, "organisation": organisation}
    put(report, row, Membership, find, {"role": row["role"]})
    if researcher is not None:
        researcher.user = user
        researcher.save(update_fields=["user"])
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    if user.is_staff:
        user.groups.add(desk_group())
    if row["role"] == Role.SECRETARIAT:
        user.groups.add(Group.objects.get(name=EDITORS))


@cache
def _password() -> str:
    """Return the hash of the printed password; one for all, since all know it."""
    return make_password(settings.DEMONSTRATION_PASSWORD)


def desk_group() -> Group:
    """Return the group whose members may enter the desk, making it when missing."""
    group, made = Group.objects.get_or_create(name=DESK)
    if made:
        group.permissions.add(
            Permission.objects.get(
                content_type__app_label="wagtailadmin", codename="access_admin"
            )
        )
    return group
