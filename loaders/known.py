"""Values known from elsewhere, that a build must find again."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from loaders.report import Report

ROWS = {
    "communes": 34_875,
    "boundaries_communes": 34_875,
    "boundaries_epci": 1_255,
    "boundaries_departements": 101,
    "boundaries_regions": 18,
    "indicator_values": 225_498,
    "heritage_elements": 353,
    "heritage_components": 109,
    "mine_shafts": 636,
    "world_heritage_sites": 1_223,
    "cooperations": 111,
    "world_land": 239,
}
PERIMETERS = {"mbm_250": 250, "insee_336": 336, "unesco_property_87": 87, "unesco_buffer_124": 124}
POPULATION_2022 = 4_077_093


class Value(NamedTuple):
    """A published value of one commune, with the decimals it was published with."""

    title: str
    code: str
    indicator: str
    year: int
    decimals: int
    expected: float


VALUES = (
    Value("Lens, niveau de vie médian 2021 (€)", "62498", "median_income_eur", 2021, 0, 17_250.0),
    Value("Denain, taux de pauvreté 2021 (%)", "59172", "poverty_rate_pct", 2021, 0, 43.0),
    Value("Lille, taux de chômage du recensement 2021 (%)", "59350", "unemployment_rate_pct", 2021, 1, 16.9),
)


def add_known(report: Report, name: str, frame: pd.DataFrame) -> None:
    """Check the known values of one table and record them.

    Raises
    ------
    ExpectationError
        A known value does not hold.
    """
    for title, expected, found in known_values(name, frame):
        report.add_check(name, title, expected, found)


def known_values(name: str, frame: pd.DataFrame) -> Iterator[tuple[str, float, float]]:
    """Yield the title, expected and found value of each known value of a table."""
    if name in ROWS:
        yield f"Lignes de la table {name}", ROWS[name], len(frame)
    if name == "communes":
        for perimeter, expected in PERIMETERS.items():
            yield f"Communes du périmètre {perimeter}", expected, int(frame[perimeter].sum())
    if name == "indicator_values":
        yield from _indicators(frame)


def _indicators(frame: pd.DataFrame) -> Iterator[tuple[str, float, float]]:
    people = frame[(frame["indicator"] == "population") & (frame["year"] == 2022)]  # noqa: PLR2004
    yield "Population 2022 du Nord et du Pas-de-Calais", POPULATION_2022, int(people["value"].sum())
    values = frame.set_index(["code_commune", "indicator", "year"])["value"]
    for known in VALUES:
        found = round(float(values[known.code, known.indicator, known.year]), known.decimals)
        yield known.title, known.expected, found
