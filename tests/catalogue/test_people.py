"""Whom may be asked; and the two classifications."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Region
from catalogue.actions.classifications import load_industries, load_sections
from catalogue.actions.people import finish_request, set_capacity, take_request
from catalogue.models import Industry, OpenRequest, ReviewSection
from catalogue.selectors.people import (
    barred_offers,
    competitors,
    conflicts_with,
    full_researchers,
    has_room,
    researchers_with_room,
    room_of,
    unlisted_competitors,
    unregistered_competitors,
)
from catalogue.signals import availability_changed
from lifecycle import clock
from lifecycle.errors import InvalidInput
from tests.factories.accounts import OrganisationFactory
from tests.factories.catalogue import (
    AffiliationFactory,
    ConflictFactory,
    ExpertiseFactory,
    NeedFactory,
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


def test_floors_above_hear_when_somebody_takes_more_or_fewer():
    person, heard = ResearcherFactory(), []

    def listen(researcher, **kwargs):
        heard.append(researcher)

    availability_changed.connect(listen)
    try:
        set_capacity(person, 5)
        assert heard == []
        set_capacity(person, 0)
        assert heard == [person]
        set_capacity(person, None)
        assert heard == [person, person]
        with pytest.raises(ValidationError):
            set_capacity(person, -1)
    finally:
        availability_changed.disconnect(listen)

    assert has_room(person)


def test_conflicts_of_interest():
    offer = ExpertiseFactory()
    barred = ConflictFactory(researcher=offer.researcher).organisation
    by_firm = ExpertiseFactory(company=True)

    assert conflicts_with(offer, NeedFactory(organisation=barred))
    assert conflicts_with(offer, NeedFactory(organisation=offer.organisation))
    assert not conflicts_with(offer, NeedFactory())
    assert not conflicts_with(by_firm, NeedFactory(organisation=barred))


def test_whoever_posted_a_need_or_works_for_its_poster_is_not_proposed_for_it():
    poster = ExpertiseFactory()
    colleague = ExpertiseFactory()
    need = NeedFactory(created_by=poster.researcher.user)
    AffiliationFactory(researcher=colleague.researcher, organisation=need.organisation)

    assert set(barred_offers(need)) == {poster, colleague}


def test_a_conflict_is_over_after_its_last_day():
    offer, firm = ExpertiseFactory(), OrganisationFactory()
    today = clock.today()
    conflict = ConflictFactory(
        researcher=offer.researcher, organisation=firm, until=today
    )
    need = NeedFactory(organisation=firm)
    assert conflicts_with(offer, need)

    conflict.until = today - timedelta(days=1)
    conflict.save()

    assert not conflicts_with(offer, need)


def test_a_named_competitor_and_whoever_is_tied_to_it_are_not_proposed():
    rival = OrganisationFactory(name_ja="株式会社うしお", short_ja="うしお")
    own = ExpertiseFactory(company=True, organisation=rival)
    member, inventor, other = ExpertiseFactory.create_batch(3)
    AffiliationFactory(researcher=member.researcher, organisation=rival)
    for offer, kind in ((inventor, "joint_work"), (other, "competitor")):
        ConflictFactory(researcher=offer.researcher, organisation=rival, kind=kind)
    need = NeedFactory(competitors="ウシオ電機\n (株)どこか\nうしお")

    assert set(barred_offers(need)) == {own, member, inventor}
    assert not conflicts_with(other, need)


@pytest.mark.parametrize(
    "named",
    [
        "株式会社 うしお",
        "（株）うしお",
        "㈱うしお",
        "うしお 株式会社",
        "う し お",
        "USHIO CO., LTD.",
        "Ushio, Inc.",
        "Ｕｓｈｉｏ",
        "8250001000001",
        "うしお",
    ],
)
def test_a_competitor_is_known_by_each_of_its_names(named):
    rival = OrganisationFactory(
        name_ja="株式会社　うしお",
        name_en="Ushio Co., Ltd.",
        short_ja="うしお",
        corporate_number="8250001000001",
    )

    need = NeedFactory(competitors=f"知らない会社\n{named}")

    assert competitors(need) == [rival]
    assert unregistered_competitors(need) == ["知らない会社"]


@pytest.mark.parametrize(
    "between", ["\n", "\r\n", "、", "，", ", ", ",", ";", "；", " 、 "]
)
def test_competitors_may_be_parted_in_the_usual_ways(between):
    first = OrganisationFactory(name_ja="潮鋳造", name_en="Ushio, Inc.")
    second = OrganisationFactory(name_ja="有限会社 汐見", name_en="Shiomi Co.,Ltd.")

    for names in (("（株）潮鋳造", "汐見"), ("Ushio, Inc.", "Shiomi Co., Ltd.")):
        need = NeedFactory(competitors=between.join(names))
        assert set(competitors(need)) == {first, second}
        assert unregistered_competitors(need) == []


def test_a_legal_form_alone_names_nobody():
    OrganisationFactory(name_ja="株式会社", name_en="", short_ja="", short_en="")

    assert competitors(NeedFactory(competitors="株式会社、（有）")) == []


def test_the_poster_does_not_learn_who_is_registered_unlisted():
    OrganisationFactory(name_ja="株式会社うしお", listed=True)
    OrganisationFactory(name_ja="ひそか", listed=False)

    assert unlisted_competitors("うしお、ひそか，誰か") == ["ひそか", "誰か"]


def test_who_has_no_room_is_counted_person_by_person():
    Region.objects.update(researcher_capacity=2)
    free, half, full = ResearcherFactory.create_batch(3)
    ask(half, 1)
    ask(full, 3)

    assert room_of([free.pk, half.pk, full.pk]) == {free.pk: 2, half.pk: 1, full.pk: 0}
    assert list(full_researchers()) == [full]


def test_floors_above_hear_when_the_last_room_is_taken_and_when_there_is_room_again():
    person = ResearcherFactory(capacity=2)
    heard = []

    def listen(researcher, **kwargs):
        heard.append(researcher)

    availability_changed.connect(listen)
    try:
        take_request(person, subject="first")
        assert heard == []
        take_request(person, subject="second")
        assert heard == [person]
        finish_request(subject="first")
        finish_request(subject="never was")
        assert heard == [person, person]
    finally:
        availability_changed.disconnect(listen)

    assert [r.subject for r in person.open_requests.all()] == ["second"]


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
