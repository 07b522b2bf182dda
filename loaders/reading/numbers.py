"""Text to numbers: the decimal mark is announced, and what a producer writes for "hidden" gives a status."""

import re
from collections.abc import Mapping

import pandas as pd

from loaders.errors import SchemaError, sample

PUBLISHED = "published"
EMPTY_IS_SECRET = {"": "secret"}
EMPTY_IS_NOT_AVAILABLE = {"": "not_available"}


def parse_numbers(
    text: pd.Series,
    where: object,
    *,
    decimal: str = ".",
    hidden: Mapping[str, str] = EMPTY_IS_NOT_AVAILABLE,
    first_line: int = 2,
) -> pd.DataFrame:
    """Parse a column of numbers.

    Parameters
    ----------
    text
        Cells as text; its name is that of the column, for messages.
    where
        File named in messages.
    decimal
        The decimal mark of the file, "." or ",": the other one is refused.
    hidden
        What stands for a value that is not given, and the status it means.
    first_line
        Line of the file where row 0 of ``text`` stands, for messages.

    Returns
    -------
    numbers
        On the index of ``text``: ``value`` (float, NaN when hidden) and ``status`` (``published`` or
        that of ``hidden``).

    Raises
    ------
    SchemaError
        A cell is neither a number written as announced nor one of ``hidden``.
    """
    cells = text.str.strip()
    status = cells.map(dict(hidden)).astype("str").fillna(PUBLISHED)
    shown = status.eq(PUBLISHED)
    pattern = rf"[+-]?[0-9]+(?:{re.escape(decimal)}[0-9]*)?(?:[eE][+-]?[0-9]+)?"
    wrong = cells[shown & ~cells.str.fullmatch(pattern)]
    if len(wrong):
        lines = wrong.index.astype("int64") + first_line
        rows = sample(f"ligne {line} : « {cell} »" for line, cell in zip(lines, wrong, strict=True))
        remedy = f"attendu : chiffres, décimales après « {decimal} »{_or_hidden(hidden)}."
        raise SchemaError(where, f"nombre illisible dans « {text.name} » ({rows}).", remedy)
    plain = cells.where(shown).str.replace(decimal, ".", regex=False)
    return pd.DataFrame({"value": pd.to_numeric(plain).astype("float64"), "status": status})


def _or_hidden(hidden: Mapping[str, str]) -> str:
    named = [f"« {mark} »" if mark else "vide" for mark in hidden]
    return f", ou {', '.join(named)}" if named else ""
