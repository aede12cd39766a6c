"""What is to be done: for the queue, and counted for the menu."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest

from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from accounts.rules import is_secretariat
from accounts.selectors import region
from catalogue.enums import OfferState
from catalogue.models import Expertise, Facility
from desk.reads import desk_offers
from projects.enums import Waiting
from projects.selectors.queue import QueueItem, queue, waiting_counts

# What the municipality's office does; the rest of the desk's work is the secretariat's.
OFFICE = (Waiting.READ, Waiting.WRITE)
SECRETARIAT = (Waiting.CHOOSE, Waiting.ASK, Waiting.PREPARE, Waiting.PUBLISH)
# The page under which each kind of work is counted.
PAGES = {
    Waiting.READ: "needs",
    Waiting.CHOOSE: "needs",
    Waiting.ASK: "needs",
    Waiting.ANSWER: "introductions",
    Waiting.TALK: "introductions",
    Waiting.PREPARE: "projects",
    Waiting.MILESTONE: "projects",
    Waiting.WRITE: "projects",
    Waiting.PUBLISH: "outcomes",
}


@dataclass
class Workload:
    """Everything that waits in what somebody follows, longest first."""

    user: User
    items: list[QueueItem] = field(default_factory=list)

    def __post_init__(self) -> None:
        this = region()
        self._office: Organisation = this.secretariat
        self._reading_elsewhere: set[int] = set()
        if this.first_reader == "municipality":
            offices = Organisation.objects.filter(
                kind=OrganisationKind.MUNICIPALITY,
                memberships__role="officer",
                sites__municipality__isnull=False,
            )
            self._reading_elsewhere = set(
                offices.values_list("sites__municipality", flat=True)
            )

    def is_desks(self, item: QueueItem) -> bool:
        """Whether somebody of the desk does the next step, not one of the sides."""
        if item.kind in OFFICE + SECRETARIAT:
            return True
        # Where nobody of a side has an account the secretariat asks by telephone.
        return item.whose_turn.startswith(str(self._office))

    def is_mine(self, item: QueueItem) -> bool:
        """Whether it is the reader's own office that does the next step."""
        if not self.is_desks(item):
            return False
        if not is_secretariat(self.user):
            return item.kind in OFFICE
        if item.kind != Waiting.READ or item.need is None:
            return True
        return item.need.municipality_id not in self._reading_elsewhere


def workload(request: HttpRequest) -> Workload:
    """Return what waits for the person who asks, reading once per request."""
    kept: Workload | None = vars(request).get("desk_workload")
    if kept is None:
        user = request.user
        assert isinstance(user, User)
        kept = vars(request)["desk_workload"] = Workload(user, queue(user))
    return kept


def counts(request: HttpRequest) -> dict[str, int]:
    """Return how many rows wait on each page of the desk, reading once per request.

    ``queue`` counts everything, as the page does that it stands for.
    """
    kept: dict[str, int] | None = vars(request).get("desk_counts")
    if kept is None:
        kept = vars(request)["desk_counts"] = _counts(request)
    return kept


def _counts(request: HttpRequest) -> dict[str, int]:
    user = request.user
    assert isinstance(user, User)
    load: Workload | None = vars(request).get("desk_workload")
    waiting: Mapping[str, int] = (
        waiting_counts(user)
        if load is None
        else Counter(item.kind for item in load.items)
    )
    found = Counter({"queue": sum(waiting.values()), "offers": _offers(user)})
    for kind, number in waiting.items():
        found[PAGES[Waiting(kind)]] += number
    return found


def _offers(user: User) -> int:
    """How many offers wait to be checked; one query."""
    waiting = [
        desk_offers(model, user)
        .filter(state=OfferState.SUBMITTED)
        .order_by()
        .values("public_id")
        for model in (Expertise, Facility)
    ]
    return waiting[0].union(waiting[1], all=True).count()
