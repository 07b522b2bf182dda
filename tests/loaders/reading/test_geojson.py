import json

import pytest
import shapely

from loaders.errors import GeometryError, SchemaError, SourceError
from loaders.reading.geojson import read_geojson

COLUMNS = {"insee": "code_commune", "surface": "area_km2"}
LENS = [[2.80, 50.42], [2.85, 50.42], [2.85, 50.45], [2.80, 50.42]]
LENS_METRES = [[685_800, 7_036_000], [689_400, 7_036_000], [689_400, 7_039_400], [685_800, 7_036_000]]
BOW_TIE = [[2.80, 50.42], [2.85, 50.45], [2.85, 50.42], [2.80, 50.45], [2.80, 50.42]]


def feature(ring=LENS, **properties):
    shape = ring if ring is None or isinstance(ring, dict) else {"type": "Polygon", "coordinates": [ring]}
    return {
        "type": "Feature",
        "geometry": shape,
        "properties": {"insee": "62498", "surface": 11.7, **properties},
    }


def layer(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": features or [feature()], **more}).encode()


def read(content, crs=4326, **more):
    return read_geojson(content, "lens.geojson", COLUMNS, crs, **more)


def test_properties_come_as_text_and_outlines_in_the_announced_system():
    frame = read(layer(feature(), feature(insee="01004", surface=3.0), feature(insee=None, surface=4)))
    assert frame["code_commune"].tolist() == ["62498", "01004", ""]
    assert frame["area_km2"].tolist() == ["11.7", "3", "4"]
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry[0].equals(shapely.Polygon(LENS))


def test_a_property_that_only_some_features_have_is_empty_for_the_others():
    lacking = feature()
    del lacking["properties"]["surface"]
    assert read(layer(lacking, feature()))["area_km2"].tolist() == ["", "11.7"]


def test_metres_announced_as_such_pass():
    frame = read(layer(feature(LENS_METRES)), 2154)
    assert frame.crs.to_epsg() == 2154
    assert frame.area.tolist() == [3600 * 3400 / 2]


@pytest.mark.parametrize("crs", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326"])
def test_both_names_of_longitude_and_latitude_pass(crs):
    read(layer(crs={"type": "name", "properties": {"name": crs}}))


def test_degrees_taken_for_metres_are_refused():
    told = r"impossibles en EPSG:2154 \(des degrés pris pour des mètres \?\) : objet 1 \(2\.8 ; 50\.42\)"
    with pytest.raises(GeometryError, match=told):
        read(layer(), 2154)


def test_metres_taken_for_degrees_are_refused():
    with pytest.raises(GeometryError, match=r"EPSG:4326 \(des mètres pris pour des degrés \?\) : objet 2"):
        read(layer(feature(), feature(LENS_METRES)))


def test_metres_of_another_projection_are_refused():
    web_mercator = [[311_700, 6_521_000], [317_300, 6_521_000], [317_300, 6_526_000], [311_700, 6_521_000]]
    utm_south = [[500_000, 1_200_000], [500_100, 1_200_000], [500_100, 1_200_100], [500_000, 1_200_000]]
    read(layer(feature(web_mercator)), 3857)
    with pytest.raises(GeometryError, match=r"coordonnées impossibles en EPSG:2154 : objet 1"):
        read(layer(feature(utm_south)), 2154)


def test_a_file_that_names_another_system_is_refused():
    named = layer(
        feature(LENS_METRES), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    )
    with pytest.raises(GeometryError, match=r"annonce un autre système de coordonnées que EPSG:2154.*3857"):
        read(named, 2154)


EMPTY = {"type": "Polygon", "coordinates": []}


@pytest.mark.parametrize(
    ("faulty", "told"),
    [
        (feature(None), r"objet 2 \(vide\)"),
        (feature(EMPTY), r"objet 2 \(vide\)"),
        (feature(BOW_TIE), r"objet 2 \(Self-intersection"),
        (feature(LENS[:2]), r"objet 2 \(vide\)"),
        (feature({"type": "Circle"}), r"objet 2 \(vide\)"),
    ],
)
def test_an_empty_or_invalid_outline_is_refused_unless_it_is_announced(faulty, told):
    content = layer(feature(), faulty)
    with pytest.raises(GeometryError, match=rf"lens\.geojson : 1 contours vides ou non valides.*{told}"):
        read(content)
    assert read(content, unsound=1).geometry.isna().tolist() == [False, True]
    with pytest.raises(GeometryError, match="1 contours vides ou non valides, 2 attendus"):
        read(content, unsound=2)


def test_an_announced_fault_that_was_mended_is_told():
    with pytest.raises(GeometryError, match=r"0 contours .* 1 attendus : aucun"):
        read(layer(), unsound=1)


@pytest.mark.parametrize(
    ("content", "error", "fault"),
    [
        (b"", SourceError, "fichier vide"),
        (layer()[:150], SourceError, "JSON tronqué ou abîmé, ligne 1"),
        (b"<html><body>503</body></html>", SourceError, r"page web \(HTML\) au lieu d'une couche GeoJSON"),
        (b'<?xml version="1.0"?><ows:ExceptionReport/>', SourceError, "page web"),
        (b"[1, 2]", SourceError, "n'est pas une couche GeoJSON"),
        (b'{"type": "Topology", "arcs": []}', SourceError, "n'est pas une couche GeoJSON"),
        (b'{"type": "FeatureCollection", "features": []}', SourceError, "aucun objet"),
        (layer().replace(b"insee", b"insee_com"), SchemaError, r"\(peut-être renommée insee_com\)"),
    ],
)
def test_what_is_no_layer_or_lacks_a_property_is_told(content, error, fault):
    with pytest.raises(error, match=rf"lens\.geojson : .*{fault}.*Remède"):
        read(content)
