"""The swap of several files at once: killed or failing at any step, all are old or all are new."""

import errno
import itertools
import os
import shutil
import threading
from dataclasses import dataclass

import pytest

from loaders import swap
from loaders.errors import StorageError
from loaders.swap import pending, settle, swapping
from tests.loaders import killing

OLD = {"report": "old", "tables/a": "old", "tables/b": "old"}
NEW = {"report": "new", "tables/a": "new", "tables/b": "new", "tables/c": "new"}  # c is added


@pytest.fixture(scope="module", autouse=True)
def warm(repo_root):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(repo_root))  # for the server that the children are forked from
        yield


@pytest.fixture
def data(tmp_path):
    return reset(tmp_path)


def reset(data):
    killing.swap_texts(data, OLD)
    (data / "tables" / "c").unlink(missing_ok=True)
    return data


def texts(data):
    return {
        path.relative_to(data).as_posix(): path.read_text()
        for path in data.rglob("*")
        if path.is_file() and not path.relative_to(data).parts[0].startswith(".")
    }


def hidden(data):
    return sorted(path.name for path in data.glob(".*") if path.name != swap.LOCK)


def test_a_swap_replaces_and_adds_files_and_leaves_nothing_else(data):
    killing.swap_texts(data, NEW)
    assert texts(data) == NEW
    assert hidden(data) == []


def test_a_fault_while_staging_leaves_the_old_files(data):
    def fail():
        with swapping(data) as stage:
            (stage / "report").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert texts(data) == OLD
    assert hidden(data) == []


@dataclass
class Death:
    """A swap killed just before one of its changes on the disk."""

    step: int
    found: dict[str, str]  # as the dead one left it
    was_pending: bool
    settled: dict[str, str]  # as a reader then finds it
    after: list[str]  # what remains once another swap is done


@pytest.fixture(scope="module")
def deaths(tmp_path_factory, warm):
    """Kill a swap at each of its steps, till it comes to its end."""
    data, seen = reset(tmp_path_factory.mktemp("deaths")), []
    for step in itertools.count(1):
        if not killing.finish(killing.start(killing.swap_texts, data, NEW, step=step)):
            break
        found, was_pending = texts(data), pending(data)
        settle(data)
        settled = texts(data)
        seen.append(Death(step, found, was_pending, settled, hidden(reset(data))))
    assert texts(data) == NEW
    return seen


def test_killed_at_each_step_all_files_are_old_or_all_are_new(deaths):
    assert [death.step for death in deaths if death.settled not in (OLD, NEW)] == []
    became_new = [death.settled == NEW for death in deaths]
    assert became_new == sorted(became_new)  # old up to one step, new from there on
    assert set(became_new) == {False, True}
    assert [death.step for death in deaths if death.after] == []


def test_the_deaths_cover_a_swap_half_done(deaths):
    mixed = [death for death in deaths if death.found not in (OLD, NEW)]
    assert len(mixed) == len(NEW) - 1
    assert all(death.was_pending for death in mixed)


@pytest.fixture(scope="module")
def last(deaths):
    """The step before the journal is deleted: all files are renamed, nothing is done yet."""
    return max(death.step for death in deaths if death.was_pending)


def test_undoing_killed_at_each_step_is_done_again_by_the_next_reader(data, last):
    for step in itertools.count(1):
        killing.finish(killing.start(killing.swap_texts, data, NEW, step=last))
        assert (texts(data), pending(data)) == (NEW, True)
        if not killing.finish(killing.start(killing.settle_texts, data, step=step)):
            break
        settle(data)
        assert texts(data) == OLD, step
        shutil.rmtree(data)
        data.mkdir()
        reset(data)
    assert texts(data) == OLD
    assert step > len(NEW)


def full_disk(monkeypatch, name, call):
    """Have the call-th call of a function of ``os`` find the disk full."""
    real, calls = getattr(os, name), itertools.count(1)

    def fail(*arguments, **options):
        if next(calls) == call:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*arguments, **options)

    monkeypatch.setattr(os, name, fail)


RENAMES = 1 + len(NEW)  # the journal, then each file


@pytest.mark.parametrize("call", range(1, RENAMES + 1))
def test_a_full_disk_while_renaming_leaves_the_old_files(data, monkeypatch, call):
    full_disk(monkeypatch, "replace", call)
    with pytest.raises(StorageError, match=r"plus de place sur le disque\. Remède : libérez de la place"):
        killing.swap_texts(data, NEW)
    assert texts(data) == OLD
    assert hidden(data) == []


@pytest.mark.parametrize("name", ["fsync", "mkdir"])
def test_a_full_disk_before_the_journal_leaves_the_old_files(data, monkeypatch, name):
    full_disk(monkeypatch, name, 2)
    with pytest.raises(StorageError, match="plus de place"):
        killing.swap_texts(data, NEW)
    assert texts(data) == OLD
    assert hidden(data) == []


def test_a_file_held_by_another_program_is_told(data, monkeypatch):
    def refuse(*_):
        raise PermissionError(errno.EACCES, "denied")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(StorageError, match=r"écriture refusée\. Remède : .* fermez le programme"):
        killing.swap_texts(data, NEW)
    assert texts(data) == OLD


def test_a_second_build_is_refused_with_the_number_of_the_first(data, monkeypatch, last):
    monkeypatch.setattr(swap, "BUILD_WAITS", 0.05)
    with killing.held(killing.swap_texts, data, NEW, step=last) as first:
        told = rf"autre construction est en cours \(processus {first.pid}\)\. Remède : attendez"
        with pytest.raises(StorageError, match=told):
            killing.swap_texts(data, OLD)
    killing.swap_texts(data, NEW)  # the lock fell with its process
    assert texts(data) == NEW


def test_a_reader_waits_while_a_live_build_swaps(data, last):
    with killing.held(killing.swap_texts, data, NEW, step=last):
        reader = threading.Thread(target=settle, args=(data,))
        reader.start()
        reader.join(0.2)
        assert reader.is_alive()
        assert texts(data) == NEW  # it did not undo what the build was doing
    reader.join()
    assert texts(data) == OLD  # the build died before it was done


def test_a_staging_folder_removed_by_hand_is_told(data, last):
    killing.finish(killing.start(killing.swap_texts, data, NEW, step=last))
    for stage in data.glob(f"{swap.STAGING}*"):
        shutil.rmtree(stage)
    with pytest.raises(StorageError, match="git checkout -- data"):
        settle(data)
