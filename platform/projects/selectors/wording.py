"""What a case waits for, in words: whose turn it is, and what they do next."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from catalogue.models import Need
from catalogue.rules import works_for_poster
from curation.enums import Side
from curation.models import Party
from curation.selectors.people import name_is_withheld
from design.formatting import long_date
from projects.enums import Waiting
from projects.models import Project
from projects.selectors.points import Point


def side_name(party: Party, reader: User | None) -> str:
    """Return a side's name within a sentence, as this reader may know it."""
    if name_is_withheld(party, reader):
        return _("the poster (name withheld)")
    if party.with_liaison:
        return _("the liaison office of %(name)s") % {"name": party.organisation}
    return str(party.organisation)


def poster_name(need: Need, reader: User | None) -> str:
    """Return a poster's name within a sentence, as this reader may know it."""
    if need.anonymous and not works_for_poster(reader, need):
        return _("the poster (name withheld)")
    return str(need.organisation)


def whose_turn(point: Point, reader: User | None, office: Organisation) -> str:
    """Return who has to do something next.

    Args:
        point: what the case waits for.
        reader: as whom names are told or withheld.
        office: the secretariat.
    """
    if point.party is not None:
        name = side_name(point.party, reader)
        if point.stands_in:
            return _("%(office)s (asks %(name)s by telephone)") % {
                "office": office,
                "name": name,
            }
        return name
    if point.kind == Waiting.HAND_IN and point.need is not None:
        return poster_name(point.need, reader)
    if point.kind in (Waiting.TALK, Waiting.DECIDE, Waiting.WORK, Waiting.MILESTONE):
        return _("both sides")
    if point.kind == Waiting.READ:
        return _("the office in charge")
    if point.kind == Waiting.PREPARE:
        return _("the liaison office and the secretariat")
    return str(office)


def whose_turns(
    points: Sequence[Point], reader: User | None, office: Organisation
) -> str:
    """Return who has to do something next: of one thing, all that are awaited."""
    names = [whose_turn(point, reader, office) for point in points]
    if len(names) == 1:
        return names[0]
    return _("%(one)s and %(other)s") % {"one": names[0], "other": names[1]}


def next_step(point: Point) -> str:
    """Return what the desk does next about a point."""
    if point.kind == Waiting.CHOOSE and not point.candidates:
        return _("Ask for more details, as no candidate was found")
    if point.asked_before:
        return _("Choose somebody else or ask again, as it was not taken up")
    if point.kind == Waiting.PREPARE and isinstance(point.thing, Project):
        return _preparation(point.thing)
    if point.stands_in:
        return _("Ask by telephone and record the answer")
    return {
        Waiting.HAND_IN: _("Wait until the need is handed in"),
        Waiting.READ: _("Read it, then open or return it"),
        Waiting.CHOOSE: _("Look through the candidates"),
        Waiting.ASK: _("Ask both sides"),
        Waiting.ANSWER: _("Wait for the answer, or ask by telephone"),
        Waiting.TALK: _("See whether they are in touch"),
        Waiting.DECIDE: _("See how they want to go on"),
        Waiting.MILESTONE: _("Ask how far they have come"),
        Waiting.WORK: _("Wait for the next milestone"),
        Waiting.WRITE: _("Write the result down"),
        Waiting.PUBLISH: _("Check the result and publish it"),
    }[point.kind]


def sentence(points: Sequence[Point], reader: User | None, office: Organisation) -> str:
    """Return, for somebody whose turn it is not, what the case waits for.

    Args:
        points: of one thing and kind; several where both sides are asked.
        reader: as whom names are told or withheld.
        office: the secretariat.
    """
    point = points[0]
    if point.kind == Waiting.ANSWER:
        name = whose_turns(points, reader, office)
        return _("Waiting for the answer of %(name)s.") % {"name": name}
    if point.kind == Waiting.WORK or point.kind == Waiting.MILESTONE:
        return _work(point)
    return {
        Waiting.HAND_IN: _("Waiting for the poster to complete the need."),
        Waiting.READ: _("The office in charge is reading the need."),
        Waiting.CHOOSE: _("The secretariat is looking for suitable partners."),
        Waiting.ASK: _("The secretariat is looking for suitable partners."),
        Waiting.TALK: _("Both sides agreed and are getting in touch."),
        Waiting.DECIDE: _("Both sides are talking about how to go on."),
        Waiting.PREPARE: _(
            "The liaison office and the secretariat are preparing the agreement."
        ),
        Waiting.WRITE: _("The secretariat is writing the result down."),
        Waiting.PUBLISH: _("The secretariat is checking the result."),
    }[point.kind]


def own_sentence(point: Point) -> str:
    """Return what somebody of one of the sides is asked to do."""
    if point.kind == Waiting.ANSWER and point.party is not None:
        return _answer(point.party)
    if point.kind in (Waiting.WORK, Waiting.MILESTONE):
        return _work(point)
    return {
        Waiting.HAND_IN: _("Please complete the need and hand it in."),
        Waiting.TALK: _(
            "Both sides agreed. Please get in touch with the other side, and tell us "
            "when you have talked."
        ),
        Waiting.DECIDE: _(
            "You are talking with each other. Please tell the secretariat when you "
            "know how you want to go on."
        ),
        Waiting.PREPARE: _("Please prepare the agreement and record it."),
    }[point.kind]


def own_label(point: Point) -> str:
    """Return the verb on the button of somebody of one of the sides."""
    return {
        Waiting.HAND_IN: _("Complete the need"),
        Waiting.ANSWER: _("Answer the request"),
        Waiting.TALK: _("See the contact details"),
        Waiting.DECIDE: _("See the introduction"),
        Waiting.PREPARE: _("Record the agreement"),
        Waiting.MILESTONE: _("Record the progress"),
        Waiting.WORK: _("Record the progress"),
    }[point.kind]


def desk_sentence(point: Point) -> str:
    """Return what somebody of the desk does next."""
    return _("Next for you: %(step)s") % {"step": next_step(point)}


def _answer(party: Party) -> str:
    day = long_date(party.introduction.due_on)
    if party.side == Side.OFFER and party.with_liaison:
        return _(
            "A request has reached your institution. Please pass it on, accept it as "
            "the contact, or decline, by %(day)s."
        ) % {"day": day}
    return _("Please answer by %(day)s whether you want to meet the other side.") % {
        "day": day
    }


def _preparation(project: Project) -> str:
    if project.may_begin:
        return _("Let the work begin")
    if any(a.applied_on for a in project.agreements.all()):
        return _("Record the signature of the agreement")
    return _("Record the application for the agreement")


def _work(point: Point) -> str:
    milestone = point.milestone
    if milestone is None:
        return _("The joint project is under way.")
    if milestone.due_on is None:
        return _("The joint project is under way. Next: %(title)s.") % {
            "title": milestone
        }
    values = {"title": milestone, "day": long_date(milestone.due_on)}
    if point.kind == Waiting.MILESTONE:
        return _("“%(title)s” was due on %(day)s.") % values
    return _("The joint project is under way. Next: %(title)s by %(day)s.") % values
