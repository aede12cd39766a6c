import pytest
from django.core.exceptions import ValidationError

from accounts.actions import (
    AlreadyMember,
    ExistingOrganisation,
    add_member,
    change_role,
    edit_own_details,
    end_membership,
    register_organisation,
)
from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, Region
from lifecycle.errors import InvalidInput, NotAllowed
from lifecycle.models import LogEntry
from tests.conftest import Together
from tests.factories.accounts import (
    MunicipalityFactory,
    OrganisationFactory,
    UserFactory,
    person_in,
    secretary,
)

COMPANY = OrganisationKind.COMPANY
NUMBER = "7000012050002"


def test_whoever_registers_an_organisation_is_its_member(region: Region) -> None:
    person, place = UserFactory(), MunicipalityFactory()
    made = register_organisation(
        by=person,
        kind=COMPANY,
        name_ja=" 合同会社うしお ",
        corporate_number=NUMBER,
        municipality=place,
    )
    assert made.name_ja == "合同会社うしお"
    assert not made.listed
    assert person.organisation_roles == {made.pk: Role.MEMBER}
    assert [site.municipality for site in made.sites.all()] == [place]
    entry = LogEntry.objects.get(case=made.public_id)
    assert (entry.action, entry.actor) == ("register", person)


def test_registering_twice_has_one_effect(region: Region) -> None:
    person = UserFactory()
    first = register_organisation(by=person, kind=COMPANY, name_ja="合同会社うしお")
    again = register_organisation(by=person, kind=COMPANY, name_ja="合同会社うしお")
    assert again == first
    assert Membership.objects.count() == 1


@pytest.mark.parametrize(
    "entered",
    [
        {"name_ja": "株式会社 ＡＢＣ工業"},
        {"name_ja": "別の名前", "name_en": "abc industries"},
        {"name_ja": "別の名前", "corporate_number": NUMBER},
    ],
)
def test_a_known_organisation_is_not_joined_by_its_name_or_number(
    region: Region, entered: dict[str, str]
) -> None:
    OrganisationFactory(
        name_ja="株式会社ABC工業",
        name_en="ABC Industries",
        corporate_number=NUMBER,
    )
    person = UserFactory()
    with pytest.raises(ExistingOrganisation):
        register_organisation(by=person, kind=COMPANY, **entered)
    assert person.organisation_roles == {}


def test_organisations_without_a_number_are_not_taken_for_one_another(
    region: Region,
) -> None:
    OrganisationFactory(name_en="")
    made = register_organisation(by=UserFactory(), kind=COMPANY, name_ja="畑中農園")
    assert Organisation.objects.filter(pk=made.pk).exists()


def test_a_wrong_check_digit_is_refused(region: Region) -> None:
    with pytest.raises(ValidationError) as refused:
        register_organisation(
            by=UserFactory(),
            kind=COMPANY,
            name_ja="合同会社うしお",
            corporate_number="1000012050002",
        )
    assert set(refused.value.message_dict) == {"corporate_number"}
    assert not Organisation.objects.filter(name_ja="合同会社うしお").exists()


@pytest.mark.parametrize("kind", ["university", "municipality", "unheard_of"])
def test_institutions_and_offices_are_not_self_registered(
    region: Region, kind: str
) -> None:
    with pytest.raises(InvalidInput):
        register_organisation(by=UserFactory(), kind=kind, name_ja="うしお大学")


@pytest.mark.django_db(transaction=True)
def test_two_people_registering_one_firm_at_once_make_one_row(
    region: Region, together: Together
) -> None:
    people = [UserFactory(), UserFactory()]
    results = together(
        *[
            lambda person=person: register_organisation(
                by=person, kind=COMPANY, name_ja="合同会社うしお"
            )
            for person in people
        ]
    )
    assert sorted(type(r).__name__ for r in results) == [
        "ExistingOrganisation",
        "Organisation",
    ]
    assert Organisation.objects.filter(name_ja="合同会社うしお").count() == 1


def test_the_secretariat_adds_members(region: Region) -> None:
    office, person, firm = secretary(), UserFactory(), OrganisationFactory()
    added = add_member(by=office, user=person, organisation=firm)
    again = add_member(by=office, user=person, organisation=firm)
    assert again == added
    assert person.organisation_roles == {firm.pk: Role.MEMBER}
    assert not person.is_staff
    assert LogEntry.objects.filter(case=firm.public_id).count() == 1


def test_another_role_is_not_added_beside_the_first(region: Region) -> None:
    office, person, firm = secretary(), UserFactory(), OrganisationFactory()
    add_member(by=office, user=person, organisation=firm)
    with pytest.raises(AlreadyMember):
        add_member(by=office, user=person, organisation=firm, role=Role.LIAISON)


def test_a_role_opens_and_closes_the_desk(region: Region) -> None:
    office, person = secretary(), UserFactory()
    desk = OrganisationFactory(office=True)
    row = add_member(by=office, user=person, organisation=desk, role=Role.OFFICER)
    assert person.is_staff
    change_role(row, by=office, role=Role.MEMBER)
    person.refresh_from_db()
    assert not person.is_staff
    assert person.roles == {Role.MEMBER}
    change_role(row, by=office, role=Role.MEMBER)
    actions = LogEntry.objects.filter(case=desk.public_id)
    assert [entry.action for entry in actions] == ["add_member", "change_role"]


def test_members_leave_by_themselves_or_by_the_secretariat(region: Region) -> None:
    firm = OrganisationFactory()
    person, colleague = person_in(firm), person_in(firm)
    row = person.memberships.get()
    with pytest.raises(NotAllowed):
        end_membership(row, by=colleague)
    end_membership(row, by=person)
    assert person.organisation_roles == {}
    end_membership(colleague.memberships.get(), by=secretary())
    assert not Membership.objects.filter(organisation=firm).exists()


@pytest.mark.parametrize("action", [add_member, change_role])
def test_only_the_secretariat_gives_roles(region: Region, action: object) -> None:
    firm = OrganisationFactory()
    person = person_in(firm)
    with pytest.raises(NotAllowed):
        if action is add_member:
            add_member(by=person, user=UserFactory(), organisation=firm)
        else:
            change_role(person.memberships.get(), by=person, role=Role.LIAISON)


def test_people_change_their_own_details(db: None) -> None:
    person = UserFactory()
    edit_own_details(person, name_ja="汐見 港", language="en")
    person.refresh_from_db()
    assert (person.name_ja, person.language) == ("汐見 港", "en")
    with pytest.raises(ValidationError):
        edit_own_details(person, language="fr")
    with pytest.raises(InvalidInput):
        edit_own_details(person, email="other@example.jp")
