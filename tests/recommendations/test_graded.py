"""What learned weights would change on the graded set of the demonstration."""

import pytest

from recommendations.graded import graded
from tests.factories.catalogue import ExpertiseFactory, NeedFactory
from tests.factories.recommendations import PairingFactory, quoting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]

MORE_BODY = {"offer:body": 0.3, "offer:title": -0.3}


@pytest.fixture
def grades(settings, tmp_path):
    """A pack in which e2 answers the need n1, and e1 does not."""
    settings.REGION_DIR = tmp_path
    file = tmp_path / "demo" / "grades.csv"
    file.parent.mkdir()
    file.write_text("need,candidate,grade\nn1,e1,0\nn1,e2,3\nn2,e1,3\n")
    return file


@pytest.fixture
def need():
    """The demonstration's need with its two candidates, the wrong one first."""
    need = NeedFactory(pack_id="n1", is_demo=True)
    for name, score, field in (("e1", 0.32, "title"), ("e2", 0.31, "body")):
        PairingFactory(
            need=need,
            expertise=ExpertiseFactory(pack_id=name, is_demo=True),
            score=score,
            evidence=quoting(field),
        )
    return need


def test_the_order_with_the_weights_is_held_against_the_grades(grades, need):
    PairingFactory(need=need, score=0.1)  # of an entry that is no part of the pack

    found = graded(MORE_BODY)

    assert (found.needs, found.better, found.worse) == (1, 1, 0)
    assert found.before == pytest.approx(0.6309, abs=1e-4)
    assert found.after == 1.0
    assert graded({}).after == graded({}).before


def test_where_the_demonstration_is_not_loaded_nothing_is_measured(grades, need):
    need.is_demo = False
    need.save()
    assert graded(MORE_BODY) is None


def test_a_region_without_graded_needs_has_nothing_to_measure(grades, need):
    grades.unlink()
    assert graded(MORE_BODY) is None
