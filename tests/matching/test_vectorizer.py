import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from matching.vectorizer import TextVectorizer, inverse_frequency

TEXTS = ["排水の処理と汚泥", "橋の点検。橋の写真。", ["welding", "of bridges"], ""]


def test_it_keeps_the_estimators_contract() -> None:
    vectorizer = TextVectorizer(saturation=1.0, light=0.2, compound=0.0)
    expected = {
        "saturation": 1.0,
        "light": 0.2,
        "compound": 0.0,
        "latin_saturation": 1.0,
        "latin_compound": 0.5,
    }
    assert vectorizer.get_params() == expected
    assert not [name for name in vars(vectorizer) if name.endswith("_")]
    copy = clone(vectorizer.fit(TEXTS))
    assert copy.get_params() == expected
    assert not hasattr(copy, "vocabulary_")
    assert copy.set_params(light=0.9).light == 0.9
    with pytest.raises(NotFittedError):
        copy.transform(TEXTS)


def test_rows_have_unit_length_and_products_are_cosines() -> None:
    vectorizer = TextVectorizer()
    rows = vectorizer.fit_transform(TEXTS)
    assert rows.shape == (4, len(vectorizer.vocabulary_))
    lengths = np.linalg.norm(rows.toarray(), axis=1)
    assert lengths == pytest.approx([1, 1, 1, 0])
    again = vectorizer.transform(["橋の点検。橋の写真。知らない語彙"])
    assert (again @ rows.T).toarray()[0] == pytest.approx([0, 1, 0, 0])


def test_fit_learns_anew_and_leaves_its_input_alone() -> None:
    texts = list(TEXTS)
    vectorizer = TextVectorizer().fit(texts).fit(["溶接"])
    assert texts == TEXTS
    assert vectorizer.vocabulary_ == {"溶接": 0}
    assert vectorizer.frequencies_.tolist() == [1]
    assert vectorizer.documents_ == 1


def test_the_second_mention_adds_less_than_the_first() -> None:
    weights = TextVectorizer().term_weights(["a"] * 3, [1, 2, 3])
    first, second = np.diff(weights)
    assert weights[0] > first > second > 0


def test_kinds_count_what_they_are_given() -> None:
    vectorizer = TextVectorizer(light=0.5, compound=0.25)
    word, light, compound = vectorizer.term_weights(["語", "-性", "+語 性"], [1, 1, 1])
    assert [light / word, compound / word] == pytest.approx([0.5**0.5, 0.5])


def test_words_written_with_spaces_have_their_own_saturation_and_compounds() -> None:
    vectorizer = TextVectorizer(
        saturation=1.0, compound=0.25, latin_saturation=3.0, latin_compound=0.64
    )
    names = ["語", "word", "-100", "iot農業", "+語 性", "+red brick", "+100 年"]
    assert vectorizer.saturations(names).tolist() == [1, 3, 1, 1, 1, 3, 1]
    assert vectorizer.kinds(names[-3:]) == pytest.approx([0.5, 0.8, 0.5])
    weights = vectorizer.term_weights(["語", "word"], [1, 1])
    assert weights.tolist() == [0.5, 0.25]


def test_rare_features_tell_more() -> None:
    weights = inverse_frequency(np.asarray([0, 1, 2, 5, 10]), 10)
    assert weights[0] == weights[1]
    assert weights[1] > weights[2] > weights[3] > weights[4] > 0
    # Older counts beside a newer number of documents are no reason to fail.
    assert inverse_frequency(np.asarray([3]), 2)[0] > 0
