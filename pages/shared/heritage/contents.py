"""What the property holds, in two figures: its families, and how its elements are protected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from pages.shared import data
from pages.shared.figure_block import FigureBlock, Grid, page_theme, show_pairs
from pages.shared.heritage.families import FAMILIES, PROTECTIONS, family_of
from pages.shared.heritage.words import FAMILY_CAUTION, PROTECTION_CAUTION, SOURCE
from pages.shared.typography import clean, lines
from viz.french import number, quantity

if TYPE_CHECKING:
    import altair as alt

    from viz.palettes import Theme

UNKNOWN: Final = "Non renseigné"


def show_contents() -> None:
    """Draw the two figures side by side."""
    show_pairs(cached_blocks(page_theme()))


@st.cache_resource(show_spinner=False)
def cached_blocks(theme: Theme) -> tuple[FigureBlock, ...]:  # noqa: ARG001 (part of the key)
    """Return the two figures, in a theme."""
    return _families(), _protections()


def family_table() -> pd.DataFrame:
    """Return elements ``n`` and hectares ``area_ha`` of each family, in the order of the legend."""
    elements = data.cached_table("heritage_elements")
    family = [family_of(k, f) for k, f in zip(elements["kind"], elements["family"], strict=True)]
    areas = elements.assign(ours=family).groupby("ours")["area_ha"]
    return pd.DataFrame({"n": areas.size(), "area_ha": areas.sum()}).loc[list(FAMILIES)]


def protection_table() -> pd.Series:
    """Return the number of elements of each protection, those that the source leaves empty last."""
    counted = data.cached_table("heritage_elements")["monument_protection"].value_counts(dropna=False)
    known = {words: int(counted.get(name, 0)) for name, words in PROTECTIONS.items()}
    return pd.Series(known | {UNKNOWN: int(counted[counted.index.isna()].sum())})


def _families() -> FigureBlock:
    table = family_table()
    titles = [FAMILIES[str(key)].label for key in table.index]
    sizes = [int(n) for n in table["n"]]
    wide = table["area_ha"].sort_values(ascending=False)
    first, second = (FAMILIES[str(key)].label.lower() for key in wide.index[:2])
    return FigureBlock(
        key="bien-familles",
        title="Que contient le bien ?",
        description="Nombre d’éléments du bien par famille",
        chart=_dots(titles, sizes),
        sentences=(
            clean(
                f"Le bien réunit {sum(sizes)} éléments : {sizes[2]} cités ouvrières, {sizes[1]} terrils, "
                f"{sizes[3]} écoles, {sizes[4]} églises et presbytères, {sizes[0]} fosses et chevalements."
            ),
            clean(
                f"Les deux familles les plus étendues : {first} ({quantity(wide.iloc[0], 'ha')}) et "
                f"{second} ({quantity(wide.iloc[1], 'ha')})."
            ),
        ),
        grid=Grid(
            ("Famille", "Éléments", "Surface (ha)"),
            [
                (title, number(n), number(area, 1))
                for title, n, area in zip(titles, sizes, table["area_ha"], strict=True)
            ],
            frozenset({1, 2}),
        ),
        source=SOURCE,
        caution=lines(FAMILY_CAUTION),
    )


def _protections() -> FigureBlock:
    table = protection_table()
    titles, sizes = [str(title) for title in table.index], [int(n) for n in table]
    known = sum(sizes[:-1])
    protected = sum(
        n for title, n in zip(titles, sizes, strict=True) if title.startswith(("Classé", "Inscrit"))
    )
    return FigureBlock(
        key="bien-protections",
        title="Quelle protection au titre des monuments historiques ?",
        description="Nombre d’éléments du bien par protection",
        chart=_dots(titles, sizes),
        sentences=(
            clean(
                f"Sur les {known} éléments dont la protection est renseignée, {protected} sont classés "
                f"ou inscrits monuments historiques, soit {quantity(100 * protected / known, '%')}."
            ),
            clean(f"La source ne dit rien de {sizes[-1]} éléments."),
        ),
        grid=Grid(
            ("Protection", "Éléments"),
            [(title, number(n)) for title, n in zip(titles, sizes, strict=True)],
            frozenset({1}),
        ),
        source=SOURCE,
        caution=lines(PROTECTION_CAUTION),
    )


def _dots(titles: list[str], sizes: list[int]) -> alt.LayerChart:
    from viz.charts.dot_rows import dot_rows  # noqa: PLC0415
    from viz.charts.theme import inks  # noqa: PLC0415

    shown = [number(n) for n in sizes]
    marks = pd.DataFrame(
        {
            "row": range(len(sizes)),
            "value": [float(n) for n in sizes],
            "name": titles,
            "text": shown,
            "role": ["rest" if title == UNKNOWN else "basin" for title in titles],
            "part": False,
        }
    )
    rows = pd.DataFrame({"label": titles, "shown": shown, "strong": False})
    return dot_rows(marks, rows, inks(page_theme()), None, domain=(0, max(sizes) * 1.04))
