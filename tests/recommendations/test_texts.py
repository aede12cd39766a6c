"""Texts that nothing answers, and how long they may be."""

import pytest

from catalogue.actions.feed import note_change
from matching import TextTooLong
from recommendations import engine as engines
from recommendations.documents import need_document
from recommendations.selectors import answer
from tests.factories.accounts import OrganisationFactory
from tests.factories.catalogue import (
    ExpertiseFactory,
    NeedFactory,
    OutcomeFactory,
    about_bridges,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def test_silence_has_a_reason():
    ExpertiseFactory()

    nothing = answer("")

    assert (nothing.found, nothing.silence.reason) == ([], "empty")


def test_a_text_may_have_fifty_thousand_characters():
    ExpertiseFactory()
    answer("選" * 50_000)

    with pytest.raises(TextTooLong):
        answer("選" * 50_001)


BEGINNING = "煮干しの選別で、折れや割れを画像で見分けたい。"
KINDS = {
    "need": (NeedFactory, "background_ja", {}),
    "expertise": (ExpertiseFactory, "body_ja", {}),
    "outcome": (OutcomeFactory, "approach_ja", {"published": True}),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("built", [True, False], ids=["built", "taken in"])
def test_a_row_too_long_for_the_matcher_is_matched_by_its_beginning(kind, built):
    factory, field, more = KINDS[kind]
    about_bridges(9)
    if built:
        engines.forget()
    else:
        answer("")

    long = factory(**{field: BEGINNING + "あ" * 60_000}, **more)
    other = ExpertiseFactory()
    for thing in (long, other):
        note_change(thing)

    things = [f.thing for f in answer(BEGINNING, kinds=["expertise", kind]).found]
    assert long in things
    assert other in things


def test_no_half_of_a_withheld_name_is_left_at_the_cut():
    firm = OrganisationFactory(name_ja="汐見水産")
    text = "あ" * 49_998 + "汐見水産"
    need = NeedFactory(organisation=firm, anonymous=True, background_ja=text)

    assert "汐見" not in "".join(field.text for field in need_document(need).fields)
