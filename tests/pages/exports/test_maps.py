"""Files that a reader takes away, made from the real tables."""

import csv
import io
import json

import geopandas as gpd
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from pages.shared import data
from pages.shared.category_maps import category_view
from pages.shared.exports.files import french_csv, geojson, geopackage, plain_csv, xlsx
from pages.shared.exports.maps import class_name, map_export, map_html, map_svg, map_table, precisions
from pages.shared.exports.model import plain
from pages.shared.inequality import lisa
from pages.shared.maps import map_view
from pages.shared.url_state import State
from tests.viz.six_squares import parsed

POVERTY = State(indicator="poverty_rate_pct", year=2021, layers=("sites",))
COLUMNS = [
    *("code_commune", "commune", "intercommunalite", "indicateur", "annee", "valeur", "unite"),
    *("precision", "classe", "perimetre", "source", "licence", "geographie"),
]


def read(content):
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    return pd.DataFrame(rows).set_index("code_commune", drop=False)


@pytest.fixture(scope="module")
def view():
    return map_view(POVERTY, "carte", 600)


@pytest.fixture(scope="module")
def content(view):
    return french_csv(map_table(view, POVERTY))


def test_csv_opens_in_a_french_spreadsheet(content):
    assert content.startswith(b"\xef\xbb\xbfcode_commune;commune;")
    assert content.count(b"\r\n") == 251  # head and 250 communes
    assert read(content).columns.tolist() == COLUMNS


def test_csv_has_the_values_of_the_map(content, view):
    table, areas = read(content), view.choropleth.areas
    assert table.index.tolist() == areas.index.tolist()
    assert table.loc["59172", "valeur"] == "43"  # Denain
    assert table.loc["59172", "precision"] == "publié"
    expected = [class_name(number, view.choropleth.class_labels) for number in areas["class"]]
    assert table["classe"].tolist() == [plain(label) for label in expected]


def test_a_value_that_is_not_published_is_an_empty_cell_with_its_reason(content, view):
    table = read(content)
    empty = table[table["valeur"].eq("")]
    assert len(empty) == view.choropleth.areas["value"].isna().sum() > 0
    assert set(empty["precision"]) == {"secret statistique"}
    assert set(empty["classe"]) == {""}


def test_csv_writes_a_decimal_comma():
    state = State(perimeter="epci_246200299")
    values = read(french_csv(map_table(map_view(state, "carte", 600), state)))["valeur"]
    assert len(values) == 14
    assert values.str.fullmatch(r"\d+,\d").all()


def test_precision_says_status_and_fragility():
    areas = pd.DataFrame(
        {
            "status": ["published", "estimated", "secret", "not_available"],
            "fragile": [True, False, False, False],
        }
    )
    assert precisions(areas).tolist() == [
        "publié, fragile",
        "estimé",
        "secret statistique",
        "non disponible",
    ]


def test_map_file_is_small_and_holds_the_points_shown(view):
    content = map_html(view)
    assert len(content) < 1_500_000
    text = content.decode()
    assert "Grands sites miniers" in text
    assert "Anciens puits de mine" not in text
    assert str(pd.Timestamp.now(tz="Europe/Paris").year) in text


def test_map_file_of_all_communes_stays_small():
    state = State(indicator="poverty_rate_pct", year=2021, perimeter=data.REFERENCE)
    assert len(map_html(map_view(state, "carte", 600))) < 2_500_000


# --- every kind of file, opened again -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def export(view):
    return map_export(view, POVERTY)


def expected(view):
    """The values of the table of the project, read without the code of the map."""
    known = data.observations("poverty_rate_pct", 2021)["value"].loc[view.choropleth.areas.index]
    return known.round(0)


def test_names_of_files_tell_what_they_hold(export):
    assert export.stem == "carte_poverty_rate_pct_2021_mbm_250"


def test_plain_csv_is_read_by_a_program_without_being_told_how(export, view):
    content = plain_csv(export.table())
    assert not content.startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(io.BytesIO(content), dtype={"code_commune": str}).set_index("code_commune")
    assert table["valeur"].equals(expected(view).rename("valeur").rename_axis("code_commune"))
    assert table.loc[table["valeur"].isna(), "precision"].eq("secret statistique").all()


def test_workbook_has_numbers_as_numbers_and_says_where_they_come_from(export, view):
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx(export.table(), export.about, "1er mars 2026")))
    assert book.sheet_names == ["Chiffres", "Définitions et sources"]
    head, *rows = book.get_sheet_by_name("Chiffres").to_python()
    place = head.index("valeur")
    values = pd.Series([row[place] for row in rows], index=[row[0] for row in rows])
    missing = expected(view).isna()
    assert values[~missing].tolist() == expected(view)[~missing].tolist()
    assert all(isinstance(value, float) for value in values[~missing])
    assert values[missing].tolist() == [""] * missing.sum()
    said = dict(book.get_sheet_by_name("Définitions et sources").to_python())
    assert said["Année"] == "2021"
    assert said["Périmètre"] == "Bassin minier (Mission Bassin Minier), 250 communes"
    assert "Filosofi" in said["Source"]
    assert said["Licence"].startswith("Licence Ouverte")


def test_geojson_is_in_degrees_with_its_metadata(export, view):
    content = geojson(export.table(), export.shapes(), export.about, "2026-03-01")
    raw = json.loads(content)
    assert list(raw) == ["type", "metadata", "features"]  # no member crs: RFC 7946
    assert raw["metadata"]["year"] == "2021"
    assert raw["metadata"]["date"] == "2026-03-01"
    assert {"title", "source", "licence", "perimeter", "definition"} <= set(raw["metadata"])
    layer = gpd.read_file(io.BytesIO(content)).set_index("code_commune")
    assert layer.crs == 4326
    assert layer["valeur"].tolist() == pytest.approx(expected(view).tolist(), nan_ok=True)
    west, south, east, north = layer.total_bounds
    assert 2 < west < east < 4
    assert 50 < south < north < 51
    rings = [part.exterior for shape in layer.geometry for part in getattr(shape, "geoms", [shape])]
    assert all(ring.is_ccw for ring in rings)
    secret = [row["properties"] for row in raw["features"] if row["properties"]["precision"] != "publié"]
    assert secret
    assert all(row["valeur"] is None for row in secret if row["precision"] == "secret statistique")


def test_geopackage_is_in_lambert_with_a_table_of_metadata(export, view, tmp_path):
    path = tmp_path / "carte.gpkg"
    path.write_bytes(geopackage(export.table(), export.shapes(), export.about, "1er mars 2026", export.stem))
    layer = gpd.read_file(path, layer=export.stem).set_index("code_commune")
    assert layer.crs == 2154
    assert layer["valeur"].tolist() == pytest.approx(expected(view).tolist(), nan_ok=True)
    drawn = data.cached_boundaries().loc[layer.index]
    assert layer.area.tolist() == pytest.approx(drawn.area.tolist())
    notes = gpd.read_file(path, layer="metadonnees").set_index("champ")["texte"]
    assert notes["Titre"] == "Taux de pauvreté"
    assert notes["Fichier fait le"] == "1er mars 2026"


def test_the_drawing_has_title_source_and_the_points_shown(view):
    said = " ".join(node.text or "" for node in parsed(map_svg(view)).iter())
    assert "Taux de pauvreté" in said
    assert "2021 · Bassin minier (Mission Bassin Minier), 250\u00a0communes" in said
    assert "Grands sites miniers" in said
    assert "Anciens puits de mine" not in said
    assert len(map_svg(view)) < 400_000


@pytest.mark.parametrize("perimeter", ["france", "departement_974", "region_32"])
def test_maps_beyond_the_two_departements_are_drawn(perimeter):
    state = State(indicator="median_income_eur", year=2021, perimeter=perimeter)
    view = map_view(state, "carte", 600)
    root = parsed(map_svg(view))
    width, height = float(root.get("width")), float(root.get("height"))
    assert 0.4 < height / width < 1.2
    export = map_export(view, state)
    layer = gpd.read_file(io.BytesIO(geojson(export.table(), export.shapes(), export.about, "2026-03-01")))
    assert len(layer) == len(view.choropleth.areas)


def test_a_map_of_categories_says_them_in_words():
    layer = lisa.cached_lisa_layer("poverty_rate_pct", 2021, "mbm_250")
    view = category_view(State(), "voisinages", layer, lisa.CATEGORIES)
    export = map_export(view)
    table = export.table().frame
    known = table["classe"].ne("")
    assert set(table.loc[known, "classe"]) <= {category.label for category in lisa.CATEGORIES.values()}
    assert table.loc[~known, "precision"].eq("secret statistique").all()
    assert "Basse, parmi des voisines basses" in export.svg()
    assert b"Basse, parmi des voisines basses" in export.html()
    assert export.stem.endswith("mbm_250")
