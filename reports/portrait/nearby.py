"""Heritage elements, mine shafts and initiatives in the subject and around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd

from reports.model import Nearby
from viz.french import NNBSP, counted, number

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from reports.portrait.choice import Subject
    from reports.tables import Tables

RADIUS_KM: Final = 5
NAMED: Final = 6
METRES: Final = 1000
LAMBERT_93: Final = 2154
INITIATIVES: Final = "initiatives"


@dataclass(frozen=True)
class Kind:
    """A table of places.

    Attributes
    ----------
    table
        Its name.
    title, one, several
        French: heading, and how a number of them is said.
    codes
        Column of the communes of a row, separated by ``;``.
    """

    table: str
    title: str
    one: str
    several: str
    codes: str = "code_commune"


CENTRES: Final = (
    "Un point d’initiative est le plus souvent le centre de sa commune : la distance est approchée."
)
KINDS: Final = (
    Kind("heritage_elements", "Éléments du patrimoine mondial", "élément", "éléments", "codes_commune"),
    Kind("mine_shafts", "Anciens puits de mine", "puits", "puits"),
    Kind(INITIATIVES, "Initiatives solidaires et coopératives connues", "initiative", "initiatives"),
)


def nearby(tables: Tables, subject: Subject) -> tuple[Nearby, ...]:
    """Return what lies in a subject, and within `RADIUS_KM` of its outline."""
    outline = _outline(tables, subject)
    return tuple(_nearby(tables, subject, kind, outline) for kind in KINDS)


def _outline(tables: Tables, subject: Subject) -> BaseGeometry:
    rows = tables.communes.loc[subject.codes]
    parts = [
        tables.outlines(str(departement)).loc[part.index]
        for departement, part in rows.groupby("code_departement")
    ]
    return gpd.GeoSeries(pd.concat(parts), crs=LAMBERT_93).union_all()


def _nearby(tables: Tables, subject: Subject, kind: Kind, outline: BaseGeometry) -> Nearby:
    rows, points = tables.places(kind.table)
    own = _own(rows, kind, subject.codes)
    close = points.distance(outline).le(RADIUS_KM * METRES) & ~own
    first = [*rows.loc[own, "shown"], *rows.loc[close, "shown"]]
    names = tuple(dict.fromkeys(first))[:NAMED]
    inside, near = int(own.sum()), int(close.sum())
    return Nearby(
        title=kind.title,
        inside=inside,
        near=near,
        radius_km=RADIUS_KM,
        names=names,
        text=_text(kind, inside, near, len(subject.codes)),
        source=str(tables.sidecar(kind.table)["attribution"]),
    )


def _own(rows: pd.DataFrame, kind: Kind, codes: pd.Index) -> pd.Series:
    """Tell which rows name a commune of the subject."""
    wanted = set(codes)
    return rows[kind.codes].fillna("").map(lambda text: bool(wanted & set(str(text).split(";")))).astype(bool)


def _text(kind: Kind, inside: int, near: int, communes: int) -> str:
    where = "dans la commune" if communes == 1 else "dans ces communes"
    here = (
        counted(inside, kind.one, kind.several)
        if inside
        else f"aucun{'e' if kind.one[0] == 'i' else ''} {kind.one}"
    )
    around = (
        f"{number(near)} de plus à moins de {RADIUS_KM} km"
        if near
        else f"aucun autre à moins de {RADIUS_KM} km"
    )
    if kind.one[0] == "i":
        around = around.replace("aucun autre", "aucune autre")
    centres = f" {CENTRES}" if kind.table == INITIATIVES and near else ""
    return f"{kind.title}{NNBSP}: {here} {where}, {around}.{centres}"
