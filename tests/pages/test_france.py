"""Maps beyond the two départements: figures of EPCI, bytes of a change, files in one order, words."""

import json
import logging
import math

import pytest

from geo.figures import group_figure
from pages.shared import data, france
from pages.shared.exports.files import french_csv
from pages.shared.exports.maps import map_html, map_table
from pages.shared.maps import communes_layer, map_view
from pages.shared.panels import commune_sentence, sentence_about
from pages.shared.url_state import State
from viz.static_files import STATIC, URL_PREFIX

logging.getLogger("streamlit").setLevel(logging.ERROR)
OFFERED = data.offered("france")
CHOICES = [(key, year) for key, item in OFFERED.items() for year in item.france_years]
PAYLOAD_BYTES = 60_000
"""Issue 3, 4: what a change may cost at the level of EPCI."""


def state(perimeter="france", indicator="population", year=None, **choices):
    return State(
        indicator=indicator,
        year=year or max(data.years_of(indicator, "france")),
        perimeter=perimeter,
        **choices,
    )


def published(url):
    return json.loads((STATIC / url.removeprefix(f"{URL_PREFIX}/")).read_bytes())


# --- figures of EPCI ----------------------------------------------------------------------------------------


def test_every_commune_has_one_place_on_the_map_of_epci():
    groups, epcis = france.cached_groups(), france.cached_epcis()
    assert groups.notna().all()
    assert set(groups) == set(epcis.index)
    alone = epcis.index[epcis["alone"]]
    assert sorted(alone) == ["22016", "29083", "29155", "85113"], "four islands stand for themselves"
    assert epcis[["name", "epci_name"]].notna().all(axis=None)


def test_an_epci_in_two_departements_names_both():
    epcis = france.cached_epcis()
    communes = data.cached_france()
    shared = communes.groupby("code_epci")["departement_name"].agg(
        lambda names: ", ".join(dict.fromkeys(names))
    )
    assert epcis.loc[shared.index, "epci_name"].tolist() == shared.tolist()
    assert shared.str.contains(",").sum() > 20


@pytest.mark.parametrize(("indicator", "year"), CHOICES)
def test_figures_of_epci_are_those_of_their_communes_and_never_rest_on_less_than_half(indicator, year):
    item, observed = data.cached_indicators()[indicator], france.cached_epci_observations(indicator, year)
    values = data.observations(indicator, year, "france")["value"]
    people, groups = data.cached_population(year, "france"), france.cached_groups()
    known = observed[observed["value"].notna()]
    assert (known["weight_share"].ge(france.LEAST_SHARE) | known["method"].eq("published")).all()
    partial = known["weight_share"].lt(france.FULL_SHARE) & ~known["method"].eq("published")
    assert known["doubt"].eq("partial").tolist() == partial.tolist()
    assert observed["status"].eq("published").tolist() == observed["value"].notna().tolist()
    counts, weights = data.counts(item, year, "france"), data.weights(item, year, "france")
    for code in known.index[:: max(1, len(known) // 12)]:
        codes = groups.index[groups.eq(code)]
        alone = group_figure(
            values[codes],
            people[codes],
            kind=item.kind,
            counts=counts and (counts[0][codes], counts[1][codes]),
            weights=None if weights is None else weights[codes],
        )
        if known.loc[code, "method"] != "published":
            assert known.loc[code, "value"] == pytest.approx(alone.value)


def test_counts_of_epci_sum_to_france():
    year = max(data.years_of("population", "france"))
    whole = data.cached_figure("population", year, "france").value
    assert france.cached_epci_observations("population", year)["value"].sum() == pytest.approx(whole)


# --- messages and files -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("indicator", "year"), CHOICES)
def test_the_message_of_a_change_at_the_level_of_epci_is_small(indicator, year):
    for classes in (3, 7):
        view = map_view(state(indicator=indicator, year=year, classes=classes), "carte", 620)
        assert len(json.dumps(view.payload(), ensure_ascii=False).encode()) <= PAYLOAD_BYTES / 2


def test_values_stand_in_the_order_of_the_communes_of_all_files():
    files = france.cached_files()
    ordered = [code for part in files.communes.values() for code in part.codes]
    assert ordered == data.cached_france().index.tolist()
    land = published(files.land)["attributes"]
    assert land["codes"] == list(files.communes)
    for code, entry in zip(land["codes"], land["files"], strict=True):
        part = files.communes[code]
        assert entry["url"] == part.urls[0]
        assert ordered[entry["offset"] : entry["offset"] + entry["n"]] == list(part.codes)
    for code in ("2A", "59", "75", "974"):
        attributes = published(files.communes[code].urls[0])["attributes"]
        assert attributes["codes"] == list(files.communes[code].codes)
        assert set(attributes["departement"]) == {code}


def test_the_file_of_epci_is_in_the_order_of_the_message():
    files = france.cached_files()
    assert published(files.epci.urls[0])["attributes"]["codes"] == list(files.epci.codes)
    assert (STATIC / "data" / files.epci.urls[0].rpartition("/")[2]).stat().st_size < 700_000


@pytest.mark.parametrize(("indicator", "year"), CHOICES[::3])
def test_the_file_of_values_is_the_table(indicator, year):
    found = published(france.cached_values(indicator, year))
    observed = data.observations(indicator, year, "france")
    assert len(found["marks"]) == len(observed) == 34_875
    secret = [mark == "s" for mark in found["marks"]]
    assert secret == observed["status"].eq("secret").tolist()
    shown = [value / 10 ** found["decimals"] for value in found["values"]]
    half = 0.51 * 10 ** -found["decimals"]
    assert shown == pytest.approx(observed["value"].dropna().tolist(), abs=half)


def test_a_region_is_drawn_from_the_files_of_its_departements():
    view = map_view(state("region_32"), "carte", 620)
    files = france.cached_files()
    assert view.choropleth.geometry.urls == tuple(
        files.communes[c].urls[0] for c in ("02", "59", "60", "62", "80")
    )
    assert "-" not in view.payload()["level"]["classes"]
    assert view.national.detail is None


def test_an_epci_in_two_departements_needs_both_files_and_leaves_the_rest_outside():
    communes = data.cached_france()
    sizes = communes.groupby("code_epci")["code_departement"].nunique()
    code = sizes.index[sizes.eq(2)][0]
    layer = map_view(state(f"epci_{code}"), "carte", 620).choropleth
    assert len(layer.geometry.urls) == 2
    letters = layer.payload["level"]["classes"]
    assert len(letters) - letters.count("-") == communes["code_epci"].eq(code).sum()


def test_the_detail_of_france_has_the_classes_of_the_server():
    view = map_view(state(), "carte", 620)
    layer = communes_layer(state())
    detail = view.national.detail
    assert detail.class_labels == layer.class_labels
    assert detail.subtitle == layer.subtitle
    assert detail.notes == layer.notes


def test_communes_of_the_two_departements_have_one_truth():
    for indicator, year in CHOICES:
        if year in data.years_of(indicator):
            local = data.observations(indicator, year)
            national = data.observations(indicator, year, "france").loc[local.index]
            same = local["value"].eq(national["value"]) | (local["value"].isna() & national["value"].isna())
            assert same.all(), (indicator, year, local.index[~same][:5].tolist())


# --- words --------------------------------------------------------------------------------------------------


def test_a_departement_is_compared_with_france():
    said = sentence_about(state("departement_02")).replace("\u202f", " ").replace("\u00a0", " ")
    assert "dans le département de l'Aisne (797 communes)" in said
    assert "en France (34 875 communes)" in sentence_about(state("france")).replace("\u202f", " ").replace(
        "\u00a0", " "
    )


def test_a_commune_of_elsewhere_has_its_sentence():
    said = commune_sentence(state("france", commune="13055"), "13055")
    assert "à Marseille" in said
    assert str(max(data.years_of("population", "france"))) in said


def test_the_legend_of_epci_says_how_many_and_what_is_approximate():
    notes = {key: france.epci_notes(france.cached_epci_observations(key, year)) for key, year in CHOICES}
    assert all("territoires sur" in lines[0] for lines in notes.values())
    for key, year in CHOICES:
        methods = france.cached_epci_observations(key, year)["method"]
        if methods.isin(["sum", "rate"]).all():
            assert not any("Approximation" in line for line in notes[key])


# --- files to take away -------------------------------------------------------------------------------------


def test_csv_of_epci_and_of_communes_have_a_row_for_each():
    view = map_view(state(), "carte", 620)
    epcis = french_csv(map_table(view, state())).decode("utf-8-sig").splitlines()
    communes = french_csv(map_table(view, state(), communes_layer(state()))).decode("utf-8-sig").splitlines()
    assert len(epcis) - 1 == len(france.cached_epcis())
    assert len(communes) - 1 == 34_875
    assert epcis[0].startswith("code;intercommunalite;departements;indicateur;")
    assert communes[0].startswith("code_commune;commune;code_departement;intercommunalite;indicateur;")
    assert "Communes au 1er janvier 2025" in communes[1]


@pytest.mark.parametrize(
    ("perimeter", "most"), [("france", 6_000_000), ("departement_75", 1_500_000), ("region_32", 4_500_000)]
)
def test_the_stand_alone_map_exists_for_every_kind_of_territory(perimeter, most):
    choices = state(perimeter)
    content = map_html(map_view(choices, "carte", 620))
    assert len(content) < most
    assert (
        b"Trouver une intercommunalit" in content
        if perimeter == "france"
        else b"Trouver une commune" in content
    )


def test_the_figure_of_france_is_that_of_all_its_communes():
    year = max(data.years_of("population", "france"))
    figure = data.cached_figure("population", year, "france")
    values = data.observations("population", year, "france")["value"]
    assert figure.value == values.sum()
    assert figure.coverage.total == 34_875
    assert not math.isnan(figure.value)
