"""Time from choosing an indicator to the recoloured map: our page against a naive one, in one run.

Both pages are served by Streamlit on this machine and drawn by the same Chromium, in turn. Clocks are those
of the page: a change starts at the timestamp of the pointer release on the option, and ends one animation
frame after the map's canvas was painted again. Bytes are those of the websocket and of HTTP answers.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import platform
import statistics
import sys
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from os import cpu_count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from tests.browser import driver

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LABEL = "Indicateur"
NAIVE = Path(__file__).parent / "naive_folium" / "app.py"
# All of the theme « Revenus », so that a page with its indicators sorted by theme offers them in one list.
CHANGES = (
    "Taux de pauvreté",
    "Niveau de vie médian",
    "Taux de pauvreté des locataires",
    "Premier décile de niveau de vie (D1)",
    "Taux de pauvreté",
    "Neuvième décile de niveau de vie (D9)",
    "Taux de pauvreté des propriétaires",
    "Niveau de vie médian",
    "Taux de pauvreté des locataires",
)
# Notes the moment of each choice and of each repaint, in milliseconds since the epoch of the page.
STOPWATCH = """(() => {
  window.bench = { chosenAt: null, paints: [] };
  const now = () => performance.timeOrigin + performance.now();
  addEventListener('pointerup', event => {
    if (event.target.closest?.('[role=option]')) bench.chosenAt = performance.timeOrigin + event.timeStamp;
  }, true);
  new MutationObserver(() => {
    const root = document.querySelector('.bm-map');
    const last = bench.paints.at(-1);
    if (root?.dataset.version && root.dataset.version !== last?.version) {
      bench.paints.push({ version: root.dataset.version, title: root.dataset.title ?? '', at: now() });
    }
  }).observe(document, { subtree: true, childList: true, attributes: true,
                         attributeFilter: ['data-version'] });
})();"""


@dataclass(frozen=True)
class Side:
    """One of the two pages: its script, its address, and how it says that its map was painted."""

    name: str
    script: Path
    address: str
    first_paint: str  # JavaScript: the moment of the first paint, or null
    repaint: str  # JavaScript: the moment of the paint that shows the choice, or null


SIDES = (
    Side(
        "Notre carte",
        driver.ROOT / "app.py",
        "/carte?indicateur=median_income_eur",
        "() => bench.paints.find(paint => Number(paint.version) > 0)?.at ?? null",
        """title => bench.paints
          .find(paint => paint.at > bench.chosenAt && paint.title.includes(title))?.at ?? null""",
    ),
    Side(
        "folium reconstruite",
        NAIVE,
        "/",
        "() => window.naivePainted?.at ?? null",
        """title => window.naivePainted?.title === title && naivePainted.at > bench.chosenAt
          ? naivePainted.at : null""",
    ),
)


@dataclass(frozen=True)
class Change:
    """One change of indicator: milliseconds, and bytes on the websocket (both ways) and over HTTP."""

    ms: float
    websocket: int
    http: int


@dataclass(frozen=True)
class Load:
    """One first load with an empty browser cache: milliseconds since navigation, bytes."""

    ms: float
    websocket: int
    http: int


def visit(browser: Browser, url: str, side: Side) -> Page:
    """Open a page in an empty browser context, with the stopwatch, and wait for its first map."""
    context = driver.new_context(browser)
    context.add_init_script(STOPWATCH)
    page = context.new_page()
    record = driver.Record()
    record.watch(page)
    page.record = record  # type: ignore[attr-defined]
    page.goto(url + side.address)
    page.wait_for_function(side.first_paint, timeout=60_000)
    return page


def measure_load(browser: Browser, url: str, side: Side) -> Load:
    """Measure one first load."""
    page = visit(browser, url, side)
    ms = page.evaluate(f"({side.first_paint})() - performance.timeOrigin")
    page.wait_for_timeout(500)
    record: driver.Record = page.record  # type: ignore[attr-defined]
    load = Load(ms, record.ws_received + record.ws_sent, sum(record.http_sizes().values()))
    page.context.close()
    return load


def measure_change(page: Page, side: Side, option: str) -> Change:
    """Choose an option and wait for the map that shows it; the list is open before the clock starts."""
    entry = driver.find_option(page, LABEL, option)
    page.evaluate("bench.chosenAt = null")
    with driver.frames_during(page) as frames:
        driver.press(page, entry)
        page.wait_for_function("() => bench.chosenAt !== null", timeout=5_000)
        page.wait_for_function(side.repaint, arg=option, timeout=30_000)
        driver.settle(page)
        page.wait_for_timeout(300)
    ms = page.evaluate(f"title => ({side.repaint})(title) - bench.chosenAt", option)
    return Change(ms, frames.received + frames.sent, sum(frames.http.values()))


def measure(browser: Browser, side: Side, loads: int) -> dict[str, Any]:
    """Measure one side: server start to first map, first loads, changes."""
    started = time.perf_counter()
    with driver.serve(side.script, driver.ARTIFACTS / f"bench-{side.script.parent.name}.log") as url:
        page = visit(browser, url, side)
        cold = time.perf_counter() - started
        driver.settle(page)
        measure_change(
            page, side, CHANGES[-1]
        )  # the first change warms the caches of both sides; it does not count
        changes = [measure_change(page, side, option) for option in CHANGES]
        page.context.close()
        first = [measure_load(browser, url, side) for _ in range(loads)]
    return {"side": side.name, "start_s": cold, "changes": changes, "loads": first}


def summary(result: dict[str, Any]) -> dict[str, Any]:
    """Give medians, and the slowest change."""
    changes, loads = result["changes"], result["loads"]
    return {
        "side": result["side"],
        "change_ms": round(statistics.median(change.ms for change in changes)),
        "change_max_ms": round(max(change.ms for change in changes)),
        "change_websocket_bytes": round(statistics.median(change.websocket for change in changes)),
        "change_http_bytes": round(statistics.median(change.http for change in changes)),
        "load_ms": round(statistics.median(load.ms for load in loads)),
        "load_bytes": round(statistics.median(load.websocket + load.http for load in loads)),
        "start_to_first_map_s": round(result["start_s"], 1),
        "runs": [asdict(change) for change in changes],
    }


def machine(browser: Browser) -> dict[str, str]:
    """Say where and when this was measured."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("streamlit", "folium", "pandas", "geopandas"))
    return {
        "date": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "machine": f"{processor()}, {cpu_count()} cœurs, {platform.system()} {platform.machine()}",
        "versions": f"Python {platform.python_version()}, {packages}, Chromium {browser.version}",
    }


def processor() -> str:
    """Name the processor, as well as the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "processeur inconnu"


def number(value: float) -> str:
    """Write a number the French way: narrow no-break spaces, decimal comma."""
    return f"{value:,}".replace(",", "\u202f").replace(".", ",")


def table(rows: list[dict[str, Any]], where: dict[str, str]) -> str:
    """Write the Markdown table."""
    lines = {
        "Changement d'indicateur, médiane": ("change_ms", "ms"),
        "Changement d'indicateur, le plus lent": ("change_max_ms", "ms"),
        "Websocket par changement": ("change_websocket_bytes", "octets"),
        "HTTP par changement": ("change_http_bytes", "octets"),
        "Première carte, navigateur vide": ("load_ms", "ms"),
        "Première carte, octets reçus": ("load_bytes", "octets"),
        "Du démarrage du serveur à la première carte": ("start_to_first_map_s", "s"),
    }
    head = ["| | " + " | ".join(row["side"] for row in rows) + " |", "|---|" + "---:|" * len(rows)]
    body = [
        f"| {title} | " + " | ".join(f"{number(row[key])}\u202f{unit}" for row in rows) + " |"
        for title, (key, unit) in lines.items()
    ]
    changes = len(rows[0]["runs"])
    note = f"{where['date']} ; {where['machine']} ; {where['versions']} ; {changes} changements par page."
    return "\n".join([*head, *body, "", note])


def main() -> int:
    """Measure both sides and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", metavar="FILE", help="also write the figures as JSON (- for the terminal)")
    parser.add_argument("--loads", type=int, default=3, help="first loads per page (default 3)")
    parser.add_argument("--only", choices=["ours", "naive"], help="measure one side")
    arguments = parser.parse_args()
    sides = {"ours": SIDES[:1], "naive": SIDES[1:]}.get(arguments.only or "", SIDES)
    with sync_playwright() as playwright:
        browser = driver.launch(playwright)
        rows = [summary(measure(browser, side, arguments.loads)) for side in sides]
        where = machine(browser)
        browser.close()
    print(table(rows, where))
    if arguments.json:
        text = json.dumps({**where, "sides": rows}, ensure_ascii=False, indent=2)
        if arguments.json == "-":
            print(text)
        else:
            Path(arguments.json).write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
