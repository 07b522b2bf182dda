"""Files that the browser fetches once: each carries the hash of its content in its name."""

from __future__ import annotations

import hashlib
import os
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

STATIC = Path(__file__).resolve().parent.parent / "static"
URL_PREFIX = "./app/static"
COMPONENT = Path(__file__).resolve().parent / "map_component"
COMPONENT_FILES = (
    *("map.js", "level.js", "france.js", "geometry.js", "values.js", "gestures.js", "points.js", "towns.js"),
    *("legend.js", "table.js", "histogram.js", "finder.js", "furniture.js", "text.js", "map.css"),
)
EXPLORER = COMPONENT.parent / "explorer"
EXPLORER_FILES = (
    *("explorer.js", "filters.js", "facets.js", "places.js", "symbols.js", "layers.js", "results.js"),
    *("loading.js", "timeline.js", "timeline.css"),
    *("explorer_text.js", "explorer.css"),
)
CLUSTER_FILES = ("leaflet.markercluster.js", "MarkerCluster.css")
# Short: it travels with each element of each rerun. On a single line Streamlit would take it for a file name.
MODULE_LOADER = """\
export default c=>{let s;
import(new URL("%s",document.baseURI)).then(m=>s=m.%s(c));return()=>s?.()}
"""
LEAFLET_FILES = ("leaflet.js", "leaflet.css", "images/layers.png", "images/marker-icon.png")


def short_hash(*contents: bytes) -> str:
    """Return 12 hexadecimal digits of the SHA-256 of the contents."""
    digest = hashlib.sha256()
    for content in contents:
        digest.update(content)
    return digest.hexdigest()[:12]


def write_once(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; a file that is already there is left alone."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(temporary).chmod(0o644)
    Path(temporary).replace(path)


def publish(name: str, content: bytes, suffix: str = "json", root: Path = STATIC) -> str:
    """Put a file in the folder that the app serves and return its address.

    Parameters
    ----------
    name
        What the file holds, for people who read the folder (``communes-59-62``).
    content
        The bytes; the same content always has the same address.

    Returns
    -------
    url
        Address relative to the pages of the app.
    """
    file_name = f"{name}-{short_hash(content)}.{suffix}"
    write_once(root / "data" / file_name, content)
    return f"{URL_PREFIX}/data/{file_name}"


def publish_built(
    name: str, inputs: tuple[str, ...], build: Callable[[], bytes], suffix: str = "json", root: Path = STATIC
) -> str:
    """Like `publish`, for a file that takes time to make: it is made only when its inputs have changed.

    Parameters
    ----------
    inputs
        What the content depends on, as text (checksums of tables, version of the code).
    build
        Makes the content; not called when the file of these inputs is there.
    """
    file_name = f"{name}-{short_hash(*(text.encode() for text in inputs))}.{suffix}"
    if not (root / "data" / file_name).exists():
        write_once(root / "data" / file_name, build())
    return f"{URL_PREFIX}/data/{file_name}"


def publish_set(
    names: Iterable[str],
    inputs: tuple[str, ...],
    build: Callable[[dict[str, str]], dict[str, bytes]],
    suffix: str = "json",
    root: Path = STATIC,
) -> dict[str, str]:
    """Like `publish_built`, for files that are made together: all of them, as soon as one is missing.

    Parameters
    ----------
    names
        What each file holds.
    build
        Makes the content of each, from the address that each is going to have.

    Returns
    -------
    urls
        Address of each file, by name.
    """
    key = short_hash(*(text.encode() for text in inputs))
    files = {name: root / "data" / f"{name}-{key}.{suffix}" for name in names}
    urls = {name: f"{URL_PREFIX}/data/{path.name}" for name, path in files.items()}
    if not all(path.exists() for path in files.values()):
        for name, content in build(urls).items():
            write_once(files[name], content)
    return urls


def module_loader(url: str, entry: str = "default") -> str:
    """Return the script of a Streamlit component that hands itself to a function of a served module.

    Parameters
    ----------
    url
        Address of the module.
    entry
        Name of its function, which takes the component and may return what stops it.
    """
    return MODULE_LOADER % (url, entry)


def leaflet_folder() -> Path:
    """Return the folder of the Leaflet files in the package that carries them."""
    spec = find_spec("js_lib_leaflet")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("Leaflet is missing: run « pip install -r requirements.txt » again.")
    return Path(spec.submodule_search_locations[0]) / "static" / "js_lib_leaflet"


def cluster_folder() -> Path:
    """Return the folder of Leaflet.markercluster in the package that carries it."""
    spec = find_spec("xstatic.pkg.leaflet_markercluster")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(
            "Leaflet.markercluster is missing: run « pip install -r requirements.txt » again."
        )
    return Path(spec.submodule_search_locations[0]) / "data"


def _publish_folder(name: str, files: dict[str, bytes], root: Path) -> str:
    """Copy files into a served folder named after their content and return its address."""
    folder = f"{name}-{short_hash(*files.values())}"
    for file_name, content in files.items():
        write_once(root / folder / file_name, content)
    return f"{URL_PREFIX}/{folder}"


def publish_leaflet(root: Path = STATIC) -> str:
    """Copy Leaflet from its package into the served folder and return the address of that folder."""
    return _publish_folder(
        "leaflet", {name: (leaflet_folder() / name).read_bytes() for name in LEAFLET_FILES}, root
    )


def publish_cluster(root: Path = STATIC) -> str:
    """Copy Leaflet.markercluster likewise: only the explorer needs it."""
    return _publish_folder(
        "cluster", {name: (cluster_folder() / name).read_bytes() for name in CLUSTER_FILES}, root
    )


def publish_component(root: Path = STATIC) -> str:
    """Copy the browser code of the map and of the explorer, which share modules, into one served folder."""
    files = {name: (COMPONENT / name).read_bytes() for name in COMPONENT_FILES}
    files |= {name: (EXPLORER / name).read_bytes() for name in EXPLORER_FILES}
    return _publish_folder("map", files, root)
