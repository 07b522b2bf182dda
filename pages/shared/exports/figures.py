"""What a reader takes away from a figure of a page: the chart with its source, its numbers as numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from pages.shared.exports.model import About, Export, Table, plain, stem
from pages.shared.typography import clean
from pages.shared.url_state import url_state
from viz.explorer import code_of
from viz.french import MINUS, NO_VALUE
from viz.images import chart_svg

if TYPE_CHECKING:
    from pages.shared.figure_block import FigureBlock, Grid

NUMBER: Final = re.compile(r"([+\-]?)(?!0\d)(\d{1,3}(?: \d{3})+|\d+)(,\d+)?(?: ?([^\d]*))?")
"""One number, perhaps with a unit or a remark without another; a code that begins with 0 is no number."""
LONGEST_TITLE: Final = 60
AS_NUMBER: Final = "nombre"


def choices_words(path: str) -> tuple[str, ...]:
    """Return the choices that the figures of a page follow, for the names of their files.

    Parameters
    ----------
    path
        Of the page's address: « /inegalites ».
    """
    state = url_state()
    if path.endswith("/inegalites"):
        return state.indicator, str(state.year), state.perimeter
    return (state.perimeter,) if path.endswith("/contrastes") else ()


def figure_export(block: FigureBlock, *choices: str) -> Export:
    """Return what a block offers; ``choices`` go into the names of its files."""
    is_drawn = block.chart is not None
    return Export(
        stem=stem(code_of(block.title)[:LONGEST_TITLE], *choices),
        about=About(block.title, block.source, definition=block.description, notes=block.caution),
        table=lambda: grid_table(block.grid),
        svg=(lambda: figure_svg(block)) if is_drawn else None,
    )


def figure_svg(block: FigureBlock) -> str:
    """Return the chart of a block as an SVG drawing, with title, what it shows, and source."""
    told = clean(block.description)
    return chart_svg(block.spec, title=block.title, subtitle=told, foot=(block.source,), description=told)


def grid_table(grid: Grid) -> Table:
    """Return the figures of a block: text as the reader sees it, and numbers as numbers.

    A column whose cells are numbers alone becomes a column of numbers. One whose numbers have units, or that
    says why a number is missing, stays as it is seen, and a column of numbers follows it.
    """
    columns: dict[str, list[str] | list[float]] = {}
    decimals: dict[str, int] = {}
    for place, title in enumerate(grid.columns):
        name = _free(plain(title) or f"Colonne {place + 1}", columns)
        cells = [plain(row[place]) for row in grid.rows]
        numbers = [number_of(cell) for cell in cells] if place in grid.numbers else [None] * len(cells)
        if not all(found and not found[2] for found in numbers):
            columns[name] = cells
            units = {found[2] for found in numbers if found}
            unit = f", {units.pop()}" if len(units) == 1 and "" not in units else ""
            name = _free(f"{name} ({AS_NUMBER}{unit})", columns)
        if any(numbers):
            columns[name] = [found[0] if found else float("nan") for found in numbers]
            decimals[name] = max(found[1] for found in numbers if found)
    return Table(pd.DataFrame(columns), decimals)


def number_of(text: str) -> tuple[float, int, str] | None:
    """Return the number of a French text, its decimals and what follows it; None when it is no single one."""
    seen = plain(text).replace(MINUS, "-").strip()
    found = NUMBER.fullmatch(seen)
    if seen == NO_VALUE or found is None:
        return None
    sign, whole, part, unit = found.groups()
    value = float(f"{sign}{whole.replace(' ', '')}{(part or '').replace(',', '.')}")
    return value, len(part) - 1 if part else 0, (unit or "").strip()


def _free(name: str, taken: dict[str, list[str] | list[float]]) -> str:
    """Return a name that no column has yet."""
    return (
        name if name not in taken else next(f"{name} {n}" for n in range(2, 99) if f"{name} {n}" not in taken)
    )
