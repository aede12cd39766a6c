from typing import Any

import pytest

from search.documents import Key, Removal, SearchDocument
from tests.factories.search import make_document


def test_a_document_needs_only_its_name_version_and_readers() -> None:
    document = SearchDocument("need", "1", 0, frozenset())

    assert document.key == Removal("need", "1", 0).key == Key("need", "1")
    assert (document.title, document.keywords, document.facets) == ({}, (), {})


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"kind": ""}, "needs a kind and an id"),
        ({"version": -1}, "version -1 is out of range"),
        ({"version": 2**62}, "out of range"),
        ({"facets": {"kind": ("x",)}}, "'kind' is reserved"),
        ({"sort": {"a.b": 1}}, "cannot be called 'a.b'"),
        ({"sort": {"": 1}}, "cannot be called"),
        ({"sort": {"updated": float("nan")}}, "'updated' is out of range"),
        ({"sort": {"updated": float("inf")}}, "out of range"),
        ({"sort": {"updated": 2**63}}, "out of range"),
    ],
)
def test_refuses_what_no_engine_can_keep(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make_document("1", **given)


@pytest.mark.parametrize(("id", "version"), [("", 1), ("1", -1), ("1", 2**62)])
def test_a_removal_is_checked_too(id: str, version: int) -> None:
    with pytest.raises(ValueError, match="needs|out of range"):
        Removal("need", id, version)


@pytest.mark.parametrize(
    "given",
    [
        {"title": "川"},
        {"body": "橋"},
        {"title": {"en": "橋"}},
        {"keywords": ("橋",)},
        {"people": ("橋",)},
        {"audiences": frozenset()},
        {"facets": {"city": ("ube",)}},
        {"sort": {"updated": 1}},
    ],
)
def test_a_digest_tells_contents_apart(given: dict[str, Any]) -> None:
    document = make_document("1", "橋")

    assert make_document("1", **{"title": "橋", **given}).digest() != document.digest()


def test_a_digest_does_not_tell_versions_apart() -> None:
    facets = {"city": ("hagi", "ube"), "theme": ("1",)}
    turned = {"theme": ("1",), "city": ("ube", "hagi")}

    assert (
        make_document("1", "橋", version=1, facets=facets).digest()
        == make_document("1", "橋", version=2, facets=turned).digest()
    )
