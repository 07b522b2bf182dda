"""EPCI à fiscalité propre and their member communes, as the DGCL publishes them each year (« Epcicom »).

A workbook of one sheet, ``Epcicom<year>``, header on row 1, one row per member commune. Communes
outside any EPCI (four islands in 2022 and in 2025: 22016, 29083, 29155, 85113) are not listed. SIREN numbers
are stored as numbers. The populations in force in a year are those of the census three years before.
"""

from pathlib import Path

import pandas as pd

from loaders.checks import require_among, require_codes, require_siren, require_unique
from loaders.errors import SchemaError, sample
from loaders.reading.archives import read_bytes
from loaders.reading.numbers import parse_numbers
from loaders.reading.sheets import read_sheet

GEOGRAPHY = {2022: 2022, 2025: 2025}
"""Year of the commune codes of each edition: 1 January of its own year."""
CENSUS = {2022: 2019, 2025: 2022}
"""Census year of the populations of each edition."""
NATURES = {"CC": "CC", "CA": "CA", "CU": "CU", "METRO": "ME", "MET69": "ME"}
"""Natures of the file to those of the tables: the métropole of Lyon (MET69) is a métropole."""
TAX_REGIMES = ("FPU", "FA")


def load_epci(path: Path, year: int) -> pd.DataFrame:
    """Read the EPCI of every member commune in one edition.

    Parameters
    ----------
    path
        The workbook.
    year
        Its edition, 2022 or 2025.

    Returns
    -------
    members
        One row per commune, sorted by ``code_commune`` (geography ``GEOGRAPHY[year]``): ``name``,
        ``code_epci`` (SIREN), ``epci_name``, ``epci_nature`` (CC, CA, CU, ME), ``epci_tax_regime``
        (FPU single business tax, FA additional tax), ``population`` (municipal, census ``CENSUS[year]``).

    Raises
    ------
    SourceError, ArchiveError
        The workbook is absent, empty or damaged.
    SchemaError
        A column is absent; a value is unknown; members or populations do not add up to the totals of
        the file.
    CodeError
        A code of a commune or EPCI is malformed or comes twice.
    """
    raw = read_sheet(read_bytes(path), path, f"Epcicom{year}", _columns(year), header_row=1)
    require_codes(raw["code_commune"], path)
    require_unique(raw, ["code_commune"], path)
    require_siren(raw["code_epci"], path)
    require_among(raw["epci_nature"], NATURES, path)
    require_among(raw["epci_tax_regime"], TAX_REGIMES, path)
    counts = {name: _counts(raw[name], path) for name in ("population", "n_members", "epci_population")}
    members = raw.assign(**counts, epci_nature=raw["epci_nature"].map(NATURES))
    _require_totals(members, path)
    kept = members.drop(columns=["n_members", "epci_population"])
    return kept.sort_values("code_commune", ignore_index=True)


def _columns(year: int) -> dict[str, str]:
    return {
        "insee": "code_commune",
        "nom_membre": "name",
        "siren": "code_epci",
        "raison_sociale": "epci_name",
        "nature_juridique": "epci_nature",
        "mode_financ": "epci_tax_regime",
        f"pmun_{year}": "population",
        "nb_membres": "n_members",
        "total_pop_mun": "epci_population",
    }


def _counts(text: pd.Series, where: object) -> pd.Series:
    return parse_numbers(text, where, hidden={})["value"].astype("int64")


def _require_totals(members: pd.DataFrame, where: object) -> None:
    """Compare each EPCI's rows with the number of members and the population that the file gives it."""
    groups = members.groupby("code_epci")
    found = pd.DataFrame({"n_members": groups.size(), "epci_population": groups["population"].sum()})
    told = groups[["n_members", "epci_population"]].first()
    wrong = found[(found != told).any(axis=1)].index
    if len(wrong):
        fault = f"membres ou population différents du total annoncé pour l'EPCI {sample(wrong)}."
        raise SchemaError(where, fault, "le fichier est sans doute incomplet : reprenez celui de la DGCL.")
