"""A matching event as the desk shows it: who takes part, what clashes, the calendar."""

from collections.abc import Mapping, Sequence
from datetime import UTC, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from icalendar import Calendar, Event

from catalogue.enums import OfferState
from catalogue.models import Expertise, Need
from recommendations.models import MatchingEvent, Meeting
from recommendations.participants import need_key, offerer_key, poster_key
from recommendations.planning import plannable

# Of a participant's name, in a file's: what is longer, some systems do not keep.
MOST_OF_NAME = 60
# Of the meetings that find no place.
NAMED = 10


def event_needs(event: MatchingEvent) -> QuerySet[Need]:
    """Return an event's needs with what naming them takes."""
    return event.needs.select_related("organisation").order_by("pk")


def left_out(event: MatchingEvent) -> list[Need]:
    """Return the chosen needs that cannot take part, or no longer."""
    fine = plannable(event.needs.all()).values("pk")
    return list(event.needs.exclude(pk__in=fine).order_by("pk"))


def event_offers(event: MatchingEvent) -> QuerySet[Expertise]:
    """Return the chosen offers; every published one where none was chosen."""
    rows = Expertise.objects.filter(state=OfferState.PUBLISHED)
    if event.offers.exists():
        rows = rows.filter(pk__in=event.offers.values("pk"))
    return rows.select_related("organisation", "researcher").order_by("pk")


def meetings_of(event: MatchingEvent) -> list[Meeting]:
    """Return the planned meetings, in order of time and room."""
    return list(
        event.meetings.select_related(
            "need__organisation",
            "need__municipality",
            "expertise__organisation",
            "expertise__researcher",
        )
    )


def poster_name(need: Need) -> str:
    """Return a need's side as the plan names it.

    A withheld name stays so for every reader: what is printed and the calendars go to
    all who take part.
    """
    if need.anonymous:
        return _("Name withheld (%(need)s)") % {"need": need}
    return str(need.organisation)


def offerer_name(offer: Expertise) -> str:
    """Return an offer's side as the plan names it."""
    if offer.researcher is None:
        return str(offer.organisation)
    return f"{offer.researcher} ({offer.organisation})"


def participants(needs: Sequence[Need], offers: Sequence[Expertise]) -> dict[str, str]:
    """Return who may take part, by key; the needs' sides first."""
    names = {poster_key(need): poster_name(need) for need in needs}
    for offer in offers:
        names.setdefault(offerer_key(offer), offerer_name(offer))
    return names


def noted_names(event: MatchingEvent, names: Mapping[str, str]) -> dict[str, str]:
    """Return who is noted as away, by key, in words that differ.

    Args:
        event: with the absences.
        names: who may take part, by key. Under the key of a need whose name was
            withheld once stands its poster; who has left the event has no name.
    """
    needs = {need_key(need): need for need in event_needs(event)}
    told: dict[str, str] = {}
    gone = 0
    for key in event.absences:
        if key in names:
            told[key] = names[key]
        elif key in needs:
            told[key] = f"{poster_name(needs[key])} ({needs[key]})"
        else:
            gone += 1
            number = {"number": gone}
            told[key] = _("Somebody no longer in the list (%(number)s)") % number
    return told


def time_of(event: MatchingEvent, slot: int) -> str:
    """Return from when to when a slot lasts."""
    begins = localtime(event.begins(slot))
    ends = begins + timedelta(minutes=event.minutes)
    return f"{begins:%H:%M}–{ends:%H:%M}"


def table_of(event: MatchingEvent, meetings: list[Meeting]) -> list[dict[str, Any]]:
    """Return the timetable: a row for each slot, a cell for each room."""
    at = {(meeting.slot, meeting.room): meeting for meeting in meetings}
    return [
        {
            "time": time_of(event, slot),
            "cells": [at.get((slot, room)) for room in range(event.rooms)],
        }
        for slot in range(event.slots)
    ]


def problem_sentences(event: MatchingEvent, names: dict[str, str]) -> list[str]:
    """Return, in words, what clashes in a plan that could not be made."""
    problem = event.problem
    if problem.get("kind") == "assignment":
        return _assignment_sentences(event)
    if problem.get("kind") == "timetable":
        return _timetable_sentences(problem, names)
    if problem.get("kind") == "time":
        return [
            _(
                "In the time for planning it was not found out whether all meetings "
                "find a place. Please plan more meetings one after another, more rooms "
                "or fewer candidates for each need."
            )
        ]
    if problem.get("kind") == "failed":
        return [
            _(
                "The planning stopped because of an error in the system. Please plan "
                "again; if it stops again, please tell whoever runs this site."
            )
        ]
    return []


def calendar_of(
    event: MatchingEvent, meetings: list[Meeting], key: str, names: dict[str, str]
) -> bytes:
    """Return one participant's meetings as an iCalendar file.

    Args:
        event: whose meetings they are.
        meetings: all of them.
        key: of the participant.
        names: how each side is named to whoever reads the file.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Renkei//matching event//")
    calendar.add("version", "2.0")
    for meeting in meetings:
        sides = [poster_key(meeting.need), offerer_key(meeting.expertise)]
        if key not in sides:
            continue
        entry = Event()
        entry.add("uid", f"{event.public_id}-{meeting.slot}-{meeting.room}@renkei")
        entry.add("dtstamp", event.state_since)
        # In UTC: a time zone by its name alone is not understood everywhere.
        entry.add("dtstart", event.begins(meeting.slot).astimezone(UTC))
        entry.add("dtend", event.begins(meeting.slot + 1).astimezone(UTC))
        entry.add("summary", " × ".join(names[side] for side in sides))
        entry.add("description", str(meeting))
        room = _("Room %(number)s") % {"number": meeting.room + 1}
        entry.add("location", f"{event.title}, {room}")
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def calendar_name(event: MatchingEvent, name: str) -> str:
    """Return what one participant's calendar file is called: day and name."""
    return f"{event.on:%Y-%m-%d}-{slugify(name, allow_unicode=True)[:MOST_OF_NAME]}.ics"


def _assignment_sentences(event: MatchingEvent) -> list[str]:
    shorts, clash = event.problem["shorts"], event.problem["clash"]
    idents = [short["need"] for short in shorts]
    idents += clash["needs"] if clash else []
    titles = {n.public_id: str(n) for n in Need.objects.filter(public_id__in=idents)}
    # Needs with the same figures are told in one sentence.
    groups: dict[tuple[int, ...], list[str]] = {}
    for short in shorts:
        figures = tuple(short[name] for name in ("wanted", "fitting", "barred", "full"))
        groups.setdefault(figures, []).append(short["need"])
    told = []
    for (wanted, fitting, barred, full), group in sorted(groups.items()):
        named = {
            "needs": _titles(group, titles),
            "wanted": wanted,
            "fitting": fitting,
            "barred": barred,
            "full": full,
        }
        told.append(_short(named) % named)
    if clash:
        told.append(
            _(
                "“%(needs)s” together need %(wanted)s candidates, but the %(people)s "
                "people who fit them can take only %(places)s. Without any one of "
                "these needs, the others would find somebody."
            )
            % (clash | {"needs": _titles(clash["needs"], titles)})
        )
    return told + _advice(event, titles)


def _titles(idents: Sequence[str], titles: Mapping[str, str]) -> str:
    return _("”, “").join(titles.get(ident, ident) for ident in idents)


def _short(figures: Mapping[str, Any]) -> str:
    """Return the sentence for needs that too few people are left for."""
    if not figures["fitting"]:
        return _("“%(needs)s”: nobody fits well enough.")
    if figures["barred"] or figures["full"]:
        return _(
            "“%(needs)s”: %(wanted)s candidates are needed for each, but of "
            "%(fitting)s people who fit well enough %(barred)s have a conflict of "
            "interest and %(full)s have no room or are away."
        )
    return _(
        "“%(needs)s”: %(wanted)s candidates are needed for each, but only %(fitting)s "
        "fit well enough."
    )


def _advice(event: MatchingEvent, titles: Mapping[str, str]) -> list[str]:
    """Return what would help, and nothing that would not."""
    shorts, clash = event.problem["shorts"], event.problem["clash"]
    left = {
        short["need"]: short["fitting"] - short["barred"] - short["full"]
        for short in shorts
    }
    told = []
    nobody = [need for need, count in left.items() if count < 1]
    if nobody:
        named = {"needs": _titles(nobody, titles)}
        told.append(_("Please take out of the event: “%(needs)s”.") % named)
    some = [count for count in left.values() if count > 0]
    if some:
        least = min(some)
        told.append(
            ngettext(
                "Please ask for at least %(count)s candidate for each need.",
                "Please ask for at least %(count)s candidates for each need.",
                least,
            )
            % {"count": least}
        )
    # It was always advised before what would help was kept.
    if clash and clash.get("more_each", True):
        told.append(
            _(
                "Please raise the number of needs for each person (now %(count)s), or "
                "take one of the needs out."
            )
            % {"count": event.per_person}
        )
    elif clash:
        told.append(
            _(
                "More needs for each person would not help: those people are away, "
                "have open requests or needs of their own, or there are too few "
                "meetings one after another. Please change that, or take one of the "
                "needs out."
            )
        )
    if event.offers.exists():
        told.append(_("You can also choose more offers."))
    return told


def _timetable_sentences(problem: dict[str, Any], names: dict[str, str]) -> list[str]:
    gone = _("Somebody no longer in the list")
    known = names | {"": _("Somebody whose name is withheld")}
    told = [
        _("%(who)s has %(meetings)s meetings but is there for only %(slots)s of them.")
        % (row | {"who": known.get(row["who"], gone)})
        for row in problem["overbooked"]
    ]
    if problem["places"] is not None:
        told.append(
            _("There are only %(places)s places (rooms × meetings one after another).")
            % problem
        )
    count = problem["unplaced"]
    if count is None:
        told.append(_("Not all meetings find a place."))
    else:
        told.append(
            ngettext(
                "%(count)s meeting finds no place.",
                "%(count)s meetings find no place.",
                count,
            )
            % {"count": count}
        )
    if named := problem.get("named"):
        told.append(_left_over(named, count - len(named), known, gone))
    if problem["more_rooms"]:
        told.append(_("With more rooms all of them would."))
    if problem["without_absences"]:
        told.append(_("Without the absences all of them would."))
    if not (problem["more_rooms"] or problem["without_absences"]):
        told.append(_("Please plan more meetings one after another."))
    return told


def _left_over(
    named: list[dict[str, str]], unnamed: int, names: Mapping[str, str], gone: str
) -> str:
    """Return which meetings find no place: need and who offers, ``NAMED`` at most.

    ``unnamed`` is how many more there are whose sides are not told.
    """
    first = named[:NAMED]
    needs = Need.objects.filter(public_id__in=[row["need"] for row in first])
    titles = {need.public_id: str(need) for need in needs}
    pairs = [
        f"{titles.get(row['need'], row['need'])} × {names.get(row['who'], gone)}"
        for row in first
    ]
    told = _("With all others in, these are left over: “%(meetings)s”.") % {
        "meetings": _("”, “").join(pairs)
    }
    more = len(named) - len(first) + unnamed
    if more:
        told += " " + ngettext("And %(count)s more.", "And %(count)s more.", more) % {
            "count": more
        }
    return told
