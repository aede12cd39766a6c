"""What a change of the dictionary would do, tried before it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from catalogue.enums import SynonymDirection
from catalogue.models import Synonym
from catalogue.selectors.synonyms import dictionary_of
from indexing.selectors import search
from recommendations.rewording import Reworded, reworded
from search.synonyms import Synonyms

KINDS = ("expertise", "need", "facility", "outcome")
SHOWN = 5
FIRST = 3
COMPARED = 50


@dataclass(frozen=True)
class Effect:
    """What one question finds now, and what it would find.

    Args:
        question: the text asked.
        before, after: how many are found.
        new: titles of what comes newly, at most ``SHOWN``.
        gone: titles of what no longer comes, at most ``SHOWN``.
        first_before, first_after: titles of the first three.
    """

    question: str
    before: int
    after: int
    new: list[str]
    gone: list[str]
    first_before: list[str]
    first_after: list[str]

    @property
    def changes(self) -> bool:
        """Whether anything would be different."""
        return self.before != self.after or bool(
            self.new or self.gone or self.first_before != self.first_after
        )


@dataclass(frozen=True)
class Effects:
    """What questions would find, and what would be proposed for open needs."""

    questions: list[Effect]
    needs: Reworded

    @property
    def changes(self) -> bool:
        """Whether anything would be different."""
        changes = any(effect.changes for effect in self.questions)
        return changes or bool(self.needs.changed)


def effects(
    entry: Synonym, questions: Sequence[str], *, reader: User, lang: str
) -> Effects:
    """Try an entry as it stands, unsaved, against the dictionary as it is.

    Tried are the questions and the entry's own words, and the open needs that say
    them or what the entry says now.

    Args:
        entry: the entry with its new values; one that is to be removed is inactive.
        questions: what to ask besides.
        reader: somebody of the secretariat, who sees what is found.
        lang: the language in which titles are shown.

    Side effects: search and matcher take in what changed since they last looked.
    """
    rows = list(Synonym.objects.in_use())
    now = dictionary_of(rows)
    others = [row for row in rows if row.pk != entry.pk]
    then = dictionary_of([*others, entry] if entry.is_active else others)
    words = [entry.plain]
    if entry.direction == SynonymDirection.BOTH:
        words.append(entry.term)
    asked = dict.fromkeys([*questions, *words])
    differ = [word for word in {*now, *then} if now.get(word) != then.get(word)]
    return Effects(
        [_searched(text, now, then, reader, lang) for text in asked],
        reworded(differ, then),
    )


def _searched(
    text: str, now: Synonyms, then: Synonyms, reader: User, lang: str
) -> Effect:
    found = [
        search(
            text, kinds=KINDS, size=COMPARED, reader=reader, lang=lang, synonyms=words
        )
        for words in (now, then)
    ]
    before, after = ([one.thing for one in answer.found] for answer in found)
    return Effect(
        question=text,
        before=found[0].total,
        after=found[1].total,
        new=[str(thing) for thing in after if thing not in before][:SHOWN],
        gone=[str(thing) for thing in before if thing not in after][:SHOWN],
        first_before=[str(thing) for thing in before[:FIRST]],
        first_after=[str(thing) for thing in after[:FIRST]],
    )
