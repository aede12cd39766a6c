import pytest

from catalogue.transitions import NEED, OFFER, OUTCOME
from curation.transitions import INTRODUCTION, PARTY
from desk.wording import ACTIONS
from projects.transitions import PROJECT
from recommendations.transitions import EVENT, PAIRING, WEIGHTS

MACHINES = [NEED, OFFER, OUTCOME, INTRODUCTION, PARTY, PROJECT, PAIRING, EVENT, WEIGHTS]


@pytest.mark.parametrize("machine", MACHINES)
def test_every_action_of_every_table_has_a_name_in_the_log(machine):
    assert machine.actions - set(ACTIONS) == set()
