"""What an explorer gives away: the rows that pass, and only those, in every kind of file."""

import io
import json
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest

from pages.shared import data
from pages.shared.cooperations import partners, regions_map
from pages.shared.exports.explorers import explorer_export, filters_words, passing
from pages.shared.exports.files import geojson, plain_csv
from pages.shared.heritage import elsewhere, shafts
from pages.shared.heritage import property as listed
from pages.shared.initiatives import carte
from tests.viz.six_squares import parsed
from viz.explorer import Facet

FACETS = (
    Facet("famille", "Famille", labels={"terril": "Terril", "cite": "Cité"}, unknown="Sans famille"),
    Facet("annees", "Années", "range"),
)
ROWS = [
    {"id": "a", "name": "Terril de Loos", "facets": {"famille": "terril", "annees": [1850, 1980]}},
    {"id": "b", "name": "Cité Bruno", "facets": {"famille": "cite", "annees": [1904, 1904]}},
    {"id": "c", "name": "Église Saint-Édouard", "facets": {"famille": None, "annees": None}},
]


@pytest.mark.parametrize(
    ("state", "ids"),
    [
        ({}, "abc"),
        ({"famille": "terril,cite"}, "ab"),
        ({"famille": "inconnu"}, "c"),
        ({"annees": "1900-1910"}, "abc"),
        ({"annees": "1900-1910-datees"}, "ab"),
        ({"recherche": "st edouard"}, "c"),
        ({"recherche": "cité terril"}, ""),
        ({"famille": "terril", "choix": "b"}, "a"),
    ],
)
def test_rows_pass_as_in_the_browser(state, ids):
    assert "".join(row["id"] for row in passing(ROWS, FACETS, state)) == ids


def test_filters_are_said_in_french():
    state = {"famille": "terril,inconnu", "annees": "1900-1910-datees", "recherche": "Loos"}
    assert filters_words(FACETS, state) == (
        "Famille\u202f: Terril, Sans famille\u202f; Années\u202f: de 1900 à 1910\u202f; recherche\u202f: Loos"
    )


@pytest.fixture(scope="module")
def elements():
    view, known = listed.cached_explorer("elements", "")
    state, problems = known.read({"famille": "terrils", "recherche": "loos"})
    assert problems == []
    return explorer_export(replace(view, state=state))


def test_only_the_rows_of_the_filter_are_in_the_files(elements):
    table = pd.read_csv(io.BytesIO(plain_csv(elements.table())))
    source = data.cached_table("heritage_elements")
    heaps = source[source["kind"].str.contains("erril") & source["communes"].str.contains("Loos")]
    assert 0 < len(table) < 51
    assert set(table["Famille"]) == {"Terrils"}
    assert set(heaps["name"].str.replace("'", "’")) <= set(table["nom"])
    layer = gpd.read_file(
        io.BytesIO(geojson(elements.table(), elements.shapes(), elements.about, "2026-03-01"))
    )
    assert len(layer) == len(table)
    assert layer.geometry.x.tolist() == pytest.approx(table["longitude"].tolist(), abs=1e-5)
    assert elements.stem == "patrimoine-elements_famille-terrils_recherche-loos"
    assert "Famille\u202f: Terrils" in elements.about.perimeter


def test_surfaces_are_numbers_with_their_unit(elements):
    table = elements.table().frame
    known = data.cached_table("heritage_elements").set_index("name")["area_ha"]
    by_name = table.set_index("nom")["Surface (ha)"].dropna()
    assert len(by_name)
    for name, value in by_name.items():
        same = known[known.index.str.replace("'", "’") == name]
        assert value == pytest.approx(same.to_numpy(), abs=0.01) or len(same) > 1


EXPLORERS = {
    "composantes": lambda: listed.cached_explorer("composantes", ""),
    "monde": elsewhere.cached_explorer,
    "cooperations": partners.cached_explorer,
    "regions": regions_map.cached_explorer,
    "initiatives": lambda: carte.cached_explorer("france"),
}


@pytest.mark.parametrize("name", EXPLORERS)
def test_every_explorer_has_every_kind_of_file(name):
    view, _ = EXPLORERS[name]()
    export = explorer_export(view)
    frame = export.table().frame
    assert frame["nom"].ne("").all()
    assert export.shapes().notna().sum() == frame["latitude"].notna().sum() > 0
    said = [node.text or "" for node in parsed(export.svg()).iter()]
    assert view.title in said
    page = export.html().decode()
    assert "Leaflet" in page
    rows = json.loads(page.split('id="bm-data">')[1].split("</script>")[0])["points"]
    assert sum(len(layer["rows"]) for layer in rows) == frame["latitude"].notna().sum()


def test_a_text_of_a_reader_stays_text():
    view, _ = listed.cached_explorer("elements", "")
    row = {"id": "1", "name": "=cmd()", "lat": 50.4, "lon": 2.8, "kind": "x", "facts": [["<b>", "@SUM(A1)"]]}
    export = explorer_export(replace(view, inline=json.dumps([row])))
    lines = plain_csv(export.table()).decode().splitlines()
    assert "&lt;b>" in lines[0]
    assert lines[1].startswith("'=cmd(),,'@SUM(A1)")
    assert "<b>" not in export.svg()


def test_shafts_of_a_year_are_those_at_work():
    export = shafts._export(shafts._view(1913))
    table = export.table().frame
    source = data.cached_table("mine_shafts")
    at_work = source["sunk_year"].le(1913) & source["closed_year"].ge(1913)
    assert len(table) == at_work.sum() > 100
    assert table["Creusé en"].max() <= 1913 <= table["Fermé en"].min()
    assert export.stem == "puits_en-activite-en-1913"
    assert f"{at_work.sum()} puits en activité en 1913" in export.about.perimeter
