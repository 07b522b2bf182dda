"""Which communes a perimeter id stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.groups import is_group, members_of

if TYPE_CHECKING:
    import pandas as pd

FLAGS: Final = ("mbm_250", "insee_336", "mbm_250_and_8_epci", "unesco_property_87", "unesco_buffer_124")
"""Perimeters that are a column of the table of communes; definitions in ``perimeters.toml``."""

NORD_PAS_DE_CALAIS: Final = "nord_pas_de_calais"
FRANCE: Final = "france"
_DEPARTEMENTS: Final = ("59", "62")
_COMMUNE: Final = "commune_"
_PREFIXES: Final = {
    "epci_": "code_epci",
    "departement_": "code_departement",
    "region_": "code_region",
    "ze_": "code_ze2020",
    "aav_": "code_aav2020",
}


def members(communes: pd.DataFrame, perimeter: str) -> pd.Index:
    """Return the codes of the communes of a perimeter, in the order of the table.

    Parameters
    ----------
    communes
        Index ``code_commune``; boolean columns named like `FLAGS` (empty outside the two
        départements means no), text columns ``code_epci``, ``code_departement`` and, where they are
        asked for, ``code_region``, ``code_ze2020``, ``code_aav2020``.
    perimeter
        A flag name, ``"nord_pas_de_calais"``, ``"france"`` (the whole table), ``"region_32"``,
        ``"departement_59"``, ``"epci_200042190"``, ``"ze_3215"`` (zone d'emploi), ``"aav_042"`` (urban
        attraction area), ``"commune_62498"`` for a single commune, or ``"groupe_62BFi.k0aXd1"`` for a group
        made by hand (`geo.groups`), all of whose communes must be in the table.

    Returns
    -------
    codes
        Part of the index of ``communes``, never empty.

    Raises
    ------
    ValueError
        No such perimeter, or no commune of the table is in it; the message names the id.
    """
    if is_group(perimeter):
        return _group(communes, perimeter)
    chosen = communes.index[_selection(communes, perimeter).to_numpy()]
    if chosen.empty:
        raise ValueError(f"unknown perimeter {perimeter!r}: no commune of the table is in it")
    return chosen


def _group(communes: pd.DataFrame, perimeter: str) -> pd.Index:
    codes = members_of(perimeter)
    absent = [code for code in codes if code not in communes.index]
    if absent:
        raise ValueError(f"no such communes in the table: {', '.join(absent[:5])}")
    return communes.index[communes.index.isin(codes)]


def _selection(communes: pd.DataFrame, perimeter: str) -> pd.Series:
    """Return True for each commune of the perimeter."""
    if perimeter in FLAGS:
        return communes[perimeter].eq(True).fillna(False).astype(bool)  # noqa: FBT003
    if perimeter == NORD_PAS_DE_CALAIS:
        return communes["code_departement"].isin(_DEPARTEMENTS)
    if perimeter == FRANCE:
        return communes["code_departement"].notna()
    if perimeter.startswith(_COMMUNE):
        return communes.index.to_series().eq(perimeter.removeprefix(_COMMUNE))
    for prefix, column in _PREFIXES.items():
        if perimeter.startswith(prefix):
            return communes[column].isin([perimeter.removeprefix(prefix)])
    raise ValueError(
        f"unknown perimeter {perimeter!r}; expected {', '.join(FLAGS)}, "
        f"{NORD_PAS_DE_CALAIS}, {FRANCE}, region_<code>, departement_<code>, epci_<code>, ze_<code>, "
        "aav_<code>, commune_<code> or groupe_<code>"
    )
