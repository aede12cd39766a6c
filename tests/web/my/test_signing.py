import re

import pytest
from django.core import mail
from django.test import Client

from accounts.models import Region, User
from tests.factories.accounts import UserFactory
from tests.web.my.conftest import SignedIn
from tests.web.my.pages import errors_of, text_of

PASSWORD = "shiosai-no-hikari-7"


def code_in(message: mail.EmailMessage) -> str:
    found = re.search(r"^    (\S+)$", message.body, re.MULTILINE)
    assert found
    return found[1]


def sign_up(client: Client, prefix: str = "", **more: str) -> None:
    entered = {
        "email": "Nagisa@example.jp",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    response = client.post(f"{prefix}/accounts/signup/", entered | more)
    assert response.status_code == 302, errors_of(response)


def confirm(client: Client, prefix: str = "", next_url: str = "") -> str:
    data = {"code": code_in(mail.outbox[-1])}
    if next_url:
        data["next"] = next_url
    response = client.post(f"{prefix}/accounts/confirm-email/", data)
    assert response.status_code == 302
    return str(response["Location"])


@pytest.mark.parametrize(
    ("prefix", "language", "subject"),
    [
        ("", "ja", "ご登録のための確認コード"),
        ("/en", "en", "Your code to confirm the address"),
    ],
)
def test_one_signs_up_with_a_code(
    client: Client, region: Region, prefix: str, language: str, subject: str
) -> None:
    sign_up(client, prefix)
    page = client.get(f"{prefix}/accounts/confirm-email/")
    assert f'<html lang="{language}">' in page.content.decode()
    assert mail.outbox[-1].subject == subject
    assert mail.outbox[-1].to == ["nagisa@example.jp"]
    assert confirm(client, prefix) == f"{prefix}/my/organisation/"
    user = User.objects.get(email="nagisa@example.jp")
    assert user.language == language
    assert client.get(f"{prefix}/my/").status_code == 200


def test_a_wrong_code_is_told_and_a_new_one_can_be_asked_for(
    client: Client, region: Region
) -> None:
    sign_up(client)
    response = client.post("/accounts/confirm-email/", {"code": "WRONG1"})
    assert "お送りしたコードと違います" in text_of(response)
    assert client.get("/my/").status_code == 302


def test_a_second_sign_up_tells_nobody_that_the_address_is_known(
    client: Client, region: Region
) -> None:
    UserFactory(email="nagisa@example.jp")
    sign_up(client)
    assert mail.outbox[-1].subject == "すでにアカウントがあります"


def test_demonstration_addresses_are_not_taken(client: Client, region: Region) -> None:
    entered = {"email": "demo_x@example.jp", "password1": PASSWORD}
    response = client.post("/accounts/signup/", entered | {"password2": PASSWORD})
    assert list(errors_of(response)) == ["email"]


def test_a_password_is_chosen_anew_with_a_code(client: Client, region: Region) -> None:
    UserFactory(email="nagisa@example.jp")
    client.post("/accounts/password/reset/", {"email": "nagisa@example.jp"})
    code = code_in(mail.outbox[-1])
    client.post("/accounts/password/reset/confirm/", {"code": code})
    done = client.post(
        "/accounts/password/reset/complete/",
        {"password1": PASSWORD, "password2": PASSWORD},
        follow=True,
    )
    assert "新しいパスワード" in text_of(done)
    user = User.objects.get(email="nagisa@example.jp")
    assert user.check_password(PASSWORD)


def test_an_unknown_address_gets_a_mail_and_no_error(
    client: Client, region: Region
) -> None:
    response = client.post("/accounts/password/reset/", {"email": "no@example.jp"})
    assert response.status_code == 302
    assert mail.outbox[-1].subject == "このアドレスのアカウントはありません"


def test_failed_attempts_are_limited(client: Client, region: Region) -> None:
    UserFactory(email="nagisa@example.jp")
    wrong = {"login": "nagisa@example.jp", "password": "wrong"}
    for _attempt in range(5):
        client.post("/accounts/login/", wrong)
    response = client.post("/accounts/login/", wrong)
    assert "しばらく待って" in text_of(response)


@pytest.mark.parametrize("demo", [True, False])
def test_the_sign_in_page_says_where_demonstration_accounts_stand(
    client: Client, region: Region, settings: object, demo: bool
) -> None:
    region.demo = demo
    region.save()
    page = client.get("/accounts/login/").content.decode()
    assert ("起動時に表示" in page) == demo
    assert settings.DEMONSTRATION_PASSWORD not in page  # type: ignore[attr-defined]


def test_signing_out_needs_a_press(signed_in: SignedIn) -> None:
    client = signed_in(UserFactory())
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/my/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/my/").status_code == 302


PAGES = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/inactive/",
]
OWN_PAGES = [
    "/accounts/logout/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", PAGES + OWN_PAGES)
def test_every_page_of_sign_in_stands_in_our_frame(
    signed_in: SignedIn, path: str, language: str
) -> None:
    client = signed_in(UserFactory()) if path in OWN_PAGES else Client()
    prefix = "/en" if language == "en" else ""
    page = client.get(f"{prefix}{path}").content.decode()
    assert f'<html lang="{language}">' in page
    assert page.count("<h1>") == 1
    assert 'id="main"' in page
    assert "placeholder=" not in page


def test_an_address_is_changed_with_a_code(signed_in: SignedIn) -> None:
    user = UserFactory(email="nagisa@example.jp")
    client = signed_in(user)
    client.post("/accounts/email/", {"email": "minato@example.jp", "action_add": "1"})
    confirm(client)
    user.refresh_from_db()
    assert user.email == "minato@example.jp"
