"""Figures and zones of communes of any year from 2016 to 2026, brought to the communes of COG 2025.

What merged is added up where that is exact (counts); a rate is computed again from added counts
(`recompute_rates`); a median, a mean or a rate without counts of a merged commune is not available, since no
average of the former figures is the official one. What was shared between several communes is not available.
"""

from collections.abc import Collection, Hashable, Mapping
from typing import Any, Final

import pandas as pd

from loaders.checks import require_unique
from loaders.errors import CodeError, SchemaError, sample
from loaders.french import typeset
from loaders.genealogy import not_existing, passage

KEY: Final = ["code_commune", "indicator", "year"]
COLUMNS: Final = [*KEY, "value", "status"]
REPORT: Final = ["code_old", "code_new", "date", "kind", "effect_fr"]
COUNT = "count"
"""The kind of indicator that may be added up (``kind`` in the dictionary of indicators)."""
STATUSES: Final = ["published", "estimated", "not_available", "secret"]
"""From best to worst: a sum takes the worst status of its parts."""
ESTIMATED, NOT_AVAILABLE = 1, 2


def to_2025(
    values: pd.DataFrame, events: pd.DataFrame, year: int, kinds: Mapping[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Bring values to the communes of COG 2025.

    Parameters
    ----------
    values
        ``code_commune``, ``indicator``, ``year``, ``value``, ``status``, in the geography of ``year``.
    events
        INSEE's events on communes (``load_events``), up to 2025 at least.
    year
        Year of the commune codes of ``values``, from 2016 to 2026.
    kinds
        Indicator to its kind; only ``count`` may be added up.

    Returns
    -------
    values
        The same columns, on COG 2025. Several old communes in one: counts add up, unless one of them is
        hidden or has no row (then the sum is hidden, ``secret`` if one is secret, or else ``not_available``);
        other kinds are ``not_available``. An old commune in several: ``not_available``. Changes of code or
        name leave the value as it is.
    report
        What became of each old code of ``values`` that was lost or changed: ``code_old``, ``code_new``,
        ``date``, ``kind`` (see ``genealogy.passage``), ``effect_fr``.

    Raises
    ------
    CodeError
        A code was no commune in ``year``, or comes twice for an indicator and year.
    SchemaError
        An indicator has no kind.
    """
    _require_kinds(values["indicator"], kinds)
    _require_existing(values["code_commune"], events, year)
    table = passage(events, year)
    moving = table[table["kind"] != "name_change"]
    concerned = values["code_commune"].isin(moving["code_old"])
    moved = values[concerned].merge(moving, left_on="code_commune", right_on="code_old")
    moved["exact"] = moved["exact"].astype("bool")
    require_unique(moved, ["code_old", "code_new", "indicator", "year"], f"géographie {year}")
    parts = [values[~concerned], _alone(moved), _joined(moved, kinds), _shared(moved)]
    result = pd.concat([part[COLUMNS] for part in parts if len(part)], ignore_index=True)
    return result, _report(table, values["code_commune"])


def recompute_rates(values: pd.DataFrame, indicators: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """Compute the rates that have counts, for all communes, in the years where that is exact.

    Parameters
    ----------
    values
        ``code_commune``, ``indicator``, ``year``, ``value``, ``status``.
    indicators
        The dictionary of indicators: ``numerator``, ``denominator``, ``ratio_years`` and ``ratio_scale``.

    Returns
    -------
    values
        The rows given, where each rate with counts of its year is ``ratio_scale`` × numerator / denominator:
        such a row takes the place of a former one. Its status is the worst of the two; a denominator of zero
        gives ``not_available``.
    """
    rates = [
        _rate(values, name, spec, int(year))
        for name, spec in indicators.items()
        if "numerator" in spec
        for year in spec["ratio_years"]
    ]
    computed = pd.concat([rate for rate in rates if len(rate)] or [values.head(0)], ignore_index=True)
    rows = values[values["indicator"].isin(computed["indicator"].unique())]
    former = pd.MultiIndex.from_frame(rows[KEY]).isin(pd.MultiIndex.from_frame(computed[KEY]))
    return pd.concat([values.drop(index=rows.index[former]), computed], ignore_index=True)


def attributes_to_2025(
    frame: pd.DataFrame, events: pd.DataFrame, year: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Bring zones and labels of communes to COG 2025: one has a zone if all that it is made of had the same.

    Parameters
    ----------
    frame
        ``code_commune`` and any other columns, one row per commune; ``name`` follows the commune.
    events, year
        As for `to_2025`.

    Returns
    -------
    frame
        The same columns, on COG 2025, sorted by code; missing where the former communes differ.
    report
        As for `to_2025`; the effect names the columns that were lost.

    Raises
    ------
    CodeError
        A code was no commune in ``year``, or comes twice.
    """
    require_unique(frame, ["code_commune"], f"géographie {year}")
    _require_existing(frame["code_commune"], events, year)
    table = passage(events, year)
    pairs = frame.merge(table, left_on="code_commune", right_on="code_old").dropna(subset="code_new")
    columns = [column for column in frame.columns if column not in {"code_commune", "name"}]
    first = pairs.drop_duplicates("code_new").set_index("code_new")
    differing = pairs.groupby("code_new")[columns].nunique(dropna=False).gt(1)
    agreed = first[columns].mask(differing)
    if "name" in frame:
        agreed["name"] = first["name_new"]
    kept = frame[~frame["code_commune"].isin(table["code_old"])]
    moved = agreed.rename_axis("code_commune").reset_index()[frame.columns]
    result = pd.concat([kept, moved], ignore_index=True).sort_values("code_commune", ignore_index=True)
    return result, _attribute_report(pairs, agreed[columns])


def _require_kinds(indicators: pd.Series, kinds: Mapping[str, str]) -> None:
    unknown = sorted(set(indicators.unique()) - set(kinds))
    if unknown:
        fault = f"indicateur sans nature (effectif, taux, montant) : {sample(unknown)}."
        raise SchemaError("passage à la géographie 2025", fault, "décrivez-le dans data/indicators.toml.")


def _require_existing(codes: pd.Series, events: pd.DataFrame, year: int) -> None:
    unknown = codes[codes.isin(list(not_existing(events, year)))].unique()
    if len(unknown):
        fault = f"code qui n'est pas celui d'une commune au 1er janvier {year} : {sample(unknown)}."
        raise CodeError("passage à la géographie 2025", fault, "vérifiez l'année de géographie de la source.")


def _alone(moved: pd.DataFrame) -> pd.DataFrame:
    """Give the new code to communes that only changed code."""
    alone = moved[moved["kind"] == "code_change"]
    return alone.assign(code_commune=alone["code_new"])


def _joined(moved: pd.DataFrame, kinds: Mapping[str, str]) -> pd.DataFrame:
    """Add up the counts of communes that are now one; hide the rest."""
    joined = moved[moved["exact"] & (moved["kind"] == "merge")]
    ranked = joined.assign(rank=joined["status"].map({name: n for n, name in enumerate(STATUSES)}))
    groups = ranked.groupby(["code_new", "indicator", "year"], sort=True)
    sums = groups.agg(
        value=("value", "sum"), rank=("rank", "max"), rows=("rank", "size"), parts=("parts", "first")
    ).reset_index()
    incomplete = sums["rows"] < sums["parts"]
    rank = sums["rank"].mask(incomplete, sums["rank"].clip(lower=NOT_AVAILABLE))
    rank = rank.where(sums["indicator"].map(dict(kinds)) == COUNT, NOT_AVAILABLE).astype("int64")
    status = rank.map(dict(enumerate(STATUSES))).astype("str")
    value = sums["value"].where(rank <= ESTIMATED)
    return sums.assign(code_commune=sums["code_new"], value=value, status=status)


def _shared(moved: pd.DataFrame) -> pd.DataFrame:
    """Hide what covers several communes of today."""
    shared = moved[~moved["exact"]].dropna(subset="code_new")
    rows = shared.drop_duplicates(["code_new", "indicator", "year"])
    return rows.assign(code_commune=rows["code_new"], value=float("nan"), status=STATUSES[NOT_AVAILABLE])


def _rate(values: pd.DataFrame, name: str, spec: Mapping[str, Any], year: int) -> pd.DataFrame:
    of_year = values[values["year"] == year]
    numerator, denominator = (
        of_year[of_year["indicator"] == spec[side]].set_index("code_commune")[["value", "status"]]
        for side in ("numerator", "denominator")
    )
    both = numerator.merge(denominator, left_index=True, right_index=True, suffixes=("_up", "_down"))
    ranks = {status: rank for rank, status in enumerate(STATUSES)}
    rank = both[["status_up", "status_down"]].apply(lambda side: side.map(ranks)).max(axis=1)
    rank = rank.mask(both["value_down"] == 0, rank.clip(lower=NOT_AVAILABLE))
    value = (spec["ratio_scale"] * both["value_up"] / both["value_down"]).where(rank <= ESTIMATED)
    status = rank.map(dict(enumerate(STATUSES))).astype("str")
    found = pd.DataFrame({"indicator": name, "year": year, "value": value, "status": status})
    return found.reset_index()[COLUMNS]


def _report(table: pd.DataFrame, codes: pd.Series) -> pd.DataFrame:
    present = table["code_old"].isin(codes.unique())
    touched = table[table["code_new"].isin(table.loc[present, "code_new"].dropna())]
    lost = table[present & table["code_new"].isna()]
    absent = touched[~touched["code_old"].isin(codes.unique())]
    missing = absent.groupby("code_new")["code_old"].agg(list).to_dict()
    rows = pd.concat([touched, lost])
    effects = [_effect(row, missing.get(row["code_new"], [])) for row in rows.to_dict("records")]
    return rows.assign(effect_fr=pd.Series(effects, index=rows.index, dtype="str"))[REPORT].reset_index(
        drop=True
    )


def _effect(row: Mapping[Hashable, object], missing: Collection[str]) -> str:
    new = f"{row['name_new']} ({row['code_new']})"
    texts = {
        "merge": f"réunie à d'autres dans {new} : effectifs additionnés, taux recalculés à partir des "
        "effectifs ; médianes, moyennes et autres taux non disponibles.",
        "split": f"partagée, une part dans {new} : valeurs non disponibles.",
        "code_change": f"code devenu {row['code_new']} : valeurs inchangées.",
        "name_change": f"nom devenu {row['name_new']} : valeurs inchangées.",
        "end": "commune supprimée : valeurs perdues.",
    }
    text = texts["split" if row["kind"] == "merge" and not row["exact"] else str(row["kind"])]
    if row["code_old"] in missing:
        text = f"sans ligne dans la source : la somme de {new} n'est pas disponible."
    elif missing:
        text += f" Somme non disponible : sans ligne dans la source, {sample(missing)}."
    return typeset(text)


def _attribute_report(pairs: pd.DataFrame, agreed: pd.DataFrame) -> pd.DataFrame:
    known = pairs.groupby("code_new")[list(agreed.columns)].count() > 0
    lost = {code: sorted(row.index[row]) for code, row in (known & agreed.isna()).iterrows()}
    effects = [_attribute_effect(row, lost[row["code_new"]]) for row in pairs.to_dict("records")]
    return pairs.assign(effect_fr=pd.Series(effects, index=pairs.index, dtype="str"))[REPORT]


def _attribute_effect(row: Mapping[Hashable, object], lost: Collection[str]) -> str:
    where = f"dans {row['name_new']} ({row['code_new']})"
    if lost:
        return typeset(f"{where} : les anciennes communes diffèrent, laissé vide : {sample(lost)}.")
    return typeset(f"{where} : zonages gardés.")
