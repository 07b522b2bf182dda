"""« Coopérations » as a reader meets it: real counts, filters, the address, a phone, French words."""

from __future__ import annotations

import json

import pytest

from loaders import catalog
from pages.shared.cooperations.parts import PARTS
from tests.browser.driver import choose, frames_during, open_page, settle
from tests.browser.map_reading import plain, query, wait_query
from tests.browser.page_reading import HIDDEN_WORDS, block, explorer, text_of, tick, wait_total

ADDRESS = "/cooperations"
ROWS = "cooperations"
FIRST_VIEW_BYTES = 300_000
MAPS = {"carte": "cooperations", "bassins": "bassins-carte"}
CHARTS = {"frise": "frise", "reseau": "reseau", "bassins": "bassins"}


def go(page, app_url, **choices):
    open_page(page, f"{app_url}{ADDRESS}?" + "&".join(f"{name}={value}" for name, value in choices.items()))
    settle(page)


def test_page_opens_on_the_map_with_all_rows_and_is_light(page, app_url):
    with frames_during(page) as frames:
        open_page(page, app_url + ADDRESS)
        explorer(page, ROWS)
    assert page.get_by_role("heading", level=1).inner_text() == "Coopérations"
    wait_total(page, len(catalog.read_table("cooperations")), ROWS)
    own = {url.rpartition("/")[2]: size for url, size in frames.http.items() if "/app/static/" in url}
    assert sum(own.values()) <= FIRST_VIEW_BYTES, own


def test_filters_agree_with_the_table_and_come_back_by_the_address(page, app_url):
    go(page, app_url)
    explorer(page, ROWS)
    tick(page, "repere", "triangle-de-weimar")
    wait_total(page, 4, ROWS)
    wait_query(page, repere="triangle-de-weimar")
    tick(page, "ou", "pologne")
    wait_total(page, 2, ROWS)
    go(page, app_url, repere="regions-charbonnieres")
    wait_total(page, 19, ROWS)
    go(page, app_url, lieu="pays")
    wait_total(page, 51, ROWS)


def test_the_map_goes_where_the_filtered_rows_are(page, app_url):
    """Opened on Europe; the eight rows of Brazil would be out of sight."""
    go(page, app_url)
    explorer(page, ROWS)
    tick(page, "ou", "bresil")
    wait_total(page, 8, ROWS)
    explorer(page, ROWS).locator(".leaflet-marker-icon:visible").first.wait_for()
    box = explorer(page, ROWS).locator(".leaflet-container").bounding_box()
    marker = explorer(page, ROWS).locator(".leaflet-marker-icon").first.bounding_box()
    assert box["x"] < marker["x"] < box["x"] + box["width"]
    assert box["y"] < marker["y"] < box["y"] + box["height"]


def test_a_row_tells_its_section_and_its_precision(page, app_url):
    go(page, app_url, choix="coop-030")
    card = plain(explorer(page, ROWS).inner_text())
    for words in ("EuroVelo 4", "Section 2", "Chef-lieu de région", "non précisées dans la note"):
        assert words in card


@pytest.mark.parametrize(("part", "key"), CHARTS.items())
def test_each_chart_has_sentences_a_source_a_table_and_limits(page, app_url, part, key):
    go(page, app_url, partie_cooperations=part)
    shown = block(page, key)
    shown.locator(".vega-embed svg text").first.wait_for()
    shown.locator(".bm-sentence").first.wait_for()
    assert "Source" in shown.locator(".bm-source").inner_text()
    shown.get_by_text("Voir les chiffres").click()
    assert shown.locator(".bm-grid tbody tr").count() > 10
    assert shown.get_by_text("Ce que cette mesure ne dit pas").count() == 1
    text = text_of(page)
    assert HIDDEN_WORDS.findall(text) == []


def test_a_programme_of_the_network_is_followed_and_kept_in_the_address(page, app_url):
    go(page, app_url, partie_cooperations="reseau")
    choose(page, "Programme mis en avant", "CABERNET")
    wait_query(page, cadre_vu="cabernet")
    sentence = block(page, "reseau").locator(".bm-sentence", has_text="CABERNET, 21 partenaires")
    sentence.wait_for()
    choose(page, "Le réseau relie", "Programmes et pays")
    wait_query(page, reseau="pays", cadre_vu="cabernet")
    block(page, "reseau").get_by_text("Voir les chiffres").click()
    assert block(page, "reseau").locator(".bm-grid tbody tr").count() == 20


def test_measure_and_list_of_regions_change_the_figures_and_come_back(page, app_url):
    go(page, app_url, partie_cooperations="bassins", mesure="population", regions="petites")
    assert "−1,1 %" in plain(block(page, "bassins").locator(".bm-sentence").nth(1).inner_text())
    wait_total(page, 78, "bassins-carte")
    assert "EuroGeographics" in block(page, "bassins").inner_text()
    choose(page, "Mesure", "Part des 65 ans et plus")
    wait_query(page, mesure="ages")
    block(page, "bassins").locator(".bm-sentence", has_text="19,9").wait_for()
    page.go_back()
    block(page, "bassins").locator(".bm-sentence", has_text="−1,1").wait_for()
    assert query(page)["mesure"] == "population"


@pytest.mark.parametrize(
    "choice",
    [
        {"partie_cooperations": "x"},
        {"mesure": "x", "partie_cooperations": "bassins"},
        {"repere": "x"},
        {"cadre_vu": "inconnu-au-bataillon", "partie_cooperations": "reseau"},
    ],
)
def test_an_unknown_choice_is_refused_in_french(page, app_url, choice):
    go(page, app_url, **choice)
    assert page.get_by_test_id("stAlert").filter(has_text="n’est pas connu").is_visible()


def test_a_name_with_a_script_is_text(page, app_url):
    """The same rows, one of them hostile, through the code of the explorer."""

    def poison(route):
        rows = json.loads(route.fetch().text())
        rows[0]["name"] = "<script>window.stolen = 1</script><img src=x onerror='window.stolen = 1'>"
        route.fulfill(json=rows)

    page.route("**/cooperations-*.json", poison)
    go(page, app_url, choix="coop-001")
    assert "<script>window.stolen" in explorer(page, ROWS).inner_text()
    assert page.evaluate("window.stolen") is None


@pytest.mark.parametrize("part", list(PARTS))
def test_nothing_spills_on_a_phone(phone, app_url, part):
    go(phone, app_url, partie_cooperations=part)
    if part in MAPS:
        explorer(phone, MAPS[part])
    if part in CHARTS:
        block(phone, CHARTS[part]).locator(".vega-embed svg text").first.wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
