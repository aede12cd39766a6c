"""The dictionary of other words: what people say, and what specialists call it."""

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.enums import SynonymDirection, SynonymLanguage
from catalogue.models.classifications import Theme
from lifecycle import clock
from lifecycle.identifiers import PublicIdField
from matching.japanese import JAPANESE
from search.analysis import pattern, units

MOST_CHARACTERS = 60
READABLE = (
    ProhibitNullCharactersValidator(),
    RegexValidator(
        "\ufffd",
        _("Some characters did not arrive in a readable form. Please type them again."),
        inverse_match=True,
    ),
)


class SynonymQuerySet(models.QuerySet["Synonym"]):
    """Composable reads of the dictionary."""

    def in_use(self) -> "SynonymQuerySet":
        """Those that are not switched off."""
        return self.filter(is_active=True)


class Synonym(models.Model):
    """A word of the field and the technical term for it.

    Whoever asks with the one word is also shown what has the other, as far as the
    direction says so. Entries are never followed further, so a loop does no harm.
    """

    public_id = PublicIdField()
    plain = models.CharField(
        _("word of the field"), max_length=MOST_CHARACTERS, validators=READABLE
    )
    term = models.CharField(
        _("technical term"), max_length=MOST_CHARACTERS, validators=READABLE
    )
    direction = models.CharField(
        _("direction"),
        max_length=10,
        choices=SynonymDirection.choices,
        default=SynonymDirection.BOTH,
    )
    language = models.CharField(
        _("language"), max_length=5, choices=SynonymLanguage.choices, editable=False
    )
    theme = models.ForeignKey(
        Theme,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="synonyms",
        verbose_name=_("theme"),
    )
    note = models.CharField(
        _("field or note"), max_length=200, blank=True, validators=READABLE
    )
    is_active = models.BooleanField(_("in use"), default=True)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    objects = SynonymQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the dictionary")
        verbose_name_plural = _("entries of the dictionary")
        ordering = ["plain", "term"]
        constraints = [
            models.UniqueConstraint(
                fields=["plain", "term"],
                name="synonym_pair",
                violation_error_message=_(
                    "The dictionary has this pair already. Please change the entry "
                    "that is there."
                ),
            )
        ]

    def __str__(self) -> str:
        arrow = "↔" if self.direction == SynonymDirection.BOTH else "→"
        return f"{self.plain} {arrow} {self.term}"

    @property
    def case_id(self) -> str:
        """The name under which the log keeps the entry."""
        return self.public_id

    def clean(self) -> None:
        """Refuse a pair that could change nothing, and name its language.

        Raises:
            ValidationError: for the field that has to be written otherwise.
        """
        if not (self.plain and self.term):
            return  # an empty box is told of by itself
        self.language = _language((self.plain, self.term))
        read = [_read(word) for word in (self.plain, self.term)]
        both = self.direction == SynonymDirection.BOTH
        if not read[0]:
            raise ValidationError({"plain": _unsearchable(self.plain)})
        if pattern(self.term) is None or (both and not read[1]):
            raise ValidationError({"term": _unsearchable(self.term)})
        if read[0] == read[1]:
            raise ValidationError(
                {
                    "term": _(
                        "The search takes both words for the same already. Please "
                        "write another word."
                    )
                }
            )

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Refuse a pair that is there, the other way round too where that is the same.

        An entry that says no more than before is not held up by one turned round.

        Raises:
            ValidationError: names the pair that is there.
        """
        super().validate_constraints(exclude)
        if not {"plain", "term"}.isdisjoint(exclude or ()):
            return  # as of every constraint of a field that is refused already
        reversed_ = Synonym.objects.filter(plain=self.term, term=self.plain)
        for row in reversed_.exclude(pk=self.pk):
            if is_again(self.direction, row.direction) and not self._is_said():
                raise ValidationError({"term": already_reversed(row)})

    def _is_said(self) -> bool:
        """Whether the entry, as it is kept, says all that it says now."""
        kept = Synonym.objects.filter(pk=self.pk, plain=self.plain, term=self.term)
        return kept.filter(direction__in=saying(self.direction)).exists()


def is_again(direction: str, turned: str) -> bool:
    """Whether a pair says what the same words the other way round say already."""
    return SynonymDirection.BOTH in (direction, turned)


def saying(direction: str) -> tuple[str, ...]:
    """Return the directions in which an entry says all that it says in this one."""
    return direction, SynonymDirection.BOTH


def already_reversed(row: Synonym) -> str:
    """Say that a pair stands there the other way round."""
    return _(
        "The dictionary has this pair already, the other way round: “%(pair)s”. Please "
        "change the entry that is there, for example its direction."
    ) % {"pair": row}


def _read(word: str) -> tuple[str, ...]:
    """Return a word as the search reads it."""
    return tuple(unit.word.term for unit in units(word))


def _unsearchable(word: str) -> ValidationError:
    return ValidationError(
        _(
            "“%(word)s” has no word that the search can look for. Please write a "
            "noun, or a few words."
        ),
        params={"word": word},
    )


def _language(words: Iterable[str]) -> SynonymLanguage:
    japanese = {bool(JAPANESE.search(word)) for word in words}
    if len(japanese) > 1:
        return SynonymLanguage.BRIDGE
    return SynonymLanguage.JAPANESE if japanese == {True} else SynonymLanguage.ENGLISH
