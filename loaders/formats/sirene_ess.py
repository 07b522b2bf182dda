"""Establishments of the social and solidarity economy (SIRENE): the place is ready, no row is loaded yet.

Whoever loads them joins StockUniteLegale (``economieSocialeSolidaireUniteLegale`` is ``O``, or the SIREN is
in the list of ESS France) to the active rows of StockEtablissement, then to their geolocation;
`conform_ess` holds the result to the schema of ``data/ess_establishments.toml``.
"""

from pathlib import Path

import pandas as pd

from loaders import checks
from loaders.errors import CodeError, SchemaError, sample
from loaders.schema import Table, conform, read_schema

NAME = "ess_establishments"
LA_POSTE = "356000000"
"""Its establishments have a key of their own: the sum of their digits is a multiple of five."""
BANDS = frozenset(
    {"NN", "00", "01", "02", "03", "11", "12", "21", "22"} | {"31", "32", "41", "42", "51", "52", "53"}
)


def read_ess_schema(data: Path) -> Table:
    """Read the description of the table from the data folder."""
    return read_schema(data / f"{NAME}.toml")[NAME]


def conform_ess(raw: pd.DataFrame, table: Table, communes: pd.Index, where: object) -> pd.DataFrame:
    """Type rows as the schema asks, and refuse those that cannot be.

    Parameters
    ----------
    raw
        Text columns of the schema; no row at all is right too.
    table
        Result of `read_ess_schema`.
    communes
        Codes of the communes of 2025.
    where
        File named in messages.

    Raises
    ------
    SchemaError, CodeError
        A column is absent, a key is malformed or twice there, a SIREN is not that of its SIRET, a commune is
        unknown, a workforce is no band, or a point is half given.
    """
    frame = conform(raw, table, where)
    checks.require_unique(frame, ["siret"], where)
    _require(frame["siret"].map(is_siret), frame["siret"], where, "SIRET mal formé")
    own = frame["siren"].eq(frame["siret"].str[:9])
    _require(own, frame["siret"], where, "SIREN qui n'est pas celui du SIRET")
    _require(frame["code_commune"].isin(communes), frame["code_commune"], where, "commune inconnue")
    banded = frame["workforce_band"].isna() | frame["workforce_band"].isin(BANDS)
    _require(banded, frame["workforce_band"], where, "tranche d'effectif inconnue")
    whole = frame["lat"].isna() == frame["lon"].isna()
    if not whole.all():
        told = sample(frame.loc[~whole, "siret"])
        raise SchemaError(
            where, f"point à moitié donné : {told}.", "donnez latitude et longitude, ou aucune."
        )
    return frame


def is_siret(text: str) -> bool:
    """Tell whether 14 digits are a SIRET: their key is that of Luhn, or that of La Poste."""
    if len(text) != 14 or not (text.isascii() and text.isdigit()):  # noqa: PLR2004 (digits of a SIRET)
        return False
    doubled = [sum(map(int, str(int(digit) * (2 - n % 2)))) for n, digit in enumerate(text)]
    return sum(doubled) % 10 == 0 or (text.startswith(LA_POSTE) and sum(map(int, text)) % 5 == 0)


def _require(holds: pd.Series, values: pd.Series, where: object, fault: str) -> None:
    wrong = values[~holds.astype(bool)]
    if len(wrong):
        raise CodeError(where, f"{fault} : {sample(wrong)}.", "reprenez le fichier du producteur.")
