import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from matching import Matcher, matcher
from matching.index import Index
from tests.factories.matching import document, offers

TEXT = "食品工場の排水の処理で、汚泥が多い。橋の点検もする。"


def test_many_threads_read_as_one_does() -> None:
    matcher = Matcher().fit(offers())
    alone = matcher.match(TEXT, kinds=["expertise"])
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda _: matcher.match(TEXT, kinds=["expertise"]), range(80))
        )
    assert answers == [alone] * 80


def test_readers_see_the_old_catalogue_or_the_new_one_whole() -> None:
    """A writer swaps one offer back and forth; every answer holds exactly one form."""
    forms = ["釉薬を調合する", "釉薬を調合し、窯を温める"]
    matcher = Matcher().fit([*offers(), document("pot", forms[0])])
    expected = [matcher.match("釉薬と窯", kinds=["expertise"])]
    matcher.put(document("pot", forms[1]))
    matcher.refit()
    expected.append(matcher.match("釉薬と窯", kinds=["expertise"]))
    done = threading.Event()
    wrong = []

    def read() -> None:
        while not done.is_set():
            found = matcher.match("釉薬と窯", kinds=["expertise"])
            if found not in expected:
                wrong.append(found)

    def run(work: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=work)
        thread.start()
        return thread

    readers = [run(read) for _ in range(4)]
    for turn in range(40):
        matcher.put(document("pot", forms[turn % 2]))
    done.set()
    for thread in readers:
        thread.join()
    assert wrong == []


def test_writers_take_turns() -> None:
    matcher = Matcher()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: matcher.put(document(str(n), f"溶接{n}")), range(40)))
    assert len(matcher) == 40
    matcher.refit()
    scores = matcher.score_all("溶接", kinds=["expertise"])
    assert len(scores) == 40
    assert min(scores.values()) > 0


def grown(monkeypatch: pytest.MonkeyPatch) -> Matcher:
    """A matcher that is refitted beside the answers, however small it is."""
    monkeypatch.setattr(matcher, "SMALL", 0)
    return Matcher().fit(offers())


def wait_for_the_refit() -> None:
    for thread in threading.enumerate():
        if thread.name == matcher.REFIT:
            thread.join(30)


def test_a_large_catalogue_is_refitted_beside_the_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    changed = grown(monkeypatch)
    changed.put(document("pot", "釉薬を調合する"))
    assert changed.match("釉薬", kinds=["expertise"]).matches[0].id == "pot"
    wait_for_the_refit()
    fitted = Matcher().fit([*offers(), document("pot", "釉薬を調合する")])
    assert changed.score_all(TEXT, kinds=["expertise"]) == fitted.score_all(
        TEXT, kinds=["expertise"]
    )


def test_what_changes_during_a_refit_is_in_what_it_swaps_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    changed = Matcher().fit(offers())
    refit = Index.refit

    def overtaken(index: Index) -> Index:
        made = refit(index)
        monkeypatch.setattr(Index, "refit", refit)
        changed.put(document("pot", "釉薬を調合する"))
        changed.remove("expertise", "bridge")
        return made

    changed.put(document("pot", "陶器を焼く"))
    monkeypatch.setattr(matcher, "SMALL", 0)
    monkeypatch.setattr(Index, "refit", overtaken)
    changed.refit()
    assert changed.match("釉薬", kinds=["expertise"]).matches[0].id == "pot"
    assert ("expertise", "bridge") not in changed


def test_a_refit_that_fails_is_logged_and_the_answers_go_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    changed = grown(monkeypatch)

    def broken(index: Index) -> Index:
        raise MemoryError

    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR):
        patch.setattr(Index, "refit", broken)
        changed.put(document("pot", "釉薬を調合する"))
        wait_for_the_refit()
    (told,) = caplog.records
    assert told.exc_info is not None
    assert told.exc_info[0] is MemoryError
    assert changed.match("釉薬", kinds=["expertise"]).matches[0].id == "pot"
    changed.put(document("kiln", "窯を温める"))
    wait_for_the_refit()
    found = changed.match("釉薬と窯", kinds=["expertise"])
    assert {match.id for match in found.matches} == {"pot", "kiln"}
