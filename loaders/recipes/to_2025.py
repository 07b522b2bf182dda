"""Figures and zonings of former communes, brought to the communes of 2025 by the events of INSEE.

A merge adds counts up; a zoning of a merged commune is that of the member whose code it keeps. A commune
whose seat moved is read from its former code. One that was restored is read from the commune it left for a
zoning, and has no figure: that of the divided commune covers both.
"""

import pandas as pd

JOINING = ("merge", "code_change")
DIVIDING = "split"


def successors(known: pd.Index, changes: pd.DataFrame) -> pd.Series:
    """Give the commune of 2025 of each former code.

    Parameters
    ----------
    known
        Codes of a source, of any year since 2003.
    changes
        The table ``commune_changes``.

    Returns
    -------
    codes
        On ``known``; a code that still exists is its own, even if the commune was divided.
    """
    joined = changes[changes["kind"].isin(JOINING) & ~changes["old_code_exists_2025"]]
    passage = dict(zip(joined["old_code"], joined["new_code"], strict=True))
    return pd.Series([passage.get(code, code) for code in known.tolist()], index=known, dtype="str")


def origins(codes: pd.Index, known: pd.Index, changes: pd.DataFrame) -> pd.Series:
    """Give the former code that a zoning of each commune of 2025 is read from.

    Returns
    -------
    origins
        On ``codes``: the code itself if the source has it, else that of the one member or of the commune
        it was part of; missing where there is none, or several members and none of this code.
    """
    after = successors(known, changes)
    alone = after[~after.duplicated(keep=False)]
    split = changes[changes["kind"] == DIVIDING]
    former = dict(zip(split["new_code"], split["old_code"], strict=True))
    former |= {new: old for old, new in alone.items()}
    own = set(known.tolist())
    found = [code if code in own else former.get(code) for code in codes.tolist()]
    return pd.Series(found, index=codes, dtype="str")


def carry(zones: pd.DataFrame, codes: pd.Index, changes: pd.DataFrame) -> pd.DataFrame:
    """Bring zonings to the communes of 2025: index ``codes``, the columns of ``zones``."""
    return zones.reindex(origins(codes, zones.index, changes).to_numpy()).set_axis(codes)


def torn(zones: pd.Series, changes: pd.DataFrame) -> list[str]:
    """List the communes of 2025 whose members are not all in the same zone."""
    counts = zones.groupby(successors(zones.index, changes)).nunique(dropna=False)
    return counts.index[counts > 1].tolist()


def add_up(counts: pd.Series, codes: pd.Index, changes: pd.DataFrame, since: str) -> pd.Series:
    """Add up a count over the members of each commune of 2025.

    Parameters
    ----------
    counts
        One number per former commune, NaN where not published.
    codes
        Communes of 2025.
    changes
        The table ``commune_changes``.
    since
        Date of the geography of ``counts``, "2021-01-01".

    Returns
    -------
    sums
        On ``codes``: NaN where a member has no number, or where a commune was divided after that date.
    """
    groups = counts.groupby(successors(counts.index, changes))
    whole = groups.sum().where(groups.count() == groups.size())
    split = changes[(changes["kind"] == DIVIDING) & (changes["date"] > since)]
    divided = {*split["old_code"], *split["new_code"]}
    return whole.reindex(codes).mask(codes.isin(list(divided)))
