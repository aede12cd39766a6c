"""What is needed, what is offered, what came of it, and how it is classified."""

from catalogue.models.classifications import Industry, ReviewSection, Theme
from catalogue.models.feed import Change
from catalogue.models.needs import Need, Visit
from catalogue.models.offers import Expertise, Facility
from catalogue.models.outcomes import Outcome
from catalogue.models.people import (
    Affiliation,
    Conflict,
    OpenRequest,
    Researcher,
    Work,
)
from catalogue.models.synonyms import Synonym

__all__ = [
    "Affiliation",
    "Change",
    "Conflict",
    "Expertise",
    "Facility",
    "Industry",
    "Need",
    "OpenRequest",
    "Outcome",
    "Researcher",
    "ReviewSection",
    "Synonym",
    "Theme",
    "Visit",
    "Work",
]
