"""From the communes of a source to those of 2025: what merges adds up, what splits has no figure any more.

The passage is the table ``commune_changes`` (INSEE, code officiel géographique, events on communes): a code
that is gone leads to the commune that covers it in 2025. Rules, for the values of a source:

- one former commune only leads to a commune: its value stands, whatever it measures;
- several do, and it is a count: they add up; if one of them is hidden the sum is, with its status;
- several do, and it is a median, a decile, a mean or a share: not available. An average of medians is no
  median; shares whose counts are known come from the summed counts (``rate``);
- a commune was divided after the date of the source: the figure covers both parts, and neither has one.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

GONE: Final = ("merge", "code_change")
DIVIDED: Final = "split"
SERIES: Final = ["indicator", "year"]
KEY: Final = [*SERIES, "code_commune"]
NOT_AVAILABLE: Final = "not_available"
RANK: Final = {"published": 0, "estimated": 1, "secret": 2, NOT_AVAILABLE: 3}
"""The status of a sum is that of its least known part."""
SHOWN: Final = ("published", "estimated")
EFFECTS: Final = {
    "merge": "effectifs additionnés, taux recalculés, médianes et déciles non disponibles",
    "code_change": "code remplacé, valeurs inchangées",
    "split": "commune divisée depuis : valeur de l'ancien périmètre retirée",
}


def passage(changes: pd.DataFrame) -> pd.Series:
    """Return the commune of 2025 of each code that is gone: index the former code, sorted.

    Parameters
    ----------
    changes
        The table ``commune_changes``: ``old_code``, ``new_code``, ``kind``, ``old_code_exists_2025``.
    """
    gone = changes[changes["kind"].isin(GONE) & ~changes["old_code_exists_2025"]]
    return gone.drop_duplicates("old_code", keep="last").set_index("old_code")["new_code"].sort_index()


def divided_since(changes: pd.DataFrame, geography: int) -> set[str]:
    """Return the communes of 2025 that were divided, or came out of another, after 1 January of a year."""
    since = changes[(changes["kind"] == DIVIDED) & (changes["date"] > f"{geography}-01-01")]
    return {*since["old_code"], *since["new_code"]}


def to_2025(
    values: pd.DataFrame, changes: pd.DataFrame, geography: int, kinds: Mapping[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Bring the values of a source to the communes of 1 January 2025.

    Parameters
    ----------
    values
        ``code_commune``, ``indicator``, ``year``, ``value`` (NaN when hidden), ``status``; one row per
        commune and series.
    changes
        The table ``commune_changes``.
    geography
        Year of the codes of ``values``, on 1 January.
    kinds
        Indicator to ``count``, ``ratio`` or ``amount``.

    Returns
    -------
    values, report
        The same columns on COG 2025; and one row per code of the source that changed or was divided:
        ``code_old``, ``code_new``, ``date``, ``kind``, ``effect_fr``.
    """
    codes = pd.Categorical(values["code_commune"])
    former = codes.categories.tolist()
    led = passage(changes).to_dict()
    current = pd.Series([led.get(code, code) for code in former], dtype="str")
    moved = values.assign(code_commune=current.to_numpy(dtype=object)[codes.codes])
    joined = current.duplicated(keep=False).to_numpy()[codes.codes]
    since = divided_since(changes, geography)
    divided = np.array([code in since for code in current])[codes.codes]
    alone = _withdrawn(moved[~joined], divided[~joined])
    summed = _sums(moved[joined & ~divided], kinds)
    both = moved[joined & divided].drop_duplicates(KEY)
    lost = _withdrawn(both, np.ones(len(both), dtype=bool))
    brought = pd.concat([alone, summed, lost], ignore_index=True)[values.columns.tolist()]
    return brought, _report(former, changes, geography)


def _withdrawn(values: pd.DataFrame, on: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """Empty the values of former perimeters."""
    return values.assign(value=values["value"].mask(on), status=values["status"].mask(on, NOT_AVAILABLE))


def _sums(parts: pd.DataFrame, kinds: Mapping[str, str]) -> pd.DataFrame:
    """Add up the rows of merged communes: counts only, and only where every part is known."""
    ranked = parts.assign(rank=parts["status"].map(RANK))
    groups = ranked.groupby(KEY, as_index=False, observed=True)
    sums = groups.agg(value=("value", "sum"), rank=("rank", "max"))
    status = sums["rank"].map({rank: name for name, rank in RANK.items()})
    status = status.where(sums["indicator"].map(dict(kinds)) == "count", NOT_AVAILABLE)
    value = sums["value"].where(status.isin(SHOWN))
    return sums.assign(value=value, status=status).drop(columns="rank")


def _report(codes: list[str], changes: pd.DataFrame, geography: int) -> pd.DataFrame:
    """Tell what became of the codes of a source that are gone or stand for less than they did."""
    gone = changes[changes["kind"].isin(GONE) & ~changes["old_code_exists_2025"]]
    gone = gone.drop_duplicates("old_code", keep="last")
    split = changes[(changes["kind"] == DIVIDED) & (changes["date"] > f"{geography}-01-01")]
    rows = pd.concat([gone, split]).rename(columns={"old_code": "code_old", "new_code": "code_new"})
    held = set(codes)
    named = [old in held or (kind == DIVIDED and new in held) for old, new, kind in _keys(rows)]
    found = rows[named].astype({"kind": "str"})
    effects = found["kind"].map(EFFECTS)
    shown = found.assign(effect_fr=effects)[["code_old", "code_new", "date", "kind", "effect_fr"]]
    return shown.sort_values(["code_old", "code_new"], ignore_index=True)


def _keys(rows: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    return zip(rows["code_old"], rows["code_new"], rows["kind"], strict=True)


def rate(above: pd.DataFrame, below: pd.DataFrame) -> pd.DataFrame:
    """Compute a share from its counts: 100 times numerator over denominator, commune by commune.

    Parameters
    ----------
    above, below
        Numerator and denominator: ``value`` and ``status`` on one index of communes.

    Returns
    -------
    rate
        The same columns and index. Hidden if one of the counts is, with its status; not available where the
        denominator is zero.
    """
    value = 100 * above["value"] / below["value"].where(below["value"] != 0)
    ranks = pd.concat([side["status"].astype("str").map(RANK) for side in (above, below)], axis=1)
    status = ranks.max(axis=1).map({place: name for name, place in RANK.items()})
    return pd.DataFrame(
        {"value": value, "status": status.mask(value.isna() & status.isin(SHOWN), NOT_AVAILABLE)}
    )
