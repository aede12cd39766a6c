from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Document, Matcher, SavedIndexMissing, narrowing, ranking, ways
from matching.bands import FLOOR
from matching.explaining import explain_rows
from matching.ranking import AllPairs
from matching.stored_ranking import store_ranking, stored_ranking
from tests.factories.matching import document, field, offers
from tests.matching.oracle import Oracle
from tests.matching.test_matcher import TEXTS

NEEDS = [
    document("bridge", "橋の点検に費用がかかる。ドローンは使えないか。", kind="need"),
    document("water", "排水の汚泥が多い", field("sludge", lang="en"), kind="need"),
    document("wine", field("Mildew on grapes", lang="en"), kind="need"),
    document("empty", kind="need"),
]
CATALOGUES = st.lists(st.tuples(TEXTS, TEXTS), min_size=2, max_size=12).map(
    lambda pairs: [
        document(str(n), field(ja), field(en, lang="en"), kind="ab"[n % 2])
        for n, (ja, en) in enumerate(pairs)
    ]
)


def expected(documents: Sequence[Document], top: int) -> dict[str, list[str]]:
    """The best of kind b for each of kind a, by the formulas alone."""
    oracle = Oracle(list(documents))
    rows = {}
    for left in documents:
        if left.kind == "a":
            scores = {
                key: round(score, 9)
                for key, score in oracle.scores(left).items()
                if key[0] == "b" and score >= FLOOR
            }
            best = sorted(scores, key=lambda key: (-scores[key], key))
            rows[left.id] = [id for _, id in best[:top]]
    return rows


def by_left(pairs: AllPairs) -> dict[str, list[str]]:
    return {
        pairs.index.key(left)[1]: [pairs.index.key(n)[1] for n in rights if n >= 0]
        for chunk in pairs
        for left, rights in zip(
            chunk.lefts.tolist(), chunk.rights.tolist(), strict=True
        )
    }


@settings(max_examples=40, deadline=None)
@given(CATALOGUES, st.integers(0, 4))
def test_all_pairs_agree_with_the_oracle(documents: list[Document], top: int) -> None:
    found = by_left(Matcher().fit(documents).ranking("a", "b", top=top))
    assert found == expected(documents, top)


@settings(max_examples=40, deadline=None)
@given(CATALOGUES)
def test_pairs_and_the_best_are_those_that_match_proposes(
    documents: list[Document],
) -> None:
    matcher = Matcher().fit(documents)
    pairs = list(matcher.pairs("a", "b", top=len(documents)))
    for left in documents:
        matches = matcher.match(left, kinds=["b"], limit=len(documents)).matches
        proposed = [((match.kind, match.id), match.score) for match in matches]
        best = matcher.best(left, kinds=["b"], limit=len(documents))
        assert [key for key, _ in best] == [key for key, _ in proposed]
        assert dict(best) == pytest.approx(dict(proposed), abs=1e-9)
        if left.kind == "a":
            mine = [pair for pair in pairs if pair.left == left.key]
            assert [(pair.right, pair.band) for pair in mine] == [
                ((match.kind, match.id), match.band) for match in matches
            ]


@pytest.mark.parametrize("wanted", [1, 2, 5])
@pytest.mark.parametrize("rest", [0.0, 0.1, 10.0])
@settings(max_examples=10, deadline=None)
@given(documents=CATALOGUES)
def test_the_best_are_the_same_where_not_all_is_read(
    documents: list[Document], wanted: int, rest: float
) -> None:
    matcher = Matcher().fit(documents[: len(documents) // 2])
    for later in documents[len(documents) // 2 :]:
        matcher.put(later)
    index = matcher.index
    with pytest.MonkeyPatch.context() as patch:
        for left in documents:
            number = index.number(left.key)
            assert number is not None
            query = index.weights_of(number)
            found = list(ranking.best_for(index, query, ["b"]))
            patch.setattr(ranking, "LARGE", 1)
            patch.setattr(ranking, "FIRST", wanted)
            patch.setattr(narrowing, "REST", rest)
            patch.setattr("matching.index.FEW", 0.5)
            again = list(ranking.best_for(index, query, ["b"]))
            patch.undo()
            assert again == found


@pytest.mark.parametrize(("spare", "more"), [(0, 0), (0, 1), (1, 100)])
@pytest.mark.parametrize(("large", "few"), [(100, 20), (1, 20), (1, 0)])
def test_what_the_bound_leaves_open_is_ranked_again(
    monkeypatch: pytest.MonkeyPatch, spare: int, more: int, large: int, few: int
) -> None:
    """Texts of very different length in one chunk, and next to no spare candidates.

    Without and with frequent features folded, and with these unfolded again.
    """
    monkeypatch.setattr(ranking, "SPARE", spare)
    monkeypatch.setattr(ranking, "MORE", more)
    monkeypatch.setattr(ranking, "FEW", few)
    monkeypatch.setattr(ranking, "CHUNKS", 1)
    monkeypatch.setattr(ways, "LARGE", large)
    monkeypatch.setattr(ways, "REST", 0.5)
    subjects = ["橋の点検", "排水の汚泥", "溶接の欠陥", "夏みかんの選果"]
    documents = [
        document(
            f"{kind}{n}",
            "。".join([*subjects[: n % 4 + 1], "工場"] * (n + 1)),
            kind=kind,
        )
        for n in range(9)
        for kind in "ab"
    ]
    pairs = Matcher().fit(documents).ranking("a", "b", top=3, threads=2)
    assert any(way.left_folded.shape[1] > 1 for way in pairs.ways) == (large == 1)
    for _ in range(2):  # asking again changes nothing
        assert by_left(pairs) == expected(documents, 3)


def test_where_hardly_a_word_tells_anything_the_best_are_still_the_best() -> None:
    alike = [document(str(number), "排水") for number in range(12_000)]
    need = document("n", "排水", kind="need")
    pairs = Matcher().fit([*alike, need]).ranking("need", "expertise", top=3)
    assert by_left(pairs) == {"n": ["0", "1", "10"]}


def test_a_stored_ranking_is_taken_up_where_it_stopped(tmp_path: Path) -> None:
    matcher = Matcher().fit([*NEEDS, *offers()])
    pairs = matcher.ranking("need", "expertise", top=2)
    steps: list[tuple[int, int]] = []

    def stop(done: int, of: int) -> None:
        steps.append((done, of))
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store_ranking(pairs, tmp_path, stop)
    assert steps == [(1, 4), (2, 4)]
    with pytest.raises(SavedIndexMissing):
        list(stored_ranking(tmp_path))
    kept = {file.name: file.stat().st_mtime_ns for file in tmp_path.glob("chunk-*")}
    store_ranking(pairs, tmp_path)
    after = {file.name: file.stat().st_mtime_ns for file in tmp_path.glob("chunk-*")}
    assert kept.items() < after.items()
    stored = [
        (pairs.index.key(left)[1], pairs.index.key(rights[0])[1])
        for chunk in stored_ranking(tmp_path)
        for left, rights in zip(
            chunk.lefts.tolist(), chunk.rights.tolist(), strict=True
        )
        if rights[0] >= 0
    ]
    assert sorted(stored) == [
        ("bridge", "bridge"),
        ("water", "sludge"),
        ("wine", "vines"),
    ]


def test_a_ranking_of_another_catalogue_is_not_gone_on_with(tmp_path: Path) -> None:
    store_ranking(
        Matcher().fit([*NEEDS, *offers()]).ranking("need", "expertise"), tmp_path
    )
    fewer = Matcher().fit([*NEEDS[:1], *offers()]).ranking("need", "expertise")
    store_ranking(fewer, tmp_path)
    assert sum(len(chunk.lefts) for chunk in stored_ranking(tmp_path)) == 1


def test_there_is_no_chunk_beyond_the_last() -> None:
    pairs = Matcher().fit([*NEEDS, *offers()]).ranking("need", "expertise")
    with pytest.raises(IndexError):
        pairs[len(pairs)]
    with pytest.raises(IndexError):
        pairs[-1]


def test_nothing_was_ranked(tmp_path: Path) -> None:
    with pytest.raises(SavedIndexMissing):
        list(stored_ranking(tmp_path / "nowhere"))


def test_evidence_of_pairs_is_that_of_a_question() -> None:
    matcher = Matcher().fit([*NEEDS, *offers()])
    for need in NEEDS:
        found = matcher.explain_all(need.key, [offer.key for offer in offers()])
        assert found == [matcher.explain(need, *offer.key) for offer in offers()]


@pytest.mark.parametrize("processes", [1, 2])
def test_evidence_is_the_same_from_a_saved_catalogue(
    tmp_path: Path, processes: int
) -> None:
    matcher = Matcher().fit([*NEEDS, *offers()])
    matcher.save(tmp_path)
    words = {"橋": ["トンネル"]}
    matcher.use(words)
    rows = [(need.key, [offer.key for offer in offers()]) for need in NEEDS]
    found = explain_rows(tmp_path, rows, words=words, processes=processes)
    assert list(found) == [matcher.explain_all(*row) for row in rows]


@pytest.mark.parametrize("processes", [1, 2])
def test_a_catalogue_that_is_not_there_explains_nothing(
    tmp_path: Path, processes: int
) -> None:
    with pytest.raises(SavedIndexMissing):
        list(explain_rows(tmp_path / "no", [], words={}, processes=processes))


def test_scores_fall_along_a_ranking() -> None:
    matcher = Matcher().fit([*NEEDS, *offers()])
    for chunk in matcher.ranking("expertise", "need"):
        for row in chunk.scores.tolist():
            assert all(one >= other for one, other in pairwise(row))
