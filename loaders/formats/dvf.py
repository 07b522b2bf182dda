"""Sales and prices of dwellings by commune in 2023, drawn from the DVF by B. Mericskay (université Rennes 2).

CSV, semicolons, CRLF, decimal point, one row per commune with at least one sale. Facts of the file:

- 269 rows have no code of commune. 268 stand together where Corsica (2A, 2B) would be sorted, and no Corsican
  code is in the file; the last row, of 8,530 sales, also lacks the numbers of houses and flats.
- 164 mean prices are written ``1,00E+05`` to ``7,00E+05``, with a decimal comma. They are exact: no multiple
  of 100,000 € is written otherwise, as R writes ``1e+05`` for it and a spreadsheet writes that again.
- No row for the départements 57, 67 and 68 (land register of Alsace-Moselle) nor overseas.
- Prices are means, not medians, and half of the communes have six sales or fewer (see ``FRAGILE_SALES``).
"""

from pathlib import Path

import pandas as pd

from loaders.checks import require_codes, require_unique
from loaders.errors import SchemaError, sample
from loaders.formats.values import value_frame
from loaders.reading.archives import read_bytes
from loaders.reading.delimited import read_delimited
from loaders.reading.numbers import parse_numbers

GEOGRAPHY = 2022
"""Year of the commune codes: all are codes of 2022 (and of 2021); seven had disappeared by 2023."""
YEAR = 2023
FRAGILE_SALES = 10
"""Under this number of sales, a mean price is fragile and must be marked so on screen."""
INDICATORS = {
    "Nb_mutations": "property_sales",
    "NbMaisons": "house_sales",
    "NbApparts": "flat_sales",
    "PrixMoyen": "dwelling_price_mean_eur",
    "Prixm2Moyen": "house_price_mean_eur_m2",
    "SurfaceMoy": "dwelling_area_mean_m2",
}
HUNDRED_THOUSANDS = r"(\d),00E\+05"


def load_property_sales(path: Path) -> pd.DataFrame:
    """Read sales and mean prices of the communes that the file names.

    Returns
    -------
    values
        ``code_commune`` (geography ``GEOGRAPHY``), ``indicator`` (values of ``INDICATORS``: sales, houses and
        flats among them, mean price in €, in € per m², mean area in m²), ``year`` 2023, ``value``,
        ``status`` published. A commune without sale has no row. ``values.attrs["rows_without_code"]`` counts
        the rows left out.

    Raises
    ------
    SourceError, SchemaError, CodeError
        The file is absent, has another layout, year or decimal mark, a code that is malformed or twice there,
        houses and flats that do not add up to the sales, or a price or area that is not above zero.
    """
    columns = {"INSEE_COM": "code_commune", "Annee": "Annee", **{name: name for name in INDICATORS}}
    raw = read_delimited(read_bytes(path), path, columns, separator=";")
    _require_year(raw["Annee"], path)
    named = raw[raw["code_commune"] != ""]
    require_codes(named["code_commune"], path)
    require_unique(named, ["code_commune"], path)
    plain = named.assign(
        PrixMoyen=named["PrixMoyen"].str.replace(HUNDRED_THOUSANDS, r"\g<1>00000", regex=True)
    )
    numbers = {name: parse_numbers(plain[name], path, hidden={}) for name in INDICATORS}
    _require_consistent(pd.DataFrame({name: found["value"] for name, found in numbers.items()}), named, path)
    values = value_frame(
        named["code_commune"], {INDICATORS[name]: numbers[name] for name in INDICATORS}, YEAR
    )
    values.attrs["rows_without_code"] = len(raw) - len(named)
    return values


def _require_year(years: pd.Series, where: object) -> None:
    other = years[years != str(YEAR)].unique()
    if len(other):
        raise SchemaError(
            where, f"année autre que {YEAR} : {sample(other)}.", "vérifiez le millésime du fichier."
        )


def _require_consistent(numbers: pd.DataFrame, named: pd.DataFrame, where: object) -> None:
    parts = numbers["NbMaisons"] + numbers["NbApparts"] != numbers["Nb_mutations"]
    low = (numbers[["NbMaisons", "NbApparts"]] < 0).any(axis=1)
    low |= (numbers[["Nb_mutations", "PrixMoyen", "Prixm2Moyen", "SurfaceMoy"]] <= 0).any(axis=1)
    for wrong, fault in ((parts, "maisons + appartements ≠ ventes"), (low, "valeur négative ou nulle")):
        if wrong.any():
            codes = sample(named.loc[wrong, "code_commune"])
            raise SchemaError(
                where, f"{fault} pour {codes}.", "vérifiez ces lignes dans le fichier d'origine."
            )
