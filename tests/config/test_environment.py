"""Settings from the environment: one start names every problem."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment

PLATFORM = Path(__file__).parents[2] / "platform"
NEEDED = {
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DATABASE_NAME",
    "DATABASE_USER",
    "DATABASE_PASSWORD",
    "DATABASE_HOST",
    "DATA",
    "REGION_DIR",
    "EMAIL_HOST",
    "DEFAULT_FROM_EMAIL",
    "BASE_URL",
}


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    """Import the production settings in a process of their own."""
    program = (
        "from config.settings import production as p;"
        "print(p.ALLOWED_HOSTS, p.CSRF_TRUSTED_ORIGINS, p.EMAIL_PORT, p.HTTPS,"
        " p.DATABASES['default']['PORT'])"
    )
    return subprocess.run(
        [sys.executable, "-c", program],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(PLATFORM)} | variables,
        capture_output=True,
        text=True,
    )


def test_production_names_everything_that_is_missing_at_once():
    ended = start(EMAIL_PORT="many", HTTPS="perhaps")

    assert ended.returncode != 0
    assert "ImproperlyConfigured: Renkei cannot start:" in ended.stderr
    for name in NEEDED:
        assert f"  - {name} is missing: " in ended.stderr
    assert "  - EMAIL_PORT='many' cannot be read: its port" in ended.stderr
    assert "  - HTTPS='perhaps' cannot be read: " in ended.stderr


def test_a_ranking_that_is_not_there_to_be_had_is_refused():
    ended = start(MATCHING_RANKING="elasticsearch")
    assert (
        "  - MATCHING_RANKING=elasticsearch needs ELASTICSEARCH_URL\n" in ended.stderr
    )

    env = Environment({"RANKING": "cards"})
    env.choice("RANKING", "what ranks", ("memory", "elasticsearch"), "memory")
    with pytest.raises(ImproperlyConfigured, match="'cards' is none of memory, elast"):
        env.check()
    env = Environment({})
    assert env.choice("RANKING", "what ranks", ("memory", "disk"), "memory") == "memory"
    env.check()


def test_production_starts_when_all_is_given(tmp_path):
    given = dict.fromkeys(NEEDED, "x") | {
        "ALLOWED_HOSTS": "a.example.jp, b.example.jp,",
        "DATA": str(tmp_path),
        "HTTPS": "No",
        "EMAIL_PORT": "25",
    }

    ended = start(**given)

    assert ended.returncode == 0
    assert ended.stdout == (
        "['a.example.jp', 'b.example.jp'] "
        "['https://a.example.jp', 'https://b.example.jp'] 25 False 5432\n"
    )


def test_blank_is_missing_and_defaults_are_taken():
    env = Environment({"NAME": "  ", "PORT": " 80 ", "SWITCH": "TRUE"})

    assert env.text("NAME", "a name", "somebody") == "somebody"
    assert env.number("PORT", "a port") == 80
    assert env.number("OTHER", "a port", 25) == 25
    assert env.flag("SWITCH", "on or off", False) is True
    assert env.flag("OTHER", "on or off", False) is False
    assert env.words("HOSTS", "names", "a,b") == ["a", "b"]
    env.check()


@pytest.mark.parametrize("name", ["PORT", "NOTHING"])
def test_what_is_wrong_or_missing_stops_the_start(name):
    env = Environment({"PORT": "eighty"})

    assert env.number(name, "a port") == 0
    with pytest.raises(ImproperlyConfigured, match=f"{name}.*a port"):
        env.check()


def test_this_process_is_read_when_nothing_is_given(monkeypatch):
    monkeypatch.setenv("RENKEI_TEST_WORD", "here")

    assert Environment().text("RENKEI_TEST_WORD", "a word") == "here"
