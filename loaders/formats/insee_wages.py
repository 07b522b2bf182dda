"""Net hourly wages in 2022 by commune of residence (INSEE, Base Tous salariés).

CSV, semicolons, decimal point. The copy at hand has no title of its own: what the columns mean was deduced
from their names, which are INSEE's (``SNHM22``: net hourly wage; C executives, P intermediate professions, E
employees, O workers, F women, H men), and from INSEE's page on wages of 2022. Facts of the file:

- communes of 1 January 2024; the 45 municipal districts stand beside Paris, Lyon and Marseille: dropped;
- a commune of fewer than 2,000 inhabitants has no row: it is not available, never a secret nor a zero;
- two communes have a row without figures, L'Oie and Sainte-Florence, re-established on 1 January 2024. The
  one that they left (85084) has figures of its former perimeter: withdrawn (see ``loaders.restored``);
- means have thirteen decimals: they are kept, to be rounded on screen.
"""

from pathlib import Path

import pandas as pd

from loaders.checks import require_codes, require_unique
from loaders.districts import is_district
from loaders.errors import SchemaError, sample
from loaders.formats.values import value_frame
from loaders.reading.archives import read_bytes
from loaders.reading.delimited import read_delimited
from loaders.reading.numbers import EMPTY_IS_NOT_AVAILABLE as NO_FIGURE
from loaders.reading.numbers import parse_numbers
from loaders.restored import hide_former_perimeters

GEOGRAPHY = 2024
"""Year of the commune codes."""
YEAR = 2022
INDICATORS = {
    "SNHM22": "net_hourly_wage_eur",
    "SNHMC22": "net_hourly_wage_executives_eur",
    "SNHMP22": "net_hourly_wage_intermediate_eur",
    "SNHME22": "net_hourly_wage_employees_eur",
    "SNHMO22": "net_hourly_wage_workers_eur",
    "SNHMF22": "net_hourly_wage_women_eur",
    "SNHMH22": "net_hourly_wage_men_eur",
}
LOWEST, HIGHEST = 5, 200
"""Bounds of a mean net hourly wage (€): the file goes from 9 to 51 among its communes."""


def load_wages(path: Path) -> pd.DataFrame:
    """Read mean net hourly wages.

    Returns
    -------
    values
        ``code_commune`` (geography ``GEOGRAPHY``; only communes of 2,000 inhabitants or more, no district),
        ``indicator`` (values of ``INDICATORS``, in € net per hour), ``year`` 2022, ``value``, ``status``.

    Raises
    ------
    SourceError, SchemaError, CodeError
        The file is absent or has another layout; a code is malformed or twice there; a wage is out of bounds.
    """
    raw = read_delimited(read_bytes(path), path, {"CODGEO": "code_commune", **INDICATORS}, separator=";")
    require_codes(raw["code_commune"], path)
    require_unique(raw, ["code_commune"], path)
    rows = raw[~is_district(raw["code_commune"])]
    numbers = {name: parse_numbers(rows[name], path, hidden=NO_FIGURE) for name in INDICATORS.values()}
    for name, found in numbers.items():
        _require_wages(found["value"].set_axis(rows["code_commune"]), name, path)
    return hide_former_perimeters(value_frame(rows["code_commune"], numbers, YEAR))


def _require_wages(wages: pd.Series, name: str, where: object) -> None:
    wrong = wages[~(wages.between(LOWEST, HIGHEST) | wages.isna())]
    if len(wrong):
        shown = sample(f"{code} → {wage:g}" for code, wage in wrong.items())
        fault = f"salaire hors de {LOWEST} à {HIGHEST} € dans « {name} » : {shown}."
        raise SchemaError(where, fault, "vérifiez la colonne lue et l'unité (euros nets par heure).")
