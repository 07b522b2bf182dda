"""Filosofi 2021 (INSEE): income and poverty by commune, in INSEE's two formats.

The wide CSV ``cc_filosofi_2021_COM.csv`` (semicolons, decimal comma, one row per commune; ``s`` is a secret,
``nd`` not published) was read on the file. Facts of it:

- communes of 1 January 2024, the 71 of Guadeloupe, Guyane and Mayotte left out; the 45 municipal districts
  stand beside Paris, Lyon and Marseille: they are dropped;
- 12 communes are ``nd``: the six destroyed villages, Sein, Molène and another, and three re-established on
  1 January 2024. The communes that they left (60054, 85084) have the figures of their former perimeter, which
  are withdrawn (see ``loaders.restored``);
- shares of disposable income add up to 100 with taxes, which are negative: activity passes 100 in four
  communes near Geneva and in Île-de-France (107.1 at most), and that is no fault;
- rates of poverty and of taxed households are whole numbers.

The long format of Melodi, INSEE's data catalogue (member ``DS_FILOSOFI_CC_data.csv`` of
``base-cc-filosofi-2021-geo2025_csv.zip``, communes of 2025), has one row per place, measure and year. INSEE's
file itself was not at hand. Several public programs that read it agree on: semicolons, UTF-8, decimal point,
the nine columns ``GEO`` to ``OBS_VALUE``, the 20 measures, ``GEO_OBJECT`` COM or ARM among others,
``CONF_STATUS`` F (free) or C (secret, no value), ``OBS_STATUS`` A (normal) or O (missing). Not verified: that
``UNIT_MULT`` is 0, that taxes are negative there too, that secret rows are there and not left out. What
contradicts this is refused. It has no rate of poverty by age or tenure.
"""

from pathlib import Path
from typing import Final

import pandas as pd

from loaders.checks import require_among, require_codes, require_counts, require_rates, require_unique
from loaders.districts import is_district
from loaders.errors import SchemaError, sample
from loaders.formats.values import COLUMNS, value_frame
from loaders.reading.archives import read_bytes, read_member
from loaders.reading.delimited import read_delimited
from loaders.reading.numbers import EMPTY_IS_NOT_AVAILABLE, parse_numbers
from loaders.restored import hide_former_perimeters

YEAR = 2021
"""Filosofi 2023 is another series, not to be compared: refused."""
GEOGRAPHY = 2024
"""Year of the commune codes of the wide file."""
GEOGRAPHY_MELODI = 2025
"""Year of the commune codes of the long file."""
HIDDEN = {"s": "secret", "nd": "not_available"}
MEMBER = "DS_FILOSOFI_CC_data.csv"

WIDE: Final = {
    "NBMENFISC21": "tax_households",
    "NBPERSMENFISC21": "tax_household_persons",
    "MED21": "median_income_eur",
    "D121": "decile1_eur",
    "D921": "decile9_eur",
    "RD21": "interdecile_ratio",
    "PIMP21": "taxed_households_share_pct",
    "TP6021": "poverty_rate_pct",
    "TP60AGE121": "poverty_rate_under_30_pct",
    "TP60AGE221": "poverty_rate_30_39_pct",
    "TP60AGE321": "poverty_rate_40_49_pct",
    "TP60AGE421": "poverty_rate_50_59_pct",
    "TP60AGE521": "poverty_rate_60_74_pct",
    "TP60AGE621": "poverty_rate_75_plus_pct",
    "TP60TOL121": "poverty_rate_owners_pct",
    "TP60TOL221": "poverty_rate_tenants_pct",
    "PACT21": "activity_income_share_pct",
    "PTSA21": "wages_share_pct",
    "PCHO21": "unemployment_benefits_share_pct",
    "PBEN21": "self_employment_income_share_pct",
    "PPEN21": "pensions_share_pct",
    "PPAT21": "property_income_share_pct",
    "PPSOC21": "social_benefits_share_pct",
    "PPFAM21": "family_benefits_share_pct",
    "PPMINI21": "minimum_income_benefits_share_pct",
    "PPLOGT21": "housing_benefits_share_pct",
    "PIMPOT21": "taxes_share_pct",
}
"""Column of the wide file to indicator."""
MEASURES: Final = {
    "NUM_HH": "tax_households",
    "NUM_PER": "tax_household_persons",
    "MED_SL": "median_income_eur",
    "D1_SL": "decile1_eur",
    "D9_SL": "decile9_eur",
    "IR_D9_D1_SL": "interdecile_ratio",
    "S_HH_TAX": "taxed_households_share_pct",
    "PR_MD60": "poverty_rate_pct",
    "S_EI_DI": "activity_income_share_pct",
    "S_EI_DI_SAL": "wages_share_pct",
    "S_EI_DI_UNE": "unemployment_benefits_share_pct",
    "S_EI_DI_N_SAL": "self_employment_income_share_pct",
    "S_RET_PEN_DI": "pensions_share_pct",
    "S_INC_ASS_DI": "property_income_share_pct",
    "S_SOC_BEN_DI": "social_benefits_share_pct",
    "S_SOC_BEN_DI_FAM_BEN": "family_benefits_share_pct",
    "S_SOC_BEN_DI_MIN_SOC": "minimum_income_benefits_share_pct",
    "S_SOC_BEN_DI_HOU_BEN": "housing_benefits_share_pct",
    "S_DIR_TAX_DI": "taxes_share_pct",
}
"""Measure of the long file to indicator, in the order of ``WIDE``; ``NUM_CU`` (units) is left out."""
MELODI_COLUMNS: Final = {
    "GEO": "code_commune",
    "GEO_OBJECT": "object",
    "FILOSOFI_MEASURE": "measure",
    "UNIT_MULT": "multiplier",
    "CONF_STATUS": "confidentiality",
    "OBS_STATUS": "state",
    "TIME_PERIOD": "year",
    "OBS_VALUE": "value",
}
COUNTS = ("tax_households", "tax_household_persons")
AMOUNTS = ("median_income_eur", "decile1_eur", "decile9_eur", "interdecile_ratio")
RATES = ("poverty_rate", "taxed_households")
"""Starts of the indicators that lie between 0 and 100; a share of disposable income may pass 100."""
SUMS: Final = (
    (
        "activity_income_share_pct",
        ("wages_share_pct", "unemployment_benefits_share_pct", "self_employment_income_share_pct"),
    ),
    (
        "social_benefits_share_pct",
        ("family_benefits_share_pct", "minimum_income_benefits_share_pct", "housing_benefits_share_pct"),
    ),
)
"""A share of disposable income, and the shares it is made of."""
WHOLE: Final = (
    "activity_income_share_pct",
    "pensions_share_pct",
    "property_income_share_pct",
    "social_benefits_share_pct",
    "taxes_share_pct",
)
"""Shares that add up to 100."""
ROUNDING = 0.26
"""Five shares rounded to one decimal differ from their sum by a quarter of a point at most."""
ORIGINAL = "reprenez le fichier du producteur."


def load_filosofi(path: Path) -> pd.DataFrame:
    """Read the wide file.

    Returns
    -------
    values
        ``code_commune`` (geography ``GEOGRAPHY``; no district), ``indicator`` (those of ``WIDE``: households,
        people, € a year and consumption unit, %), ``year`` 2021, ``value``, ``status``: published, secret, or
        not_available.

    Raises
    ------
    SourceError, SchemaError, CodeError
        The file is absent or has another layout; a code is malformed or twice there; a count is negative, a
        rate above 100, or shares do not add up.
    """
    raw = read_delimited(read_bytes(path), path, {"CODGEO": "code_commune", **WIDE}, separator=";")
    require_codes(raw["code_commune"], path)
    require_unique(raw, ["code_commune"], path)
    rows = raw[~is_district(raw["code_commune"])].sort_values("code_commune")
    numbers = {name: parse_numbers(rows[name], path, decimal=",", hidden=HIDDEN) for name in WIDE.values()}
    _require_sound(_side_by_side(numbers, rows["code_commune"]), path)
    return hide_former_perimeters(value_frame(rows["code_commune"], numbers, YEAR))


def load_filosofi_melodi(path: Path) -> pd.DataFrame:
    """Read the long file of the data catalogue.

    Returns
    -------
    values
        As ``load_filosofi``, in geography ``GEOGRAPHY_MELODI``, for the indicators of ``MEASURES``.

    Raises
    ------
    SourceError, ArchiveError, SchemaError, CodeError
        As ``load_filosofi``; or another year, an unknown status or multiplier, a value that is said to be
        there and is not.
    """
    where = f"{path}!{MEMBER}"
    raw = read_delimited(read_member(path, MEMBER), where, MELODI_COLUMNS, separator=";")
    rows = raw[(raw["object"] == "COM") & raw["measure"].isin(list(MEASURES))]
    _require_melodi(rows, where)
    values = _long(rows, where)
    wide = {name: part.set_index("code_commune") for name, part in values.groupby("indicator")}
    _require_sound(pd.DataFrame({name: part["value"] for name, part in wide.items()}), where)
    return values


def _long(rows: pd.DataFrame, where: object) -> pd.DataFrame:
    found = parse_numbers(rows["value"], where, hidden=EMPTY_IS_NOT_AVAILABLE)
    secret = rows["confidentiality"] == "C"
    values = pd.DataFrame(
        {
            "code_commune": rows["code_commune"],
            "indicator": rows["measure"].map(MEASURES),
            "year": YEAR,
            "value": found["value"].mask(secret),
            "status": found["status"].mask(secret, "secret"),
        }
    )
    order = values["indicator"].map({name: n for n, name in enumerate(MEASURES.values())})
    by_code = values.assign(order=order).sort_values(["order", "code_commune"], ignore_index=True)
    return by_code[COLUMNS]


def _require_melodi(rows: pd.DataFrame, where: object) -> None:
    require_among(rows["year"], [str(YEAR)], where)
    require_among(rows["confidentiality"], ["F", "C"], where)
    require_among(rows["state"], ["A", "O"], where)
    require_among(rows["multiplier"], ["0", ""], where)
    require_codes(rows["code_commune"], where)
    require_unique(rows, ["code_commune", "measure"], where)
    stated = (rows["confidentiality"] == "F") & (rows["state"] == "A") & (rows["value"] == "")
    if stated.any():
        pairs = sample(rows.loc[stated, "code_commune"] + " " + rows.loc[stated, "measure"])
        raise SchemaError(where, f"valeur annoncée (F, A) et absente : {pairs}.", ORIGINAL)


def _side_by_side(numbers: dict[str, pd.DataFrame], codes: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({name: found["value"] for name, found in numbers.items()}).set_axis(codes, axis=0)


def _require_sound(wide: pd.DataFrame, where: object) -> None:
    for name in wide.columns[wide.columns.str.startswith(RATES)]:
        require_rates(wide[name], where)
    for name in (*COUNTS, *AMOUNTS):
        require_counts(wide[name], where)
    _require(wide["decile1_eur"] > wide["decile9_eur"], "D1 au-dessus de D9", where)
    for share, parts in SUMS:
        gap = wide[share] - wide[list(parts)].sum(axis=1, skipna=False)
        _require(gap.abs() > ROUNDING, f"« {share} » ≠ {' + '.join(parts)}", where)
    gap = wide[list(WHOLE)].sum(axis=1, skipna=False) - 100
    _require(gap.abs() > ROUNDING, "parts du revenu disponible dont la somme n'est pas 100", where)


def _require(wrong: pd.Series, fault: str, where: object) -> None:
    if wrong.any():
        raise SchemaError(where, f"{fault} pour {sample(wrong.index[wrong])}.", ORIGINAL)
