"""The colours of the dashboard: coal, brick, chalk, slag-heap green, slate.

Ramps are interpolated in OKLab (Ottosson 2020, https://bottosson.github.io/posts/oklab/), at
even steps of lightness, so that equal steps look equal and a grey print keeps the order.

On a light page a higher value is darker. On the dark page it is *lighter*: in both, more is
what stands out from the background. Hues stay, so that a ramp is recognised across themes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

Theme = Literal["light", "dark"]
Ramp = Literal["brick", "slate", "forest"]
Kind = Literal["sequential", "diverging", "categorical"]
Lab = npt.NDArray[np.float64]

MAX_CLASSES: Final = 9
"""More classes than this cannot be told apart on a map."""


@dataclass(frozen=True)
class Palette:
    """Colours in the order of classes (lowest first) or categories, as ``#rrggbb``."""

    id: str
    kind: Kind
    colours: tuple[str, ...]


class Paint(NamedTuple):
    """One colour on a light page and its counterpart on a dark one."""

    light: str
    dark: str

    def on(self, theme: Theme) -> str:
        """Return the colour for a theme."""
        return self.light if theme == "light" else self.dark


BACKGROUND: Final = Paint("#fbfaf7", "#16181b")
"""Page: chalk, coal."""
SURFACE: Final = Paint("#ffffff", "#1f2226")
"""Cards, legend, tooltips."""
TEXT: Final = Paint("#1f2124", "#eceae4")
TEXT_MUTED: Final = Paint("#5a5d61", "#a9aaa6")
ACCENT: Final = Paint("#9c3d24", "#f0946f")
"""Links and buttons: brick."""

NOT_AVAILABLE: Final = Paint("#b9b8b8", "#55565a")
"""« non disponible », plain."""
SECRET_BACKGROUND: Final = Paint("#fafafa", "#26282c")
SECRET_INK: Final = Paint("#8a8a8a", "#8b8d90")
"""« secret statistique »: hatches of this ink on `SECRET_BACKGROUND`."""
OUTSIDE: Final = Paint("#f6f5f2", "#1d1f22")
"""Communes outside the perimeter: there, but silent."""

OUTLINE_COMMUNE: Final = Paint("#ffffff", "#16181b")
OUTLINE_EPCI: Final = Paint("#6b6d70", "#9a9b98")
OUTLINE_DEPARTEMENT: Final = Paint("#3a3c40", "#cfcdc6")
OUTLINE_PERIMETER: Final = Paint("#1f2124", "#f4f1e8")
HOVER: Final = Paint("#1f2124", "#ffffff")
SELECTION: Final = Paint("#9b0f8a", "#f07be0")
"""The chosen commune: a heather purple, in no ramp."""

LAYERS: Final[dict[str, Paint]] = {
    "bâti": Paint("#33363b", "#eee9dd"),
    "cité minière": Paint("#ad3c19", "#cc4a2a"),
    "terril": Paint("#618f44", "#6fa947"),
    "cavalier": Paint("#e0a63b", "#edbb4d"),
    "espace néo-naturel": Paint("#67c4b0", "#74cda3"),
    "mine_shafts": Paint("#2160aa", "#4a83b3"),
    "initiatives": Paint("#cc77ae", "#d88bc6"),
    "major_sites": Paint("#7c427f", "#9d77e7"),
}
"""Point layers: the heritage families as the data name them, then tables."""

TERRITORIES: Final[dict[str, Paint]] = {
    "metropolis": Paint("#326397", "#7fb0e0"),
    "industrial": Paint("#8f4a17", "#cf8347"),
    "town_centre": Paint("#1f8f86", "#5cc9bd"),
    "remote_rural": Paint("#e0b54a", "#e3c267"),
    "other": Paint("#a9b98a", "#6d7c4f"),
    "none": Paint("#ece6d8", "#35332d"),
}
"""Métropoles and families of weakening territories (`geo.typology.FAMILIES`), on maps."""

_ANCHORS: Final[dict[Ramp, tuple[str, ...]]] = {
    "brick": ("#f7eddc", "#e9c8a3", "#d28a61", "#b1482f", "#7a291f", "#2b1614"),
    "slate": ("#eaf1f8", "#a9c8e7", "#6397ca", "#326397", "#1c3b61", "#0c1b2f"),
    "forest": ("#f0f6e9", "#add998", "#75ad62", "#457c38", "#284c27", "#102211"),
}
"""Pale to dark: chalk, sand, brick, coal; chalk, slate, night; chalk, moss, wooded slag heap."""

_REACH: Final[dict[Theme, tuple[float, float]]] = {"light": (0.905, 0.30), "dark": (0.36, 0.93)}
"""OKLab lightness of the lowest and the highest class."""

_DIVERGING_REACH: Final[dict[Theme, tuple[float, float]]] = {"light": (0.91, 0.37), "dark": (0.33, 0.82)}
_NEUTRAL_ZONE: Final = 0.05
_NEUTRAL_HUE: Final = (-0.002, 0.028)
"""The middle class is chalk, warm enough not to pass for a missing or an outside commune."""

_GAMMA_START: Final = (0.04045, 0.0031308)
"""Where sRGB leaves its linear foot, encoded and linear (IEC 61966-2-1)."""

_TO_CONE = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear_rgb(colour: str) -> Lab:
    """Return the three linear-light sRGB channels (0 to 1) of ``#rrggbb``."""
    channels = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(channels <= _GAMMA_START[0], channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def hex_colour(linear: Lab) -> str:
    """Return ``#rrggbb`` for linear-light channels; what sRGB cannot show is clipped."""
    clipped = np.clip(linear, 0, 1)
    channels = np.where(clipped <= _GAMMA_START[1], 12.92 * clipped, 1.055 * clipped ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in channels.tolist())


def to_oklab(linear: Lab) -> Lab:
    """Return OKLab lightness (0 to 1), green-red and blue-yellow of linear-light channels."""
    return _TO_LAB @ np.cbrt(_TO_CONE @ linear)


def from_oklab(lab: Lab) -> Lab:
    """Return the linear-light channels of an OKLab colour, perhaps out of the sRGB range."""
    return np.linalg.solve(_TO_CONE, np.linalg.solve(_TO_LAB, lab) ** 3)


def contrast_ratio(first: str, second: str) -> float:
    """Return the WCAG 2.1 contrast ratio of two colours, from 1 to 21."""
    weights = np.array([0.2126, 0.7152, 0.0722])
    darker, lighter = sorted(float(weights @ linear_rgb(colour)) for colour in (first, second))
    return (lighter + 0.05) / (darker + 0.05)


def text_on(colour: str) -> str:
    """Return the text colour, black or white, that reads best on a fill: 4.5 or more on any."""
    return max(("#000000", "#ffffff"), key=lambda text: contrast_ratio(text, colour))


def sequential(n: int, theme: Theme = "light", ramp: Ramp = "brick") -> Palette:
    """Return ``n`` classes of one hue, lowest value first, the highest standing out most.

    Parameters
    ----------
    n
        Classes, 1 to 9.
    theme
        On ``"light"`` colours darken with the value, on ``"dark"`` they lighten.
    ramp
        ``"brick"`` (default), ``"slate"`` or ``"forest"``.

    Returns
    -------
    palette
        ``n`` colours at even steps of OKLab lightness. One class takes the middle of the ramp.

    Raises
    ------
    ValueError
        ``n`` is out of range.
    """
    _require_classes(n)
    places = np.linspace(0, 1, n) if n > 1 else np.array([0.5])
    colours = tuple(_tint(ramp, theme, float(place)) for place in places)
    return Palette(f"{ramp}-{theme}-{n}", "sequential", colours)


def diverging(n: int, theme: Theme = "light") -> Palette:
    """Return ``n`` classes from slate (below a reference) to brick (above it).

    Parameters
    ----------
    n
        Classes, 1 to 9. If odd, the middle class is neutral; if even, the reference is the
        edge between the two middle classes.
    theme
        The middle is close to the page in both: pale on light, dark on dark.

    Returns
    -------
    palette
        Both arms have the same lightness at the same distance from the middle.

    Raises
    ------
    ValueError
        ``n`` is out of range.
    """
    _require_classes(n)
    places = np.linspace(-1, 1, n) if n > 1 else np.array([0.0])
    colours = tuple(_arm(theme, float(place)) for place in places)
    return Palette(f"slate-brick-{theme}-{n}", "diverging", colours)


def categorical(theme: Theme = "light") -> Palette:
    """Return eight colours that stay apart for the colour-blind, in the order of `LAYERS`."""
    return Palette(f"layers-{theme}", "categorical", tuple(paint.on(theme) for paint in LAYERS.values()))


def _require_classes(n: int) -> None:
    """Refuse a number of classes that no palette has."""
    if not 1 <= n <= MAX_CLASSES:
        raise ValueError(f"a palette has 1 to {MAX_CLASSES} classes, not {n}")


def _tint(ramp: Ramp, theme: Theme, place: float) -> str:
    """Return the colour of a ramp at a place from 0 (low) to 1 (high)."""
    low, high = _REACH[theme]
    return hex_colour(from_oklab(_at_lightness(ramp, low + place * (high - low))))


def _arm(theme: Theme, place: float) -> str:
    """Return the diverging colour at a place from -1 (slate) through 0 (neutral) to 1 (brick)."""
    low, high = _DIVERGING_REACH[theme]
    lightness = low + abs(place) * (high - low)
    if abs(place) < _NEUTRAL_ZONE:
        return hex_colour(from_oklab(np.array([lightness, *_NEUTRAL_HUE])))
    return hex_colour(from_oklab(_at_lightness("brick" if place > 0 else "slate", lightness)))


def _at_lightness(ramp: Ramp, lightness: float) -> Lab:
    """Return the OKLab colour of a ramp that has this lightness."""
    anchors = np.array([to_oklab(linear_rgb(colour)) for colour in reversed(_ANCHORS[ramp])])
    hue = [float(np.interp(lightness, anchors[:, 0], anchors[:, axis])) for axis in (1, 2)]
    return np.array([lightness, *hue])
