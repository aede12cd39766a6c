import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import Organisation, Region
from catalogue.models import Need
from lifecycle import clock
from tests.factories.accounts import OrganisationFactory, UserFactory, person_in
from tests.web.my.conftest import SignedIn
from tests.web.my.pages import box_of, text_of
from tests.web.my.test_signing import PASSWORD, code_in
from web.models import KeptText, SentForm
from web.tasks import forget

ASK = "/my/ask/"
TEXT = "煮干しを手で選り分けています。\n目が疲れて二時間が限度です。"


def test_a_visitor_is_told_that_the_text_is_kept(
    client: Client, region: Region
) -> None:
    response = client.post(ASK, {"text": TEXT}, follow=True)
    page = text_of(response)
    assert "下書きとして24時間" in page
    assert "目が疲れて二時間が限度です。" in page
    cookie = client.cookies["kept_text"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie.value not in KeptText.objects.get().token_digest


def test_nothing_is_lost_on_the_way_through_sign_up(
    client: Client, region: Region
) -> None:
    client.post(ASK, {"text": TEXT})
    page = client.get(ASK)
    target = "/my/needs/new/"
    assert (
        f"/accounts/signup/?next={target.replace('/', '%2F')}" in page.content.decode()
    )
    client.post(
        "/accounts/signup/",
        {
            "email": "nagisa@example.jp",
            "password1": PASSWORD,
            "password2": PASSWORD,
            "next": target,
        },
    )
    data = {"code": code_in(mail.outbox[-1])}
    arrived = client.post("/accounts/confirm-email/", data, follow=True)
    assert arrived.redirect_chain[-1][0].startswith("/my/organisation/?next=")
    entered = {
        "person": "波多野 渚",
        "kind": "company",
        "name_ja": "合同会社うしお",
        "next": target,
    }
    form = client.post("/my/organisation/", entered, follow=True)
    assert form.redirect_chain[-1][0] == target
    assert box_of(form, "background_ja") == TEXT
    organisation = Organisation.objects.get(name_ja="合同会社うしお")
    client.post(
        target,
        {
            "form_token": form.context["token"],
            "organisation": organisation.pk,
            "title_ja": "選別",
            "background_ja": TEXT,
            "visibility": "public",
            "step": "draft",
        },
    )
    assert Need.objects.get().background_ja == TEXT
    assert not KeptText.objects.exists()
    assert "kept_text" not in client.cookies or not client.cookies["kept_text"].value


def test_nothing_is_lost_on_the_way_through_sign_in(
    client: Client, region: Region
) -> None:
    user = person_in(OrganisationFactory(), email="nagisa@example.jp")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    client.post(ASK, {"text": TEXT})
    form = client.post(
        "/accounts/login/",
        {"login": user.email, "password": "password", "next": "/my/needs/new/"},
        follow=True,
    )
    assert box_of(form, "background_ja") == TEXT


def test_a_member_goes_on_at_once(signed_in: SignedIn) -> None:
    client = signed_in(person_in(OrganisationFactory()))
    form = client.post(ASK, {"text": TEXT}, follow=True)
    assert form.redirect_chain == [("/my/needs/new/", 302)]
    assert box_of(form, "background_ja") == TEXT
    english = client.get("/en/my/needs/new/")
    assert box_of(english, "background_en") == TEXT


def test_the_same_browser_keeps_one_text(client: Client, region: Region) -> None:
    client.post(ASK, {"text": TEXT})
    client.post(ASK, {"text": "別の困りごとです。"})
    assert [row.text for row in KeptText.objects.all()] == ["別の困りごとです。"]


def test_another_browser_sees_nothing(client: Client, region: Region) -> None:
    client.post(ASK, {"text": TEXT})
    page = Client().get(ASK)
    assert "保存されている文章はありません" in text_of(page)
    forged = Client()
    forged.cookies["kept_text"] = KeptText.objects.get().token_digest
    assert "保存されている文章はありません" in text_of(forged.get(ASK))


def test_a_text_is_discarded(client: Client, region: Region) -> None:
    client.post(ASK, {"text": TEXT})
    assert client.get("/my/ask/discard/").status_code == 405
    client.post("/my/ask/discard/")
    assert not KeptText.objects.exists()


def test_after_a_day_it_is_gone(client: Client, region: Region) -> None:
    client.post(ASK, {"text": TEXT})
    user = UserFactory()
    SentForm.objects.create(by=user, token="a")
    with clock.at(clock.now() + timedelta(hours=24, minutes=1)):
        assert "保存されている文章はありません" in text_of(client.get(ASK))
        fresh = SentForm.objects.create(by=user, token="b")
        forget()
    assert not KeptText.objects.exists()
    assert list(SentForm.objects.all()) == [fresh]


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("", 400, "まだ何も書かれていません"),
        (" \n", 400, "まだ何も書かれていません"),
        ("あ" * 50_001, 413, "50,000文字まで"),
        ("困\ufffdる", 400, "文字が壊れて届いた"),
        ("困\x00る", 400, "文字が壊れて届いた"),
    ],
)
def test_what_cannot_be_kept_stays_in_the_box(
    client: Client, region: Region, text: str, status: int, said: str
) -> None:
    response = client.post(ASK, {"text": text})
    assert response.status_code == status
    assert said in text_of(response)
    assert response.context["text"] == text
    assert not KeptText.objects.exists()


def test_the_longest_text_is_kept(client: Client, region: Region) -> None:
    client.post(ASK, {"text": "あ" * 50_000})
    assert len(KeptText.objects.get().text) == 50_000


def test_many_texts_from_one_place_are_limited(client: Client, region: Region) -> None:
    for _text in range(20):
        assert client.post(ASK, {"text": TEXT}).status_code == 302
    response = client.post(ASK, {"text": TEXT})
    assert response.status_code == 429
    assert response.context["text"] == TEXT


def test_the_text_is_in_no_log(
    client: Client, region: Region, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client.post(ASK, {"text": "ホタルイカの印"})
    client.post(ASK, {"text": "ホタルイカの印" + "\x00"})
    said: list[Any] = [record.getMessage() for record in caplog.records]
    assert not any("ホタルイカ" in message for message in said)
