"""Build tables from their sources: all succeed and are swapped in together, or none is touched."""

import time
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from loaders.errors import SourceError
from loaders.fetch import Places, read_registry
from loaders.known import add_known
from loaders.recipes import RECIPES
from loaders.recipes.crosschecks import add_comparisons
from loaders.report import Report
from loaders.schema import read_schema
from loaders.storage import writing
from loaders.swap import swapping
from loaders.tables import write_table
from loaders.toml_text import dumps
from loaders.workshop import Workshop

REPORT = "build_report.toml"
Say = Callable[[str], None]


def build(data: Path, places: Places, only: Sequence[str] = (), say: Say = tqdm.write) -> dict[str, Any]:
    """Build tables into ``data/tables`` and write the report.

    Parameters
    ----------
    data
        Folder of ``sources.toml`` and ``tables.toml``, where ``tables/`` and the report go.
    places
        Where the files of the sources are.
    only
        Tables to build; all when empty. The report keeps the entries of the others.
    say
        Receives each line of progress; on a terminal a bar runs below them.

    Returns
    -------
    report
        The report as written.

    Raises
    ------
    LoaderError
        Something is wrong; the former tables and report are untouched.
    """
    schema = read_schema(data / "tables.toml")
    registry, indicators = read_registry(data / "sources.toml"), _indicators(data / "indicators.toml")
    shop = Workshop(registry, schema, places, RECIPES, indicators)
    names = _chosen(only, list(schema))
    with swapping(data) as stage:
        (stage / "tables").mkdir()
        for name in tqdm(names, desc="Tables", unit="table", disable=None, leave=False):
            _make(shop, name, stage / "tables", say)
        if not only:
            add_comparisons(shop)
        entries = _report(data, shop.report, names, list(schema))
        with writing(data / REPORT):
            (stage / REPORT).write_text(dumps(entries), encoding="utf-8")
    return entries


def _indicators(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _chosen(only: Sequence[str], known: list[str]) -> list[str]:
    unknown = [name for name in only if name not in known]
    if unknown:
        raise SourceError(", ".join(unknown), "table inconnue.", f"choisissez parmi {', '.join(known)}.")
    return [name for name in known if not only or name in only]


def _make(shop: Workshop, name: str, stage: Path, say: Say) -> None:
    start = time.perf_counter()
    frame, table = shop.table(name), shop.schema[name]
    add_known(shop.report, name, frame)
    path = write_table(frame, table, stage)
    seconds = time.perf_counter() - start
    say(f"{name:<26}{len(frame):>8} lignes {path.stat().st_size / 1000:>9.1f} ko {seconds:>6.1f} s")


def _report(data: Path, report: Report, names: list[str], order: list[str]) -> dict[str, Any]:
    """Keep the entries of the tables asked for, beside the former entries of the others."""
    former = tomllib.loads((data / REPORT).read_text(encoding="utf-8")) if (data / REPORT).is_file() else {}
    return report.restricted(names).merged(former, order)
