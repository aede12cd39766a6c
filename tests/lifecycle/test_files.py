import threading

import pytest

from lifecycle.files import locked, replace_text


def test_one_writer_at_a_time(tmp_path):
    counter = tmp_path / "counter"
    counter.write_text("0")

    def count() -> None:
        for _ in range(25):
            with locked(tmp_path / "lock"):
                counter.write_text(str(int(counter.read_text()) + 1))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert counter.read_text() == "100"


def test_a_lock_is_free_again_after_a_failure(tmp_path):
    with pytest.raises(ValueError, match="broken"), locked(tmp_path / "lock"):
        raise ValueError("broken")

    with locked(tmp_path / "lock"):
        pass


def test_readers_see_the_old_text_or_the_new_one(tmp_path):
    file = tmp_path / "position.json"
    texts = ["a" * 50_000, "b" * 50_000]
    replace_text(file, texts[0])
    seen: set[str] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.add(file.read_text())
        seen.add(file.read_text())

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(40):
        replace_text(file, texts[turn % 2])
    done.set()
    reader.join()

    assert seen <= set(texts)
    assert [path.name for path in tmp_path.iterdir()] == ["position.json"]
