"""Bringing both sides of a pairing together."""

from datetime import date

from django.db import transaction

from accounts.models import Organisation, User
from accounts.rules import is_secretariat
from accounts.selectors import add_working_days, region
from catalogue.actions.people import take_request
from catalogue.enums import NeedState, OfferState
from catalogue.models import Expertise, Need, Researcher
from catalogue.selectors.anonymity import names_of_poster_in
from catalogue.selectors.people import (
    barred_researchers,
    conflicts_with,
    has_room,
)
from curation.actions.locks import lock_need
from curation.enums import Side
from curation.errors import (
    ConflictOfInterest,
    NamesPoster,
    NeedNotOpen,
    NoCapacity,
    OfferNotPublished,
)
from curation.models import Introduction, Party
from curation.signals import asked
from lifecycle import clock
from lifecycle.actions import perform, record
from lifecycle.errors import NotAllowed, WrongState
from recommendations.enums import PairingState
from recommendations.models import Pairing
from recommendations.transitions import PAIRING


def ask_both_sides(*, pairing: Pairing, by: User, note: str = "") -> Introduction:
    """Ask poster and offerer of a shortlisted pairing whether they want to meet.

    The offering institution's liaison office is asked first, unless the institution's
    data says otherwise; a company's people are asked directly. Where an institution
    has no liaison office account the secretariat stands in (``people_asked``).

    Args:
        pairing: a shortlisted pairing of an open need and a published expertise.
        by: somebody of the secretariat.
        note: a word that both sides read.

    Returns:
        The introduction; the same one when the same person asks twice.

    Raises:
        NotAllowed: not the secretariat.
        AlreadyDecided: a colleague was first.
        NeedNotOpen, OfferNotPublished, WrongState: the pairing cannot be introduced.
        ConflictOfInterest, NoCapacity: this offer cannot be asked.
        NamesPoster: the word to both sides names a poster whose name is withheld.

    Side effects: writes the introduction, its two parties, a log entry and the
    researcher's ``OpenRequest``; moves the pairing (``lifecycle.actions.perform``);
    sends ``curation.signals.asked``.
    """
    if not is_secretariat(by):
        raise NotAllowed(action="ask_both_sides")
    with transaction.atomic():
        need = lock_need(pairing.need_id)
        row = Pairing.objects.select_for_update().get(pk=pairing.pk)
        if row.state == PairingState.INTRODUCED:
            return _asked_before(row, by)
        expertise = row.expertise
        _check_offer(need, expertise)
        if names := names_of_poster_in(need, [note]):
            raise NamesPoster(passages="”, “".join(names))
        perform(PAIRING, pairing, "introduce", by=by)
        introduction = Introduction.objects.create(
            pairing=pairing, asked_by=by, due_on=last_day(), note=note.strip()
        )
        Party.objects.create(
            introduction=introduction, side=Side.NEED, organisation=need.organisation
        )
        Party.objects.create(
            introduction=introduction,
            side=Side.OFFER,
            organisation=expertise.organisation,
            researcher=expertise.researcher,
            with_liaison=passes_liaison(expertise.organisation),
        )
        if expertise.researcher is not None:
            take_request(expertise.researcher, subject=introduction.public_id)
        after = {"state": introduction.state, "due_on": str(introduction.due_on)}
        entry = record(introduction, "ask", by=by, note=introduction.note, after=after)
        asked.send(sender=Introduction, introduction=introduction, entry=entry)
    return introduction


def last_day() -> date:
    """Return the day by which somebody asked today has to answer."""
    return add_working_days(clock.today(), region().lapse_working_days)


def passes_liaison(organisation: Organisation) -> bool:
    """Return whether requests to an organisation's people pass its liaison office."""
    return organisation.is_institution and organisation.liaison_first


def check_researcher(researcher: Researcher, need: Need) -> None:
    """Refuse a researcher who has no room or a conflict with a need's poster.

    Locks the researcher's row, so that two requests at once cannot both take the last
    room; call it inside a transaction.

    Raises:
        ConflictOfInterest, NoCapacity: see there.
    """
    Researcher.objects.select_for_update().get(pk=researcher.pk)
    if barred_researchers(need).filter(pk=researcher.pk).exists():
        raise ConflictOfInterest()
    if not has_room(researcher):
        raise NoCapacity(researcher=str(researcher))


def _check_offer(need: Need, expertise: Expertise) -> None:
    if need.state not in (NeedState.OPEN, NeedState.IN_DIALOGUE):
        raise NeedNotOpen(state=need.get_state_display())
    if expertise.state != OfferState.PUBLISHED:
        raise OfferNotPublished(state=expertise.get_state_display())
    if conflicts_with(expertise, need):
        raise ConflictOfInterest()
    if expertise.researcher is not None:
        check_researcher(expertise.researcher, need)


def _asked_before(pairing: Pairing, by: User) -> Introduction:
    """Return what the same person asked already, or say who was first."""
    live = Introduction.objects.live().filter(pairing=pairing).first()
    if live is None:
        raise WrongState(state=pairing.get_state_display())
    perform(PAIRING, pairing, "introduce", by=by)
    return live
