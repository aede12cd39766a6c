from benchmarks.demonstration import FIELDS, demonstration
from benchmarks.graded.measure import GRADES, Languages, measure
from matching.evaluation import read_grades
from recommendations.digests import EXPERTISE_FIELDS, NEED_FIELDS

# A little under what was measured, so that rounding and a word list may move it.
FLOORS: dict[Languages, tuple[float, float]] = {
    "both": (0.80, 0.85),
    "ja": (0.80, 0.86),
    "en": (0.67, 0.69),
}


def test_the_matcher_ranks_the_graded_set_as_well_as_it_did() -> None:
    for languages, (ndcg, recall) in FLOORS.items():
        found = measure(languages)
        assert found["needs"] == 40
        assert found["ndcg@5"] >= ndcg, languages
        assert found["recall@10"] >= recall, languages


def test_every_graded_pair_stands_in_the_demonstration() -> None:
    needs = {need.id for need in demonstration("need")}
    offers = {offer.id for offer in demonstration("expertise")}
    for need, grades in read_grades(GRADES).items():
        assert need in needs
        assert grades.keys() <= offers
        assert set(grades.values()) <= {0, 1, 2, 3}


def test_the_demonstration_is_read_as_the_product_reads_it() -> None:
    assert FIELDS == {"need": NEED_FIELDS, "expertise": EXPERTISE_FIELDS}


def test_in_one_language_nothing_of_the_other_is_read() -> None:
    langs = {f.lang for need in demonstration("need", "en") for f in need.fields}
    assert langs == {"en"}
