"""Work in a warm child process that dies (SIGKILL) at a chosen step on the disk, or when told."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING
from unittest import mock

import pandas as pd

from loaders import build as building
from loaders.swap import settle, swapping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from loaders.fetch import Places
    from loaders.workshop import Workshop

CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "open"}
"""What Python announces (audit events) just before it changes something on the disk."""
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CONTEXT = multiprocessing.get_context("forkserver")
"""Children are forked from a server that has imported pandas already: they start in a few milliseconds."""
CONTEXT.set_forkserver_preload(["pytest", "tests.loaders.killing"])
FOREVER = 3600


def start(work: Callable[..., None], *arguments: object, step: int = 0, stop: bool = False) -> BaseProcess:
    """Start a child that works; it dies just before its step-th change on the disk (or stops there)."""
    started = CONTEXT.Event()
    child = CONTEXT.Process(target=_run, args=(started, step, stop, work, arguments), daemon=True)
    child.start()
    while not started.wait(0.1):
        assert child.is_alive()
    return child


@contextmanager
def held(work: Callable[..., None], *arguments: object, step: int) -> Iterator[BaseProcess]:
    """Give a child that is held just before its step-th change on the disk; it is killed at the end."""
    child = start(work, *arguments, step=step, stop=True)
    try:
        yield child
    finally:
        child.kill()
        child.join()


def finish(child: BaseProcess) -> bool:
    """Wait for a child; tell whether it was killed (anything else than an end or a kill is an error)."""
    child.join()
    assert child.exitcode in {0, -signal.SIGKILL}
    return child.exitcode != 0


def _run(started, step: int, stop: bool, work: Callable[..., None], arguments: tuple[object, ...]) -> None:
    os.fsync = int  # does nothing: unlike a power cut, a kill loses nothing that was written
    if step:
        sys.addaudithook(_counter(step, started if stop else None))
    if not stop:
        started.set()
    work(*arguments)


def _counter(step: int, reached) -> Callable[[str, tuple[object, ...]], None]:
    left = step

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event not in CHANGES or (event == "open" and not arguments[2] & WRITES):
            return
        left -= 1
        if left == 0 and reached is None:
            os.kill(os.getpid(), signal.SIGKILL)
        elif left == 0:
            reached.set()
            time.sleep(FOREVER)

    return count


def make_edition(shop: Workshop, name: str) -> pd.DataFrame:
    """Make a table of which values and number of rows are the edition that the facts name, at little cost."""
    edition = int(shop.path("facts_pits").read_text())
    shop.report.add_table(name, edition, edition)
    codes = [f"{row:05d}" for row in range(edition)]
    return pd.DataFrame(dict.fromkeys(shop.schema[name].columns, codes) | {"edition": edition})


RECIPES = {name: partial(make_edition, name=name) for name in ("pits", "population_1968_1999")}


def build_edition(data: Path, places: Places) -> None:
    """Build the edition that the facts name."""
    with mock.patch.object(building, "RECIPES", RECIPES):
        building.build(data, places, say=[].append)


def swap_texts(data: Path, texts: dict[str, str]) -> None:
    """Swap a few small texts in."""
    with swapping(data) as stage:
        for name, text in texts.items():
            (stage / name).parent.mkdir(exist_ok=True)
            (stage / name).write_text(text)


def settle_texts(data: Path) -> None:
    settle(data)
