from typing import Any

import pytest

from accounts.models import Region
from catalogue.actions.offers import return_offer
from catalogue.enums import OfferState
from catalogue.models import Expertise
from tests.factories.accounts import (
    OrganisationFactory,
    UserFactory,
    liaison_of,
    person_in,
)
from tests.factories.catalogue import (
    ExpertiseFactory,
    NeedFactory,
    ResearcherFactory,
    ReviewSectionFactory,
    ThemeFactory,
)
from tests.web.my.conftest import SignedIn
from tests.web.my.pages import box_of, errors_of, text_of

NEW = "/my/expertise/new/"
TEXT = {
    "title_ja": "画像による小さな食品の選別",
    "body_ja": "形の特徴を学習させ、ベルトの上の食品を一つずつ判定します。",
}


def entered(client: Any, step: str = "draft", **more: Any) -> dict[str, Any]:
    page = client.get(NEW)
    fixed = {
        "form_token": page.context["token"],
        "organisation": box_of(page, "organisation"),
        "researcher": box_of(page, "researcher") or "",
        "step": step,
    }
    return fixed | TEXT | more


def test_a_researcher_tells_what_they_can_do(
    region: Region, signed_in: SignedIn
) -> None:
    person = ResearcherFactory(organisation=OrganisationFactory(university=True))
    client, theme = signed_in(person.user), ThemeFactory()
    more = {"uses_ja": "・煮干しの選別\r\n折れの検査", "keywords_ja": "選別、画像,選別"}
    client.post(NEW, entered(client, "submit", themes=[theme.pk], maturity="5", **more))
    offer = Expertise.objects.get()
    assert (offer.researcher, offer.state) == (person, OfferState.SUBMITTED)
    assert offer.uses_ja == ["煮干しの選別", "折れの検査"]
    assert offer.keywords_ja == ["選別", "画像"]
    assert (offer.maturity, list(offer.themes.all())) == (5, [theme])


def test_a_double_press_makes_one_entry(region: Region, signed_in: SignedIn) -> None:
    client = signed_in(person_in(OrganisationFactory()))
    data = entered(client, "submit")
    first, second = client.post(NEW, data), client.post(NEW, data)
    assert first["Location"] == second["Location"]
    assert Expertise.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "step", "wrong"),
    [
        ({"title_ja": ""}, "draft", {"title_ja"}),
        ({"body_ja": ""}, "submit", {"body_ja"}),
        ({"title_ja": "題\ufffd"}, "draft", {"title_ja"}),
        ({"uses_ja": "あ" * 121}, "draft", {"uses_ja"}),
        ({"maturity": "10"}, "draft", {"maturity"}),
        ({"field_1": "0"}, "draft", {"field_1"}),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(
    region: Region,
    signed_in: SignedIn,
    more: dict[str, str],
    step: str,
    wrong: set[str],
) -> None:
    client = signed_in(person_in(OrganisationFactory()))
    data = entered(client, step, summary_ja="小さな食品を分けます") | more
    response = client.post(NEW, data)
    assert set(errors_of(response)) == wrong
    assert box_of(response, "summary_ja") == "小さな食品を分けます"
    assert not Expertise.objects.exists()


def test_editing_keeps_what_was_chosen(region: Region, signed_in: SignedIn) -> None:
    offer = ExpertiseFactory(uses_ja=["選別"])
    field = ReviewSectionFactory()
    offer.fields.add(field)
    client = signed_in(offer.researcher.user)
    edit = f"/my/expertise/{offer.public_id}/edit/"
    assert box_of(client.get(edit), "field_1") == str(field.pk)
    client.post(edit, TEXT | {"uses_ja": "検査", "field_1": field.pk})
    offer.refresh_from_db()
    assert (offer.uses_ja, list(offer.fields.all())) == (["検査"], [field])


def test_an_entry_is_archived_and_revived(region: Region, signed_in: SignedIn) -> None:
    offer = ExpertiseFactory()
    client = signed_in(offer.researcher.user)
    base = f"/my/expertise/{offer.public_id}/"
    for step, state in (("archive/", "archived"), ("revive/", "draft")):
        assert client.get(base + step).status_code == 405
        client.post(base + step)
        offer.refresh_from_db()
        assert offer.state == state


def test_a_liaison_office_publishes_after_its_check(
    region: Region, signed_in: SignedIn
) -> None:
    offer = ExpertiseFactory(state=OfferState.SUBMITTED, published_at=None)
    client = signed_in(liaison_of(offer.organisation))
    page = f"/my/checks/{offer.public_id}/"
    assert offer.title_ja in text_of(client.get("/my/checks/"))
    refused = client.post(f"{page}publish/")
    assert list(errors_of(refused, "publish_form")) == ["patents_checked"]
    client.post(f"{page}publish/", {"patents_checked": "on"})
    offer.refresh_from_db()
    assert offer.state == OfferState.PUBLISHED


def test_a_liaison_office_gives_back_with_a_comment(
    region: Region, signed_in: SignedIn
) -> None:
    offer = ExpertiseFactory(state=OfferState.SUBMITTED)
    client = signed_in(liaison_of(offer.organisation))
    page = f"/my/checks/{offer.public_id}/return/"
    assert list(errors_of(client.post(page), "return_form")) == ["comment"]
    client.post(page, {"comment": "試験の条件を足してください。"})
    own = signed_in(offer.researcher.user).get(f"/my/expertise/{offer.public_id}/")
    assert "試験の条件を足してください。" in text_of(own)


def test_the_second_to_decide_learns_who_was_first(
    region: Region, signed_in: SignedIn
) -> None:
    offer = ExpertiseFactory(state=OfferState.SUBMITTED)
    first, second = liaison_of(offer.organisation), liaison_of(offer.organisation)
    return_offer(offer, by=first, comment="条件を足してください。")
    page = f"/my/checks/{offer.public_id}/publish/"
    response = signed_in(second).post(page, {"patents_checked": "on"}, follow=True)
    assert first.name_ja in text_of(response)


def test_others_find_nothing(region: Region, signed_in: SignedIn) -> None:
    offer = ExpertiseFactory(state=OfferState.SUBMITTED)
    stranger = signed_in(liaison_of(OrganisationFactory(university=True)))
    member = signed_in(person_in(offer.organisation))
    for client in (stranger, member):
        assert client.get(f"/my/expertise/{offer.public_id}/").status_code == 404
        assert client.get(f"/my/checks/{offer.public_id}/").status_code == 404
        url = f"/my/checks/{offer.public_id}/publish/"
        assert client.post(url, {"patents_checked": "on"}).status_code == 404
    assert member.get("/my/checks/").status_code == 404


def test_suggestions_stand_with_their_evidence(
    region: Region, signed_in: SignedIn
) -> None:
    offer = ExpertiseFactory()
    need = NeedFactory(
        anonymous=True, wanted_ja="折れや割れのある食品を画像で見分けたい。"
    )
    own = NeedFactory(organisation=offer.organisation, title_ja="うちの食品の選別")
    client = signed_in(offer.researcher.user)
    for url in ("/my/suggestions/", f"/my/expertise/{offer.public_id}/suggestions/"):
        page = text_of(client.get(url))
        assert need.title_ja in page
        assert "折れや割れのある食品を画像で見分けたい。" in page
        assert own.title_ja not in page
        assert need.organisation.name_ja not in page


def test_empty_pages_help(region: Region, signed_in: SignedIn) -> None:
    client = signed_in(person_in(OrganisationFactory()))
    for url in ("/my/expertise/", "/my/suggestions/"):
        assert f'href="{NEW}"' in client.get(url).content.decode()
    newcomer = signed_in(UserFactory())
    assert newcomer.get(NEW)["Location"] == "/my/organisation/"


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_and_details_take_few_queries(
    region: Region, signed_in: SignedIn, django_assert_max_num_queries: Any, rows: int
) -> None:
    university = OrganisationFactory(university=True)
    person = ResearcherFactory(organisation=university)
    for state in (OfferState.PUBLISHED, OfferState.SUBMITTED):
        offers = [
            ExpertiseFactory(organisation=university, researcher=person, state=state)
            for _row in range(rows)
        ]
    pages = {person.user: ["/my/expertise/", f"/my/expertise/{offers[0].public_id}/"]}
    office = liaison_of(university)
    pages[office] = ["/my/checks/", f"/my/checks/{offers[0].public_id}/"]
    for user, urls in pages.items():
        client = signed_in(user)
        for url in urls:
            client.get(url)
            with django_assert_max_num_queries(12):
                assert client.get(url).status_code == 200
