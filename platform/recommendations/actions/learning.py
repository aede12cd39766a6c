"""Learning weights from decisions, and deciding which version is in use."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import is_secretariat
from lifecycle.actions import perform, record
from lifecycle.errors import InvalidInput, NotAllowed
from matching.learning import TooFewDecisions, learn
from recommendations.actions.suggestions import refresh_all
from recommendations.enums import WeightsState
from recommendations.learning import decisions, names
from recommendations.models import LearnedWeights
from recommendations.transitions import WEIGHTS


def learn_weights(*, by: User) -> LearnedWeights:
    """Learn weights from the decisions so far; they take effect once accepted.

    Raises:
        NotAllowed: not the secretariat.
        InvalidInput: a proposal waits already, there are too few decisions, or they
            teach nothing.

    Side effects: writes a proposed version and a log entry.
    """
    if not is_secretariat(by):
        raise NotAllowed(action="learn")
    try:
        found = learn(decisions(), names())
    except TooFewDecisions as few:
        text = _(
            "Only %(needs)s needs have both a candidate that was chosen and one that "
            "was put aside for what it says; it takes %(least)s."
        )
        raise InvalidInput(text, **few.data) from few
    if not found.weights:
        raise InvalidInput(_("The decisions go with the present order as it is."))
    try:
        with transaction.atomic():
            row = LearnedWeights.objects.create(
                weights=dict(found.weights),
                decisions=found.decisions,
                needs=found.needs,
                pairs=found.pairs,
                before=found.before,
                after=found.after,
            )
            after = {"needs": str(row.needs), "pairs": str(row.pairs)}
            record(row, "learn", by=by, after=after)
    except IntegrityError as waits:
        text = _("Please accept or reject the present proposal first.")
        raise InvalidInput(text) from waits
    return row


def accept_weights(row: LearnedWeights, *, by: User) -> None:
    """Use a proposed version from now on.

    Side effects: sets the version in use aside and proposes anew for every open need;
    see ``lifecycle.actions.perform``.
    """
    _use(row, "accept", by=by)


def use_again(row: LearnedWeights, *, by: User) -> None:
    """Go back to an earlier version.

    Side effects: as of ``accept_weights``.
    """
    _use(row, "use_again", by=by)


def reject_weights(row: LearnedWeights, *, by: User) -> None:
    """Do without a proposed version.

    Side effects: see ``lifecycle.actions.perform``.
    """
    perform(WEIGHTS, row, "reject", by=by)


def set_weights_aside(row: LearnedWeights, *, by: User) -> None:
    """Order by the scores alone again.

    Side effects: proposes anew for every open need; see ``lifecycle.actions.perform``.
    """
    with transaction.atomic():
        perform(WEIGHTS, row, "set_aside", by=by)
        refresh_all()


def _use(row: LearnedWeights, action: str, *, by: User) -> None:
    with transaction.atomic():
        # All versions are locked, so that two who decide at once take turns.
        for other in list(LearnedWeights.objects.select_for_update()):
            if other.state == WeightsState.USED and other.pk != row.pk:
                perform(WEIGHTS, other, "set_aside", by=by)
        perform(WEIGHTS, row, action, by=by)
        refresh_all()
