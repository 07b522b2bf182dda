"""Neighbourhoods: Moran's index worked out again, classes that agree with their map, table and words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pages.shared import data
from pages.shared.inequality import lisa
from pages.shared.url_state import State
from viz.french import NBSP, NNBSP, number

UNEMPLOYMENT, BASIN, LENS = ("unemployment_rate_pct", 2018), "mbm_250", "62498"
STATE = State(UNEMPLOYMENT[0], BASIN, UNEMPLOYMENT[1])


def plain(text):
    return text.replace(NNBSP, " ").replace(NBSP, " ")


def lags():
    """Return the gap to the mean of each published commune, and the mean gap of its published neighbours."""
    values = data.observations(*UNEMPLOYMENT)["value"].dropna()
    gaps = values - values.mean()
    pairs = lisa.cached_pairs()
    pairs = pairs[pairs["focal"].isin(gaps.index) & pairs["neighbour"].isin(gaps.index)]
    return gaps, pairs["neighbour"].map(gaps).groupby(pairs["focal"]).mean()


def test_neighbours_are_neighbours_of_each_other_and_never_of_themselves():
    pairs = set(lisa.cached_pairs()[["focal", "neighbour"]].itertuples(index=False, name=None))
    assert all((other, one) in pairs for one, other in pairs)
    assert all(one != other for one, other in pairs)
    names = data.cached_communes()["name"]
    assert (LENS, names.index[names.eq("Liévin")][0]) in pairs


def test_morans_index_is_that_of_its_definition():
    gaps, lag = lags()
    linked = gaps[lag.index]
    expected = len(gaps) / len(lag) * (linked * lag).sum() / (gaps**2).sum()
    assert lisa.cached_moran(*UNEMPLOYMENT).i == pytest.approx(expected, rel=1e-9)


def test_each_class_is_on_its_side_of_the_mean():
    gaps, lag = lags()
    clusters = lisa.cached_lisa(*UNEMPLOYMENT)["cluster"].dropna()
    for code, cluster in clusters[clusters.ne("not_significant")].items():
        here, there = cluster.split("_")
        assert (gaps[code] > 0) == (here == "high"), code
        assert (lag[code] > 0) == (there == "high"), code


def test_a_class_is_significant_after_correction_only():
    table = lisa.cached_lisa(*UNEMPLOYMENT).dropna(subset=["cluster"])
    significant = table["cluster"].ne("not_significant")
    assert (table["p_adjusted"][significant] <= lisa.ALPHA).all()
    assert (table["p_adjusted"][~significant] > lisa.ALPHA).all()


@pytest.mark.parametrize("perimeter", [BASIN, data.REFERENCE])  # the whole has communes of all five classes
def test_map_table_and_sentence_count_the_same_communes(perimeter):
    layer = lisa.cached_lisa_layer(*UNEMPLOYMENT, perimeter)
    block = lisa._block(State(UNEMPLOYMENT[0], perimeter, UNEMPLOYMENT[1]))
    clusters = lisa.cached_clusters(*UNEMPLOYMENT, perimeter)
    people = data.cached_population(UNEMPLOYMENT[1])
    sentence = plain(block.sentences[0])
    for place, (key, row) in enumerate(zip(lisa.CATEGORIES, block.grid.rows, strict=True)):
        chosen = clusters.index[clusters["cluster"].eq(key)]
        assert row[0] == lisa.CATEGORIES[key].label
        assert row[1:] == (number(len(chosen)), number(people[chosen].sum()))
        assert layer.areas["class"].eq(place).sum() == len(chosen)
        if len(chosen) and key != "not_significant":
            assert f"{len(chosen)} commune" in sentence
    counted = sum(int(plain(row[1]).replace(" ", "")) for row in block.grid.rows)
    assert counted == len(clusters) == len(data.cached_territory(perimeter).codes)


def test_one_commune_in_a_class_is_singular_and_no_class_is_said_so(monkeypatch):
    table = pd.DataFrame(
        {
            "cluster": ["high_high", "not_significant", "not_significant"],
            "p_adjusted": [0.01, 0.5, 0.5],
            "value": [1.0, 2.0, 3.0],
            "people": [1.0, 2.0, 3.0],
        }
    )
    monkeypatch.setattr(lisa, "cached_clusters", lambda *_: table)
    first = plain(lisa._block(STATE).sentences[0])
    assert "1 commune (1 habitant) a une valeur haute" in first
    assert "pour les 2 autres" in first
    nothing = table.assign(cluster="not_significant")
    monkeypatch.setattr(lisa, "cached_clusters", lambda *_: nothing)
    assert "aucune commune ne ressemble à ses voisines" in plain(lisa._block(STATE).sentences[0])


def test_a_commune_without_value_is_in_no_class(monkeypatch):
    table = pd.DataFrame(
        {"cluster": [None], "p_adjusted": [np.nan], "value": [np.nan], "people": [10.0]}, index=[LENS]
    )
    monkeypatch.setattr(lisa, "cached_clusters", lambda *_: table)
    monkeypatch.setattr(lisa, "cached_lisa", lambda *_: table.assign(z=np.nan))
    block = lisa._block(State(UNEMPLOYMENT[0], BASIN, UNEMPLOYMENT[1], commune=LENS))
    own, all_of_it, _ = map(plain, block.sentences)
    assert own.startswith("À Lens (« Taux de chômage")
    assert own.endswith("pas de comparaison, faute de valeur publiée dans la commune ou chez ses voisines.")
    assert all_of_it.endswith("aucune valeur publiée.")
    assert [row[1] for row in block.grid.rows] == ["0"] * 5


def test_the_chosen_commune_comes_first_and_no_other_is_named():
    block = lisa._block(State(UNEMPLOYMENT[0], BASIN, UNEMPLOYMENT[1], commune=LENS))
    assert plain(block.sentences[0]).startswith("À Lens (")
    names = set(data.cached_communes()["name"].loc[data.cached_territory(BASIN).codes])
    assert not names & {str(cell) for row in block.grid.rows for cell in row}


def test_the_source_line_says_how_chance_was_tried():
    source = plain(lisa._block(STATE).source)
    computed = lisa.cached_lisa(*UNEMPLOYMENT)["z"].notna().sum()
    assert f"Calculé sur {plain(number(computed))} communes du Nord et du Pas-de-Calais" in source
    assert "9 999 tirages au sort, taux de fausses découvertes 5 %" in source
