"""Ways to put communes into groups: by EPCI, or the chosen perimeter, the métropoles and the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from pages.shared import data
from pages.shared.groups import METROPOLIS, REST
from pages.shared.inequality.values import communes_of
from pages.shared.memberships import cached_metropolitan

if TYPE_CHECKING:
    from pages.shared.inequality.values import Compared

EPCI: Final = "epci"
INSIDE: Final = "basin"
"""Group of the communes of the chosen perimeter, named like its colour."""
NOUNS: Final = {EPCI: "intercommunalités", "trois": "groupes"}


def groups_of(place: Compared, perimeter: str, grouping: str, definition: str) -> pd.Series:
    """Return the group of each commune of a place.

    Parameters
    ----------
    place
        Whose communes are to be put into groups.
    perimeter
        The reader's: its communes are one of the three groups, those of métropoles in it included.
    grouping, definition
        Values of the options ``groupes`` and ``metropole``.
    """
    if grouping == EPCI:
        return communes_of(place)["code_epci"]
    codes = place.observed.index
    metropolitan = cached_metropolitan(definition).loc[codes].to_numpy()
    inside = codes.isin(data.cached_territory(perimeter).codes)
    return pd.Series(np.select([inside, metropolitan], [INSIDE, METROPOLIS], REST), index=codes, name="group")


def names_of(place: Compared, perimeter: str, grouping: str) -> pd.DataFrame:
    """Return ``name`` and ``role`` (a colour) of each group, in screen order: EPCI from west to east."""
    if grouping == EPCI:
        communes = communes_of(place).groupby("code_epci")
        named = communes.agg(name=("epci_name", "first"), longitude=("centroid_lon", "mean"))
        return named.sort_values("longitude")[["name"]].assign(role=place.role)
    titles = {
        INSIDE: data.cached_territory(perimeter).title,
        METROPOLIS: "Métropoles, hors périmètre",
        REST: "Autres communes",
    }
    return pd.DataFrame({"name": titles, "role": {key: key for key in titles}})
