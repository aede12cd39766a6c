"""Who takes part in a matching event, by a key that a form and a row can carry."""

from catalogue.models import Expertise, Need


def poster_key(need: Need) -> str:
    """Return the key of a need's side: the organisation that posts it."""
    return f"organisation-{need.organisation_id}"


def offerer_key(offer: Expertise) -> str:
    """Return the key of an offer's side: the researcher, else the organisation."""
    if offer.researcher_id is not None:
        return f"researcher-{offer.researcher_id}"
    return f"organisation-{offer.organisation_id}"
