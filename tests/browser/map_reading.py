"""Reading a map as its reader does (colours, legend, hover text, table), and the tables to compare with."""

from __future__ import annotations

import io
import math
import re
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

from PIL import Image

from loaders import catalog
from tests.browser.driver import ARTIFACTS, map_root, new_context, open_page, settle, wait_map, watched_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    import pytest
    from playwright.sync_api import Browser, Locator, Page

Colour = tuple[int, int, int]
PATIENCE_MS = 20_000
TILE = 256  # pixels of the whole world at zoom 0, as Leaflet counts
EARTH = 40_075_017  # metres around the equator
BLUR = 2.5  # pixels


# --- the truth: the tables, read without the pages ----------------------------------------------------------


@cache
def communes() -> pd.DataFrame:
    """Return the table of communes, indexed by code."""
    return catalog.read_communes(["59", "62"])


@cache
def _values() -> pd.DataFrame:
    return catalog.read_table("indicator_values").set_index(["indicator", "year", "code_commune"])


@cache
def values(indicator: str, year: int) -> pd.DataFrame:
    """Return value and status of an indicator in a year, indexed by commune."""
    return _values().loc[(indicator, year)].reindex(communes().index)


def members(perimeter: str) -> pd.Index:
    """Return the codes of a perimeter of the dictionary."""
    table = communes()
    return table.index if perimeter == "nord_pas_de_calais" else table.index[table[perimeter].astype(bool)]


# --- what is on screen --------------------------------------------------------------------------------------


class Row(NamedTuple):
    """One line of a legend; ``code`` is the class number, ``s`` (secret) or ``n`` (not available)."""

    code: str
    label: str
    count: int
    colour: Colour


def plain(text: str) -> str:
    """Return a text with ordinary spaces: typography has its own tests."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def number(text: str) -> float:
    """Read a French number: ``−1 234,5``."""
    return float(re.sub(r"[\s\u202f\u00a0]", "", text).replace("−", "-").replace(",", "."))


def rgb(css: str) -> Colour:
    """Read ``#rrggbb`` or ``rgb(r, g, b)``."""
    if css.startswith("#"):
        return int(css[1:3], 16), int(css[3:5], 16), int(css[5:7], 16)
    red, green, blue, *_ = map(int, re.findall(r"\d+", css))
    return red, green, blue


def legend(page: Page, key: str) -> list[Row]:
    """Return the lines of a legend, lowest class first, missing values last."""
    rows = (
        map_root(page, key)
        .locator(".bm-legend-rows li")
        .evaluate_all(
            """rows => rows.map(row => [row.dataset.class, row.querySelector('.bm-label').textContent,
          row.querySelector('.bm-count').textContent,
          getComputedStyle(row.querySelector('.bm-swatch')).backgroundColor])"""
        )
    )
    return [Row(code, plain(label), int(number(count)), rgb(colour)) for code, label, count, colour in rows]


def class_rows(page: Page, key: str) -> list[Row]:
    """Return the lines of a legend that are classes."""
    return [row for row in legend(page, key) if row.code.isdigit()]


def upper_bound(label: str) -> float:
    """Return the upper bound that a class label states (it belongs to the class)."""
    return number(label.rpartition(" à ")[2])


def class_of(value: float, rows: list[Row]) -> Row:
    """Return the class in whose stated bounds a displayed value lies."""
    return next(row for row in rows if value <= upper_bound(row.label))


def colours(page: Page, key: str, codes: list[str]) -> dict[str, Colour]:
    """Return the colour painted inside each commune."""
    pixels = page.evaluate(
        "([key, codes]) => codes.map(code => window.bmMaps[key].colourAt(code))", [key, list(codes)]
    )
    return {code: (r, g, b) for code, (r, g, b, _) in zip(codes, pixels, strict=True)}


def wide_enough(page: Page, key: str, codes: pd.Index) -> pd.Series:
    """Tell which communes are wide around their point: the colour of the others blends with a border."""
    metres = EARTH * math.cos(math.radians(view(page, key)["lat"])) / (TILE * 2 ** view(page, key)["zoom"])
    return room().loc[codes] > BLUR * metres


@cache
def room() -> pd.Series:
    """Return metres from the point of each commune to its border."""
    outlines = catalog.read_boundaries("communes", ["59", "62"]).geometry
    return outlines.boundary.distance(outlines.representative_point())


def stage(page: Page, key: str) -> Locator:
    """Return the box of the map itself, scrolled to the middle of the window."""
    box = map_root(page, key).locator(".bm-stage")
    box.evaluate("node => node.scrollIntoView({ block: 'center', behavior: 'instant' })")
    return box


def position(page: Page, key: str, code: str) -> tuple[float, float]:
    """Return where a commune is in the window; call `stage` first."""
    point = page.evaluate("([key, code]) => window.bmMaps[key].pointOf(code)", [key, code])
    return point["x"], point["y"]


def place(page: Page, key: str, lat: float, lon: float) -> tuple[float, float]:
    """Return where a point of the earth is in the window (web Mercator, worked out here)."""
    here = view(page, key)
    box = map_root(page, key).locator(".bm-leaflet").bounding_box()
    assert box
    x, y = (b - a for a, b in zip(_mercator(here["lat"], here["lng"]), _mercator(lat, lon), strict=True))
    world = TILE * 2 ** here["zoom"]
    return box["x"] + box["width"] / 2 + x * world, box["y"] + box["height"] / 2 + y * world


def _mercator(lat: float, lon: float) -> tuple[float, float]:
    """Return x and y from 0 to 1, y to the south."""
    return lon / 360 + 0.5, 0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)


def view(page: Page, key: str) -> dict[str, float]:
    """Return centre and zoom of a map."""
    return page.evaluate("key => window.bmMaps[key].view()", key)


def still_view(page: Page, key: str) -> dict[str, float]:
    """Return centre and zoom once the map has stopped moving."""
    page.evaluate("() => { window.lastView = null; }")
    rest(page)
    page.wait_for_function(
        """key => {
          const now = JSON.stringify(window.bmMaps[key].view());
          const still = now === window.lastView && !document.querySelector('.leaflet-zoom-anim');
          window.lastView = now;
          return still;
        }""",
        arg=key,
        polling=120,
    )
    return view(page, key)


def screenshot(page: Page, x: float, y: float, width: int = 12, height: int = 12) -> list[Colour]:
    """Return the colours that the screen shows around a place of the window."""
    clip = {"x": round(x) - width // 2, "y": round(y) - height // 2, "width": width, "height": height}
    picture = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")
    return list(picture.get_flattened_data() if hasattr(picture, "get_flattened_data") else picture.getdata())


def tip(page: Page, key: str, name: str) -> list[str]:
    """Return the lines of the hover text once it names a commune."""
    box = map_root(page, key).locator(".bm-tip")
    box.filter(has=page.locator("strong", has_text=re.compile(f"^{re.escape(name)}$"))).wait_for()
    return [plain(line) for line in box.inner_text().split("\n")]


def hover(page: Page, key: str, code: str) -> list[str]:
    """Put the mouse on a commune and return the lines of the hover text."""
    stage(page, key)
    page.mouse.move(*position(page, key, code))
    return tip(page, key, str(communes().loc[code, "name"]))


def announced(page: Page, key: str) -> str:
    """Return what a screen reader was last told by the map."""
    return plain(map_root(page, key).locator(":scope > .bm-live").inner_text())


def table_total(page: Page) -> int:
    """Return the number of rows that the table says it has, over all its pages."""
    return int(number(page.locator(".bm-table .bm-pager span").inner_text().rpartition(" sur ")[2]))


def histogram_counts(page: Page) -> dict[str, float]:
    """Return communes per class, measured on the heights of the bars."""
    bars = page.locator(".bm-bars rect").evaluate_all(
        """bars => bars.map(bar => ({ code: bar.dataset.class, x: bar.getAttribute('x'),
          height: Number(bar.getAttribute('height')), said: bar.textContent }))"""
    )
    tall: dict[str, float] = {}
    for bar in bars:
        tall[bar["x"]] = tall.get(bar["x"], 0) + bar["height"]
    counts: dict[str, float] = {}
    for bar in bars:
        said = number(re.search(r" : ([\d ]+) (?:commune|territoire)", plain(bar["said"]))[1])
        counts[bar["code"]] = counts.get(bar["code"], 0) + said * bar["height"] / tall[bar["x"]]
    return {code: round(count, 6) for code, count in counts.items()}


def query(page: Page) -> dict[str, str]:
    """Return the parameters of the address."""
    return {name: found[-1] for name, found in parse_qs(urlsplit(page.url).query).items()}


def wait_query(page: Page, **wanted: str) -> None:
    """Wait until the address holds these parameters ("" for: does not hold it)."""
    page.wait_for_function(
        """wanted => { const found = new URLSearchParams(location.search);
          return Object.entries(wanted).every(([name, value]) => (found.get(name) ?? '') === value); }""",
        arg=wanted,
        timeout=PATIENCE_MS,
    )
    settle(page)


# --- going somewhere ----------------------------------------------------------------------------------------


def go(page: Page, path: str = "/carte", key: str | None = "carte", **choices: str) -> None:
    """Go to choices within the session, as Back and Forward do: Streamlit hears of it by the same event."""
    page.evaluate(
        """address => { history.pushState({}, '', address);
          dispatchEvent(new PopStateEvent('popstate')); }""",
        f"{path}?{urlencode(choices)}",
    )
    settle(page)
    if key:
        wait_map(page, key)
        rest(page)


def rest(page: Page) -> None:
    """Wait until what was asked of the canvas is painted."""
    page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame("
        "() => requestAnimationFrame(done))))"
    )


@contextmanager
def shared_page(browser: Browser, url: str, key: str, **options: Any) -> Iterator[Page]:
    """Open one page for the tests of a module: each test starts with `go`."""
    context = new_context(browser, **options)
    page = watched_page(context)
    open_page(page, url)
    wait_map(page, key)
    yield page
    context.close()


@contextmanager
def supervised(page: Page, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Let one test use a shared page: no stranger, no exception; a fresh start after a failure."""
    failures, address = request.session.testsfailed, page.url
    yield page
    if request.session.testsfailed > failures:
        ARTIFACTS.mkdir(parents=True, exist_ok=True)
        stem = re.sub(r"[^\w-]+", "_", request.node.name).strip("_")
        page.screenshot(path=ARTIFACTS / f"{stem}.png")
        open_page(page, address)
    page.mouse.move(5, 5)
    faults, strangers = page.record.page_errors[:], page.blocked[:]
    page.record.page_errors.clear()
    page.blocked.clear()
    assert not faults, f"uncaught exceptions in the page: {faults}"
    assert not strangers, f"the page asked something of other hosts: {strangers}"
