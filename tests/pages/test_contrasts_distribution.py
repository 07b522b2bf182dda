"""Distributions: bars add up to all inhabitants, medians split them, the scale is that of France."""

from __future__ import annotations

import numpy as np
import pytest

from pages.shared.contrasts import distribution
from pages.shared.contrasts.distribution import cached_edges, cached_spreads, round_step
from pages.shared.groups import measure_of
from pages.shared.memberships import Definitions
from pages.shared.options import OPTIONS
from viz.french import NBSP, NNBSP
from viz.sentences.gaps import short_value

UNEMPLOYMENT, POVERTY = "unemployment_rate_pct", "poverty_rate_pct"


def split(definition):
    return Definitions(definition, OPTIONS["seuils"].default)


def plain(text):
    return text.replace(NNBSP, " ").replace(NBSP, " ")


def spreads(indicator=UNEMPLOYMENT, year=2018, perimeter="mbm_250"):
    return cached_spreads(split("aav_700000"), perimeter, indicator, year)


@pytest.mark.parametrize(
    ("step", "expected"),
    [(0.9, 1), (1, 1), (1.2, 2), (2.2, 2.5), (4, 5), (7, 10), (0.031, 0.05), (730, 1000)],
)
def test_edges_are_round_numbers(step, expected):
    assert round_step(step) == pytest.approx(expected)


def test_edges_hold_all_but_the_extreme_values_of_france():
    edges = cached_edges(UNEMPLOYMENT, 2018)
    assert np.allclose(np.diff(edges), edges[1] - edges[0])
    assert 10 < len(edges) < 40


def test_bars_of_each_group_add_up_to_its_inhabitants():
    for row, spread in enumerate(spreads()):
        bars = distribution._bars(row, spread, UNEMPLOYMENT, 2018)
        assert bars["share"].sum() == pytest.approx(100)


def test_the_median_splits_the_inhabitants():
    here = spreads()[-1]
    assert here.above(here.median) <= 50
    at_most = here.people[here.values <= here.median].sum() / here.people.sum()
    assert at_most >= 0.5


def test_sentences_quote_the_medians():
    first, second = map(plain, distribution._sentences(UNEMPLOYMENT, 2018, spreads()))
    cities, *_, here = spreads()
    told = [plain(short_value(measure_of(UNEMPLOYMENT, None), spread.median)) for spread in (here, cities)]
    assert f"{told[0]} ou moins ; dans les métropoles" in first
    assert f"au-dessus de {told[1]}, valeur médiane des métropoles" in second


def test_a_group_that_is_hardly_covered_is_not_drawn_and_the_reader_is_told():
    rows = spreads(POVERTY, 2021, "epci_200069672")
    assert plain(distribution._sentences(POVERTY, 2021, rows)[0]).startswith("Le chiffre n’est pas donné")
    assert distribution._grid(POVERTY, rows).rows[-1][2:5] == ("non donné",) * 3


def test_a_block_has_a_table_of_deciles():
    block = distribution.cached_block(UNEMPLOYMENT, 2018, split("aav_700000"), "mbm_250", "light")
    assert [len(row) for row in block.grid.rows] == [6] * 4
