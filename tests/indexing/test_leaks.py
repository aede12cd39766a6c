"""A reader is answered as if there were nothing but what the reader may see.

The needs are those of the demonstration region. For every reader, and for every word of
every need that is hidden from that reader, an index of everything answers exactly like
one that never heard of what is hidden: hits, passages, counts, proposals. And nothing
that is indexed of a need whose poster's name is withheld holds a form of that name.
"""

import csv
import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path

import jaconv
import pytest

from accounts.models import Organisation
from catalogue.models import Need
from catalogue.selectors.visibility import reader_tokens
from config.region.loading import default_pack
from indexing.documents import all_documents
from search.documents import SearchDocument
from search.engine import Engine
from search.engines.sqlite import SqliteEngine
from search.query import Query
from search.suggesting import did_you_mean, fewer_words
from tests.factories.accounts import (
    OrganisationFactory,
    PartnershipFactory,
    person_in,
    secretary,
)
from tests.factories.catalogue import NeedFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]

TEXTS = ("title", "summary", "background", "wanted", "conditions")
NAMES = ("name_ja", "name_en", "short_ja", "short_en", "kana")


@pytest.fixture
def needs() -> list[Need]:
    """The needs of the demonstration region with their posters, and nothing else."""
    folder = default_pack() / "demo"
    with (folder / "organisations.csv").open(encoding="utf-8") as file:
        names = {row["id"]: {n: row[n] for n in NAMES} for row in csv.DictReader(file)}
    posters = {
        ident: OrganisationFactory(phone=f"083-955-{number:04}", **its)
        for number, (ident, its) in enumerate(names.items())
    }
    made = []
    for path in sorted(folder.glob("needs_*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["need"]:
            texts = {
                name: row.get(name, "")
                for field in TEXTS
                for name in (f"{field}_ja", f"{field}_en")
            }
            given = {name: row[name] for name in ("visibility", "anonymous")}
            poster = posters[row["organisation"]]
            made.append(NeedFactory(organisation=poster, **texts, **given))
            PartnershipFactory(municipality=made[-1].municipality)
    return made


@pytest.fixture
def readers(needs: list[Need]) -> dict[str, frozenset[str]]:
    """The tokens of the four who ask; ``own`` is a poster of what is hidden."""
    hiding = next(need for need in needs if need.visibility == "secretariat")
    return {
        "anonymous": reader_tokens(None),
        "own": reader_tokens(person_in(hiding.organisation)),
        "member": reader_tokens(person_in(OrganisationFactory())),
        "staff": reader_tokens(secretary()),
    }


@pytest.fixture
def documents(needs: list[Need]) -> list[SearchDocument]:
    return [*all_documents()]


def spoken(organisation: Organisation) -> Iterator[str]:
    """Every form by which an organisation may be asked for."""
    kana = organisation.kana
    hiragana = jaconv.kata2hira(kana)
    yield from (organisation.name_ja, organisation.name_en, organisation.short_ja)
    yield from (organisation.short_en, kana, hiragana, organisation.phone)
    yield jaconv.kana2alphabet(hiragana)


def words_of(document: SearchDocument, needs: Collection[Need]) -> Iterator[str]:
    """What a hidden document and its poster are called."""
    need = next(need for need in needs if need.public_id == document.id)
    yield from (*document.title.values(), *spoken(need.organisation))


def mistyped(texts: Collection[str]) -> set[str]:
    """Some texts, their beginnings, and each with a slip of typing."""
    return {one for text in texts for one in (text, text[:4], text[:-1] + text[-1] * 2)}


def answer(engine: Engine, query: Query) -> object:
    """All that an answer tells; scores are of one engine alone."""
    found = engine.search(query)
    shown = {hit.key: (hit.title, hit.passage) for hit in found.hits}
    return found.total, shown, found.facets, found.understood


def help_with(engine: SqliteEngine, query: Query) -> object:
    """All that is proposed: the own file proposes, whichever engine answers."""
    return (
        did_you_mean(query, engine.search, engine),
        fewer_words(query, engine.search),
        engine.complete(query.text, audiences=query.audiences, lang="ja"),
    )


def test_the_embedded_index_tells_nothing(needs, readers, documents, tmp_path: Path):
    def make(name: str, held: Collection[SearchDocument]) -> SqliteEngine:
        engine = SqliteEngine(tmp_path / f"{name}.sqlite3")
        engine.index(held)
        return engine

    everything = make("everything", documents)
    asked = 0
    for reader, audiences in readers.items():
        hidden = [one for one in documents if not one.audiences & audiences]
        assert hidden or reader == "staff"
        control = make(reader, [one for one in documents if one not in hidden])
        for text in mistyped({text for one in hidden for text in words_of(one, needs)}):
            query = Query(text, audiences, size=100)
            told = (answer(everything, query), help_with(everything, query))
            expected = (answer(control, query), help_with(control, query))
            assert (reader, text, told) == (reader, text, expected)
            asked += 1
    print(f"leaks: {asked} questions, embedded")


@pytest.mark.elasticsearch
def test_elasticsearch_tells_nothing(needs, readers, documents, elasticsearch_server):
    with elasticsearch_server.engine() as everything:
        everything.index(documents)
        asked = 0
        for reader, audiences in readers.items():
            hidden = [one for one in documents if not one.audiences & audiences]
            with elasticsearch_server.engine() as control:
                control.index([one for one in documents if one not in hidden])
                for text in {text for one in hidden for text in words_of(one, needs)}:
                    query = Query(text, audiences, size=100)
                    told, expected = answer(everything, query), answer(control, query)
                    assert (reader, text, told) == (reader, text, expected)
                    asked += 1
        print(f"leaks: {asked} questions, Elasticsearch")


def test_no_index_is_given_a_withheld_name(needs, documents):
    by_id = {document.id: document for document in documents}
    withheld = [need for need in needs if need.anonymous]
    assert withheld
    for need in withheld:
        written = str(by_id[need.public_id])
        assert [name for name in spoken(need.organisation) if name in written] == []


def test_no_text_that_tells_a_withheld_poster_is_indexed(needs):
    poster = OrganisationFactory(name_ja="株式会社うしお鋳造", phone="083-911-2233")
    need = NeedFactory(
        organisation=poster,
        anonymous=True,
        title_ja="砂の再生",
        summary_ja="うしお鋳造では古い砂を捨てています。",
        background_ja="砂がたまります。",
        wanted_ja="083-911-2233へ電話をください。",
    )

    [held] = [one for one in all_documents() if one.id == need.public_id]
    assert held.title["ja"] == "砂の再生"
    assert "砂がたまります。" in held.body["ja"]
    assert "うしお" not in str(held)
    assert "911" not in str(held)
