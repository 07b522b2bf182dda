"""Two gaps that are not the same: between communes, and between households (Filosofi)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from geo.inequality import interdecile_ratio, weighted_quantile
from loaders.french import typeset
from pages.shared import data
from pages.shared.figure_block import FigureBlock, Grid, page_theme, show_figure
from pages.shared.inequality.values import Compared, cached_compared, measure, source_of, too_little, unfit
from viz.french import in_name, number, quantity
from viz.sentences.inequality import (
    RATIO_DECIMALS,
    Index,
    deciles_sentence,
    household_sentence,
    households_sentence,
    range_text,
    short_unit,
)

if TYPE_CHECKING:
    import altair as alt

    from pages.shared.url_state import State

RATIO: Final = "interdecile_ratio"
YEAR: Final = 2021
INCOME: Final = "median_income_eur"
AROUND: Final = {
    "france": "France",
    "region_32": "Hauts-de-France",
    "departement_59": "Nord",
    "departement_62": "Pas-de-Calais",
}
"""Places of the producer's own figures that stand beside the intercommunalités of the perimeter."""
BETWEEN_CAUTION: Final = (
    "Chaque habitant reçoit la valeur de sa commune : ce rapport dit combien les communes diffèrent, pas combien "
    "les habitants diffèrent. Il est toujours bien plus petit que celui des ménages.",
    "Les déciles sont ceux des habitants, rangés par la valeur de leur commune : une grande ville pèse son poids.",
)
HOUSEHOLD_CAUTION: Final = (
    "Le rapport D9/D1 compare des ménages, quel que soit l’endroit où ils vivent dans le territoire ; il ne se "
    "calcule pas à partir des communes, et l’Insee ne le publie pas pour le Bassin minier. Il est donc donné par "
    "intercommunalité.",
    "Un rapport faible peut venir de revenus modestes pour presque tous : il ne dit rien du niveau. D1 et D9 "
    "laissent de côté les 10 % les plus modestes et les 10 % les plus aisés.",
    "L’Insee ne publie les déciles que pour les communes assez peuplées : les petites communes sont absentes.",
)


def show_deciles(state: State) -> None:
    """Draw the gap between communes, then, apart, the gap between households."""
    places = cached_compared(state.indicator, state.year, state.perimeter)
    if not unfit(state):
        show_figure(_communes_block(state, places))
    show_figure(_households_block(state))


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_deciles(indicator: str, year: int, perimeter: str) -> pd.DataFrame:
    """Return ``low``, ``middle``, ``high`` and ``ratio`` of communes, a row per place compared; NaN if too few."""
    rows = [_deciles(place) for place in cached_compared(indicator, year, perimeter)]
    return pd.DataFrame(rows, columns=["low", "middle", "high", "ratio"])


def _deciles(place: Compared) -> tuple[float, ...]:
    if not place.enough:
        return (float("nan"),) * 4
    levels = (weighted_quantile(place.values, place.weights, q) for q in (0.1, 0.5, 0.9))
    return (*levels, interdecile_ratio(place.values, place.weights))


def _communes_block(state: State, places: tuple[Compared, ...]) -> FigureBlock:
    told = measure(state.indicator, state.year)
    deciles = cached_deciles(state.indicator, state.year, state.perimeter)
    rows = list(zip(places, deciles.itertuples(index=False), strict=True))
    return FigureBlock(
        key="communes",
        title="Entre communes",
        lead=typeset(
            "Du premier au neuvième décile : huit habitants sur dix vivent dans une commune dont la valeur est "
            "sur la barre. Le point partage les habitants en deux moitiés."
        ),
        description=f"Déciles des communes, {told.title}, {state.year}",
        chart=_communes_chart(state, places, deciles),
        sentences=tuple(
            deciles_sentence(told, place.place, row.low, row.high) if place.enough else too_little(place)
            for place, row in rows
        ),
        grid=Grid(
            ("Territoire", "Premier décile", "Médiane", "Neuvième décile", "Rapport"),
            [
                (
                    place.name,
                    *(
                        quantity(value, short_unit(told), told.decimals)
                        for value in (row.low, row.middle, row.high)
                    ),
                    number(row.ratio, RATIO_DECIMALS),
                )
                for place, row in rows
            ],
            frozenset({1, 2, 3, 4}),
        ),
        source=source_of(state, places),
        caution=tuple(map(typeset, BETWEEN_CAUTION)),
    )


def _communes_chart(state: State, places: tuple[Compared, ...], deciles: pd.DataFrame) -> alt.LayerChart:
    from viz.charts.ranges import ranges  # noqa: PLC0415
    from viz.charts.theme import inks  # noqa: PLC0415

    told = measure(state.indicator, state.year)
    frame = deciles.assign(
        label=[place.name for place in places],
        role=[place.role for place in places],
        strong=[place is places[0] for place in places],
        shown=[f"rapport {number(ratio, RATIO_DECIMALS)}" for ratio in deciles["ratio"]],
        text=[range_text(told, row.low, row.middle, row.high, "médiane") for row in deciles.itertuples()],
    )
    return ranges(frame, inks(page_theme()))


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_households(perimeter: str, commune: str | None) -> pd.DataFrame:
    """Return Insee's D9/D1 of households: the places around, the intercommunalités of a perimeter, the commune.

    Index: territory ids; ``name``, ``role``, ``ratio`` (NaN where it is not published).
    """
    communes = data.cached_communes()
    within_it = communes.loc[data.cached_territory(perimeter).codes]
    epcis = within_it.groupby("code_epci").agg(
        name=("epci_name", "first"), longitude=("centroid_lon", "mean")
    )
    rows = {key: (name, "reference") for key, name in AROUND.items()}
    rows |= {f"epci_{code}": (name, "basin") for code, name in epcis.sort_values("longitude")["name"].items()}
    if commune:
        rows[f"commune_{commune}"] = (str(communes["name"][commune]), "commune")
    frame = pd.DataFrame(rows.values(), columns=["name", "role"], index=list(rows))
    return frame.assign(ratio=[_published(key) for key in frame.index])


def _published(territory: str) -> float:
    kind, _, code = territory.partition("_")
    if kind == "commune":
        return float(data.observations(RATIO, YEAR)["value"][code])
    levels = {"france": ("country", "FR"), "departement": ("department", code)}
    return data.cached_benchmarks().get((*levels.get(kind, (kind, code)), RATIO, YEAR), float("nan"))


def _households_block(state: State) -> FigureBlock:
    table = cached_households(state.perimeter, state.commune)
    item = data.cached_indicators()[RATIO]
    return FigureBlock(
        key="menages",
        title="Entre ménages",
        lead=typeset(
            "Une autre question, une autre mesure : combien de fois le niveau de vie que dépassent les 10 % les plus "
            "aisés contient celui que n’atteignent pas les 10 % les plus modestes (D9/D1, Filosofi)."
        ),
        description=f"Rapport interdécile D9/D1 entre ménages, {YEAR}",
        chart=_households_chart(table),
        sentences=_household_sentences(state, table),
        grid=Grid(
            ("Territoire", "Rapport D9/D1 entre ménages"),
            [
                (row.name_, number(row.ratio, 1))
                for row in table.rename(columns={"name": "name_"}).itertuples()
            ],
            frozenset({1}),
        ),
        source=f"{data.source_line(item, YEAR)} Chiffres de l’Insee pour chaque territoire, D’ouest en est.",
        caution=tuple(map(typeset, HOUSEHOLD_CAUTION)),
    )


def _household_sentences(state: State, table: pd.DataFrame) -> tuple[str, ...]:
    between = cached_deciles(INCOME, YEAR, state.perimeter)["ratio"].iloc[0]
    place = cached_compared(INCOME, YEAR, state.perimeter)[0].place
    epcis = table[table["role"] == "basin"]["ratio"]
    around = Index("en France", float(table["ratio"].iloc[0]))
    told = [households_sentence(place, epcis.tolist(), around, between, YEAR)]
    if state.commune:
        row = table.loc[f"commune_{state.commune}"]
        told.append(household_sentence(in_name(row["name"]), row["ratio"], YEAR))
    return tuple(told)


def _households_chart(table: pd.DataFrame) -> alt.LayerChart:
    from viz.charts.dot_rows import dot_rows  # noqa: PLC0415
    from viz.charts.theme import inks  # noqa: PLC0415

    shown = [number(ratio, 1) for ratio in table["ratio"]]
    marks = pd.DataFrame(
        {
            "row": range(len(table)),
            "value": table["ratio"].to_numpy(),
            "name": table["name"].to_numpy(),
            "text": shown,
            "role": table["role"].to_numpy(),
            "part": False,
        }
    )
    rows = pd.DataFrame(
        {"label": table["name"].to_numpy(), "shown": shown, "strong": table["role"].eq("commune").to_numpy()}
    )
    return dot_rows(marks, rows, inks(page_theme()), float(table["ratio"].iloc[0]))
