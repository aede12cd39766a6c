import pytest
from django.test import Client

from accounts.models import Membership, Organisation, Region
from catalogue.selectors.people import has_room
from tests.factories.accounts import (
    MunicipalityFactory,
    OrganisationFactory,
    UserFactory,
    person_in,
)
from tests.factories.catalogue import ResearcherFactory
from tests.web.my.conftest import SignedIn
from tests.web.my.pages import box_of, errors_of, text_of

ENTERED = {"person": "波多野 渚", "phone": "０８３-９０１-０００１", "kind": "company"}
NUMBER = "7000012050002"


def test_one_enters_the_organisation_one_works_for(signed_in: SignedIn) -> None:
    user, place = UserFactory(name_ja="", name_en=""), MunicipalityFactory()
    client = signed_in(user)
    entered = ENTERED | {
        "name_ja": "合同会社うしお",
        "corporate_number": "７-０００-０１２０-５０００２",
        "municipality": place.pk,
        "next": "/my/needs/new/",
    }
    response = client.post("/my/organisation/", entered)
    assert response["Location"] == "/my/needs/new/"
    made = Organisation.objects.get(name_ja="合同会社うしお")
    assert made.corporate_number == NUMBER
    assert Membership.objects.get(organisation=made).user == user
    user.refresh_from_db()
    assert user.name_ja == "波多野 渚"


def test_a_double_press_makes_one_organisation(signed_in: SignedIn) -> None:
    client = signed_in(UserFactory())
    for _press in range(2):
        response = client.post(
            "/my/organisation/", ENTERED | {"name_ja": "合同会社うしお"}
        )
        assert response.status_code == 302
    assert Organisation.objects.filter(name_ja="合同会社うしお").count() == 1


def test_a_known_organisation_asks_to_contact_the_secretariat(
    signed_in: SignedIn, region: Region
) -> None:
    OrganisationFactory(name_ja="合同会社うしお")
    client = signed_in(UserFactory())
    response = client.post(
        "/my/organisation/", ENTERED | {"name_ja": "合同会社 うしお"}
    )
    assert response.status_code == 409
    assert "この組織は、すでに登録されています" in text_of(response)
    assert region.phone in text_of(response)
    assert box_of(response, "name_ja") == "合同会社 うしお"
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    ("entered", "wrong"),
    [
        ({}, {"name_ja"}),
        ({"name_ja": "うしお", "corporate_number": "123"}, {"corporate_number"}),
        (
            {"name_ja": "うしお", "corporate_number": "1000012050002"},
            {"corporate_number"},
        ),
        ({"name_ja": "うし\ufffdお"}, {"name_ja"}),
        ({"name_ja": "うし\x00お"}, {"name_ja"}),
        ({"name_ja": "うしお", "kind": "university"}, {"kind"}),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(
    signed_in: SignedIn, entered: dict[str, str], wrong: set[str]
) -> None:
    client = signed_in(UserFactory())
    response = client.post("/my/organisation/", ENTERED | entered)
    assert set(errors_of(response)) == wrong
    assert box_of(response, "person") == ENTERED["person"]
    assert not Membership.objects.exists()


def test_nobody_is_sent_to_another_site(signed_in: SignedIn) -> None:
    client = signed_in(UserFactory())
    entered = ENTERED | {"name_ja": "うしお", "next": "https://evil.example/"}
    assert client.post("/my/organisation/", entered)["Location"] == "/my/"


def test_one_changes_ones_own_details(signed_in: SignedIn) -> None:
    user = UserFactory()
    client = signed_in(user)
    entered = {"name_ja": "波多野 渚", "language": "en", "phone": "083-901-0001"}
    assert client.post("/my/account/", entered)["Location"] == "/my/account/"
    user.refresh_from_db()
    assert (user.name_ja, user.language) == ("波多野 渚", "en")


def test_a_researcher_says_how_many_requests_they_take(signed_in: SignedIn) -> None:
    researcher = ResearcherFactory()
    client = signed_in(researcher.user)
    entered = {"name_ja": "波多野 渚", "language": "ja"}

    client.post("/my/account/", entered | {"capacity": "０"})
    assert not has_room(researcher)
    assert box_of(client.get("/my/account/"), "capacity") == 0

    client.post("/my/account/", entered | {"capacity": ""})
    assert has_room(researcher)

    response = client.post("/my/account/", entered | {"capacity": "-1"})
    assert list(errors_of(response)) == ["capacity"]


def test_others_are_not_asked_how_many(signed_in: SignedIn) -> None:
    client = signed_in(UserFactory())
    assert "capacity" not in client.get("/my/account/").context["form"].fields


def test_somebody_has_a_name(signed_in: SignedIn) -> None:
    response = signed_in(UserFactory()).post("/my/account/", {"language": "ja"})
    assert list(errors_of(response)) == ["name_ja"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_account_takes_few_queries(
    signed_in: SignedIn, django_assert_max_num_queries: object, rows: int
) -> None:
    user = UserFactory()
    for _row in range(rows):
        person = OrganisationFactory()
        Membership.objects.create(user=user, organisation=person)
    client = signed_in(user)
    client.get("/my/account/")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        response = client.get("/my/account/")
    assert text_of(response).count("さざなみ工房") == rows


@pytest.mark.parametrize("path", ["/my/", "/my/needs/", "/my/account/", "/my/checks/"])
def test_strangers_sign_in_first(client: Client, region: Region, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"] == f"/accounts/login/?next={path}"


@pytest.mark.parametrize("path", ["/my/needs/", "/my/needs/new/"])
def test_who_belongs_nowhere_names_an_organisation_first(
    signed_in: SignedIn, path: str
) -> None:
    response = signed_in(UserFactory()).get(path)
    assert response["Location"].startswith("/my/organisation/?next=")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", ["", "needs/new/", "organisation/", "account/"])
def test_pages_are_there_in_both_languages(
    signed_in: SignedIn, path: str, language: str
) -> None:
    client = signed_in(person_in(OrganisationFactory()))
    prefix = "/en" if language == "en" else ""
    page = client.get(f"{prefix}/my/{path}")
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.content.decode()
