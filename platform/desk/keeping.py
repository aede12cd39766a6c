"""Writing the registers: every change is logged and told to matcher and index."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, Organisation, Partnership, Site, User
from accounts.rules import is_officer, is_secretariat
from catalogue.actions.feed import note_change, note_partnership
from catalogue.models import Researcher, Theme
from lifecycle import clock
from lifecycle.actions import record, revise
from lifecycle.errors import InvalidInput, NotAllowed

# Readers find these, so matcher and index follow them.
FOLLOWED = (Organisation, Researcher)
# What is found by the row's name, or proposed according to it.
NAMED_IN: dict[type[models.Model], tuple[str, ...]] = {
    Organisation: ("expertise", "facilities", "needs"),
    Researcher: ("expertise",),
    Theme: ("needs", "expertises", "facilitys", "outcomes"),
}


class Logged:
    """A row of a register as the log names it.

    Rows without a public id of their own go by that of the institution (a
    partnership) or by their key.
    """

    def __init__(self, row: models.Model) -> None:
        """Find the name under which the log keeps the row."""
        self._meta = row._meta
        named = row.institution if isinstance(row, Partnership) else row
        self.public_id = str(getattr(named, "public_id", row.pk))
        self.case_id = self.public_id


def keep(
    row: models.Model,
    values: dict[str, Any],
    *,
    by: User,
    action: str = "edit",
    related: dict[str, Any] | None = None,
) -> models.Model:
    """Write a row of a register.

    Args:
        row: a new one, or one as it stands in the database.
        values: its fields.
        by: somebody of the secretariat.
        action: ``edit`` or ``add``, for the log.
        related: many-to-many fields.

    Raises:
        NotAllowed: not the secretariat.
        ValidationError: a field is wrong.

    Side effects: writes the row, a log entry naming what changed, and for what readers
    find the change feed.
    """
    check_secretariat(by)
    with transaction.atomic():
        former = row.municipality_id if isinstance(row, Partnership) else None
        before, after = _begin(row, values) if row.pk is None else revise(row, values)
        if isinstance(row, Researcher):
            row.updated_at = clock.now()
        row.full_clean()
        row.save()
        for name, things in (related or {}).items():
            getattr(row, name).set(things)
        tell(row, by=by, action=action, before=before, after=after)
        if isinstance(row, Partnership):
            note_partnership(former, row.municipality_id)
    return row


def _begin(
    row: models.Model, values: dict[str, Any]
) -> tuple[dict[str, str], dict[str, str]]:
    """Fill a new row in; nothing was there before."""
    for name, value in values.items():
        setattr(row, name, value)
    return {}, {name: str(value) for name, value in values.items() if value}


def tell(
    row: Any,
    *,
    by: User,
    action: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Log a change of a register and tell those who follow the catalogue.

    Side effects: writes a log entry and, for what readers find, a ``Change``; call it
    inside the transaction that makes the change.
    """
    record(Logged(row), action, by=by, before=before, after=after)
    if isinstance(row, FOLLOWED):
        note_change(row)
    for kind in NAMED_IN.get(type(row), ()):
        for thing in getattr(row, kind).all():
            note_change(thing)


def check_secretariat(by: User) -> None:
    """Refuse everybody else.

    Raises:
        NotAllowed: not the secretariat.
    """
    if not is_secretariat(by):
        raise NotAllowed(action="register")


def enter_organisation(
    *, by: User, municipality: Municipality | None = None, **values: Any
) -> Organisation:
    """Enter an organisation that was visited or called, for its people to join later.

    Args:
        by: somebody of the desk.
        municipality: where it is; without one it gets no site.
        values: its fields.

    Raises:
        NotAllowed: not somebody of the desk.
        InvalidInput: one of this name is registered already.
        ValidationError: a field is wrong, or the corporate number known already.

    Side effects: writes the organisation, its site and a log entry.
    """
    if not is_officer(by):
        raise NotAllowed(action="register")
    with transaction.atomic():
        known = Organisation.objects.filter(name_ja=values["name_ja"]).exists()
        if known:
            raise InvalidInput(
                _(
                    "An organisation with this name is registered already. Please "
                    "search for it and choose it, or add to the name what tells the "
                    "two apart."
                )
            )
        row = Organisation(is_demo=by.is_demonstration, **values)
        row.full_clean()
        row.save()
        if municipality is not None:
            Site.objects.create(organisation=row, municipality=municipality)
        record(row, "register", by=by, after={"name": row.name_ja, "kind": row.kind})
        note_change(row)
    return row
