"""The official outlines of the World Heritage property: fetched, checked, simplified, kept outside git.

They come from a mirror folder or from data.gouv.fr through one door (`loaders.fetch`). What is kept is a
light copy per layer in ``.cache/heritage``; nothing of it is ever committed.
"""

import tomllib
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pyogrio

from loaders import catalog
from loaders.errors import ArchiveError, ExpectationError, GeometryError
from loaders.fetch import Places, Source, fetch, read_registry
from loaders.fetch.download import Patience
from loaders.reading.archives import read_bytes
from loaders.reading.geojson import read_geojson
from loaders.storage import writing

REGISTRY = catalog.DATA / "heritage_layers.toml"
CACHE = catalog.ROOT / ".cache"
FOLDER = "heritage"
LAMBERT_93, WGS84 = 2154, 4326
TOLERANCE_M = 12.0
"""How far a simplified outline may stray from the official one, in metres."""
ELEMENT = "id_unesco"
"""Column of the elements; the estates of the layer that have none are not inscribed."""
ONLY_INSCRIBED = {"estates"}
QUICK = Patience(connect=8, read=20, whole=120, waits=(1, 3))
"""For a reader who waits in front of a button."""
Say = Callable[[str, float], object]


def layers() -> dict[str, Source]:
    """Return the layers, from the widest to the narrowest."""
    return read_registry(REGISTRY)


def load_outlines(places: Places, say: Say) -> dict[str, int]:
    """Fetch, check, simplify and keep every layer.

    Parameters
    ----------
    places
        Where files may be; a mirror is read before anything is fetched.
    say
        Called with French words and the share done, from 0 to 1.

    Returns
    -------
    counts
        Objects of each layer.

    Raises
    ------
    LoaderError
        A layer is absent, cannot be fetched, or is not the one that is expected; layers already kept stay.
    """
    known, counts = layers(), {}
    for done, source in enumerate(known.values()):
        say(f"{source.title}…", done / len(known))
        outlines = simplified(read_outlines(source, fetch(source, places)))
        _keep(outlines, outline_path(places.cache, source.id))
        counts[source.id] = len(outlines)
    say("Contours prêts.", 1.0)
    return counts


def read_outlines(source: Source, path: Path) -> gpd.GeoDataFrame:
    """Read a layer from the archive of data.gouv.fr or from the mirror's GeoJSON (EPSG:4326)."""
    layer = _from_archive(source, path) if path.suffix == ".zip" else _from_geojson(source, path)
    if source.id in ONLY_INSCRIBED:
        layer = layer[layer[ELEMENT].fillna("").ne("")]
    expected = expected_counts()[source.id]
    if len(layer) != expected:
        fault = f"{len(layer)} objets dans « {source.title} », {expected} attendus."
        raise ExpectationError(
            path, fault, "relisez la couche du producteur, puis data/heritage_layers.toml."
        )
    return layer[["geometry"]].reset_index(drop=True)


def expected_counts() -> dict[str, int]:
    """Return how many objects each layer has."""
    with REGISTRY.open("rb") as file:
        return {entry["id"]: entry["expected"] for entry in tomllib.load(file)["source"]}


def _from_geojson(source: Source, path: Path) -> gpd.GeoDataFrame:
    columns = {ELEMENT: ELEMENT} if source.id in ONLY_INSCRIBED else {}
    return read_geojson(read_bytes(path), path, columns, WGS84)


def _from_archive(source: Source, path: Path) -> gpd.GeoDataFrame:
    try:
        layer = gpd.read_file(f"/vsizip/{path}/{source.member}", engine="pyogrio")
    except pyogrio.errors.DataSourceError as error:
        fault = f"archive abîmée, ou sans « {source.member} »."
        raise ArchiveError(path, fault, "supprimez ce fichier : il sera repris.") from error
    if layer.crs is None or not layer.geometry.notna().all() or not layer.is_valid.all():
        raise GeometryError(
            path, f"contours de « {source.title} » vides ou non valides.", "relisez la source."
        )
    return layer.rename(columns=str.lower).to_crs(WGS84)


def simplified(outlines: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return outlines that stray from the given ones by `TOLERANCE_M` at most, none lost (EPSG:4326)."""
    metric = outlines.to_crs(LAMBERT_93)
    light = metric.geometry.simplify(TOLERANCE_M, preserve_topology=True)
    return metric.set_geometry(light).to_crs(WGS84)


def _keep(outlines: gpd.GeoDataFrame, path: Path) -> None:
    """Write a layer whole under its final name, or not at all."""
    draft = path.with_name(f"{path.name}.draft")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        outlines.to_parquet(draft)
        draft.replace(path)


def outline_path(cache: Path, layer: str) -> Path:
    """Return where the light copy of a layer is kept."""
    return cache / FOLDER / f"{layer}.parquet"


def kept_stamp(cache: Path = CACHE) -> str:
    """Return a text that changes when the kept outlines do; empty as long as a layer is missing."""
    paths = [outline_path(cache, layer) for layer in layers()]
    if not all(path.is_file() for path in paths):
        return ""
    return " ".join(f"{path.stat().st_mtime_ns}-{path.stat().st_size}" for path in paths)


def read_kept(cache: Path = CACHE) -> dict[str, gpd.GeoDataFrame]:
    """Return the kept outlines by layer (EPSG:4326)."""
    return {layer: gpd.read_parquet(outline_path(cache, layer)) for layer in layers()}
