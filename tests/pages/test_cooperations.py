"""« Coopérations »: what the table says reaches the reader, and nothing more."""

from __future__ import annotations

import pandas as pd
import pytest

from loaders import catalog
from pages.shared.cooperations import frieze, network, partners, regions
from pages.shared.cooperations.regions_map import cached_explorer as regions_explorer
from pages.shared.cooperations.rows import (
    FAMILIES,
    KINDS,
    cached_cooperations,
    is_to_confirm,
    row_of,
    section_of,
    years_of,
)
from viz.explorer import matches


@pytest.fixture(scope="module")
def table():
    return cached_cooperations()


@pytest.fixture(scope="module")
def rows(table):
    return {row["id"]: row for row in map(row_of, table.to_dict("records"))}


def facet(name):
    view, _ = partners.cached_explorer()
    return next(item for item in view.facets if item.id == name)


def count(rows, name, value):
    return sum(matches(row, facet(name), value) for row in rows.values())


def test_every_kind_of_the_table_has_a_family_and_every_family_a_row(table):
    assert set(table["kind"]) == set(KINDS)
    assert set(table["family"]) == set(FAMILIES)


def test_a_row_known_by_its_country_is_drawn_in_its_middle_never_in_its_capital(rows):
    drawn = [row for row in rows.values() if row["precision"] == "country"]
    assert len(drawn) == 51
    berlin = (52.52437, 13.41053)
    lat, lon = rows["coop-049"]["lat"], rows["coop-049"]["lon"]  # RESCUE, German team
    assert abs(lat - berlin[0]) + abs(lon - berlin[1]) > 1


@pytest.mark.parametrize(("kind", "n"), [("exact", 6), ("commune", 23), ("region", 25), ("none", 6)])
def test_each_precision_has_the_rows_of_the_table(rows, kind, n):
    found = [row for row in rows.values() if row["precision"] == kind]
    assert len(found) == n
    assert all((row["lat"] is None) == (kind == "none") for row in found)


@pytest.mark.parametrize(
    ("name", "n"),
    [("triangle-de-weimar", 4), ("eurovelo-4", 2), ("regions-charbonnieres", 19), ("europe-underground", 3)],
)
def test_the_landmarks_are_found(rows, name, n):
    assert count(rows, "repere", name) == n


def test_filters_count_what_the_table_holds(rows, table):
    assert count(rows, "ou", "pologne") == int((table["country"] == "Pologne").sum()) == 12
    assert count(rows, "cadre", "cabernet") == 21
    assert (
        count(rows, "annees", "2013-2014-datees") == 3 + 6
    )  # ICI to 2013, then 004, 044, 045, 047, 107, 108


def test_an_unknown_end_is_never_filled():
    assert years_of(2002, pd.NA) == "depuis 2002 (fin non précisée)"
    assert years_of(2013, 2013) == "2013"
    assert years_of(2002, 2005) == "2002–2005"
    assert years_of(pd.NA, pd.NA) == ""


def test_sections_are_said_in_french(table):
    assert section_of("003_a7e2933d59088715.txt, section intro") == "Introduction"
    assert section_of("003_a7e2933d59088715.txt, section 3-1") == "Section 3-1"
    assert all(".txt" not in section_of(source) for source in table["source"])


def test_what_the_source_leaves_open_is_hollow(table):
    doubtful = {row["id"] for row in table.to_dict("records") if is_to_confirm(row)}
    assert {"coop-010", "coop-047", "coop-085", "coop-089", "coop-094"} <= doubtful
    assert "coop-001" not in doubtful


def test_every_card_names_its_section_and_its_precision(rows):
    for row in rows.values():
        terms = dict(row["facts"])
        assert terms["Section du document"]
        assert terms["Précision"]
        assert terms["Années"]


def test_the_frieze_dates_only_what_the_note_dates():
    block = frieze.cached_frieze("light")
    programmes = frieze.cached_programmes()
    assert len(programmes) == 40
    assert "31 programmes sur 40" in block.sentences[0]
    undated = set(programmes.loc[programmes["start"].isna(), "programme"])
    assert "ERIH" in undated
    assert len(undated) == 9
    assert len(block.grid.rows) == 40  # the table has them all


def test_the_network_has_every_link_of_the_table():
    links = network.cached_links()
    assert len(links) == 111
    everything = network.cached_network("partenaires", "tous", "light")
    assert len(everything.grid.rows) == links.drop_duplicates(["code", "partner"]).shape[0]
    one = network.cached_network("pays", "prospects-interreg-ivc", "light")
    assert {row[1] for row in one.grid.rows} == {
        *("Allemagne", "Pologne", "Belgique", "Espagne"),
        *("Hongrie", "Slovénie", "Royaume-Uni", "Tchéquie"),
    }


def test_gdp_against_the_union_is_worked_out_on_the_same_year():
    values = regions.two_dates("pib_ue", regions.cached_regions("liste"))
    assert values["first"]["FRE12"] == pytest.approx(100 * 14_800 / 18_400)
    assert values["last"]["FRE12"] == pytest.approx(100 * 21_700 / 30_000)
    assert pd.isna(values["last"]["IE012"])


def test_population_is_a_change_and_a_missing_value_has_none():
    values = regions.two_dates("population", regions.cached_regions("petites"))
    assert values["last"]["FRE12"] == pytest.approx(100 * (1_456_588 / 1_472_589 - 1))
    table = catalog.read_table("coal_regions").set_index("nuts_id")
    missing = table.index[table["population_2022"].isna()].intersection(values.index)
    assert len(missing) == 3
    assert values["last"][missing].isna().all()


@pytest.mark.parametrize(("choice", "n"), [("liste", 21), ("petites", 59)])
def test_lists_of_regions_are_not_mixed_and_hold_the_two_departements(choice, n):
    chosen = regions.cached_regions(choice)
    assert len(chosen) == n
    assert {"FRE11", "FRE12"} <= set(chosen.index)
    others = chosen.drop(["FRE11", "FRE12"])
    assert len(set(others["basis"])) == 1


def test_flags_of_eurostat_are_shown():
    block = regions.cached_comparison("pib", "liste", "dark")
    nord = next(row for row in block.grid.rows if row[2] == "FRE11")
    assert nord[-1].endswith("(e)")
    assert nord[3] == "18\u202f200"


def test_the_map_of_regions_lists_the_one_without_a_point():
    view, known = regions_explorer()
    assert len(known.rows) == 78  # 93 rows, 15 references left out
    assert "EuroGeographics" in view.source
