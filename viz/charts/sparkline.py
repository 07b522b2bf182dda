"""Very small pictures inside a table, as images: the course of a value, a place on a line."""

from __future__ import annotations

import html
from base64 import b64encode
from typing import TYPE_CHECKING, Final

from viz.charts.theme import inks

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH: Final = 92
HEIGHT: Final = 26
LINE_HEIGHT: Final = 10
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

    Returns
    -------
    image
        An HTML ``img`` whose source is the drawing itself; its colours follow the reader's theme.
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
    drawn = f'<polyline class="l" points="{path}"/><circle cx="{x}" cy="{y}" r="2.8"/>'
    return _image("bm-spark", drawn, HEIGHT, words)


def dot_on_line(percent: float) -> str:
    """Return a line from 0 to 100 with a dot at a place: decoration beside words that say the same."""
    x, middle = MARGIN + (WIDTH - 2 * MARGIN) * percent / FULL, LINE_HEIGHT / 2
    line = f'<line class="f" x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{middle}" y2="{middle}"/>'
    return _image("bm-place-line", f'{line}<circle cx="{x:.1f}" cy="{middle}" r="4"/>', LINE_HEIGHT, "")


def _image(name: str, drawn: str, height: int, words: str) -> str:
    """Wrap a drawing: an SVG element itself would be taken out of the page as unsafe."""
    light, dark = inks("light"), inks("dark")
    style = (
        f"circle{{fill:{light.commune}}}.l{{fill:none;stroke:{light.text};stroke-width:1.6;stroke-linejoin:round}}"
        f".f{{stroke:{light.rule};stroke-width:2}}@media(prefers-color-scheme:dark)"
        f"{{circle{{fill:{dark.commune}}}.l{{stroke:{dark.text}}}.f{{stroke:{dark.rule}}}}}"
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}"><style>{style}</style>{drawn}</svg>'
    )
    source = f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
    return f'<img class="{name}" width="{WIDTH}" height="{height}" alt="{html.escape(words)}" src="{source}">'
