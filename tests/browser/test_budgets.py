"""What travels: bytes of a change, files fetched once, nothing to anybody else. Counted, never timed."""

from __future__ import annotations

import json
import logging
from urllib.parse import urlencode

import pytest

from pages.shared import data
from pages.shared.maps import map_view
from pages.shared.url_state import State, default_year
from tests.browser.driver import choose, frames_during, map_root, open_page, settle, wait_map
from tests.browser.map_reading import go

CHANGE_BYTES = 30_000
"""DESIGN.md, 8: what a change of indicator may cost on the wire."""
OWN_FILES_BYTES = 300_000
"""Geometry, Leaflet and the code of the map: what the first view costs beyond Streamlit itself."""
REGION = "nord_pas_de_calais"
LONGEST = {"perimetre": REGION, "commune": "62498", "couches": "elements,puits,initiatives,sites"}
"""Every commune, and every optional part of the page."""


def _payload(indicator):
    state = State(indicator=indicator, perimeter=REGION, year=default_year(indicator))
    return len(json.dumps(map_view(state, "carte", 620).payload(), ensure_ascii=False).encode())


@pytest.fixture(scope="module")
def heaviest():
    """The three indicators whose message is longest on the 1,534 communes, then two of other themes."""
    logging.getLogger("streamlit.runtime").setLevel(logging.ERROR)
    by_weight = sorted(data.cached_indicators(), key=_payload, reverse=True)
    print({name: _payload(name) for name in by_weight[:5]})  # noqa: T201
    themes = {data.cached_indicators()[name].theme for name in by_weight[:3]}
    others = [name for name in by_weight if data.cached_indicators()[name].theme not in themes]
    return [*by_weight[:3], others[0], by_weight[-1]]


def test_a_session_stays_within_its_budgets(page, app_url, heaviest):
    items, themes = data.cached_indicators(), data.cached_themes()
    with frames_during(page) as first:
        open_page(page, f"{app_url}/carte?{urlencode(LONGEST)}")
        wait_map(page, "carte")
    own = {url.rpartition("/")[2]: size for url, size in first.http.items() if "/app/static/" in url}
    files = f"{sum(first.http.values()):,} bytes of files, {sum(own.values()):,} of them ours"
    print(f"first view: {files}; {first.received:,} on the wire")  # noqa: T201
    assert sum(own.values()) <= OWN_FILES_BYTES, own

    for indicator in heaviest:
        with frames_during(page) as theme_change:
            choose(page, "Thème", themes[items[indicator].theme])
        with frames_during(page) as change:
            choose(page, "Indicateur", items[indicator].title)
            settle(page)
        print(f"{indicator}: {change.received:,} bytes (theme: {theme_change.received:,})")  # noqa: T201
        assert change.received <= CHANGE_BYTES, indicator
        assert theme_change.received <= CHANGE_BYTES, items[indicator].theme
        map_root(page, "carte").locator(".bm-legend-title", has_text=items[indicator].title).wait_for()
        assert not [url for url in change.http if "/app/static/data/" in url], "a change fetches no file"

    go(page, "/", "accueil", perimetre=REGION)
    go(page, "/carte", "carte", perimetre=REGION)
    assert page.record.count("communes-59-62") == 1, "geometry travels once"
    assert page.record.count("leaflet.js") == 1
    assert page.record.count("/map.js") == 1
    assert page.blocked == []


def test_every_message_of_every_indicator_is_small():
    """No indicator, not even one that nobody has measured in a browser, is too long for the budget."""
    sizes = {indicator: _payload(indicator) for indicator in data.cached_indicators()}
    assert max(sizes.values()) <= 0.75 * CHANGE_BYTES, max(sizes, key=sizes.get)
