"""How long a two-page PDF takes: ``python -m benchmarks.briefings [--communes 20]``.

Promise: 2 s each, tables in memory, on two quiet cores. The first one, which reads the tables, stands apart.
The processor seconds stand beside the clock: on a busy machine, they are the ones to compare.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import time
from datetime import date
from typing import TYPE_CHECKING

from reports.maps import drawings_of
from reports.pdf import pdf
from reports.portrait import portrait_of
from reports.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Callable

PROMISE_S = 2.0
FIRST = "62498"
DAY = date(2025, 6, 30)
STEPS = ("portrait", "map", "pdf", "all")
TERRITORIES = ("mbm_250", "insee_336", "epci_246200364", "departement_62")


def one(tables: Tables, perimeter: str, clock: Callable[[], float]) -> dict[str, float]:
    """Return the seconds of each step of one briefing."""
    marks = [clock()]
    portrait = portrait_of(tables, perimeter)
    marks.append(clock())
    drawings = drawings_of(tables, portrait.subject)
    marks.append(clock())
    pdf(portrait, drawings, DAY)
    marks.append(clock())
    steps = [end - start for start, end in itertools.pairwise(marks)]
    return dict(zip(STEPS, [*steps, marks[-1] - marks[0]], strict=True))


def spread(tables: Tables, n: int) -> list[str]:
    """Return communes of the basin and of the rest of France, evenly taken from the list."""
    basin = list(tables.members("mbm_250"))
    france = list(tables.communes.index)
    half = n // 2
    chosen = [*basin[:: len(basin) // half][:half], *france[:: len(france) // (n - half)][: n - half]]
    return [f"commune_{code}" for code in chosen]


def main() -> None:
    """Measure, and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--communes", type=int, default=20)
    n = parser.parse_args().communes
    tables = Tables()
    start = time.perf_counter()
    one(tables, f"commune_{FIRST}", time.perf_counter)
    print(f"first briefing, tables read: {time.perf_counter() - start:.1f} s\n")
    print("| what | step | median, clock | slowest, clock | median, processor | slowest, processor |")
    print("|---|---|---|---|---|---|")
    for what, perimeters in ((f"{n} communes", spread(tables, n)), ("4 territories", list(TERRITORIES))):
        runs = [(wall, cpu) for perimeter in perimeters for wall, cpu in [both(tables, perimeter)]]
        for step in STEPS:
            figures = [[run[side][step] for run in runs] for side in (0, 1)]
            cells = [f"{summary(found):.2f} s" for found in figures for summary in (statistics.median, max)]
            print(f"| {what} | {step} | {' | '.join(cells)} |")
    print(f"\nPromise: {PROMISE_S:.0f} s each.")


def both(tables: Tables, perimeter: str) -> tuple[dict[str, float], dict[str, float]]:
    """Return clock and processor seconds of one briefing, in one run."""
    processor = time.process_time()
    marks: list[tuple[float, float]] = []

    def clock() -> float:
        marks.append((time.perf_counter(), time.process_time() - processor))
        return marks[-1][0]

    wall = one(tables, perimeter, clock)
    steps = [end[1] - start[1] for start, end in itertools.pairwise(marks)]
    cpu = dict(zip(STEPS, [*steps[:3], marks[3][1] - marks[0][1]], strict=True))
    return wall, cpu


if __name__ == "__main__":
    main()
