"""Checks a loader makes before it trusts a frame: they raise with file, fault, sample and remedy."""

import math
from collections.abc import Collection, Sequence

import pandas as pd

from loaders.districts import DISTRICTS, is_district
from loaders.errors import CodeError, SchemaError, sample

CODE = r"(?:\d{2}|2A|2B)\d{3}"
"""A commune code: five characters, leading zero kept, 2A or 2B for Corsica."""
SIREN = r"\d{9}"
"""The number of a legal entity: an intercommunality, a commune."""


def require_columns(frame: pd.DataFrame, expected: Collection[str], where: object) -> None:
    """Raise SchemaError unless the frame has exactly the expected columns, in any order."""
    absent = [column for column in expected if column not in frame.columns]
    unknown = [column for column in frame.columns if column not in set(expected)]
    if absent:
        remedy = "vérifiez le nom des colonnes dans la source ou mettez à jour data/tables.toml."
        found = f" Colonnes inattendues : {sample(unknown)}." if unknown else ""
        raise SchemaError(where, f"colonne absente : {sample(absent)}.{found}", remedy)
    if unknown:
        remedy = "décrivez-la dans data/tables.toml ou retirez-la de la source."
        raise SchemaError(where, f"colonne inattendue : {sample(unknown)}.", remedy)


def require_codes(codes: pd.Series, where: object) -> None:
    """Raise CodeError unless every code is a commune code of five characters (COG)."""
    wrong = codes[~codes.astype("str").str.fullmatch(CODE)]
    if len(wrong):
        remedy = "lisez les codes comme du texte, zéro initial compris (« 01004 »)."
        raise CodeError(where, f"code de commune mal formé : {sample(wrong)}.", remedy)


def require_no_districts(codes: pd.Series, where: object) -> None:
    """Raise CodeError where a code is a municipal district of Paris, Lyon or Marseille."""
    found = codes[is_district(codes)].unique()
    if len(found):
        remedy = (
            "ramenez-les à la commune (loaders.districts.commune_of), en additionnant des effectifs seuls."
        )
        raise CodeError(where, f"arrondissements municipaux au lieu de la commune : {sample(found)}.", remedy)


def require_one_level(codes: pd.Series, where: object) -> None:
    """Raise CodeError where a commune comes beside its own municipal districts: sums would count it twice."""
    present = set(codes.dropna())
    twice = [commune for commune, parts in DISTRICTS.items() if commune in present and present & set(parts)]
    if twice:
        fault = f"la commune et ses arrondissements à la fois : {sample(twice)}."
        raise CodeError(where, fault, "écartez l'un des deux niveaux avant toute somme.")


def require_unique(frame: pd.DataFrame, key: Sequence[str], where: object) -> None:
    """Raise CodeError where a key is empty or comes more than once."""
    keys = frame[list(key)]
    empty = keys.isna().any(axis=1)
    if empty.any():
        rows = sample(frame.index[empty])
        raise SchemaError(where, f"clé vide ({', '.join(key)}) aux lignes {rows}.", "complétez la clé.")
    repeated = keys[keys.duplicated()]
    if len(repeated):
        rows = sample(" / ".join(map(str, row)) for row in repeated.itertuples(index=False))
        remedy = "gardez une seule ligne par clé dans la source."
        raise CodeError(where, f"clé en double ({', '.join(key)}) : {rows}.", remedy)


def require_known(codes: pd.Series, known: Collection[str], where: object) -> None:
    """Raise CodeError where a code that is filled is not among the known ones."""
    wanted = set(known)
    unknown = [code for code in codes.dropna().unique() if code not in wanted]
    if unknown:
        remedy = "ramenez ces codes à la géographie 2025 (table commune_changes)."
        raise CodeError(where, f"code inconnu ({codes.name}) : {sample(unknown)}.", remedy)


def require_among(values: pd.Series, levels: Collection[str], where: object) -> None:
    """Raise SchemaError where a value is not one of a closed list; "" is a value like another."""
    unknown = values[~values.isin(list(levels))].unique()
    if len(unknown):
        shown = sample(f"« {value} »" for value in unknown)
        fault = f"valeur inconnue dans « {values.name} » : {shown}."
        raise SchemaError(where, fault, f"valeurs admises : {', '.join(levels)}.")


def require_siren(codes: pd.Series, where: object) -> None:
    """Raise CodeError unless every code is a SIREN number of nine digits."""
    wrong = codes[~codes.astype("str").str.fullmatch(SIREN)].unique()
    if len(wrong):
        raise CodeError(where, f"numéro SIREN mal formé : {sample(wrong)}.", "attendu : neuf chiffres.")


def require_status(frame: pd.DataFrame, value: str, where: object) -> None:
    """Raise SchemaError unless a value is empty exactly when its status is secret or not_available."""
    hidden = frame["status"].isin(["secret", "not_available"])
    wrong = frame[frame[value].isna() != hidden]
    if len(wrong):
        rows = sample(" / ".join(map(str, row)) for row in wrong.itertuples(index=False))
        remedy = "une valeur masquée reste vide, une valeur publiée est remplie."
        raise SchemaError(where, f"valeur et statut se contredisent : {rows}.", remedy)


def require_rates(rates: pd.Series, where: object) -> None:
    """Raise SchemaError unless every rate that is filled lies between 0 and 100 (%)."""
    _require(rates.between(0, 100) | rates.isna(), rates, where, "taux hors de 0 à 100 %")


def require_counts(counts: pd.Series, where: object) -> None:
    """Raise SchemaError unless every count that is filled is finite and not negative (decimals are fine)."""
    _require(
        (counts.ge(0) & counts.ne(math.inf)) | counts.isna(), counts, where, "effectif négatif ou infini"
    )


def _require(holds: pd.Series, values: pd.Series, where: object, fault: str) -> None:
    wrong = values[~holds.astype(bool)]
    if len(wrong):
        rows = sample(f"{row} → {value:g}" for row, value in wrong.items())
        remedy = "vérifiez l'unité et la colonne lue, ou reprenez le fichier du producteur."
        raise SchemaError(where, f"{fault} dans « {values.name} » : {rows}.", remedy)
