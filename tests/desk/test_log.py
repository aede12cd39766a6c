"""What the desk tells of what was done about a need."""

import pytest
from django.urls import reverse

from catalogue.actions.needs import draft_need
from catalogue.enums import NeedState
from catalogue.models import Need
from tests.factories.accounts import OrganisationFactory, person_in, secretary
from tests.factories.catalogue import NeedFactory

pytestmark = pytest.mark.django_db


def log_of(need):
    return reverse("desk:log", args=[need.public_id])


def test_the_log_tells_who_when_why_and_what_changed(enter):
    user = secretary(name_en="Aoki")
    need = NeedFactory(state=NeedState.SUBMITTED, opened_at=None)
    client = enter(user)
    client.post(
        reverse("desk:need", args=[need.public_id]),
        {"action": "return", "comment": "How many a day?"},
    )

    response = client.get(log_of(need))

    [row] = response.context["log"]
    assert (row["actor"], row["action"], row["note"]) == (
        "Aoki",
        "Returned",
        "How many a day?",
    )
    assert row["changes"] == [
        {
            "label": "state",
            "before": "Waiting to be read",
            "after": "Returned with a comment",
        }
    ]


def test_the_posters_people_are_not_named_in_the_log_of_an_anonymous_need(enter):
    firm = OrganisationFactory()
    poster = person_in(firm, name_en="Shiomi Ichiro", name_ja="汐見一郎")
    need = draft_need(
        by=poster,
        organisation=firm,
        anonymous=True,
        title_ja="題",
        background_ja="困る",
    )
    Need.objects.filter(pk=need.pk).update(state=NeedState.SUBMITTED)
    client = enter(secretary())

    page = client.get(log_of(need)).content.decode()
    shown = client.post(log_of(need), {"action": "look"}).content.decode()

    assert "Shiomi" not in page
    assert "The poster (name withheld)" in page
    assert "Shiomi" in shown
