"""The table of a figure: what the reader sees, and numbers as numbers."""

import math

import altair as alt
import pandas as pd
import pytest

from pages.shared.exports.figures import figure_export, grid_table, number_of
from pages.shared.figure_block import FigureBlock, Grid
from tests.viz.six_squares import parsed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("17,2\u202f%", (17.2, 1, "%")),
        ("1\u202f240", (1240.0, 0, "")),
        ("\u22123,5\u00a0points", (-3.5, 1, "points")),
        ("+2,3\u202f% (approximation)", (2.3, 1, "% (approximation)")),
        ("0,342", (0.342, 3, "")),
        ("\u2013", None),
        ("secret statistique", None),
        ("12 sur 250", None),
        ("2002\u20132005", None),
        ("moins de 0,1\u202f%", None),
        ("", None),
    ],
)
def test_a_cell_is_a_number_only_if_it_holds_one(text, found):
    assert number_of(text) == found


def test_numbers_alone_become_a_column_of_numbers():
    table = grid_table(Grid(("Lieu", "Lignes"), [("Lens", "1\u202f240"), ("Liévin", "7")], frozenset({1})))
    assert table.frame.to_dict("list") == {"Lieu": ["Lens", "Liévin"], "Lignes": [1240.0, 7.0]}


def test_units_and_reasons_stay_beside_the_numbers():
    rows = [("Lens", "17,2\u202f%"), ("Liévin", "secret statistique"), ("Avion", "8,0\u202f%")]
    table = grid_table(Grid(("Lieu", "Taux"), rows, frozenset({1})))
    assert table.frame.columns.tolist() == ["Lieu", "Taux", "Taux (nombre, %)"]
    assert table.frame["Taux"].tolist() == ["17,2 %", "secret statistique", "8,0 %"]
    first, second, third = table.frame["Taux (nombre, %)"]
    assert (first, third) == (17.2, 8.0)
    assert math.isnan(second)
    assert table.decimals == {"Taux (nombre, %)": 1}


def test_codes_and_columns_of_one_name_are_kept():
    grid = Grid(("Code", "Part", "Part"), [("01004", "1", "2")], frozenset({1, 2}))
    assert grid_table(grid).frame.to_dict("list") == {"Code": ["01004"], "Part": [1.0], "Part 2": [2.0]}


@pytest.fixture
def block():
    chart = alt.Chart(pd.DataFrame({"a": [1, 2]})).mark_bar().encode(x="a:Q").properties(width="container")
    return FigureBlock(
        key="essai",
        title="Écarts de revenu en 2021",
        description="Deux barres",
        sentences=(),
        grid=Grid(("Lieu", "Taux"), [("Lens", "17,2\u202f%")], frozenset({1})),
        source="Insee, 2021. Bassin minier, 250 communes.",
        chart=chart,
    )


def test_a_figure_offers_its_chart_with_its_source(block):
    export = figure_export(block, "mbm_250")
    said = [node.text for node in parsed(export.svg()).iter() if node.tag.endswith("text")]
    assert "Écarts de revenu en 2021" in said
    assert "Insee, 2021. Bassin minier, 250 communes." in said
    assert export.stem == "ecarts-de-revenu-en-2021_mbm_250"
    assert export.shapes is None


def test_a_figure_without_chart_offers_its_table_only(block):
    from dataclasses import replace  # noqa: PLC0415

    export = figure_export(replace(block, chart=None))
    assert export.svg is None
    assert len(export.table().frame) == 1
