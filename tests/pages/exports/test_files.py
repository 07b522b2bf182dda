"""Files of a small table: numbers, missing values, and cells that could act."""

import csv
import io

import geopandas as gpd
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from shapely.geometry import Point

from pages.shared.exports.files import french_csv, geojson, geopackage, plain_csv, xlsx
from pages.shared.exports.model import About, Table, stem

NAMES = ["=cmd()", "+33 6", 'Aix, \u00ab\u00a0l\u2019une\u00a0\u00bb ; "deux"', "@SUM(A1)"]
TABLE = Table(
    pd.DataFrame(
        {
            "nom": NAMES,
            "taux": [17.25, -3.0, float("nan"), 1234567.0],
            "annee": [1992, 2012, 2020, 2021],
            "precision": ["publié", "estimé", "secret statistique", None],
        }
    ),
    {"taux": 2},
)
ABOUT = About(
    "Un taux", "Insee", perimeter="Quatre", year="2021", licence="Licence Ouverte", notes=("Fragile.",)
)
POINTS = gpd.GeoSeries([Point(2.8, 50.4), Point(2.9, 50.5), None, Point(3, 50.3)], crs=4326)


def test_french_csv_has_mark_semicolons_and_decimal_comma():
    content = french_csv(TABLE)
    assert content.startswith("\ufeffnom;taux;annee;precision\r\n".encode())
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))[1:]
    assert [row[1] for row in rows] == ["17,25", "-3,00", "", "1234567,00"]
    assert [row[2] for row in rows] == ["1992", "2012", "2020", "2021"]
    assert [row[3] for row in rows] == ["publié", "estimé", "secret statistique", ""]


def test_plain_csv_has_commas_and_decimal_point_and_no_mark():
    rows = list(csv.reader(io.StringIO(plain_csv(TABLE).decode())))
    assert rows[0] == ["nom", "taux", "annee", "precision"]
    assert [row[1] for row in rows[1:]] == ["17.25", "-3.00", "", "1234567.00"]
    assert rows[3][0] == 'Aix, « l’une » ; "deux"'


@pytest.mark.parametrize("make", [french_csv, plain_csv])
def test_no_cell_of_a_csv_is_a_formula(make):
    text = make(TABLE).decode("utf-8-sig")
    cells = [
        cell
        for row in csv.reader(io.StringIO(text), delimiter=";" if ";annee" in text else ",")
        for cell in row
    ]
    acting = [cell for cell in cells if cell[:1] in "=+-@" and cell]
    assert acting == [cell for cell in cells if cell.startswith("-3")]
    assert "'=cmd()" in cells


def test_workbook_keeps_numbers_and_runs_nothing():
    content = xlsx(TABLE, ABOUT, "1er mars 2026")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = book.get_sheet_by_name("Chiffres").to_python()
    assert [row[1] for row in rows[1:]] == [17.25, -3.0, "", 1234567.0]
    assert rows[1][0] == "'=cmd()"
    assert b"<f>" not in content
    said = book.get_sheet_by_name("Définitions et sources").to_python()
    assert ["Remarque", "Fragile."] in said
    assert ["Fichier fait le", "1er mars 2026"] in said


def test_a_row_without_a_point_stays_in_the_layers(tmp_path):
    read = gpd.read_file(io.BytesIO(geojson(TABLE, POINTS, ABOUT, "2026-03-01")))
    path = tmp_path / "x.gpkg"
    path.write_bytes(geopackage(TABLE, POINTS, ABOUT, "1er mars 2026", "lieux"))
    package = gpd.read_file(path, layer="lieux")
    for layer in (read, package):
        assert len(layer) == 4
        assert layer.geometry.isna().tolist() == [False, False, True, False]
        assert layer["taux"].isna().tolist() == [False, False, True, False]
        assert layer["nom"].tolist()[0] == "=cmd()"  # a layer is no spreadsheet: the text as it is
    assert (package.crs, read.crs) == (2154, 4326)
    assert package.to_crs(4326).geometry[0].distance(Point(2.8, 50.4)) < 1e-6


def test_places_of_the_world_are_not_in_lambert(tmp_path):
    path = tmp_path / "x.gpkg"
    far = gpd.GeoSeries([Point(130, 33), Point(2.8, 50.4), None, None], crs=4326)
    path.write_bytes(geopackage(TABLE, far, ABOUT, "1er mars 2026", "lieux"))
    assert gpd.read_file(path, layer="lieux").crs == 4326


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("carte", "poverty_rate_pct", "2021", "mbm_250"), "carte_poverty_rate_pct_2021_mbm_250"),
        (("Où l’écart est-il le plus fort ?", ""), "ou-l-ecart-est-il-le-plus-fort"),
        (("../../etc/passwd", "x"), "etc-passwd_x"),
    ],
)
def test_names_of_files_are_ascii(parts, name):
    assert stem(*parts) == name
