"""Whom may be asked; and the two classifications."""

import pytest

from accounts.models import Region
from catalogue.actions.classifications import load_industries, load_sections
from catalogue.models import Industry, OpenRequest, ReviewSection
from catalogue.selectors.people import (
    conflicts_with,
    has_room,
    researchers_with_room,
)
from lifecycle.errors import InvalidInput
from tests.factories.accounts import OrganisationFactory
from tests.factories.catalogue import (
    ConflictFactory,
    ExpertiseFactory,
    ResearcherFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def ask(person, number):
    for n in range(number):
        OpenRequest.objects.create(researcher=person, subject=f"{person.pk}-{n}")


def test_a_researcher_takes_as_many_requests_as_the_region_says():
    Region.objects.update(researcher_capacity=2)
    person, other = ResearcherFactory.create_batch(2)
    ask(person, 1)
    assert has_room(person)

    ask(other, 2)
    assert not has_room(other)
    assert list(researchers_with_room()) == [person]


@pytest.mark.parametrize(("capacity", "room"), [(0, False), (2, False), (3, True)])
def test_or_as_they_say_themselves(capacity, room):
    person = ResearcherFactory(capacity=capacity)
    ask(person, 2)

    assert has_room(person) is room


def test_conflicts_of_interest():
    offer = ExpertiseFactory()
    barred = ConflictFactory(researcher=offer.researcher).organisation
    by_firm = ExpertiseFactory(company=True)

    assert conflicts_with(offer, barred)
    assert conflicts_with(offer, offer.organisation)
    assert not conflicts_with(offer, OrganisationFactory())
    assert not conflicts_with(by_firm, barred)


def test_the_classifications_are_loaded_and_loaded_again():
    industries, sections = load_industries(), load_sections()

    assert (Industry.objects.count(), ReviewSection.objects.count()) == (
        industries,
        sections,
    )
    assert industries > 600 and sections > 300
    top = Industry.objects.filter(level="minor").first().major
    assert (top.level, top.parent) == ("major", None)
    Industry.objects.filter(pk=top.pk).update(name_ja="別の名")
    assert (load_industries(), load_sections()) == (industries, sections)
    top.refresh_from_db()
    assert top.name_ja != "別の名"


INDUSTRIES = "code,level,parent,name_ja,name_en\n"
SECTIONS = "code,level,parents,name_ja,name_en\n"


@pytest.mark.parametrize(
    ("load", "text", "told"),
    [
        (load_industries, f"{INDUSTRIES}A,major,,農業,\n,major,,林業,\n", "line 3"),
        (load_industries, f"{INDUSTRIES}A,huge,,農業,\n", "line 2: code and level"),
        (load_industries, f"{INDUSTRIES}A,major,,農業,\n01,middle,50%,農,\n", "“50%”"),
        (load_sections, f"{SECTIONS}01010,basic,1;2,哲学,\n", "['1', '2']"),
        (load_sections, "nothing,here\n1,2\n", "line 2"),
    ],
)
def test_a_broken_file_is_named_with_its_line_and_writes_nothing(
    tmp_path, load, text, told
):
    file = tmp_path / "broken.csv"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(InvalidInput) as refused:
        load(file)

    assert str(refused.value).startswith("broken.csv, line ")
    assert told in str(refused.value)
    assert not Industry.objects.exists() and not ReviewSection.objects.exists()
