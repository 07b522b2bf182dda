"""Files of « Exporter » on the map of the 1,534 communes: from the click to the whole file on disk.

``python -m benchmarks.exports [--runs 5] [--json FILE]``. Promise: 3 s each. The first run is told apart: it
loads the library of pictures and the fonts.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.map_change import machine
from tests.browser import driver

PROMISE_S = 3.0
ADDRESS = "/carte?indicateur=poverty_rate_pct&annee=2021&perimetre=nord_pas_de_calais"
LABELS = (
    *("PNG", "SVG", "CSV (tableur français)", "CSV (simple)", "XLSX", "GeoJSON", "GeoPackage"),
    "Carte HTML",
)
WAIT_MS = 60_000


def main() -> int:
    """Measure, print a Markdown table; 1 when a median breaks the promise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    with driver.serve(driver.ROOT / "app.py", driver.ARTIFACTS / "exports.log") as url:
        runs, where = measured(url, arguments.runs)
    if arguments.json:
        arguments.json.write_text(json.dumps(runs, ensure_ascii=False, indent=1), encoding="utf-8")
    sys.stdout.write(f"{', '.join(where.values())}\n\n{table(runs)}\n")
    return int(any(statistics.median(run["seconds"]) > PROMISE_S for run in runs.values()))


def measured(url: str, runs: int) -> tuple[dict[str, dict], dict[str, str]]:
    """Return for each kind of file its seconds, the first apart, and its bytes; then where it was."""
    found = {}
    with sync_playwright() as playwright:
        browser = driver.launch(playwright)
        page = driver.watched_page(driver.new_context(browser))
        driver.open_page(page, f"{url}{ADDRESS}")
        driver.wait_map(page, "carte", timeout_ms=WAIT_MS)
        page.locator(".st-key-bm-export-carte").get_by_role("button", name="Exporter").click()
        for label in LABELS:
            button = page.locator(".st-key-bm-offers-carte").get_by_role("button", name=label, exact=True)
            first, *others = [_download(page, button) for _ in range(runs + 1)]
            found[label] = {"first": first[0], "seconds": [one[0] for one in others], "bytes": first[1]}
        where = machine(browser)
        browser.close()
    return found, where


def _download(page, button) -> tuple[float, int]:  # noqa: ANN001 (Playwright's own)
    button.wait_for()
    page.wait_for_timeout(300)
    start = time.monotonic()
    with page.expect_download(timeout=WAIT_MS) as download:
        button.click()
    size = download.value.path().stat().st_size
    return time.monotonic() - start, size


def table(runs: dict[str, dict]) -> str:
    """Return the figures as Markdown."""
    lines = [
        "| File | median, s | slowest, s | first, s | kB |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {label} | {statistics.median(run['seconds']):.2f} | {max(run['seconds']):.2f}"
        f" | {run['first']:.2f} | {run['bytes'] / 1000:,.0f} |"
        for label, run in runs.items()
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
