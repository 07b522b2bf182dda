"""« Les bassins houillers d'Europe »: coal regions beside the Nord and the Pas-de-Calais."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from geo.coal import against, change_pct, flags_of
from pages.shared.cooperations.regions_map import cached_explorer, cached_table, published
from pages.shared.cooperations.words import REGIONS_CAUTION, REGIONS_LEAD, REGIONS_SOURCE
from pages.shared.explorers import draw_explorer
from pages.shared.figure_block import FigureBlock, Grid, page_theme, show_figure
from pages.shared.options import option
from pages.shared.typography import clean, given, lines
from pages.shared.widgets import select_option
from viz.french import number, quantity, signed

if TYPE_CHECKING:
    import altair as alt

    from pages.shared.url_state import State
    from viz.palettes import Theme

UNION: Final = "EU27_2020"
HERE: Final = ("FRE11", "FRE12")
LISTED: Final = "eu_list_copied"


@dataclass(frozen=True)
class Measure:
    """What is compared: two columns, how it is said, and the years of the table in full."""

    title: str
    first: str
    last: str
    unit: str
    decimals: int
    columns: tuple[str, ...]


_GDP: Final = ("2000", "2010", "2019", "2020")


def _gdp(title: str, kind: str, unit: str, decimals: int = 0) -> Measure:
    names = tuple(f"gdp_{kind}_per_inhabitant_{year}" for year in _GDP)
    return Measure(title, names[0], names[-1], unit, decimals, names)


MEASURES: Final = {
    "pib_ue": _gdp("PIB par habitant, Union européenne = 100", "pps", ""),
    "pib": _gdp("PIB par habitant, en standards de pouvoir d’achat (SPA)", "pps", "SPA"),
    "pib_euros": _gdp("PIB par habitant, en euros courants", "eur", "€"),
    "population": Measure(
        "Variation de la population depuis 2014",
        "population_2014",
        "population_2022",
        "%",
        1,
        ("population_2014", "population_2022"),
    ),
    "ages": Measure(
        "Part des 65 ans et plus",
        "share_65_plus_2014_pct",
        "share_65_plus_2021_pct",
        "%",
        1,
        ("share_65_plus_2014_pct", "share_65_plus_2021_pct"),
    ),
}


MOVES: Final = {
    "pib_ue": "ce rapport à l’Union a augmenté",
    "population": "la population a baissé",
    "ages": "cette part a augmenté",
}
"""What is counted among the other regions; the other measures are in prices that rise everywhere."""


def show_regions(state: State) -> None:  # noqa: ARG001 (the choices are options)
    """Draw the connected dots of the chosen regions, then the map of all."""
    left, right = st.columns(2)
    with left:
        select_option("mesure", "Mesure")
    with right:
        select_option("regions", "Régions comparées")
    show_figure(cached_comparison(option("mesure"), option("regions"), page_theme()))
    st.subheader("Où sont-elles ?")
    draw_explorer(*cached_explorer())


def year_of(column: str) -> str:
    """Return the year in the name of a column."""
    return next(part for part in column.split("_") if part.isdigit() and len(part) == 4)  # noqa: PLR2004


@st.cache_resource(show_spinner=False)
def cached_regions(regions: str) -> pd.DataFrame:
    """Return the regions of a choice by NUTS code, the Nord and the Pas-de-Calais always among them."""
    table = cached_table()
    listed = table["basis"] == LISTED
    small = (table["basis"] == "compiler_choice") & (table["nuts_level"] == 3)  # noqa: PLR2004
    here = table.index.isin(HERE)
    return table[(listed if regions == "liste" else small) | here]


def two_dates(key: str, regions: pd.DataFrame) -> pd.DataFrame:
    """Return the ``first`` and ``last`` value of a measure for each region."""
    measure, table = MEASURES[key], cached_table()
    first, last = regions[measure.first], regions[measure.last]
    if key == "pib_ue":
        union = {column: float(table[column].to_dict()[UNION]) for column in (measure.first, measure.last)}
        pair = {"first": against(first, union[measure.first]), "last": against(last, union[measure.last])}
        return pd.DataFrame(pair)
    if key == "population":
        change = change_pct(first, last)
        return pd.DataFrame({"first": change.where(change.isna(), 0.0), "last": change})
    return pd.DataFrame(
        {"first": first.astype("Float64").astype(float), "last": last.astype("Float64").astype(float)}
    )


@st.cache_resource(show_spinner=False, max_entries=60)
def cached_comparison(key: str, regions: str, theme: Theme) -> FigureBlock:
    """Return the block of a measure and a list of regions, in a theme."""
    chosen, measure = cached_regions(regions), MEASURES[key]
    values = two_dates(key, chosen).sort_values("last", ascending=False, kind="stable")
    known = int(values["last"].notna().sum())
    names = chosen.loc[values.index].apply(_name, axis=1)
    years = f"{year_of(measure.first)} et {year_of(measure.last)}"
    return FigureBlock(
        key="bassins",
        title=f"{measure.title}, {years}",
        lead=clean(f"{REGIONS_LEAD[regions]} {_how(key)}"),
        description=f"{measure.title}, {years}, régions charbonnières d’Europe",
        chart=_chart(key, values, names, theme),
        sentences=_sentences(key, values, names),
        grid=_grid(measure, chosen.loc[values.index], names),
        source=clean(
            f"{REGIONS_SOURCE} {known} régions sur {len(chosen)} ont les valeurs de {year_of(measure.last)}."
        ),
        caution=lines(REGIONS_CAUTION),
    )


def _name(row: pd.Series) -> str:
    """Return a region with its basin and its country: « Zuid-Limburg – Limbourg néerlandais (Pays-Bas) »."""
    if row.name in HERE:
        return f"{given(row['name'])} (département entier)"
    level = f"NUTS {int(row['nuts_level'])}"
    return f"{given(row['basin'])} – {given(row['name'])} ({given(row['country_fr'])}, {level})"


def _how(key: str) -> str:
    if key == "population":
        return "Point plein : variation de 2014 à 2022 ; le cercle est le point de départ, zéro."
    mark = " Le petit trait marque l’Union (100)." if key == "pib_ue" else ""
    first, last = year_of(MEASURES[key].first), year_of(MEASURES[key].last)
    return f"Cercle : {first} ; point plein : {last}.{mark}"


def _told(key: str, value: float) -> str:
    measure = MEASURES[key]
    return (signed if key == "population" else quantity)(value, measure.unit, measure.decimals)


def _shown(key: str, first: float, last: float) -> str:
    if pd.isna(last):
        return "non publié"
    if key == "population":
        return _told(key, last)
    return f"{_told(key, first) if not pd.isna(first) else 'non publié'} → {_told(key, last)}"


def _chart(key: str, values: pd.DataFrame, names: pd.Series, theme: Theme) -> alt.LayerChart:
    from viz.charts.passages import passages  # noqa: PLC0415 (Altair takes a second)
    from viz.charts.theme import inks  # noqa: PLC0415

    shown = [_shown(key, a, b) for a, b in zip(values["first"], values["last"], strict=True)]
    here = values.index.isin(HERE)
    frame = pd.DataFrame(
        {
            "label": names.tolist(),
            "shown": shown,
            "strong": here,
            "role": ["basin" if one else "metropolis" for one in here],
            "first": values["first"].tolist(),
            "last": values["last"].tolist(),
            "text": shown,
        }
    )
    return passages(frame, inks(theme), reference={"pib_ue": 100.0, "population": 0.0}.get(key))


def _sentences(key: str, values: pd.DataFrame, names: pd.Series) -> tuple[str, ...]:
    measure = MEASURES[key]
    years = (year_of(measure.first), year_of(measure.last))
    told = []
    for code in HERE:
        first, last = (float(values[column].to_dict()[code]) for column in ("first", "last"))
        body = (
            f"{_told(key, last)} de {years[0]} à {years[1]}"
            if key == "population"
            else f"{_told(key, first)} en {years[0]}, {_told(key, last)} en {years[1]}"
        )
        told.append(clean(f"{measure.title}, {names[code]} : {body}."))
    return (*told, *_others(key, values.dropna(subset=["first", "last"])))


def _others(key: str, both: pd.DataFrame) -> tuple[str, ...]:
    """Say in how many of the other regions the measure rose, or the population fell."""
    others = both[~both.index.isin(HERE)]
    if key not in MOVES or others.empty:
        return ()
    rose = others["last"] > others["first"]
    n = int((others["last"] < others["first"]).sum() if key == "population" else rose.sum())
    return (
        clean(
            f"Hors Nord et Pas-de-Calais, {MOVES[key]} dans {number(n)} des {len(others)} régions dont les "
            f"deux années sont publiées."
        ),
    )


def _grid(measure: Measure, regions: pd.DataFrame, names: pd.Series) -> Grid:
    """Return the published values with the flags of Eurostat, nothing computed."""
    decimals = 1 if measure.columns[0].startswith("share") else 0
    rows = []
    for row in regions.reset_index().to_dict("records"):
        flags, code = flags_of(row["flags"]), str(row["nuts_id"])
        cells = [published(row[column], decimals, flags.get(column, "")) for column in measure.columns]
        rows.append((str(names[code]), given(row["country_fr"]), code, *cells))
    columns = ("Région", "Pays", "Code NUTS", *(year_of(column) for column in measure.columns))
    return Grid(columns, rows, frozenset(range(3, len(columns))))
