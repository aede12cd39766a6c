from datetime import timedelta

import pytest
from django.urls import reverse

from catalogue.enums import NeedState
from lifecycle import clock
from tests.factories.accounts import MunicipalityFactory, officer_of, secretary
from tests.factories.catalogue import NeedFactory
from tests.factories.curation import asked_case
from tests.factories.recommendations import PairingFactory

pytestmark = pytest.mark.django_db

# Wagtail's frame reads its locales. The person brings their profile along, and what
# they do not hold in Wagtail's own groups is not asked for (``desk.access.SignedIn``).
WAGTAIL = 1
# Session, user, memberships; region; the municipalities to filter by; needs, pairings,
# introductions, projects and results that wait; the offers that the menu counts.
QUERIES = 11


def titles(response):
    return [row["cells"][0][1] for row in response.context["rows"]]


def waiting(days, **need):
    since = clock.now() - timedelta(days=days)
    return NeedFactory(state=NeedState.SUBMITTED, state_since=since, **need)


def test_the_longest_waiting_comes_first(enter):
    short, long = waiting(1), waiting(9)

    response = enter(secretary()).get(reverse("desk:queue"))

    assert titles(response) == [long.title_en, short.title_en]
    assert [row["long"] for row in response.context["rows"]] == [True, False]


def test_rows_lead_to_where_the_next_step_is_done(enter):
    need = waiting(3)
    pairing = PairingFactory(shortlisted=True)
    case = asked_case()

    response = enter(case.secretary).get(reverse("desk:queue"))

    urls = {row["url"] for row in response.context["rows"]}
    page = reverse("desk:need", args=[pairing.need.public_id])
    assert reverse("desk:need", args=[need.public_id]) in urls
    assert f"{page}#candidate-{pairing.public_id}" in urls
    assert reverse("desk:introduction", args=[case.introduction.public_id]) in urls


def test_filters_stand_in_the_address(enter):
    here = MunicipalityFactory()
    own, other = waiting(1, municipality=here), waiting(2)
    case = asked_case()
    client = enter(case.secretary)

    def asked(**filters):
        return titles(client.get(reverse("desk:queue"), filters))

    assert asked(municipality=here.code) == [own.title_en]
    assert asked(kind="read") == [other.title_en, own.title_en]
    assert asked(turn="mine") == [other.title_en, own.title_en]
    assert len(asked(turn="sides")) == 2
    assert len(asked(kind="no such kind", municipality="99")) == 4


def test_where_the_municipality_reads_first_it_is_its_turn(enter, region):
    region.first_reader = "municipality"
    region.save()
    here = MunicipalityFactory()
    officer = officer_of(here)
    read_here, read_by_us = waiting(2, municipality=here), waiting(1)

    mine = {"turn": "mine"}
    officers = enter(officer).get(reverse("desk:queue"), mine)
    ours = enter(secretary()).get(reverse("desk:queue"), mine)

    assert titles(officers) == [read_here.title_en]
    assert titles(ours) == [read_by_us.title_en]


def test_the_menu_counts_what_waits(enter):
    waiting(1)
    waiting(2)
    case = asked_case()

    page = enter(case.secretary).get(reverse("desk:queue")).content.decode()

    # As many as the page lists: two to read and two answers awaited.
    assert "Queue (4)" in page and "4 cases wait" in page
    assert "Needs (2)" in page
    assert "Introductions (2)" in page
    assert "Joint projects (" not in page


def test_an_empty_queue_says_what_would_be_there(enter):
    page = enter(secretary()).get(reverse("desk:queue")).content.decode()

    assert "Nothing waits at present" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_reads_a_fixed_number_of_queries(
    enter, django_assert_num_queries, count
):
    user = secretary()
    for day in range(count):
        waiting(day)
        PairingFactory(shortlisted=True)
    client = enter(user)
    client.get(reverse("desk:queue"))

    with django_assert_num_queries(WAGTAIL + QUERIES):
        client.get(reverse("desk:queue"))


def test_a_withheld_name_does_not_stand_in_the_queue_or_the_list(enter):
    need = waiting(1, anonymous=True)
    client = enter(secretary())

    for page in ("desk:queue", "desk:needs"):
        html = client.get(reverse(page)).content.decode()
        assert need.title_en in html
        assert need.organisation.name_ja not in html


@pytest.mark.parametrize("page", ["0", "2", "x", "-1"])
def test_a_page_out_of_range_is_not_found(enter, page):
    response = enter(secretary()).get(reverse("desk:needs"), {"p": page})

    assert response.status_code == 404
