"""« Patrimoine mondial » as a reader meets it: counts that agree, filters in the browser, the address."""

from __future__ import annotations

import json
import re

import pytest

from loaders import catalog
from tests.browser.driver import frames_during, open_page, settle
from tests.browser.map_reading import plain
from tests.browser.page_reading import (
    ENGLISH,
    HIDDEN_WORDS,
    explorer,
    text_of,
    tick,
    total,
    wait_address,
    wait_total,
)

ADDRESS = "/patrimoine"
ELEMENTS = "patrimoine-elements"
FIRST_VIEW_BYTES = 300_000
PARTS = {"bien": ".bm-explorer", "temps": ".bm-timeline", "monde": ".bm-explorer"}
SPILL = "document.documentElement.scrollWidth - window.innerWidth"


def go(page, app_url, **query):
    address = "&".join(f"{name}={value}" for name, value in query.items())
    open_page(page, f"{app_url}{ADDRESS}?{address}")
    settle(page)


# --- the property -----------------------------------------------------------------------------------------


def test_filters_counts_map_list_and_address_agree(page, app_url):
    elements = catalog.read_table("heritage_elements")
    go(page, app_url)
    assert total(page, ELEMENTS) == len(elements) == 353

    tick(page, "famille", "terrils")
    heaps = elements[elements["family"] == "terril"]
    wait_total(page, len(heaps), ELEMENTS)
    wait_address(page, "famille=terrils")

    tick(page, "compagnie", "anzin")
    both = int((heaps["company"] == "Anzin").sum())
    assert both > 0
    wait_total(page, both, ELEMENTS)
    assert explorer(page, ELEMENTS).locator(".bx-item").count() == both
    chips = [plain(text) for text in explorer(page, ELEMENTS).locator(".bx-chip").all_inner_texts()]
    assert [chip.rstrip("× \n") for chip in chips] == ["Famille : Terrils", "Compagnie : Anzin"]
    # A facet counts what it would leave: companies among slag heaps, families among those of Anzin.
    count = page.locator("label:has(input[data-facet='famille'][value='cites']) .bm-count").inner_text()
    assert int(count) == int(
        ((elements["family"] == "cité minière") & (elements["company"] == "Anzin")).sum()
    )

    page.locator(".bx-clear").click()
    wait_total(page, 353, ELEMENTS)
    wait_address(page, r"^(?!.*famille)")


def test_back_brings_the_former_choices(page, app_url):
    go(page, app_url)
    tick(page, "famille", "terrils")
    wait_address(page, "famille=terrils")
    settle(page)
    tick(page, "famille", "ecoles")
    wait_address(page, "famille=terrils,ecoles")
    settle(page)
    wait_total(page, 51 + 41, ELEMENTS)
    page.go_back()
    wait_total(page, 51, ELEMENTS)
    assert not page.locator("input[data-facet='famille'][value='ecoles']").is_checked()


def test_an_address_opens_a_card_and_refuses_what_it_does_not_know(page, app_url):
    go(page, app_url, famille="terrils,zzz", choix="100A")
    wait_total(page, 51, ELEMENTS)
    card = explorer(page, ELEMENTS).locator(".bx-card")
    assert card.locator("h3").inner_text() == "Terril T002 6 de Bruay Est"
    assert "Ruitz" in card.inner_text()
    alert = page.get_by_text("la valeur")
    alert.wait_for()
    assert "zzz" in alert.inner_text()
    card.locator(".bx-back").click()
    wait_address(page, r"^(?!.*choix)")


def test_the_109_components_and_their_anomalies(page, app_url):
    go(page, app_url, objets="composantes")
    assert total(page, "patrimoine-composantes") == 109
    page.get_by_text("Ce que les sources disent de travers").click()
    told = page.locator("details[open] .bm-grid tbody tr")
    assert told.count() == 5
    words = plain(page.locator("details[open]", has=page.locator(".bm-grid")).inner_text())
    assert all(word in words for word in ("108", "3 943", "14 976", "15,5", "11,9"))


def test_search_finds_without_accents_and_says_when_nothing_matches(page, app_url):
    go(page, app_url)
    field = explorer(page, ELEMENTS).locator(".bx-search")
    field.fill("lievin eglise")
    page.wait_for_function("document.querySelector('.bm-explorer').dataset.shown !== '353'")
    assert 0 < total(page, ELEMENTS) < 20
    field.fill("zzzz")
    wait_total(page, 0, ELEMENTS)
    assert explorer(page, ELEMENTS).locator(".bm-empty").is_visible()


def test_a_name_that_looks_like_html_is_text(page, app_url):
    name = "<script>window.bad = 1</script><img src=x onerror='window.bad = 1'>"

    def change(route):
        rows = route.fetch().json()
        rows[0] |= {
            "name": name,
            "line": name,
            "facts": [[name, name]],
            "links": [[name, "javascript:window.bad=1"]],
        }
        route.fulfill(body=json.dumps(rows), content_type="application/json")

    page.route("**/patrimoine-elements-*.json", change)
    go(page, app_url, choix="1")
    explorer(page, ELEMENTS)
    assert explorer(page, ELEMENTS).locator(".bx-card h3").inner_text() == name
    assert page.evaluate("window.bad") is None
    assert explorer(page, ELEMENTS).locator(".bx-card img, .bx-card a[href^='javascript']").count() == 0


def test_the_keyboard_reaches_a_row_and_comes_back(page, app_url):
    go(page, app_url)
    root = explorer(page, ELEMENTS)
    root.locator(".bx-item").first.focus()
    page.keyboard.press("Enter")
    root.locator(".bx-card h3").wait_for()
    root.locator(".bx-back").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement?.classList.contains('bx-item')")
    root.locator(".bm-leaflet").focus()
    page.keyboard.press("p")
    root.locator(".bx-card h3").wait_for()


def test_bubbles_hold_every_row_and_points_fan_out(page, app_url):
    go(page, app_url, famille="fosses")
    wait_total(page, 25, ELEMENTS)
    texts = page.locator(".bx-cluster text").evaluate_all("all => all.map(one => one.textContent)")
    assert sum(map(int, texts)) + page.locator(".bx-pin").count() == 25
    page.evaluate("bmExplorers['patrimoine-elements'].go(50.3836, 3.4265, 16)")
    page.locator(".bx-pin").first.wait_for()


def test_rows_of_one_place_fan_out_and_one_can_be_opened(page, app_url):
    def change(route):
        rows = route.fetch().json()
        for row in rows[:3]:
            row |= {"lat": 50.5, "lon": 2.6}
        route.fulfill(body=json.dumps(rows[:3]), content_type="application/json")

    page.route("**/patrimoine-elements-*.json", change)
    go(page, app_url)
    assert total(page, ELEMENTS) == 3
    page.locator(".bx-cluster").click()
    page.locator(".bx-pin").nth(2).wait_for()
    page.locator(".bx-pin").nth(1).click()
    explorer(page, ELEMENTS).locator(".bx-card h3").wait_for()


def test_a_row_is_reached_out_of_its_bubble(page, app_url):
    go(page, app_url, choix="15A")
    explorer(page, ELEMENTS).locator(".bx-locate").click()
    page.locator(".bx-pin.bx-marked").wait_for()


def test_the_explorer_comes_back_after_another_part(page, app_url):
    go(page, app_url, famille="terrils")
    wait_total(page, 51, ELEMENTS)
    page.get_by_text("Les grands sites", exact=True).click()
    page.locator(".bm-sheet").first.wait_for()
    page.get_by_text("Le bien inscrit", exact=True).click()
    wait_total(page, 51, ELEMENTS)


def test_an_open_card_stays_behind_when_the_map_shows_something_else(page, app_url):
    go(page, app_url, choix="100A", famille="terrils")
    explorer(page, ELEMENTS).locator(".bx-card h3").wait_for()
    page.get_by_text("109 composantes", exact=True).click()
    assert total(page, "patrimoine-composantes") == 109
    wait_address(page, r"^(?!.*choix)")
    page.get_by_text("Ailleurs dans le monde", exact=True).click()
    assert total(page, "patrimoine-monde") == 54
    assert page.get_by_text("n’est pas connue").count() == 0


# --- time, people, sites, elsewhere -----------------------------------------------------------------------


def test_the_year_moves_the_shafts_and_the_address(page, app_url):
    table = catalog.read_table("mine_shafts")
    good = table[(table["sunk_year"] <= table["closed_year"]).fillna(value=False)]

    def expected(year):
        return int(((good["sunk_year"] <= year) & (good["closed_year"] >= year)).sum())

    go(page, app_url, partie_patrimoine="temps", annee_puits="1910")
    page.wait_for_selector(f".bm-timeline[data-working='{expected(1910)}']")
    slider = page.locator(".bt-slider")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(f".bm-timeline[data-working='{expected(1911)}']")
    wait_address(page, "annee_puits=1911")
    assert "6 sans dates utilisables" in page.locator(".bt-numbers").inner_text()
    page.locator(".bt-play").click()
    page.wait_for_function("Number(document.querySelector('.bt-year').textContent) > 1913")
    page.locator(".bt-play").click()
    year = int(page.locator(".bt-year").inner_text())
    page.wait_for_selector(f".bm-timeline[data-working='{expected(year)}']")
    wait_address(page, f"annee_puits={year}")


def test_a_year_outside_the_slider_is_refused(page, app_url):
    go(page, app_url, partie_patrimoine="temps", annee_puits="2050")
    page.get_by_text("L’année des puits").wait_for()
    page.wait_for_selector(".bm-timeline[data-ready]")
    assert page.locator(".bt-year").inner_text() == "1860"


def test_each_comparison_has_its_figures_and_its_caution(page, app_url):
    go(page, app_url, partie_patrimoine="vivre")
    page.locator(".st-key-bm-block-vivre-unemployment-rate-pct .vega-embed svg").wait_for()
    assert "694 183 habitants dans 87 communes" in plain(
        page.locator(".st-key-bm-block-vivre-habitants").inner_text()
    )
    page.get_by_text("Communes avec ou sans puits de mine").click()
    wait_address(page, "comparaison=puits")
    page.get_by_text("133 communes").first.wait_for()
    assert page.get_by_text("Ce que cette mesure ne dit pas").count() == 7


def test_six_sheets_lead_to_their_element(page, app_url):
    go(page, app_url, partie_patrimoine="sites")
    page.locator(".bm-sheet").first.wait_for()
    assert page.locator(".bm-sheet").count() == 6
    page.locator(".bm-sheet a").first.click()
    explorer(page, ELEMENTS).locator(".bx-card h3").wait_for()


def test_the_world_shows_54_sites(page, app_url):
    go(page, app_url, partie_patrimoine="monde")
    assert total(page, "patrimoine-monde") == 54
    tick(page, "route", "europe-underground")
    wait_total(page, 3, "patrimoine-monde")


# --- everywhere -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["bien", "temps", "vivre", "sites", "monde"])
def test_no_part_spills_over_a_phone_or_shows_a_raw_word(phone, app_url, part):
    go(phone, app_url, partie_patrimoine=part)
    if part in PARTS:
        phone.wait_for_selector(f"{PARTS[part]}[data-ready]")
    assert phone.evaluate(SPILL) <= 0
    text = text_of(phone)
    assert not HIDDEN_WORDS.findall(text)
    assert not re.findall(rf"\b(?:{'|'.join(ENGLISH)})\b", text)


def test_filters_fold_on_a_phone_and_the_card_comes_into_view(phone, app_url):
    go(phone, app_url)
    root = explorer(phone, ELEMENTS)
    assert not root.locator(".bx-facets").is_visible()
    root.locator(".bx-fold > summary").click()
    tick(phone, "famille", "terrils")
    wait_total(phone, 51, ELEMENTS)
    root.locator(".bx-item").first.click()
    root.locator(".bx-card h3").wait_for()


def test_the_first_view_is_light(page, app_url):
    with frames_during(page) as first:
        open_page(page, f"{app_url}{ADDRESS}")
        explorer(page, ELEMENTS)
    own = {url.rpartition("/")[2]: size for url, size in first.http.items() if "/app/static/" in url}
    beyond = {name: size for name, size in own.items() if not name.startswith("communes-59-62")}
    print(f"first view: {sum(beyond.values()):,} bytes beyond the geometry", beyond)  # noqa: T201
    assert sum(beyond.values()) + first.received <= FIRST_VIEW_BYTES, beyond


def test_a_filter_asks_the_server_for_no_file(page, app_url):
    go(page, app_url)
    explorer(page, ELEMENTS)
    with frames_during(page) as change:
        tick(page, "famille", "terrils")
        wait_total(page, 51, ELEMENTS)
        wait_address(page, "famille=terrils")
        settle(page)
    assert not [url for url in change.http if "/app/static/" in url]
