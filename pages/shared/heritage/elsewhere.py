"""« Ailleurs dans le monde » : World Heritage sites of coal, mines and industry; « Europe Underground »."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

from pages.shared import data
from pages.shared.explorers import draw_explorer
from pages.shared.figure_block import FigureBlock, Grid, page_theme, show_figure
from pages.shared.heritage.words import ROUTE_NOTE, WORLD_CAUTION, WORLD_NOTE, WORLD_SOURCE
from pages.shared.typography import clean, facts, given, labels_of, lines
from pages.shared.world import CREDIT, cached_world_url
from viz.explorer import Explorer, Facet, Ground, Known, Symbol, code_of, rows_file
from viz.french import NBSP, number
from viz.static_files import publish

if TYPE_CHECKING:
    from collections.abc import Mapping

    import altair as alt

    from pages.shared.url_state import State
    from viz.explorer import Row
    from viz.palettes import Theme

BASIN: Final = 1360
ROUTE: Final = "Europe Underground"
ROUTE_SITES: Final = frozenset({1360, 32, 1027})
"""Sites of the route that the note of the Mission names (the basin, Wieliczka, Falun); it has nine."""
BOUNDS: Final = (-38.0, -100.0, 66.0, 145.0)
THEMES: Final = {
    "charbon": Symbol("square", "#9c3d24", "#f0946f", "Charbon"),
    "metaux": Symbol("triangle", "#4d4a45", "#b9b4aa", "Mines métalliques"),
    "carrieres": Symbol("diamond", "#8a6d00", "#e0c060", "Sel, silex, ardoise, nitrate"),
    "fer": Symbol("pentagon", "#326397", "#7fb0e0", "Sidérurgie"),
    "textile": Symbol("circle", "#6b4a93", "#b99be0", "Textile et cités textiles"),
    "ouvrages": Symbol("bar", "#1d7a78", "#6cc9c5", "Canaux, rail, ports et ouvrages"),
    "industries": Symbol("star", "#a8326e", "#f08cbb", "Autres industries"),
}
STARTS: Final = {
    "charbon": "charbon",
    "mines métalliques": "metaux",
    "sel": "carrieres",
    "silex": "carrieres",
    "ardoise": "carrieres",
    "nitrate": "carrieres",
    "sidérurgie": "fer",
    "textile": "textile",
    "cité ouvrière": "textile",
    "canaux": "ouvrages",
    "chemin de fer": "ouvrages",
    "ouvrages": "ouvrages",
    "port": "ouvrages",
    "hydraulique": "ouvrages",
    "télécommunications": "ouvrages",
}
"""First words of the theme of the table to ours; any other theme is « Autres industries »."""


def theme_of(theme: str) -> str:
    """Return our theme of a site."""
    return next((ours for start, ours in STARTS.items() if theme.startswith(start)), "industries")


def show_elsewhere(state: State) -> None:  # noqa: ARG001 (the choices are those of the explorer)
    """Draw the world map of the sites, then their comparison."""
    view, known = cached_explorer()
    draw_explorer(view, known)
    show_figure(cached_block(page_theme()))


@st.cache_resource(show_spinner=False)
def cached_sites() -> pd.DataFrame:
    """Return the sites with an industrial theme, ours in ``ours``."""
    table = data.cached_table("world_heritage_sites")
    sites = table[table["industrial_theme"].notna()]
    return sites.assign(ours=[theme_of(str(theme)) for theme in sites["industrial_theme"]])


@st.cache_resource(show_spinner=False)
def cached_explorer() -> tuple[Explorer, Known]:
    """Return the explorer of the sites, and what an address may say of it."""
    sites = cached_sites()
    rows = [_row(row) for row in sites.to_dict("records")]
    facets = (
        Facet("theme", "Thème", labels={key: symbol.label for key, symbol in THEMES.items()}),
        Facet("route", "Itinéraire", labels={code_of(ROUTE): f"« {ROUTE} »"}, unknown="Non cité"),
        Facet("inscription", "Année d’inscription", "range"),
        Facet(
            "pays", "Pays", labels=labels_of(state for text in sites["states_fr"] for state in states(text))
        ),
    )
    view = Explorer(
        key="patrimoine-monde",
        rows_url=publish("patrimoine-monde", rows_file(rows)),
        facets=facets,
        symbols=THEMES,
        title="Biens miniers et industriels du patrimoine mondial",
        noun=("bien", "biens"),
        bounds=BOUNDS,
        ground=Ground((cached_world_url(),), names="none", least_zoom=1),
        source=WORLD_SOURCE,
        notes=(clean(WORLD_NOTE), clean(ROUTE_NOTE), clean(CREDIT)),
        height=520,
        search="Chercher un nom, un pays…",
    )
    return view, Known.of(facets, rows)


def states(text: object) -> list[str]:
    """Return the states of a site, one each."""
    return [part.strip() for part in given(text).replace(";", ",").split(",") if part.strip()]


def _row(row: Mapping[Any, Any]) -> Row:
    number_of, placed = int(row["id"]), pd.notna(row["lat"])
    return {
        "id": str(number_of),
        "name": given(row["name_fr"]),
        "line": f"{', '.join(states(row['states_fr']))} · {int(row['inscription_year'])}",
        "lat": round(float(row["lat"]), 5) if placed else None,
        "lon": round(float(row["lon"]), 5) if placed else None,
        "kind": row["ours"],
        "facets": {
            "theme": row["ours"],
            "route": code_of(ROUTE) if number_of in ROUTE_SITES else None,
            "inscription": int(row["inscription_year"]),
            "pays": [code_of(state) for state in states(row["states_fr"])],
        },
        "facts": facts(
            [
                ("Thème (classement du projet)", given(row["industrial_theme"])),
                ("Pays", ", ".join(states(row["states_fr"]))),
                ("Inscription", str(int(row["inscription_year"]))),
                ("Extensions", given(row["secondary_dates"])),
                ("Critères", given(row["criteria"])),
                ("Surface", f"{number(row['area_ha'], 2)}{NBSP}ha" if row["area_ha"] > 0 else "non publiée"),
                ("Itinéraire", f"« {ROUTE} »" if number_of in ROUTE_SITES else ""),
            ]
        ),
        "links": [["Page du bien sur le site de l’UNESCO", f"https://whc.unesco.org/fr/list/{number_of}"]],
    }


@st.cache_resource(show_spinner=False)
def cached_block(theme: Theme) -> FigureBlock:  # noqa: ARG001 (part of the key)
    """Return the comparison of the sites by year and area, in a theme."""
    sites = cached_sites().sort_values("inscription_year")
    measured = sites[sites["area_ha"] > 0]
    rows = [
        (
            given(row["name_fr"]),
            ", ".join(states(row["states_fr"])),
            THEMES[row["ours"]].label,
            str(int(row["inscription_year"])),
            number(row["area_ha"], 1) if row["area_ha"] > 0 else "non publiée",
        )
        for row in sites.to_dict("records")
    ]
    return FigureBlock(
        key="monde-surfaces",
        title="Quand, et sur quelle surface ?",
        description="Biens industriels du patrimoine mondial par année d’inscription et surface",
        chart=_chart(measured),
        sentences=_sentences(sites),
        grid=Grid(("Bien", "Pays", "Thème", "Inscription", "Surface (ha)"), rows, frozenset({3, 4})),
        source=clean(f"{WORLD_SOURCE} Surface connue pour {len(measured)} biens sur {len(sites)}."),
        caution=lines(WORLD_CAUTION),
    )


def _sentences(sites: pd.DataFrame) -> tuple[str, ...]:
    coal = sites[sites["ours"] == "charbon"]
    basin = sites.loc[sites["id"] == BASIN].iloc[0]
    before = coal[coal["inscription_year"] < basin["inscription_year"]]
    measured = coal[coal["area_ha"] > 0].sort_values("area_ha", ascending=False)
    rank = 1 + measured["id"].tolist().index(BASIN)
    place = "le plus étendu" if rank == 1 else f"le {rank}e plus étendu"
    return (
        clean(
            f"{len(coal)} des {len(sites)} biens retenus ici touchent au charbon ; {len(before)} "
            f"étaient inscrits avant le Bassin minier du Nord-Pas de Calais (2012)."
        ),
        clean(
            f"Avec {number(basin['area_ha'])} ha, le Bassin minier est {place} des {len(measured)} biens du "
            f"charbon dont la surface est publiée."
        ),
    )


def _chart(measured: pd.DataFrame) -> alt.LayerChart:
    from viz.charts.areas_by_year import areas_by_year  # noqa: PLC0415
    from viz.charts.theme import inks  # noqa: PLC0415

    frame = pd.DataFrame(
        {
            "year": measured["inscription_year"].astype(int),
            "area": measured["area_ha"],
            "name": measured["name_fr"].map(given),
            "told": [
                f"{number(a, 1)} ha, inscrit en {y}"
                for a, y in zip(measured["area_ha"], measured["inscription_year"], strict=True)
            ],
            "group": [
                "basin" if one == BASIN else "coal" if ours == "charbon" else "other"
                for one, ours in zip(measured["id"], measured["ours"], strict=True)
            ],
        }
    )
    return areas_by_year(frame, inks(page_theme()))
