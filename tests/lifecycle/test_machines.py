import pytest
from django.db import models

from catalogue.models import Need
from lifecycle.identifiers import ALPHABET, PublicIdField, new_public_id
from lifecycle.machines import Machine, transition
from tests.factories.catalogue import NeedFactory


class Reason(models.TextChoices):
    COLD = "cold"


def anybody(user, thing):
    return True


def nobody(user, thing):
    return False


TABLE = Machine(
    transition("warm", "ice", "water", anybody),
    transition("warm", "water", "steam", anybody),
    transition("cool", ("water", "steam"), "ice", nobody, reasons=Reason),
    transition("burst", "steam", "gone", anybody, needs_comment=True),
)


class Thing:
    state = "steam"


def test_a_table_knows_where_an_action_leads():
    assert TABLE.actions == {"warm", "cool", "burst"}
    assert TABLE.targets("warm") == {"water", "steam"}
    assert TABLE.targets("melt") == frozenset()
    assert TABLE.find("warm", "ice").target == "water"
    assert TABLE.find("warm", "steam") is None
    assert TABLE.find("cool", "steam").reasons is Reason
    assert TABLE.find("burst", "steam").needs_comment


def test_a_table_offers_only_what_somebody_may_do_now():
    assert TABLE.open_actions(Thing(), None) == ["burst"]


def test_a_table_knows_what_somebody_may_do_in_some_state():
    assert TABLE.allows("warm", None, Thing())
    assert not TABLE.allows("cool", None, Thing())
    assert not TABLE.allows("melt", None, Thing())


def test_one_action_leads_one_way_from_one_state():
    with pytest.raises(ValueError, match="warm from ice stands twice"):
        Machine(
            transition("warm", "ice", "water", anybody),
            transition("warm", ("snow", "ice"), "slush", anybody),
        )


def test_public_ids_are_short_readable_and_never_the_same():
    made = {new_public_id() for _ in range(1000)}

    assert len(made) == 1000
    assert {len(ident) for ident in made} == {10}
    assert set("".join(made)) <= set(ALPHABET)
    assert not set("aeiou01ly") & set(ALPHABET)


def test_a_public_id_stands_plainly_in_migrations():
    _name, path, args, options = PublicIdField().deconstruct()

    assert (path, args, options) == (
        "lifecycle.identifiers.PublicIdField",
        [],
        {},
    )


@pytest.mark.django_db
def test_a_thing_keeps_its_public_id_and_is_its_own_case():
    need = NeedFactory()
    ident = need.public_id

    need.save()

    assert Need.objects.get().public_id == ident == need.case_id
