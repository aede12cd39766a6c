"""How long texts are, and what their products are divided by.

Two texts compare as

    a · b / (max(|a| |b|, p(a) p(b)) · min(1, |a| / p(a), |b| / p(b)))
    p(x) = 0.7 · usual length + 0.3 · |x|

which for texts of usual length is the cosine. A short text says less, and a
long one is not held to account for all it says (pivoted lengths: Singhal,
Buckley and Mitra 1996, "Pivoted Document Length Normalization", SIGIR); the
last factor keeps the scores of short questions on the scale of long ones. A
score is between 0 and 1 and the same both ways.
"""

import math
from collections.abc import Sequence

import numpy as np

from matching.documents import LANGS
from matching.vectorizer import Floats, Integers

SLOPE = 0.3


def compare(
    products: Floats,
    left: Floats | float,
    right: Floats | float,
    left_usual: Floats | float,
    right_usual: Floats | float,
) -> Floats:
    """Scores from products a · b, the lengths of both and their usual lengths.

    A length that is the same for all may be one number.
    """
    # A short text whose every word a long one repeats could come out above 1.
    bounded = np.maximum(divisors(left, right, left_usual, right_usual), products)
    scores: Floats = np.divide(
        products, bounded, out=np.zeros_like(products), where=products > 0
    )
    return scores


def divisors(
    left: Floats | float,
    right: Floats | float,
    left_usual: Floats | float,
    right_usual: Floats | float,
) -> Floats:
    """What products are divided by, from the lengths of both and their usual lengths.

    0 where a text is empty.
    """
    pivoted = (1.0 - SLOPE) * left_usual + SLOPE * left
    beside = (1.0 - SLOPE) * right_usual + SLOPE * right
    reach = np.minimum(_ratio(left, pivoted), _ratio(right, beside))
    found: Floats = np.maximum(left * right, pivoted * beside) * np.minimum(1.0, reach)
    return found


def joint_length(lengths: Sequence[float] | Floats) -> Floats:
    """Length of texts that are taken as one."""
    return np.asarray([math.hypot(*lengths)])


def usual_lengths(languages: Integers, lengths: Floats) -> Floats:
    """Mean length of the rows of each language; of all, where it has none."""
    usual = float(lengths.mean()) if len(lengths) else 0.0
    rows = [lengths[languages == number] for number in range(len(LANGS))]
    return np.asarray([float(own.mean()) if len(own) else usual for own in rows])


def _ratio(length: Floats | float, pivoted: Floats | float) -> Floats:
    """Length by pivoted length; 1 where there is no text at all."""
    ratio: Floats = np.divide(
        length, pivoted, out=np.ones_like(pivoted), where=np.greater(pivoted, 0)
    )
    return ratio
