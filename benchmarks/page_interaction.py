"""Server time of each interaction of « Contrastes » and « Inégalités »: one part, one choice changed.

``python -m benchmarks.page_interaction [--runs 2]``. Promise: 500 ms after the first. The time is between
the message that asks for a rerun and the last message of the answer, as the browser's own network log dates
them: drawing is not in it. Each choice is made twice: new to the server, then known to it.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from benchmarks.map_change import machine
from tests.browser import driver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

PROMISE_MS = 500
LEAST_ASKED = 60
"""Bytes: shorter messages from the browser are the answers of its connection, not a choice."""
PERIMETERS = ("Zone tampon du bien UNESCO", "Bassin minier (Mission Bassin Minier)")
METROPOLES = ("Intercommunalités au statut de métropole", "Aires d’attraction de 700 000 habitants ou plus")
INDICATORS = ("Taux d'emploi des 15-64 ans", "Taux de chômage des 15-64 ans (recensement)")
BOTH = (("Périmètre", PERIMETERS), ("Métropole", METROPOLES))
CONTRASTS = {
    "ecarts": BOTH,
    "repartition": BOTH,
    "carte": BOTH,
    "trajectoires": BOTH,
    "interieur": (("Périmètre", PERIMETERS), ("Indicateur", INDICATORS)),
    "solidite": BOTH,
}
INEQUALITIES = dict.fromkeys(
    ("lorenz", "theil", "deciles", "convergence", "voisinages", "fragilite"),
    (("Périmètre", PERIMETERS), ("Indicateur", INDICATORS)),
)
ADDRESSES = {
    ("contrastes", "partie_contrastes"): CONTRASTS,
    ("inegalites", "partie_inegalites"): INEQUALITIES,
}


@dataclass
class Answers:
    """When the page asked and when the last message of the answer came, in seconds of the browser's clock."""

    asked: float = 0.0
    answered: float = 0.0
    bytes: int = 0

    @property
    def ms(self) -> float:
        """Return the server time."""
        return 1000 * (self.answered - self.asked)


@contextmanager
def answers(page: Page) -> Iterator[Answers]:
    """Date the messages of the websocket while the block lasts; the last question counts."""
    found, session = Answers(), page.context.new_cdp_session(page)

    def sent(event: dict[str, Any]) -> None:
        if len(event["response"]["payloadData"]) >= LEAST_ASKED:
            found.asked = event["timestamp"]

    def received(event: dict[str, Any]) -> None:
        found.answered = event["timestamp"]
        found.bytes += len(event["response"]["payloadData"]) * 3 // 4

    session.on("Network.webSocketFrameSent", sent)
    session.on("Network.webSocketFrameReceived", received)
    session.send("Network.enable")
    yield found
    session.detach()


def change(page: Page, label: str, title: str) -> Answers:
    """Choose an option and return what the server took."""
    with answers(page) as found:
        driver.choose(page, label, title)
        driver.settle(page)
        page.wait_for_timeout(driver.QUIET_MS)
    return found


def measure(page: Page, url: str, runs: int) -> list[dict[str, Any]]:
    """Open each part, then change each choice there and back, ``runs`` times."""
    found = []
    for (address, parameter), parts in ADDRESSES.items():
        for part, choices in parts.items():
            start = f"{parameter}={part}&indicateur=unemployment_rate_pct&annee=2018"
            driver.open_page(page, f"{url}/{address}?{start}")
            for run in range(runs):
                for label, titles in choices:
                    for title in titles:
                        one = change(page, label, title)
                        row = {"page": address, "part": part, "choice": label, "title": title}
                        found.append({**row, "run": run, "ms": one.ms, "bytes": one.bytes})
    return found


def rows(found: list[dict[str, Any]]) -> list[str]:
    """Write a line per part: median and slowest, the first time and after."""
    parts = dict.fromkeys((one["page"], one["part"]) for one in found)
    lines = ["| Page | Partie | Nouveau choix : médiane, plus lent | Choix connu : médiane, plus lent |"]
    lines.append("|---|---|--:|--:|")
    for page, part in parts:
        own = [one for one in found if (one["page"], one["part"]) == (page, part)]
        new = [one["ms"] for one in own if one["run"] == 0]
        known = [one["ms"] for one in own if one["run"] > 0] or [float("nan")]
        ends = [f"{statistics.median(ms):.0f} ms, {max(ms):.0f} ms" for ms in (new, known)]
        lines.append(f"| {page} | {part} | {ends[0]} | {ends[1]} |")
    return lines


def main() -> int:
    """Measure and print the table; the exit code tells whether the promise is kept."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=2, help="times each choice is made (2)")
    parser.add_argument("--json", type=Path, help="file for every single measure")
    arguments = parser.parse_args()
    with (
        driver.serve(driver.ROOT / "app.py", driver.ARTIFACTS / "bench-interaction.log") as url,
        sync_playwright() as playwright,
    ):
        browser = driver.launch(playwright)
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        found, where = measure(page, url, arguments.runs), machine(browser)
        browser.close()
    if arguments.json:
        arguments.json.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    sys.stdout.write("\n".join([*where.values(), "", *rows(found)]) + "\n")
    slowest = max(one["ms"] for one in found if one["run"] > 0)
    sys.stdout.write(f"\nPlus lent des choix connus : {slowest:.0f} ms (promesse : {PROMISE_MS} ms)\n")
    return int(slowest > PROMISE_MS)


if __name__ == "__main__":
    raise SystemExit(main())
