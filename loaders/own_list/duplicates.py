"""Rows of a list that may be in the existing list already, or twice in the list itself."""

from typing import Final

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from loaders.own_list.words import folded

SAME_PLACE: Final = 82
"""Least likeness of two names (0 to 100) in one commune."""
ANYWHERE: Final = 95
"""Least likeness of two names where the place of one is not known, or another."""
SHORT: Final = 8
"""Letters under which two names are alike by chance: they must be in one commune."""


def likely_duplicates(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Propose, for each row, the entry of the existing list that is most like it.

    Parameters
    ----------
    rows
        ``name`` and ``code_commune`` ("" when not known).
    known
        The existing list: ``name``, ``code_commune`` (missing when not known).

    Returns
    -------
    duplicates
        On the index of the rows concerned only: ``other`` (label of ``known``) and ``likeness`` (0 to 100).

    Notes
    -----
    Likeness of folded names whatever the order of their words (RapidFuzz, ``ratio`` of sorted words). In one
    commune it may be lower, and a name within a longer one is the same (``token_set_ratio``). A proposal,
    never a decision.
    """
    if rows.empty or known.empty:
        return pd.DataFrame({"other": [], "likeness": []})
    ours, theirs = [[_sorted(name) for name in names] for names in (rows["name"], known["name"])]
    long = np.array([len(name) >= SHORT for name in ours])
    likeness = process.cdist(ours, theirs, scorer=fuzz.ratio, score_cutoff=ANYWHERE, dtype=np.uint8)
    likeness[~long] = 0
    same = rows["code_commune"].to_numpy()[:, None] == known["code_commune"].fillna("?").to_numpy()[None, :]
    for one, other in zip(*np.nonzero(same), strict=True):
        likeness[one, other] = _alike(ours[one], theirs[other])
    best = likeness.argmax(axis=1)
    found = likeness[np.arange(len(rows)), best]
    table = pd.DataFrame({"other": known.index[best], "likeness": found.astype(int)}, index=rows.index)
    return table[found > 0]


def _sorted(name: str) -> str:
    return " ".join(sorted(folded(name).split()))


def _alike(one: str, other: str) -> int:
    """Return the likeness of two names of one commune, 0 if they are not alike."""
    score = fuzz.ratio(one, other, score_cutoff=SAME_PLACE)
    if min(len(one), len(other)) >= SHORT:
        score = max(score, fuzz.token_set_ratio(one, other, score_cutoff=ANYWHERE))
    return int(score)


def repeated(rows: pd.DataFrame) -> pd.Series:
    """Return, for each row that repeats one above it, the line of the first: same name, same commune."""
    keys = rows["name"].map(folded) + "|" + rows["code_commune"]
    lines = pd.Series(rows.index, index=rows.index)
    first = lines.groupby(keys).transform("first")
    return first[first != lines]
