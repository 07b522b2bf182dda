"""What can be exported, as plain values and as makers that run when a reader asks for the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from viz.explorer import code_of
from viz.french import NBSP, NNBSP

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import geopandas as gpd
    import pandas as pd

PLAIN_SPACES: Final = str.maketrans({NBSP: " ", NNBSP: " "})
LONGEST_STEM: Final = 110


@dataclass(frozen=True)
class About:
    """What a file says of itself, in French; an empty text is left out.

    Attributes
    ----------
    title, perimeter, year
        What is shown, where, when.
    definition, notes
        What it means, and its limits.
    source, licence
        Who says so, and what one may do with it.
    """

    title: str
    source: str
    perimeter: str = ""
    year: str = ""
    definition: str = ""
    licence: str = ""
    notes: tuple[str, ...] = ()

    def rows(self, made_on: str) -> list[tuple[str, str]]:
        """Return terms and texts, for the sheet or the table that goes with the figures."""
        pairs = [
            ("Titre", self.title),
            ("Périmètre", self.perimeter),
            ("Année", self.year),
            ("Définition", self.definition),
            *(("Remarque", note) for note in self.notes),
            ("Source", self.source),
            ("Licence", self.licence),
            ("Fichier fait le", made_on),
            ("Fait avec", "Tableau de bord du Bassin minier, logiciel libre (licence MIT)"),
        ]
        return [(term, plain(text)) for term, text in pairs if text]

    def metadata(self, made_on: str) -> dict[str, str]:
        """Return the member « metadata » of a GeoJSON file."""
        return {
            "title": self.title,
            "source": self.source,
            "licence": self.licence,
            "perimeter": self.perimeter,
            "year": self.year,
            "date": made_on,
            "definition": self.definition,
            "notes": " ".join(self.notes),
        }


@dataclass(frozen=True)
class Table:
    """Figures: columns of text and columns of numbers, NaN where there is none; a column of text says why.

    Attributes
    ----------
    frame
        One row for each area, place or line.
    decimals
        Decimals of columns of numbers.
    """

    frame: pd.DataFrame
    decimals: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Other:
    """One more file: the words of its button, its name, what it is, who makes it."""

    label: str
    name: str
    mime: str
    make: Callable[[], bytes]


@dataclass(frozen=True)
class Export:
    """What `pages.shared.exports.menu.show_exports` offers.

    Attributes
    ----------
    stem
        Name of the files without their ending (see `stem`): what they hold, when, where.
    about
        What the files say of themselves.
    table
        Makes the figures.
    shapes
        Makes the outline or the point of each row of the table, in any CRS; None where a row has none.
    svg
        Makes the drawing; the PNG is made from it.
    html
        Makes the map that opens offline.
    others
        More files.
    """

    stem: str
    about: About
    table: Callable[[], Table] | None = None
    shapes: Callable[[], gpd.GeoSeries] | None = None
    svg: Callable[[], str] | None = None
    html: Callable[[], bytes] | None = None
    others: tuple[Other, ...] = ()


def stem(*parts: str) -> str:
    """Return a file name without its ending, in ASCII: « taux-de-chomage_2021_mbm_250 »."""
    words = ["_".join(code_of(word) for word in part.split("_")) for part in parts if part]
    return "_".join(word for word in words if word)[:LONGEST_STEM].strip("-_")


def plain(text: str) -> str:
    """Return a text with ordinary spaces, which programs find again."""
    return text.translate(PLAIN_SPACES)
