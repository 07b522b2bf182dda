"""The part « Tables et licences » of the reference page, from the sidecars."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from loaders import catalog
from pages.shared import data
from pages.shared.reference_text import (
    badge,
    bullets,
    cached_titles,
    code,
    facts,
    fold,
    is_odbl,
    licence,
    plain,
    prose,
    table,
)
from viz.french import NBSP, counted, number

if TYPE_CHECKING:
    import pandas as pd

    from pages.shared.url_state import State

TYPES: Final = {
    "text": "texte",
    "integer": "entier",
    "number": "nombre",
    "boolean": "vrai ou faux",
    "category": "code d’une liste",
    "geometry": "contour",
}
INTRODUCTION: Final = """
sous licence de base de données ouverte : à citer comme telles, à partager à l’identique, et jamais mêlées
ici aux tables sous Licence Ouverte. Les fichiers CSV s’ouvrent dans un tableur français : point-virgule,
virgule décimale, UTF-8 ; les noms des colonnes sont expliqués table par table.
"""
OUTLINES: Final = "boundaries_"
LAND: Final = "world_land"
WGS84: Final = 4326
DEGREES: Final = 1e-6  # about 10 cm
BOOLEANS: Final = {True: "VRAI", False: "FAUX"}
MEGABYTE, KILOBYTE = 1_000_000, 1000


def show_tables(_state: State) -> None:
    """Draw each table: whose it is, under which licence, its limits, its columns, its files."""
    names = catalog.table_names()
    shared_alike = [name for name in names if is_odbl(data.cached_sidecar(name)["licence"])]
    st.header("Tables et licences")
    st.html(
        f'<p class="bm-definition">{counted(len(names), "table")}, toutes à télécharger. '
        f"{badge('ODbL', 'bm-odbl')} marque {counted(len(shared_alike), 'table')} {prose(INTRODUCTION)}</p>"
    )
    for name in names:
        kind = "odbl" if name in shared_alike else "table"
        with st.container(key=f"bm-{kind}-{name}", gap="small"):
            st.html(table_card(name, data.cached_sidecar(name)))
            _show_downloads(name)


def table_card(name: str, sidecar: dict[str, Any]) -> str:
    """Return the card of a table, its limits and columns folded."""
    pairs = [
        ("Producteur", prose(sidecar["producer"])),
        ("Licence", licence(sidecar["licence"])),
        ("Sources", bullets(sidecar["source_titles"])),
        ("À citer", prose(sidecar["attribution"])),
        ("Millésimes", prose(", ".join(sidecar["vintages"]))),
        ("Géographie", prose(_geography(sidecar))),
        ("Fichier", code(sidecar["file"])),
        ("SHA-256", code(sidecar["sha256"])),
    ]
    limits, columns = sidecar["caveats"], sidecar["columns"]
    folds = [
        fold(f"Limites connues ({len(limits)})", bullets(limits)) if limits else "",
        _corrections(sidecar),
        _surveys(sidecar),
        fold(f"Colonnes ({len(columns)})", columns_table(name, columns)),
    ]
    return (
        f'<article class="bm-entry bm-wide"><h3>{prose(sidecar["title_fr"])} '
        f"<small>{counted(sidecar['rows'], 'ligne')}</small></h3>"
        f'<p class="bm-definition">{prose(sidecar["description_fr"])}</p>'
        f'{facts(pairs)}<div class="bm-folds">{"".join(folds)}</div></article>'
    )


def _geography(sidecar: dict[str, Any]) -> str:
    """Say of which communes a table speaks; a table of other places gives its year alone."""
    year = sidecar["geography_year"]
    by_commune = isinstance(year, int) and "code_commune" in sidecar["columns"]
    return f"communes au 1er janvier {year}" if by_commune else str(year)


def _corrections(sidecar: dict[str, Any]) -> str:
    found = sidecar.get("corrections", [])
    return (
        fold(f"Corrections déclarées ({len(found)})", bullets(item["reason_fr"] for item in found))
        if found
        else ""
    )


def _surveys(sidecar: dict[str, Any]) -> str:
    """Return the surveys that a table brings together, each with its licence and limits."""
    found = sidecar.get("surveys", {})
    texts = [
        f"<h4>{prose(item['title_fr'])}</h4><p>{prose(item['description_fr'])}</p>"
        f"{facts([('Licence', licence(item['licence'])), ('À citer', prose(item['attribution']))])}"
        f"{bullets(item['caveats'])}"
        for item in found.values()
    ]
    return fold(f"Relevés réunis ({len(found)})", "".join(texts)) if found else ""


def columns_table(name: str, columns: dict[str, dict[str, str]]) -> str:
    """Return the columns of a table: technical name, meaning, type, unit."""
    rows = [
        (code(column), prose(item["description_fr"]), TYPES[item["type"]], prose(item["unit_fr"]) or "–")
        for column, item in columns.items()
    ]
    heads = ("Nom dans le fichier", "Contenu", "Type", "Unité")
    return table(f"Colonnes : {plain(cached_titles()[name])}", heads, rows)


def _show_downloads(name: str) -> None:
    """Offer the files of a table, made only when asked for; outlines are too long for the cells of a CSV."""
    geojson = ("GeoJSON", partial(table_geojson, name), f"{name}.geojson", "application/geo+json")
    csv = ("CSV", partial(table_csv, name), f"{name}.csv", "text/csv")
    label, kind = f"Parquet ({size_text(name)})", "application/octet-stream"
    parquet = (label, partial(table_parquet, name), f"{name}.parquet", kind)
    recipes = [geojson if has_outlines(name) else csv, parquet]
    with st.container(horizontal=True, gap="small"):
        for label, content, file_name, mime in recipes:
            st.download_button(
                label,
                content,
                file_name=file_name,
                mime=mime,
                key=f"download_{file_name}",
                icon=":material/download:",
                on_click="ignore",
            )


def table_csv(name: str) -> bytes:
    """Return a table as CSV for a French spreadsheet."""
    return _for_spreadsheet(name).to_csv(sep=";", decimal=",", index=False).encode("utf-8-sig")


def _for_spreadsheet(name: str) -> pd.DataFrame:
    frame = catalog.read_table(name)
    flags = frame.select_dtypes(["bool", "boolean"]).columns
    return frame.assign(**{flag: frame[flag].map(BOOLEANS, na_action="ignore") for flag in flags})


def table_parquet(name: str) -> bytes:
    """Return the file of a table, as it is stored."""
    return catalog.read_table_bytes(name)


def has_outlines(name: str) -> bool:
    """Tell whether a table is one of outlines, which a spreadsheet cannot show."""
    return name == LAND or name.startswith(OUTLINES)


def table_geojson(name: str) -> bytes:
    """Return the outlines of a level as GeoJSON (longitude, latitude)."""
    level = name.removeprefix(OUTLINES)
    outlines = catalog.read_world_land() if name == LAND else catalog.read_boundaries(level).to_crs(WGS84)
    rounded = outlines.geometry.set_precision(DEGREES, mode="pointwise")
    return str(outlines.set_geometry(rounded).reset_index().to_json()).encode()


def size_text(name: str) -> str:
    """Return the size of the file of a table, in words."""
    size = (catalog.TABLES / f"{name}.parquet").stat().st_size
    if size >= MEGABYTE:
        return f"{number(size / MEGABYTE, 1)}{NBSP}Mo"
    return f"{number(size / KILOBYTE)}{NBSP}ko"
