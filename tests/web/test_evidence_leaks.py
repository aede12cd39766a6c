"""No face that quotes evidence ever quotes what would tell who posts a withheld need.

The need's own sentences about the firm, its telephone and its people speak of the very
matter that the expertise speaks of: a matcher that could read them would quote them
first. They are withheld from the start, or tell only by what was entered since.
"""

from datetime import date, time

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import Region
from catalogue.enums import NeedState, Visibility
from catalogue.models import Expertise, Need
from curation.actions.asking import ask_both_sides
from lifecycle import jobs
from notifications.models import Mail
from recommendations.actions.decisions import shortlist
from recommendations.actions.events import keep_event, plan_event
from recommendations.actions.suggestions import refresh_for_need
from recommendations.models import MatchingEvent, Pairing
from recommendations.selectors import candidates
from tests.factories.accounts import (
    MembershipFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PartnershipFactory,
    liaison_of,
    officer_of,
    person_in,
    secretary,
)
from tests.factories.catalogue import ExpertiseFactory, NeedFactory, VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]

languages = pytest.mark.parametrize("lang", ["ja", "en"])

TELLING = (
    "うしお鋳造",
    "ウシオチュウゾウ",
    "Ushio Casting",
    "ushio-cast",
    "911-2233",
    "鳴海",
    "Narumi",
    "八潮選別",
    "Yashio",
)
MATTER = "煮干しの折れや割れを、カメラの画像で見分けて選別したいです。"
MATTER_EN = "We want to sort dried sardines by camera images of their cracks."
# Whoever reads only this asks about the same matter and learns nothing.
HARMLESS = {
    "title_ja": "煮干しの折れを見分けたい",
    "title_en": "Finding broken sardines",
    "summary_ja": MATTER,
    "summary_en": MATTER_EN,
}
NAMING = {
    "background_ja": "株式会社うしお鋳造では、"
    "煮干しの折れや割れをカメラの画像で選別したい。"
    "ウシオチュウゾウの煮干しの割れを画像で選別したい。",
    "background_en": "Ushio Casting sorts dried sardines by camera images of cracks.",
    "wanted_ja": "煮干しの折れや割れの画像選別は083-911-2233へ。",
    "wanted_en": "For sorting sardines by camera images of cracks call 083-911-2233, "
    "or see ushio-cast.example.jp for images of cracks.",
    "conditions_ja": "鳴海遥が煮干しの折れや割れを画像で選別します。",
    "conditions_en": "Narumi Haruka sorts sardines by camera images of cracks.",
}
HIDDEN = {"competitors": "八潮選別は煮干しの折れや割れを画像で選別する。Yashio sorts."}
QUESTION = {"ja": MATTER, "en": MATTER_EN}
START = {"ja": "", "en": "/en"}


@pytest.fixture(autouse=True)
def others(region):
    """Offers and needs on another matter, so that words tell something."""
    bare = {"title_ja": "橋", "title_en": "Bridges", "summary_ja": "橋を点検します。"}
    ExpertiseFactory.create_batch(
        30, company=True, organisation=OrganisationFactory(), body_ja="", **bare
    )
    texts = {"background_ja": "", "wanted_ja": ""}
    NeedFactory.create_batch(
        10, organisation=OrganisationFactory(), draft=False, **bare | texts
    )


@pytest.fixture
def offer() -> Expertise:
    return ExpertiseFactory(
        title_ja="画像による小さな食品の選別",
        title_en="Sorting small foods by image",
        summary_ja="煮干しなどの折れや割れを、カメラの画像で見分けて選別します。",
        summary_en="Camera images find cracks in dried sardines and sort them.",
    )


def withheld(**values) -> Need:
    """Make an open need whose poster withholds the name, with hidden fields."""
    firm = OrganisationFactory(
        name_ja="株式会社うしお鋳造",
        name_en="Ushio Casting",
        kana="ウシオチュウゾウ",
        phone="083-911-2233",
        url="https://ushio-cast.example.jp/",
    )
    poster = person_in(firm, name_ja="鳴海 遥", name_en="Narumi Haruka")
    visit = VisitFactory(
        organisation=firm,
        spoke_with="鳴海",
        consent_by="鳴海",
        notes=NAMING["background_ja"],
    )
    given = {"organisation": firm, "created_by": poster, "visit": visit}
    return NeedFactory(
        anonymous=True, **given | HARMLESS | {"wanted_ja": ""} | HIDDEN | values
    )


def quoted(client: Client, address: str, status: int = 200) -> str:
    """Return what a page quotes as evidence; it must quote something."""
    page = client.get(address)
    assert page.status_code == status, address
    soup = BeautifulSoup(page.content, "html.parser")
    told = " ".join(part.get_text() for part in soup.select(".evidence"))
    assert told.strip(), address
    return told


def asked(client: Client, text: str, kind: str = "need") -> str:
    cache.clear()  # of how often this reader asked
    body = {"text": text, "kinds": [kind]}
    answer = client.post("/api/v1/match/", body, content_type="application/json")
    assert answer.status_code == 200
    return str(answer.json()["results"])


def telling(told: str) -> list[str]:
    return [word for word in TELLING if word in told]


def signed_in(user, lang: str) -> Client:
    user.language = lang
    user.save(update_fields=["language"])
    client = Client()
    client.force_login(user)
    return client


def planned_with(need: Need) -> MatchingEvent:
    event = keep_event(
        MatchingEvent(),
        by=secretary(),
        needs=[need],
        title="秋のマッチング会",
        on=date(2026, 12, 10),
        starts_at=time(13),
    )
    plan_event(event, by=secretary())
    jobs.drain()
    return event


def everything_quoted(client: Client, need: Need, offer: Expertise, lang: str) -> dict:
    """Return, by face, what each quotes about a need that everybody may see."""
    refresh_for_need(need)
    return {
        "api": asked(client, QUESTION[lang]),
        "page": quoted(client, f"{START[lang]}/needs/{need.public_id}/"),
        "suggestions": quoted(
            signed_in(offer.researcher.user, lang), f"{START[lang]}/my/suggestions/"
        ),
        "desk": quoted(
            signed_in(secretary(), lang), reverse("desk:need", args=[need.public_id])
        ),
        "desk of the place": quoted(
            signed_in(officer_of(need.municipality), lang),
            reverse("desk:need", args=[need.public_id]),
        ),
        "event": quoted(
            signed_in(secretary(), lang),
            reverse("desk:event", args=[planned_with(need).public_id]),
        ),
    }


@languages
def test_evidence_is_quoted_but_never_from_a_field_that_tells(client, offer, lang):
    need = withheld(**NAMING)

    told = everything_quoted(client, need, offer, lang)

    assert need.public_id in told["api"]
    word = {"ja": "折れ", "en": "sardines"}[lang]
    assert {face for face, text in told.items() if word not in text} == set()
    assert {face: telling(text) for face, text in told.items() if telling(text)} == {}


@languages
def test_a_poster_who_shows_the_name_is_quoted_in_full(client, offer, lang):
    need = withheld(**NAMING, summary_ja="", summary_en="")
    Need.objects.filter(pk=need.pk).update(anonymous=False)
    need.refresh_from_db()

    told = everything_quoted(client, need, offer, lang)

    name = {"ja": "うしお鋳造", "en": "Ushio Casting"}[lang]
    assert {face for face, text in told.items() if name not in text} == set()
    secret = ("八潮選別", "Yashio")
    assert [word for word in secret for text in told.values() if word in text] == []


def test_nobody_finds_a_withheld_need_by_what_tells(client):
    withheld(**NAMING)

    for question in ("うしお鋳造", "鳴海遥", "Ushio Casting", "八潮", "Narumi"):
        assert asked(client, question) == "[]"


@languages
def test_why_not_weighs_no_word_that_tells(offer, lang):
    need = withheld(**NAMING)
    bridge = Expertise.objects.filter(title_ja="橋").first()
    client = signed_in(secretary(), lang)
    address = reverse("desk:why_not", args=[need.public_id])

    page = client.get(address, {"expertise": bridge.public_id}).content.decode()

    soup = BeautifulSoup(page, "html.parser")
    words = [row.get_text(strip=True) for row in soup.select("tbody tr th")]
    assert words
    assert [w for w in words if w in ("うしお", "鋳造", "遥", "Ushio", "casting")] == []
    assert telling(page) == []


@languages
def test_what_was_quoted_before_it_told_is_quoted_no_longer(client, offer, lang):
    """The poster enters a short name afterwards, which the text happened to use."""
    need = withheld(
        summary_ja="みさご屋では煮干しの折れや割れをカメラの画像で見分けて選別したい。",
        summary_en="At Misagoya we sort sardines by camera images of their cracks.",
    )
    event = planned_with(need)
    refresh_for_need(need)
    pairing = Pairing.objects.get(need=need, expertise=offer)
    shortlist(pairing, by=secretary())
    case = ask_both_sides(pairing=pairing, by=secretary())
    suggesting = signed_in(offer.researcher.user, lang)
    liaison = signed_in(liaison_of(offer.organisation), lang)
    address = f"{START[lang]}/my/introductions/{case.public_id}/"
    kept = {"ja": "みさご屋", "en": "Misagoya"}[lang]
    assert kept in quoted(liaison, address)
    assert kept in asked(client, QUESTION[lang])

    firm = need.organisation
    firm.short_ja, firm.short_en = "みさご屋", "Misagoya"
    firm.save()

    desk = signed_in(secretary(), lang)
    told = {
        "api": asked(client, QUESTION[lang]),
        "page": quoted(client, f"{START[lang]}/needs/{need.public_id}/"),
        "suggestions": quoted(suggesting, f"{START[lang]}/my/suggestions/"),
        "introduction": quoted(liaison, address),
        "desk": quoted(desk, reverse("desk:need", args=[need.public_id])),
        "event": quoted(desk, reverse("desk:event", args=[event.public_id])),
    }
    assert {face for face, text in told.items() if kept in text} == set()
    own = signed_in(need.created_by, lang)
    assert kept in quoted(own, address)


@languages
@pytest.mark.parametrize(
    "visibility",
    [Visibility.MEMBERS, Visibility.PARTNERS_FIRST, Visibility.SECRETARIAT],
)
def test_a_hidden_need_is_quoted_to_nobody_from_whom_it_is_hidden(
    client, offer, lang, visibility
):
    Region.objects.update(partner_head_start_days=5)
    place = MunicipalityFactory()
    PartnershipFactory(municipality=place)
    need = withheld(**NAMING, visibility=visibility, municipality=place)
    refresh_for_need(need)
    assert candidates(need).exists()
    MembershipFactory(user=offer.researcher.user, organisation=offer.organisation)
    member = signed_in(offer.researcher.user, lang)
    page = f"{START[lang]}/needs/{need.public_id}/"
    desk = reverse("desk:need", args=[need.public_id])
    stranger = signed_in(officer_of(MunicipalityFactory()), lang)

    assert asked(client, QUESTION[lang]) == "[]"
    assert client.get(page).status_code == 404
    assert stranger.get(desk).status_code == 404
    address = reverse("desk:why_not", args=[need.public_id])
    assert stranger.get(address).status_code == 404

    told = member.get(f"{START[lang]}/my/suggestions/").content.decode()
    assert (str(need.localized("title")) in told) is (visibility == Visibility.MEMBERS)
    assert telling(told) == []
    assert telling(quoted(signed_in(secretary(), lang), desk)) == []


@languages
def test_the_home_box_answers_with_what_is_offered_alone(client, offer, lang):
    withheld(**NAMING)

    page = client.post(f"{START[lang]}/match/", {"text": QUESTION[lang]})

    told = page.content.decode()
    assert offer.title_ja in told or offer.title_en in told
    assert telling(told) == []


@languages
def test_no_mail_about_a_withheld_need_tells(offer, lang):
    need = withheld(**NAMING)
    liaison = liaison_of(offer.organisation, language=lang)
    refresh_for_need(need)
    pairing = Pairing.objects.get(need=need, expertise=offer)
    shortlist(pairing, by=secretary())
    with translation.override(lang):
        ask_both_sides(pairing=pairing, by=secretary())
    jobs.drain()

    sent = [str(vars(mail)) for mail in Mail.objects.filter(to=liaison)]

    assert sent
    assert [telling(mail) for mail in sent if telling(mail)] == []
    assert need.state == NeedState.OPEN
