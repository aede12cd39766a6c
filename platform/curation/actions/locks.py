"""One case at a time: everything about a need's introductions waits at the need's row.

The order is always need, pairing, introduction, party, researcher. The actions of
needs lock the need as well, so an answer and the closing of its need never wait for
each other in a circle.
"""

from typing import Any

from catalogue.models import Need
from curation.models import Introduction


def lock_case(introduction: Introduction) -> Introduction:
    """Lock the need and the introduction; return the introduction as it is now.

    Call it inside a transaction. Both sides, the need and the offer are fetched.
    """
    lock_need(introduction.pairing.need_id)
    row = Introduction.objects.select_for_update().get(pk=introduction.pk)
    return Introduction.objects.with_case().get(pk=row.pk)


def lock_need(pk: Any) -> Need:
    """Lock a need's row and return the need as it is now."""
    return Need.objects.select_for_update().get(pk=pk)
