import json

import numpy as np
import pytest
import shapely

from loaders.errors import CodeError, SchemaError, SourceError
from loaders.formats.world_atlas import (
    CODES,
    NAMES,
    OUTLINES,
    load_country_names,
    load_world,
    within_one_turn,
    without_islets,
)
from tests.loaders.reading.packing import tarred


def topology(*countries):
    """Squares of one degree, one arc each: (id, name, west, south)."""
    arcs = [[[x, y], [1, 0], [0, 1], [-1, 0], [0, -1]] for _, _, x, y in countries]
    geometries = [
        {"type": "Polygon", "arcs": [[i]], "id": code, "properties": {"name": name}}
        for i, (code, name, _, _) in enumerate(countries)
    ]
    transform = {"scale": [1, 1], "translate": [0, 0]}
    objects = {"countries": {"type": "GeometryCollection", "geometries": geometries}}
    return json.dumps({"type": "Topology", "transform": transform, "objects": objects, "arcs": arcs}).encode()


def write(tmp_path, members):
    path = tmp_path / "package.tgz"
    path.write_bytes(tarred(members))
    return path


def test_countries_come_by_name_with_the_digits_of_their_code(tmp_path):
    content = topology(("250", "France", 2, 46), ("056", "Belgium", 4, 50), ("010", "Antarctica", 0, -80))
    world = load_world(write(tmp_path, {OUTLINES: content}))
    assert world[["name", "iso_number"]].to_numpy().tolist() == [["Belgium", "056"], ["France", "250"]]
    assert world.geometry[0].bounds == (4, 50, 5, 51)
    assert world.crs.to_epsg() == 4326


def test_a_name_twice_is_refused(tmp_path):
    content = topology(("250", "France", 2, 46), ("056", "France", 4, 50))
    with pytest.raises(CodeError, match=r"en double.*France"):
        load_world(write(tmp_path, {OUTLINES: content}))


def test_another_file_is_refused(tmp_path):
    with pytest.raises(SourceError, match="TopoJSON"):
        load_world(write(tmp_path, {OUTLINES: b"<html></html>"}))


def test_a_country_has_its_two_letters_and_its_first_french_name(tmp_path):
    codes = [["FR", "FRA", "250"], ["CZ", "CZE", "203", "ISO 3166-2:CZ"]]
    french = {"countries": {"FR": "France", "CZ": ["Tchéquie", "République tchèque"]}}
    members = {CODES: json.dumps(codes).encode(), NAMES: json.dumps(french).encode()}
    names = load_country_names(write(tmp_path, members))
    assert names.to_numpy().tolist() == [["250", "FR", "France"], ["203", "CZ", "Tchéquie"]]


def test_a_code_without_a_french_name_is_refused(tmp_path):
    members = {CODES: b'[["XX", "XXX", "999"]]', NAMES: b'{"countries": {}}'}
    with pytest.raises(SchemaError, match="XX"):
        load_country_names(write(tmp_path, members))


def test_a_country_beyond_180_degrees_is_cut_in_two():
    ring = shapely.Polygon([(178, 0), (-178, 0), (-178, 2), (178, 2)])  # 4 degrees wide, across the date line
    west, east = sorted(within_one_turn(ring).geoms, key=lambda part: part.bounds)
    assert west.bounds == (-180, 0, -178, 2)
    assert east.bounds == (178, 0, 180, 2)


def test_a_country_that_does_not_reach_180_degrees_is_left_alone():
    shape = shapely.box(-10, 0, 10, 2)
    assert within_one_turn(shape) is shape


def test_small_islands_go_but_the_largest_part_stays():
    with_island = shapely.MultiPolygon([shapely.box(0, 0, 2, 2), shapely.box(5, 5, 5.5, 5.5)])
    alone = shapely.box(9, 9, 9.5, 9.5)
    kept = without_islets(np.array([with_island, alone]), 0.3)  # areas 4 and 0.25, then 0.25
    assert [shape.area for shape in kept] == [4, 0.25]
