import pytest

from loaders.errors import CodeError, GeometryError, SchemaError
from loaders.formats.gisco import load_nuts
from tests.loaders.formats.layers import point, square, write_layer

NORD = {"NUTS_ID": "FRE11", "LEVL_CODE": 3, "CNTR_CODE": "FR", "NAME_LATN": "Nord", "MOUNT_TYPE": None}
FRANCE = {"NUTS_ID": "FR", "LEVL_CODE": 0, "CNTR_CODE": "FR", "NAME_LATN": "France", "MOUNT_TYPE": None}


def write(tmp_path, changes=(), shape=None):
    features = [({**NORD, **dict(changes)}, shape or square(3, 50)), (FRANCE, square(2, 46))]
    return write_layer(tmp_path / "NUTS.geojson", features)


def test_regions_come_by_code_with_level_and_country(tmp_path):
    regions = load_nuts(write(tmp_path), 2024)
    columns = ["nuts_id", "nuts_level", "country_code", "name"]
    assert regions[columns].to_numpy().tolist() == [["FR", 0, "FR", "France"], ["FRE11", 3, "FR", "Nord"]]
    assert regions.crs.to_epsg() == 4326


def test_the_edition_of_2021_has_level_3_only(tmp_path):
    with pytest.raises(SchemaError, match=r"nuts_level.*« 0 ».*admises : 3"):
        load_nuts(write(tmp_path), 2021)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"NUTS_ID": "FRE1"}, "FRE1"),  # four characters are level 2
        ({"CNTR_CODE": "DE"}, "FRE11"),
        ({"NUTS_ID": "fre11"}, "fre11"),
        ({"NUTS_ID": "FR", "LEVL_CODE": 0}, "en double.*FR"),
    ],
)
def test_a_code_that_is_not_of_its_level_or_country_is_refused(tmp_path, changes, fault):
    with pytest.raises(CodeError, match=fault):
        load_nuts(write(tmp_path, changes), 2024)


def test_a_region_without_polygon_is_refused(tmp_path):
    with pytest.raises(GeometryError, match="FRE11"):
        load_nuts(write(tmp_path, shape=point(3, 50)), 2024)


def test_an_absent_property_is_named(tmp_path):
    path = write_layer(tmp_path / "NUTS.geojson", [({"NUTS": "FR"}, square(2, 46))])
    with pytest.raises(SchemaError, match="NUTS_ID"):
        load_nuts(path, 2024)


@pytest.mark.mirror
def test_the_official_file_of_2024_has_four_levels(shared):
    regions = load_nuts(shared / "mirror" / "gisco" / "NUTS_RG_20M_2024_4326.geojson", 2024)
    assert regions["nuts_level"].value_counts().to_dict() == {3: 1_345, 2: 296, 1: 114, 0: 38}
    assert regions.set_index("nuts_id")["name"]["FRE12"] == "Pas-de-Calais"
    assert "UK" not in set(regions["country_code"])


@pytest.mark.mirror
def test_the_file_of_2021_holds_the_united_kingdom(shared):
    regions = load_nuts(shared / "mirror" / "gisco" / "nuts3_60M_2021.json", 2021)
    assert len(regions) == 1_514
    assert (regions["country_code"] == "UK").sum() > 0
    assert {"UKL15", "FRE11"} < set(regions["nuts_id"])
