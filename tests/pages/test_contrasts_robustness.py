"""Robustness: every combination once, the base first; what holds is what geo says, told in words."""

from __future__ import annotations

import pytest

from pages.shared import data
from pages.shared.contrasts import robustness
from pages.shared.contrasts.robustness import Setting, cached_single_changes, cached_variants, settings
from pages.shared.url_state import State
from viz.french import NBSP, NNBSP

UNEMPLOYMENT = "unemployment_rate_pct"
BASE = Setting("mbm_250", "aav_700000", "")


def plain(text):
    return text.replace(NNBSP, " ").replace(NBSP, " ")


def table():
    return cached_variants(UNEMPLOYMENT, 2018, "mbm_250", "aav_700000")


def test_every_combination_is_tried_once_and_the_base_first():
    tried = list(settings(BASE))
    assert tried[0] == BASE
    assert len(tried) == len(set(tried)) == 5 * 3 * 4


def test_a_perimeter_of_the_reader_comes_on_top_of_those_of_the_basin():
    assert len(list(settings(Setting("epci_200042190", "aav_700000", "")))) == 6 * 3 * 4


def test_the_base_compares_counts():
    basin = data.cached_territory("mbm_250").codes
    above, below = (
        data.observations(name, 2018, data.FRANCE)["value"].loc[basin].sum()
        for name in ("unemployed_15_64", "labour_force_15_64")
    )
    assert table()["value_group"][0] == pytest.approx(100 * above / below)


def test_leaving_lille_out_takes_its_communes_from_both_sides():
    whole, without = (
        robustness._variant(UNEMPLOYMENT, 2018, Setting("mbm_250", "aav_700000", words))
        for words in ("", "sans l’aire de Lille")
    )
    lille = data.cached_france()["code_aav2020"].eq("004")
    assert (whole.group & lille).any()
    assert not (without.group & lille).any()
    assert not (without.reference & lille).any()


def test_what_is_hardly_covered_is_unknown():
    hidden = robustness._masked(table().assign(coverage_group_pct=59.9))
    assert hidden["holds"].isna().all()
    assert hidden["gap"].isna().all()


def test_gaps_point_the_same_way_whatever_the_direction_of_the_indicator():
    sides = [
        robustness._oriented(key, cached_variants(key, year, "mbm_250", "aav_700000")["ratio"])[0]
        for key, year in ((UNEMPLOYMENT, 2018), ("median_income_eur", 2021), ("employment_rate_pct", 2018))
    ]
    assert all(side > 0 for side in sides)


def test_single_changes_name_each_perimeter_definition_and_area():
    names = [plain(name) for name in cached_single_changes(UNEMPLOYMENT, "mbm_250", "aav_700000")["variant"]]
    assert names[0] == "Le choix de la page"
    assert sum(name.startswith("Périmètre : ") for name in names) == 4
    assert sum(name.startswith("Métropoles : ") for name in names) == 2
    assert names[-3:] == [
        "Sans l’aire de Paris",
        "Sans l’aire de Lille",
        "Sans les aires de Paris et de Lille",
    ]


def test_sentences_count_the_variants():
    state, one = State(), table()
    told = plain(robustness._holding(state, UNEMPLOYMENT, one))
    holding, known = int(one["holds"].sum()), int(one["holds"].notna().sum())
    assert known == 60
    expected = "dans les 60 variantes." if holding == 60 else f"dans {holding} variantes sur 60."
    assert told.endswith(expected)
    assert "l’écart entre le Bassin minier (Mission Bassin Minier, 250 communes) et les métropoles" in told
    (overall,) = robustness._overall(state, {"a": one, "b": one})
    assert plain(overall).startswith("Sur 2 indicateurs, l’écart entre le Bassin minier")
    assert robustness._overall(state, {"a": one}) == ()


def test_indicators_without_a_sense_are_left_out(monkeypatch):
    drawn = []
    monkeypatch.setattr(robustness, "show_figure", lambda block: drawn.append(block.key))
    monkeypatch.setattr(robustness, "chosen_indicators", lambda: ("owner_occupiers_share_pct", UNEMPLOYMENT))
    robustness.show_robustness(State())
    assert drawn == ["solidite", "un-changement"]
    assert len(robustness._strip_block(State(), [UNEMPLOYMENT]).grid.rows) == 1
