"""Rows, families and figures of « Initiatives », counted from the tables; a reader's list stays their own."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from loaders import catalog
from loaders.own_list.check import Outlines, check_list
from loaders.own_list.communes import Gazetteer
from loaders.own_list.duplicates import likely_duplicates, repeated
from loaders.own_list.fields import recognised
from pages.shared import data
from pages.shared.groups import cached_perimeter_group, whole_france
from pages.shared.initiatives.carte import cached_concepts, cached_explorer
from pages.shared.initiatives.compare import cached_programme, row_of
from pages.shared.initiatives.enriched import enriched
from pages.shared.initiatives.guide import cached_guide
from pages.shared.initiatives.kinds import FORMS, GENRES, INITIATORS, genre_of, groups_of
from pages.shared.initiatives.lists import LISTS, cached_counts, cached_distances, cached_listed
from pages.shared.initiatives.own_rows import own_rows
from pages.shared.initiatives.propose import UNKNOWN, proposal
from pages.shared.initiatives.proximity import cached_frame, fifths_table, lacking
from pages.shared.initiatives.rows import initiative_rows
from viz.static_files import STATIC

BASIN = "mbm_250"


@pytest.fixture(scope="module")
def table():
    return catalog.read_table("initiatives")


@pytest.fixture(scope="module")
def rows(table):
    return initiative_rows(table, cached_concepts()[0])


def test_every_row_of_the_table_is_a_row_with_a_family(table, rows):
    assert len(rows) == len(table) == 648
    assert {row["kind"] for row in rows} == set(GENRES)
    assert sum(row["lat"] is None for row in rows) == int(table["lat"].isna().sum()) == 71


@pytest.mark.parametrize(
    ("kind", "genre"),
    [
        ("Fabrique de territoire", "tiers-lieux"),
        ("Territoire zéro chômeur de longue durée", "zero-chomeur"),
        ("PTCE / jardin de Cocagne", "poles"),
        ("garage solidaire", "insertion"),
        ("projet alimentaire territorial", "alimentation"),
        ("énergie citoyenne", "energie"),
        ("monnaie locale complémentaire", "developpement"),
    ],
)
def test_families(kind, genre):
    assert genre_of(kind) == genre


def test_a_kind_of_no_family_is_refused():
    with pytest.raises(ValueError, match="no family"):
        genre_of("pétanque")


@pytest.mark.parametrize(("column", "groups"), [("initiator", INITIATORS), ("legal_form", FORMS)])
def test_all_words_of_the_survey_are_in_a_group(table, column, groups):
    assert [text for text in table[column].dropna().unique() if not groups_of(text, groups)] == []


def test_two_initiators_are_two_groups():
    assert groups_of("société civile + CA Lens-Liévin", INITIATORS) == ["societe-civile", "collectivites"]
    assert groups_of("collectivité (animation associative)", INITIATORS) == ["collectivites"]


def test_concepts_are_on_the_rows_that_a_document_names_and_no_other(rows):
    told = {row["name"] for row in rows if row["facets"]["notion"]}
    assert told == {"Biovallée", "Nova Child", "Eusko", "Clus’Ter Jura"}


def test_the_links_of_concepts_lead_to_rows_and_titles(table):
    known = catalog.read_concepts()
    titles = {item["id"] for name in ("success_factors", "obstacles", "concepts") for item in known[name]}
    keys = set(zip(table["survey"], table["id"], strict=True))
    for link in known["row_concepts"]:
        assert (link["survey"], link["id"]) in keys
        assert set(link["concepts"]) <= titles
        assert link["source"]


def test_the_local_explorer_has_the_two_departements_and_the_survey(table):
    view, known = cached_explorer("nord")
    near = table["code_departement"].isin(["59", "62"]) | table["in_mining_basin"].ne("no")
    assert len(known.rows) == int((near | table["survey"].eq("initiatives")).sum()) == 101
    assert view.feminine


def test_the_guide_escapes_and_cites():
    text = cached_guide()
    assert "Bouba-Olga et Grossetti (2018)" in text
    assert ".txt" not in text


# --- lists, distances, comparison ---------------------------------------------------------------------------


def test_lists_have_the_rows_of_their_producers():
    assert {key: len(cached_listed(key)) for key in LISTS} == {
        "labels": 493,
        "fabriques": 382,
        "manufactures": 111,
        "tzcld": 47,
        "bassin": 71,
    }


def test_distance_is_zero_where_there_is_one_and_the_nearest_elsewhere():
    km = cached_distances("fabriques")
    assert km["62528"] == km["62386"] == 0  # Loos-en-Gohelle, Grenay
    # Lens (50.4376, 2.8186) to Loos-en-Gohelle (50.4564, 2.7852): 2.09 km north, 2.37 km west by the cosine.
    assert km["62498"] == pytest.approx(3.1, abs=0.4)


def test_fragile_and_far_are_both_and_never_a_commune_without_a_score():
    frame, found = cached_frame("labels"), lacking("labels", 10)
    yes = found.fillna(value=False).astype(bool)
    assert (frame["fifth"][yes] >= 3).all()
    assert (frame["km"][yes] >= 10).all()
    assert not yes[frame["score"].isna()].any()
    assert yes["59172"]  # Denain
    assert not yes["62498"]  # Lens


def test_in_the_basin_78_communes_are_fragile_and_far():
    codes = data.cached_territory(BASIN).codes
    assert int(lacking("labels", 10)[codes].fillna(value=False).sum()) == 78


def test_fifths_hold_all_communes_with_a_score_and_the_four_third_places():
    result = fifths_table("labels", 10, BASIN)
    scored = cached_frame("labels").loc[data.cached_territory(BASIN).codes, "fifth"].notna()
    assert result["communes"].sum() == scored.sum()
    assert (
        result["count"].sum() == int(cached_counts("labels")[data.cached_territory(BASIN).codes].sum()) == 4
    )
    row = result.iloc[-1]
    assert row["per_10k"] == pytest.approx(10_000 * row["count"] / row["people"])


def test_programmes_count_as_their_tables_do():
    assert int(cached_programme("fabriques").sum()) == 382 - 1  # one overseas code is no commune of the table
    assert int(cached_programme("pvd").sum()) == 32
    assert int(cached_programme("acv").sum()) == 16
    assert cached_programme("acv").notna().sum() == 1534  # unknown elsewhere, never no


def test_the_share_of_inhabitants_is_that_of_whole_communes():
    france, basin = whole_france(), cached_perimeter_group(BASIN)
    communes = catalog.read_communes().loc[basin.codes]
    people = data.cached_population(data.LATEST, data.FRANCE)
    expected = 100 * people[communes.index[communes["qpv_2024_count"] > 0]].sum() / people[basin.codes].sum()
    assert row_of("qpv", basin).share == pytest.approx(expected)
    assert row_of("qpv", france).share < row_of("qpv", basin).share


# --- a reader's list ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def own():
    cells = pd.DataFrame(
        {
            "Nom": ["<script>alert('liste')</script>", "C2R Insertion", "=1+1", "Ailleurs"],
            "Commune": ["Lens", "Anzin", "Lille", "Atlantide"],
            "Précision": ["a", "b", "c", "d"],
        },
        index=[2, 3, 4, 5],
        dtype="str",
    )
    gazetteer = Gazetteer(catalog.read_communes(), catalog.read_table("commune_changes"))
    checked = check_list(cells, recognised(list(cells)), gazetteer, Outlines(lambda: None, lambda _: None))
    known = catalog.read_table("initiatives")
    return cells, checked, likely_duplicates(checked.kept, known), repeated(checked.kept)


def test_a_duplicate_of_the_existing_list_is_proposed(own):
    assert own[2].index.tolist() == [3]


def test_rows_on_the_map_are_the_kept_ones_as_text(own):
    _, checked, duplicates, _ = own
    shown = own_rows(checked, duplicates)
    assert [row["name"] for row in shown] == ["<script>alert('liste')</script>", "C2R Insertion", "=1+1"]
    assert shown[1]["facets"]["doublon"] == "oui"
    json.dumps(shown)


def test_the_enriched_list_has_every_line_and_its_commune(own):
    result = enriched(*own)
    assert result["Nom"].tolist() == own[0]["Nom"].tolist()
    assert result.loc[2, ["Code commune retenu", "Bassin minier (250 communes)", "Verdict"]].tolist() == [
        "62498",
        "oui",
        "Bonne",
    ]
    assert result.loc[5, ["Verdict", "Commune retenue", "Habitants, 2023"]].tolist() == ["Écartée", "", ""]
    assert result.loc[3, "Doublon possible de"] == "C2R Insertion"
    assert "Précision (site)" in result


def test_nothing_of_a_list_is_in_what_the_app_serves(own):
    own_rows(own[1], own[2])
    served = [path for path in STATIC.rglob("*.json") if b"alert('liste')" in path.read_bytes()]
    assert served == []


def test_a_proposal_says_what_is_not_given():
    text = proposal({"nom": "Le Jardin", "commune": ""})
    assert "Nom de l’initiative\u202f: Le Jardin" in text
    assert f"Commune\u202f: {UNKNOWN}" in text
