"""The page « Carte » beyond the two départements: EPCI from afar, communes from near, each file once."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import pytest

from geo.classify import assign_classes, displayed
from pages.shared import data, france
from pages.shared.maps import cached_breaks
from tests.browser.driver import (
    choose,
    chosen,
    frames_during,
    map_root,
    open_page,
    settle,
    wait_map,
)
from tests.browser.map_reading import (
    announced,
    class_of,
    class_rows,
    colours,
    go,
    histogram_counts,
    legend,
    number,
    place,
    plain,
    position,
    query,
    rest,
    screenshot,
    shared_page,
    stage,
    still_view,
    supervised,
    table_total,
    tip,
    view,
    wait_query,
)
from viz.static_files import STATIC, URL_PREFIX

KEY = "carte"
CHANGE_BYTES = 60_000
YEAR = max(data.years_of("population", "france"))
RATE = next(key for key, item in data.offered("france").items() if item.kind == "ratio")
RATE_YEAR = max(data.years_of(RATE, "france"))
ONLY_LOCAL = next(key for key in data.cached_indicators() if not data.years_of(key, "france"))
LILLE = (50.6, 3.0)  # far enough from the coast to fill the map with land
AISNE, REIMS, MARSEILLE, LENS = (49.5, 3.6), (49.2, 4.1), "13055", "62498"


@pytest.fixture(scope="module")
def shared(browser, app_url):
    france.cached_files()  # the server of the tests publishes into the same folder
    with shared_page(browser, f"{app_url}/carte?perimetre=france", KEY) as page:
        yield page


@pytest.fixture
def desk(shared, request):
    with supervised(shared, request) as page:
        yield page


def show(page, **choices):
    """Show all of France from afar."""
    go(page, **{"perimetre": "france", "indicateur": RATE, "annee": str(RATE_YEAR)} | choices)
    map_root(page, KEY).get_by_role("button", name="Recentrer sur le périmètre").click()
    still_view(page, KEY)
    wait_level(page, "epci")


def wait_level(page, level, parts=1):
    """Wait for the level, and until what is in view has come."""
    page.wait_for_function(
        """([level, parts]) => {
          const root = document.querySelector('.bm-map[data-key=carte]');
          return root.dataset.level === level && Number(root.dataset.parts) >= parts
            && root.querySelector('.bm-bringing').hidden;
        }""",
        arg=[level, parts],
    )
    rest(page)


def zoom_to(page, lat, lng, zoom):
    page.evaluate("([lat, lng, zoom]) => window.bmMaps.carte.go(lat, lng, zoom)", [lat, lng, zoom])


def from_near(page, lat, lng, zoom=9.5):
    zoom_to(page, lat, lng, zoom)
    wait_level(page, "commune")


def on_map(page):
    return page.evaluate("() => window.bmMaps.carte.codes()")


def files_asked(page):
    """Return how often each file of communes was asked for."""
    names = [re.search(r"/communes-(\w+)-\w+\.json", request.url) for request in page.record.requests]
    return pd.Series(
        [found[1] for found in names if found and not found[1].startswith("59-62")]
    ).value_counts()


# --- two levels ---------------------------------------------------------------------------------------------


def test_france_from_afar_is_drawn_by_epci_in_the_colours_of_its_legend(desk):
    show(desk)
    rows, observed = class_rows(desk, KEY), france.cached_epci_observations(RATE, RATE_YEAR)
    assert map_root(desk, KEY).locator(".bm-scale-note").inner_text().startswith("Par intercommunalité")
    assert f"{RATE_YEAR} · France, " in map_root(desk, KEY).locator(".bm-legend-sub").inner_text()
    assert sum(row.count for row in legend(desk, KEY)) == len(observed)
    decimals = data.cached_indicators()[RATE].decimals
    shown = observed["value"].dropna()
    shown = pd.Series(displayed(shown, decimals), index=shown.index)
    wide = [
        code
        for code in ("200054781", "200046977", "243300316", "200093201", "200055887")
        if code in shown.index
    ]
    painted = colours(desk, KEY, wide)
    for code in wide:
        assert painted[code] == class_of(shown[code], rows).colour, code
    expected = shown.map(lambda value: class_of(value, rows).code).value_counts()
    assert {row.code: row.count for row in rows} == {row.code: int(expected.get(row.code, 0)) for row in rows}


def test_from_near_it_is_drawn_by_commune_and_legend_histogram_and_table_follow(desk):
    show(desk)
    assert table_total(desk) == len(france.cached_epcis())
    assert desk.locator(".bm-table h3").inner_text() == "Tableau des intercommunalités"
    from_near(desk, *LILLE)
    assert map_root(desk, KEY).locator(".bm-scale-note").inner_text() == "Par commune"
    words = plain(map_root(desk, KEY).locator(".bm-legend-sub").inner_text())
    assert words == f"{RATE_YEAR} · France, 34 875 communes"
    rows = class_rows(desk, KEY)
    values = data.observations(RATE, RATE_YEAR, "france")["value"]
    assert sum(row.count for row in legend(desk, KEY)) == len(values)
    assert sum(row.count for row in rows) == values.notna().sum()
    assert histogram_counts(desk) == {row.code: row.count for row in rows if row.count}
    drawn = on_map(desk)
    heading = plain(desk.locator(".bm-table h3").inner_text())
    assert heading == f"Communes des départements à l’écran ({len(drawn):,} sur 34 875)".replace(",", " ")
    assert table_total(desk) == len(drawn)
    show(desk)
    assert table_total(desk) == len(france.cached_epcis())
    assert "intercommunalités" in map_root(desk, KEY).locator(".bm-legend-sub").inner_text()


def test_communes_have_the_colour_of_the_class_whose_bounds_hold_their_value(desk):
    show(desk)
    from_near(desk, *LILLE, zoom=11)
    rows, decimals = class_rows(desk, KEY), data.cached_indicators()[RATE].decimals
    values = data.observations(RATE, RATE_YEAR, "france")["value"]
    for code in ("59350", "59328", "59009", "59560", "59343"):
        assert (
            colours(desk, KEY, [code])[code]
            == class_of(float(displayed(values[code], decimals)), rows).colour
        ), code


def test_only_the_departements_in_view_are_asked_for_and_each_file_once(new_page, app_url):
    page = new_page()
    open_page(page, f"{app_url}/carte?perimetre=france&indicateur={RATE}")
    wait_map(page, KEY)
    assert files_asked(page).empty, "from afar no commune travels"
    assert page.record.count("/valeurs-") == 0
    from_near(page, *LILLE, zoom=11)
    assert set(files_asked(page).index) == {"59", "62"}
    from_near(page, *REIMS, zoom=9)
    assert {"02", "08", "51"} <= set(files_asked(page).index)
    assert "13" not in files_asked(page).index
    from_near(page, *LILLE, zoom=10)
    zoom_to(page, 46.4, 2.2, 5.75)
    wait_level(page, "epci")
    from_near(page, *LILLE, zoom=10)
    assert files_asked(page).eq(1).all()
    assert page.record.count("/epci-france-") == page.record.count("/departements-france-") == 1
    assert page.record.count("/valeurs-") == 1


def test_what_is_far_away_leaves_the_map_but_not_the_memory(desk):
    show(desk)
    from_near(desk, *LILLE, zoom=10)
    assert "59350" in on_map(desk)
    from_near(desk, 43.5, 5.3, zoom=10)
    assert "59350" not in on_map(desk)
    assert MARSEILLE in on_map(desk)


def test_classes_worked_out_in_the_browser_are_those_of_the_server(desk):
    source = desk.evaluate(
        "() => performance.getEntriesByType('resource').map(e => e.name).find(n => n.endsWith('/values.js'))"
    )
    for indicator, item in data.offered("france").items():
        for method in ("quantiles", "ecarts_types"):
            year = max(item.france_years)
            breaks = cached_breaks(indicator, year, "france", method, 5, "fixe")
            observed = data.observations(indicator, year, "france")
            classes = assign_classes(observed["value"], breaks, decimals=item.decimals)
            url = france.cached_values(indicator, year).removeprefix(".")
            worked_out = desk.evaluate(
                """async ([source, url, breaks]) => {
                  const { loadValues, readFile } = await import(source);
                  return readFile(await loadValues(url), breaks).classOf;
                }""",
                [source, url, breaks],
            )
            letters = observed["status"].map({"secret": "s"}).fillna("n")
            expected = classes.astype(object).where(classes.notna(), letters).astype(str)
            assert worked_out == "".join(expected), (indicator, method)


# --- while files are on their way ---------------------------------------------------------------------------


def test_a_departement_on_its_way_is_neutral_and_the_reader_is_told(new_page, app_url):
    page = new_page()
    waiting = []
    page.route(re.compile(r"/communes-02-"), lambda route: waiting.append(route))  # noqa: PLW0108
    open_page(page, f"{app_url}/carte?perimetre=france&indicateur={RATE}")
    wait_map(page, KEY)
    zoom_to(page, *AISNE, 9.5)
    bringing = map_root(page, KEY).locator(".bm-bringing")
    page.wait_for_function(
        "() => document.querySelector('.bm-bringing').textContent === \"Chargement des communes de l'Aisne…\""
    )
    assert bringing.is_visible()
    assert map_root(page, KEY).get_attribute("data-level") == "commune"
    stage(page, KEY)
    page.mouse.move(*place(page, KEY, *AISNE))
    assert tip(page, KEY, "Aisne") == ["Aisne", "Communes en cours de chargement"]
    page.mouse.move(5, 5)
    seen = set(screenshot(page, *place(page, KEY, *AISNE), 5, 5))
    assert not seen & {row.colour for row in class_rows(page, KEY)}, "never in a class of another legend"
    table = page.locator(".bm-table tbody")
    assert table.locator("tr").count(), "what has come is there already"
    for route in waiting:
        route.continue_()
    wait_level(page, "commune")
    assert not bringing.is_visible()
    assert "02691" in on_map(page)


# --- mouse, keyboard, address -------------------------------------------------------------------------------


def test_a_click_on_an_epci_opens_its_communes_and_a_click_on_a_commune_chooses_it(desk):
    show(desk)
    stage(desk, KEY)
    x, y = position(desk, KEY, "200067213")  # Communauté urbaine du Grand Reims
    desk.mouse.move(x, y)
    name = france.cached_epcis().loc["200067213", "name"]
    assert tip(desk, KEY, name)[-2:] == ["Marne", "Cliquer pour voir ses communes"]
    desk.mouse.click(x, y)
    wait_level(desk, "commune")
    still_view(desk, KEY)
    stage(desk, KEY)
    desk.mouse.click(*position(desk, KEY, "51454"))
    wait_query(desk, commune="51454", perimetre="france")
    card = plain(desk.locator(".bm-place").inner_text())
    assert card.startswith("Reims · code Insee 51454")
    assert f"{name} · Marne (51)" in card
    assert f"en {RATE_YEAR} : " in card
    assert desk.locator("#bm-finder-carte-commune").input_value() == "Reims"


def test_arrow_keys_walk_from_epci_to_epci_then_from_commune_to_commune(desk):
    show(desk)
    stage(desk, KEY)
    map_root(desk, KEY).locator(".bm-leaflet").focus()
    desk.keyboard.press("ArrowRight")
    first = announced(desk, KEY)
    names = france.cached_epcis()["name"]
    assert first.split(", ")[0] in set(names) or any(first.startswith(name) for name in names)
    desk.keyboard.press("Enter")
    wait_level(desk, "commune")
    still_view(desk, KEY)
    desk.wait_for_function(
        "() => document.querySelector('.bm-map > .bm-live').textContent.startsWith('Par commune')"
    )
    desk.keyboard.press("ArrowDown")
    name = announced(desk, KEY).split(", ")[0]
    desk.keyboard.press("Enter")
    desk.wait_for_function("() => new URLSearchParams(location.search).has('commune')")
    settle(desk)
    assert data.cached_france()["name"][query(desk)["commune"]] == name


def test_back_returns_from_france_to_the_basin(new_page, app_url):
    page = new_page()
    open_page(page, f"{app_url}/carte")
    version = wait_map(page, KEY)
    choose(page, "Périmètre", "France entière ou ailleurs")
    wait_map(page, KEY, after_version=version)
    wait_query(page, perimetre="france")
    assert map_root(page, KEY).get_attribute("data-level") == "epci"
    version = wait_map(page, KEY)
    page.go_back()
    wait_query(page, perimetre="")
    wait_map(page, KEY, after_version=version)
    assert map_root(page, KEY).get_attribute("data-level") == "commune"
    assert plain(map_root(page, KEY).locator(".bm-legend-sub").inner_text()).endswith("250 communes")
    assert not map_root(page, KEY).locator(".bm-places").is_visible()
    assert page.record.count("communes-59-62") == 1


def test_the_finder_knows_every_commune_of_france_and_the_map_goes_there(desk):
    show(desk)
    field = desk.locator("#bm-finder-carte-commune")
    field.fill("marseil")
    listed = desk.locator("#bm-finder-carte-commune-list")
    listed.locator("li").first.wait_for()
    assert plain(listed.locator("li").first.inner_text()).split("\n") == [
        "Marseille",
        "13001 · Bouches-du-Rhône",
    ]
    field.press("Enter")
    wait_query(desk, commune=MARSEILLE)
    wait_level(desk, "commune")
    still_view(desk, KEY)
    assert MARSEILLE in on_map(desk)
    field.fill("zzyzx")
    assert listed.inner_text() == "Aucune commune de France ne correspond."
    field.fill("98000")
    field.fill("")
    show(desk, commune=MARSEILLE)
    assert "Marseille" in desk.locator(".bm-place").inner_text()


def test_an_indicator_known_only_here_is_replaced_and_the_page_says_so(desk):
    go(desk, perimetre="france", indicateur=ONLY_LOCAL)
    warning = desk.get_by_test_id("stAlert").inner_text()
    assert (
        data.cached_indicators()[ONLY_LOCAL].title in plain(warning).replace("’", "'")
        or "n’existe ici" in warning
    )
    assert class_rows(desk, KEY), "never an empty map"
    assert chosen(desk, "Indicateur") in {item.title for item in data.offered("france").values()}


# --- a region, a département --------------------------------------------------------------------------------


def test_a_departement_is_drawn_among_neutral_neighbours(desk):
    go(desk, perimetre="departement_02", indicateur=RATE, annee=str(RATE_YEAR))
    wait_level(desk, "commune")
    assert table_total(desk) == 797
    assert chosen(desk, "Où en France") == "Département de l'Aisne"
    stage(desk, KEY)
    zoom_to(desk, 49.4, 3.6, 8)
    rest(desk)
    desk.mouse.move(*place(desk, KEY, 49.25, 4.6))
    assert tip(desk, KEY, "Marne") == ["Marne", "Hors du périmètre choisi"]
    assert not map_root(desk, KEY).locator(".bm-places").is_visible()


def test_hauts_de_france_and_another_region_are_one_choice_away(desk):
    go(desk, perimetre="mbm_250")
    choose(desk, "Périmètre", "Région Hauts-de-France")
    wait_query(desk, perimetre="region_32")
    wait_level(desk, "commune")
    assert table_total(desk) == 3_782
    box = stage(desk, KEY).bounding_box()
    for code in ("59183", "02168"):  # Dunkerque and Château-Thierry
        x, y = position(desk, KEY, code)
        assert box["x"] < x < box["x"] + box["width"]
        assert box["y"] < y < box["y"] + box["height"]


# --- overseas -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "lat", "lng"),
    [("Guadeloupe", 16.2, -61.5), ("La Réunion", -21.1, 55.5), ("Métropole", 46.5, 2.2)],
)
def test_overseas_buttons_move_the_view_to_where_each_place_is_on_earth(desk, name, lat, lng):
    show(desk)
    button = map_root(desk, KEY).locator(".bm-places").get_by_role("button", name=name)
    button.focus()
    desk.keyboard.press("Enter")
    seen = still_view(desk, KEY)
    assert seen["lat"] == pytest.approx(lat, abs=0.6)
    assert seen["lng"] == pytest.approx(lng, abs=0.6)
    if name != "Métropole":
        wait_level(desk, "commune")
        assert {code[:3] for code in on_map(desk)} == {{"Guadeloupe": "971", "La Réunion": "974"}[name]}


# --- what travels -------------------------------------------------------------------------------------------


def test_a_change_of_indicator_stays_within_its_budget_from_afar_and_from_near(desk):
    titles = {item.theme: item.title for item in data.offered("france").values()}
    themes = data.cached_themes()
    for near in (False, True):
        show(desk)
        if near:
            from_near(desk, *LILLE)
        level = map_root(desk, KEY).get_attribute("data-level")
        for theme in list(titles)[:3]:
            if chosen(desk, "Thème") == themes[theme]:
                continue
            version = wait_map(desk, KEY)
            with frames_during(desk) as change:
                choose(desk, "Thème", themes[theme])
                wait_map(desk, KEY, after_version=version)
            print(f"near={near} {theme}: {change.received:,} bytes, {change.http}")  # noqa: T201
            assert change.received <= CHANGE_BYTES
            fetched = [url for url in change.http if "/app/static/data/" in url]
            assert all("/valeurs-" in url for url in fetched), fetched
            assert near or not fetched
            assert map_root(desk, KEY).get_attribute("data-level") == level


def test_counts_are_circles_at_both_levels(desk):
    show(desk, indicateur="population", annee=str(YEAR))
    discs = map_root(desk, KEY).locator(".bm-size")
    assert number(discs.first.inner_text()) >= 5_000_000
    from_near(desk, *LILLE)
    assert number(discs.first.inner_text()) <= 500_000
    assert set(colours(desk, KEY, [LENS]).values()) == {(255, 255, 255)}


# --- a phone ------------------------------------------------------------------------------------------------


def test_on_a_phone_france_fits_and_every_button_can_be_reached(new_page, app_url):
    hand = new_page(mobile=True)
    open_page(hand, f"{app_url}/carte?perimetre=france&indicateur={RATE}")
    wait_map(hand, KEY)
    assert hand.evaluate("() => document.documentElement.scrollWidth") == 390
    main = hand.get_by_test_id("stMain")
    assert main.evaluate("node => node.scrollWidth - node.clientWidth") == 0
    box = stage(hand, KEY).bounding_box()
    for lat, lng in ((51.0, 2.4), (42.5, 2.9), (48.4, -4.7), (48.6, 7.8)):
        x, y = place(hand, KEY, lat, lng)
        assert box["x"] <= x <= box["x"] + box["width"]
        assert box["y"] <= y <= box["y"] + box["height"]
    button = map_root(hand, KEY).locator(".bm-places").get_by_role("button", name="Mayotte")
    button.scroll_into_view_if_needed()
    assert button.bounding_box()["height"] >= 36
    button.tap()
    assert still_view(hand, KEY)["lng"] == pytest.approx(45.15, abs=0.3)
    wait_level(hand, "commune")


def test_the_map_says_the_level_also_to_those_who_hear_it(desk):
    show(desk)
    from_near(desk, *LILLE)
    assert announced(desk, KEY).startswith("Par commune")
    zoom_to(desk, 46.4, 2.2, 6)
    wait_level(desk, "epci")
    assert announced(desk, KEY).startswith("Par intercommunalité")
    assert view(desk, KEY)["zoom"] == 6


def test_two_files_share_the_arcs_between_their_departements(desk):
    """Or the outline of an EPCI in both would run through its middle."""
    urls = [france.cached_files().communes[code].urls[0].removeprefix(".") for code in ("59", "62")]
    found = desk.evaluate(
        """async (urls) => {
          const names = performance.getEntriesByType('resource').map(e => e.name);
          const source = names.find(name => name.endsWith('/geometry.js'));
          const { Geometry, loadPart } = await import(source);
          const both = new Geometry(await Promise.all(urls.map(loadPart)));
          const sides = both.owners.map(areas => areas.map(i => both.features[i].departement));
          const inner = both.borders(f => f.departement).length - both.borders(() => 'one').length;
          const most = Math.max(...sides.map(areas => areas.length));
          return [sides.filter(([a, b]) => b && a !== b).length, inner, most];
        }""",
        urls,
    )
    border = _border_arcs()
    assert border > 20
    assert found == [border, border, 2]


def _border_arcs():
    """Count the arcs between Nord and Pas-de-Calais, from what the server wrote."""
    files = [france.cached_files().communes[code].urls[0] for code in ("59", "62")]
    north, south = ({min(line, line[::-1]) for line in _lines(url)} for url in files)
    return len(north & south)


def _lines(url):
    topology = json.loads((STATIC / url.removeprefix(f"{URL_PREFIX}/")).read_bytes())
    steps = 1 / topology["transform"]["scale"][0]
    low = [round(c * steps) for c in topology["transform"]["translate"]]
    return [tuple(map(tuple, (np.cumsum(arc, axis=0) + low).tolist())) for arc in topology["arcs"]]
