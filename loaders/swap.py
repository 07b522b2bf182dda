"""Swap many files of ``data/`` at once: whatever happens, kill -9 included, all are old or all are new.

The files stay plain files under their usual names, so that git keeps them and the app reads them as they are;
no system can rename several of them in one go. Hence an undo journal, as databases keep one:

1. new files are written in a staging folder, and the old ones copied beside them, all flushed to the disk;
2. the journal (``.swap.toml``: the staging folder, the files replaced, those added) appears in one rename;
3. the new files are renamed over the old ones;
4. the journal is deleted: this one deletion is the moment the swap happens.

A journal that is found while no build runs is a swap that died: ``settle`` puts the old files back. It can
itself be killed and done again. ``loaders.catalog`` settles before it reads and reads again if a swap began
meanwhile; builds and checks settle first. A build that dies before step 2 has touched nothing; what it staged
is swept by the next one. (Exchanging whole folders in one call exists on Linux only.)

One build at a time: the lock belongs to the process and falls with it, so a stale one cannot be.
"""

import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from loaders.errors import StorageError
from loaders.storage import sync, write_text, writing
from loaders.toml_text import dumps

JOURNAL, LOCK, HOLDER, STAGING = ".swap.toml", ".build.lock", ".build.pid", ".staging-"
NEW, OLD = "new", "old"
BUILD_WAITS, READER_WAITS = 2.0, 60.0
"""Seconds: a reader holds the lock for a moment only; a build that is swapping, hardly longer."""


def pending(data: Path) -> bool:
    """Tell whether a swap is under way, or died."""
    return (data / JOURNAL).is_file()


def settle(data: Path) -> None:
    """Have the files of a folder all of one build: wait for the swap under way, or undo the one that died.

    Raises
    ------
    StorageError
        The old files cannot be put back.
    """
    if pending(data):
        with _locked(data, READER_WAITS):
            _undo(data)


@contextmanager
def swapping(data: Path) -> Iterator[Path]:
    """Give a folder laid out as ``data``; when the block ends well, all its files replace those of ``data``.

    Raises
    ------
    StorageError
        Another build is running, or the disk is full or refuses to be written to; the old files are in place.
    """
    with _locked(data, BUILD_WAITS):
        _undo(data)
        stage = _staging(data)
        try:
            yield stage / NEW
            with writing(data):
                _swap(data, stage)
        finally:
            _undo(data)
            shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def _locked(data: Path, seconds: float) -> Iterator[None]:
    lock, holder = FileLock(data / LOCK, timeout=seconds), data / HOLDER
    with writing(data):
        _acquire(lock, holder)
    try:
        with writing(data):
            holder.write_text(str(os.getpid()), encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _acquire(lock: BaseFileLock, holder: Path) -> None:
    try:
        lock.acquire()
    except Timeout as error:
        number = holder.read_text(encoding="utf-8") if holder.is_file() else "inconnu"
        fault = f"une autre construction est en cours (processus {number})."
        raise StorageError(holder.parent, fault, "attendez qu'elle finisse, puis relancez.") from error


def _staging(data: Path) -> Path:
    """Make a staging folder, and sweep what builds that died before their journal have left."""
    with writing(data):
        for path in data.glob(f"{STAGING}*"):
            shutil.rmtree(path)
        (data / f"{JOURNAL}.draft").unlink(missing_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=STAGING, dir=data))
        (stage / NEW).mkdir()
    return stage


def _swap(data: Path, stage: Path) -> None:
    names = _names(stage / NEW)
    kept = [name for name in names if (data / name).is_file()]
    for name in kept:
        (stage / OLD / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(data / name, stage / OLD / name)
    for path in [*stage.rglob("*"), stage]:
        sync(path)
    added = [name for name in names if name not in kept]
    for name in names:
        (data / name).parent.mkdir(parents=True, exist_ok=True)
    write_text(data / JOURNAL, dumps({"stage": stage.name, "kept": kept, "added": added}))
    for name in names:
        (stage / NEW / name).replace(data / name)
    _close(data, names)


def _names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _close(data: Path, names: Iterable[str]) -> None:
    """Delete the journal once everything it speaks of is on the disk."""
    for folder in {(data / name).parent for name in names}:
        sync(folder)
    (data / JOURNAL).unlink()
    sync(data)


def _undo(data: Path) -> None:
    """Put the old files back if there is a journal; killed, it starts again where it was."""
    if not pending(data):
        return
    told = tomllib.loads((data / JOURNAL).read_text(encoding="utf-8"))
    stage = data / told["stage"]
    if not stage.is_dir():
        fault = f"une construction interrompue ne peut être défaite : {stage.name} a disparu."
        remedy = f"restaurez le dossier avec « git checkout -- data », puis supprimez {JOURNAL}."
        raise StorageError(data, fault, remedy)
    with writing(data):
        for name in told["kept"]:
            if (stage / OLD / name).is_file():
                (stage / OLD / name).replace(data / name)
        for name in told["added"]:
            (data / name).unlink(missing_ok=True)
        _close(data, [*told["kept"], *told["added"]])
    shutil.rmtree(stage, ignore_errors=True)
