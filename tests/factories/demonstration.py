"""The demonstration region as ``renkei setup`` loads it, and what of it is hidden."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import jaconv
from django.db import transaction
from django.db.models import Q

from accounts.models import Organisation, User
from catalogue.actions.classifications import load_industries, load_sections
from catalogue.actions.synonyms import load_synonyms
from catalogue.models import Need
from catalogue.selectors.visibility import READABLE, visible_needs
from config.region.loading import default_pack, load_region

PEOPLE = {
    "anonymous": "",
    "member": "demo_it_vendor@example.jp",
    "other member": "demo_pharmacy_katabami@example.jp",  # whose own name is withheld
    "officer": "demo_officer_ube@example.jp",
    "secretariat": "demo_secretariat@example.jp",
}
"""Everybody who asks, with the account of each."""


@contextmanager
def loaded() -> Iterator[None]:
    """Load everything, with a telephone number for everybody; leave nothing behind."""
    with transaction.atomic():
        load_synonyms()
        load_industries()
        load_sections()
        load_region(default_pack())
        for number, one in enumerate(Organisation.objects.order_by("pk")):
            Organisation.objects.filter(pk=one.pk).update(phone=f"0839-55-{number:04}")
        yield
        transaction.set_rollback(True)


def reader(name: str) -> User | None:
    """Return the account of one of ``PEOPLE``."""
    return User.objects.get(email=PEOPLE[name]) if PEOPLE[name] else None


@dataclass(frozen=True)
class Hidden:
    """What a reader may not learn from a search.

    Args:
        needs: those that the reader may not see at all.
        posters: organisations that nothing names which the reader may see.
    """

    needs: tuple[Need, ...]
    posters: tuple[Organisation, ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Every word of it: titles, and what posters and their people are called."""
        called = [word for poster in self.posters for word in spoken(poster)]
        return tuple(dict.fromkeys([*self.titles, *called]))

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The titles of the needs in both languages."""
        return tuple(t for need in self.needs for t in (need.title_ja, need.title_en))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The posters' own names and telephones, as written and as read."""
        return tuple(
            word
            for one in self.posters
            for word in (one.name_ja, one.name_en, one.phone, one.kana, roman(one.kana))
        )

    @cached_property
    def mistyped(self) -> tuple[str, ...]:
        """The posters' names and the titles, each with a slip of typing."""
        names = [text for one in self.posters for text in (one.name_ja, one.name_en)]
        return tuple(f"{text}{text[-1]}" for text in (*names, *self.titles))

    def told(self, texts: Iterable[str]) -> set[str]:
        """Return its words that stand in some texts."""
        said = "\n".join(texts)
        return {word for word in self.words if word in said}


def hidden_from(user: User | None) -> Hidden:
    """Return what of the demonstration is hidden from a reader."""
    seen = visible_needs(user).filter(state__in=READABLE)
    named = seen.exclude(anonymous=True).values("organisation")
    own = user.organisation_roles if user else ()
    posters = Organisation.objects.filter(needs__isnull=False, listed=False)
    hidden = posters.exclude(Q(pk__in=named) | Q(pk__in=list(own)))
    return Hidden(
        tuple(Need.objects.exclude(pk__in=seen.values("pk"))),
        tuple(hidden.distinct().prefetch_related("memberships__user")),
    )


def spoken(organisation: Organisation) -> Iterator[str]:
    """Every form by which an organisation and its people may be asked for."""
    yield from (organisation.name_ja, organisation.name_en)
    yield from (organisation.short_ja, organisation.short_en, organisation.phone)
    yield from _aloud(organisation.kana)
    for membership in organisation.memberships.all():
        person = membership.user
        yield from (person.name_ja, person.name_en, *_aloud(person.kana))


def roman(kana: str) -> str:
    """Return how a reading is written in Latin letters."""
    return jaconv.kana2alphabet(jaconv.kata2hira(kana))


def _aloud(kana: str) -> tuple[str, str, str]:
    return kana, jaconv.kata2hira(kana), roman(kana)
