from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from accounts.models import User
from catalogue.enums import NeedState
from catalogue.models import Expertise, Need
from recommendations.actions.suggestions import refresh_for_need
from tests.factories.accounts import MunicipalityFactory, officer_of, secretary
from tests.factories.catalogue import ConflictFactory, ExpertiseFactory, NeedFactory

pytestmark = pytest.mark.django_db


BARE = {
    "summary_en": "",
    "background_ja": "",
    "background_en": "",
    "wanted_ja": "",
    "wanted_en": "",
    "conditions_ja": "",
    "conditions_en": "",
}


@pytest.fixture
def need() -> Need:
    return NeedFactory(
        title_ja="汚泥のにおいと排水処理に困る", title_en="", summary_ja="", **BARE
    )


def expertise(title: str, **fields: object) -> Expertise:
    texts = {"summary_ja": "", "summary_en": "", "body_ja": "", "body_en": ""}
    lists = {"uses_ja": [], "uses_en": [], "keywords_ja": [], "keywords_en": []}
    return ExpertiseFactory(title_ja=title, title_en="", **texts | lists | fields)


def ask(client, need: Need, **query: str) -> BeautifulSoup:
    page = client.get(reverse("desk:why_not", args=[need.public_id]), query)
    assert page.status_code == 200
    return BeautifulSoup(page.content, "html.parser")


def listed(page: BeautifulSoup, column: int) -> list[str]:
    return [
        row.find_all(["th", "td"])[column].get_text(strip=True)
        for row in page.select("tbody tr")
    ]


def test_the_need_leads_to_what_is_missing(enter, need):
    offer = expertise("工場の排水のにおいを測る")
    expertise("下水の汚泥の処理と、泥の重さ")
    client = enter(secretary())
    form = BeautifulSoup(
        client.get(reverse("desk:need", args=[need.public_id])).content, "html.parser"
    ).select_one("form[action$='/why-not/']")
    assert form["method"] == "get"

    page = ask(client, need, q="排水 におい")

    assert page.select_one("#why-not-heading").text == offer.title_ja
    assert set(listed(page, 0)) == {"汚泥", "処理"}
    assert {li.text for li in page.select(".desk-words li")} == {"排水", "におい"}


def test_several_are_listed_to_choose_from(enter, need):
    first, second = expertise("橋の点検"), expertise("橋の塗装")
    client = enter(secretary())

    page = ask(client, need, q="橋")

    links = [a["href"] for a in page.select("tbody th a")]
    words = quote("橋")
    assert links == [f"?q={words}&expertise={o.public_id}" for o in (first, second)]
    chosen = ask(client, need, q="橋", expertise=second.public_id)
    assert chosen.select_one("#why-not-heading").text == second.title_ja
    # The words stay in their box, and a link leads back to what they found.
    assert chosen.select_one("input[name=q]")["value"] == "橋"
    assert chosen.select_one(f'a[href="?q={words}"]')
    assert "橋の点検" not in ask(client, need, q="柿").get_text()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_keeps_it_out_whatever_its_words_are(enter, need, language):
    barred = expertise("排水の処理")
    ConflictFactory(organisation=need.organisation, researcher=barred.researcher)
    reader = secretary()
    client = enter(reader)
    User.objects.filter(pk=reader.pk).update(language=language)

    text = ask(client, need, q="排水").get_text()

    told = {
        "ja": "相談者と利益相反の関係があるため、候補に出しません。",
        "en": "There is a conflict of interest with the poster",
    }
    assert told[language] in text


def test_a_candidate_is_said_to_be_one(enter, need):
    expertise("排水処理と汚泥のにおい")
    refresh_for_need(need)

    page = ask(enter(secretary()), need, q="汚泥")
    assert "It is among the candidates of this need." in page.get_text()


def test_a_draft_is_found_by_nobody_and_another_place_has_no_page(enter, need):
    draft = expertise("排水の膜", state="draft")
    officer = officer_of(MunicipalityFactory())
    address = reverse("desk:why_not", args=[need.public_id])

    assert enter(officer).get(address).status_code == 404
    own = officer_of(need.municipality)
    assert enter(own).get(address, {"expertise": draft.public_id}).status_code == 404


def test_a_need_that_is_not_open_is_said_to_have_no_candidates(enter):
    need = NeedFactory(state=NeedState.SUBMITTED, opened_at=None)
    expertise("排水の処理")

    text = ask(enter(secretary()), need, q="排水").get_text()

    assert "candidates are proposed for open needs only" in text
