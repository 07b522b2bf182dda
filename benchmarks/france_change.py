"""Time from choosing an indicator to the recoloured map of all of France: by EPCI, then by commune from near.

Same clocks and bytes as `benchmarks.map_change`, same Chromium, one page. The server works out the figures of
EPCI when an indicator is asked for the first time. From near, a change fetches the values of the 34,875
communes, once for each indicator.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from dataclasses import asdict
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from benchmarks.map_change import SIDES, Change, machine, measure_change, measure_load, number, visit
from loaders import catalog
from tests.browser import driver
from viz.static_files import STATIC

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHANGES = 9
LEVELS = {
    "cold": "par intercommunalité, indicateur nouveau pour le serveur",
    "afar": "par intercommunalité",
    "near": "par commune",
}
NEAR = (50.45, 2.9, 9.25)  # the basin and the départements around it
FILES = (
    "communes-??-*",
    "communes-2?-*",
    "communes-97?-*",
    "epci-france-*",
    "departements-france-*",
    "valeurs-*",
)


def options() -> tuple[str, list[str]]:
    """Give an indicator to start from, and the titles of all of its theme that France has."""
    known = [item for item in catalog.read_indicators().values() if item.france_years and item.years]
    by_theme: dict[str, list[Any]] = {}
    for item in known:
        by_theme.setdefault(item.theme, []).append(item)
    largest = max(by_theme.values(), key=len)
    return largest[0].id, [item.title for item in largest]


def forget_files() -> None:
    """Delete the generated files of France, so that the first map makes them again."""
    for pattern in FILES:
        for path in (STATIC / "data").glob(pattern):
            path.unlink()


def changes(page: Page, titles: list[str]) -> list[Change]:
    """Measure changes from one indicator of the theme to the next, the present one left out."""
    following = islice(cycle([*titles[1:], titles[0]]), CHANGES)
    return [measure_change(page, SIDES[0], title) for title in following]


def come_near(page: Page) -> int:
    """Zoom in and wait for the communes of the départements in view; return their number."""
    page.evaluate("view => window.bmMaps.carte.go(...view)", list(NEAR))
    page.wait_for_function(
        """() => { const root = document.querySelector('.bm-map');
          return root.dataset.level === 'commune' && Number(root.dataset.parts) > 0
            && root.querySelector('.bm-bringing').hidden; }""",
        timeout=30_000,
    )
    return len(page.evaluate("() => window.bmMaps.carte.codes()"))


def measure(browser: Browser, loads: int) -> dict[str, Any]:
    """Measure first maps, changes from afar, the way in, changes from near."""
    first, titles = options()
    side = SIDES[0].__class__(
        **{**asdict(SIDES[0]), "address": f"/carte?perimetre=france&indicateur={first}"}
    )
    forget_files()
    with driver.serve(side.script, driver.ARTIFACTS / "bench-france.log") as url:
        made = measure_load(browser, url, side)
        again = [measure_load(browser, url, side) for _ in range(loads)]
        page = visit(browser, url, side)
        driver.settle(page)
        measure_change(page, side, titles[-1])  # warms the browser up; does not count
        measure_change(page, side, titles[0])
        cold = changes(page, titles)
        afar = changes(page, titles)
        started = time.perf_counter()
        communes = come_near(page)
        way_in = 1000 * (time.perf_counter() - started)
        near = changes(page, titles)
        page.context.close()
    return {
        "made": made,
        "loads": again,
        "cold": cold,
        "afar": afar,
        "near": near,
        "way_in_ms": way_in,
        "communes": communes,
    }


def rows(found: dict[str, Any]) -> dict[str, str]:
    """Write the figures, a line for each."""
    lines = {}
    for name, title in LEVELS.items():
        runs: list[Change] = found[name]
        lines[f"Changement, {title}, médiane"] = f"{number(round(statistics.median(c.ms for c in runs)))} ms"
        lines[f"Changement, {title}, le plus lent"] = f"{number(round(max(c.ms for c in runs)))} ms"
        lines[f"Websocket par changement, {title}"] = (
            f"{number(max(c.websocket for c in runs))} octets au plus"
        )
        lines[f"HTTP par changement, {title}"] = f"{number(max(c.http for c in runs))} octets au plus"
    load = statistics.median(one.ms for one in found["loads"])
    size = statistics.median(one.websocket + one.http for one in found["loads"])
    return {
        **lines,
        f"Zoom jusqu’à {number(found['communes'])} communes": f"{number(round(found['way_in_ms']))} ms",
        "Première carte de France, contours à faire": f"{number(round(found['made'].ms))} ms",
        "Première carte de France, navigateur vide": f"{number(round(load))} ms",
        "Première carte de France, octets reçus": f"{number(round(size))} octets",
    }


def main() -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", metavar="FILE", help="also write the figures as JSON")
    parser.add_argument("--loads", type=int, default=3, help="first loads with an empty browser (default 3)")
    arguments = parser.parse_args()
    with sync_playwright() as playwright:
        browser = driver.launch(playwright)
        found, where = measure(browser, arguments.loads), machine(browser)
        browser.close()
    body = [f"| {title} | {figure} |" for title, figure in rows(found).items()]
    note = f"{where['date']} ; {where['machine']} ; {where['versions']} ; {CHANGES} changements par niveau."
    print("\n".join(["| France | |", "|---|---:|", *body, "", note]))
    if arguments.json:
        runs = {name: [asdict(one) for one in found[name]] for name in (*LEVELS, "loads")}
        Path(arguments.json).write_text(
            json.dumps({**where, **runs}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
