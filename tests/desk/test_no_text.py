"""People and entries without a text that the matcher could compare."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from catalogue.enums import OfferState
from lifecycle.models import LogEntry
from notifications.models import Mail
from tests.factories.accounts import (
    MunicipalityFactory,
    OrganisationFactory,
    liaison_of,
    officer_of,
    secretary,
)
from tests.factories.catalogue import (
    ExpertiseFactory,
    FacilityFactory,
    NeedFactory,
    ResearcherFactory,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/desk/no-text/"
SILENT = {
    "title_ja": "相談の方法",
    "title_en": "",
    "summary_ja": "",
    "summary_en": "",
    "body_ja": "",
    "body_en": "",
}


def listed(client, **filters):
    """Each listed name with what is missing and the step that helps."""
    page = BeautifulSoup(client.get(ADDRESS, filters).content, "html.parser")
    return {
        row.th.get_text(strip=True): tuple(
            cell.get_text(" ", strip=True) for cell in row.find_all("td")[2:]
        )
        for row in page.select("table.queue tbody tr")
    }


def test_people_are_listed_with_what_is_missing_and_the_step_that_helps(enter):
    client = enter(secretary())
    ExpertiseFactory()
    nobody_wrote = ResearcherFactory()
    waiting = ExpertiseFactory(state=OfferState.SUBMITTED)
    begun = ExpertiseFactory(state=OfferState.DRAFT)
    silent = ExpertiseFactory(**SILENT)
    ResearcherFactory(listed=False)

    assert listed(client) == {
        str(nobody_wrote): ("No entry has been made yet", "Ask for a text"),
        str(waiting.researcher): ("The entry waits to be checked", "Check the entry"),
        str(begun.researcher): (
            "An entry was begun, but not handed in",
            "Ask for a text",
        ),
        str(silent.researcher): ("No word tells it from others", "Ask for a text"),
    }


def test_who_has_one_entry_that_says_something_is_not_listed(enter):
    telling = ExpertiseFactory()
    other = ExpertiseFactory(
        researcher=telling.researcher,
        organisation=telling.organisation,
        **SILENT | {"title_ja": "方法"},
    )

    found = listed(enter(secretary()))

    assert list(found) == [other.title_ja]


def test_entries_of_a_house_and_open_needs_are_listed_too(enter):
    facility = FacilityFactory(
        **{name: text for name, text in SILENT.items() if "title" not in name}
        | {"title_ja": "100", "title_en": ""}
    )
    nothing = dict.fromkeys(("summary_ja", "background_ja", "wanted_ja"), "")
    need = NeedFactory(title_ja="12345", title_en="", **nothing)
    NeedFactory()

    found = listed(enter(secretary()))

    assert found == {
        facility.title_ja: ("No word tells it from others", "Ask for a text"),
        need.title_ja: ("No word tells it from others", "Add to the text"),
    }


def test_filters_leave_what_was_asked_for(enter):
    person, silent = ResearcherFactory(), ExpertiseFactory(company=True, **SILENT)
    client = enter(secretary())

    assert list(listed(client, kind="expertise")) == [silent.title_ja]
    assert list(listed(client, why="no_entry")) == [str(person)]


def ask(client, thing):
    data = {
        "action": "ask",
        "kind": thing._meta.model_name,
        "public_id": thing.public_id,
    }
    return client.post(ADDRESS, data, follow=True)


def test_a_person_is_asked_once_and_the_list_says_when(enter):
    person = ResearcherFactory()
    client = enter(secretary())

    ask(client, person)
    again = ask(client, person)

    (mail,) = Mail.objects.filter(event="text_wanted")
    assert mail.to == person.user and str(person.name_ja) in mail.body
    assert again.status_code == 409
    assert "Please give them some weeks to answer" in again.content.decode()
    (step,) = [step for _, step in listed(client).values()]
    assert step.startswith("Asked on") and step.endswith("an answer is awaited")
    entry = LogEntry.objects.get(subject_id=person.public_id)
    assert entry.action == "ask_for_text"


def test_without_an_account_the_liaison_office_is_asked(enter):
    house = OrganisationFactory(university=True)
    office = liaison_of(house)
    person = ResearcherFactory(user=None, organisation=house)

    ask(enter(secretary()), person)

    assert Mail.objects.get(event="text_wanted").to == office


def test_where_nobody_has_an_account_the_desk_is_told_what_to_do(enter):
    person = ResearcherFactory(user=None)

    page = ask(enter(secretary()), person)

    assert "Please ask by telephone" in page.content.decode()
    assert not LogEntry.objects.filter(action="ask_for_text").exists()


def test_what_is_not_there_is_not_asked(enter):
    client = enter(secretary())
    data = {"action": "ask", "kind": "researcher", "public_id": "x"}

    assert client.post(ADDRESS, data).status_code == 404
    assert client.post(ADDRESS, data | {"kind": "user"}).status_code == 404


def test_the_list_is_the_secretariats(enter):
    assert enter(officer_of(MunicipalityFactory())).get(ADDRESS).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_reads_a_fixed_number_of_queries(
    enter, django_assert_max_num_queries, count
):
    for _ in range(count):
        ResearcherFactory(organisation=OrganisationFactory(university=True))
    client = enter(secretary())
    client.get(ADDRESS)

    # Besides the frame: people, entries, houses, affiliations, the three kinds of
    # things, the feed, and when somebody was asked.
    with django_assert_max_num_queries(21):
        client.get(ADDRESS)


def test_the_menu_leads_there(enter):
    assert reverse("desk:no_text") == ADDRESS
    page = enter(secretary()).get(reverse("desk:queue")).content.decode()
    assert ADDRESS in page
