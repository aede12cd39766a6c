import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from matching import Matcher
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
