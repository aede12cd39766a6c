"""Settings that come from the environment, checked together at start."""

import os
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")


class Environment:
    """Reads variables and remembers every problem, so that one start names them all.

    >>> env = Environment({"PORT": "80"})
    >>> env.number("PORT", "the port to listen on")
    80
    """

    def __init__(self, variables: dict[str, str] | None = None) -> None:
        """Read from ``variables``; the process's own when none are given."""
        self._variables = dict(os.environ) if variables is None else variables
        self._problems: list[str] = []

    def text(self, name: str, meaning: str, default: str | None = None) -> str:
        """Return a variable; without a default, its absence is a problem."""
        value = self._variables.get(name, "").strip()
        if value:
            return value
        if default is None:
            self._problems.append(f"{name} is missing: {meaning}")
            return ""
        return default

    def number(self, name: str, meaning: str, default: int | None = None) -> int:
        """Return a whole number; anything else is a problem."""
        text = self.text(name, meaning, None if default is None else str(default))
        return self._parsed(name, meaning, text, int, 0)

    def words(self, name: str, meaning: str, default: str | None = None) -> list[str]:
        """Return a comma-separated list without its empty parts."""
        text = self.text(name, meaning, default)
        return [word.strip() for word in text.split(",") if word.strip()]

    def flag(self, name: str, meaning: str, default: bool) -> bool:
        """Return a yes or no, written as ``yes``/``no``, ``true``/``false``, 1/0."""
        known = {"yes": True, "true": True, "1": True}
        known |= {"no": False, "false": False, "0": False}
        text = self.text(name, meaning, "yes" if default else "no").lower()
        return self._parsed(name, meaning, text, known.__getitem__, default)

    def choice(
        self, name: str, meaning: str, choices: Sequence[str], default: str
    ) -> str:
        """Return one of some words; anything else is a problem."""
        text = self.text(name, meaning, default)
        if text not in choices:
            self.refuse(f"{name}={text!r} is none of {', '.join(choices)}: {meaning}")
        return text

    def refuse(self, problem: str) -> None:
        """Remember a problem of several variables together."""
        self._problems.append(problem)

    def check(self) -> None:
        """Raise ``ImproperlyConfigured`` naming every problem met so far."""
        if self._problems:
            lines = "\n".join(f"  - {problem}" for problem in self._problems)
            raise ImproperlyConfigured(f"Renkei cannot start:\n{lines}")

    def _parsed(
        self, name: str, meaning: str, text: str, parse: Callable[[str], T], empty: T
    ) -> T:
        if not text:
            return empty
        try:
            return parse(text)
        except (ValueError, KeyError):
            self._problems.append(f"{name}={text!r} cannot be read: {meaning}")
            return empty
