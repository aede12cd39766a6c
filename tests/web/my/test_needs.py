from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Region, User
from catalogue.actions.needs import open_need, return_need
from catalogue.enums import NeedState
from catalogue.models import Need
from lifecycle import clock
from lifecycle.models import LogEntry
from tests.factories.accounts import (
    MunicipalityFactory,
    OrganisationFactory,
    officer_of,
    person_in,
    secretary,
)
from tests.factories.catalogue import IndustryFactory, NeedFactory, ThemeFactory
from tests.factories.curation import agreed_case
from tests.web.my.conftest import SignedIn
from tests.web.my.pages import box_of, errors_of, text_of

NEW = "/my/needs/new/"
TEXT = {
    "title_ja": "煮干しの選別を楽にしたい",
    "background_ja": "大きさと折れを目で見て分けており、目が疲れて二時間が限度です。",
    "visibility": "public",
}


@pytest.fixture
def poster(region: Region) -> User:
    """Somebody of a firm that has a site in a municipality."""
    place = MunicipalityFactory()
    return person_in(OrganisationFactory(municipality=place))


@pytest.fixture
def client(poster: User, signed_in: SignedIn) -> Client:
    return signed_in(poster)


def entered(client: Client, step: str = "draft", **more: Any) -> dict[str, Any]:
    """Return what a person sends from the blank form."""
    page = client.get(NEW)
    fixed = {
        "form_token": page.context["token"],
        "organisation": box_of(page, "organisation"),
        "step": step,
    }
    return fixed | TEXT | more


def test_a_draft_is_saved(client: Client, poster: User) -> None:
    industry, theme = IndustryFactory(), ThemeFactory()
    response = client.post(
        NEW,
        entered(
            client,
            budget_min="３０万円",
            budget_max="1,000,000",
            deadline=(clock.today() + timedelta(days=30)).isoformat(),
            kinds=["advice", "test"],
            industry=industry.pk,
            themes=[theme.pk],
            anonymous="on",
        ),
    )
    need = Need.objects.get()
    assert response["Location"] == f"/my/needs/{need.public_id}/"
    assert (need.state, need.created_by) == (NeedState.DRAFT, poster)
    assert need.organisation_id in poster.organisation_roles
    assert (need.budget_min, need.budget_max) == (300_000, 1_000_000)
    assert need.kinds == ["advice", "test"]
    assert (need.industry, list(need.themes.all())) == (industry, [theme])
    assert need.anonymous
    page = text_of(client.get(response["Location"]))
    assert "下書きを保存しました" in page
    assert TEXT["title_ja"] in page


def test_a_request_goes_to_the_office(client: Client, region: Region) -> None:
    response = client.post(NEW, entered(client, "submit"), follow=True)
    assert Need.objects.get().state == NeedState.SUBMITTED
    assert f"{region.secretariat}の担当者が読み" in text_of(response)


def test_an_english_page_takes_english_words(client: Client) -> None:
    page = client.get(f"/en{NEW}")
    data = {
        "form_token": page.context["token"],
        "organisation": box_of(page, "organisation"),
        "title_en": "Sorting dried sardines",
        "background_en": "We sort them by eye.",
        "visibility": "public",
        "step": "submit",
    }
    client.post(f"/en{NEW}", data)
    need = Need.objects.get()
    assert (need.title_en, need.state) == ("Sorting dried sardines", "submitted")


def test_a_double_press_makes_one_row_and_one_entry(client: Client) -> None:
    data = entered(client, "submit")
    first, second = client.post(NEW, data), client.post(NEW, data)
    need = Need.objects.get()
    assert first["Location"] == second["Location"]
    actions = LogEntry.objects.filter(case=need.public_id)
    assert [entry.action for entry in actions] == ["draft", "submit"]


def test_going_back_and_sending_again_changes_the_same_row(client: Client) -> None:
    data = entered(client)
    client.post(NEW, data)
    client.post(NEW, data | {"title_ja": "選別を機械で", "step": "submit"})
    need = Need.objects.get()
    assert (need.title_ja, need.state) == ("選別を機械で", NeedState.SUBMITTED)


def test_another_form_makes_another_row(client: Client) -> None:
    client.post(NEW, entered(client))
    client.post(NEW, entered(client))
    assert Need.objects.count() == 2


YESTERDAY = "2020-01-01"


@pytest.mark.parametrize(
    ("more", "step", "wrong"),
    [
        ({"title_ja": ""}, "submit", {"title_ja"}),
        ({"background_ja": " "}, "submit", {"background_ja"}),
        ({"deadline": YESTERDAY}, "draft", {"deadline"}),
        ({"deadline": "soon"}, "draft", {"deadline"}),
        ({"budget_min": "abc"}, "draft", {"budget_min"}),
        ({"budget_min": "-5"}, "draft", {"budget_min"}),
        ({"budget_min": "50万", "budget_max": "10万"}, "draft", {"budget_max"}),
        ({"budget_max": "9" * 20}, "draft", {"budget_max"}),
        ({"title_ja": "題\ufffd"}, "draft", {"title_ja"}),
        ({"background_ja": "困\x00る"}, "draft", {"background_ja"}),
        ({"title_ja": "題" * 81}, "draft", {"title_ja"}),
        ({"background_ja": "あ" * 50_000}, "draft", {"background_ja"}),
        ({"kinds": ["magic"]}, "draft", {"kinds"}),
        ({"industry": "0"}, "draft", {"industry"}),
        ({"municipality": "x"}, "draft", {"municipality"}),
        ({"visibility": "everyone"}, "draft", {"visibility"}),
    ],
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_what_is_wrong_is_said_and_everything_is_kept(
    client: Client, prefix: str, more: dict[str, Any], step: str, wrong: set[str]
) -> None:
    data = entered(client, step, wanted_ja="半分の時間で") | more
    response = client.post(f"{prefix}{NEW}", data)
    said = set(errors_of(response))
    # The English page asks for the English box of a pair.
    assert {name.replace("_en", "_ja") for name in said} == wrong
    assert box_of(response, "wanted_ja") == "半分の時間で"
    for name, value in more.items():
        kept = box_of(response, name)
        assert kept == value or str(kept) == str(value).replace("\x00", "\x00")
    assert response.context["token"] == data["form_token"]
    assert not Need.objects.exists()


def test_a_past_day_is_told_in_plain_words(client: Client) -> None:
    response = client.post(NEW, entered(client, deadline=YESTERDAY))
    page = text_of(response)
    assert "本日以降の日付を入力してください。" in page
    assert "そのまま残っています" in page


@pytest.mark.parametrize(
    "text",
    [
        "🐟🐟",
        "<script>alert(1)</script>",
        "'; DROP TABLE needs; --",
        "ﾊﾝｶｸ",
        "\u202eabc",
    ],
)
def test_odd_texts_are_kept_as_they_are(client: Client, text: str) -> None:
    response = client.post(NEW, entered(client, title_ja=text), follow=True)
    assert Need.objects.get().title_ja == text
    assert "<script>alert" not in response.content.decode()


def test_a_withheld_name_in_the_text_is_pointed_out(
    client: Client, poster: User
) -> None:
    firm = poster.memberships.get().organisation
    data = entered(
        client,
        "submit",
        anonymous="on",
        background_ja=f"{firm.name_ja}では、電話 {firm.phone} で受けています。",
    )
    response = client.post(NEW, data)
    [said] = errors_of(response)["background_ja"]
    assert firm.name_ja in said
    assert firm.phone in said
    assert not Need.objects.exists()
    client.post(NEW, data | {"anonymous": ""})
    assert Need.objects.get().state == NeedState.SUBMITTED


def test_who_reads_stands_beside_the_boxes(client: Client, region: Region) -> None:
    page = text_of(client.get(NEW))
    assert f"最初に{region.secretariat}の担当者が読みます" in page
    assert "出願前の発明は書かないでください" in page


def test_who_of_the_named_competitors_is_not_listed_is_told_and_no_error(
    client: Client,
) -> None:
    OrganisationFactory(name_ja="株式会社うしお", listed=True)
    told = "組織の一覧にありません：どこか、知らない会社"
    named = "（株）うしお，どこか，知らない会社"

    looked = client.post(NEW, entered(client, "measure", competitors=named))
    saved = client.post(NEW, entered(client, competitors=named), follow=True)
    again = client.get(f"/my/needs/{Need.objects.get().public_id}/edit/")

    for page in (looked, saved, again):
        assert told in text_of(page)
    box = looked.context["form"]["competitors"]
    assert f"{box.auto_id}_content" in box.aria_describedby
    assert Need.objects.get().competitors == named


def test_the_office_of_the_municipality_is_named(
    client: Client, poster: User, region: Region
) -> None:
    region.first_reader = "municipality"
    region.save()
    place = poster.memberships.get().organisation.sites.get().municipality
    office = officer_of(place).memberships.get().organisation
    assert f"最初に{office}の担当者が読みます" in text_of(client.get(NEW))


def test_a_returned_need_is_mended_and_handed_in_again(
    client: Client, poster: User
) -> None:
    client.post(NEW, entered(client, "submit"))
    need = Need.objects.get()
    return_need(need, by=secretary(), comment="量を教えてください。")
    page = text_of(client.get(f"/my/needs/{need.public_id}/"))
    assert "量を教えてください。" in page
    data = entered(client, "submit", conditions_ja="一日に三十キロ")
    client.post(f"/my/needs/{need.public_id}/edit/", data)
    need.refresh_from_db()
    assert (need.state, need.conditions_ja) == ("submitted", "一日に三十キロ")


def test_saving_without_a_change_writes_nothing(client: Client) -> None:
    client.post(NEW, entered(client))
    need = Need.objects.get()
    edit = f"/my/needs/{need.public_id}/edit/"
    page = client.get(edit)
    data = {
        name: box_of(page, name) or ""
        for name in page.context["form"].fields
        if name not in ("themes", "kinds", "anonymous")
    }
    client.post(edit, data | {"step": "draft"})
    assert LogEntry.objects.filter(case=need.public_id).count() == 1


def test_what_is_in_dialogue_stays_as_it_was(
    region: Region, signed_in: SignedIn
) -> None:
    case = agreed_case()
    client = signed_in(case.poster)
    url = f"/my/needs/{case.need.public_id}/"
    response = client.get(f"{url}edit/", follow=True)
    assert "内容を変えられません" in text_of(response)
    client.post(f"{url}edit/", TEXT | {"title_ja": "別の題"})
    assert case.need.title_ja != "別の題"


def test_an_unready_draft_is_led_back_to_the_form(client: Client) -> None:
    client.post(NEW, entered(client, title_ja=""))
    need = Need.objects.get()
    response = client.post(f"/my/needs/{need.public_id}/submit/", follow=True)
    assert response.redirect_chain[-1][0] == f"/my/needs/{need.public_id}/edit/"
    need.refresh_from_db()
    assert need.state == NeedState.DRAFT


def test_a_draft_is_handed_in_from_its_page(client: Client) -> None:
    client.post(NEW, entered(client))
    need = Need.objects.get()
    client.post(f"/my/needs/{need.public_id}/submit/")
    need.refresh_from_db()
    assert need.state == NeedState.SUBMITTED


def test_a_need_is_closed_with_a_reason(client: Client, poster: User) -> None:
    client.post(NEW, entered(client))
    need = Need.objects.get()
    close = f"/my/needs/{need.public_id}/close/"
    refused = client.post(close, {"note": "ありがとうございました"})
    assert list(errors_of(refused, "close_form")) == ["reason"]
    assert "ありがとうございました" in text_of(refused)
    client.post(close, {"reason": "withdrawn", "note": ""})
    need.refresh_from_db()
    assert need.state == NeedState.CLOSED


def test_an_expired_need_is_renewed(client: Client, poster: User) -> None:
    firm = poster.memberships.get().organisation
    need = NeedFactory(organisation=firm, state=NeedState.EXPIRED)
    renew = f"/my/needs/{need.public_id}/renew/"
    refused = client.post(renew, {"deadline": YESTERDAY})
    assert list(errors_of(refused, "renew_form")) == ["deadline"]
    day = clock.today() + timedelta(days=60)
    client.post(renew, {"deadline": day.isoformat()})
    need.refresh_from_db()
    assert (need.state, need.deadline) == (NeedState.OPEN, day)


def test_a_need_that_was_opened_shows_its_course(client: Client) -> None:
    client.post(NEW, entered(client, "submit"))
    need = Need.objects.get()
    open_need(need, by=secretary())
    page = text_of(client.get(f"/my/needs/{need.public_id}/"))
    assert "これまでの経過" in page
    assert (
        len(client.get(f"/my/needs/{need.public_id}/").context["case"]["entries"]) > 1
    )


def test_somebody_of_two_organisations_chooses(
    region: Region, signed_in: SignedIn
) -> None:
    user = person_in(OrganisationFactory())
    other = OrganisationFactory()
    user.memberships.create(organisation=other)
    client = signed_in(user)
    client.post(NEW, entered(client, organisation=other.pk))
    assert Need.objects.get().organisation == other
    stranger = OrganisationFactory()
    response = client.post(NEW, entered(client, organisation=stranger.pk))
    assert list(errors_of(response)) == ["organisation"]
