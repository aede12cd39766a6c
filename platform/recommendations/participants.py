"""Who takes part in a matching event, by keys that a form and a row can carry.

A side is what the plan names; behind it stands whoever has to be there. They differ for
a need whose poster's name is withheld: it is a side by itself, so that nobody reads
from a list or a calendar what else its poster brings to the event.
"""

from collections.abc import Iterable

from catalogue.models import Expertise, Need


def poster_key(need: Need) -> str:
    """Return the key of a need's side: its poster, or the need if that is withheld."""
    return need_key(need) if need.anonymous else presence_key(need)


def need_key(need: Need) -> str:
    """Return the key of a need as a side by itself, as it is while it is withheld."""
    return f"need-{need.public_id}"


def presence_key(need: Need) -> str:
    """Return the key of who has to be there for a need: the organisation."""
    return f"organisation-{need.organisation_id}"


def offerer_key(offer: Expertise) -> str:
    """Return the key of an offer's side: the researcher, else the organisation."""
    if offer.researcher_id is not None:
        return f"researcher-{offer.researcher_id}"
    return f"organisation-{offer.organisation_id}"


def presences(needs: Iterable[Need]) -> dict[str, str]:
    """Return the sides of needs that are withheld, each with who stands behind it."""
    return {poster_key(need): presence_key(need) for need in needs if need.anonymous}
