"""The dictionary of other words, as the process's matcher and the proposals use it."""

import pytest

from catalogue.actions.feed import note_change
from catalogue.actions.synonyms import add_synonym, edit_synonym, remove_synonym
from catalogue.selectors.synonyms import dictionary_of, read_dictionary
from lifecycle import jobs
from matching import VERSION
from recommendations import engine as engines
from recommendations.actions.suggestions import refresh_around, refresh_for_need
from recommendations.models import Pairing
from recommendations.rewording import reworded
from recommendations.selectors import answer
from tests.factories.accounts import secretary
from tests.factories.catalogue import ExpertiseFactory, NeedFactory, SynonymFactory
from tests.recommendations.test_matching import background

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]

ONE_LANGUAGE = {"title_en": "", "body_ja": ""}
PAIR = {"plain": "生ごみ", "term": "食品廃棄物"}


@pytest.fixture
def offer():
    """An entry that says it in a specialist's word, among others."""
    background()
    return ExpertiseFactory(
        title_ja="食品廃棄物の堆肥化", summary_ja="堆肥にします。", **ONE_LANGUAGE
    )


@pytest.fixture
def need(offer):
    """A need that says it in another word."""
    return NeedFactory(
        title_ja="生ごみが多い",
        summary_ja="生ごみを減らしたい。",
        background_ja="",
        wanted_ja="",
        title_en="",
    )


def found():
    return [f.thing for f in answer("生ごみが多い").found]


def test_a_change_of_the_dictionary_is_in_the_next_answer(offer):
    by = secretary()
    assert found() == []

    entry = add_synonym(by=by, **PAIR)
    assert found() == [offer]
    edit_synonym(entry, by=by, is_active=False)
    assert found() == []
    edit_synonym(entry, by=by, is_active=True)
    remove_synonym(entry, by=by)
    assert found() == []


def test_a_process_that_starts_reads_the_dictionary(offer):
    SynonymFactory(**PAIR)
    engines.forget()

    assert found() == [offer]


def test_proposals_follow_the_dictionary_and_tell_the_version(need, offer):
    refresh_for_need(need)
    assert not Pairing.objects.exists()

    entry = add_synonym(by=secretary(), **PAIR)
    jobs.drain()

    pairing = Pairing.objects.get()
    assert pairing.expertise == offer
    assert [term["term"] for term in pairing.evidence["terms"]] == ["生ごみ"]
    assert pairing.matcher_version.startswith(f"{VERSION}-")

    remove_synonym(entry, by=secretary())
    jobs.drain()
    assert not Pairing.objects.exists()


def test_a_new_entry_is_proposed_for_a_need_that_only_the_dictionary_links_it_with(
    need, offer
):
    add_synonym(by=secretary(), direction="to_term", **PAIR)
    refresh_for_need(need)
    assert [row.expertise for row in need.pairings.all()] == [offer]
    new = ExpertiseFactory(
        title_ja="食品廃棄物の乾燥", summary_ja="乾かします。", **ONE_LANGUAGE
    )
    note_change(new)

    assert refresh_around(new) == 1


def test_what_another_dictionary_would_propose_is_tried_without_using_it(need, offer):
    NeedFactory(title_ja="橋の点検", summary_ja="橋を見たい。", title_en="")
    then = dictionary_of([SynonymFactory.build(**PAIR)])

    tried = reworded(["生ごみ"], then)

    assert (tried.saying, tried.compared, tried.changed) == (1, 1, [need])
    assert reworded(["生ごみ"], read_dictionary()).changed == []
    assert reworded(["隕石"], then).saying == 0
    assert found() == []
