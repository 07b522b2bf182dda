"""Populations of communes (INSEE): legal populations of 2016, reference populations of 2019 to 2023.

The workbook of 2016 is an xls in gzip (sheet « Communes », header on row 8); the others are CSV, semicolons,
UTF-8, CRLF, in three layouts (``LAYOUTS``), told apart by their columns. Facts of the files:

- in the file of 2020, ``COM`` is the name; the code is two characters of ``CODDEP`` (it has three overseas)
  and ``CODCOM``. In those of 2021 to 2023 it is the code, and those two columns must agree with it;
- Paris, Lyon and Marseille come by municipal district: they are added up here;
- Mayotte is in none of them (its census is another one): no row here, never a zero;
- in the file of 2020, Les Trois Lacs comes twice: under 27058, its code in 2022, and under 27676, its code
  from 2023 on: 1,759 inhabitants too many in the sum (``REPEATED``);
- six communes of the Meuse, destroyed in 1916, have 0 inhabitants: a true zero.
"""

from pathlib import Path
from typing import Final

import pandas as pd

from loaders.checks import require_codes, require_counts, require_one_level, require_unique
from loaders.districts import commune_of
from loaders.errors import CodeError, ExpectationError, SchemaError, SourceError, sample
from loaders.formats.values import value_frame
from loaders.reading.archives import read_bytes
from loaders.reading.delimited import read_delimited
from loaders.reading.numbers import PUBLISHED, parse_numbers
from loaders.reading.sheets import read_sheet

GEOGRAPHY: Final = {2016: 2018, 2019: 2021, 2020: 2022, 2021: 2023, 2022: 2024, 2023: 2025}
"""Year of the census to year of the commune codes."""
TOTALS = {
    2016: 66_361_658,
    2019: 66_988_403,
    2020: 67_162_154,
    2021: 67_408_052,
    2022: 67_760_573,
    2023: 68_094_280,
}
"""Inhabitants of France without Mayotte: a file of another year is refused."""
REPEATED: Final = {2020: {"27676": "27058"}}
"""Codes under which the file of a year gives a commune a second time, and its right code."""
ABSENT: Final = ("976",)
"""Départements that the files leave out."""
OVERSEAS = "97"
"""Start of the codes of which three characters are the département."""

COUNTS = {"PMUN": "municipal", "PCAP": "apart", "PTOT": "total"}
LAYOUTS: Final = {
    "2019": {"DEP": "departement", "COM": "code_commune", **COUNTS},
    "2020": {"CODDEP": "departement", "CODCOM": "number", **COUNTS},
    "2021": {"DEP": "departement", "CODCOM": "number", "COM": "code_commune", **COUNTS},
}
"""First year of a layout to its columns."""
SHEET, HEADER_ROW = "Communes", 8
SHEET_COLUMNS: Final = {
    "Code département": "departement",
    "Code commune": "number",
    "Population municipale": "municipal",
    "Population comptée à part": "apart",
    "Population totale": "total",
}
ORIGINAL = "reprenez le fichier du producteur."


def load_reference_populations(path: Path, year: int) -> pd.DataFrame:
    """Read the reference populations of one year, 2019 to 2023 (the file does not say which).

    Returns
    -------
    values
        ``code_commune`` (geography ``GEOGRAPHY[year]``; Paris, Lyon and Marseille whole; no Mayotte),
        ``indicator`` population (municipal, in inhabitants), ``year``, ``value``, ``status`` published.

    Raises
    ------
    SourceError, SchemaError, CodeError
        The file is absent, in none of the layouts, has a code that is malformed or twice there, a count that
        is not one, or a total that is not the sum of its parts.
    ExpectationError
        The sum is not that of the year.
    """
    content = read_bytes(path)
    raw = read_delimited(content, path, LAYOUTS[_layout(content)], separator=";")
    return _populations(raw, path, year)


def load_legal_populations(path: Path) -> pd.DataFrame:
    """Read the legal populations of 2016, from the workbook (xls, packed or not).

    Returns
    -------
    values
        As ``load_reference_populations``, for 2016.

    Raises
    ------
    SourceError, ArchiveError, SchemaError, CodeError, ExpectationError
        As ``load_reference_populations``; or the workbook is damaged.
    """
    raw = read_sheet(read_bytes(path), path, SHEET, SHEET_COLUMNS, header_row=HEADER_ROW)
    return _populations(raw, f"{path}, feuille « {SHEET} »", 2016)


def _layout(content: bytes) -> str:
    header = content.split(b"\n", 1)[0]
    if b"CODDEP" in header:
        return "2020"
    return "2021" if b"CODCOM" in header else "2019"


def _populations(raw: pd.DataFrame, where: object, year: int) -> pd.DataFrame:
    if year not in GEOGRAPHY:
        raise SourceError(where, f"millésime {year} non décrit.", f"attendus : {sample(GEOGRAPHY)}.")
    codes = _codes(raw, where)
    municipal = _municipal(raw, codes, where)
    kept = _without_repeated(municipal, REPEATED.get(year, {}), where)
    require_one_level(kept.index.to_series(), where)
    sums = kept.groupby(commune_of(kept.index.to_series())).sum()
    _require_total(int(sums.sum()), year, where)
    found = pd.DataFrame({"value": sums.to_numpy(), "status": PUBLISHED})
    return value_frame(pd.Series(sums.index), {"population": found}, year)


def _codes(raw: pd.DataFrame, where: object) -> pd.Series:
    built = raw["departement"].str[:2] + raw["number"] if "number" in raw else raw["code_commune"]
    codes = raw.get("code_commune", built)
    require_codes(codes, where)
    require_unique(pd.DataFrame({"code_commune": codes}), ["code_commune"], where)
    wrong = codes[(codes != built) | (_departements(codes) != raw["departement"])]
    if len(wrong):
        raise CodeError(where, f"code qui contredit son département : {sample(wrong)}.", ORIGINAL)
    return codes


def _departements(codes: pd.Series) -> pd.Series:
    return codes.str[:2].mask(codes.str.startswith(OVERSEAS), codes.str[:3])


def _municipal(raw: pd.DataFrame, codes: pd.Series, where: object) -> pd.Series:
    numbers = {name: parse_numbers(raw[name], where, hidden={})["value"] for name in COUNTS.values()}
    counts = pd.DataFrame(numbers).set_index(pd.Index(codes))
    for name in counts:
        require_counts(counts[name], where)
    wrong = counts.index[counts["municipal"] + counts["apart"] != counts["total"]]
    if len(wrong):
        fault = f"population totale autre que municipale + comptée à part : {sample(wrong)}."
        raise SchemaError(where, fault, ORIGINAL)
    return counts["municipal"]


def _without_repeated(counts: pd.Series, repeated: dict[str, str], where: object) -> pd.Series:
    present = {again: code for again, code in repeated.items() if again in counts.index}
    differing = [again for again, code in present.items() if counts[again] != counts.get(code)]
    if differing:
        remedy = "revoyez REPEATED (loaders/formats/insee_populations.py) : la source a changé."
        raise SchemaError(where, f"ligne qui n'est plus un double : {sample(differing)}.", remedy)
    return counts.drop(index=list(present))


def _require_total(found: int, year: int, where: object) -> None:
    expected = TOTALS.get(year, found)
    if found != expected:
        fault = f"{found} habitants au lieu de {expected} (France hors Mayotte, {year})."
        raise ExpectationError(where, fault, "vérifiez le millésime du fichier, ou reprenez l'original.")
