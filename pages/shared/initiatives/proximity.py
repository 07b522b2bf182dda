"""« Proximité et fragilité » : where communes are fragile and far; how many per inhabitant; the nearest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from geo.aggregate import weighted_mean
from geo.classify import displayed
from geo.inequality import weighted_quantile
from geo.proximity import rate_per_10k, underserved
from pages.shared import data
from pages.shared.category_maps import category_view
from pages.shared.figure_block import FigureBlock, Grid, page_theme, show_figure
from pages.shared.inequality import recipes
from pages.shared.inequality.values import outside
from pages.shared.initiatives.lists import LISTS, cached_counts, cached_distances, nearest_name
from pages.shared.initiatives.words import NOT_COMPLETE, PROXIMITY, PROXIMITY_CAUTION, RATE_CAUTION
from pages.shared.maps import cached_geometry, draw_map, find_commune
from pages.shared.options import option
from pages.shared.typography import paragraphs, said
from pages.shared.widgets import select_option, select_perimeter
from viz.categories import Category, Shown, category_map
from viz.choropleth import Words
from viz.french import counted, in_name, number, quantity, within
from viz.map_component import show_table
from viz.palettes import Paint

if TYPE_CHECKING:
    import altair as alt

    from pages.shared.url_state import State
    from viz.layers import Choropleth
    from viz.palettes import Theme

LIST, FAR, KEY = "liste", "loin", "proximite"
FRAGILE_FROM: Final = 3  # fifths are counted from 0: the two highest
PER: Final = 10_000
MOST_ROWS: Final = 40
CATEGORIES: Final = {
    "fragile_far": Category("Fragile et loin", Paint("#a3361f", "#f0805c")),
    "fragile_near": Category("Fragile et proche", Paint("#e3a06f", "#a5623a")),
    "other_far": Category("Moins fragile et loin", Paint("#6f9cc6", "#5f93c4")),
    "other_near": Category("Moins fragile et proche", Paint("#dfe8f0", "#2c3d4f")),
}
FIFTHS: Final = ("Le plus bas", "Deuxième", "Du milieu", "Quatrième", "Le plus élevé")


def show_proximity(state: State) -> None:
    """Draw the choices, the map, and what it says of the perimeter, of fifths, of the commune."""
    if outside(state):
        return
    st.subheader("Où manque-t-il une initiative, là où la fragilité est forte ?")
    st.html(f'<p class="bm-block-lead">{said(PROXIMITY)}</p>')
    with st.container(key="bm-choices"):
        for column, draw in zip(st.columns([3, 3, 1.2], vertical_alignment="bottom"), _CHOICES, strict=True):
            with column:
                draw(state)
    find_commune(state, "proximite-commune")
    key, far = option(LIST), int(option(FAR))
    if not LISTS[key].complete:
        st.info(said(NOT_COMPLETE), icon=":material/info:")
    view = category_view(state, KEY, cached_layer(key, far, state.perimeter), CATEGORIES)
    draw_map(view)
    for block in cached_blocks(key, far, state.perimeter, state.commune, page_theme()):
        show_figure(block)
    show_table(view.key)


_CHOICES: Final = (
    select_perimeter,
    lambda state: select_option(LIST, "Liste"),  # noqa: ARG005 (drawn like the others)
    lambda state: select_option(FAR, "Loin à partir de"),  # noqa: ARG005
)


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_frame(key: str) -> pd.DataFrame:
    """Return ``km``, ``count``, ``people``, ``score``, ``fifth`` of communes of the two départements."""
    codes = data.cached_communes().index
    return pd.DataFrame(
        {
            "km": cached_distances(key).reindex(codes),
            "count": cached_counts(key).reindex(codes),
            "people": data.cached_population(data.LATEST),
            "score": recipes.cached_scores(recipes.EQUAL, recipes.DECILES),
            "fifth": recipes.cached_fifths(recipes.EQUAL, recipes.DECILES),
        },
        index=codes,
    )


def lacking(key: str, far: int) -> pd.Series:
    """Tell which communes are fragile and far (nullable), see `geo.proximity.underserved`."""
    frame = cached_frame(key)
    least = frame["score"][frame["fifth"] >= FRAGILE_FROM].min()
    rate = rate_per_10k(frame["count"], frame["people"])
    return underserved(
        frame["score"],
        rate,
        frame["km"],
        need_from=float(least),
        rate_below=float("inf"),
        far_from_km=float(far),
    )


@st.cache_resource(show_spinner=False, max_entries=200)
def cached_layer(key: str, far: int, perimeter: str) -> Choropleth:
    """Return the four categories as a map; a commune without a score has none."""
    frame, territory = cached_frame(key), data.cached_territory(perimeter)
    fragile = frame["fifth"] >= FRAGILE_FROM
    name = fragile.map({True: "fragile", False: "other"}) + (frame["km"] >= far).map(
        {True: "_far", False: "_near"}
    )
    known = frame["fifth"].notna()
    areas = pd.DataFrame(
        {
            "category": name.where(known).astype("string"),
            "value": displayed(frame["km"].where(known), 1),
            "status": known.map({True: "published", False: "not_available"}),
        }
    ).loc[territory.codes]
    notes = (
        f"Loin : à {far} km ou plus {_of(key)}, à vol d’oiseau.",
        "Fragile : les deux cinquièmes des communes du Nord–Pas-de-Calais au score le plus élevé.",
    )
    shown = Shown(re.sub(" à le ", " au ", f"Distance à {_the(key)}"), "Distance", "km", 1)
    words = Words(
        subtitle=territory.label, notes=tuple(map(said, notes)), source=source(key), fragile_reason=""
    )
    return category_map(cached_geometry(), areas, CATEGORIES, shown, words)


def _the(key: str) -> str:
    """Return « la fabrique la plus proche »."""
    item = LISTS[key]
    return f"{item.nearest.split()[0]} {item.one} {item.nearest}"


def _of(key: str) -> str:
    """Return « de la fabrique la plus proche », « du territoire le plus proche »."""
    return re.sub("^de le ", "du ", f"de {_the(key)}")


def source(key: str) -> str:
    """Return the credit of a list and of the score."""
    return said(f"Liste : {LISTS[key].source}. {recipes.source()}")


@st.cache_resource(show_spinner=False, max_entries=200)
def cached_blocks(
    key: str,
    far: int,
    perimeter: str,
    commune: str | None,
    theme: Theme,
) -> tuple[FigureBlock, ...]:
    """Return the blocks of the section."""
    return (
        _lacking_block(key, far, perimeter, commune),
        _fifths_block(key, far, perimeter, theme),
        _nearest_block(perimeter, commune),
    )


# --- fragile and far ----------------------------------------------------------------------------------------


def _lacking_block(key: str, far: int, perimeter: str, commune: str | None) -> FigureBlock:
    codes = data.cached_territory(perimeter).codes
    found = lacking(key, far).loc[codes].fillna(value=False).astype(bool)
    people = cached_frame(key)["people"].loc[codes]
    sentences = [_lacking_sentence(key, far, perimeter, people[found], people)]
    if commune:
        sentences.append(_own(key, far, commune))
    columns = (f"Habitants {data.LATEST}", "Distance en km", "Score sur 50")
    return FigureBlock(
        key="manque",
        title="Fragiles et loin",
        description="",
        sentences=tuple(sentences),
        grid=Grid(
            ("Commune (les plus peuplées d’abord)", *columns),
            _lacking_rows(key, people[found]) or [("Aucune", "–", "–", "–")],
            frozenset({1, 2, 3}),
        ),
        source=source(key),
        caution=paragraphs(PROXIMITY_CAUTION),
    )


def _lacking_sentence(key: str, far: int, perimeter: str, lacking_: pd.Series, people: pd.Series) -> str:
    place = within(data.cached_territory(perimeter).label_in_sentence)
    if lacking_.empty:
        return said(
            f"{place[0].upper()}{place[1:]}, aucune commune n’est à la fois parmi les plus fragiles et "
            f"à {far} km "
            f"ou plus {_of(key)}."
        )
    share = 100 * lacking_.sum() / people.sum()
    number_of = counted(len(lacking_), "commune est", "communes sont")
    return said(
        f"{place[0].upper()}{place[1:]}, {number_of} à la fois parmi les plus fragiles et à {far} "
        "km ou plus de "
        f"{_the(key)} : {counted(float(lacking_.sum()), 'habitant')}, soit {quantity(share, '%', 1)}."
    )


def _lacking_rows(key: str, people: pd.Series) -> list[tuple[str, str, str, str]]:
    frame, names = cached_frame(key), data.cached_communes()["name"]
    return [
        (
            str(names[code]),
            number(frame["people"][code]),
            number(frame["km"][code], 1),
            number(frame["score"][code]),
        )
        for code in people.sort_values(ascending=False).index[:MOST_ROWS].astype(str)
    ]


def _own(key: str, far: int, commune: str) -> str:
    name, km = str(data.cached_communes()["name"][commune]), float(cached_frame(key)["km"][commune])
    is_lacking = lacking(key, far)[commune]
    told = (
        "la commune n’a pas de score de fragilité"
        if pd.isna(is_lacking)
        else (
            "la commune est fragile et loin"
            if is_lacking
            else "la commune n’est pas à la fois fragile et loin"
        )
    )
    return said(
        f"Depuis {name}, {_the(key)} est {nearest_name(key, commune)}, à {number(km, 1)} km : avec ces "
        f"choix, {told}."
    )


# --- fifths -------------------------------------------------------------------------------------------------


def fifths_table(key: str, far: int, perimeter: str) -> pd.DataFrame:
    """Return, by fifth of fragility: communes, people, initiatives, rate, part of people far, median km."""
    frame = cached_frame(key).loc[data.cached_territory(perimeter).codes].dropna(subset=["fifth"])
    rows = {}
    for fifth in range(recipes.FIFTHS):
        part = frame[frame["fifth"].eq(fifth)]
        people = float(part["people"].sum())
        rows[fifth] = {
            "communes": len(part),
            "people": people,
            "count": int(part["count"].sum()),
            "per_10k": PER * part["count"].sum() / people if people else float("nan"),
            "far_pct": 100 * part["people"][part["km"] >= far].sum() / people if people else float("nan"),
            "median_km": float(weighted_quantile(part["km"], part["people"], 0.5))
            if people
            else float("nan"),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def _fifths_block(key: str, far: int, perimeter: str, theme: Theme) -> FigureBlock:
    table, item = fifths_table(key, far, perimeter), LISTS[key]
    columns = ("Score de fragilité", "Communes", "Habitants", item.many[0].upper() + item.many[1:])
    return FigureBlock(
        key="cinquiemes",
        title="Du moins fragile au plus fragile",
        lead=said(f"Part des habitants à {far} km ou plus {_of(key)}, par cinquième de fragilité."),
        description=f"Part des habitants loin {_of(key)}, par cinquième de fragilité",
        chart=_fifths_chart(table, theme),
        sentences=_fifths_sentences(key, far, perimeter, table),
        grid=Grid(
            (*columns, "Pour 10 000 habitants", "Distance médiane en km", f"À {far} km ou plus"),
            [
                _fifth_row(name, row, complete=item.complete)
                for name, (_, row) in zip(FIFTHS, table.iterrows(), strict=True)
            ],
            frozenset({1, 2, 3, 4, 5, 6}),
        ),
        source=source(key),
        caution=(*paragraphs(RATE_CAUTION), *paragraphs(PROXIMITY_CAUTION)),
    )


def _fifths_sentences(key: str, far: int, perimeter: str, table: pd.DataFrame) -> tuple[str, ...]:
    item, place = LISTS[key], within(data.cached_territory(perimeter).label_in_sentence)
    here, sentences = f"{place[0].upper()}{place[1:]}", []
    low, high = table.iloc[0], table.iloc[-1]
    if low["communes"] and high["communes"]:
        sentences.append(
            f"{here}, {quantity(high['far_pct'], '%')} des habitants des communes les plus fragiles "
            "(cinquième le "
            f"plus élevé) vivent à {far} km ou plus {_of(key)}, contre {quantity(low['far_pct'], '%')} "
            "dans le "
            "cinquième le plus bas."
        )
    if item.complete:
        total, people = int(table["count"].sum()), float(table["people"].sum())
        sentences.append(_rate_sentence(place, total, people, item.one, item.many))
    return tuple(map(said, sentences))


def _fifth_row(name: str, row: pd.Series, *, complete: bool) -> tuple[str, ...]:
    return (
        name,
        number(row["communes"]),
        number(row["people"]),
        number(row["count"]),
        number(row["per_10k"], 2) if complete else "–",
        number(row["median_km"], 1),
        quantity(row["far_pct"], "%", 1),
    )


def _rate_sentence(place: str, total: int, people: float, one: str, many: str) -> str:
    if not total:
        return said(f"{place[0].upper()}{place[1:]}, la liste ne compte aucune {one}.")
    return said(
        f"{place[0].upper()}{place[1:]}, {counted(total, one, many)} : {number(PER * total / people, 2)} "
        "pour "
        f"10 000 habitants, soit une pour {counted(round(people / total, -3), 'habitant')} environ."
    )


def _fifths_chart(table: pd.DataFrame, theme: Theme) -> alt.LayerChart:
    from viz.charts.bars import bars  # noqa: PLC0415 (Altair takes a second)
    from viz.charts.theme import inks  # noqa: PLC0415

    shown = [quantity(value, "%") for value in table["far_pct"]]
    parts = pd.DataFrame(
        {
            "row": range(len(table)),
            "start": 0.0,
            "end": table["far_pct"].to_numpy(),
            "role": "basin",
            "strength": 1.0,
            "name": FIFTHS,
            "text": shown,
            "inside": "",
        }
    )
    labels = [
        f"{name} · {counted(int(n), 'commune')}" for name, n in zip(FIFTHS, table["communes"], strict=True)
    ]
    rows = pd.DataFrame({"label": labels, "shown": shown, "strong": [False] * 4 + [True]})
    return bars(parts, rows, inks(theme), title="% des habitants", end=100.0)


# --- the nearest of each kind -------------------------------------------------------------------------------


def _nearest_block(perimeter: str, commune: str | None) -> FigureBlock:
    territory = data.cached_territory(perimeter)
    people = data.cached_population(data.LATEST).loc[territory.codes]
    rows = [_nearest_row(key, people, commune) for key in LISTS if key != "labels"]
    complete = [key for key, item in LISTS.items() if item.complete and key != "labels"]
    place = within(territory.label_in_sentence)
    means = {key: weighted_mean(cached_distances(key).loc[people.index], people) for key in complete}
    told = " et ".join(f"{number(means[key], 1)} km {_of(key)}" for key in complete)
    sentences = [said(f"{place[0].upper()}{place[1:]}, un habitant est en moyenne à {told}.")]
    if commune:
        own = " ; ".join(
            f"{_the(key)} à {number(float(cached_distances(key)[commune]), 1)} km" for key in complete
        )
        at = in_name(str(data.cached_communes()["name"][commune]))
        sentences.append(said(f"{at[0].upper()}{at[1:]} : {own}."))
    return FigureBlock(
        key="proches",
        title="La plus proche, par liste",
        lead=said("Distances à vol d’oiseau entre centres de communes, pondérées par les habitants."),
        description="",
        sentences=tuple(sentences),
        grid=Grid(
            (
                "Liste",
                "Lignes situées en France",
                "Distance moyenne en km",
                "Depuis ma commune, en km",
                "Laquelle",
            ),
            rows,
            frozenset({1, 2, 3}),
        ),
        source=said(f"Listes : {LISTS['labels'].source} ; relevés du projet (partiels) pour les autres."),
        caution=paragraphs(PROXIMITY_CAUTION),
    )


def _nearest_row(key: str, people: pd.Series, commune: str | None) -> tuple[str, str, str, str, str]:
    item, distances = LISTS[key], cached_distances(key)
    most = "" if item.complete else "au plus "
    mean = f"{most}{number(weighted_mean(distances.loc[people.index], people), 1)}"
    name = item.many[0].upper() + item.many[1:]
    placed = number(int(cached_counts(key).sum()))
    if not commune:
        return name, placed, mean, "–", "choisissez une commune"
    return name, placed, mean, f"{most}{number(float(distances[commune]), 1)}", nearest_name(key, commune)
