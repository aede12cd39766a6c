from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from lifecycle import clock
from lifecycle.errors import NotAllowed, WrongState
from lifecycle.models import LogEntry
from projects.actions.milestones import add_milestone, finish_milestone
from projects.errors import NotInTheFuture
from projects.models import Milestone
from projects.signals import milestone_done
from tests.factories.accounts import UserFactory
from tests.factories.projects import active_case, completed_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def test_a_milestone_is_set_and_reached():
    case, project = active_case()
    today, heard = clock.today(), []

    def listen(milestone, entry, **kwargs):
        heard.append((str(milestone), entry.note))

    milestone = add_milestone(project, by=case.poster, title_ja="試作", due_on=today)
    milestone_done.connect(listen)
    try:
        for _ in range(2):
            finish_milestone(milestone, by=case.researcher, note="動きました")
    finally:
        milestone_done.disconnect(listen)

    assert heard == [("試作", "動きました")]
    assert Milestone.objects.get().done_on == today
    assert [
        (e.action, e.after)
        for e in LogEntry.objects.filter(action__endswith="milestone")
    ] == [
        ("add_milestone", {"milestone": "試作", "due_on": str(today)}),
        ("finish_milestone", {"milestone": "試作", "done_on": str(today)}),
    ]


def test_the_day_may_be_an_earlier_one_but_not_tomorrow():
    case, project = active_case()
    milestone = add_milestone(project, by=case.secretary, title_ja="試作")
    today = clock.today()

    with pytest.raises(NotInTheFuture):
        finish_milestone(milestone, by=case.secretary, on=today + timedelta(days=1))
    finish_milestone(milestone, by=case.secretary, on=today - timedelta(days=2))

    assert Milestone.objects.get().done_on == today - timedelta(days=2)


def test_the_same_milestone_stands_once():
    case, project = active_case()

    first = add_milestone(project, by=case.poster, title_ja="試作")

    assert add_milestone(project, by=case.poster, title_ja="試作") == first
    assert Milestone.objects.count() == 1


def test_the_nearest_comes_first_and_those_without_a_day_last():
    case, project = active_case()
    days = {"三": None, "二": 9, "一": 3}
    for title, days_ahead in days.items():
        due = clock.today() + timedelta(days_ahead) if days_ahead else None
        add_milestone(project, by=case.poster, title_ja=title, due_on=due)

    assert [m.title_ja for m in project.milestones.all()] == ["一", "二", "三"]


def test_a_milestone_needs_a_title():
    case, project = active_case()

    with pytest.raises(ValidationError):
        add_milestone(project, by=case.poster, title_ja="")


def test_outsiders_set_none_and_nobody_does_after_the_end():
    case, project = active_case()
    with pytest.raises(NotAllowed):
        add_milestone(project, by=UserFactory(), title_ja="試作")

    case, project = completed_case()
    with pytest.raises(WrongState):
        add_milestone(project, by=case.secretary, title_ja="試作")
