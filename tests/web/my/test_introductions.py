from typing import Any

import pytest

from accounts.models import Region
from curation.enums import AnswerState, IntroductionState, Side
from curation.models import Consent
from tests.factories.accounts import OrganisationFactory, liaison_of, person_in
from tests.factories.catalogue import ResearcherFactory
from tests.factories.curation import Case, agreed_case, asked_case
from tests.factories.projects import active_case, preparing_case
from tests.web.my.conftest import SignedIn
from tests.web.my.pages import errors_of, text_of


def address(case: Case, step: str = "") -> str:
    assert case.introduction is not None
    return f"/my/introductions/{case.introduction.public_id}/{step}"


def test_the_side_with_the_need_answers_with_two_buttons(
    region: Region, signed_in: SignedIn
) -> None:
    case = asked_case()
    page = text_of(signed_in(case.poster).get(address(case)))
    assert "話を聞いてみる" in page
    assert "今回は見送る" in page
    assert "取り次ぐ" not in page
    assert "折れたものだけでも機械で除きたい。" in page
    assert "カメラの画像から、折れや割れのある食品を見分けます。" in page


def test_the_liaison_office_may_pass_on_accept_or_decline(
    region: Region, signed_in: SignedIn
) -> None:
    case = asked_case()
    page = text_of(signed_in(case.liaison).get(address(case)))
    assert "この担当者に取り次ぐ" in page
    assert "窓口として受ける" in page
    assert "今回は見送る" in page


def test_the_need_is_read_before_it_is_answered(
    region: Region, signed_in: SignedIn
) -> None:
    case = asked_case()
    page = text_of(signed_in(case.liaison).get(address(case)))
    need = page.index("折れたものだけでも機械で除きたい。")
    assert need < page.index("この担当者に取り次ぐ")


def test_the_offer_is_read_before_it_is_answered(
    region: Region, signed_in: SignedIn
) -> None:
    case = asked_case()
    page = text_of(signed_in(case.poster).get(address(case)))
    offer = page.index("カメラの画像から、折れや割れのある食品を見分けます。")
    assert offer < page.index("話を聞いてみる")


def test_both_accept_and_see_each_other(region: Region, signed_in: SignedIn) -> None:
    case = asked_case(anonymous=True)
    liaison, poster = signed_in(case.liaison), signed_in(case.poster)
    researcher = signed_in(case.researcher)
    firm = case.need.organisation.name_ja
    assert researcher.get(address(case)).status_code == 404
    person = case.expertise.researcher
    liaison.post(address(case, "pass-on/"), {"researcher": person.pk})
    page = text_of(researcher.get(address(case)))
    assert "企業名非公開" in page
    assert firm not in page
    assert case.poster.email not in page
    researcher.post(address(case, "accept/"))
    assert case.poster.email not in text_of(researcher.get(address(case)))
    poster.post(address(case, "accept/"))
    assert Consent.objects.count() == 2
    for client in (researcher, liaison, poster):
        page = text_of(client.get(address(case)))
        assert case.poster.email in page
        assert case.researcher.email in page
        assert firm in page


def test_accepting_twice_has_one_effect(region: Region, signed_in: SignedIn) -> None:
    case = asked_case()
    client = signed_in(case.poster)
    for _press in range(2):
        assert client.post(address(case, "accept/")).status_code == 302
    assert Consent.objects.count() == 1


def test_a_colleague_learns_who_was_first(region: Region, signed_in: SignedIn) -> None:
    case = asked_case()
    colleague = person_in(case.need.organisation)
    signed_in(case.poster).post(address(case, "accept/"))
    response = signed_in(colleague).post(
        address(case, "decline/"), {"reason": "no_time"}, follow=True
    )
    assert case.poster.name_ja in text_of(response)
    assert case.party(Side.NEED).state == AnswerState.ACCEPTED


def test_declining_needs_a_reason_and_keeps_the_note(
    region: Region, signed_in: SignedIn
) -> None:
    case = asked_case()
    client = signed_in(case.poster)
    response = client.post(address(case, "decline/"), {"note": "来春なら伺えます"})
    assert list(errors_of(response, "decline_form")) == ["reason"]
    assert "来春なら伺えます" in text_of(response)
    assert case.party(Side.NEED).state == AnswerState.WAITING


@pytest.mark.parametrize("may_tell", [True, False])
def test_a_reason_is_told_only_where_it_may_be(
    region: Region, signed_in: SignedIn, may_tell: bool
) -> None:
    case = asked_case()
    data = {"reason": "not_my_field", "note": "内緒のひとこと"}
    if may_tell:
        data["may_tell"] = "on"
    signed_in(case.liaison).post(address(case, "decline/"), data)
    case.introduction.refresh_from_db()
    assert case.introduction.state == IntroductionState.DECLINED
    page = signed_in(case.poster).get(address(case))
    reason = str(case.party(Side.OFFER).get_reason_display())
    assert (reason in text_of(page)) == may_tell
    assert "内緒のひとこと" not in text_of(page)


def test_a_request_is_passed_on_to_the_institutions_own_people(
    region: Region, signed_in: SignedIn
) -> None:
    case = asked_case()
    client = signed_in(case.liaison)
    stranger = ResearcherFactory(organisation=OrganisationFactory(university=True))
    response = client.post(address(case, "pass-on/"), {"researcher": stranger.pk})
    assert list(errors_of(response, "pass_on_form")) == ["researcher"]
    colleague = ResearcherFactory(organisation=case.expertise.organisation)
    client.post(address(case, "pass-on/"), {"researcher": colleague.pk})
    assert case.party(Side.OFFER).researcher == colleague


def test_the_liaison_office_is_told_to_answer_for_who_has_no_account(
    region: Region, signed_in: SignedIn
) -> None:
    case = asked_case()
    client = signed_in(case.liaison)
    colleague = ResearcherFactory(
        organisation=case.expertise.organisation, user=None, name_ja="末岡 翼"
    )
    client.post(address(case, "pass-on/"), {"researcher": colleague.pk})

    page = text_of(client.get(address(case)))

    assert "末岡 翼さんに取り次いだご依頼です。" in page
    assert "あなたの話を聞きたい" not in page


def test_the_liaison_office_accepts_as_the_window(
    region: Region, signed_in: SignedIn
) -> None:
    case = asked_case()
    signed_in(case.liaison).post(address(case, "accept/"))
    party = case.party(Side.OFFER)
    assert (party.state, party.with_liaison) == (AnswerState.ACCEPTED, True)


def test_talking_is_recorded(region: Region, signed_in: SignedIn) -> None:
    case = agreed_case()
    signed_in(case.researcher).post(address(case, "talk/"))
    case.introduction.refresh_from_db()
    assert case.introduction.state == IntroductionState.TALKING


def test_the_project_stands_on_the_page(region: Region, signed_in: SignedIn) -> None:
    case, project = preparing_case()
    page = signed_in(case.poster).get(address(case))
    assert project.title_ja in text_of(page)
    assert f'href="/my/projects/{project.public_id}/"' in page.content.decode()


STEPS = ["accept/", "decline/", "pass-on/", "talk/"]


@pytest.mark.parametrize("step", STEPS)
def test_a_get_decides_nothing(region: Region, signed_in: SignedIn, step: str) -> None:
    case = asked_case()
    response = signed_in(case.poster).get(address(case, step))
    assert response.status_code == 405
    assert case.party(Side.NEED).state == AnswerState.WAITING


@pytest.mark.parametrize("step", STEPS)
def test_outsiders_find_nothing(region: Region, signed_in: SignedIn, step: str) -> None:
    case = asked_case()
    client = signed_in(liaison_of(OrganisationFactory(university=True)))
    assert client.get(address(case)).status_code == 404
    assert client.post(address(case, step), {"reason": "other"}).status_code == 404


def test_the_list_parts_what_waits_from_the_rest(
    region: Region, signed_in: SignedIn
) -> None:
    case = asked_case()
    client = signed_in(case.poster)
    context = client.get("/my/introductions/").context
    assert (len(context["to_answer"]), len(context["others"])) == (1, 0)
    client.post(address(case, "accept/"))
    context = client.get("/my/introductions/").context
    assert (len(context["to_answer"]), len(context["others"])) == (0, 1)


def test_an_empty_list_helps(region: Region, signed_in: SignedIn) -> None:
    page = signed_in(person_in(OrganisationFactory())).get("/my/introductions/")
    assert "お返事待ちの紹介はありません" in text_of(page)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("make", [asked_case, agreed_case])
def test_the_list_takes_few_queries(
    region: Region,
    signed_in: SignedIn,
    django_assert_max_num_queries: Any,
    make: Any,
    rows: int,
) -> None:
    cases = [make(anonymous=True) for _row in range(rows)]
    office = liaison_of(cases[0].expertise.organisation)
    for case in cases[1:]:
        office.memberships.create(
            organisation=case.expertise.organisation, role="liaison"
        )
    client = signed_in(office)
    client.get("/my/introductions/")
    with django_assert_max_num_queries(12):
        context = client.get("/my/introductions/").context
    assert len(context["to_answer"]) + len(context["others"]) == rows


@pytest.mark.parametrize("who", ["poster", "liaison", "researcher"])
@pytest.mark.parametrize("make", [agreed_case, preparing_case, active_case])
def test_an_introduction_takes_few_queries(
    region: Region,
    signed_in: SignedIn,
    django_assert_max_num_queries: Any,
    make: Any,
    who: str,
) -> None:
    made = make(anonymous=True)
    case = made[0] if isinstance(made, tuple) else made
    client = signed_in(getattr(case, who))
    client.get(address(case))
    with django_assert_max_num_queries(12):
        assert client.get(address(case)).status_code == 200


def test_the_page_speaks_english(region: Region, signed_in: SignedIn) -> None:
    case = asked_case()
    page = signed_in(case.poster).get(f"/en{address(case)}")
    assert "I would like to hear more" in text_of(page)
    assert '<html lang="en">' in page.content.decode()
