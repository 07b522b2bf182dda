"""Where two sources give the same figure: how many agree, how many do not, by how much. Nothing is changed.

``compare`` puts two aligned Series side by side. ``Figures`` names a source and the geography of its codes;
``same_ground`` leaves out the communes that merged, split or changed code between two geographies, so that a
change of outline is never taken for a difference between sources. ``comparisons`` runs a list of pairs; which
pairs there are is said in ``loaders.recipes.crosschecks``.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from loaders.errors import CodeError, sample
from loaders.french import typeset, written

SHOWN = 10
"""Differing codes that a comparison keeps, largest gaps first."""
FEW = 3
"""Codes that a sentence names."""
EXACT = 1e-9
"""Slack for numbers that a computer does not hold exactly."""
TOUCHING = ("merge", "split", "code_change")
"""Kinds of ``commune_changes`` that change what a code stands for."""


@dataclass(frozen=True)
class Comparison:
    """What comparing two sources found; texts in French. ``largest_gap`` is None for labels."""

    title: str
    first: str
    second: str
    compared: int
    equal: int
    largest_gap: float | None
    codes: tuple[str, ...]
    only_first: int
    only_second: int
    detail: str

    @property
    def differing(self) -> int:
        """How many of the compared values are not equal."""
        return self.compared - self.equal

    def noted(self, note: str) -> "Comparison":
        """Give the same comparison with one more sentence of detail."""
        return replace(self, detail=typeset(f"{self.detail} {note}".strip()))


def compare(
    first: pd.Series,
    second: pd.Series,
    *,
    names: tuple[str, str],
    tolerance: float = 0,
    where: str,
    unit: str = "",
) -> Comparison:
    """Compare the values that two sources give under the same codes.

    Parameters
    ----------
    first, second
        Numbers or labels, index the code, each code once. NaN: the source gives no value.
    names
        What the two sources are called, in French.
    tolerance
        Largest gap between two numbers that still counts as equal, in their unit; labels must be the same.
    where
        Title of the figure, in French.
    unit
        Unit of the gap, in French: "habitants".

    Returns
    -------
    comparison
        Counts over the codes with a value in both; the codes that differ, largest gap first; how many have
        a value in one source only; one French sentence that says it all.

    Raises
    ------
    CodeError
        A code comes twice in one source.
    """
    one, other = (
        _filled(values, f"{where}, {name}") for values, name in zip((first, second), names, strict=True)
    )
    both = one.index.intersection(other.index)
    gaps = _gaps(one[both], other[both])
    differing = gaps[gaps > tolerance + EXACT].sort_values(ascending=False, kind="stable")
    numeric = pd.api.types.is_numeric_dtype(one)
    largest = float(gaps.max()) if numeric and len(gaps) else None
    found = Comparison(
        title=typeset(where),
        first=typeset(names[0]),
        second=typeset(names[1]),
        compared=len(both),
        equal=len(both) - len(differing),
        largest_gap=largest,
        codes=tuple(map(str, differing.index[:SHOWN])),
        only_first=len(one) - len(both),
        only_second=len(other) - len(both),
        detail="",
    )
    return replace(found, detail=typeset(_sentence(found, tolerance, unit)))


def _filled(values: pd.Series, where: str) -> pd.Series:
    filled = values.dropna()
    twice = filled.index[filled.index.duplicated()]
    if len(twice):
        raise CodeError(where, f"code en double : {sample(twice)}.", "gardez une seule valeur par code.")
    return filled


def _gaps(one: pd.Series, other: pd.Series) -> pd.Series:
    """Measure how far numbers are apart; labels that differ are at an infinite distance."""
    if pd.api.types.is_numeric_dtype(one):
        return (one - other).abs()
    return pd.Series(np.where(one == other, 0.0, np.inf), index=one.index)


def _sentence(found: Comparison, tolerance: float, unit: str) -> str:
    close = f" (à {written(tolerance)} {unit} près)".replace("  ", " ") if tolerance else ""
    if not found.compared:
        text = "Aucune valeur à comparer."
    elif not found.differing:
        text = f"{_counted(found.compared, 'valeur comparée')} : aucune différence{close}."
    else:
        equal, differing = _counted(found.equal, "égale"), _counted(found.differing, "différente")
        gap = _gap_text(found.largest_gap, unit)
        shown = " ; ".join(part for part in (gap, _some(found.codes, found.differing)) if part)
        text = f"{_counted(found.compared, 'valeur comparée')} : {equal}{close}, {differing} ({shown})."
    return f"{text}{_alone(found)}"


def _counted(count: int, words: str) -> str:
    """Write a count with its words, in the plural from two on."""
    plural = " ".join(f"{word}s" for word in words.split(" "))
    return f"{written(count)} {plural if count > 1 else words}"


def _gap_text(gap: float | None, unit: str) -> str:
    """Write the largest gap with the decimals that it needs; labels and equal numbers have none."""
    if not gap:
        return ""
    decimals = max(2, -math.floor(math.log10(gap)))
    return f"écart le plus grand : {written(gap, decimals)} {unit}".strip()


def _some(codes: tuple[str, ...], count: int) -> str:
    """List three codes at most, and say so when there are more."""
    listed = ", ".join(codes[:FEW])
    return listed if count <= FEW else f"par exemple {listed}"


def _alone(found: Comparison) -> str:
    parts = [
        f"{_counted(count, 'code')} avec une valeur dans « {name} » seulement"
        for count, name in ((found.only_first, found.first), (found.only_second, found.second))
        if count
    ]
    return f" En outre, {' ; '.join(parts)}." if parts else ""


@dataclass(frozen=True)
class Figures:
    """The values that one source gives of one figure.

    ``name`` in French, ``by_code`` with the commune code as index, ``geography`` the year of the codes.
    """

    name: str
    by_code: pd.Series
    geography: int


def same_ground(
    first: Figures, second: Figures, changes: pd.DataFrame
) -> tuple[pd.Series, pd.Series, tuple[str, ...]]:
    """Leave out the communes that changed between the geographies of two sources.

    Parameters
    ----------
    first, second
        The two sources.
    changes
        Table ``commune_changes``: ``old_code``, ``next_code``, ``kind``, ``date``.

    Returns
    -------
    first, second, left_out
        The values that may be compared, and the codes left out, sorted.
    """
    touched = pd.Index(sorted(touched_codes(changes, first.geography, second.geography)), dtype="str")
    out = [figures.by_code.index.intersection(touched) for figures in (first, second)]
    kept = [
        figures.by_code.drop(codes) if len(codes) else figures.by_code
        for figures, codes in zip((first, second), out, strict=True)
    ]
    return kept[0], kept[1], tuple(sorted(out[0].union(out[1])))


def touched_codes(changes: pd.DataFrame, year: int, other_year: int) -> set[str]:
    """List the codes that merged, split or changed after 1 January of one year, up to that of the other."""
    since, until = (f"{bound}-01-01" for bound in sorted((year, other_year)))
    dated = changes[changes["date"].gt(since) & changes["date"].le(until) & changes["kind"].isin(TOUCHING)]
    return set(dated["old_code"]) | set(dated["next_code"])


def compare_figures(
    first: Figures,
    second: Figures,
    changes: pd.DataFrame,
    *,
    where: str,
    tolerance: float = 0,
    unit: str = "",
) -> Comparison:
    """Compare two sources on the communes that both geographies have alike, and say which were left out."""
    one, other, left_out = same_ground(first, second, changes)
    names = (first.name, second.name)
    found = compare(one, other, names=names, tolerance=tolerance, where=where, unit=unit)
    if not left_out:
        return found
    years = " et ".join(str(year) for year in sorted((first.geography, second.geography)))
    codes = f"{_counted(len(left_out), 'code')} dont la commune a changé entre les géographies {years}"
    return found.noted(f"Hors comparaison : {codes} ({_some(left_out, len(left_out))}).")


@dataclass(frozen=True)
class Pair:
    """A figure that two sources give, and the table that the report speaks of.

    ``within``: the second source covers more places than the first, and only those of the first are compared.
    ``tolerance`` and ``unit``: see ``compare``. ``note``: a French sentence that explains what will be found.
    """

    table: str
    title: str
    first: Figures
    second: Figures
    unit: str = ""
    tolerance: float = 0
    within: bool = False
    note: str = ""

    def compared(self, changes: pd.DataFrame) -> Comparison:
        """Compare the two sources on the communes that both geographies have alike."""
        second = self.second
        if self.within:
            known = second.by_code.index.isin(self.first.by_code.index)
            second = replace(second, by_code=second.by_code[known])
        found = compare_figures(
            self.first, second, changes, where=self.title, tolerance=self.tolerance, unit=self.unit
        )
        return found.noted(self.note) if self.note else found


def comparisons(pairs: Iterable[Pair], changes: pd.DataFrame) -> list[tuple[str, Comparison]]:
    """Compare every pair; give each comparison with the table it belongs to, in the order of the pairs."""
    return [(pair.table, pair.compared(changes)) for pair in pairs]
