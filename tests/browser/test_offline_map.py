"""The downloaded map, opened by a double click with the network off: it draws what the live map shows."""

import re
from dataclasses import replace
from datetime import date

import pytest

from pages.shared import data
from pages.shared.exports.maps import map_html
from pages.shared.maps import map_view
from pages.shared.url_state import State
from viz.folium_map import HATCHES, standalone_map

LENS, DENAIN = "62498", "59172"
POVERTY = State(indicator="poverty_rate_pct", year=2021, commune=LENS, layers=("sites",))
HOSTILE = "</script><img src=x onerror=alert(1)>{{ 7*7 }}"

FILLS = """selector => {
  const counts = {};
  for (const path of document.querySelectorAll(selector)) {
    const fill = path.getAttribute("fill");
    counts[fill] = (counts[fill] ?? 0) + 1;
  }
  return counts;
}"""
AREAS = ".leaflet-areas-pane path.leaflet-interactive"
CIRCLES = ".leaflet-symbols-pane path"
PLACE_OF = """name => {
  const map = window[Object.keys(window).find(key => /^map_\\d+$/.test(key))];
  const data = JSON.parse(document.getElementById("bm-data").textContent);
  const at = map.latLngToContainerPoint(data.areas.find(area => area.name === name).point);
  const box = map.getContainer().getBoundingClientRect();
  return [box.x + at.x, box.y + at.y];
}"""


@pytest.fixture
def opened(new_page, tmp_path):
    """Open a map file with the network off; at the end, nothing was asked and nothing went wrong."""
    pages = []

    def open_file(content, *, mobile=False):
        path = tmp_path / "carte.html"
        path.write_bytes(content)
        page = new_page(mobile=mobile, offline=True)
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready='1']", state="attached")
        pages.append(page)
        return page

    yield open_file
    for page in pages:
        assert page.record.console_errors == []
        assert [r.url for r in page.record.requests if not r.url.startswith(("file:", "data:"))] == []


@pytest.fixture(scope="module")
def poverty():
    view = map_view(POVERTY, "carte", 600)
    return view, map_html(view)


def expected_fills(view, palette):
    """Count the communes of the perimeter per colour, from the layer."""
    areas = view.choropleth.areas
    counts = {palette[number]: int(n) for number, n in areas["class"].value_counts().items()}
    missing = areas.loc[areas["class"].isna(), "status"].value_counts()
    names = {"secret": HATCHES, "not_available": view.light.not_available}
    return counts | {names[status]: int(n) for status, n in missing.items()}


def test_areas_are_drawn_in_the_colours_of_their_classes(opened, poverty):
    view, content = poverty
    drawn = opened(content).evaluate(FILLS, AREAS)
    drawn.pop(view.light.outside)
    assert drawn == expected_fills(view, view.light.classes)
    assert sum(drawn.values()) == 250


def test_legend_has_the_same_counts_as_the_map(opened, poverty):
    view, content = poverty
    page = opened(content)
    counts = page.locator(".bm-class .bm-count").all_inner_texts()
    swatches = page.locator(".bm-swatch rect").evaluate_all("all => all.map(r => r.getAttribute('fill'))")
    legend = dict(zip(swatches, map(int, counts), strict=True))
    assert legend == expected_fills(view, view.light.classes)
    labels = page.locator(".bm-label").all_inner_texts()
    assert labels == [*view.choropleth.class_labels, "Secret statistique"]


def test_the_pointer_tells_name_value_class_and_epci(opened, poverty):
    page = opened(poverty[1])
    page.mouse.move(*page.evaluate(PLACE_OF, "Denain"))
    told = page.locator(".bm-tip").inner_text()
    assert told.split("\n")[:2] == ["Denain", "43\u202f%"]
    assert "5e classe sur 5" in told
    assert data.cached_communes().loc[DENAIN, "epci_name"] in told


def test_the_pointer_says_why_there_is_no_value(opened, poverty):
    view, content = poverty
    page = opened(content)
    secret = view.choropleth.areas.index[view.choropleth.areas["status"].eq("secret")][0]
    name = data.cached_communes().loc[secret, "name"]
    page.mouse.move(*page.evaluate(PLACE_OF, name))
    assert page.locator(".bm-tip").inner_text().split("\n")[:2] == [name, "Secret statistique"]


def test_one_class_alone_when_its_legend_is_pressed(opened, poverty):
    view, content = poverty
    page = opened(content)
    page.locator('[data-class="4"] button').click()
    full = page.locator(f'{AREAS}[fill-opacity="1"]')
    assert set(full.evaluate_all("all => all.map(p => p.getAttribute('fill'))")) == {view.light.classes[4]}
    assert page.locator('[data-class="4"] button').get_attribute("aria-pressed") == "true"


def test_a_commune_is_found_without_accents(opened, poverty):
    page = opened(poverty[1])
    page.locator("#bm-find").fill("henin-beaumont")
    page.keyboard.press("Enter")
    assert page.locator("#bm-live").inner_text().startswith("Hénin-Beaumont, ")
    page.locator("#bm-find").fill("Atlantide")
    page.keyboard.press("Enter")
    assert "Aucune commune" in page.locator("#bm-live").inner_text()


def test_all_values_can_be_read_as_a_table(opened, poverty):
    page = opened(poverty[1])
    page.locator("summary").click()
    assert page.locator("#bm-rows tr").count() == 250


def test_places_are_drawn_and_can_be_hidden(opened, poverty):
    page = opened(poverty[1])
    marks = page.locator(".leaflet-points-pane path")
    assert marks.count() == 6
    page.get_by_label("Grands sites miniers").uncheck()
    assert marks.count() == 0


def test_a_hostile_name_is_shown_as_text(opened, poverty):
    view = replace(poverty[0], shown_points=frozenset({"sites"}))
    row = {"lat": 50.43, "lon": 2.83, "name": HOSTILE, "facts": [["Commune", HOSTILE]]}
    communes = data.cached_communes().assign(population=data.cached_population(data.LATEST))
    communes.loc[LENS, "name"] = HOSTILE
    page = opened(
        standalone_map(
            view,
            data.cached_boundaries(),
            communes,
            {"sites": [row]},
            made_on=date(2026, 1, 1),
            credit="",
        ).encode()
    )
    box = page.locator(".leaflet-points-pane path").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert page.locator(".bm-popup h3").inner_text() == HOSTILE
    assert page.locator(".bm-popup dd").inner_text() == HOSTILE
    assert HOSTILE in page.locator(".bm-town").all_inner_texts()
    assert page.locator("img").count() == 0


def test_a_count_is_drawn_as_circles(opened):
    state = State(indicator="population", year=2023)
    view = map_view(state, "carte", 600)
    page = opened(map_html(view))
    assert page.evaluate(FILLS, CIRCLES) == expected_fills(view, view.light.classes)
    assert page.evaluate(FILLS, AREAS)[view.light.ground] == 250
    assert page.locator("#bm-sizes figure").count() == 3


def test_names_of_towns_do_not_overlap(opened, poverty):
    page = opened(poverty[1])
    boxes = page.locator(".bm-town").evaluate_all(
        "all => all.map(n => n.getBoundingClientRect()).map(b => [b.left, b.top, b.right, b.bottom])"
    )
    assert len(boxes) >= 12
    clashes = [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[:i]
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
    assert clashes == []


def test_a_phone_shows_map_then_legend_without_sideways_scroll(opened, poverty):
    page = opened(poverty[1], mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    stage, side = page.locator(".bm-stage").bounding_box(), page.locator(".bm-side").bounding_box()
    assert stage["width"] == 390
    assert side["y"] >= stage["y"] + stage["height"]


def test_a_tap_tells_the_value_inside_the_screen(opened, poverty):
    page = opened(poverty[1], mobile=True)
    page.touchscreen.tap(*page.evaluate(PLACE_OF, "Denain"))
    tip = page.locator(".bm-tip")
    tip.wait_for()
    box = tip.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert re.search(r"\d\u202f%", tip.inner_text())


def test_it_prints_on_one_sheet(opened, poverty):
    pdf = opened(poverty[1]).pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1


# --- beyond the Nord and the Pas-de-Calais ------------------------------------------------------------------


@pytest.mark.parametrize("perimeter", ["france", "departement_02"])
def test_a_map_of_elsewhere_opens_on_its_perimeter_in_the_colours_of_its_classes(opened, perimeter):
    state = State(indicator="unemployment_rate_pct", year=2018, perimeter=perimeter)
    view = map_view(state, "carte", 600)
    page = opened(map_html(view))
    drawn = page.evaluate(FILLS, AREAS)
    drawn.pop(view.light.outside, None)
    assert drawn == expected_fills(view, view.light.classes)
    name = {"france": "Métropole de Lyon", "departement_02": "Laon"}[perimeter]
    page.mouse.move(*page.evaluate(PLACE_OF, name))
    told = page.locator(".bm-tip").inner_text().split("\n")
    assert told[0] == name
    assert re.fullmatch(r"\d+,\d\u202f%", told[1])


def test_a_map_of_france_says_which_figures_are_approximate_and_finds_an_epci(opened):
    state = State(indicator="median_income_eur", year=2021, perimeter="france")
    page = opened(map_html(map_view(state, "carte", 600)))
    page.locator("#bm-find").fill("CA de Lens - Liévin")
    page.keyboard.press("Enter")
    assert "CA de Lens - Liévin" in page.locator("#bm-live").inner_text()
    page.locator("#bm-find").fill("Atlantide")
    page.keyboard.press("Enter")
    assert page.locator("#bm-live").inner_text() == "Aucune intercommunalité de ce nom sur cette carte."
    page.mouse.move(*page.evaluate(PLACE_OF, "Métropole de Lyon"))
    assert "Approximation : moyenne pondérée des communes" in page.locator(".bm-tip").inner_text()
