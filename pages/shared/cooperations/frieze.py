"""« La frise »: programmes through the years, as far as the source dates them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from pages.shared.cooperations.rows import FAMILIES, cached_cooperations, section_of, years_of
from pages.shared.cooperations.words import FRIEZE_CAUTION, FRIEZE_LEAD, SOURCE
from pages.shared.figure_block import FigureBlock, Grid, page_theme, show_figure
from pages.shared.typography import clean, given, lines
from viz.french import counted

if TYPE_CHECKING:
    import altair as alt

    from pages.shared.url_state import State
    from viz.palettes import Theme

WRITTEN: Final = 2020
"""The note is of about this year: nothing in it is known to go on beyond."""
FROM: Final = 2002


def show_frieze(state: State) -> None:  # noqa: ARG001 (nothing to choose)
    """Draw the frieze of the programmes."""
    show_figure(cached_frieze(page_theme()))


@st.cache_resource(show_spinner=False)
def cached_programmes() -> pd.DataFrame:
    """Return the programmes: ``programme``, ``family``, years, ``n`` rows, ``countries``, ``section``."""
    table = cached_cooperations()
    first = table.groupby("code", sort=False).first()
    rows = table.groupby("code", sort=False)
    return pd.DataFrame(
        {
            "programme": first["programme"].map(given),
            "family": first["family"],
            "start": first["year_start"],
            "end": first["year_end"],
            "n": rows.size(),
            "countries": rows["iso2"].nunique(),
            "section": first["source"].map(section_of),
        }
    ).sort_values(["start", "end", "programme"], na_position="last")


@st.cache_resource(show_spinner=False)
def cached_frieze(theme: Theme) -> FigureBlock:
    """Return the block of the frieze, in a theme."""
    programmes = cached_programmes()
    dated = programmes[programmes["start"].notna()]
    rows = [
        (
            row["programme"],
            FAMILIES[row["family"]].label,
            years_of(row["start"], row["end"]) or "non précisées",
            str(row["n"]),
            row["section"],
        )
        for row in programmes.to_dict("records")
    ]
    return FigureBlock(
        key="frise",
        title="Les programmes, de 2002 à 2021",
        lead=clean(FRIEZE_LEAD),
        description="Années des programmes de coopération, de 2002 à 2021",
        chart=_chart(dated, theme),
        sentences=_sentences(programmes, dated),
        grid=Grid(("Programme", "Famille", "Années", "Lignes", "Section du document"), rows, frozenset({3})),
        source=clean(f"{SOURCE} Programmes datés : {len(dated)} sur {len(programmes)}."),
        caution=lines(FRIEZE_CAUTION),
    )


def _sentences(programmes: pd.DataFrame, dated: pd.DataFrame) -> tuple[str, ...]:
    undated = programmes.loc[programmes["start"].isna(), "programme"].tolist()
    opened = int(dated["end"].isna().sum())
    single = int((dated["start"] == dated["end"]).sum())
    return (
        clean(
            f"La note date {len(dated)} programmes sur {len(programmes)} : {single} tiennent en une année, "
            f"{opened} n’ont pas de fin précisée."
        ),
        clean(
            f"Sans aucune année dans la note ({counted(len(undated), 'programme')}) : {', '.join(undated)}."
        ),
    )


def _chart(dated: pd.DataFrame, theme: Theme) -> alt.LayerChart:
    from viz.charts.frieze import frieze  # noqa: PLC0415 (Altair takes a second)
    from viz.charts.theme import inks  # noqa: PLC0415

    told = [years_of(start, end) for start, end in zip(dated["start"], dated["end"], strict=True)]
    symbols = [FAMILIES[family] for family in dated["family"]]
    frame = pd.DataFrame(
        {
            "label": dated["programme"].tolist(),
            "shown": [text.replace(" (fin non précisée)", " …") for text in told],
            "strong": False,
            "family": [symbol.label for symbol in symbols],
            "start": dated["start"].astype(float).tolist(),
            "end": dated["end"].astype(float).tolist(),
            "colour": [symbol.light if theme == "light" else symbol.dark for symbol in symbols],
            "text": [f"{text} – {symbol.label}" for text, symbol in zip(told, symbols, strict=True)],
        }
    )
    legend = {s.label: s.light if theme == "light" else s.dark for s in FAMILIES.values()}
    return frieze(frame, inks(theme), WRITTEN, legend)
