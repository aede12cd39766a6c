"""What a reader chooses: spans of days, branches of trees."""

from datetime import timedelta

import pytest

from catalogue.enums import NeedState
from indexing.conditions import LISTS, TABLES, existing
from indexing.selectors import search
from lifecycle import clock
from tests.factories.accounts import MunicipalityFactory, OrganisationFactory
from tests.factories.catalogue import (
    ExpertiseFactory,
    FacilityFactory,
    IndustryFactory,
    NeedFactory,
    ResearcherFactory,
    ReviewSectionFactory,
    ThemeFactory,
)
from web.lists.kinds import EVERYTHING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def found(kind, **filters):
    return {one.thing for one in search(kinds=[kind], filters=filters).found}


def counted(kind, name, **filters):
    return search(kinds=[kind], filters=filters).facets[name]


def test_a_deadline_is_chosen_as_a_span_from_today():
    def due(days):
        return NeedFactory(deadline=clock.today() + timedelta(days=days))

    today, week, after, quarter, later = map(due, (0, 7, 8, 90, 91))
    never = NeedFactory(deadline=None)
    NeedFactory(deadline=clock.today(), state=NeedState.SETTLED)

    counts = {"week": 2, "month": 3, "quarter": 4, "none": 1}
    assert counted("need", "deadline") == counts
    assert found("need", deadline=["week"]) == {today, week}
    assert found("need", deadline=["week", "none"]) == {today, week, never}
    assert found("need", deadline=["quarter"]) == {today, week, after, quarter}
    assert counted("need", "deadline", deadline=["week"]) == counts
    with clock.at(clock.now() + timedelta(days=60)):
        assert found("need", deadline=["month"]) == {quarter}
        assert found("need", deadline=["week"]) == set()
        assert counted("need", "deadline", deadline=["week"])["week"] == 0
    assert later not in found("need", deadline=["quarter"])


def test_fields_are_chosen_at_every_level_and_the_narrower_counts():
    top = ReviewSectionFactory(level="large")
    middle, other = ReviewSectionFactory.create_batch(2, level="medium")
    basics = ReviewSectionFactory.create_batch(2)
    for section in (middle, other):
        section.parents.add(top)
    basics[0].parents.add(middle)
    basics[1].parents.add(other)
    offers = ExpertiseFactory.create_batch(2)
    for offer, basic in zip(offers, basics, strict=True):
        offer.fields.add(basic)

    assert found("expertise", field=[top.code]) == set(offers)
    assert found("expertise", field=[middle.code]) == {offers[0]}
    assert found("expertise", field=[top.code, basics[1].code]) == {offers[1]}
    both = [middle.code, basics[1].code]
    assert found("expertise", field=both) == set(offers)
    counts = {top.code: 2, **dict.fromkeys([middle.code, other.code], 1)}
    counts |= {basic.code: 1 for basic in basics}
    assert counted("expertise", "field", field=[top.code, middle.code]) == counts


def test_industries_are_chosen_at_every_level():
    major = IndustryFactory(code="E")
    middle = IndustryFactory(level="middle", parent=major)
    minor = IndustryFactory(level="minor", parent=middle)
    needs = [NeedFactory(industry=trade) for trade in (major, minor)]

    assert found("need", industry=["E"]) == set(needs)
    assert found("need", industry=["E", middle.code]) == {needs[1]}
    assert found("need", industry=["E", minor.code]) == {needs[1]}
    counts = {"E": 2, middle.code: 1, minor.code: 1}
    assert counted("need", "industry", industry=["E"]) == counts


def test_offers_and_people_are_found_by_where_they_are():
    place = MunicipalityFactory()
    home = OrganisationFactory(university=True, municipality=place)
    offer = ExpertiseFactory(organisation=home)
    device = FacilityFactory(organisation=home)
    person = ResearcherFactory(organisation=home)
    ExpertiseFactory()
    chosen = {"municipality": [place.code]}

    assert found("expertise", **chosen) == {offer}
    assert found("facility", **chosen) == {device}
    assert found("researcher", **chosen) == {person, offer.researcher}


def test_people_and_offers_are_found_by_the_name_of_their_field():
    section = ReviewSectionFactory(name_ja="土木材料", name_en="Civil materials")
    offer = ExpertiseFactory()
    offer.fields.add(section)
    offer.researcher.fields.add(section)

    for text in ("土木材料", "civil material"):
        hits = search(text, kinds=["expertise", "researcher"]).found
        assert {hit.thing for hit in hits} == {offer, offer.researcher}


def test_the_page_has_words_for_exactly_the_values_there_are():
    rows = [ReviewSectionFactory(), IndustryFactory(), ThemeFactory()]
    rows += [OrganisationFactory(), MunicipalityFactory()]
    columns = {column for _model, column in TABLES.values()}
    named = {getattr(row, column, "") for row in rows for column in columns}
    tried = {"nonsense", *named, *(one for values in LISTS.values() for one in values)}

    told = {facet.name: set(facet.values(tried)) for facet in EVERYTHING.facets}

    assert told == {name: existing(name, tried) for name in (*LISTS, *TABLES)}
    assert all(told.values())


def test_an_institution_is_among_what_belongs_to_it():
    university = OrganisationFactory(university=True, listed=True)
    firm = OrganisationFactory(listed=True)
    person = ResearcherFactory(organisation=university)
    offer = ExpertiseFactory(organisation=university, researcher=person)

    def of(organisation):
        chosen = {"institution": [organisation.public_id]}
        kinds = ["expertise", "researcher", "organisation"]
        return {one.thing for one in search(kinds=kinds, filters=chosen).found}

    assert of(university) == {university, person, offer}
    # Firms are no institutions: they would fill the list of those to choose from.
    assert of(firm) == set()
