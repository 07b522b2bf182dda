"""« Exporter » : one menu for maps, charts and explorers. It costs next to nothing until it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.shared.browser_modules import browser_module
from pages.shared.embed import address_query, is_embedded
from pages.shared.exports import files
from pages.shared.exports.maps import today
from pages.shared.exports.model import Other
from viz.french import MONTHS
from viz.images import svg_png

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    import geopandas as gpd

    from pages.shared.exports.model import About, Export, Table

LABEL: Final = "Exporter"
ICON: Final = ":material/download:"
CSV: Final = "text/csv"
WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@st.fragment
def show_exports(key: str, make: Callable[[], Export]) -> None:
    """Draw the menu; ``make`` says what it offers, and is called when the reader opens it.

    Parameters
    ----------
    key
        Names the menu on its page (ASCII).
    make
        Returns what can be exported, quickly: the files themselves are made when they are asked for.
    """
    if is_embedded():
        return
    with (
        st.container(key=f"bm-export-{key}"),
        st.popover(
            LABEL, type="tertiary", icon=":material/download:", key=f"{key}-export", on_change="rerun"
        ) as menu,
    ):
        if menu.open:
            with st.container(key=f"bm-offers-{key}", gap="xsmall"):
                _offers(key, make())


def _offers(key: str, export: Export) -> None:
    """Draw what is copied, then the files by kind."""
    browser_module("share")(key=f"{key}-share", data={"query": address_query(), "title": export.about.title})
    for title, offered in _groups(export).items():
        if offered:
            st.caption(title)
            with st.container(horizontal=True, gap="small"):
                for other in offered:
                    st.download_button(
                        other.label,
                        other.make,
                        file_name=other.name,
                        mime=other.mime,
                        on_click="ignore",
                        key=f"{key}-{other.label}",
                    )


def _groups(export: Export) -> dict[str, list[Other]]:
    """Return the files on offer, by kind."""
    return {
        "Image, avec titre, légende et source": _pictures(export),
        "Tableau de chiffres": _tables(export),
        "Couche pour un logiciel de cartes": _layers(export),
        "Page qui s’ouvre sans connexion": _pages(export),
        "Autres fichiers": list(export.others),
    }


def _pictures(export: Export) -> list[Other]:
    svg = export.svg
    if svg is None:
        return []
    return [
        Other("PNG", f"{export.stem}.png", "image/png", lambda: svg_png(svg())),
        Other("SVG", f"{export.stem}.svg", "image/svg+xml", lambda: svg().encode()),
    ]


def _tables(export: Export) -> list[Other]:
    table = export.table
    if table is None:
        return []
    name, about = export.stem, export.about
    return [
        Other("CSV (tableur français)", f"{name}.csv", CSV, lambda: files.french_csv(table())),
        Other("CSV (simple)", f"{name}_simple.csv", CSV, lambda: files.plain_csv(table())),
        Other("XLSX", f"{name}.xlsx", WORKBOOK, lambda: files.xlsx(table(), about, french_day(today()))),
    ]


def _layers(export: Export) -> list[Other]:
    table, shapes, name, about = export.table, export.shapes, export.stem, export.about
    if table is None or shapes is None:
        return []
    return [
        Other(
            "GeoJSON", f"{name}.geojson", "application/geo+json", lambda: _geojson(table(), shapes(), about)
        ),
        Other(
            "GeoPackage",
            f"{name}.gpkg",
            "application/geopackage+sqlite3",
            lambda: files.geopackage(table(), shapes(), about, french_day(today()), name),
        ),
    ]


def _geojson(table: Table, shapes: gpd.GeoSeries, about: About) -> bytes:
    return files.geojson(table, shapes, about, today().isoformat())


def _pages(export: Export) -> list[Other]:
    if export.html is None:
        return []
    return [Other("Carte HTML", f"{export.stem}.html", "text/html", export.html)]


def french_day(day: date) -> str:
    """Write a date: « 1er mars 2026 »."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"
