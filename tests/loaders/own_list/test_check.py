"""Each row is kept, doubted or refused for a reason that is told; points lie in their commune."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.own_list.check import check_list
from loaders.own_list.downloads import template_table
from loaders.own_list.fields import recognised
from loaders.own_list.points import read_point


def checked(gazetteer, outlines, *rows):
    cells = pd.DataFrame(rows, dtype="str").fillna("")
    cells.index = cells.index + 2
    return check_list(cells, recognised(list(cells)), gazetteer, outlines)


def test_a_good_row_stands_in_its_commune(gazetteer, outlines):
    list_ = checked(gazetteer, outlines, {"Nom": "A", "Ville": "noeux les mines", "Année": "2018-05"})
    row = list_.rows.loc[2]
    assert (row["code_commune"], row["precision"], row["level"], row["year"]) == (
        "62617",
        "commune",
        "good",
        2018,
    )
    assert list_.notes == {}


def test_a_point_within_its_commune_is_exact(gazetteer, outlines):
    list_ = checked(gazetteer, outlines, {"Nom": "A", "Ville": "Lens", "lat": "50,4376", "lon": "2,8186"})
    assert list_.rows.loc[2, ["lat", "lon", "precision", "level"]].tolist() == [
        50.4376,
        2.8186,
        "exact",
        "good",
    ]


def test_a_point_elsewhere_is_left_out_and_told_with_its_distance(gazetteer, outlines):
    # 0.1 degree of latitude is 11.1 km; the square ends 2 km north of the middle: 9.1 km are left.
    list_ = checked(gazetteer, outlines, {"Nom": "A", "Ville": "Lens", "lat": "50.5376", "lon": "2.8186"})
    assert list_.notes[2] == ("point à environ 9,1 km de Lens : la commune est gardée, pas le point",)
    assert list_.rows.loc[2, ["precision", "level"]].tolist() == ["commune", "doubt"]
    assert math.isnan(list_.rows.loc[2, "lat"])


def test_a_point_gives_its_commune_to_a_row_that_names_none(gazetteer, outlines):
    list_ = checked(
        gazetteer,
        outlines,
        {"Nom": "A", "Ville": "", "lat": "50.4767", "lon": "2.6644"},
        {"Nom": "B", "Ville": "", "lat": "48.85", "lon": "2.35"},
    )
    assert list_.rows["code_commune"].tolist() == ["62617", ""]
    assert list_.rows["level"].tolist() == ["doubt", "refused"]
    assert list_.notes[3] == ("point hors de toute commune de France", "aucune commune reconnue")


def test_rows_without_name_or_place_and_the_example_are_refused(gazetteer, outlines):
    rows = [{"Nom": "", "Ville": "Lens"}, {"Nom": "A", "Ville": "Atlantide"}, {"Nom": "B", "Ville": "Lens"}]
    list_ = checked(gazetteer, outlines, *rows)
    assert list_.rows["level"].tolist() == ["refused", "refused", "good"]
    assert list_.kept["name"].tolist() == ["B"]
    template = template_table()
    assert check_list(template, recognised(list(template)), gazetteer, outlines).rows["level"].tolist() == [
        "refused"
    ]


@pytest.mark.parametrize(("cell", "year"), [("2018", 2018), ("12/05/2018", 2018), ("depuis 1988", 1988)])
def test_a_year_is_read_within_a_date(gazetteer, outlines, cell, year):
    assert (
        checked(gazetteer, outlines, {"Nom": "A", "Ville": "Lens", "Année": cell}).rows.loc[2, "year"] == year
    )


@pytest.mark.parametrize("cell", ["n.d.", "2018-2020", "20188", "99"])
def test_a_year_that_is_not_one_is_left_empty_and_told(gazetteer, outlines, cell):
    list_ = checked(gazetteer, outlines, {"Nom": "A", "Ville": "Lens", "Année": cell})
    assert pd.isna(list_.rows.loc[2, "year"])
    assert "année illisible" in list_.notes[2][0]


@pytest.mark.parametrize(
    ("lat", "lon", "told"),
    [
        ("2.8186", "50.4376", "échangées"),
        ("7038000", "687000", "Lambert-93"),
        ("50.4", "", "absente"),
        ("ici", "là", "illisible"),
        ("0", "0", "0, 0"),
        ("123", "456", "hors du globe"),
    ],
)
def test_usual_slips_of_points_are_told(lat, lon, told):
    assert told in read_point(lat, lon).notes[0]


def test_swapped_and_projected_points_are_put_right():
    assert (read_point("2.8186", "50.4376").lat, read_point("2.8186", "50.4376").lon) == (50.4376, 2.8186)
    point = read_point("7038000", "687000")
    assert 50 < point.lat < 51
    assert 2.7 < point.lon < 2.9


@given(
    st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8), st.text(max_size=6)), min_size=1, max_size=8)
)
def test_every_row_has_one_level_and_a_reason_unless_it_is_good(rows):
    from loaders.own_list.check import Outlines  # noqa: PLC0415
    from loaders.own_list.communes import Gazetteer  # noqa: PLC0415
    from tests.loaders.own_list.conftest import COMMUNES  # noqa: PLC0415

    communes = pd.DataFrame(COMMUNES, columns=["code_commune", "name", "code_departement", "postcodes"])
    changes = pd.DataFrame({"old_code": [], "old_name": [], "new_code": []}, dtype="str")
    known = Gazetteer(communes.set_index("code_commune"), changes)
    cells = pd.DataFrame(rows, columns=["Nom", "Commune", "Année"], dtype="str")
    list_ = check_list(cells, recognised(list(cells)), known, Outlines(lambda: None, lambda _: None))
    levels = list_.rows["level"]
    assert len(levels) == len(rows)
    assert all((level == "good") == (line not in list_.notes) for line, level in levels.items())
