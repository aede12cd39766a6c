"""Playing the demonstration's cases through the real actions, at their own times."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils import timezone

from accounts.models import User
from catalogue.actions.needs import (
    close_need,
    open_need,
    return_need,
    settle_need,
    submit_need,
)
from catalogue.enums import NeedState
from catalogue.models import Expertise, Need, Researcher
from config.region.problems import Problem
from config.region.reading import Pack, Row
from config.region.writing import Report
from curation.actions.answers import accept, decline, pass_on
from curation.actions.asking import ask_both_sides
from curation.actions.talks import end_introduction, start_talking
from curation.actions.terms import lapse, remind
from curation.models import Introduction
from lifecycle import clock
from lifecycle.errors import RenkeiError
from notifications.actions import withhold_queued
from projects.actions.agreements import (
    apply_agreement,
    confirm_none_needed,
    sign_agreement,
)
from projects.actions.milestones import add_milestone, finish_milestone
from projects.actions.projects import (
    activate_project,
    complete_project,
    start_project,
    stop_project,
)
from projects.actions.results import draft_result, publish_result
from projects.models import Agreement, Project
from recommendations.actions.decisions import dismiss, shortlist
from recommendations.actions.suggestions import refresh_for_need
from recommendations.models import Pairing

Step = dict[str, Any]


class Story:
    """One case as far as it has been played."""

    def __init__(self, row: Row) -> None:
        """Find the need and the offer that the case brings together."""
        self.row = row
        self.need = Need.objects.get(pack_id=row["need"])
        self.offer = Expertise.objects.get(pack_id=row["expertise"])

    def pairing(self, step: Step) -> Pairing:
        """Return the pairing that a step is about; the case's own by default."""
        offer = self.offer
        if "expertise" in step:
            offer = Expertise.objects.get(pack_id=step["expertise"])
        return Pairing.objects.get(need=self.need, expertise=offer)

    def introduction(self, step: Step) -> Introduction:
        """Return the latest introduction of the step's pairing."""
        return Introduction.objects.filter(pairing=self.pairing(step)).latest("pk")

    def project(self) -> Project:
        """Return the case's project."""
        return Project.objects.get(introduction__pairing__need=self.need)

    def agreement(self) -> Agreement:
        """Return the project's latest agreement."""
        return Agreement.objects.filter(project=self.project()).latest("pk")


def play_cases(pack: Pack, report: Report) -> None:
    """Play every case whose need is still an untouched draft.

    Side effects: those of the actions played; what an action refuses is noted as a
    problem of its step. The mails they queue are kept, and not sent.
    """
    for row in pack.tables["cases"]:
        story = Story(row)
        if story.need.state != NeedState.DRAFT:
            report.unchanged["cases"] += 1
            continue
        for number, step in enumerate(row["step"], start=1):
            if remedy := _refused(story, step):
                place = f"step {number} ({step['action']})"
                report.problems.append(Problem(row.file, row.number, place, remedy))
                return
        report.added["cases"] += 1
    withhold_queued()


def _refused(story: Story, step: Step) -> str:
    """Play one step; return what is wrong with it, if anything."""
    action = ACTIONS.get(step["action"])
    if action is None:
        return f"is unknown: write one of {', '.join(ACTIONS)}"
    by = User.objects.filter(email=step["by"]).first()
    given = {k: v for k, v in step.items() if k not in ("at", "action", "by")}
    with clock.at(timezone.make_aware(step["at"])):
        try:
            action(story, by, given)
        except RenkeiError as error:
            return str(error)
        except ObjectDoesNotExist as error:
            return f"{error}: the matcher does not propose it, or a step is missing"
        except ValidationError as error:
            return "; ".join(error.messages)
        except (KeyError, TypeError) as error:
            return f"a key is missing or too many: {error}"
    story.need.refresh_from_db()
    return ""


def _submit(story: Story, by: Any, given: Step) -> None:
    if story.need.created_by is None:
        story.need.created_by = by
        story.need.save(update_fields=["created_by"])
    submit_need(story.need, by=by)


def _open(story: Story, by: Any, given: Step) -> None:
    open_need(story.need, by=by)
    refresh_for_need(story.need)


def _dismiss(story: Story, by: Any, given: Step) -> None:
    note = given.get("note_ja", "")
    dismiss(story.pairing(given), by=by, reason=given["reason"], note=note)


def _introduce(story: Story, by: Any, given: Step) -> None:
    note = given.get("note_ja", "")
    ask_both_sides(pairing=story.pairing(given), by=by, note=note)


def _accept(story: Story, by: Any, given: Step) -> None:
    accept(
        story.introduction(given),
        side=given["side"],
        by=by,
        note=given.get("note_ja", ""),
    )


def _decline(story: Story, by: Any, given: Step) -> None:
    decline(
        story.introduction(given),
        side=given["side"],
        by=by,
        reason=given["reason"],
        may_tell=given.get("may_tell", False),
        note=given.get("note_ja", ""),
    )


def _pass_on(story: Story, by: Any, given: Step) -> None:
    researcher = None
    if "to_researcher" in given:
        researcher = Researcher.objects.get(pack_id=given["to_researcher"])
    pass_on(story.introduction(given), by=by, researcher=researcher)


def _remind(story: Story, by: Any, given: Step) -> None:
    remind(story.introduction(given))


def _lapse(story: Story, by: Any, given: Step) -> None:
    lapse(story.introduction(given))


def _start_project(story: Story, by: Any, given: Step) -> None:
    start_project(story.introduction({}), by=by, **given)


def _apply(story: Story, by: Any, given: Step) -> None:
    apply_agreement(story.agreement(), by=by, on=given["date"])


def _sign(story: Story, by: Any, given: Step) -> None:
    number = given.get("document_no", "")
    sign_agreement(story.agreement(), by=by, on=given["date"], document_no=number)


def _confirm(story: Story, by: Any, given: Step) -> None:
    name = given.get("confirmed_by_name", "")
    confirm_none_needed(story.agreement(), by=by, confirmed_by_name=name)


def _publish(story: Story, by: Any, given: Step) -> None:
    publish_result(story.project(), by=by)


def _milestone(story: Story, by: Any, given: Step) -> None:
    milestone = add_milestone(
        story.project(),
        by=by,
        title_ja=given["title_ja"],
        title_en=given.get("title_en", ""),
        due_on=given["due"],
    )
    if given.get("done"):
        on = given["done"] if isinstance(given["done"], date) else None
        finish_milestone(milestone, by=by, on=on)


def _result(story: Story, by: Any, given: Step) -> None:
    draft_result(story.project(), by=by, **given)


def _with_note(act: Callable[..., Any], of: str) -> Callable[[Story, Any, Step], None]:
    """Return a step that passes a note, and a reason where one is given."""

    def play(story: Story, by: Any, given: Step) -> None:
        thing = story.project() if of == "project" else story.introduction(given)
        options = {"note": given["note_ja"]} if given.get("note_ja") else {}
        if "reason" in given:
            options["reason"] = given["reason"]
        act(thing, by=by, **options)

    return play


ACTIONS: dict[str, Callable[[Story, Any, Step], None]] = {
    "submit": _submit,
    "return_need": lambda s, by, g: return_need(s.need, by=by, comment=g["comment_ja"]),
    "open_need": _open,
    "shortlist": lambda s, by, g: shortlist(s.pairing(g), by=by),
    "dismiss": _dismiss,
    "introduce": _introduce,
    "accept": _accept,
    "decline": _decline,
    "pass_on": _pass_on,
    "remind": _remind,
    "lapse": _lapse,
    "start_talking": _with_note(start_talking, "introduction"),
    "end_introduction": _with_note(end_introduction, "introduction"),
    "start_project": _start_project,
    "apply_agreement": _apply,
    "sign_agreement": _sign,
    "confirm_none_needed": _confirm,
    "activate": _with_note(activate_project, "project"),
    "milestone": _milestone,
    "complete": _with_note(complete_project, "project"),
    "stop_project": _with_note(stop_project, "project"),
    "draft_outcome": _result,
    "publish_outcome": _publish,
    "close_need": lambda s, by, g: close_need(s.need, by=by, reason=g["reason"]),
    "settle_need": lambda s, by, g: settle_need(s.need, by=by),
}
