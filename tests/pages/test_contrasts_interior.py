"""Inside the basin: groups hold every commune once, sentences say what the groups say."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest

from geo.aggregate import aggregate_rate
from pages.shared import data
from pages.shared.contrasts import interior
from pages.shared.contrasts.interior import Asked
from pages.shared.contrasts.places import grid_of, mark_frame, row_frame, rows_of, shown
from pages.shared.groups import cached_epci_groups, figure_of
from viz.french import NBSP, NNBSP

ASKED = Asked("unemployment_rate_pct", 2021, "mbm_250", "62498")
BASIN = data.cached_territory("mbm_250").codes


def plain(text):
    return text.replace(NNBSP, " ").replace(NBSP, " ")


def local_epcis(perimeter):
    return cached_epci_groups(perimeter, "local")


def all_codes(groups):
    return sorted(code for group in groups for code in group.codes)


@pytest.mark.parametrize("groups", [interior.cached_west_east, local_epcis])
@pytest.mark.parametrize("perimeter", ["mbm_250", "nord_pas_de_calais", "epci_200035442"])
def test_every_commune_is_in_one_group(groups, perimeter):
    assert all_codes(groups(perimeter)) == sorted(data.cached_territory(perimeter).codes)


def test_fifths_hold_every_commune_with_an_income_once():
    income = data.observations(*interior.INCOME)["value"].loc[BASIN]
    assert all_codes(interior.cached_fifths("mbm_250")) == sorted(income.index[income.notna()])


def test_fifths_rise_with_income():
    income = data.observations(*interior.INCOME)["value"]
    ranges = [income.loc[group.codes].agg(["min", "max"]) for group in interior.cached_fifths("mbm_250")]
    assert all(low["max"] < high["min"] for low, high in pairwise(ranges))


def test_slices_go_from_west_to_east():
    east = interior.cached_eastings()
    means = [east.loc[group.codes].mean() for group in interior.cached_west_east("mbm_250")]
    assert means == sorted(means)


def test_the_figure_of_a_group_comes_from_its_counts():
    group = interior.cached_fifths("mbm_250")[0]
    above, below = (
        data.observations(name, 2021)["value"].loc[group.codes]
        for name in ("unemployed_15_64", "labour_force_15_64")
    )
    assert figure_of("unemployment_rate_pct", 2021, group).value == aggregate_rate(above, below)


def test_an_approximation_is_marked_wherever_it_is_written():
    rows = rows_of(local_epcis("mbm_250"), "median_income_eur", 2021)
    assert all(shown(row, "median_income_eur").startswith("≈") for row in rows if len(row.group.codes) > 1)


def test_a_figure_on_too_few_inhabitants_is_not_given():
    rows = rows_of(local_epcis("nord_pas_de_calais"), "poverty_rate_pct", 2021)
    hidden = [row for row in rows if row.figure.coverage.weight_share < 60]
    assert hidden
    assert {shown(row, "poverty_rate_pct") for row in hidden} == {"non donné"}
    assert all(pd.isna(row.value) for row in hidden)


def test_the_chosen_commune_is_full_and_in_its_own_colour():
    rows = rows_of(local_epcis("mbm_250"), "unemployment_rate_pct", 2021)
    marks = mark_frame(rows, "unemployment_rate_pct", 2021, "62498")
    (chosen,) = marks[marks["role"] == "commune"].to_dict(orient="records")
    assert (chosen["name"], chosen["part"]) == ("Lens", False)
    assert not mark_frame(rows, "unemployment_rate_pct", 2021, None)["role"].eq("commune").any()


def test_fragile_communes_are_not_drawn():
    rows = rows_of(interior.cached_west_east("nord_pas_de_calais"), "unemployment_rate_pct", 2021)
    marks = mark_frame(rows, "unemployment_rate_pct", 2021, None)
    small = data.cached_population(2021).lt(200)
    drawn = int(marks["part"].sum())
    published = data.observations("unemployment_rate_pct", 2021)["value"].notna()
    assert drawn == int((published & ~small).sum())


def test_rows_say_how_many_communes_they_hold():
    rows = rows_of(local_epcis("mbm_250"), "unemployment_rate_pct", 2021)
    labels = [plain(label) for label in row_frame(rows, "unemployment_rate_pct")["label"]]
    assert "CA de Lens - Liévin · 33 communes" in labels
    grid = grid_of(rows, "unemployment_rate_pct", 2021, "Intercommunalité")
    assert sum(int(plain(row[1])) for row in grid.rows) == 250


def test_sentences_about_fifths_compare_the_two_ends():
    rows = rows_of(interior.cached_fifths("mbm_250"), "unemployment_rate_pct", 2021)
    thresholds, ends, own = map(plain, interior._fifths_sentences(ASKED, rows))
    assert thresholds.startswith("Niveau de vie médian en 2021, dans le Bassin minier")
    assert "dans les communes au revenu le plus bas" in ends
    assert "dans celles au revenu le plus élevé" in ends
    assert own.startswith("Lens est dans le groupe « ")


def test_no_sentence_about_a_commune_outside_the_perimeter():
    state = ASKED._replace(commune="59350")  # Lille
    rows = rows_of(interior.cached_fifths("mbm_250"), "unemployment_rate_pct", 2021)
    assert len(interior._fifths_sentences(state, rows)) == 2
    assert interior._own_sentence(state) == ""


def test_a_town_that_starts_with_a_vowel_is_elided():
    names = [group.name for group in interior.cached_west_east("nord_pas_de_calais")]
    assert all(name.startswith(("Autour de ", "Autour d'", "Autour du ", "Autour des ")) for name in names)
