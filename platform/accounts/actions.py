"""What can be done with people, organisations and who belongs to them."""

import unicodedata
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind, Role
from accounts.models import (
    Membership,
    Municipality,
    Organisation,
    Region,
    Site,
    User,
)
from accounts.rules import is_secretariat
from lifecycle.actions import record
from lifecycle.errors import InvalidInput, NotAllowed

# What anybody may say of themselves. Institutions and public offices have duties on
# the platform (checks, first reading), so the secretariat enters them.
SELF_REGISTERED = (
    OrganisationKind.COMPANY,
    OrganisationKind.SOLE_PROPRIETOR,
    OrganisationKind.PRIMARY_PRODUCER,
    OrganisationKind.COOPERATIVE,
    OrganisationKind.HOSPITAL,
    OrganisationKind.WELFARE,
    OrganisationKind.NPO,
    OrganisationKind.COMMUNITY,
    OrganisationKind.SUPPORT,
    OrganisationKind.FINANCIAL,
)
DESK_ROLES = (Role.OFFICER, Role.SECRETARIAT)
OWN_DETAILS = frozenset({"name_ja", "name_en", "kana", "phone", "language"})


class ExistingOrganisation(InvalidInput):
    """The organisation is registered already, so its people must confirm a new one."""

    code = "existing_organisation"
    status = 409
    message = _(
        "An organisation with this name or corporate number is registered already. "
        "Please write or call the secretariat: it asks the organisation and then adds "
        "you. What you entered is kept."
    )


class AlreadyMember(InvalidInput):
    """The person has another role in the organisation."""

    code = "already_member"
    status = 409
    message = _(
        "%(person)s already belongs to this organisation as “%(role)s”. Please change "
        "the role instead."
    )


def register_organisation(
    *,
    by: User,
    kind: str,
    name_ja: str,
    name_en: str = "",
    corporate_number: str = "",
    municipality: Municipality | None = None,
    **details: Any,
) -> Organisation:
    """Enter the organisation one works for; one is its member at once.

    Args:
        by: who enters it.
        kind: one of ``SELF_REGISTERED``.
        name_ja: the official name.
        name_en: the official name in English, where it has one.
        corporate_number: 法人番号, where it has one.
        municipality: where it is; without one it gets no site.
        details: further fields of the organisation (``kana``, ``phone``, ``url``).

    Returns:
        The organisation; the same one when the same person enters it again.

    Raises:
        ExistingOrganisation: one with that name or number is there already.
        InvalidInput: the kind is entered by the secretariat only.
        ValidationError: a field is wrong.

    Side effects: writes the organisation, its site, the membership and a log entry.
    """
    if kind not in SELF_REGISTERED:
        raise InvalidInput(
            _("Organisations of this kind are entered by the secretariat.")
        )
    organisation = Organisation(
        kind=kind,
        name_ja=name_ja.strip(),
        name_en=name_en.strip(),
        corporate_number=corporate_number,
        is_demo=by.is_demonstration,
        **details,
    )
    with transaction.atomic():
        # Two people of one firm at once: the second waits here and finds the first.
        Region.objects.select_for_update().first()
        known = _registered_as(name_ja, name_en, corporate_number)
        if known is not None:
            if Membership.objects.filter(user=by, organisation=known).exists():
                return known
            raise ExistingOrganisation()
        organisation.full_clean()
        organisation.save()
        if municipality is not None:
            Site.objects.create(organisation=organisation, municipality=municipality)
        Membership.objects.create(user=by, organisation=organisation, role=Role.MEMBER)
        after = {"name": organisation.name_ja, "kind": kind}
        record(organisation, "register", by=by, after=after)
    _forget_roles(by)
    return organisation


def add_member(
    *, by: User, user: User, organisation: Organisation, role: str = Role.MEMBER
) -> Membership:
    """Let a person belong to an organisation, once the organisation has confirmed it.

    Args:
        by: somebody of the secretariat.
        user: who belongs to it from now on.
        organisation: any.
        role: what the person does there; officers and the secretariat may enter the
            desk.

    Returns:
        The membership; the same one when it is added again.

    Raises:
        NotAllowed: not the secretariat.
        AlreadyMember: the person has another role there.

    Side effects: writes the membership, the user's right to enter the desk, and a log
    entry.
    """
    if not is_secretariat(by):
        raise NotAllowed(action="add_member")
    with transaction.atomic():
        row, added = Membership.objects.get_or_create(
            user=user, organisation=organisation, defaults={"role": role}
        )
        if not added and row.role != role:
            raise AlreadyMember(person=str(user), role=row.get_role_display())
        if added:
            _open_desk(user, role)
            after = {"user": user.public_id, "role": str(role)}
            record(organisation, "add_member", by=by, after=after)
    _forget_roles(user)
    return row


def change_role(membership: Membership, *, by: User, role: str) -> None:
    """Give a member another role.

    Raises:
        NotAllowed: not the secretariat.

    Side effects: writes the membership, the user's right to enter the desk, and a log
    entry.
    """
    if not is_secretariat(by):
        raise NotAllowed(action="change_role")
    with transaction.atomic():
        row = Membership.objects.select_for_update().get(pk=membership.pk)
        if row.role == role:
            return
        before = {"user": row.user.public_id, "role": row.role}
        row.role = role
        row.save(update_fields=["role"])
        _open_desk(row.user, role)
        after = before | {"role": str(role)}
        record(row.organisation, "change_role", by=by, before=before, after=after)
    membership.refresh_from_db()
    _forget_roles(membership.user)


def end_membership(membership: Membership, *, by: User) -> None:
    """Let a person belong to an organisation no longer.

    Raises:
        NotAllowed: neither the secretariat nor the person.

    Side effects: deletes the membership; takes the desk away from who has no desk role
    any more; writes a log entry.
    """
    if by != membership.user and not is_secretariat(by):
        raise NotAllowed(action="end_membership")
    user = membership.user
    before = {"user": user.public_id, "role": membership.role}
    with transaction.atomic():
        gone, _rows = Membership.objects.filter(pk=membership.pk).delete()
        if gone:
            _open_desk(user, "")
            record(membership.organisation, "end_membership", by=by, before=before)
    _forget_roles(user)


def edit_own_details(user: User, **details: str) -> None:
    """Change what a person says of themselves: names, telephone, language.

    Raises:
        ValidationError: a field is wrong.

    Side effects: writes the user.
    """
    for name, value in details.items():
        if name not in OWN_DETAILS:
            raise InvalidInput(name=name)
        setattr(user, name, value)
    user.full_clean(exclude=["password", "email"])
    with transaction.atomic():  # what follows from another name is part of it
        user.save(update_fields=list(details))


def _registered_as(*names: str) -> Organisation | None:
    """Find one by name or corporate number, whatever their width, case and spaces."""
    wanted = {_folded(name) for name in names} - {""}
    rows = Organisation.objects.values_list(
        "pk", "name_ja", "name_en", "corporate_number"
    )
    for pk, *known in rows.order_by("pk"):
        if wanted & {_folded(name) for name in known}:
            return Organisation.objects.get(pk=pk)
    return None


def _open_desk(user: User, role: str) -> None:
    """Let officers and the secretariat enter the desk, and nobody else."""
    others = Membership.objects.filter(user=user, role__in=DESK_ROLES)
    user.is_staff = user.is_superuser or role in DESK_ROLES or others.exists()
    user.save(update_fields=["is_staff"])


def _forget_roles(user: User) -> None:
    """Let the object read its memberships anew."""
    for name in ("roles", "organisation_roles", "role"):
        user.__dict__.pop(name, None)


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
