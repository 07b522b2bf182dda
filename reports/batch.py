"""One briefing for each commune of a perimeter: resumable, and never half a file under its final name."""

from __future__ import annotations

import hashlib
import json
import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Final

from loaders import catalog
from reports.making import documents, file_name
from reports.portrait.choice import subject_of
from reports.portrait.subject import described
from reports.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

MANIFEST: Final = "portraits.jsonl"
"""What has been made: one line for each finished file, with its checksum and of which tables it is."""
PART: Final = ".partiel"
HERE: Final = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Order:
    """What is to be made.

    Attributes
    ----------
    folder
        Where the files go; it exists.
    formats
        Of `reports.making.FORMATS`.
    made_on
        Date written on the documents.
    """

    folder: Path
    formats: tuple[str, ...]
    made_on: date


def version() -> str:
    """Return what a finished file depends on, in short: the tables, and the code that says and sets them."""
    tables = [f"{name} {catalog.read_sidecar(name)['sha256']}" for name in catalog.table_names()]
    code = [path for path in sorted(HERE.rglob("*")) if path.suffix in (".py", ".typ")]
    digest = hashlib.sha256("\n".join(tables).encode())
    for path in code:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def expected(tables: Tables, perimeter: str, formats: Sequence[str]) -> list[str]:
    """Return the names of the files of a perimeter without making them."""
    subject = described(tables, subject_of(tables, perimeter))
    return [file_name(subject, kind) for kind in formats]


def finished(folder: Path, of_version: str) -> set[str]:
    """Return the files of a folder that are whole and of this version, by what their manifest says."""
    return {
        name
        for name, (made_of, checksum) in _manifest(folder).items()
        if made_of == of_version and _checksum(folder / name) == checksum
    }


def _manifest(folder: Path) -> dict[str, tuple[str, str]]:
    """Read the manifest: file to version and checksum; a line that was cut short counts for nothing."""
    found: dict[str, tuple[str, str]] = {}
    with suppress(FileNotFoundError):
        for line in (folder / MANIFEST).read_text(encoding="utf-8").splitlines():
            with suppress(ValueError, KeyError, TypeError):
                entry = json.loads(line)
                found[str(entry["file"])] = (str(entry["version"]), str(entry["sha256"]))
    return found


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under another name first: its final name is only ever that of a whole file."""
    draft = path.with_name(f".{path.name}{PART}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def make(tables: Tables, order: Order, perimeter: str, name: str = "") -> list[str]:
    """Make the files of one perimeter and return their names."""
    made = documents(tables, perimeter, order.formats, order.made_on, name)
    for file, content in made.items():
        write_whole(order.folder / file, content)
    return list(made)


def remember(order: Order, files: Sequence[str], of_version: str) -> None:
    """Note in the manifest that files are finished."""
    lines = [
        json.dumps({"file": file, "version": of_version, "sha256": _checksum(order.folder / file)})
        for file in files
    ]
    with (order.folder / MANIFEST).open("a", encoding="utf-8") as manifest:
        manifest.write("\n".join(lines) + "\n")


def make_all(
    tables: Tables, order: Order, perimeters: Sequence[str], jobs: int, done: Callable[[list[str]], None]
) -> None:
    """Make the files of several perimeters; ``done`` is called with the names of each as it is finished."""
    for files in _made(tables, order, perimeters, jobs):
        done(files)


def _made(tables: Tables, order: Order, perimeters: Sequence[str], jobs: int) -> Iterator[list[str]]:
    if jobs < 2 or len(perimeters) < 2:  # noqa: PLR2004 (one worker is no pool)
        yield from (make(tables, order, perimeter) for perimeter in perimeters)
        return
    # Fresh processes: one that is copied may inherit the threads of compiled code in a state that never ends.
    with ProcessPoolExecutor(min(jobs, len(perimeters)), mp_context=get_context("spawn")) as pool:
        tasks = [pool.submit(_make_there, order, perimeter) for perimeter in perimeters]
        try:
            yield from (task.result() for task in as_completed(tasks))
        finally:  # when one task fails or the reader interrupts, those not begun are dropped
            pool.shutdown(wait=False, cancel_futures=True)


@cache
def _own_tables() -> Tables:
    """Return the tables of this process, read once."""
    return Tables()


def _make_there(order: Order, perimeter: str) -> list[str]:
    return make(_own_tables(), order, perimeter)


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
