"""Mean net hourly wages by commune of residence in 2022, private sector (INSEE, Base Tous salariés).

CSV, semicolons, decimal point, one row per commune: 24 means in euros per hour (full-time equivalent), of
which seven are read. The copy in hand is not certified by the producer. Facts of the file:

- geography of 1 January 2024: every code is one of INSEE's table of 2024; two of them came back that day and
  are not in the table of 2022 (85165, 85212). They are listed without any figure: not available. That of
  the commune they left (85084) is of its former perimeter: withdrawn (see ``loaders.restored``);
- 5,425 communes, of 2,000 inhabitants or more save 25060 and 35062 (population 2021), overseas without
  Mayotte. Sixteen larger ones are absent, most of them on borders (06032, 57529) or in Guyane (97353);
- a commune that is absent has no row here. The file does not say why it is: small, or withheld. The facts
  compiled for the project hold it for not available, never for secret;
- Paris, Lyon and Marseille are there as communes and again by district: districts are left out. The wage of
  a city is that of its own row: a mean of the districts' means would be another figure.
"""

from pathlib import Path

import pandas as pd

from loaders.checks import require_codes, require_unique
from loaders.districts import is_district
from loaders.errors import SchemaError, sample
from loaders.formats.values import value_frame
from loaders.reading.archives import read_bytes
from loaders.reading.delimited import read_delimited
from loaders.reading.numbers import EMPTY_IS_NOT_AVAILABLE, parse_numbers
from loaders.restored import hide_former_perimeters

GEOGRAPHY = 2024
"""Year of the commune codes: 1 January."""
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
PARTITIONS = (("SNHMC22", "SNHMP22", "SNHME22", "SNHMO22"), ("SNHMF22", "SNHMH22"))
"""Groups that share out all employees: their overall mean lies between the means of the groups."""
TOLERANCE_EUR = 1e-9


def load_wages(path: Path) -> pd.DataFrame:
    """Read the mean net hourly wages of the communes that the file lists.

    Returns
    -------
    values
        ``code_commune`` (geography ``GEOGRAPHY``, no district), ``indicator`` (values of ``INDICATORS``),
        ``year`` 2022, ``value`` in € net per hour, with the decimals of the file, ``status`` published, or
        not_available where the cell is empty. ``values.attrs["districts_left_out"]`` counts the rows of
        districts of Paris, Lyon and Marseille.

    Raises
    ------
    SourceError, SchemaError, CodeError
        The file is absent, has another layout or decimal mark, a code that is malformed or twice there, a
        wage that is not above zero, or an overall mean outside those of the groups it is made of.
    """
    columns = {"CODGEO": "code_commune", **{name: name for name in INDICATORS}}
    raw = read_delimited(read_bytes(path), path, columns, separator=";")
    require_codes(raw["code_commune"], path)
    require_unique(raw, ["code_commune"], path)
    numbers = {name: parse_numbers(raw[name], path, hidden=EMPTY_IS_NOT_AVAILABLE) for name in INDICATORS}
    wages = pd.DataFrame({name: found["value"] for name, found in numbers.items()})
    _require_plausible(wages.set_index(raw["code_commune"]), path)
    districts = is_district(raw["code_commune"])
    kept = {INDICATORS[name]: found[~districts] for name, found in numbers.items()}
    values = hide_former_perimeters(value_frame(raw.loc[~districts, "code_commune"], kept, YEAR))
    values.attrs["districts_left_out"] = int(districts.sum())
    return values


def _require_plausible(wages: pd.DataFrame, where: Path) -> None:
    overall = wages["SNHM22"]
    faults = {"salaire négatif ou nul": (wages <= 0).any(axis=1)}
    for names in PARTITIONS:
        parts = wages[list(names)]
        low, high = parts.min(axis=1) - TOLERANCE_EUR, parts.max(axis=1) + TOLERANCE_EUR
        faults[f"moyenne d'ensemble hors de celles de {', '.join(names)}"] = (overall < low) | (
            overall > high
        )
    for fault, wrong in faults.items():
        if wrong.any():
            codes = sample(wages.index[wrong])
            remedy = "vérifiez ces lignes et l'ordre des colonnes dans le fichier d'origine."
            raise SchemaError(where, f"{fault} pour {codes}.", remedy)
