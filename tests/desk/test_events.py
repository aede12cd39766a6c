"""Matching events at the desk: entered, chosen, planned, printed, handed out."""

from datetime import date, time

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from icalendar import Calendar

from accounts.models import User
from catalogue.enums import Visibility
from catalogue.models import Expertise
from desk import events
from lifecycle import clock, jobs
from recommendations.actions.events import keep_event, plan_event
from recommendations.enums import EventState
from recommendations.models import MatchingEvent
from recommendations.participants import offerer_key, poster_key
from tests.factories.accounts import (
    MunicipalityFactory,
    officer_of,
    secretary,
)
from tests.factories.catalogue import (
    ConflictFactory,
    ExpertiseFactory,
    NeedFactory,
    about_bridges,
)

pytestmark = pytest.mark.django_db

GIVEN = {
    "title": "Autumn meeting",
    "on": "2026-12-10",
    "starts_at": "13:00",
    "minutes": 30,
    "slots": 3,
    "rooms": 2,
    "at_least": 1,
    "at_most": 2,
    "per_person": 2,
}


def url_of(event, page="desk:event", *more):
    return reverse(page, args=[event.public_id, *more])


@pytest.fixture
def event(region):
    """An event with one need and two fitting offers among others."""
    about_bridges(30)
    ExpertiseFactory.create_batch(2)
    values = GIVEN | {"on": date(2026, 12, 10), "starts_at": time(13)}
    return keep_event(
        MatchingEvent(), by=secretary(), needs=[NeedFactory(anonymous=True)], **values
    )


@pytest.fixture
def planned(event):
    plan_event(event, by=secretary())
    jobs.drain()
    event.refresh_from_db()
    return event


def test_an_event_is_entered_its_needs_chosen_and_planned(enter, region):
    client = enter(secretary())
    need, other = NeedFactory.create_batch(2)
    today = {"on": str(clock.today())}

    entered = client.post(reverse("desk:event_new"), GIVEN | {"action": "save"} | today)

    event = MatchingEvent.objects.get()
    assert entered["Location"] == url_of(event, "desk:event_needs")
    client.post(
        url_of(event, "desk:event_needs"),
        {
            "action": "choose",
            "shown": [need.public_id, other.public_id],
            "chosen": [need.public_id],
        },
    )
    assert list(event.needs.all()) == [need]

    page = client.post(url_of(event), {"action": "plan"}, follow=True).content.decode()

    assert "It is being planned" in page
    assert MatchingEvent.objects.get().state == EventState.PLANNING


def test_what_a_filter_leaves_out_stays_chosen(enter, event):
    (chosen,) = event.needs.all()
    here = MunicipalityFactory()
    near = NeedFactory(municipality=here)
    address = f"{url_of(event, 'desk:event_needs')}?municipality={here.code}"
    client = enter(secretary())
    assert str(chosen) not in client.get(address).content.decode()

    client.post(
        address,
        {"action": "choose", "shown": near.public_id, "chosen": near.public_id},
    )

    assert set(event.needs.all()) == {chosen, near}


def test_the_plan_is_shown_with_its_reasons_and_without_withheld_names(enter, planned):
    (need,) = planned.needs.all()

    page = enter(secretary()).get(url_of(planned)).content.decode()

    assert planned.state == EventState.PROPOSED
    assert "13:00–13:30" in page
    assert "Name withheld" in page
    assert str(need.organisation) not in page
    assert "折れ" in page and "<mark>" in page


def test_each_person_has_a_calendar(enter, planned):
    meeting = planned.meetings.first()
    key = offerer_key(meeting.expertise)

    response = enter(secretary()).get(url_of(planned, "desk:event_calendar", key))

    (entry,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert entry.decoded("dtstart") == planned.begins(meeting.slot)
    assert entry.decoded("dtend") == planned.begins(meeting.slot + 1)
    assert str(meeting.need.organisation) not in response.content.decode()


def test_nothing_of_an_event_links_a_withheld_need_with_its_posters_other_sides(
    enter, event
):
    (hidden,) = event.needs.all()
    poster, title = hidden.organisation, "Told openly"
    known = NeedFactory(organisation=poster, title_en=title, created_by=secretary())
    ExpertiseFactory(organisation=poster, company=True)
    needs = [hidden, known, NeedFactory()]
    keep_event(event, by=secretary(), needs=needs, slots=6, rooms=3)
    plan_event(event, by=secretary())
    jobs.drain()
    # Who may look at the name is not the only one to read what is handed out.
    client = enter(secretary())
    hidden.created_by = User.objects.get(pk=client.session["_auth_user_id"])
    hidden.save()

    page = BeautifulSoup(client.get(url_of(event)).content, "html.parser")
    links = page.select(".desk-links a")
    names = [link.get_text() for link in links]
    files = [client.get(link["href"]) for link in links]

    assert f"Meetings of Name withheld ({hidden}) (.ics)" in names
    assert f"Meetings of {poster} (.ics)" in names
    assert len({file["Content-Disposition"] for file in files}) == len(files)
    for file in files:
        entries = Calendar.from_ical(file.content).walk("VEVENT")
        for entry in entries:
            assert (str(hidden) in entry["description"]) == (
                "Name withheld" in entry["summary"]
            )
            assert entry["dtstart"].to_ical().endswith(b"Z")
        told = [e for e in entries if str(hidden) in e["description"]]
        assert not any(str(poster) in entry["summary"] for entry in told)
        assert not told or str(poster) not in file["Content-Disposition"]
    own = files[names.index(f"Meetings of {poster} (.ics)")].content.decode()
    assert title in own and "Name withheld" not in own


def test_a_calendar_of_nobody_is_not_found(enter, planned):
    client = enter(secretary())

    assert client.get(url_of(planned, "desk:event_calendar", "x")).status_code == 404


def test_an_absence_is_noted_and_taken_back(enter, event):
    (need,) = event.needs.all()
    client, away = enter(secretary()), {"action": "away", "who": poster_key(need)}

    client.post(url_of(event), away | {"slots": ["0", "2"]})
    event.refresh_from_db()
    assert event.absences == {poster_key(need): [0, 2]}

    client.post(url_of(event), away)
    event.refresh_from_db()
    assert event.absences == {}


def away_of(client, event):
    """Who is noted as away, as the page says it; none of it is for paper."""
    page = BeautifulSoup(client.get(url_of(event)).content, "html.parser")
    terms = page.find_all("dt", string="Away")
    told = [term.find_next("dd") for term in terms]
    assert all(part["class"] == ["desk-screen"] for part in [*terms, *told])
    return [part.get_text() for part in told]


def test_absences_are_not_printed_for_all_who_take_part(enter, event):
    (need,) = event.needs.all()
    keep_event(event, by=secretary(), absences={poster_key(need): [0]})

    assert away_of(enter(secretary()), event) == [
        f"Name withheld ({need}): 13:00–13:30"
    ]


def test_an_absence_under_a_side_that_is_gone_is_shown_and_can_be_taken_back(
    enter, event
):
    (need,) = event.needs.all()
    once_withheld, once_named = poster_key(need), f"organisation-{need.organisation_id}"
    keep_event(event, by=secretary(), absences={once_withheld: [0], once_named: [1]})
    client = enter(secretary())

    _, other = away_of(client, event)
    assert other == "Somebody no longer in the list (1): 13:30–14:00"
    assert str(need.organisation) not in client.get(url_of(event)).content.decode()

    need.anonymous = False
    need.save()
    assert away_of(client, event) == [
        f"{need.organisation} ({need}): 13:00–13:30",
        f"{need.organisation}: 13:30–14:00",
    ]
    client.post(url_of(event), {"action": "away", "who": once_withheld})
    event.refresh_from_db()
    assert event.absences == {once_named: [1]}


def told(client, event):
    """The sentences of what clashes and what would help."""
    page = BeautifulSoup(client.get(url_of(event)).content, "html.parser")
    return [item.get_text() for item in page.select(".desk-note li")]


def impossible(event, needs=None, **fields):
    keep_event(event, by=secretary(), needs=needs, **fields)
    plan_event(event, by=secretary())
    jobs.drain()
    event.refresh_from_db()
    assert event.state == EventState.IMPOSSIBLE
    return event


def test_what_clashes_is_said_in_words_with_what_would_help(enter, event):
    (need,) = event.needs.all()
    other = NeedFactory(title_en="Also sardines")

    event = impossible(event, [need, other], at_least=5, at_most=5)

    assert told(enter(secretary()), event) == [
        f"“{need}”, “{other}”: 5 candidates are needed for each, but only 2 fit well "
        "enough.",
        "Please ask for at least 2 candidates for each need.",
    ]


def test_a_need_that_nobody_fits_is_to_be_taken_out(enter, event):
    nothing = {"title_en": "", "summary_ja": "", "background_ja": "", "wanted_ja": ""}
    (need,) = event.needs.all()
    lonely = NeedFactory(title_ja="宇宙船の軌道を計算したい", **nothing)
    event.offers.set(Expertise.objects.filter(state="published"))

    event = impossible(event, [need, lonely], at_least=1)

    assert told(enter(secretary()), event) == [
        f"“{lonely}”: nobody fits well enough.",
        f"Please take out of the event: “{lonely}”.",
        "You can also choose more offers.",
    ]


def test_who_may_not_or_cannot_take_part_is_counted(enter, event):
    (need,) = event.needs.all()
    offer = Expertise.objects.filter(title_ja__contains="食品").first()
    ConflictFactory(organisation=need.organisation, researcher=offer.researcher)

    event = impossible(event, at_least=2, at_most=2)

    first, advice = told(enter(secretary()), event)
    assert "of 2 people who fit well enough 1 have a conflict of interest" in first
    assert advice == "Please ask for at least 1 candidate for each need."


@pytest.mark.parametrize(
    ("fields", "away", "helps"),
    [
        ({"per_person": 1}, [], True),
        ({"per_person": 4}, [0, 1], False),
        ({"per_person": 3, "slots": 2}, [], False),
    ],
)
def test_more_needs_for_each_person_are_advised_only_where_that_would_help(
    enter, event, fields, away, helps
):
    offer = Expertise.objects.filter(title_ja__contains="食品").first()
    needs = [*event.needs.all(), *NeedFactory.create_batch(2)]
    given = {"slots": 4, "at_most": 1, "offers": [offer]} | fields
    event = impossible(event, needs, absences={offerer_key(offer): away}, **given)

    _, advice, _ = told(enter(secretary()), event)

    assert advice.startswith("Please raise the number") == helps
    assert advice.startswith("More needs for each person would not help") != helps


def test_who_has_too_many_meetings_and_left_since_is_told_of_in_words(enter, event):
    gone = {"who": "researcher-99", "meetings": 2, "slots": 1}
    clash = {"kind": "timetable", "overbooked": [gone], "places": None}
    known = {"unplaced": None, "more_rooms": False, "without_absences": True}
    event.problem, event.state = clash | known, EventState.IMPOSSIBLE
    event.save()

    assert told(enter(secretary()), event) == [
        "Somebody no longer in the list has 2 meetings but is there for only 1 of "
        "them.",
        "Not all meetings find a place.",
        "Without the absences all of them would.",
    ]


@pytest.mark.parametrize(
    ("named", "unnamed", "end"),
    [(1, 0, "”."), (10, 0, "”."), (10, 2, "”. And 2 more."), (12, 1, "”. And 3 more.")],
)
def test_the_meetings_that_find_no_place_are_named_ten_at_most(
    enter, event, named, unnamed, end
):
    needs = NeedFactory.create_batch(named)
    offer = event.offers.first() or Expertise.objects.first()
    event.offers.add(offer)
    who = offerer_key(offer)
    event.problem = {
        "kind": "timetable",
        "overbooked": [],
        "places": None,
        "unplaced": named + unnamed,
        "named": [{"need": need.public_id, "who": who} for need in needs],
        "more_rooms": True,
        "without_absences": False,
    }
    event.state = EventState.IMPOSSIBLE
    event.save()

    _, sentence, _ = told(enter(secretary()), event)

    pairs = [f"{need} × {events.offerer_name(offer)}" for need in needs[:10]]
    shown = "”, “".join(pairs)
    assert sentence == f"With all others in, these are left over: “{shown}{end}"


def test_numbers_that_contradict_each_other_are_refused(enter, region):
    given = GIVEN | {"action": "save", "at_least": 4}

    page = enter(secretary()).post(reverse("desk:event_new"), given)

    assert page.status_code == 400
    assert "must not be fewer than the least" in page.content.decode()
    assert not MatchingEvent.objects.exists()


@pytest.mark.parametrize(
    ("change", "field", "told"),
    [
        ({"on": "2020-04-01"}, "on", "This day is over."),
        ({"starts_at": "23:00"}, "slots", "would end after midnight"),
    ],
)
def test_a_day_that_is_over_and_a_night_are_refused_at_their_field(
    enter, region, change, field, told
):
    given = GIVEN | {"action": "save", "on": str(clock.today())} | change

    answered = enter(secretary()).post(reverse("desk:event_new"), given)

    page = BeautifulSoup(answered.content, "html.parser")
    assert answered.status_code == 400
    box = page.select_one(f"[name={field}]")
    assert told in box.find_parent(class_="w-field__wrapper").get_text()
    assert not MatchingEvent.objects.exists()


def test_meetings_may_go_on_until_midnight(enter, region):
    day = {"on": str(clock.today()), "starts_at": "22:30"}

    enter(secretary()).post(reverse("desk:event_new"), GIVEN | {"action": "save"} | day)

    assert MatchingEvent.objects.get().slots == 3


def test_what_only_the_secretariat_may_see_takes_no_part(enter, event):
    (need,) = event.needs.all()
    kept = NeedFactory(visibility=Visibility.SECRETARIAT)
    event.needs.add(kept)
    client = enter(secretary())

    offered = client.get(url_of(event, "desk:event_needs")).content.decode()
    page = client.get(url_of(event)).content.decode()

    assert str(need) in offered and str(kept) not in offered
    assert "These needs are left out of the plan" in page and str(kept) in page
    plan_event(event, by=secretary())
    jobs.drain()
    assert {meeting.need for meeting in event.meetings.all()} == {need}


def test_events_are_the_secretariats(enter, planned):
    officer = enter(officer_of(MunicipalityFactory()))
    key = offerer_key(planned.meetings.first().expertise)

    assert officer.get(url_of(planned)).status_code == 403
    assert officer.get(url_of(planned, "desk:event_calendar", key)).status_code == 403


def test_a_list_without_filters_has_no_button_for_them(enter, region):
    page = enter(secretary()).get(reverse("desk:events")).content.decode()
    assert "Prepare a matching event" in page
    assert "Apply filters" not in page
