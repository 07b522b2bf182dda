"""« Inégalités » as a reader meets it: each control changes the picture and the sentence."""

from __future__ import annotations

import pytest

from pages.shared.inequality.parts import PARTS
from tests.browser.driver import choose, chosen, frames_during, map_root, open_page, settle, wait_map
from tests.browser.map_reading import plain, query, wait_query
from tests.browser.page_reading import HIDDEN_WORDS, JUDGEMENTS, SPILLS, block, pill, sentences, text_of

ADDRESS = "/inegalites"
FIRST_VIEW_BYTES = 400_000
CHARTS = {
    "lorenz": ("lorenz", "loupe", "gini"),
    "theil": ("theil", "groupes"),
    "deciles": ("communes", "menages"),
    "convergence": ("sigma", "beta"),
    "fragilite": ("themes", "rangs"),
}
MAPS = {"voisinages": ("voisinages", "lisa"), "fragilite": ("fragilite", "score")}


def picture(page, key):
    """Give the shapes and words of a chart, once it is drawn."""
    marks = block(page, key).locator(".vega-embed svg path, .vega-embed svg text")
    marks.first.wait_for()
    return marks.evaluate_all(
        "all => all.map(one => ['d', 'transform'].map(name => one.getAttribute(name)) + one.textContent)"
    )


def redrawn(page, key, before):
    """Wait until a chart is another: the browser redraws it after the rerun."""
    for _ in range(100):
        if picture(page, key) != before:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"the chart of {key} has not changed")


def go_to(page, app_url, **choices):
    open_page(page, f"{app_url}{ADDRESS}?" + "&".join(f"{name}={value}" for name, value in choices.items()))


def test_page_by_its_address_opens_on_incomes_and_is_light(page, app_url):
    with frames_during(page) as frames:
        open_page(page, app_url + ADDRESS)
    assert page.get_by_role("heading", level=1).inner_text() == "Inégalités"
    assert chosen(page, "Indicateur") == "Niveau de vie médian"
    assert picture(page, "gini")
    assert 0 < frames.received < FIRST_VIEW_BYTES


def test_an_indicator_of_the_address_is_kept(page, app_url):
    go_to(page, app_url, indicateur="unemployment_rate_pct")
    assert "Taux de chômage" in chosen(page, "Indicateur")


@pytest.mark.parametrize(("part", "keys"), CHARTS.items())
def test_each_part_has_pictures_sentences_sources_tables_and_limits(page, app_url, part, keys):
    go_to(page, app_url, partie_inegalites=part, commune="62498")
    for key in keys:
        shown = block(page, key)
        assert picture(page, key)
        assert "Licence Ouverte" in shown.locator(".bm-source").inner_text()
        shown.get_by_text("Voir les chiffres").click()
        assert shown.locator(".bm-grid tbody tr").count() > 1
        assert shown.get_by_text("Ce que cette mesure ne dit pas").count() == 1
    text = text_of(page)
    assert HIDDEN_WORDS.findall(text) == []
    assert JUDGEMENTS.findall(text) == []


@pytest.mark.parametrize(("part", "keys"), MAPS.items())
def test_a_map_has_named_classes_sentences_and_a_table(page, app_url, part, keys):
    name, told = keys
    go_to(page, app_url, partie_inegalites=part, commune="62498")
    wait_map(page, name)
    legend = map_root(page, name).locator(".bm-legend-rows .bm-label").all_inner_texts()
    assert len(legend) == 5
    assert not any(character.isdigit() for label in legend for character in label)
    assert "Lens" in sentences(page, told)[0]
    first = page.locator(".bm-table-body tbody tr").first
    assert first.locator("td").nth(1).inner_text() in legend


def test_every_part_of_the_chooser_is_tested_above():
    assert set(PARTS) == {*CHARTS, *MAPS}


@pytest.mark.parametrize(
    ("label", "option", "parameter"),
    [
        ("Indicateur", "Taux de pauvreté", {"indicateur": "poverty_rate_pct"}),
        (
            "Périmètre",
            "Bien inscrit au patrimoine mondial (UNESCO 1360)",
            {"perimetre": "unesco_property_87"},
        ),
        ("Année", "2013", {"annee": "2013"}),
    ],
)
def test_each_choice_changes_the_picture_and_the_sentence(page, app_url, label, option, parameter):
    go_to(page, app_url)
    before, told = picture(page, "gini"), sentences(page, "gini")
    choose(page, label, option)
    wait_query(page, **parameter)
    redrawn(page, "gini", before)
    assert sentences(page, "gini") != told


def test_groups_and_the_definition_of_metropolis_change_the_split(page, app_url):
    go_to(page, app_url, partie_inegalites="theil")
    before, told = picture(page, "theil"), sentences(page, "theil")
    choose(page, "Groupes de communes", "Périmètre, métropoles, reste")
    wait_query(page, groupes="trois")
    redrawn(page, "theil", before)
    assert sentences(page, "theil") != told
    before, told = picture(page, "groupes"), sentences(page, "theil")
    choose(page, "Métropole", "Intercommunalités au statut de métropole")
    redrawn(page, "groupes", before)
    assert sentences(page, "theil") != told


def test_a_weight_changes_the_map_the_sentence_and_the_address_and_back_restores_it(page, app_url):
    go_to(page, app_url, partie_inegalites="fragilite", commune="62498")
    version, told = wait_map(page, "fragilite"), sentences(page, "score")
    weight = page.get_by_test_id("stButtonGroup").filter(has_text="Poids : revenus")
    weight.get_by_role("radio", name="3", exact=True).click()
    settle(page)
    wait_query(page, poids="31111")
    wait_map(page, "fragilite", after_version=version)
    assert sentences(page, "score") != told
    assert "sur 70" in sentences(page, "score")[0]
    page.go_back()
    settle(page)
    assert "sur 50" in sentences(page, "score")[0]


def test_another_recipe_changes_the_map(page, app_url):
    go_to(page, app_url, partie_inegalites="fragilite")
    version = wait_map(page, "fragilite")
    pill(page, "Indice FDep").click()
    settle(page)
    wait_query(page, recette="fdep")
    wait_map(page, "fragilite", after_version=version)
    assert "FDep" in map_root(page, "fragilite").locator(".bm-legend-title").inner_text()


def test_an_address_gives_back_its_choices(page, app_url):
    choices = {
        "partie_inegalites": "theil",
        "groupes": "trois",
        "metropole": "aav_500000",
        "indicateur": "unemployment_rate_pct",
        "perimetre": "insee_336",
        "annee": "2018",
    }
    go_to(page, app_url, **choices)
    assert chosen(page, "Groupes de communes") == "Périmètre, métropoles, reste"
    assert "2018" in sentences(page, "theil")[0]
    pill(page, "Qui a quelle part ?").click()
    settle(page)
    assert choices.items() - query(page).items() == {("partie_inegalites", "theil")}


@pytest.mark.parametrize("name", ["partie_inegalites", "groupes", "recette", "poids"])
def test_an_unknown_choice_is_refused_in_french(page, app_url, name):
    go_to(page, app_url, **{name: "00000"})
    assert page.get_by_text("de l’adresse n’est pas connu").is_visible()


def test_a_count_is_refused_in_words(page, app_url):
    go_to(page, app_url, indicateur="population")
    assert "est un nombre" in plain(page.get_by_test_id("stAlert").inner_text())


def test_too_little_coverage_gives_the_reason_and_no_figure(page, app_url):
    go_to(page, app_url, indicateur="households_without_car_pct", annee="2023", perimetre="epci_200069029")
    assert any("n’est pas donné" in text for text in sentences(page, "gini"))


@pytest.mark.parametrize("part", list(PARTS))
def test_nothing_spills_on_a_phone(phone, app_url, part):
    go_to(phone, app_url, partie_inegalites=part, commune="62498")
    phone.wait_for_timeout(1500)
    width = phone.evaluate(SPILLS)
    assert width["spilling"] == []
    assert width["page"] <= 390
