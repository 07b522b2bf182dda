"""« Le temps des puits » : 636 shafts by opening and closing year, how many at work, whose, how deep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

from pages.shared import data
from pages.shared.exports.explorers import Places, places_export
from pages.shared.exports.menu import show_exports
from pages.shared.figure_block import FigureBlock, Grid, page_theme, show_figure
from pages.shared.grounds import basin_ground
from pages.shared.heritage.words import DEPTH_CAUTION, SHAFT_CAUTION, SHAFT_NOTES, SHAFT_SOURCE
from pages.shared.options import option, set_option
from pages.shared.typography import clean, given, lines
from viz.explorer import Symbol
from viz.explorer.timeline import Place, Team, Timeline, at_work, is_dated, places_file, show_timeline
from viz.french import NBSP, number
from viz.points import place_name
from viz.static_files import publish

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import altair as alt

    from pages.shared.exports.model import Export
    from pages.shared.url_state import State
    from viz.explorer import Row
    from viz.palettes import Theme

KEY: Final = "puits-temps"
FIRST: Final = 1720
LAST: Final = 1990
NAMED: Final = 8
"""Companies with a colour of their own: those with the most shafts."""
STEP: Final = 10
COLOURS: Final = (
    ("#9c3d24", "#f0946f"),
    ("#8a6d00", "#e0c060"),
    ("#326397", "#7fb0e0"),
    ("#1d7a78", "#6cc9c5"),
    ("#6b4a93", "#b99be0"),
    ("#a8326e", "#f08cbb"),
    ("#457c38", "#8fc47c"),
    ("#7a5230", "#d0a27c"),
    ("#8f9194", "#87898b"),
)
MISSPELT: Final = {"Compagne de Vicoigne-Nœux": "Compagnie de Vicoigne-Nœux"}
DEPTH_PERIODS: Final = ((1716, 1799), (1800, 1849), (1850, 1899), (1900, 1960))


def show_shafts(state: State) -> None:  # noqa: ARG001 (the year is an option of the address)
    """Draw the shafts through time, then the figures."""
    _timeline()
    for block in cached_blocks(page_theme()):
        show_figure(block)


@st.fragment
def _timeline() -> None:
    """Draw in a fragment: a change of year runs these lines again, and nothing else of the page."""

    def changed() -> None:
        set_option("annee_puits", str(int(st.session_state[KEY].year)))

    view = _view(int(option("annee_puits")))
    show_timeline(view, on_change=changed)
    show_exports(KEY, lambda: _export(view))


def _export(view: Timeline) -> Export:
    """Return what the map of shafts offers: those at work in the year that is shown."""
    places, teams = cached_places()
    shown = at_work(places, view.year)
    told = f"{number(len(shown))} puits en activité en {view.year}, sur {number(len(places))}"
    return places_export(
        Places(
            key="puits",
            title="Anciens puits de mine",
            subtitle=told,
            rows=[_row(i, place) for i, place in enumerate(shown)],
            symbols={str(i): Symbol("square", *team[1:], team.label) for i, team in enumerate(teams)},
            ground=view.ground,
            bounds=view.bounds,
            source=view.source,
            notes=view.notes,
        ),
        f"en-activite-en-{view.year}",
    )


def _row(i: int, place: Place) -> Row:
    depth = "" if place.depth is None else f"{number(place.depth)}{NBSP}m"
    facts = [
        ["Compagnie et commune", place.text.split("\n")[0]],
        ["Creusé en", str(place.first)],
        ["Fermé en", str(place.last)],
        *([["Profondeur", depth]] if depth else []),
    ]
    return {
        "id": str(i),
        "name": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "kind": str(place.team),
        "facts": facts,
    }


def _view(year: int) -> Timeline:
    places, teams = cached_places()
    return Timeline(
        key=KEY,
        places_url=publish("puits-temps", places_file(places)),
        teams=teams,
        bounds=data.cached_territory(data.DEFAULT_PERIMETER).bounds,
        ground=basin_ground(),
        source=SHAFT_SOURCE,
        notes=tuple(clean(note) for note in SHAFT_NOTES),
        first=FIRST,
        last=LAST,
        year=year,
        noun=("puits", "puits"),
    )


def company(name: object) -> str:
    """Return the company of a shaft as the site writes it."""
    return clean(MISSPELT.get(str(name), str(name)))


@st.cache_resource(show_spinner=False)
def cached_places() -> tuple[tuple[Place, ...], tuple[Team, ...]]:
    """Return the shafts, and the companies with a colour: the largest, then all the others."""
    shafts = data.cached_table("mine_shafts")
    names = shafts["company"].map(company)
    largest = names.value_counts().index[:NAMED].tolist()
    others = names[~names.isin(largest)].nunique()
    teams = [*largest, f"Autres compagnies ({others})"]
    rank = {name: i for i, name in enumerate(largest)}
    places = [
        _place(row, name, rank.get(name, NAMED))
        for row, name in zip(shafts.to_dict("records"), names, strict=True)
    ]
    return tuple(places), tuple(Team(name, *COLOURS[i]) for i, name in enumerate(teams))


def _place(row: Mapping[Any, Any], name: str, team: int) -> Place:
    first, last = (None if pd.isna(row[key]) else int(row[key]) for key in ("sunk_year", "closed_year"))
    depth = None if pd.isna(row["depth_m"]) or row["depth_m"] == 0 else float(row["depth_m"])
    told = [
        f"{name} · {given(row['commune'])}",
        f"Creusé en {first or 'année inconnue'}, fermé en {last or 'année inconnue'}",
        f"Profondeur{NBSP}: {number(depth)}{NBSP}m" if depth else "Profondeur inconnue",
        given(row["note"]),
    ]
    text = "\n".join(clean(line) for line in told if line)
    lat, lon = round(float(row["lat"]), 5), round(float(row["lon"]), 5)
    return Place(lat, lon, first, last, team, depth, clean(place_name(row)), text)


def yearly(places: Sequence[Place]) -> pd.Series:
    """Return the shafts at work in each year of the slider."""
    return pd.Series({year: len(at_work(places, year)) for year in range(FIRST, LAST + 1)})


@st.cache_resource(show_spinner=False)
def cached_blocks(theme: Theme) -> tuple[FigureBlock, ...]:  # noqa: ARG001 (part of the key)
    """Return the figures of the section, in a theme."""
    places, teams = cached_places()
    return _count_block(places, teams), _depth_block(places)


def _count_block(places: Sequence[Place], teams: Sequence[Team]) -> FigureBlock:
    totals = yearly(places)
    years = range(FIRST, LAST + 1, STEP)
    rows = [(str(year), number(totals[year]), *_by_team(places, teams, year)) for year in years]
    return FigureBlock(
        key="puits-actifs",
        title="Combien de puits en activité ?",
        description="Puits en activité, par compagnie, tous les dix ans",
        sentences=_count_sentences(places, totals),
        grid=Grid(
            ("Année", "Puits en activité", *(team.label for team in teams)),
            rows,
            frozenset(range(1, len(teams) + 2)),
        ),
        source=SHAFT_SOURCE,
        caution=lines(SHAFT_CAUTION),
    )


def _by_team(places: Sequence[Place], teams: Sequence[Team], year: int) -> list[str]:
    owners = [place.team for place in at_work(places, year)]
    return [number(owners.count(i)) for i in range(len(teams))]


def _count_sentences(places: Sequence[Place], totals: pd.Series) -> tuple[str, ...]:
    dated = [place for place in places if is_dated(place)]
    most, peak = int(totals.max()), FIRST + int(totals.to_numpy().argmax())
    later = sum(place.last > LAST for place in dated if place.last)
    short = sum(place.last - place.first <= 1 for place in dated if place.first and place.last)
    return (
        clean(
            f"C’est en {peak} que le plus de puits sont en activité : {most} sur les {len(dated)} dont les "
            f"deux dates sont connues."
        ),
        clean(
            f"De {number(totals[1800])} puits en 1800, le bassin passe à {number(totals[1850])} en 1850, "
            f"{number(totals[1900])} en 1900, {number(totals[1950])} en 1950 et {number(totals[1980])} "
            "en 1980."
        ),
        clean(f"{short} puits sur {len(dated)} ont fermé l’année de leur creusement ou la suivante."),
        clean(
            f"Après {LAST}, dernière année d’extraction, la source donne encore une fermeture à {later} "
            "puits."
        ),
    )


def _depth_rows(known: pd.DataFrame, places: Sequence[Place]) -> list[tuple[str, ...]]:
    """Return a row per period of sinking: shafts, those of known depth, their median and greatest depth."""
    rows = []
    for start, end in DEPTH_PERIODS:
        found = known.loc[known["first"].between(start, end), "depth"]
        sunk = sum(place.first is not None and start <= place.first <= end for place in places)
        sizes = (sunk, len(found), found.median(), found.max())
        rows.append((f"{start}–{end}", *(number(size) for size in sizes)))
    return rows


def _depth_sentences(known: pd.DataFrame, rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    deepest = known.iloc[int(known["depth"].argmax())]
    return (
        clean(
            f"La moitié des puits creusés avant 1800 dépassent {rows[0][3]} m ; pour ceux "
            f"creusés depuis 1900, c’est {rows[-1][3]} m."
        ),
        clean(
            f"Le plus profond est « {deepest['name']} », creusé en {deepest['first']} : "
            f"{number(deepest['depth'])} m."
        ),
    )


def _depth_block(places: Sequence[Place]) -> FigureBlock:
    known = pd.DataFrame([place for place in places if place.depth and place.first], columns=Place._fields)
    rows = _depth_rows(known, places)
    return FigureBlock(
        key="puits-profondeur",
        title="Toujours plus profond",
        description="Profondeur des puits selon l’année de leur creusement",
        chart=_depth_chart(known),
        sentences=_depth_sentences(known, rows),
        grid=Grid(
            ("Creusés en", "Puits", "Profondeur connue", "Médiane (m)", "Maximum (m)"),
            rows,
            frozenset({1, 2, 3, 4}),
        ),
        source=clean(
            f"{SHAFT_SOURCE} Profondeur et année de creusement connues pour {len(known)} puits "
            f"sur {len(places)}."
        ),
        caution=lines(DEPTH_CAUTION),
    )


def _depth_chart(known: pd.DataFrame) -> alt.LayerChart:
    from viz.charts.depths import depths  # noqa: PLC0415
    from viz.charts.theme import inks  # noqa: PLC0415

    frame = known.assign(
        told=[
            f"{depth:.0f} m, creusé en {year}"
            for depth, year in zip(known["depth"], known["first"], strict=True)
        ]
    )
    return depths(frame[["first", "depth", "name", "told"]], inks(page_theme()))
