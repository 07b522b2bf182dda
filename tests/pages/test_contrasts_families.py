"""Families of weakening territories: counts of EPCI, thresholds that bite, maps that agree with words."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.demography import natural_and_migratory_balance
from geo.figures import annual_change_pct
from pages.shared import data, france
from pages.shared.contrasts import choices, families
from pages.shared.contrasts.families import CATEGORIES, OWN_CATEGORIES, cached_epci_categories
from pages.shared.memberships import (
    Definitions,
    Rules,
    cached_commune_families,
    cached_epci_families,
    cached_epci_territories,
    cached_membership,
)
from pages.shared.options import OPTIONS
from pages.shared.url_state import State
from viz.french import NBSP, NNBSP

DEFAULT = OPTIONS["seuils"].default
CHOSEN = Definitions("aav_700000", DEFAULT)
LENS_LIEVIN = "246200364"


def plain(text):
    return text.replace(NNBSP, " ").replace(NBSP, " ")


def _sum(indicator, year, epci):
    values = data.observations(indicator, year, data.FRANCE)["value"]
    return values[france.cached_groups().eq(epci)].sum()


def test_rules_are_read_as_they_are_written():
    assert Rules.read(DEFAULT) == Rules()
    assert Rules().written() == DEFAULT
    other = Rules(-0.3, -0.1, 0.0, 12, 3, 10.2)
    assert Rules.read(other.written()) == other
    assert OPTIONS["seuils"].allows(other.written())


@pytest.mark.parametrize("text", ["0_0_0_10_2", "0_0_0_10_5_13.4", "x_0_0_10_2_13.4", "0_0_0_100_2_13.4"])
def test_malformed_rules_are_refused(text):
    assert not OPTIONS["seuils"].allows(text)


@pytest.mark.parametrize("name", list(choices.THRESHOLDS))
def test_every_value_of_a_control_is_allowed_and_the_default_is_one(name):
    threshold = choices.THRESHOLDS[name]
    assert float(getattr(Rules(), name)) in threshold.steps
    for value in threshold.steps:
        changed = Rules(**{**vars(Rules()), name: int(value) if name == "signs" else value})
        assert OPTIONS["seuils"].allows(changed.written())


def test_numbers_of_an_epci_come_from_the_counts_of_its_communes():
    territories = cached_epci_territories()
    start, end = _sum("population", 2013, LENS_LIEVIN), _sum("population", 2023, LENS_LIEVIN)
    assert territories.population_change[LENS_LIEVIN] == pytest.approx(annual_change_pct(start, end, 10))
    vacancy = 100 * _sum("vacant_dwellings", 2018, LENS_LIEVIN) / _sum("dwellings", 2018, LENS_LIEVIN)
    assert territories.vacancy_rate[LENS_LIEVIN] == pytest.approx(vacancy)
    people = [pd.Series([float(_sum("population", year, LENS_LIEVIN))]) for year in (2013, 2018)]
    vital = [
        pd.Series([float(_sum(f"{what}_2013_2018", 2018, LENS_LIEVIN))]) for what in ("births", "deaths")
    ]
    balance = natural_and_migratory_balance(*people, *vital, 5)
    assert territories.migratory[LENS_LIEVIN] == pytest.approx(balance["migratory_pct"][0])


def test_the_heart_of_the_basin_is_of_industrial_tradition():
    codes = data.cached_territory("mbm_250").codes
    epcis = cached_epci_families(DEFAULT)[france.cached_groups().loc[codes].unique()]
    assert epcis[LENS_LIEVIN] == "industrial"
    assert epcis.eq("industrial").sum() >= 6


def test_more_signs_asked_for_weaken_fewer_territories():
    counts = [cached_epci_families(Rules(signs=signs).written()).ne("none").sum() for signs in (1, 2, 3, 4)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


def test_a_higher_unemployment_threshold_leaves_fewer_industrial_territories():
    counts = [
        cached_epci_families(Rules(unemployment=limit).written()).eq("industrial").sum()
        for limit in (8, 13.4, 20)
    ]
    assert counts[0] > counts[1] > counts[2]


def test_a_commune_of_a_metropolis_is_in_no_family():
    member = cached_membership(CHOSEN)
    assert member["59350"] == "metropolis"  # Lille
    assert member["62498"] == "industrial"  # Lens
    assert member["75056"] == "metropolis"


def test_categories_of_the_map_are_those_of_the_legend():
    assert set(cached_epci_categories(CHOSEN).dropna()) <= set(CATEGORIES)
    assert set(cached_commune_families(DEFAULT).dropna()) <= set(OWN_CATEGORIES)


def test_the_map_of_france_counts_what_its_sentence_says():
    layer, block = families.cached_france_layer(CHOSEN), families._france_block(CHOSEN)
    classes = layer.areas["class"]
    assert layer.class_labels == tuple(category.label for category in CATEGORIES.values())
    by_label = {row[0]: int(plain(row[1]).replace(" ", "")) for row in block.grid.rows}
    assert by_label == {
        label: int(classes.eq(number).sum()) for number, label in enumerate(layer.class_labels)
    }
    weak = sum(by_label[CATEGORIES[key].label] for key in families.FAMILY_WORDS)
    assert plain(block.sentences[0]).startswith(f"En France, {weak} intercommunalités sur ")


def test_the_map_of_the_perimeter_counts_what_its_sentence_says():
    layer = families.cached_here_layer(CHOSEN, "mbm_250")
    assert len(layer.class_labels) == len(OWN_CATEGORIES)
    first, own = map(plain, families._here_block(State(commune="62498"), CHOSEN).sentences)
    weak = int(layer.areas["class"].lt(len(OWN_CATEGORIES) - 1).sum())
    assert f"{weak} communes sur 250 montrent les signes d’un affaiblissement" in first
    assert own.startswith("Lens ")
    assert "aucun signe" not in own


def test_each_epci_of_the_perimeter_has_a_row_of_signs():
    rows = families._here_block(State(), CHOSEN).grid.rows
    assert len(rows) == 13
    assert {len(row) for row in rows} == {9}
    (lens,) = [row for row in rows if row[0] == "CA de Lens - Liévin"]
    assert lens[1] == "Tradition industrielle en crise"
    assert plain(lens[3]).startswith("+0,")


def test_thresholds_are_in_the_source_line():
    source = plain(families._source(Definitions("aav_700000", Rules(vacancy=12, signs=3).written())))
    assert "3 signes au moins" in source
    assert "vacance 12 %" in source
