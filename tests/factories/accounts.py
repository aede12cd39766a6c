"""People, organisations and the one region, as tests need them."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.checkdigits import local_government_check_digit
from accounts.enums import OrganisationKind, PartnershipStatus, Role
from accounts.models import (
    ClosedDays,
    Membership,
    Municipality,
    Organisation,
    Partnership,
    Region,
    Site,
    User,
)


def _code(n: int) -> str:
    # No prefecture has a number above 47.
    body = f"{48000 + n}"
    return f"{body}{local_government_check_digit(body)}"


class MunicipalityFactory(DjangoModelFactory):
    """An invented city."""

    class Meta:
        model = Municipality

    code = factory.Sequence(_code)
    name_ja = factory.Sequence(lambda n: f"あおば{n}市")
    name_en = factory.Sequence(lambda n: f"Aoba {n} City")
    order = factory.Sequence(int)


class OrganisationFactory(DjangoModelFactory):
    """A company, unless a trait says otherwise.

    ``municipality=`` gives it a site there.
    """

    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    class Params:
        university = factory.Trait(
            kind=OrganisationKind.UNIVERSITY,
            name_ja=factory.Sequence(lambda n: f"みなと第{n}大学"),
            name_en=factory.Sequence(lambda n: f"Minato University {n}"),
            listed=True,
        )
        office = factory.Trait(
            kind=OrganisationKind.MUNICIPALITY,
            name_ja=factory.Sequence(lambda n: f"第{n}産業振興課"),
            name_en=factory.Sequence(lambda n: f"Industry Division {n}"),
            listed=True,
        )

    kind = OrganisationKind.COMPANY
    name_ja = factory.Sequence(lambda n: f"株式会社さざなみ工房{n}")
    name_en = factory.Sequence(lambda n: f"Sazanami Works {n}")
    kana = factory.Sequence(lambda n: f"サザナミ{n:05}")
    phone = factory.Sequence(lambda n: f"083-900-{n % 10000:04}")

    @factory.post_generation
    def municipality(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Give it a site in that municipality."""
        if create and extracted is not None:
            SiteFactory(organisation=self, municipality=extracted)


class SiteFactory(DjangoModelFactory):
    """Where an organisation is."""

    class Meta:
        model = Site

    organisation = factory.SubFactory(OrganisationFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    name_ja = "本社"
    name_en = "Head office"


class UserFactory(DjangoModelFactory):
    """A person with an account; the password is ``password``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.jp")
    name_ja = factory.Sequence(lambda n: f"汐見 {n}子")
    name_en = factory.Sequence(lambda n: f"Shiomi {n}")
    phone = factory.Sequence(lambda n: f"090-0000-{n % 10000:04}")
    password = factory.django.Password("password")


class MembershipFactory(DjangoModelFactory):
    """A person's role in an organisation."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.MEMBER


class PartnershipFactory(DjangoModelFactory):
    """A municipality and an institution in partnership."""

    class Meta:
        model = Partnership

    municipality = factory.SubFactory(MunicipalityFactory)
    institution = factory.SubFactory(OrganisationFactory, university=True)
    status = PartnershipStatus.ACTIVE


class ClosedDaysFactory(DjangoModelFactory):
    """Days on which the offices do not work."""

    class Meta:
        model = ClosedDays

    name_ja = factory.Sequence(lambda n: f"休業{n}")
    name_en = factory.Sequence(lambda n: f"Closure {n}")


class RegionFactory(DjangoModelFactory):
    """The one region: an invented one."""

    class Meta:
        model = Region

    name_ja = "あおば産学官連携プラットフォーム"
    name_en = "Aoba Platform"
    area_ja = "圏域"
    area_en = "the area"
    municipality_word_ja = "市町"
    municipality_word_en = "municipalities"
    secretariat = factory.SubFactory(
        OrganisationFactory,
        office=True,
        name_ja="あおば連携事務局",
        name_en="Aoba Secretariat",
    )
    phone = "083-000-0000"
    email = "office@example.jp"
    office_hours_ja = "平日 8時30分〜17時15分"
    office_hours_en = "Weekdays 8:30–17:15"
    accent = "#00428c"
    first_reader = "secretariat"


def person_in(organisation: Organisation, role: str = Role.MEMBER, **user: Any) -> User:
    """Make a person with that role in an organisation."""
    return MembershipFactory(
        organisation=organisation,
        role=role,
        **{f"user__{k}": v for k, v in user.items()},
    ).user


def secretary(**user: Any) -> User:
    """Make somebody of the region's secretariat; the region must be there."""
    office = Region.objects.get().secretariat
    return person_in(office, Role.SECRETARIAT, is_staff=True, **user)


def officer_of(municipality: Municipality, **user: Any) -> User:
    """Make an officer of a municipality, with the office they work in."""
    office = OrganisationFactory(office=True, municipality=municipality)
    return person_in(office, Role.OFFICER, is_staff=True, **user)


def liaison_of(institution: Organisation, **user: Any) -> User:
    """Make somebody of an institution's liaison office."""
    return person_in(institution, Role.LIAISON, **user)
