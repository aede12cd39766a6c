import json
import os
import shutil
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from matching import (
    Matcher,
    SavedIndexDamaged,
    SavedIndexMissing,
    SavedIndexOutdated,
    store,
)
from matching.index import Index
from matching.version import CUTTERS, VERSION
from tests.factories.matching import document, field, offers

TEXT = "橋の点検と排水の汚泥"
FILES = ["manifest.json", *(f"{name}.npy" for name in Index.build(()).base.arrays())]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    Matcher().fit(offers()).save(tmp_path / "index")
    return tmp_path / "index"


def generation(path: Path) -> Path:
    return path / (path / "CURRENT").read_text()


def test_what_is_loaded_answers_as_what_was_saved(saved: Path) -> None:
    fitted, loaded = Matcher().fit(offers()), Matcher.load(saved)
    assert loaded.match(TEXT, kinds=["expertise"]) == fitted.match(
        TEXT, kinds=["expertise"]
    )
    assert len(loaded) == len(fitted)


def test_a_loaded_matcher_takes_changes_and_is_saved_again(saved: Path) -> None:
    loaded = Matcher.load(saved)
    loaded.put(document("new", "陶器の釉薬"))
    loaded.remove("expertise", "bridge")
    loaded.save(saved)
    again = Matcher.load(saved)
    assert again.score_all("釉薬", kinds=["expertise"]) == loaded.score_all(
        "釉薬", kinds=["expertise"]
    )
    assert ("expertise", "bridge") not in again


def test_one_generation_is_kept(saved: Path) -> None:
    Matcher().fit(offers()[:2]).save(saved)
    assert sorted(p.name.split("-")[0] for p in saved.iterdir()) == [
        "CURRENT",
        "generation",
    ]
    assert len(Matcher.load(saved)) == 2


def test_an_empty_catalogue_and_odd_characters_are_kept(tmp_path: Path) -> None:
    Matcher().save(tmp_path)
    assert len(Matcher.load(tmp_path)) == 0
    odd = document("\ud800\x00\n", field("溶接\ud800\x00\u2028と\n橋", "名"))
    Matcher().fit([odd]).save(tmp_path)
    found = Matcher.load(tmp_path).match("溶接", kinds=["expertise"]).matches[0]
    assert found.id == odd.id


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["cut", "changed", "gone"])
def test_a_damaged_file_is_never_served(saved: Path, name: str, damage: str) -> None:
    file = generation(saved) / name
    content = file.read_bytes()
    if damage == "gone":
        file.unlink()
    elif damage == "cut":
        file.write_bytes(content[: len(content) // 2])
    else:
        file.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    with pytest.raises(SavedIndexDamaged):
        Matcher.load(saved)


@pytest.mark.parametrize("manifest", ["[]", "{}", '{"version": 1, "files": 2}'])
def test_a_manifest_of_another_form_is_refused(saved: Path, manifest: str) -> None:
    (generation(saved) / "manifest.json").write_text(manifest)
    with pytest.raises((SavedIndexDamaged, SavedIndexOutdated)):
        Matcher.load(saved)


@pytest.mark.parametrize("part", [VERSION, *CUTTERS.split()[1::2]])
def test_another_method_or_another_cutting_of_words_is_refused(
    saved: Path, part: str
) -> None:
    file = generation(saved) / "manifest.json"
    manifest = json.loads(file.read_text())
    other = manifest["version"].replace(part, "0", 1)
    file.write_text(json.dumps(manifest | {"version": other}))
    with pytest.raises(SavedIndexOutdated) as caught:
        Matcher.load(saved)
    assert caught.value.data["found"] == other


def test_nothing_saved(tmp_path: Path) -> None:
    with pytest.raises(SavedIndexMissing):
        Matcher.load(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "current", [b"", b"generation-gone", b"../other", b"generation-/..", b"\xff\x00"]
)
def test_a_pointer_that_leads_nowhere_is_refused(saved: Path, current: bytes) -> None:
    (saved / "CURRENT").write_bytes(current)
    with pytest.raises(SavedIndexDamaged):
        Matcher.load(saved)


def test_a_save_that_fails_leaves_the_old_index(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            Matcher().save(saved)
    assert len(Matcher.load(saved)) == 6
    Matcher().fit(offers()[:1]).save(saved)
    assert len(list(saved.glob("generation-*"))) == 1


def test_a_reader_overtaken_by_a_save_reads_the_newer(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pointer is read, then the folder is replaced, then the files are read."""
    read = store._read
    calls = []

    def overtaken(folder: Path) -> object:
        if not calls:
            Matcher().fit(offers()[:3]).save(saved)
        calls.append(folder)
        return read(folder)

    monkeypatch.setattr(store, "_read", overtaken)
    assert len(Matcher.load(saved)) == 3
    assert len(calls) == 2


def test_a_vocabulary_of_another_index_is_refused(saved: Path, tmp_path: Path) -> None:
    """A sound file of a sound index, but not the one that was saved with the others."""
    Matcher().fit(offers()[:2]).save(tmp_path / "other")
    for name in ("features.content.npy", "features.ends.npy"):
        shutil.copy(generation(tmp_path / "other") / name, generation(saved) / name)
    with pytest.raises(SavedIndexDamaged):
        Matcher.load(saved)


def test_weights_that_are_no_numbers_are_refused(saved: Path) -> None:
    file = generation(saved) / "rows.ja.data.npy"
    np.save(file, np.full_like(np.load(file), np.nan))
    with pytest.raises(SavedIndexDamaged):
        Matcher.load(saved)


FORMS = [offers(), [*offers()[:3], document("new", "橋の点検と、排水の処理")]]
TURNS = 25


def answers_of(path: Path) -> set[str]:
    """What a process answers that opens the index anew each time, and one it keeps."""
    kept = Matcher.load(path)
    first = answer_of(kept)
    found = {first}
    for _ in range(TURNS):
        found.add(answer_of(Matcher.load(path)))
        if answer_of(kept) != first:
            found.add("what was opened has changed")
    return found


def answer_of(matcher: Matcher) -> str:
    return repr(matcher.match(TEXT, kinds=["expertise"]))


def test_processes_answer_whole_while_another_saves(saved: Path) -> None:
    right = {answer_of(Matcher().fit(form)) for form in FORMS}
    assert len(right) == 2
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        readers = [pool.submit(answers_of, saved) for _ in range(2)]
        turn = 0
        while not all(reader.done() for reader in readers):
            turn += 1
            Matcher().fit(FORMS[turn % 2]).save(saved)
        for reader in readers:
            assert reader.result() <= right
