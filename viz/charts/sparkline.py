"""Very small pictures inside a table, as SVG text: the course of a value, a place on a line."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH: Final = 92
HEIGHT: Final = 26
MARGIN: Final = 4
FULL: Final = 100.0


def sparkline(points: Sequence[tuple[int, float]], words: str) -> str:
    """Return a line through years, to scale on both axes, its last point marked.

    Parameters
    ----------
    points
        Year and value, two at least, in order of years.
    words
        What it shows, in French, for those who do not see it.
    """
    years, values = [year for year, _ in points], [value for _, value in points]
    low, high = min(values), max(values)
    room = (WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN)

    def place(year: int, value: float) -> str:
        x = MARGIN + room[0] * (year - years[0]) / (years[-1] - years[0])
        y = HEIGHT / 2 if high == low else MARGIN + room[1] * (high - value) / (high - low)
        return f"{x:.1f},{y:.1f}"

    path = " ".join(place(*point) for point in points)
    x, y = place(*points[-1]).split(",")
    return (
        f'<svg class="bm-spark" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'aria-label="{html.escape(words)}"><polyline points="{path}" fill="none" stroke="currentColor" '
        f'stroke-width="1.6" stroke-linejoin="round"/><circle cx="{x}" cy="{y}" r="2.8"/></svg>'
    )


def dot_on_line(percent: float) -> str:
    """Return a line from 0 to 100 with a dot at a place: decoration beside words that say the same."""
    x = MARGIN + (WIDTH - 2 * MARGIN) * percent / FULL
    middle = 5
    return (
        f'<svg class="bm-place-line" viewBox="0 0 {WIDTH} 10" width="{WIDTH}" height="10" aria-hidden="true">'
        f'<line x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{middle}" y2="{middle}" stroke="currentColor" '
        f'stroke-opacity="0.35" stroke-width="2"/><circle cx="{x:.1f}" cy="{middle}" r="4"/></svg>'
    )
