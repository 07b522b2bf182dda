"""Robustness: every combination once, the base first; what holds is what geo says, told in words."""

from __future__ import annotations

import pytest

from geo.perimeters import FLAGS
from geo.robustness import contrast_under_variants
from pages.shared import data
from pages.shared.contrasts import robustness
from pages.shared.contrasts.robustness import Item, Setting, cached_variants, settings, single_changes
from pages.shared.memberships import cached_metropolitan
from pages.shared.url_state import State
from viz.french import NBSP, NNBSP

UNEMPLOYMENT = Item("unemployment_rate_pct", 2018)
BASE = Setting("mbm_250", "aav_700000", "")


def plain(text):
    return text.replace(NNBSP, " ").replace(NBSP, " ")


def table():
    return cached_variants(UNEMPLOYMENT, BASE)


def test_every_combination_is_tried_once_and_the_base_first():
    tried = list(settings(FLAGS))
    assert len(tried) == len(set(tried)) == 5 * 3 * 4
    for base in (BASE, Setting("insee_336", "epci_metropole", "")):
        assert cached_variants(UNEMPLOYMENT, base)["variant"][0] == base.words()
        assert cached_variants(UNEMPLOYMENT, base)["variant"].nunique() == 60


def test_what_holds_depends_on_the_base_only_through_its_sense():
    whole = cached_variants(UNEMPLOYMENT, BASE)
    direct = contrast_under_variants(
        [
            robustness._variant(UNEMPLOYMENT, s, BASE.perimeter)
            for s in (BASE, *(x for x in settings(FLAGS) if x != BASE))
        ]
    )
    assert whole.set_index("variant")["holds"].to_dict() == direct.set_index("variant")["holds"].to_dict()


def test_a_perimeter_of_the_reader_comes_on_top_of_those_of_the_basin():
    own = Setting("epci_200042190", "aav_700000", "")
    assert len(cached_variants(UNEMPLOYMENT, own)) == 6 * 3 * 4
    assert cached_variants(UNEMPLOYMENT, own)["variant"].is_unique


def test_the_base_compares_counts():
    basin = data.cached_territory("mbm_250").codes
    above, below = (
        data.observations(name, 2018, data.FRANCE)["value"].loc[basin].sum()
        for name in ("unemployed_15_64", "labour_force_15_64")
    )
    assert table()["value_group"][0] == pytest.approx(100 * above / below)


def test_communes_that_no_variant_counts_change_nothing():
    universe = robustness.cached_universe("mbm_250")
    assert 250 < len(universe) < 9_000
    assert data.cached_territory("insee_336").codes.isin(universe).all()
    assert data.cached_france().index[cached_metropolitan("epci_metropole")].isin(universe).all()


def test_leaving_lille_out_takes_its_communes_from_both_sides():
    whole, without = (
        robustness._variant(UNEMPLOYMENT, Setting("mbm_250", "aav_700000", words), "mbm_250")
        for words in ("", "sans l’aire de Lille")
    )
    universe = robustness.cached_universe("mbm_250")
    lille = (data.cached_france()["code_aav2020"].loc[universe] == "004").reset_index(drop=True)
    assert (whole.group & lille).any()
    assert not (without.group & lille).any()
    assert not (without.reference & lille).any()


def test_what_is_hardly_covered_is_unknown():
    hidden = robustness._masked(table().assign(coverage_group_pct=59.9))
    assert hidden["holds"].isna().all()
    assert hidden["gap"].isna().all()


def test_gaps_point_the_same_way_whatever_the_direction_of_the_indicator():
    sides = [
        robustness._oriented(item.indicator, cached_variants(item, BASE)["ratio"])[0]
        for item in (UNEMPLOYMENT, Item("median_income_eur", 2021), Item("employment_rate_pct", 2018))
    ]
    assert all(side > 0 for side in sides)


def test_single_changes_name_each_perimeter_definition_and_area():
    names = [plain(name) for name in single_changes(UNEMPLOYMENT, BASE)["variant"]]
    assert names[0] == "Le choix de la page"
    assert sum(name.startswith("Périmètre : ") for name in names) == 4
    assert sum(name.startswith("Métropoles : ") for name in names) == 2
    assert names[-3:] == [
        "Sans l’aire de Paris",
        "Sans l’aire de Lille",
        "Sans les aires de Paris et de Lille",
    ]


def test_sentences_count_the_variants():
    one = table()
    told = plain(robustness._holding(BASE, UNEMPLOYMENT, one))
    holding, known = int(one["holds"].sum()), int(one["holds"].notna().sum())
    assert known == 60
    expected = "dans les 60 variantes." if holding == 60 else f"dans {holding} variantes sur 60."
    assert told.endswith(expected)
    assert "l’écart entre le Bassin minier (Mission Bassin Minier, 250 communes) et les métropoles" in told
    (overall,) = robustness._overall(BASE, {UNEMPLOYMENT: one, Item("x", 2018): one})
    assert plain(overall).startswith("Sur 2 indicateurs, l’écart entre le Bassin minier")
    assert robustness._overall(BASE, {UNEMPLOYMENT: one}) == ()


def test_indicators_without_a_sense_are_left_out(monkeypatch):
    drawn = []
    monkeypatch.setattr(robustness, "show_figure", lambda block: drawn.append(block.key))
    monkeypatch.setattr(
        robustness, "chosen_indicators", lambda: ("owner_occupiers_share_pct", UNEMPLOYMENT.indicator)
    )
    robustness.show_robustness(State())
    assert drawn == ["solidite", "un-changement"]
