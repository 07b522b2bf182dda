"""The official outlines: from an archive as from a mirror, counted, simplified, never half kept."""

from __future__ import annotations

import json
import zipfile

import geopandas as gpd
import pytest
import shapely

from loaders import heritage
from loaders.__main__ import main
from loaders.errors import ArchiveError, ExpectationError, GeometryError, SourceError
from loaders.fetch import Places
from loaders.fetch.registry import Source
from viz.explorer.polygons import Layer, polygons_file


def source(layer="heaps", **more):
    return Source(layer, "http", "x.zip", "", "heritage", (), title="Terrils", member="D/Terrils.shp", **more)


def squares(n, crs=4326):
    boxes = [shapely.box(2.5 + i / 100, 50.4, 2.505 + i / 100, 50.405) for i in range(n)]
    return gpd.GeoDataFrame({"ID_UNESCO": [f"{i}A" for i in range(n)]}, geometry=boxes, crs=4326).to_crs(crs)


def zipped(tmp_path, frame):
    folder = tmp_path / "shapes"
    folder.mkdir()
    frame.to_file(folder / "Terrils.shp")
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"D/{file.name}")
    return path


def test_an_archive_in_lambert_93_gives_what_the_geojson_gives(tmp_path):
    path = tmp_path / "heaps.geojson"
    path.write_text(squares(51).to_json(drop_id=True))
    from_mirror = heritage.read_outlines(source(), path)
    from_archive = heritage.read_outlines(source(), zipped(tmp_path, squares(51, 2154)))
    assert len(from_mirror) == len(from_archive) == 51
    gaps = from_mirror.to_crs(2154).hausdorff_distance(from_archive.to_crs(2154))
    assert gaps.max() < 0.01  # metres


def test_another_number_of_objects_is_refused(tmp_path):
    with pytest.raises(ExpectationError, match="50 objets dans « Terrils », 51 attendus"):
        heritage.read_outlines(source(), zipped(tmp_path, squares(50, 2154)))


def test_estates_without_a_number_of_the_property_are_left_out(tmp_path):
    frame = squares(126).rename(columns={"ID_UNESCO": "id_unesco"})
    frame.loc[[3, 8], "id_unesco"] = None
    path = tmp_path / "estates.geojson"
    path.write_text(frame.to_json(drop_id=True))
    assert len(heritage.read_outlines(source("estates"), path)) == 124


def test_a_damaged_archive_says_what_to_do(tmp_path):
    path = tmp_path / "x.zip"
    path.write_bytes(b"PK" + b"0" * 50)
    with pytest.raises(ArchiveError, match="supprimez ce fichier"):
        heritage.read_outlines(source(), path)


def test_an_outline_that_crosses_itself_is_refused(tmp_path):
    frame = squares(51, 2154)
    frame.loc[0, "geometry"] = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    with pytest.raises(GeometryError, match="non valides"):
        heritage.read_outlines(source(), zipped(tmp_path, frame))


def test_simplified_outlines_stay_within_the_tolerance():
    round_heap = gpd.GeoDataFrame(geometry=[shapely.Point(700_000, 7_000_000).buffer(300, 64)], crs=2154)
    light = heritage.simplified(round_heap).to_crs(2154)
    assert light.geometry.count_coordinates()[0] < round_heap.geometry.count_coordinates()[0] / 4
    assert light.geometry.hausdorff_distance(round_heap.geometry)[0] <= heritage.TOLERANCE_M


def test_without_network_nor_mirror_nothing_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("loaders.fetch.door.download", refuse)
    places = Places(tmp_path, None, tmp_path / "cache")
    with pytest.raises(SourceError, match="hors ligne"):
        heritage.load_outlines(places, lambda *_: None)
    assert heritage.kept_stamp(tmp_path / "cache") == ""


def refuse(url, *_):
    raise SourceError(url, "hors ligne.", "réessayez.")


def test_the_file_of_the_browser_gives_the_corners_back():
    outer = [(2.5, 50.0), (2.6, 50.0), (2.6, 50.1), (2.5, 50.1)]
    hole = [(2.54, 50.04), (2.56, 50.04), (2.56, 50.06)]
    frame = gpd.GeoSeries([shapely.Polygon(outer, [hole])], crs=4326)
    (layer,) = json.loads(polygons_file([(Layer("a", "Terrils", "#000", "#fff", 0.5), frame)]))["layers"]
    assert (layer["n"], layer["title"], layer["dash"]) == (1, "Terrils", None)
    decoded = []
    for ring in layer["shapes"][0]:
        lat = lon = 0
        corners = set()
        for north, east in ring:
            lat, lon = lat + north, lon + east
            corners.add((round(lon / 1e5, 5), round(lat / 1e5, 5)))
        decoded.append(corners)
    assert decoded == [set(outer), set(hole)]


@pytest.mark.mirror
def test_the_layers_of_the_mirror_are_kept_and_light(tmp_path, shared, monkeypatch, capsys):
    monkeypatch.setattr("loaders.__main__.CACHE", tmp_path)
    assert main(["heritage", "--mirror", str(shared / "mirror")]) == 0
    assert "313 contours" in capsys.readouterr().out
    kept = heritage.read_kept(tmp_path)
    assert {layer: len(rows) for layer, rows in kept.items()} == heritage.expected_counts()
    area = kept["property"].to_crs(2154).area.sum() / 1e4
    assert area == pytest.approx(3974.84, rel=0.01)  # hectares, summed from the components of the Mission
    layers = [(Layer(name, name, "#000", "#fff", 0.2), rows.geometry) for name, rows in kept.items()]
    assert len(polygons_file(layers)) < 150_000
