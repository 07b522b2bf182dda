import pandas as pd
import pytest

from loaders.errors import CodeError, GeometryError, SchemaError
from loaders.formats.anct_points import load_priority_districts
from tests.loaders.formats.layers import point, square, write_layer

AUBY = {"insee_com": "59028", "lib_com": "Auby", "code_qp": "QN05902M, QN05901M"}
AUBY["lib_qp"] = "Asturies - Belleforières, Auby Centre"
ROOST = {"insee_com": "59509", "lib_com": "Roost-Warendin", "code_qp": "QN05902M"}
ROOST["lib_qp"] = "Asturies - Belleforières"


def write(tmp_path, auby=(), shape=None):
    features = [(ROOST, point(3.1, 50.4)), ({**AUBY, **dict(auby)}, shape or point(3.05, 50.42))]
    return write_layer(tmp_path / "qpv.geojson", features)


def test_each_district_is_a_row_in_each_of_its_communes(tmp_path):
    districts = load_priority_districts(write(tmp_path))
    assert districts[["code_commune", "code_qpv"]].to_numpy().tolist() == [
        ["59028", "QN05901M"],
        ["59028", "QN05902M"],
        ["59509", "QN05902M"],
    ]


def test_a_district_keeps_its_own_name(tmp_path):
    districts = load_priority_districts(write(tmp_path))
    assert districts["qpv_name"].tolist() == [
        "Auby Centre",
        "Asturies - Belleforières",
        "Asturies - Belleforières",
    ]


def test_the_point_is_that_of_the_commune_in_degrees(tmp_path):
    districts = load_priority_districts(write(tmp_path))
    assert districts.crs.to_epsg() == 4326
    assert districts.geometry.x.tolist() == [3.05, 3.05, 3.1]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"lib_qp": "Auby Centre"}, "autant de codes que de noms.*59028"),
        ({"code_qp": "QN05902M, 05901M"}, "quartier mal formé : 05901M"),
        ({"code_qp": "QN05902M, QN05902M"}, "en double.*59028 / QN05902M"),
        ({"insee_com": "59509"}, "en double.*59509"),
        ({"insee_com": "5928"}, "mal formé : 5928"),
    ],
)
def test_what_cannot_be_is_named(tmp_path, changes, fault):
    with pytest.raises((CodeError, SchemaError), match=fault):
        load_priority_districts(write(tmp_path, changes))


def test_a_polygon_in_place_of_a_point_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="un point par commune attendu : 59028"):
        load_priority_districts(write(tmp_path, shape=square(3, 50)))


def test_metres_are_not_taken_for_degrees(tmp_path):
    with pytest.raises(GeometryError, match="mètres pris pour des degrés"):
        load_priority_districts(write(tmp_path, shape=point(703_000, 7_040_000)))


@pytest.fixture(scope="module")
def official(shared):
    return load_priority_districts(shared / "mirror" / "anct" / "qpv_2024" / "centroide-4326_qpv.geojson")


@pytest.mark.mirror
def test_the_official_file_names_1362_districts_in_metropolitan_france(official):
    overseas = official["code_commune"].str.startswith("97")
    assert official["code_commune"].nunique() == 824
    assert len(official) == 1_684
    assert official.loc[~overseas, "code_qpv"].nunique() == 1_362
    assert official.loc[overseas, "code_qpv"].nunique() == 131


@pytest.mark.mirror
def test_the_official_file_and_the_facts_agree_on_nord_and_pas_de_calais(official, shared):
    facts = pd.read_csv(shared / "facts" / "qpv_2024.csv", dtype="str")
    here = official[official["code_commune"].str[:2].isin(["59", "62"])]
    columns = ["code_qpv", "qpv_name", "code_commune"]
    assert sorted(map(tuple, here[columns].to_numpy())) == sorted(map(tuple, facts[columns].to_numpy()))
