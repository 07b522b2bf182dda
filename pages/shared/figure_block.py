"""One idea, one block: a chart, sentences to copy, its figures as a table, its source, its limits."""

from __future__ import annotations

import html
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import streamlit as st

from pages.shared.browser_modules import browser_module
from pages.shared.exports.figures import choices_words, figure_export
from pages.shared.exports.menu import show_exports
from viz.charts.theme import french_spec

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from viz.palettes import Theme


COLUMNS: Final = 2


@dataclass(frozen=True)
class Grid:
    """Figures as a reader sees them: column titles and rows of French text; ``numbers`` align right."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class FigureBlock:
    """What `show_figure` draws.

    Attributes
    ----------
    key
        Names the block on its page (ASCII); tests and anchors use it.
    title, lead
        French heading and, if any, a line under it.
    chart
        Altair chart without configuration, or None when the block is sentences and a table.
    description
        What the chart shows, read aloud by screen readers.
    sentences
        Reading sentences, each with a copy button.
    grid
        The same figures as a table.
    source
        Source, years, perimeter and coverage in one line; copied with each sentence.
    caution
        « Ce que cette mesure ne dit pas » : one paragraph per text.
    """

    key: str
    title: str
    description: str
    sentences: tuple[str, ...]
    grid: Grid
    source: str
    chart: alt.TopLevelMixin | None = None
    lead: str = ""
    caution: tuple[str, ...] = ()

    @cached_property
    def spec(self) -> dict[str, Any]:
        """The chart as the browser takes it, in the theme of the page for which the block was made."""
        if self.chart is None:
            raise ValueError(f"block {self.key} has no chart")
        return french_spec(self.chart, page_theme(), description=self.description)


def page_theme() -> Theme:
    """Return the theme of the reader's page."""
    return st.context.theme.type or "light"


def show_figure(block: FigureBlock) -> None:
    """Draw a block: heading, chart, sentences, source, then table and limits folded."""
    with st.container(key=f"bm-block-{block.key}"):
        st.subheader(block.title)
        if block.lead:
            st.html(f'<p class="bm-block-lead">{html.escape(block.lead)}</p>')
        if block.chart is not None:
            st.vega_lite_chart(spec=block.spec, theme=None, width="stretch", key=f"{block.key}-chart")
        if block.chart is not None or block.grid.rows:
            path = urlsplit(st.context.url or "").path
            show_exports(f"{block.key}-figure", lambda: figure_export(block, *choices_words(path)))
        show_sentences(block.key, block.sentences, block.source)
        st.html(f'<p class="bm-source">{html.escape(block.source)}</p>{_folds(block)}')


def show_pairs(blocks: Sequence[FigureBlock]) -> None:
    """Draw blocks two in a row on a wide page, one under the other on a phone."""
    for start in range(0, len(blocks), COLUMNS):
        for column, block in zip(
            st.columns(COLUMNS, gap="large"), blocks[start : start + COLUMNS], strict=False
        ):
            with column:
                show_figure(block)


def show_sentences(key: str, sentences: Sequence[str], source: str) -> None:
    """Draw reading sentences with a button that copies each with its source."""
    data = {"sentences": list(sentences), "source": source}
    browser_module("reading_sentences")(key=f"{key}-sentences", data=data)


def _folds(block: FigureBlock) -> str:
    figures = f"<details><summary>Voir les chiffres</summary>{grid_html(block.grid, block.title)}</details>"
    if not block.caution:
        return figures
    words = "".join(f"<p>{html.escape(text)}</p>" for text in block.caution)
    return f"{figures}<details><summary>Ce que cette mesure ne dit pas</summary>{words}</details>"


def grid_html(grid: Grid, caption: str) -> str:
    """Return a table that scrolls sideways inside itself on a phone."""
    head = "".join(
        f'<th scope="col"{_aligned(grid, i)}>{html.escape(t)}</th>' for i, t in enumerate(grid.columns)
    )
    body = "".join(f"<tr>{_cells(grid, row)}</tr>" for row in grid.rows)
    return (
        f'<div class="bm-scroll" tabindex="0" role="region" aria-label="{html.escape(caption)}">'
        f'<table class="bm-grid"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _cells(grid: Grid, row: Sequence[str]) -> str:
    first, *others = row
    cells = [f'<th scope="row">{html.escape(first)}</th>']
    cells += [f"<td{_aligned(grid, i)}>{html.escape(text)}</td>" for i, text in enumerate(others, start=1)]
    return "".join(cells)


def _aligned(grid: Grid, column: int) -> str:
    return ' class="bm-number"' if column in grid.numbers else ""
