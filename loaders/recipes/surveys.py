"""The table of initiatives: five surveys in one schema, each row keeps the name of its survey."""

import pandas as pd

from loaders import checks
from loaders.formats.facts import load_facts
from loaders.schema import conform
from loaders.workshop import Workshop, inspect

SHARED = ("id", "name", "kind", "code_commune", "lat", "lon", "precision", "source")
"""Columns every survey must have; the others may be absent."""


def make_initiatives(shop: Workshop) -> pd.DataFrame:
    """Put the surveys one under the other; a column that a survey lacks is empty for it."""
    table = shop.schema["initiatives"]
    parts = [_survey(shop, source) for source in table.sources]
    raw = pd.concat(parts, ignore_index=True)
    frame = conform(raw, table, "initiatives")
    inspect(shop, table, frame, "initiatives")
    shop.report.add_table("initiatives", len(raw), len(frame))
    placed, known = frame["code_commune"].dropna(), shop.table("communes")["code_commune"]
    reason = "code absent de la géographie 2025 : la ligne est gardée"
    shop.report.add_join("initiatives", "communes", placed, known, reason)
    return frame


def _survey(shop: Workshop, source: str) -> pd.DataFrame:
    path, columns = shop.path(source), list(shop.schema["initiatives"].columns)
    raw = load_facts(path)
    shared = [column for column in raw if column in SHARED]
    checks.require_columns(raw[shared], SHARED, path)
    unknown = [column for column in raw if column not in columns]
    checks.require_columns(raw[unknown], [], path)
    checks.require_unique(raw, ["id"], path)
    return raw.assign(survey=source.removeprefix("facts_")).reindex(columns=columns, fill_value="")
