"""Every map, chart and explorer of every part of every page can be taken away, in each of its kinds."""

import logging

import pandas as pd
import pytest

from pages.shared import explorers, figure_block, maps
from pages.shared.contrasts import parts as contrasts
from pages.shared.cooperations import parts as cooperations
from pages.shared.exports import files
from pages.shared.heritage import parts as heritage
from pages.shared.heritage import shafts
from pages.shared.inequality import parts as inequality
from pages.shared.initiatives import parts as initiatives
from pages.shared.url_state import State
from tests.viz.six_squares import parsed

PAGES = {
    "contrastes": contrasts.PARTS,
    "inegalites": inequality.PARTS,
    "patrimoine": heritage.PARTS,
    "initiatives": initiatives.PARTS,
    "cooperations": cooperations.PARTS,
}
STATE = State(indicator="median_income_eur", year=2021)
NOTHING = {
    ("patrimoine", "sites"),
    *(("initiatives", part) for part in ("comprendre", "liste", "proposer")),
}
"""Parts of words and sheets, without a map or a chart."""
PARTS = [(page, part) for page, parts in PAGES.items() for part in parts]


@pytest.fixture
def offered(monkeypatch):
    """What the menus of a page would offer."""
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    found = {}

    def offer(key, make):
        assert key not in found, f"two menus of one page share the key {key}"
        found[key] = make

    for module in (maps, figure_block, explorers, shafts):
        monkeypatch.setattr(module, "show_exports", offer)
    for module, name in ((explorers, "_draw"), (shafts, "_timeline")):  # fragments run in a session only
        monkeypatch.setattr(module, name, getattr(module, name).__wrapped__)
    return found


@pytest.mark.parametrize(("page", "part"), PARTS)
def test_every_figure_of_a_part_can_be_taken_away(offered, page, part):
    PAGES[page][part].show(STATE)
    assert bool(offered) != ((page, part) in NOTHING)
    for key, make in offered.items():
        export = make()
        table = export.table()
        assert isinstance(table.frame, pd.DataFrame), key
        assert len(table.frame), key
        assert files.french_csv(table).count(b"\r\n") > len(table.frame), key
        assert files.xlsx(table, export.about, "1er mars 2026").startswith(b"PK"), key
        assert export.stem.isascii(), key
        if export.svg:
            title = parsed(export.svg()).find("{http://www.w3.org/2000/svg}title").text
            assert title.startswith(export.about.title), key
        if export.shapes:
            assert len(export.shapes()) == len(table.frame), key
            assert files.geojson(table, export.shapes(), export.about, "2026-03-01"), key
            assert files.geopackage(table, export.shapes(), export.about, "1er mars 2026", "x"), key
