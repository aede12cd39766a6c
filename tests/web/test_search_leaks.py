"""What a reader may not see is told by no face of the search.

What every hidden thing is called is asked for, as it is and with a slip of typing, by
everybody from whom it is hidden: on the page, in completions, 「もしかして」, passages,
counts, and through the API; and all of it again with Elasticsearch. What is hidden of
the demonstration region is asked for in `tests/web/test_demonstration.py`, and every
word of it at the indexes behind in `tests/indexing/test_leaks.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache

from accounts.models import User
from catalogue.enums import NeedState, OfferState, Visibility
from lifecycle import jobs
from tests.factories.accounts import (
    MunicipalityFactory,
    OrganisationFactory,
    SiteFactory,
    person_in,
    secretary,
)
from tests.factories.catalogue import (
    ExpertiseFactory,
    IndustryFactory,
    NeedFactory,
    OutcomeFactory,
    ResearcherFactory,
)
from tests.web.conftest import texts

READERS = ("anonymous", "own", "member", "staff")
WHO = {
    "out": ("anonymous",),
    "strangers": ("anonymous", "own"),
    "others": ("anonymous", "member", "staff"),
    "all": READERS,
}


@dataclass(frozen=True)
class Secret:
    """Something hidden: its words, and from whom."""

    words: tuple[str, ...]
    hidden_from: tuple[str, ...]
    typo: str = ""


@pytest.fixture(
    autouse=True,
    params=[
        "embedded",
        pytest.param("elasticsearch", marks=pytest.mark.elasticsearch),
    ],
)
def asked_engine(request, caplog) -> Iterator[None]:
    """Run every test of this module with each engine answering, and no other."""
    if request.param == "elasticsearch":
        request.getfixturevalue("shared")
    yield
    assert "Elasticsearch does not answer" not in caplog.text


@pytest.fixture
def readers(region) -> dict[str, User | None]:
    """The four who ask; ``own`` belongs to the firm whose name is withheld."""
    firm = OrganisationFactory(
        name_ja="ぬばたま精螺製作所",
        name_en="Nubatama Seira",
        short_ja="ぬばたま精螺",
        kana="ヌバタマセイラ",
        phone="083-955-1717",
        corporate_number="7000012050002",
    )
    SiteFactory(organisation=firm, municipality=MunicipalityFactory(name_ja="夢前市"))
    return {
        "anonymous": None,
        "own": person_in(firm),
        "member": person_in(OrganisationFactory()),
        "staff": secretary(),
    }


@pytest.fixture
def secrets(readers) -> list[Secret]:
    """Hidden things of every kind beside others that everybody sees."""
    firm = _firm(readers["own"])
    other = _firm(readers["member"])
    NeedFactory(title_ja="橋の点検", title_en="Bridges", summary_ja="", summary_en="")
    ExpertiseFactory(title_ja="食品の乾燥", title_en="Drying")
    place = firm.sites.get().municipality
    trade = IndustryFactory(level="middle", parent=IndustryFactory(code="E"))
    NeedFactory(
        organisation=firm,
        anonymous=True,
        municipality=place,
        industry=trade,
        title_ja="鍋の取っ手",
        title_en="Handles",
    )
    NeedFactory(
        organisation=other,
        title_ja="玉櫛笥の蓋",
        title_en="Tamakushige",
        visibility=Visibility.MEMBERS,
    )
    NeedFactory(
        organisation=other,
        title_ja="久方織機",
        title_en="Hisakata",
        visibility=Visibility.SECRETARIAT,
    )
    NeedFactory(organisation=other, title_ja="草枕釜", draft=True)
    NeedFactory(title_ja="千早振炉", state=NeedState.SUBMITTED)
    ExpertiseFactory(title_ja="足引槌", state=OfferState.DRAFT)
    OutcomeFactory(title_ja="烏羽玉盤")
    ResearcherFactory(
        name_ja="空蝉 薫",
        name_en="Utsusemi Kaoru",
        kana="ウツセミ カオル",
        listed=False,
    )
    names = (firm.name_ja, firm.short_ja, firm.kana, firm.name_en, "ぬばたま")
    numbers = (firm.phone, firm.corporate_number)
    jobs.find("indexing.follow").run()
    return [
        Secret((*names, "Nubatama", *numbers), WHO["others"], "ぬばたも精螺"),
        Secret(("玉櫛笥", "Tamakushige"), WHO["out"], "Tamakushigi"),
        Secret(("久方織機", "Hisakata"), WHO["strangers"], "Hisakatu"),
        *(
            Secret((one,), WHO["all"])
            for one in ("草枕釜", "千早振炉", "足引槌", "烏羽玉盤")
        ),
        Secret(
            ("空蝉 薫", "空蝉", "ウツセミ", "うつせみ", "Utsusemi Kaoru", "Utsusemi"),
            WHO["all"],
            "Utsusemy",
        ),
    ]


def _firm(user: User) -> Any:
    return user.memberships.get().organisation


def asked_for(secret: Secret) -> list[str]:
    """A word of it, and one with a slip of typing."""
    return [secret.words[0], *([secret.typo] if secret.typo else [])]


def beginnings(secret: Secret) -> list[str]:
    """Return each word as it is and its beginnings."""
    found = [word[:length] for word in secret.words for length in (2, 4)]
    return list(dict.fromkeys([*secret.words, *found]))


def hidden_from(client, readers, secrets) -> Iterator[tuple[str, Secret]]:
    """Sign every reader in, in turn, and go through what is hidden from each."""
    for reader, user in readers.items():
        client.logout() if user is None else client.force_login(user)
        yield from ((reader, one) for one in secrets if reader in one.hidden_from)


def test_the_page_tells_nothing_hidden(client, readers, secrets):
    nobody: dict[str, Any] = {}
    for reader, secret in hidden_from(client, readers, secrets):
        nobody.setdefault(reader, _counts(_page(client, "ゐゑゐゑゐ")))
        for text in asked_for(secret):
            page = _page(client, text)
            told = [
                *texts(page, ".entry"),
                *texts(page, ".did-you-mean"),
                *texts(page, ".fewer"),
                *texts(page, ".facets label"),
            ]
            assert (reader, text, _telling(secret, told)) == (reader, text, [])
            if text in secret.words:
                # It counts like one that nobody wrote.
                assert (reader, text, _counts(page)) == (reader, text, nobody[reader])


def test_no_proposal_tells_anything_hidden(client, readers, secrets):
    for reader, secret in hidden_from(client, readers, secrets):
        for text in beginnings(secret):
            told = _completed(client, text)
            assert (reader, text, _telling(secret, told)) == (reader, text, [])
            if text in secret.words:
                assert (reader, text, told) == (reader, text, [])


def test_no_condition_points_at_a_hidden_thing(client, readers, secrets):
    for reader in ("anonymous", "member", "staff"):
        if readers[reader] is not None:
            client.force_login(readers[reader])
        page = _page(client, "")
        labels = " ".join(texts(page, ".facets label"))
        assert "夢前市" not in labels or reader == "staff"
        assert "ぬばたま" not in labels


def test_those_who_may_see_it_find_it(client, readers, secrets):
    client.force_login(readers["own"])
    assert texts(_page(client, "玉櫛笥"), ".entry-title") == ["玉櫛笥の蓋"]
    assert texts(_page(client, "Tamakushigi"), ".did-you-mean a") == ["Tamakushige"]
    for reader in ("member", "staff"):
        client.force_login(readers[reader])
        assert texts(_page(client, "久方織機"), ".entry-title") == ["久方織機"]
        assert _completed(client, "久方") == ["久方織機"]


def test_the_api_tells_nothing_that_is_hidden_from_the_public(client, readers, secrets):
    for reader in ("anonymous", "staff"):
        if readers[reader] is not None:
            client.force_login(readers[reader])
        for secret in secrets:
            cache.clear()  # of what this reader has asked so far
            for text in asked_for(secret):
                body = client.get("/api/v1/search/", {"q": text}).json()
                told = [
                    str(body["results"]),
                    str(body["facets"]),
                    body["understood"]["did_you_mean"] or "",
                    client.get(
                        "/api/v1/search/complete/", {"q": text}
                    ).content.decode(),
                ]
                assert (reader, text, _telling(secret, told)) == (reader, text, [])
                if text in secret.words:
                    assert (reader, text, body["count"]) == (reader, text, 0)
                    assert not any(body["facets"].values())


def _page(client, text):
    response = client.get("/search/", {"q": text} if text else {})
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def _completed(client, text):
    answer = client.get("/search/complete/", {"q": text}).json()
    return [one["text"] for one in answer["completions"]]


def _counts(page):
    selectors = (".result-count", ".kind-tabs a", ".facets label", ".did-you-mean")
    return [texts(page, selector) for selector in selectors]


def _telling(secret, told):
    return [text for text in told for word in secret.words if word in text]
