"""The front door: what it shows, and what it never does."""

import re
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache

from accounts.enums import PartnershipStatus
from accounts.models import Region
from catalogue.enums import NeedState, Visibility
from cms.actions import put_news
from cms.models import HomePage
from lifecycle import clock
from tests.factories.accounts import (
    OrganisationFactory,
    PartnershipFactory,
    UserFactory,
    person_in,
    secretary,
)
from tests.factories.catalogue import (
    ExpertiseFactory,
    IndustryFactory,
    NeedFactory,
    OutcomeFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

# Site, language, page.
WAGTAIL = 3
# Region, menu; the page's other language; needs and how many share their place and
# trade; results, news, themes, partnerships.
OURS = 9


def read(client, path="/"):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def figures(text):
    pairs = re.findall(
        r'<dt><a [^>]*>([^<]+)</a></dt><dd><span class="figure-value">([^<]+)<', text
    )
    return dict(pairs)


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/", "お困りごとを、ふだんの言葉でお書きください"),
        ("/en/", "Tell us your trouble, in your own words"),
    ],
)
def test_the_box_is_the_front_door(home, client, path, title):
    text = read(client, path)
    assert len(re.findall("<h1", text)) == 1
    assert title in re.search(r"<h1.*?</h1>", text, re.S).group()
    form = re.search(r'<form class="match-box".*?</form>', text, re.S).group()
    assert 'method="post"' in form
    assert "csrfmiddlewaretoken" in form


def test_an_empty_catalogue_is_told_of(home, client):
    text = read(client, "/en/")
    assert "No need is open at the moment" in text
    assert "No result has been published yet" in text
    assert "None has been confirmed yet." in text
    assert figures(text) == {
        "Needs open for answers": "0",
        "Expertise on offer": "0",
        "Institutions": "0",
        "Results published": "0",
    }


def test_counts_are_of_what_anyone_may_see(home, client):
    NeedFactory()
    NeedFactory(state=NeedState.SETTLED)
    NeedFactory(visibility=Visibility.MEMBERS)
    NeedFactory(draft=True)
    ExpertiseFactory()
    ExpertiseFactory(state="draft")
    OutcomeFactory(published=True)
    OutcomeFactory()
    assert figures(read(client, "/en/")) == {
        "Needs open for answers": "1",
        "Expertise on offer": "1",
        # Each of the two offers made a university.
        "Institutions": "2",
        "Results published": "1",
    }


def test_a_count_leads_to_a_list_of_as_many(home, client):
    NeedFactory.create_batch(2)
    NeedFactory(state=NeedState.SETTLED)
    ExpertiseFactory.create_batch(3)
    OrganisationFactory(listed=True)
    OutcomeFactory(published=True)
    page = BeautifulSoup(read(client), "html.parser")

    shown = page.select("dl.figures dt")
    assert len(shown) == 4
    for figure in shown:
        [told] = figure.find_next("dd").select_one(".figure-value").contents
        listed = BeautifulSoup(read(client, figure.a["href"]), "html.parser")
        assert len(listed.select(".entries > li")) == int(told), figure.get_text()


def test_counts_are_kept_for_a_minute(home, client):
    read(client)
    NeedFactory()
    assert figures(read(client, "/en/"))["Needs open for answers"] == "0"
    cache.clear()
    assert figures(read(client, "/en/"))["Needs open for answers"] == "1"


def test_needs_stand_the_newest_first_and_lead_to_their_page(home, client):
    now = clock.now()
    old = NeedFactory(opened_at=now - timedelta(days=9), title_ja="古い困りごと")
    new = NeedFactory(opened_at=now, title_ja="新しい相談")
    text = read(client)
    assert text.index("新しい相談") < text.index("古い困りごと")
    for need in (old, new):
        assert f"/{need.public_id}/" in text


def test_what_a_visitor_may_not_see_is_not_there(home, client):
    for visibility in (Visibility.MEMBERS, Visibility.SECRETARIAT):
        NeedFactory(visibility=visibility, title_ja="内々の相談")
    NeedFactory(draft=True, title_ja="内々の下書き")
    OutcomeFactory(title_ja="内々の成果")
    assert "内々" not in read(client)


def test_a_member_sees_what_members_may(home, client):
    NeedFactory(visibility=Visibility.MEMBERS, title_ja="会員への相談")
    client.force_login(person_in(OrganisationFactory()))
    assert "会員への相談" in read(client)


@pytest.mark.parametrize("reader", ["visitor", "member", "secretary"])
def test_a_withheld_name_stays_withheld(home, client, reader):
    needs = [
        NeedFactory(anonymous=True, industry=IndustryFactory(), created_by=maker)
        for maker in (UserFactory(), None)
    ]
    if reader != "visitor":
        someone = person_in(OrganisationFactory())
        client.force_login(secretary() if reader == "secretary" else someone)
    for path, words in (("/", "企業名非公開"), ("/en/", "Name withheld")):
        text = read(client, path)
        assert text.count(words) == len(needs)
        for need in needs:
            assert need.public_id in text
            owner, place = need.organisation, need.municipality
            for name in (owner.name_ja, owner.name_en, owner.phone):
                assert name not in text
            # Alone in its place and trade: the place would point at it.
            assert place.name_ja not in text
            assert place.name_en not in text


def test_a_place_with_many_of_the_trade_is_shown(home, client):
    industry = IndustryFactory()
    need = NeedFactory(anonymous=True, industry=industry)
    region = Region.objects.get()
    for _number in range(region.small_cell):
        NeedFactory(industry=industry, municipality=need.municipality)
    assert need.municipality.name_ja in read(client)


def test_partnerships_that_are_known_are_shown(home, client):
    active = PartnershipFactory()
    arranging = PartnershipFactory(status=PartnershipStatus.ARRANGING)
    unknown = PartnershipFactory(status=PartnershipStatus.UNCONFIRMED)
    text = read(client)
    assert active.institution.name_ja in text
    assert arranging.institution.name_ja in text
    assert unknown.institution.name_ja not in text
    assert "連携ありは1組、調整中は1組です。" in text


def test_news_are_those_of_the_page_s_language(home, client):
    put_news(
        slug="open",
        date=date(2026, 4, 6),
        title_ja="公開しました",
        title_en="Now open",
        body_ja="本日。",
        body_en="Today.",
    )
    assert "公開しました" in read(client)
    assert "Now open" in read(client, "/en/")
    assert "公開しました" not in read(client, "/en/")


def test_the_office_edits_lead_notice_and_examples(home, client):
    page = HomePage.objects.get(locale__language_code="ja")
    page.lead = "職員の一文"
    page.notice = [("callout", {"title": "休止のお知らせ", "text": "<p>本日まで</p>"})]
    page.examples = [("example", "職員の例文")]
    page.save_revision().publish()
    text = read(client)
    for part in ("職員の一文", "休止のお知らせ", "本日まで", "職員の例文"):
        assert part in text
    assert "夏になると惣菜の袋" not in text


def test_the_office_can_be_reached(home, client):
    text = read(client)
    assert "tel:0830000000" in text
    assert "mailto:office@example.jp" in text


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(home, client, rows, django_assert_num_queries):
    for number in range(rows):
        theme = ThemeFactory()
        NeedFactory().themes.add(theme)
        NeedFactory(anonymous=True, industry=IndustryFactory()).themes.add(theme)
        OutcomeFactory(published=True)
        PartnershipFactory()
        put_news(slug=f"n{number}", date=clock.today(), title_ja="題", body_ja="本文")
    read(client)
    with django_assert_num_queries(WAGTAIL + OURS):
        read(client)
