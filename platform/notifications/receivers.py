"""Which mails follow from what happened, written in the same transaction."""

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver

from accounts.enums import FirstReader
from accounts.models import User
from accounts.selectors import (
    liaison_officers,
    officers_in_charge,
    region,
    secretaries,
)
from catalogue.models import Expertise, Facility, Need, Outcome
from catalogue.selectors.people import owners_of
from curation.enums import AnswerState
from curation.models import Introduction, Party
from curation.selectors.people import people_asked
from curation.signals import agreed, asked, passed_on, reminder_due
from design.formatting import long_date
from lifecycle.models import LogEntry
from lifecycle.signals import transitioned
from notifications.actions import notify
from projects.models import Project
from projects.signals import started


@receiver(transitioned, sender=Need)
def tell_of_need(instance: Need, entry: LogEntry, **signal: Any) -> None:
    """Tell the office of a new need, and the poster of what became of it."""
    if entry.action == "submit":
        _about_need(
            _first_readers(instance), "need_submitted", instance, route="desk:need"
        )
    poster = [p for p in _posters(instance) if p != entry.actor]
    if entry.action == "return":
        _about_need(poster, "need_returned", instance, comment=entry.note)
    if entry.action == "open":
        _about_need(poster, "need_opened", instance)
    if entry.action == "expire":
        _about_need(poster, "need_expired", instance)


@receiver(transitioned, sender=Expertise)
@receiver(transitioned, sender=Facility)
def tell_of_offer(
    instance: Expertise | Facility, entry: LogEntry, **signal: Any
) -> None:
    """Tell the liaison office of an entry to check, and the owner of the answer."""
    if entry.action == "submit":
        checkers = liaison_officers(instance.organisation)
        people: Iterable[User] = checkers if checkers.exists() else secretaries()
        _about_offer(people, "offer_submitted", instance, "web:my_check")
    events = {"return": "offer_returned", "publish": "offer_published"}
    if entry.action in events:
        owners = [p for p in owners_of(instance) if p != entry.actor]
        event = events[entry.action]
        route = "web:my_expertise_entry" if isinstance(instance, Expertise) else ""
        _about_offer(owners, event, instance, route, comment=entry.note)


@receiver(asked)
def tell_both_sides(introduction: Introduction, **signal: Any) -> None:
    """Ask both sides."""
    for party in introduction.parties.all():
        _ask(party)


@receiver(passed_on)
def tell_the_next(party: Party, **signal: Any) -> None:
    """Ask the researcher whom the liaison office named."""
    _ask(party)


@receiver(reminder_due)
def remind_side(party: Party, **signal: Any) -> None:
    """Remind a side that has not answered."""
    _about_introduction(people_asked(party), "reminder", party.introduction)


@receiver(agreed)
def tell_agreed(introduction: Introduction, **signal: Any) -> None:
    """Tell both sides that contact details are open."""
    _about_introduction(_both_sides(introduction), "agreed", introduction)


@receiver(transitioned, sender=Introduction)
def tell_of_end(instance: Introduction, entry: LogEntry, **signal: Any) -> None:
    """Tell, courteously and without the reason, that it does not come about."""
    if entry.action in ("decline", "lapse"):
        waited = [
            party
            for party in instance.parties.all()
            if party.state in (AnswerState.ACCEPTED, AnswerState.CLOSED)
        ]
        people = {p for party in waited for p in people_asked(party)}
        people |= set(secretaries())
        _about_introduction(people - {entry.actor}, "declined", instance)
    if entry.action == "end" and instance.was_agreed:
        people = _both_sides(instance) | set(secretaries())
        _about_introduction(people - {entry.actor}, "ended", instance)


@receiver(started)
def tell_of_project(project: Project, entry: LogEntry, **signal: Any) -> None:
    """Tell both sides that a joint project was set up."""
    people = _both_sides(project.introduction) - {entry.actor}
    notify(
        people,
        "project_started",
        lambda: {"title": project.localized("title")},
        case=project.introduction.case_id,
        route="web:my_project",
        arguments=[project.public_id],
    )


@receiver(transitioned, sender=Outcome)
def tell_of_result(instance: Outcome, entry: LogEntry, **signal: Any) -> None:
    """Tell those who took part that the result is public."""
    project = Project.objects.filter(outcome=instance).first()
    if entry.action == "publish" and project is not None:
        notify(
            _both_sides(project.introduction) - {entry.actor},
            "result_published",
            lambda: {"title": instance.localized("title")},
            case=instance.case_id,
            route="web:outcome",
            arguments=[instance.public_id],
        )


def _ask(party: Party) -> None:
    event = "asked_liaison" if party.with_liaison else "asked"
    _about_introduction(people_asked(party), event, party.introduction)


def _about_need(
    people: Iterable[User],
    event: str,
    need: Need,
    *,
    comment: str = "",
    route: str = "web:my_need",
) -> None:
    notify(
        people,
        event,
        lambda: {
            "title": need.localized("title"),
            "summary": need.localized("summary"),
            "comment": comment,
        },
        case=need.case_id,
        route=route,
        arguments=[need.public_id],
    )


def _about_offer(
    people: Iterable[User],
    event: str,
    offer: Expertise | Facility,
    route: str,
    *,
    comment: str = "",
) -> None:
    notify(
        people,
        event,
        lambda: {"title": offer.localized("title"), "comment": comment},
        route=route,
        arguments=[offer.public_id],
    )


def _about_introduction(
    people: Iterable[User], event: str, introduction: Introduction
) -> None:
    need, offer = introduction.need, introduction.expertise
    notify(
        people,
        event,
        lambda: {
            "title": need.localized("title"),
            "summary": need.localized("summary"),
            "offer": offer.localized("title"),
            "due": long_date(introduction.due_on),
        },
        case=introduction.case_id,
        route="web:my_introduction",
        arguments=[introduction.public_id],
    )


def _first_readers(need: Need) -> Iterable[User]:
    if region().first_reader == FirstReader.MUNICIPALITY:
        return officers_in_charge(need.municipality)
    return secretaries()


def _posters(need: Need) -> set[User]:
    members = User.objects.filter(memberships__organisation=need.organisation)
    return set(members) | ({need.created_by} if need.created_by else set())


def _both_sides(introduction: Introduction) -> set[User]:
    return {p for party in introduction.parties.all() for p in people_asked(party)}
