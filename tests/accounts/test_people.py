"""Numbers, days, roles, and addresses without regard to case."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import rules, selectors
from accounts.checkdigits import (
    validate_corporate_number,
    validate_local_government_code,
)
from accounts.enums import PartnershipStatus
from accounts.models import Region, User
from tests.factories.accounts import (
    ClosedDaysFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PartnershipFactory,
    UserFactory,
    liaison_of,
    officer_of,
    person_in,
    secretary,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", ["7000012050002", "8700110005901"])
def test_true_corporate_numbers_are_taken(number):
    validate_corporate_number(number)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("6000012050002", "check_digit"),
        ("7000012050020", "check_digit"),
        ("700001205000", "digits"),
        ("７０００012050002", "digits"),
        ("70000-2050002", "digits"),
    ],
)
def test_mistyped_corporate_numbers_are_refused(number, code):
    with pytest.raises(ValidationError) as refused:
        validate_corporate_number(number)
    assert refused.value.code == code


def test_local_government_codes():
    for code in ("352039", "352021", "325015", "131016", "011002"):
        validate_local_government_code(code)
    for code, problem in (
        ("352038", "check_digit"),
        ("35203", "digits"),
        ("３52039", "digits"),
    ):
        with pytest.raises(ValidationError) as refused:
            validate_local_government_code(code)
        assert refused.value.code == problem


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        # Friday, over a weekend.
        (date(2026, 4, 3), 1, date(2026, 4, 6)),
        (date(2026, 4, 3), 0, date(2026, 4, 3)),
        (date(2026, 4, 4), 0, date(2026, 4, 4)),
        # 29 April and 3 to 6 May 2026 are public holidays.
        (date(2026, 4, 28), 2, date(2026, 5, 1)),
        (date(2026, 5, 1), 1, date(2026, 5, 7)),
        # The offices are closed from 29 December to 3 January.
        (date(2026, 12, 28), 1, date(2027, 1, 4)),
    ],
)
def test_working_days(start, days, end):
    ClosedDaysFactory(starts_on=date(2026, 12, 29), ends_on=date(2027, 1, 3))

    assert selectors.add_working_days(start, days) == end


def test_fiscal_years_begin_in_april():
    assert selectors.fiscal_year(date(2026, 3, 31)) == 2025
    assert selectors.fiscal_year(date(2026, 4, 1)) == 2026


def test_an_address_is_one_whatever_its_case():
    user = User.objects.create_user("Nagisa@Example.JP", "secret")

    assert user.email == "nagisa@example.jp"
    assert User.objects.get_by_natural_key("NAGISA@example.jp") == user
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email="NAGISA@example.jp")
    admin = User.objects.create_superuser("admin@example.jp")
    assert (admin.is_staff, admin.is_superuser) == (True, True)


def test_people_are_called_by_name_or_by_their_address():
    named = UserFactory(name_ja="汐見 渚")
    nameless = UserFactory(name_ja="", name_en="", email="nagisa@example.jp")

    assert (str(named), named.get_short_name()) == ("汐見 渚", "汐見 渚")
    assert str(nameless) == "nagisa"
    assert UserFactory(email="demo_a@example.jp").is_demonstration
    assert not named.is_demonstration


def test_without_a_region_it_is_said_so():
    with pytest.raises(selectors.NoRegion):
        selectors.region()


def test_who_somebody_is(region):
    place = MunicipalityFactory()
    home = OrganisationFactory(university=True)
    people = {
        "nobody": None,
        "somebody": UserFactory(),
        "member": person_in(home),
        "liaison": liaison_of(home),
        "officer": officer_of(place),
        "secretary": secretary(),
    }

    def those(rule, *about):
        return {who for who, user in people.items() if rule(user, *about)}

    assert those(rules.is_secretariat) == {"secretary"}
    assert those(rules.is_officer) == {"officer", "secretary"}
    assert those(rules.is_the_system) == {"nobody"}
    assert those(rules.follows) == set(people)
    assert those(rules.belongs_to, home) == {"member", "liaison"}
    assert those(rules.is_liaison_of, home) == {"liaison"}
    assert those(rules.is_officer_for, place) == {"officer"}
    assert those(rules.is_officer_for, MunicipalityFactory()) == set()
    assert those(rules.is_officer_for, None) == set()
    assert people["secretary"].role == "secretariat"
    assert people["somebody"].role == ""


def test_who_is_in_charge(region):
    place, empty = MunicipalityFactory.create_batch(2)
    officer, by = officer_of(place), secretary()
    secretary(is_active=False)
    office = officer.memberships.get().organisation

    assert list(selectors.officers_in_charge(place)) == [officer]
    assert list(selectors.officers_in_charge(empty)) == [by]
    assert list(selectors.officers_in_charge(None)) == [by]
    assert selectors.office_name(place) == region.secretariat
    Region.objects.update(first_reader="municipality")
    assert selectors.office_name(place) == office
    assert selectors.office_name(empty) == region.secretariat


def test_partners_of_a_municipality():
    tie = PartnershipFactory()
    PartnershipFactory(
        municipality=tie.municipality, status=PartnershipStatus.ARRANGING
    )

    assert selectors.partner_institution_ids(tie.municipality) == {tie.institution_id}
    assert selectors.partner_institution_ids(None) == set()
