"""The contrast of an accent colour on white."""

import pytest

from design.contrast import contrast_with_white


@pytest.mark.parametrize(
    ("colour", "ratio"),
    [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54), ("#595959", 7.0)],
)
def test_ratios(colour, ratio):
    assert contrast_with_white(colour) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("colour", ["", "#fff", "0017c1f", "red", "#gggggg"])
def test_other_notations_are_refused(colour):
    with pytest.raises(ValueError):
        contrast_with_white(colour)
