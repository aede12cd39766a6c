"""Which details a text gives: what would tell one need from another."""

from typing import Literal, get_args

Detail = Literal["material", "process", "quantity", "deadline", "place"]
DETAILS: tuple[Detail, ...] = get_args(Detail)


def missing_details(texts: tuple[str, ...]) -> tuple[Detail, ...]:
    """Details that none of the texts gives, in the order of `Detail`."""
    return DETAILS
