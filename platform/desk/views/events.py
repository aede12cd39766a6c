"""Matching events: what is entered, the plan that the machine makes, the calendars."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.models import User
from accounts.rules import is_secretariat
from catalogue.enums import OfferState
from catalogue.models import Expertise, Need
from desk import events
from desk.forms.events import (
    AbsenceForm,
    EventForm,
    NeedChoiceFilters,
    OfferChoiceFilters,
)
from desk.forms.filters import Filters
from desk.views.base import DeskList, DeskPage, Text, forbidden
from recommendations.actions.events import (
    CHANGEABLE,
    confirm_event,
    keep_event,
    note_absence,
    plan_event,
    prepare_again,
)
from recommendations.models import MatchingEvent
from recommendations.planning import plannable
from recommendations.quoting import Quoting
from recommendations.transitions import EVENT

MOST_SHOWN = 300


class EventsPage(DeskList):
    """The events, the latest first."""

    page_title = gettext_lazy("Matching events")
    template_name = "desk/events.html"
    header_icon = "date"
    secretariat_only = True
    filter_form = Filters
    add: ClassVar = ("desk:event_new", gettext_lazy("Prepare a matching event"))

    def head(self) -> list[Text]:
        """What, when, how many needs and meetings, where it stands."""
        return [_("Event"), _("Date"), _("Needs"), _("Meetings"), _("State")]

    def rows(self, chosen: Mapping[str, Any]) -> QuerySet[MatchingEvent]:
        """All of them."""
        return MatchingEvent.objects.prefetch_related("needs", "meetings")

    def shown(self, things: list[Any]) -> list[dict[str, Any]]:
        """Return the rows."""
        return [
            {
                "url": reverse("desk:event", args=[event.public_id]),
                "cells": [
                    event.title,
                    event.on,
                    len(event.needs.all()),
                    len(event.meetings.all()),
                    event.get_state_display(),
                ],
            }
            for event in things
        ]


class NewEventPage(DeskPage):
    """A new event."""

    page_title = gettext_lazy("Prepare a matching event")
    header_icon = "date"
    secretariat_only = True
    template_name = "desk/event_edit.html"
    parents: ClassVar = [("desk:events", gettext_lazy("Matching events"))]
    actions: ClassVar = {"save": "save"}

    @cached_property
    def event_form(self) -> EventForm:
        """The form."""
        form: EventForm = self.form(EventForm, "save")
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form."""
        context = super().get_context_data(**kwargs)
        return context | {"event_form": self.event_form}

    def save(self) -> HttpResponse:
        """Keep it as a draft and go on to choose the needs."""
        given = self.valid(self.event_form)
        event = keep_event(MatchingEvent(), by=self.reader, **given)
        messages.success(self.request, _("Saved. Please choose the needs next."))
        return redirect("desk:event_needs", event.public_id)


class OfEvent(DeskPage):
    """A page about one event."""

    header_icon = "date"
    secretariat_only = True
    crumb: Text = gettext_lazy("Matching event")
    parents: ClassVar = [("desk:events", gettext_lazy("Matching events"))]

    @cached_property
    def event(self) -> MatchingEvent:
        """The event, as it is now."""
        return get_object_or_404(MatchingEvent, public_id=self.kwargs["public_id"])

    def get_page_title(self) -> str:
        """Return the event's name."""
        return self.event.title

    def forget(self) -> None:
        """Read the event anew."""
        self.__dict__.pop("event", None)


class EventPage(OfEvent):
    """Settings, participants, absences; assignment and timetable once planned."""

    template_name = "desk/event.html"
    actions: ClassVar = {
        "plan": "plan",
        "confirm": "confirm",
        "prepare_again": "prepare_again",
        "away": "away",
    }

    @cached_property
    def names(self) -> dict[str, str]:
        """Who may take part, by key."""
        event = self.event
        needs, offers = events.event_needs(event), events.event_offers(event)
        return events.participants(list(needs), list(offers))

    @cached_property
    def noted(self) -> dict[str, str]:
        """Who is noted as away, by key."""
        return events.noted_names(self.event, self.names)

    @cached_property
    def absence_form(self) -> AbsenceForm:
        """The form for an absence."""
        event = self.event
        times = [events.time_of(event, slot) for slot in range(event.slots)]
        people = list((self.names | self.noted).items())
        form: AbsenceForm = self.form(AbsenceForm, "away", people=people, times=times)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show what is entered, what clashes, or the plan."""
        context = super().get_context_data(**kwargs)
        event = self.event
        meetings = events.meetings_of(event)
        planned = events.participants(
            [m.need for m in meetings], [m.expertise for m in meetings]
        )
        names = self.names | planned
        return context | {
            "event": event,
            "can": set(EVENT.open_actions(event, self.reader)),
            "changeable": event.state in CHANGEABLE,
            "needs": event.needs.count(),
            "left_out": events.left_out(event),
            "offers": events.event_offers(event).count(),
            "offers_chosen": event.offers.exists(),
            "absences": [
                (self.noted[key], [events.time_of(event, s) for s in slots])
                for key, slots in event.absences.items()
            ],
            "absence_form": self.absence_form,
            "problems": events.problem_sentences(event, names),
            "rooms": range(1, event.rooms + 1),
            "table": events.table_of(event, meetings) if meetings else [],
            "assigned": self._assigned(meetings),
            "people": list(planned.items()),
        }

    def _assigned(self, meetings: list[Any]) -> list[dict[str, Any]]:
        """Each need with its meetings, the best first."""
        groups: dict[int, dict[str, Any]] = {}
        quoting = Quoting()
        for meeting in sorted(meetings, key=lambda m: (m.need_id, -m.score)):
            group = groups.setdefault(
                meeting.need_id, {"need": meeting.need, "meetings": []}
            )
            group["meetings"].append(
                {
                    "meeting": meeting,
                    "evidence": quoting.kept(meeting.evidence, meeting.need),
                    "who": events.offerer_name(meeting.expertise),
                    "time": events.time_of(self.event, meeting.slot),
                    "room": meeting.room + 1,
                }
            )
        return list(groups.values())

    def plan(self) -> str:
        """Have it planned."""
        plan_event(self.event, by=self.reader)
        return _("It is being planned. You can close this page and come back.")

    def confirm(self) -> str:
        """Say that the meetings hold."""
        confirm_event(self.event, by=self.reader)
        return _("Confirmed. You can hand out the timetable and the calendars.")

    def prepare_again(self) -> str:
        """Change it again."""
        prepare_again(self.event, by=self.reader)
        return _("You can change it again.")

    def away(self) -> str:
        """Note an absence, or that there is none."""
        given = self.valid(self.absence_form)
        slots = [int(slot) for slot in given["slots"]]
        note_absence(self.event, who=given["who"], slots=slots, by=self.reader)
        return _("Noted. Please have the event planned anew.")


class EventEditPage(OfEvent):
    """The event's date and numbers."""

    template_name = "desk/event_edit.html"
    actions: ClassVar = {"save": "save"}

    @cached_property
    def event_form(self) -> EventForm:
        """The form, over a copy of the event."""
        copy = MatchingEvent.objects.get(pk=self.event.pk)
        form: EventForm = self.form(EventForm, "save", instance=copy)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form."""
        context = super().get_context_data(**kwargs)
        return context | {"event": self.event, "event_form": self.event_form}

    def save(self) -> HttpResponse:
        """Write what changed."""
        keep_event(self.event, by=self.reader, **self.valid(self.event_form))
        messages.success(self.request, _("Saved."))
        return redirect("desk:event", self.event.public_id)


class ChoosePage(OfEvent):
    """A list to tick, with filters; what the filters leave out stays as it was."""

    template_name = "desk/event_choose.html"
    actions: ClassVar = {"choose": "choose"}
    filter_form: type[Filters]
    relation: str
    hint: Text = ""

    def offered(self, chosen: Mapping[str, Any]) -> QuerySet[Any]:
        """Return what can be ticked under the chosen filters."""
        raise NotImplementedError

    def who(self, thing: Any) -> str:
        """Return whose it is."""
        raise NotImplementedError

    @cached_property
    def filters(self) -> Filters:
        """The filters in the address."""
        return self.filter_form(self.request.GET, reader=self.reader)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List what can be ticked."""
        context = super().get_context_data(**kwargs)
        chosen = self.filters.chosen()
        ticked = set(self.ticked.values_list("pk", flat=True))
        things = self.offered(chosen)
        return context | {
            "event": self.event,
            "hint": self.hint,
            "filters": self.filters,
            "filtered": any(chosen.values()),
            "things": [
                {"thing": thing, "who": self.who(thing), "ticked": thing.pk in ticked}
                for thing in things[:MOST_SHOWN]
            ],
            "total": things.count(),
            "ticked": len(ticked),
        }

    @property
    def ticked(self) -> QuerySet[Any]:
        """What was chosen before."""
        rows: QuerySet[Any] = getattr(self.event, self.relation).all()
        return rows

    def choose(self) -> HttpResponse:
        """Keep what is ticked."""
        shown = set(self.request.POST.getlist("shown"))
        wanted = shown & set(self.request.POST.getlist("chosen"))
        kept = self.ticked.exclude(public_id__in=shown)
        found = self.offered({}).filter(public_id__in=wanted)
        keep_event(self.event, by=self.reader, **{self.relation: [*kept, *found]})
        messages.success(self.request, _("Saved."))
        return redirect("desk:event", self.event.public_id)


class ChooseNeedsPage(ChoosePage):
    """Which needs take part."""

    crumb = gettext_lazy("Choose the needs")
    hint = gettext_lazy(
        "Whoever takes part reads the titles of the needs in the plan. Needs that only "
        "the secretariat may see are therefore not in this list."
    )
    filter_form = NeedChoiceFilters
    relation = "needs"

    def offered(self, chosen: Mapping[str, Any]) -> QuerySet[Need]:
        """Needs that can take part, by theme, place and state."""
        rows = plannable(Need.objects.all())
        if theme := chosen.get("theme"):
            rows = rows.filter(themes=theme)
        if place := chosen.get("municipality"):
            rows = rows.filter(municipality=place)
        if state := chosen.get("state"):
            rows = rows.filter(state=state)
        return rows.select_related("organisation", "municipality").order_by("-pk")

    def who(self, thing: Any) -> str:
        """Return who posted it, where the name is not withheld."""
        return events.poster_name(thing)


class ChooseOffersPage(ChoosePage):
    """Which offers take part; none chosen means all."""

    crumb = gettext_lazy("Choose the offers")
    filter_form = OfferChoiceFilters
    relation = "offers"

    def offered(self, chosen: Mapping[str, Any]) -> QuerySet[Expertise]:
        """Published offers, by organisation and theme."""
        rows = Expertise.objects.filter(state=OfferState.PUBLISHED)
        if organisation := chosen.get("organisation"):
            rows = rows.filter(organisation=organisation)
        if theme := chosen.get("theme"):
            rows = rows.filter(themes=theme)
        return rows.select_related("organisation", "researcher").order_by("-pk")

    def who(self, thing: Any) -> str:
        """Return whose offer it is."""
        return events.offerer_name(thing)


def calendar(request: HttpRequest, public_id: str, key: str) -> HttpResponse:
    """Hand out one participant's meetings as a calendar file."""
    reader = request.user
    if not isinstance(reader, User) or not is_secretariat(reader):
        return forbidden(request)
    event = get_object_or_404(MatchingEvent, public_id=public_id)
    meetings = events.meetings_of(event)
    names = events.participants(
        [m.need for m in meetings], [m.expertise for m in meetings]
    )
    if key not in names:
        raise Http404
    body = events.calendar_of(event, meetings, key, names)
    name = content_disposition_header(True, events.calendar_name(event, names[key]))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = str(name)
    return response
