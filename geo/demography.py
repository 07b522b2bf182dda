"""Why a population changes: births and deaths on one side, arrivals and departures on the other."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from geo.checks import require_columns, require_same_index

TRAJECTORIES: Final = {
    "growth_by_both": "croît par les naissances et par les arrivées",
    "growth_by_arrivals": "croît par les arrivées, malgré l'excédent des décès",
    "decline_hidden_by_births": "croît ou se maintient : les naissances masquent les départs",
    "decline_despite_births": "décroît : les départs dépassent l'excédent des naissances",
    "decline_despite_arrivals": "décroît : les arrivées ne compensent pas l'excédent des décès",
    "decline_by_both": "décroît par les décès et par les départs",
}
"""Classes of `trajectory_class`, with the words of their legend."""


def natural_and_migratory_balance(
    pop0: pd.Series, pop1: pd.Series, births: pd.Series, deaths: pd.Series, years: float
) -> pd.DataFrame:
    """Split the change of population between two censuses.

    ``natural = births - deaths``; ``migratory = (pop1 - pop0) - natural``. The second is what remains: all
    arrivals less all departures, and also whatever the census counted better or worse the second time (Insee
    says "solde apparent des entrées et des sorties").

    Parameters
    ----------
    pop0, pop1
        Inhabitants at the first and at the second date, one per commune, on one index.
    births, deaths
        Births and deaths of residents between the two dates, same index.
    years
        Years between them, above zero.

    Returns
    -------
    balance
        On the same index, in inhabitants over the whole period: ``change``, ``natural``, ``migratory``; in %
        per year of the mean population ``(pop0 + pop1) / 2``: ``change_pct``, ``natural_pct`` and
        ``migratory_pct``. In each unit the last two add up to the first. NaN where a count that the column
        needs is not published; in %, also without any inhabitant.

    Raises
    ------
    ValueError
        The Series do not share one index, or ``years`` is not above zero.

    Notes
    -----
    Rates over the mean population: Preston, Heuveline and Guillot (2001), Demography, ch. 1. They differ a
    little from the annual growth rates of Insee, which are geometric (`geo.figures.annual_change_pct`).
    """
    require_same_index(pop0, pop1, births, deaths)
    if years <= 0:
        raise ValueError(f"years must be above zero, not {years}")
    balance = pd.DataFrame({"change": pop1 - pop0, "natural": births - deaths}).astype(float)
    balance["migratory"] = balance["change"] - balance["natural"]
    mean = (pop0 + pop1) / 2
    rates = balance.div(years * mean.where(mean > 0), axis=0).mul(100.0).astype(float)
    return balance.join(rates.add_suffix("_pct"))


def trajectory_class(balance: pd.DataFrame) -> pd.Series:
    """Return the demographic class of each commune: growth or decline, and by what.

    Parameters
    ----------
    balance
        Columns ``natural`` and ``migratory``, in any one unit, as given by `natural_and_migratory_balance`.

    Returns
    -------
    trajectory
        Category (see `TRAJECTORIES`) on the index of ``balance``. Zero counts with the positive numbers.
        ``decline_hidden_by_births``: more people leave than arrive, but births keep the total from
        falling. Missing where a balance is NaN.

    Raises
    ------
    ValueError
        A column is absent.

    Notes
    -----
    Six of the eight sectors of Webb (1963), The natural and migrational components of population changes in
    England and Wales, 1921-1931, Economic Geography 39, p. 130-148: growth by both, and decline by both, are
    not cut in two.
    """
    require_columns(balance, ("natural", "migratory"))
    natural, migratory = balance["natural"].astype(float), balance["migratory"].astype(float)
    grows = natural + migratory >= 0
    rules = {
        "growth_by_both": natural.ge(0) & migratory.ge(0),
        "growth_by_arrivals": natural.lt(0) & migratory.ge(0) & grows,
        "decline_hidden_by_births": natural.ge(0) & migratory.lt(0) & grows,
        "decline_despite_births": natural.ge(0) & migratory.lt(0) & ~grows,
        "decline_despite_arrivals": natural.lt(0) & migratory.ge(0) & ~grows,
        "decline_by_both": natural.lt(0) & migratory.lt(0),
    }
    numbers = np.select(list(rules.values()), range(len(rules)), default=-1)  # NaN follows no rule
    classes = pd.Categorical.from_codes(numbers.tolist(), dtype=pd.CategoricalDtype(list(rules)))
    return pd.Series(classes, index=balance.index, name="trajectory")
