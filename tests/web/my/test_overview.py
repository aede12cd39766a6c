from typing import Any

import pytest

from accounts.models import Region
from catalogue.enums import NeedState, OfferState
from tests.factories.accounts import (
    OrganisationFactory,
    UserFactory,
    liaison_of,
    person_in,
)
from tests.factories.catalogue import ExpertiseFactory, NeedFactory
from tests.factories.curation import asked_case
from tests.factories.recommendations import PairingFactory
from tests.web.my.conftest import SignedIn
from tests.web.my.pages import text_of


def test_a_newcomer_is_asked_for_an_organisation(signed_in: SignedIn) -> None:
    page = signed_in(UserFactory()).get("/my/")
    assert "まず、所属する組織を教えてください" in text_of(page)
    assert 'href="/my/organisation/"' in page.content.decode()


def test_nothing_to_do_helps_on(signed_in: SignedIn) -> None:
    page = signed_in(person_in(OrganisationFactory())).get("/my/")
    assert "いま、お願いすることはありません" in text_of(page)
    assert 'href="/my/needs/new/"' in page.content.decode()


def test_each_side_reads_what_it_is_asked(region: Region, signed_in: SignedIn) -> None:
    case = asked_case(anonymous=True)
    address = f"/my/introductions/{case.introduction.public_id}/"
    poster = signed_in(case.poster).get("/my/")
    assert "お役に立てるかもしれない相手がいます" in text_of(poster)
    liaison = signed_in(case.liaison).get("/my/")
    assert "話を聞きたいと考えています" in text_of(liaison)
    for page in (poster, liaison):
        assert f'href="{address}"' in page.content.decode()
    assert case.need.organisation.name_ja not in text_of(liaison)
    assert not signed_in(case.researcher).get("/my/").context["tasks"]


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (NeedState.RETURNED, "コメントを付けて戻ってきました"),
        (NeedState.DRAFT, "は下書きです"),
        (NeedState.EXPIRED, "受付期限が過ぎました"),
    ],
)
def test_needs_that_stand_still_are_named(
    signed_in: SignedIn, state: NeedState, sentence: str
) -> None:
    user = person_in(OrganisationFactory())
    need = NeedFactory(organisation=user.memberships.get().organisation, state=state)
    [task] = signed_in(user).get("/my/").context["tasks"]
    assert sentence in task["sentence"]
    assert task["url"] == f"/my/needs/{need.public_id}/"


@pytest.mark.parametrize(
    "state", [NeedState.SUBMITTED, NeedState.OPEN, NeedState.IN_DIALOGUE]
)
def test_needs_with_others_are_told_apart(
    signed_in: SignedIn, state: NeedState
) -> None:
    user = person_in(OrganisationFactory())
    NeedFactory(organisation=user.memberships.get().organisation, state=state)
    context = signed_in(user).get("/my/").context
    assert (len(context["tasks"]), len(context["elsewhere"])) == (0, 1)


def test_a_liaison_office_reads_what_waits_for_its_check(
    region: Region, signed_in: SignedIn
) -> None:
    offer = ExpertiseFactory(state=OfferState.SUBMITTED)
    page = signed_in(liaison_of(offer.organisation)).get("/my/")
    assert "1件が確認を待っています" in text_of(page)


def test_returned_entries_are_named(region: Region, signed_in: SignedIn) -> None:
    offer = ExpertiseFactory(state=OfferState.RETURNED)
    [task] = signed_in(offer.researcher.user).get("/my/").context["tasks"]
    assert task["url"] == f"/my/expertise/{offer.public_id}/"


def test_fitting_needs_are_proposed(region: Region, signed_in: SignedIn) -> None:
    pairing = PairingFactory()
    secret = PairingFactory(
        expertise=pairing.expertise, need=NeedFactory(visibility="secretariat")
    )
    page = text_of(signed_in(pairing.expertise.researcher.user).get("/my/"))
    assert pairing.need.title_ja in page
    assert secret.need.title_ja not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_overview_takes_few_queries(
    region: Region, signed_in: SignedIn, django_assert_max_num_queries: Any, rows: int
) -> None:
    case = asked_case()
    for _row in range(rows):
        NeedFactory(organisation=case.need.organisation, state=NeedState.DRAFT)
        PairingFactory(expertise=case.expertise)
        ExpertiseFactory(organisation=case.expertise.organisation, state="submitted")
    for user in (case.poster, case.liaison):
        client = signed_in(user)
        client.get("/my/")
        with django_assert_max_num_queries(12):
            client.get("/my/")
