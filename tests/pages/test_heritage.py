"""The tables of the property to rows, figures and sentences: counted again from the tables."""

from __future__ import annotations

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from loaders import catalog, heritage
from loaders.errors import SourceError
from pages.shared import data
from pages.shared.heritage import contents, people, shafts, sites
from pages.shared.heritage import property as inscribed
from pages.shared.heritage.elsewhere import THEMES, cached_sites, theme_of
from pages.shared.heritage.families import FAMILIES, company_of, counts, period_of
from pages.shared.heritage.rows import component_note, element_rows, epcis_of
from viz.explorer import rows_file
from viz.explorer.timeline import at_work

NARROW = "\u202f"


@pytest.fixture(scope="module")
def elements():
    return catalog.read_table("heritage_elements")


@pytest.fixture(scope="module")
def components():
    return catalog.read_table("heritage_components")


def test_the_families_share_the_353_elements_out(elements):
    # Counted by hand from the kinds: 17 pits + 8 headframes, 14 railways + 5 railway buildings…
    assert counts(elements) == {
        "fosses": 25,
        "terrils": 51,
        "cites": 124,
        "ecoles": 41,
        "eglises": 27,
        "sante": 21,
        "voies": 19,
        "etangs": 5,
        "autres": 40,
    }
    assert sum(counts(elements).values()) == 353


def test_every_element_is_a_row_with_a_point_and_a_known_family(elements, components):
    rows = element_rows(elements, components, {})
    assert len(json.loads(rows_file(rows))) == 353
    assert {row["kind"] for row in rows} == set(FAMILIES)
    assert all(row["lat"] is not None for row in rows)


def test_two_spellings_of_a_company_are_one_and_nothing_is_filled(elements):
    names = elements["company"].map(company_of)
    assert int(names.isna().sum()) == int(elements["company"].isna().sum()) == 19
    assert int((names == "Vicoigne-Nœux-Drocourt").sum()) == 16 + 12
    assert int((names == "Liévin").sum()) == 9 + 2
    assert [period_of(text) for text in ("NC", float("nan"), "Avant 1800")] == [None, None, "Avant 1800"]


def test_a_place_in_two_epci_has_both():
    assert epcis_of("59253;59444;59001", {"59253": "A", "59444": "B", "59001": "A"}) == ["A", "B"]


def test_the_five_anomalies_are_told(components):
    notes = {row["component_no"]: component_note(row) for row in components.to_dict("records")}
    told = {number: text for number, text in notes.items() if text}
    assert len(told) == 5
    assert sum("108" in text for text in told.values()) == 1
    far = [text for text in told.values() if "est faux" in text]
    assert sorted(re.findall(r"(\d+,\d)", " ".join(far))) == ["11,9", "15,5"]


def test_components_without_a_whc_point_are_not_drawn_there(components):
    facets, rows = inscribed._components()
    assert [facet.id for facet in facets] == ["section", "epci"]
    assert sum(row["doubt"] for row in rows) == 5
    assert {(row["lat"], row["lon"]) for row in rows} == {
        (round(a, 5), round(b, 5)) for a, b in zip(components["lat"], components["lon"], strict=True)
    }


# --- shafts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [1720, 1800, 1860, 1910, 1946, 1990])
def test_shafts_at_work_are_those_of_the_table(year):
    table = catalog.read_table("mine_shafts")
    good = table[(table["sunk_year"] <= table["closed_year"]).fillna(value=False)]
    expected = int(((good["sunk_year"] <= year) & (good["closed_year"] >= year)).sum())
    assert len(at_work(shafts.cached_places()[0], year)) == expected


def test_six_shafts_have_no_usable_dates_and_zero_is_no_depth():
    places, teams = shafts.cached_places()
    undated = [p for p in places if p.first is None or p.last is None or p.first > p.last]
    assert (len(places), len(undated)) == (636, 6)
    table = catalog.read_table("mine_shafts")
    assert sum(p.depth is None for p in places) == int(
        (table["depth_m"].isna() | table["depth_m"].eq(0)).sum()
    )
    assert teams[0].label == "Compagnie d’Anzin"
    assert sum(p.team == 0 for p in places) == 168


# --- who lives there --------------------------------------------------------------------------------------


def test_each_commune_is_in_one_group():
    sizes = people.cached_groups("bien").value_counts().to_dict()
    assert sizes == {"property": 87, "buffer": 124 - 87, "basin": 250 - 124, "outside": 1534 - 250}
    assert people.cached_groups("puits").value_counts().to_dict() == {
        "shaft": 133,
        "no_shaft": 117,
        "outside": 1284,
    }


def test_a_rate_is_a_sum_over_a_sum():
    year, figures = people.cached_rates("bien", "unemployment_rate_pct")
    communes = data.cached_communes()
    inside = communes.index[communes["unesco_property_87"].astype(bool)]
    above = data.observations("unemployed_15_64", year)["value"].loc[inside]
    below = data.observations("labour_force_15_64", year)["value"].loc[inside]
    assert figures[0].rate == pytest.approx(100 * above.sum() / below.sum())
    assert figures[0].rate != pytest.approx((100 * above / below).mean())
    assert (figures[0].known.n, figures[0].known.total) == (87, 87)


@pytest.mark.parametrize("comparison", ["bien", "puits"])
def test_every_block_says_that_communes_are_not_people(comparison):
    for block in people.cached_blocks(comparison, "light"):
        assert "erreur écologique" in " ".join(block.caution)
        assert "Source" in block.source


# --- sites and elsewhere ----------------------------------------------------------------------------------


def test_a_sheet_escapes_what_it_is_given():
    row = catalog.read_table("major_sites").iloc[0].to_dict() | {"name": "<script>alert(1)</script>"}
    told = sites.sheet(row)
    assert "<script>" not in told
    assert "&lt;script&gt;" in told


def test_every_industrial_theme_has_a_family():
    found = cached_sites()["ours"].value_counts().to_dict()
    assert set(found) == set(THEMES)
    assert found["charbon"] == 6
    assert sum(found.values()) == 54
    assert theme_of("mines métalliques (or, romain)") == "metaux"
    assert theme_of("horlogerie") == "industries"


def test_the_page_has_no_straight_apostrophe_and_no_bare_high_punctuation():
    rows = [*inscribed._elements()[1], *inscribed._components()[1]]
    texts = [text for row in rows for _, text in row["facts"]] + [row["name"] for row in rows]
    assert not [text for text in texts if "'" in text or re.search(r"[^\u202f\u00a0\d/]:|\w;", text)]


# --- contents and outlines -----------------------------------------------------------------


def test_protections_are_counted_with_those_that_nobody_knows(elements):
    table = contents.protection_table()
    assert table.tolist() == [10, 67, 1, 36, 169, 70]
    assert table.sum() == len(elements)
    told = contents._protections().sentences[0]
    assert "283" in told
    assert "78" in told
    assert f"28{NARROW}%" in told  # 78 / 283 = 27.6 %


def test_areas_of_the_families_are_those_of_the_elements(elements):
    table = contents.family_table()
    assert table["n"].tolist() == list(counts(elements).values())
    assert table["area_ha"].sum() == pytest.approx(elements["area_ha"].sum())
    heaps = elements.loc[elements["family"] == "terril", "area_ha"].sum()
    assert table.loc["terrils", "area_ha"] == pytest.approx(heaps)


def test_the_button_tells_in_french_that_the_outlines_could_not_come(tmp_path, monkeypatch):
    def refuse(*_):
        raise SourceError("data.gouv.fr", "hors ligne.", "réessayez plus tard.")

    def script():
        from pages.shared.heritage.outlines import outlines_choice  # noqa: PLC0415 (AppTest runs its text)

        outlines_choice()

    monkeypatch.setattr(heritage, "CACHE", tmp_path)
    monkeypatch.setattr(heritage.kept_stamp, "__defaults__", (tmp_path,))
    monkeypatch.setattr("loaders.fetch.door.download", refuse)
    page = AppTest.from_function(script).run()
    page.button[0].click().run()
    assert not page.exception
    assert "hors ligne" in page.warning[0].value
    assert page.button[0].label == "Charger les contours officiels"
