"""Whether a contrast holds when indicator, perimeter or definition change."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pandas as pd

from geo.checks import require_same_index
from geo.figures import Figure, group_figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Change = Literal["base", "indicator", "group", "reference", "left_out"]

_SENSE: Final = {"higher_is_better": 1.0, "lower_is_better": -1.0, "neutral": 1.0}


@dataclass(frozen=True)
class Measure:
    """An indicator, one value per commune, and how to sum it up for a group."""

    observed: pd.Series
    """NaN means not published."""
    population: pd.Series
    """Inhabitants, on the same index: for the coverage, and as weights when there are no others."""
    counts: tuple[pd.Series, pd.Series] | None = None
    """Numerator and denominator, when the indicator is 100 times their ratio: then figures are exact."""
    weights: pd.Series | None = None
    """What the indicator is a mean over (households, labour force …)."""
    direction: str = "neutral"
    """``higher_is_better``, ``lower_is_better`` or ``neutral``: lets contrasts of indicators that point
    opposite ways be compared."""


@dataclass(frozen=True)
class Variant:
    """One way to state the contrast."""

    name: str
    """In words for the reader."""
    measure: Measure
    group: pd.Series
    """True for each commune of the group (the basin); missing means no. Same index as the measure."""
    reference: pd.Series
    """True for each commune that it is compared with (the métropoles); missing means no."""
    change: Change = "base"
    """What differs from the base."""


@dataclass(frozen=True)
class Alternatives:
    """What to try instead, by name; each replaces one thing and leaves the rest as it is."""

    indicators: Mapping[str, Measure] = field(default_factory=dict)
    groups: Mapping[str, pd.Series] = field(default_factory=dict)
    references: Mapping[str, pd.Series] = field(default_factory=dict)
    left_out: Mapping[str, pd.Series] = field(default_factory=dict)
    """True for each commune to leave out of both sides (Paris, Lille)."""


def one_change_at_a_time(base: Variant, alternatives: Alternatives) -> list[Variant]:
    """Return the base, then one variant per alternative, each with a single change.

    Parameters
    ----------
    base
        The contrast as it is shown.
    alternatives
        See `Alternatives`.

    Returns
    -------
    variants
        The base first; then indicators, groups, references and communes left out, in the order given.
    """
    return [
        base,
        *[replace(base, name=n, measure=m, change="indicator") for n, m in alternatives.indicators.items()],
        *[replace(base, name=n, group=g, change="group") for n, g in alternatives.groups.items()],
        *[replace(base, name=n, reference=r, change="reference") for n, r in alternatives.references.items()],
        *[_without(base, name, codes) for name, codes in alternatives.left_out.items()],
    ]


def contrast_under_variants(variants: Sequence[Variant]) -> pd.DataFrame:
    """Return the same contrast under each variant, and whether it still points the same way.

    Parameters
    ----------
    variants
        The base first (`one_change_at_a_time` makes the list).

    Returns
    -------
    table
        One row per variant, in order. ``variant`` (its name), ``change``, ``value_group`` and
        ``value_reference`` in the unit of the indicator, ``gap`` (group less reference, same unit),
        ``ratio`` (group over reference, no unit; NaN if the reference is not above zero), ``n_group`` and
        ``n_reference`` (communes with a published value), ``n_both`` (communes on both sides: they count in
        both), ``coverage_group_pct`` and ``coverage_reference_pct`` (share of the population whose value is
        published), ``approximate`` (one side is a weighted mean of rates or medians) and ``holds``, nullable
        boolean: the gap has the same sense as in the base, better or worse, whatever the direction of the
        indicator. A gap of zero does not hold. ``<NA>`` if this gap or that of the base is not known, or if
        that of the base is zero.

    Raises
    ------
    ValueError
        No variant, indices that differ within a variant, or an unknown direction.

    Notes
    -----
    One change at a time, as in a local sensitivity analysis: Saltelli et al. (2008), Global Sensitivity
    Analysis, ch. 1; several changes at once are not explored.
    """
    if not variants:
        raise ValueError("no variant to compare")
    figures = _Figures()
    table = pd.DataFrame([_contrast(variant, figures) for variant in variants])
    gaps = table["gap"] * [_sense(variant.measure.direction) for variant in variants]
    return table.assign(holds=keeps_sense(gaps, float(gaps.iloc[0])))


def keeps_sense(gaps: pd.Series, base: float) -> pd.Series:
    """Tell which gaps point the same way as a base.

    Parameters
    ----------
    gaps
        In any unit, all of indicators that point the same way. NaN means not known.
    base
        The gap to agree with.

    Returns
    -------
    holds
        Nullable boolean on the index of ``gaps``. A gap of zero does not hold; ``<NA>`` where the gap is not
        known, everywhere if the base is not or is zero.
    """
    senses, sense = np.sign(gaps), np.sign(base)
    holds = senses.eq(sense).astype("boolean")
    return holds.mask(senses.isna() | bool(np.isnan(base)) | (sense == 0)).rename("holds")


def _without(base: Variant, name: str, codes: pd.Series) -> Variant:
    """Take communes out of both sides."""
    out = _yes(codes)
    require_same_index(base.group, base.reference, codes)
    return replace(
        base,
        name=name,
        group=_yes(base.group) & ~out,
        reference=_yes(base.reference) & ~out,
        change="left_out",
    )


class _Figures:
    """The figures of one call, each computed once: variants share measures and often a side."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], Figure] = {}  # identities are safe: the variants hold the objects

    def of(self, measure: Measure, side: pd.Series) -> Figure:
        key = id(measure), id(side)
        if key not in self._known:
            self._known[key] = _figure(measure, _yes(side))
        return self._known[key]


def _contrast(variant: Variant, figures: _Figures) -> dict[str, object]:
    """Compute one row of the table."""
    require_same_index(variant.measure.observed, variant.group, variant.reference)
    group, reference = _yes(variant.group), _yes(variant.reference)
    ours, theirs = (figures.of(variant.measure, side) for side in (variant.group, variant.reference))
    return {
        "variant": variant.name,
        "change": variant.change,
        "value_group": ours.value,
        "value_reference": theirs.value,
        "gap": ours.value - theirs.value,
        "ratio": ours.value / theirs.value if theirs.value > 0 else float("nan"),
        "n_group": ours.coverage.n,
        "n_reference": theirs.coverage.n,
        "n_both": int((group & reference).sum()),
        "coverage_group_pct": ours.coverage.weight_share,
        "coverage_reference_pct": theirs.coverage.weight_share,
        "approximate": ours.approximate or theirs.approximate,
    }


def _figure(measure: Measure, side: pd.Series) -> Figure:
    """Sum the indicator up for one side."""
    counts = None if measure.counts is None else (measure.counts[0][side], measure.counts[1][side])
    weights = None if measure.weights is None else measure.weights[side]
    return group_figure(
        measure.observed[side], measure.population[side], kind="ratio", counts=counts, weights=weights
    )


def _yes(flags: pd.Series) -> pd.Series:
    """Return plain booleans, missing means no."""
    return flags.astype("boolean").fillna(value=False).astype(bool)


def _sense(direction: str) -> float:
    """Return +1 or −1, so that a gap times it is positive when the group is better off."""
    if direction not in _SENSE:
        raise ValueError(f"direction must be one of {', '.join(_SENSE)}, not {direction!r}")
    return _SENSE[direction]
