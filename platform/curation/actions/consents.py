"""The ledger of what was consented to. Rows are only ever added."""

from django.db import transaction

from accounts.models import User
from catalogue.rules import is_in_charge, works_for_poster
from curation.actions.locks import lock_case
from curation.enums import Purpose, Side
from curation.models import Consent, Introduction, Party
from curation.selectors.sentences import consent_text
from lifecycle import clock
from lifecycle.actions import record
from lifecycle.errors import CommentRequired, NotAllowed


def write_consent(
    party: Party, purpose: Purpose, *, by: User, note: str = ""
) -> Consent:
    """Add to the ledger what somebody has just consented to, in the words they read.

    Side effects: writes the consent.
    """
    return Consent.objects.create(
        introduction=party.introduction,
        party=party,
        purpose=purpose,
        text=consent_text(purpose),
        note=note.strip(),
        by=by,
        at=clock.now(),
    )


def consent_to_be_named(
    introduction: Introduction, *, by: User, note: str = ""
) -> Consent:
    """Consent to naming an anonymous poster in the published result.

    Args:
        introduction: the case's introduction.
        by: the poster's people, or the office in charge for a consent given to it.
        note: who gave it and how; needed from the office.

    Returns:
        The consent; the first one when it is given again.

    Raises:
        NotAllowed: neither the poster's people nor the office in charge.
        CommentRequired: the office does not say who gave the consent.

    Side effects: writes the consent and a log entry.
    """
    need = introduction.need
    if not (works_for_poster | is_in_charge)(by, need):
        raise NotAllowed(action="consent_to_be_named")
    if not works_for_poster(by, need) and not note.strip():
        raise CommentRequired(action="consent_to_be_named")
    with transaction.atomic():
        party = lock_case(introduction).party(Side.NEED)
        given = party.consents.filter(purpose=Purpose.NAME).first()
        if given is not None:
            return given
        record(party, "consent_to_be_named", by=by, note=note)
        return write_consent(party, Purpose.NAME, by=by, note=note)
