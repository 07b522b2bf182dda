"""Time from ticking a filter to the redrawn map: « Patrimoine mondial » against a naive page, in one run.

Both pages are served by Streamlit on this machine and drawn by the same Chromium, in turn. A change starts at
the timestamp of the pointer release on a family, and ends one animation frame after the map was drawn again.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from benchmarks.map_change import Change, machine, number
from tests.browser import driver

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAIVE = Path(__file__).parent / "naive_filter" / "app.py"
FAMILIES = ("terrils", "ecoles", "cites", "fosses", "sante", "voies", "eglises", "autres", "etangs")
PROMISE_MS = 200
STOPWATCH = """(() => {
  window.bench = { chosenAt: null, paints: [] };
  const chosen = event => { bench.chosenAt = performance.timeOrigin + event.timeStamp; };
  addEventListener('pointerup', chosen, true);
  new MutationObserver(() => {
    const root = document.querySelector('.bm-explorer');
    const last = bench.paints.at(-1);
    if (root?.dataset.version && root.dataset.version !== last?.version) {
      const at = performance.timeOrigin + performance.now();
      bench.paints.push({ version: root.dataset.version, shown: root.dataset.shown, at });
    }
  }).observe(document, { subtree: true, childList: true, attributes: true,
                         attributeFilter: ['data-version'] });
})();"""


@dataclass(frozen=True)
class Side:
    """One of the two pages: how it is opened, what is pressed, how it says that its map was painted."""

    name: str
    script: Path
    address: str
    first: str
    option: str
    repaint: str


SIDES = (
    Side(
        "Notre page",
        driver.ROOT / "app.py",
        "/patrimoine",
        "() => document.querySelector('.bm-explorer[data-ground]') && bench.paints.length > 0",
        "label:has(input[data-facet='famille'][value='{family}'])",
        "() => bench.paints.find(paint => paint.at > bench.chosenAt)?.at ?? null",
    ),
    Side(
        "folium reconstruite",
        NAIVE,
        "/",
        "() => window.naivePainted",
        "[data-testid='stRadio'] label:has-text('{family}')",
        """family => naivePainted.family === family && naivePainted.at > bench.chosenAt
          ? naivePainted.at : null""",
    ),
)


def visit(browser: Browser, url: str, side: Side) -> Page:
    """Open a page in an empty browser context and wait for its first map."""
    context = driver.new_context(browser)
    context.add_init_script(STOPWATCH)
    page = driver.watched_page(context)
    page.goto(url + side.address)
    page.wait_for_function(side.first, timeout=60_000)
    page.wait_for_timeout(1500)
    return page


def measure_change(page: Page, side: Side, family: str) -> Change:
    """Press a family and wait for the map that shows it."""
    option = page.locator(side.option.format(family=family)).first
    option.scroll_into_view_if_needed()
    page.evaluate("bench.chosenAt = null")
    with driver.frames_during(page) as frames:
        option.click()
        page.wait_for_function(f"arg => bench.chosenAt && ({side.repaint})(arg)", arg=family, timeout=20_000)
        ms = page.evaluate(f"arg => ({side.repaint})(arg) - bench.chosenAt", family)
    page.wait_for_timeout(900)  # the address follows; the next change starts at rest
    return Change(ms, frames.received + frames.sent, sum(frames.http.values()))


def measure(browser: Browser, side: Side, changes: int) -> list[Change]:
    """Measure a page, its first change not counted."""
    with driver.serve(side.script, driver.ARTIFACTS / f"bench-filter-{SIDES.index(side)}.log") as url:
        page = visit(browser, url, side)
        measure_change(page, side, FAMILIES[-1])
        found = [measure_change(page, side, FAMILIES[i % (len(FAMILIES) - 1)]) for i in range(changes)]
        page.context.close()
    return found


def row(side: Side, runs: list[Change]) -> str:
    """Write the figures of a page as a row of Markdown."""
    ms = [run.ms for run in runs]
    cells = (
        f"{number(round(statistics.median(ms)))} ms",
        f"{number(round(max(ms)))} ms",
        f"{number(round(statistics.median(run.websocket + run.http for run in runs)))} octets",
    )
    return f"| {side.name} | {' | '.join(cells)} |"


def main() -> int:
    """Measure and print the table; fail when the promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", metavar="FILE", help="also write every run as JSON")
    parser.add_argument("--changes", type=int, default=8, help="changes counted on each page (default 8)")
    arguments = parser.parse_args()
    found: dict[str, Any] = {}
    with sync_playwright() as playwright:
        browser = driver.launch(playwright)
        for side in SIDES:
            found[side.name] = measure(browser, side, arguments.changes)
        where = machine(browser)
        browser.close()
    head = ["| Filtre → carte redessinée | médiane | le plus lent | reçu |", "|---|---:|---:|---:|"]
    print("\n".join([*head, *(row(side, found[side.name]) for side in SIDES)]))
    print(f"\n{where['date']} ; {where['machine']} ; {where['versions']} ; {arguments.changes} changements.")
    if arguments.json:
        runs = {name: [asdict(one) for one in changes] for name, changes in found.items()}
        Path(arguments.json).write_text(json.dumps({**where, **runs}, ensure_ascii=False, indent=2) + "\n")
    return 0 if statistics.median(run.ms for run in found[SIDES[0].name]) <= PROMISE_MS else 1


if __name__ == "__main__":
    sys.exit(main())
