"""« Contrastes » as a reader meets it: each control changes the picture and the sentence."""

from __future__ import annotations

import re

import pytest

from pages.shared.contrasts.families import CATEGORIES
from pages.shared.contrasts.parts import PARTS
from tests.browser.driver import choose, chosen, frames_during, open_page, settle, wait_map
from tests.browser.map_reading import class_rows, plain, query, wait_query
from tests.browser.page_reading import HIDDEN_WORDS, SPILLS, block, pill, sentences, text_of

ADDRESS = "/contrastes"
UNEMPLOYMENT = "ecart-unemployment-rate-pct"
INCOME = "ecart-median-income-eur"
FIRST_VIEW_BYTES = 400_000
CHARTS = {
    "ecarts": UNEMPLOYMENT,
    "repartition": "repartition-unemployment-rate-pct",
    "trajectoires": "trajectoire-population",
    "interieur": "cinquiemes",
    "solidite": "solidite",
    "affirmation": "affirmation",
}
MAPS = {"familles-france": "familles-france", "familles-ici": "familles-ici"}


def words(page, key):
    """Give the words written in a chart, once it is drawn."""
    texts = block(page, key).locator(".vega-embed svg text")
    texts.first.wait_for()
    return [plain(text) for text in texts.all_text_contents() if text]


def dots(page, key):
    """Give where the dots of a chart are, and their colours."""
    marks = block(page, key).locator(".vega-embed svg .mark-symbol path")
    marks.first.wait_for()
    return marks.evaluate_all(
        "all => all.map(one => [one.getAttribute('transform'), one.getAttribute('fill')])"
    )


def moved(page, key, before):
    """Wait until the dots of a chart are others: the browser redraws it after the rerun."""
    for _ in range(100):
        if (now := dots(page, key)) != before:
            return now
        page.wait_for_timeout(50)
    raise AssertionError(f"the chart of {key} has not changed")


def go_to(page, app_url, **choices):
    open_page(page, f"{app_url}{ADDRESS}?" + "&".join(f"{name}={value}" for name, value in choices.items()))


def test_page_by_its_address_asks_its_question_and_is_light(page, app_url):
    with frames_during(page) as frames:
        open_page(page, app_url + ADDRESS)
    heading = page.get_by_role("heading", level=1).inner_text()
    assert plain(heading) == "Métropoles et territoires en affaiblissement : quels écarts ?"
    assert words(page, UNEMPLOYMENT)
    assert 0 < frames.received < FIRST_VIEW_BYTES


@pytest.mark.parametrize(("part", "key"), CHARTS.items())
def test_each_part_has_a_picture_a_sentence_a_source_and_a_table(page, app_url, part, key):
    go_to(page, app_url, partie_contrastes=part, commune="62498")
    assert words(page, key)
    assert sentences(page, key)
    shown = block(page, key)
    assert "Licence Ouverte" in shown.locator(".bm-source").inner_text()
    shown.get_by_text("Voir les chiffres").click()
    assert shown.locator(".bm-grid tbody tr").count() > 2
    assert HIDDEN_WORDS.findall(text_of(page)) == []


def test_every_part_of_the_chooser_is_tested_above():
    assert set(PARTS) == set(CHARTS) | {"carte"}


def test_another_definition_of_metropolis_moves_the_dots_and_the_words(page, app_url):
    go_to(page, app_url)
    before, told = dots(page, UNEMPLOYMENT), sentences(page, UNEMPLOYMENT)
    choose(page, "Métropole", "Intercommunalités au statut de métropole")
    wait_query(page, metropole="epci_metropole")
    moved(page, UNEMPLOYMENT, before)
    assert sentences(page, UNEMPLOYMENT)[0] != told[0]
    assert "intercommunalités au statut de métropole" in plain(block(page, UNEMPLOYMENT).inner_text())


def test_another_perimeter_moves_the_dots_and_the_words(page, app_url):
    go_to(page, app_url)
    before = dots(page, UNEMPLOYMENT)
    choose(page, "Périmètre", "Bien inscrit au patrimoine mondial (UNESCO 1360)")
    wait_query(page, perimetre="unesco_property_87")
    moved(page, UNEMPLOYMENT, before)
    assert "87 communes" in sentences(page, UNEMPLOYMENT)[0]


def test_another_year_changes_the_indicators_that_have_it(page, app_url):
    go_to(page, app_url)
    before = sentences(page, INCOME)
    choose(page, "Année", "2019")
    wait_query(page, annee_france="2019")
    assert "en 2019" in sentences(page, INCOME)[0]
    assert sentences(page, INCOME) != before
    assert "en 2018" in sentences(page, UNEMPLOYMENT)[0]


def set_threshold(page, label, key):
    """Move the slider of a threshold by one key."""
    page.get_by_role("button", name="Seuils").click()
    handle = page.get_by_test_id("stSlider").filter(has_text=label).get_by_role("slider")
    handle.press(key)
    settle(page)
    page.keyboard.press("Escape")


def test_the_maps_of_families_have_their_sentences_and_tables(page, app_url):
    go_to(page, app_url, partie_contrastes="carte", commune="62498")
    for key in MAPS:
        wait_map(page, key)
        assert sentences(page, key)
    labels = [plain(row.label) for row in class_rows(page, "familles-france")]
    assert labels == [plain(category.label) for category in CATEGORIES.values()]
    assert sentences(page, "familles-ici")[1].startswith("Lens ")
    for title in ("Tableau des intercommunalités", "Tableau des communes"):
        page.get_by_role("heading", name=title).wait_for()
    assert HIDDEN_WORDS.findall(text_of(page)) == []


def test_a_threshold_changes_the_map_the_sentence_and_the_address(page, app_url):
    go_to(page, app_url, partie_contrastes="carte")
    wait_map(page, "familles-france")
    before, told = class_rows(page, "familles-france"), sentences(page, "familles-france")[0]
    set_threshold(page, "Signes nécessaires", "ArrowRight")
    wait_query(page, seuils="0_0_0_10_3_13.4")
    assert sentences(page, "familles-france")[0] != told
    assert class_rows(page, "familles-france") != before
    assert "3 signes au moins" in plain(block(page, "familles-france").inner_text())
    page.get_by_role("button", name="Seuils").click()
    page.get_by_role("button", name="Remettre les seuils par défaut").click()
    wait_query(page, seuils="0_0_0_10_2_13.4")
    assert sentences(page, "familles-france")[0] == told


def test_thresholds_change_the_groups_of_the_gaps(page, app_url):
    go_to(page, app_url)
    before = words(page, UNEMPLOYMENT)
    set_threshold(page, "Signes nécessaires", "ArrowRight")
    wait_query(page, seuils="0_0_0_10_3_13.4")
    for _ in range(100):
        if words(page, UNEMPLOYMENT) != before:
            break
        page.wait_for_timeout(50)
    assert words(page, UNEMPLOYMENT) != before


def test_the_robustness_panel_follows_definition_and_perimeter(page, app_url):
    go_to(page, app_url, partie_contrastes="solidite")
    before = dots(page, "un-changement"), sentences(page, "un-changement")
    assert "60 variantes" in sentences(page, "solidite")[1]
    choose(page, "Périmètre", "Zone tampon du bien UNESCO")
    moved(page, "un-changement", before[0])
    assert sentences(page, "un-changement") != before[1]


def test_a_chosen_commune_gets_its_dot_and_its_sentence(page, app_url):
    go_to(page, app_url)
    assert "Lens" not in words(page, UNEMPLOYMENT)
    page.get_by_role("combobox", name="Trouver ma commune").fill("lens")
    page.get_by_role("option").first.click()
    wait_query(page, commune="62498")
    settle(page)
    block(page, UNEMPLOYMENT).locator("svg text", has_text="Lens").first.wait_for()
    assert " à Lens, contre " in sentences(page, UNEMPLOYMENT)[-1]


def test_an_indicator_taken_away_has_no_block_and_the_address_says_so(page, app_url):
    go_to(page, app_url)
    assert block(page, INCOME).count() == 1
    page.get_by_role("button", name=re.compile("Niveau de vie médian")).first.click()
    settle(page)
    assert "median_income_eur" not in query(page)["indicateurs"]
    assert block(page, INCOME).count() == 0
    page.go_back()
    block(page, INCOME).wait_for()


def test_a_part_goes_into_the_address_stays_with_other_choices_and_back_leaves_it(page, app_url):
    go_to(page, app_url)
    pill(page, "À l’intérieur du bassin").click()
    wait_query(page, partie_contrastes="interieur")
    choose(page, "Année", "2018")
    wait_query(page, annee="2018", partie_contrastes="interieur")
    assert chosen(page, "Année") == "2018"
    page.go_back()
    page.go_back()
    block(page, UNEMPLOYMENT).wait_for()


def test_a_link_reopens_the_same_view(page, new_page, app_url):
    go_to(page, app_url)
    choose(page, "Métropole", "Aires d’attraction de 500 000 habitants ou plus")
    choose(page, "Périmètre", "Bassin minier (Insee, huit intercommunalités)")
    other = new_page()
    open_page(other, page.url)
    assert sentences(other, UNEMPLOYMENT) == sentences(page, UNEMPLOYMENT)
    assert chosen(other, "Métropole") == "Aires d’attraction de 500 000 habitants ou plus"


def test_year_and_indicator_inside_the_basin_change_picture_and_sentence(page, app_url):
    go_to(page, app_url, partie_contrastes="interieur")
    first, told = dots(page, "cinquiemes"), sentences(page, "cinquiemes")[1]
    choose(page, "Année", "2016")
    second = moved(page, "cinquiemes", first)
    assert "en 2016" in sentences(page, "cinquiemes")[1] != told
    choose(page, "Indicateur", "Taux d'emploi des 15-64 ans")
    moved(page, "cinquiemes", second)
    assert "Taux d'emploi" in sentences(page, "cinquiemes")[1]


def test_a_sentence_is_copied_with_its_source(new_page, app_url):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    go_to(page, app_url)
    block(page, UNEMPLOYMENT).get_by_role("button", name="Copier").first.click()
    block(page, UNEMPLOYMENT).get_by_text("Copié").wait_for()
    copied = plain(page.evaluate("navigator.clipboard.readText()"))
    assert copied.startswith(sentences(page, UNEMPLOYMENT)[0])
    assert "Périmètre : Bassin minier" in copied


@pytest.mark.parametrize(
    ("name", "value", "words_"),
    [
        ("seuils", "a", "La liste de seuils"),
        ("partie_contrastes", "rien", "La partie"),
        ("indicateurs", "population", "La liste d’indicateurs"),
        ("annee_france", "1900", "L’année de comparaison"),
        ("metropole", "paris", "La définition des métropoles"),
    ],
)
def test_an_unknown_choice_is_refused_in_french_and_the_default_shown(page, app_url, name, value, words_):
    go_to(page, app_url, **{name: value})
    warning = plain(page.get_by_test_id("stAlert").inner_text())
    assert f"{words_} {value}" in warning
    assert "le choix par défaut est affiché" in warning
    assert words(page, UNEMPLOYMENT)


def test_a_phone_never_scrolls_sideways(phone, app_url):
    for part in PARTS:
        go_to(phone, app_url, partie_contrastes=part, commune="62498")
        phone.locator(".vega-embed svg, .bm-map").first.wait_for()
        phone.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        assert phone.evaluate(SPILLS) == {"page": 390, "main": 390, "spilling": []}, part
