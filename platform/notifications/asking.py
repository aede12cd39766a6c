"""A mail that staff send by a button: please write a text that can be compared."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import is_secretariat
from accounts.selectors import liaison_officers
from catalogue.models import Expertise, Facility, Researcher
from catalogue.selectors.people import owners_of
from design.formatting import long_date
from lifecycle import clock
from lifecycle.actions import record
from lifecycle.errors import NotAllowed, RenkeiError
from lifecycle.models import LogEntry
from notifications.actions import notify

ASKED = "ask_for_text"
# So long nobody is asked a second time.
PAUSE = timedelta(days=30)

Asked = Researcher | Expertise | Facility


class AskedAlready(RenkeiError):
    """They were asked a short time ago."""

    code = "asked_already"
    status = 409
    message = _(
        "They were already asked on %(day)s. Please give them some weeks to answer."
    )


class NobodyToAsk(RenkeiError):
    """No account belongs to them."""

    code = "nobody_to_ask"
    status = 409
    message = _(
        "Nobody who could write for “%(who)s” has an account. Please ask by telephone, "
        "or add a member to the organisation first."
    )


def ask_for_text(thing: Asked, *, by: User) -> int:
    """Ask those who can write for a person or an entry for a text.

    A researcher without an account is asked through the liaison offices of their
    institutions.

    Returns:
        How many people were asked.

    Raises:
        NotAllowed: not the secretariat.
        AskedAlready: it was asked within ``PAUSE``.
        NobodyToAsk: nobody has an account.

    Side effects: writes a log entry and mails.
    """
    if not is_secretariat(by):
        raise NotAllowed(action=ASKED)
    with transaction.atomic():
        # Two who press the button at once: the second one waits here.
        type(thing)._base_manager.select_for_update().get(pk=thing.pk)
        last = (
            LogEntry.objects.filter(
                subject_type=thing._meta.label_lower,
                subject_id=thing.public_id,
                action=ASKED,
            )
            .order_by("-at")
            .first()
        )
        if last is not None and last.at > clock.now() - PAUSE:
            raise AskedAlready(day=long_date(last.at))
        asked = notify(
            _writers(thing),
            "text_wanted",
            lambda: {"title": str(thing)},
            route="web:my_expertise",
        )
        if not asked:
            raise NobodyToAsk(who=str(thing))
        record(thing, ASKED, by=by)
    return asked


def _writers(thing: Asked) -> set[User]:
    if not isinstance(thing, Researcher):
        return owners_of(thing)
    if thing.user is not None and thing.user.is_active:
        return {thing.user}
    houses = [row.organisation for row in thing.affiliations.all()]
    return {person for house in houses for person in liaison_officers(house)}
