"""Gaps between groups: each commune of France is in one group, figures come from counts, sentences agree."""

from __future__ import annotations

import pandas as pd
import pytest

from pages.shared import data
from pages.shared.contrasts import choices, gaps
from pages.shared.groups import METROPOLIS, REST, WEAKENING, cached_epci_groups, cached_perimeter_group
from pages.shared.memberships import Definitions, cached_family_groups, cached_groups
from pages.shared.options import NATIONAL, OPTIONS
from viz.french import NBSP, NNBSP

DEFINITIONS = list(OPTIONS["metropole"].choices)
UNEMPLOYMENT, INCOME = "unemployment_rate_pct", "median_income_eur"


def split(definition):
    return Definitions(definition, OPTIONS["seuils"].default)


def plain(text):
    return text.replace(NNBSP, " ").replace(NBSP, " ")


def block_of(indicator, perimeter="mbm_250", commune=None):
    year = choices.year_of(indicator)
    return gaps.cached_block(indicator, year, split("aav_700000"), perimeter, commune, "light")


def _count(name, codes, year=2018):
    return data.observations(name, year, data.FRANCE)["value"].loc[codes].sum()


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_each_commune_of_france_is_in_one_group(definition):
    codes = [code for group in cached_groups(split(definition)).values() for code in group.codes]
    assert len(codes) == len(set(codes))
    unknown = data.cached_france().index.difference(codes)
    people = data.cached_population(2023, data.FRANCE)
    assert people[unknown].sum() < 0.0002 * people.sum()  # EPCI whose signs are not known


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_families_make_up_the_weakening_territories(definition):
    codes = [code for group in cached_family_groups(split(definition)) for code in group.codes]
    assert sorted(codes) == sorted(cached_groups(split(definition))[WEAKENING].codes)


def test_definitions_of_the_metropolises_differ():
    sizes = {
        definition: len(cached_groups(split(definition))[METROPOLIS].codes) for definition in DEFINITIONS
    }
    assert len(set(sizes.values())) == len(sizes)
    assert sizes["aav_500000"] > sizes["aav_700000"]


@pytest.mark.parametrize("role", [METROPOLIS, WEAKENING, REST])
def test_the_rate_of_a_group_comes_from_its_counts(role):
    row = gaps.cached_rows(split("aav_700000"), UNEMPLOYMENT, 2018)[role]
    codes = row.group.codes
    expected = 100 * _count("unemployed_15_64", codes) / _count("labour_force_15_64", codes)
    assert row.value == pytest.approx(expected)
    assert not row.figure.approximate


def test_groups_add_up_to_france():
    groups = cached_groups(split("aav_700000")).values()
    france = data.cached_france().index
    whole = sum(_count("labour_force_15_64", group.codes) for group in groups)
    assert whole == pytest.approx(_count("labour_force_15_64", france), rel=2e-4)


def test_parts_of_the_perimeter_by_epci_go_from_west_to_east_and_hold_it_all():
    groups = cached_epci_groups("mbm_250")
    west = [data.cached_france().loc[group.codes, "centroid_lon"].mean() for group in groups]
    assert west == sorted(west)
    assert sum(len(group.codes) for group in groups) == len(cached_perimeter_group("mbm_250").codes) == 250


@pytest.mark.parametrize("indicator", NATIONAL)
def test_every_offered_indicator_is_known_for_all_of_france_and_is_no_count(indicator):
    assert data.years_of(indicator, data.FRANCE)
    assert data.cached_indicators()[indicator].kind != "count"


@pytest.mark.parametrize(
    "value", ["population", f"{UNEMPLOYMENT},", f"{UNEMPLOYMENT},zzz", ",".join(NATIONAL)]
)
def test_an_unknown_or_too_long_list_of_indicators_is_refused(value):
    assert not OPTIONS["indicateurs"].allows(value)


def test_the_default_list_and_year_are_allowed():
    assert OPTIONS["indicateurs"].allows(OPTIONS["indicateurs"].default)
    assert OPTIONS["annee_france"].allows(OPTIONS["annee_france"].default)


def test_the_closest_year_stands_for_one_without_values():
    assert choices.year_of(UNEMPLOYMENT) == 2018
    assert choices.year_of(INCOME) == 2021


def test_a_block_says_basin_metropolises_and_the_commune():
    block = block_of(UNEMPLOYMENT, commune="62498")
    first, second, inner, mine = map(plain, block.sentences)
    basin = gaps.cached_perimeter_rows("mbm_250", UNEMPLOYMENT, 2018)[0]
    assert f"{basin.value:.1f}".replace(".", ",") in first
    assert "dans les métropoles" in first
    assert "dans les territoires « en affaiblissement »" in second
    assert inner.startswith("Entre ses 13 intercommunalités, de ")
    assert " à Lens, contre " in mine
    assert "Périmètre : Bassin minier (Mission Bassin Minier), valeurs publiées pour 250 communes" in plain(
        block.source
    )
    assert "Métropoles : aires d’attraction de 700 000 habitants ou plus." in plain(block.source)


def test_the_table_of_a_block_has_groups_families_and_parts():
    block = block_of(UNEMPLOYMENT)
    names = [plain(row[0]) for row in block.grid.rows]
    assert names[0] == "Métropoles"
    assert "France" in names
    assert "CA de Lens - Liévin" in names
    assert len(names) == 3 + len(cached_family_groups(split("aav_700000"))) + 2 + 13


def test_an_approximation_stands_beside_the_published_figure():
    block = block_of(INCOME)
    assert "le producteur publie 23 080 €" in plain(block.lead)
    assert block_of(UNEMPLOYMENT).lead == ""


def test_nothing_is_said_of_a_perimeter_that_is_hardly_covered():
    ternois = "epci_200069672"
    block = block_of("poverty_rate_pct", perimeter=ternois)
    here = gaps.cached_perimeter_rows(ternois, "poverty_rate_pct", 2021)[0]
    assert here.figure.coverage.weight_share < 60
    assert pd.isna(here.value)
    assert len(block.sentences) == 1
    assert block.sentences[0].startswith("Le chiffre n’est pas donné")
