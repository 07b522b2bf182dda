"""The page « Carte »: what is drawn, said and counted is what the tables hold; mouse, keyboard, touch."""

from __future__ import annotations

import re
import shutil
from urllib.parse import urlsplit

import pandas as pd
import pytest

from loaders import catalog
from tests.browser.driver import (
    ROOT,
    choose,
    chosen,
    find_option,
    map_root,
    open_page,
    select_box,
    serve,
    settle,
    wait_map,
)
from tests.browser.map_reading import (
    announced,
    class_of,
    class_rows,
    colours,
    communes,
    go,
    histogram_counts,
    hover,
    legend,
    members,
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
    upper_bound,
    values,
    view,
    wait_query,
    wide_enough,
)

KEY = "carte"
LENS, DENAIN, LILLE, LIEVIN, DOUAI, ARRAS = "62498", "59172", "59350", "62510", "59178", "62041"
BASIN, REGION = "mbm_250", "nord_pas_de_calais"
DECIMALS = {
    "unemployment_rate_pct": 1,
    "median_income_eur": 0,
    "poverty_rate_pct": 0,
    "net_hourly_wage_eur": 2,
}


@pytest.fixture(scope="module")
def shared(browser, app_url):
    with shared_page(browser, f"{app_url}/carte", KEY) as page:
        yield page


@pytest.fixture
def desk(shared, request):
    with supervised(shared, request) as page:
        yield page


@pytest.fixture(scope="module")
def shared_phone(browser, app_url):
    with shared_page(browser, f"{app_url}/carte", KEY, mobile=True) as page:
        yield page


@pytest.fixture
def hand(shared_phone, request):
    with supervised(shared_phone, request) as page:
        yield page


# --- what is drawn ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "year", "perimeter"),
    [
        ("unemployment_rate_pct", 2021, BASIN),
        ("median_income_eur", 2021, REGION),
        ("poverty_rate_pct", 2021, "departement_62"),
        ("net_hourly_wage_eur", 2022, "unesco_buffer_124"),
    ],
)
def test_each_commune_has_the_colour_of_the_class_whose_bounds_hold_its_value(
    desk, indicator, year, perimeter
):
    go(desk, indicateur=indicator, annee=str(year), perimetre=perimeter)
    rows, codes = class_rows(desk, KEY), members(perimeter)
    shown = values(indicator, year).loc[codes, "value"].dropna().round(DECIMALS[indicator])
    assert len(shown) == sum(row.count for row in rows)
    clear = shown[wide_enough(desk, KEY, shown.index)]
    painted = colours(desk, KEY, clear.index)
    wrong = {code for code, value in clear.items() if painted[code] != class_of(value, rows).colour}
    assert not wrong
    assert len(clear) > 2 / 3 * len(shown)


def test_legend_counts_are_those_of_the_table_and_sum_to_the_perimeter(desk):
    go(desk, indicateur="poverty_rate_pct", annee="2021", perimetre=BASIN)
    rows = legend(desk, KEY)
    observed = values("poverty_rate_pct", 2021).loc[members(BASIN)]
    classes = [row for row in rows if row.code.isdigit()]
    expected = observed["value"].dropna().map(lambda value: class_of(value, classes).code).value_counts()
    assert {row.code: row.count for row in classes} == expected.to_dict()
    assert {row.code: row.count for row in rows if not row.code.isdigit()} == {"s": 108}
    assert sum(row.count for row in rows) == 250


def test_clicking_a_class_lists_as_many_communes_as_the_legend_counts(desk):
    go(desk, indicateur="poverty_rate_pct", annee="2021", perimetre=BASIN)
    assert table_total(desk) == 250
    for row in legend(desk, KEY):
        button = map_root(desk, KEY).locator(f".bm-legend-rows li[data-class='{row.code}'] button")
        button.click()
        assert table_total(desk) == row.count, row.label
        assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert table_total(desk) == 250


def test_a_class_clicked_in_the_legend_stands_alone_on_the_map(desk):
    go(desk, indicateur="unemployment_rate_pct", annee="2021", perimetre=BASIN)
    rows = class_rows(desk, KEY)
    low = "62003"  # Acheville
    before = colours(desk, KEY, [low, DENAIN])
    highest = class_of(values("unemployment_rate_pct", 2021)["value"][DENAIN], rows)
    assert highest.colour != before[low]
    map_root(desk, KEY).locator(f".bm-legend-rows li[data-class='{highest.code}'] button").click()
    rest(desk)
    after = colours(desk, KEY, [low, DENAIN])
    assert after[DENAIN] == before[DENAIN]
    assert after[low] != before[low]


def test_a_secret_commune_is_hatched_and_never_has_the_colour_of_a_class(desk):
    go(desk, indicateur="poverty_rate_pct", annee="2021", perimetre=BASIN)
    code = "59114"  # Bruille-Saint-Amand, secret in the table
    assert values("poverty_rate_pct", 2021).loc[code, "status"] == "secret"
    assert hover(desk, KEY, code)[1] == "Secret statistique"
    desk.mouse.move(5, 5)
    seen = set(screenshot(desk, *position(desk, KEY, code)))
    assert {min(colour) for colour in seen} & set(range(240, 256)), "the paper between the hatches"
    assert {max(colour) for colour in seen} & set(range(100, 190)), "the ink of the hatches"
    assert not seen & {row.colour for row in class_rows(desk, KEY)}


def test_a_commune_without_value_is_plain_grey_and_says_not_available(desk):
    go(desk, indicateur="net_hourly_wage_eur", annee="2022", perimetre=BASIN)
    observed = values("net_hourly_wage_eur", 2022).loc[members(BASIN)]
    missing = observed.index[observed["status"].eq("not_available")]
    grey = next(row for row in legend(desk, KEY) if row.code == "n")
    assert (grey.label, grey.count) == ("Non disponible", len(missing))
    assert set(colours(desk, KEY, missing).values()) == {grey.colour}
    assert len(set(grey.colour)) <= 2
    assert max(grey.colour) - min(grey.colour) <= 3, "grey is no class of a warm ramp"
    assert hover(desk, KEY, missing[0])[1] == "Non disponible"


def test_a_commune_outside_the_perimeter_is_silent_and_says_so(desk):
    go(desk, perimetre=BASIN)
    painted = colours(desk, KEY, [LILLE, ARRAS])
    assert painted[LILLE] == painted[ARRAS]
    assert painted[LILLE] not in {row.colour for row in legend(desk, KEY)}
    assert hover(desk, KEY, LILLE)[:2] == ["Lille", "Hors du périmètre choisi"]


def test_what_the_screen_shows_is_what_was_painted(desk):
    """Nothing lies over the communes: the screenshot has the colour of the class (away from town names)."""
    go(desk, indicateur="unemployment_rate_pct", annee="2021", perimetre=BASIN)
    stage(desk, KEY)
    desk.add_style_tag(content=".bm-town { visibility: hidden; }")
    rows = class_rows(desk, KEY)
    for code in (LENS, DENAIN, DOUAI):
        value = values("unemployment_rate_pct", 2021)["value"][code]
        seen = screenshot(desk, *position(desk, KEY, code), 3, 3)
        assert class_of(round(value, 1), rows).colour in seen, code
    desk.evaluate("() => [...document.querySelectorAll('style')].pop().remove()")


def test_dark_page_paints_its_own_colours_and_the_legend_follows(desk):
    go(desk, indicateur="unemployment_rate_pct", annee="2021", perimetre=BASIN)
    light = [row.colour for row in legend(desk, KEY)]
    desk.emulate_media(color_scheme="dark")
    try:
        map_root(desk, KEY).and_(desk.locator(".bm-dark")).wait_for()
        rest(desk)
        rows = class_rows(desk, KEY)
        shown = values("unemployment_rate_pct", 2021)["value"].round(1)
        painted = colours(desk, KEY, [LENS, DENAIN, DOUAI])
        assert painted == {code: class_of(shown[code], rows).colour for code in painted}
        assert not set(light) & {row.colour for row in rows}
    finally:
        desk.emulate_media(color_scheme="light")
        desk.locator(f".bm-map[data-key={KEY}]:not(.bm-dark)").wait_for()


def test_a_count_is_drawn_as_circles_whose_area_follows_the_value(desk):
    go(desk, indicateur="population", annee="2023", perimetre=BASIN)
    stage(desk, KEY)
    rows = class_rows(desk, KEY)
    ground = colours(desk, KEY, [LENS, DENAIN])
    assert set(ground.values()) == {(255, 255, 255)}, "the colour of a large, empty commune would mislead"
    desk.add_style_tag(content=".bm-town { visibility: hidden; }")
    seen = screenshot(desk, *position(desk, KEY, LENS), 3, 3)
    desk.evaluate("() => [...document.querySelectorAll('style')].pop().remove()")
    top = class_of(values("population", 2023)["value"][LENS], rows).colour
    blended = [round(0.9 * channel + 0.1 * 255) for channel in top]
    assert min(max(abs(a - b) for a, b in zip(colour, blended, strict=True)) for colour in seen) <= 3
    discs = (
        map_root(desk, KEY)
        .locator(".bm-size")
        .evaluate_all("all => all.map(one => [one.querySelector('.bm-disc').style.width, one.textContent])")
    )
    areas = [(float(width.removesuffix("px")) ** 2, number(value)) for width, value in discs]
    assert len(areas) == 3
    assert [round(area / areas[0][0], 3) for area, _ in areas] == [
        round(value / areas[0][1], 3) for _, value in areas
    ]


# --- what is said -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "indicator", "perimeter", "value"),
    [
        (LENS, "median_income_eur", BASIN, "17 250 € par an et par UC"),
        (DENAIN, "poverty_rate_pct", BASIN, "43 %"),
        (LILLE, "unemployment_rate_pct", REGION, "16,9 %"),
    ],
)
def test_hover_text_gives_name_value_with_unit_class_and_epci(desk, code, indicator, perimeter, value):
    go(desk, indicateur=indicator, annee="2021", perimetre=perimeter)
    name, said, phrase, epci = hover(desk, KEY, code)
    rows = class_rows(desk, KEY)
    here = class_of(round(values(indicator, 2021)["value"][code], DECIMALS[indicator]), rows)
    rank = "1re" if here.code == "0" else f"{int(here.code) + 1}e"
    assert name == communes().loc[code, "name"]
    assert said == value
    assert phrase == f"{rank} classe sur {len(rows)} : {here.label}"
    assert epci.endswith({LENS: "Lens - Liévin", DENAIN: "Porte du Hainaut", LILLE: "Lille"}[code])


def test_numbers_on_the_map_have_french_typography(desk):
    go(desk, indicateur="median_income_eur", annee="2021", perimetre=BASIN)
    hover(desk, KEY, LENS)
    assert "17\u202f250\u00a0€" in map_root(desk, KEY).locator(".bm-tip").inner_text()
    go(desk, indicateur="poverty_rate_pct", annee="2021", perimetre=BASIN)
    hover(desk, KEY, DENAIN)
    assert "43\u202f%" in map_root(desk, KEY).locator(".bm-tip").inner_text()


def test_a_fragile_value_says_so(desk):
    go(desk, indicateur="unemployment_rate_pct", annee="2021", perimetre=BASIN)
    people = values("population", 2021).loc[members(BASIN), "value"]
    small = people.idxmin()
    assert people[small] < 200
    assert "Valeur fragile : moins de 200 habitants" in hover(desk, KEY, small)


def test_legend_names_indicator_year_perimeter_coverage_and_source(desk):
    go(desk, indicateur="poverty_rate_pct", annee="2021", perimetre=BASIN)
    words = plain(map_root(desk, KEY).locator(".bm-legend").inner_text())
    people = values("population", 2021).loc[members(BASIN), "value"]
    known = values("poverty_rate_pct", 2021).loc[members(BASIN), "value"].notna()
    share = f"{100 * people[known].sum() / people.sum():.1f}".replace(".", ",")
    for part in (
        "Taux de pauvreté",
        "2021 · Bassin minier (Mission Bassin Minier), 250 communes",
        "En %",
        f"142 communes sur 250, {share} % de la population",
        "Source : Insee",
        "Licence Ouverte",
    ):
        assert part in words


def test_the_sentence_gives_the_exact_rate_of_the_basin_and_of_the_region(desk):
    go(desk, indicateur="unemployment_rate_pct", annee="2021", perimetre=BASIN)
    rates = []
    for codes in (members(BASIN), members(REGION)):
        counts = [
            values(name, 2021).loc[codes, "value"].sum()
            for name in ("unemployed_15_64", "labour_force_15_64")
        ]
        rates.append(f"{100 * counts[0] / counts[1]:.1f}".replace(".", ","))
    sentence = plain(desk.locator(".bm-lead").inner_text())
    assert sentence.startswith("Taux de chômage des 15-64 ans (recensement) en 2021 : ")
    assert f"{rates[0]} % dans le Bassin minier (Mission Bassin Minier, 250 communes)" in sentence
    assert f"{rates[1]} % dans le Nord–Pas-de-Calais (1 534 communes)" in sentence


# --- mouse, keyboard, buttons -------------------------------------------------------------------------------


def test_a_click_chooses_the_commune_and_its_card_says_its_value(desk):
    go(desk, indicateur="unemployment_rate_pct", annee="2021", perimetre=BASIN)
    assert desk.locator(".bm-place").count() == 0
    stage(desk, KEY)
    desk.mouse.click(*position(desk, KEY, LIEVIN))
    wait_query(desk, commune=LIEVIN)
    card = plain(desk.locator(".bm-place").inner_text())
    value = f"{values('unemployment_rate_pct', 2021)['value'][LIEVIN]:.1f}".replace(".", ",")
    assert card.startswith(f"Liévin · code Insee {LIEVIN}")
    assert f"{value} % à Liévin" in card
    assert "Bassin minier (Mission Bassin Minier)" in card
    assert desk.locator("#bm-finder-carte-commune").input_value() == "Liévin"


def test_arrow_keys_go_from_commune_to_commune_and_say_each(desk):
    go(desk, indicateur="median_income_eur", annee="2021", perimetre=REGION, commune=LENS)
    stage(desk, KEY)
    map_root(desk, KEY).locator(".bm-leaflet").focus()
    here, names = LENS, communes()["name"]
    for key, axis, sign in (
        ("ArrowRight", 0, 1),
        ("ArrowUp", 1, -1),
        ("ArrowLeft", 0, -1),
        ("ArrowDown", 1, 1),
    ):
        before = announced(desk, KEY)
        desk.keyboard.press(key)
        said = announced(desk, KEY)
        assert said != before
        name, rest_of = said.split(", ", 1)
        code = next(c for c in names.index[names == name] if _value_words(c) in rest_of)
        assert "classe sur 5 : " in rest_of
        shift = position(desk, KEY, code)[axis] - position(desk, KEY, here)[axis]
        assert sign * shift > 0, f"{key} went to {name}"
        here = code
    desk.keyboard.press("Enter")
    wait_query(desk, commune=here)
    assert names[here] in desk.locator(".bm-place").inner_text()


def _value_words(code: str) -> str:
    value = values("median_income_eur", 2021)["value"][code]
    return "Secret statistique" if pd.isna(value) else f"{value:,.0f}".replace(",", " ")


def test_keyboard_zooms_and_recentres(desk):
    go(desk, perimetre=BASIN)
    stage(desk, KEY)
    box = map_root(desk, KEY).locator(".bm-leaflet")
    assert box.get_attribute("tabindex") == "0"
    box.focus()
    desk.keyboard.press("0")
    start = still_view(desk, KEY)
    desk.keyboard.press("+")
    assert still_view(desk, KEY)["zoom"] == start["zoom"] + 0.5
    desk.keyboard.press("-")
    assert still_view(desk, KEY)["zoom"] == start["zoom"]
    desk.keyboard.press("Shift+ArrowRight")
    assert still_view(desk, KEY)["lng"] > start["lng"]
    desk.keyboard.press("0")
    assert still_view(desk, KEY) == pytest.approx(start, abs=1e-3)


def test_tools_have_french_names_and_do_what_they_say(desk):
    go(desk, perimetre=BASIN)
    tools = map_root(desk, KEY).locator(".bm-tool")
    assert tools.evaluate_all("all => all.map(one => one.getAttribute('aria-label'))") == [
        "Zoomer",
        "Dézoomer",
        "Recentrer sur le périmètre",
        "Couches",
        "Plein écran",
    ]
    button = {
        name: map_root(desk, KEY).get_by_role("button", name=name, exact=True)
        for name in ("Zoomer", "Dézoomer")
    }
    fit = map_root(desk, KEY).get_by_role("button", name="Recentrer sur le périmètre")
    fit.click()
    start = still_view(desk, KEY)
    button["Zoomer"].click()
    assert still_view(desk, KEY)["zoom"] == start["zoom"] + 0.5
    button["Dézoomer"].click()
    button["Dézoomer"].click()
    assert still_view(desk, KEY)["zoom"] <= start["zoom"]
    fit.click()
    assert still_view(desk, KEY) == pytest.approx(start, abs=1e-3)


def test_full_screen_shows_map_and_legend_then_gives_the_page_back(desk):
    go(desk, perimetre=BASIN)
    button = map_root(desk, KEY).get_by_role("button", name="Plein écran")
    button.click()
    desk.wait_for_function("() => document.fullscreenElement?.matches('.bm-map[data-key=carte]')")
    assert map_root(desk, KEY).locator(".bm-legend").is_visible()
    box = map_root(desk, KEY).locator(".bm-stage").bounding_box()
    assert box["height"] > 800
    button.click()
    desk.wait_for_function("() => !document.fullscreenElement")


def test_a_change_of_indicator_year_or_classes_keeps_zoom_and_position(desk):
    go(desk, indicateur="unemployment_rate_pct", annee="2021", perimetre=BASIN)
    stage(desk, KEY)
    map_root(desk, KEY).get_by_role("button", name="Zoomer", exact=True).click()
    still_view(desk, KEY)
    x, y = position(desk, KEY, LENS)
    desk.mouse.move(x, y)
    desk.mouse.down()
    desk.mouse.move(x + 90, y + 40, steps=6)
    desk.mouse.up()
    moved = still_view(desk, KEY)
    version = wait_map(desk, KEY)
    choose(desk, "Indicateur", "Taux d'emploi des 15-64 ans")
    version = wait_map(desk, KEY, after_version=version)
    assert query(desk)["indicateur"] == "employment_rate_pct"
    assert still_view(desk, KEY) == moved
    choose(desk, "Année", "2016")
    version = wait_map(desk, KEY, after_version=version)
    assert still_view(desk, KEY) == moved
    go(desk, indicateur="employment_rate_pct", annee="2016", perimetre=BASIN, methode="egales", classes="7")
    assert len(class_rows(desk, KEY)) == 7
    assert still_view(desk, KEY) == moved
    go(desk, "/", "accueil", perimetre=BASIN)
    go(desk, perimetre=BASIN)
    assert still_view(desk, KEY) == pytest.approx(moved, abs=1e-6), "position survives a change of page"


def test_a_change_of_perimeter_moves_to_it(desk):
    go(desk, perimetre=BASIN)
    before = still_view(desk, KEY)
    version = wait_map(desk, KEY)
    choose(desk, "Périmètre", "Département du Nord")
    wait_map(desk, KEY, after_version=version)
    assert query(desk)["perimetre"] == "departement_59"
    assert still_view(desk, KEY) != before
    box = stage(desk, KEY).bounding_box()
    for code in ("59183", "59012"):  # Dunkerque and Anor, its two ends
        x, y = position(desk, KEY, code)
        assert box["x"] < x < box["x"] + box["width"]
        assert box["y"] < y < box["y"] + box["height"]
    assert table_total(desk) == 647


# --- layers -------------------------------------------------------------------------------------------------


def _layers(page):
    if not map_root(page, KEY).locator(".bm-layers").is_visible():
        map_root(page, KEY).get_by_role("button", name="Couches").click()
    return map_root(page, KEY).locator(".bm-layers")


def test_heritage_elements_are_counted_drawn_described_and_kept_in_the_address(desk):
    go(desk, perimetre="unesco_property_87")
    stage(desk, KEY)
    counts = {
        plain(line.inner_text()).split("\n")[0]: int(number(line.locator(".bm-count").inner_text()))
        for line in _layers(desk).locator("label:has(.bm-count)").all()
    }
    assert list(counts.values())[:2] == [353, 636]
    _layers(desk).get_by_label("Éléments du bien inscrit").check()
    wait_query(desk, couches="elements")
    desk.wait_for_function("() => document.querySelector('.bm-map[data-key=carte]').dataset.points === '353'")
    map_root(desk, KEY).get_by_role("button", name="Couches").click()
    table = catalog.read_table("heritage_elements")
    alone = _lonely(table)
    desk.mouse.click(*place(desk, KEY, alone["lat"], alone["lon"]))
    popup = map_root(desk, KEY).locator(".leaflet-popup-content")
    popup.wait_for()
    words = plain(popup.inner_text())
    assert alone["name"] in words
    assert "Source : Mission Bassin Minier" in words
    assert "commune" not in query(desk), "a click on a place chooses no commune"
    _layers(desk).get_by_label("Éléments du bien inscrit").uncheck()
    wait_query(desk, couches="")
    popup.wait_for(state="detached")
    assert map_root(desk, KEY).get_attribute("data-points") == "0"
    map_root(desk, KEY).get_by_role("button", name="Couches").click()


def _lonely(table: pd.DataFrame) -> pd.Series:
    """Return the place, in the middle of the basin, that is farthest from any other."""
    spots = table.drop_duplicates(["lat", "lon"], keep=False)
    middle = spots[spots["lon"].between(2.7, 3.3) & spots["lat"].between(50.36, 50.46)]
    gap = [
        (((table["lat"] - row.lat) ** 2 + (0.64 * (table["lon"] - row.lon)) ** 2).nsmallest(2).iloc[1])
        for row in middle.itertuples()
    ]
    return middle.iloc[pd.Series(gap).argmax()]


def test_shafts_named_in_the_address_are_drawn_and_read_by_keyboard(desk):
    go(desk, couches="puits,sites", perimetre=BASIN)
    total = 636 + len(catalog.read_table("major_sites").dropna(subset=["lat", "lon"]))
    desk.wait_for_function(
        "total => document.querySelector('.bm-map[data-key=carte]').dataset.points === String(total)",
        arg=total,
    )
    stage(desk, KEY)
    map_root(desk, KEY).locator(".bm-leaflet").focus()
    desk.keyboard.press("p")
    popup = map_root(desk, KEY).locator(".leaflet-popup-content")
    popup.wait_for()
    names = popup.locator("h4").all_inner_texts()
    assert announced(desk, KEY) == ", ".join(plain(name) for name in names)
    desk.keyboard.press("Escape")
    popup.wait_for(state="detached")
    go(desk, perimetre=BASIN)
    assert map_root(desk, KEY).get_attribute("data-points") == "0"


def test_the_ign_background_is_asked_for_only_when_its_box_is_ticked(desk):
    go(desk, perimetre=BASIN)
    box = _layers(desk).get_by_label("Fond de carte IGN")
    assert not box.is_checked()
    assert "data.geopf.fr" in _layers(desk).inner_text(), "the reader is told where the map comes from"
    assert desk.blocked == []
    with desk.expect_request(lambda request: "geopf" in request.url):
        box.check()
    assert {urlsplit(url).hostname for url in desk.blocked} == {"data.geopf.fr"}
    assert "© IGN" in map_root(desk, KEY).locator(".leaflet-control-attribution").inner_text()
    box.uncheck()
    map_root(desk, KEY).locator(".leaflet-control-attribution", has_text="IGN").wait_for(state="detached")
    desk.wait_for_timeout(100)  # requests on their way
    desk.blocked.clear()
    version = wait_map(desk, KEY)
    go(desk, perimetre=BASIN, indicateur="median_income_eur")
    assert wait_map(desk, KEY, after_version=version)
    map_root(desk, KEY).get_by_role("button", name="Couches").click()


# --- find a commune -----------------------------------------------------------------------------------------


def _type(page, text):
    field = page.locator("#bm-finder-carte-commune")
    field.fill("")
    field.fill(text)
    listed = page.locator("#bm-finder-carte-commune-list")
    listed.locator("li").first.wait_for()
    return listed


def _codes(page, text):
    return (
        _type(page, text).locator("li[role=option]").evaluate_all("all => all.map(one => one.dataset.code)")
    )


def test_finder_reads_st_and_saint_alike_without_accents(desk):
    go(desk)
    names = communes()["name"]
    same, longer = (names.eq(name).idxmax() for name in ("Saint-Amand", "Saint-Amand-les-Eaux"))
    assert _codes(desk, "st amand")[:2] == [same, longer], "the very name first, then the larger"
    assert _codes(desk, "Saint-Amand") == _codes(desk, "st amand")
    henin = names.eq("Hénin-Beaumont").idxmax()
    assert _codes(desk, "henin")[0] == henin
    assert _codes(desk, "HÉNIN")[0] == henin


def test_finder_knows_codes_and_postcodes(desk):
    go(desk)
    assert _codes(desk, "62498") == [LENS]
    table = communes()
    served = table.index[table["postcodes"].str.split().map(lambda codes: "62300" in codes)]
    found = _codes(desk, "62300")
    assert found[0] == LENS, (
        "the largest town of a postcode, not the village whose Insee code it happens to be"
    )
    assert set(found) == {*served, "62300"}


def test_finder_says_in_french_that_nothing_matches(desk):
    go(desk)
    listed = _type(desk, "zzyzx")
    assert listed.inner_text() == "Aucune commune du Nord ou du Pas-de-Calais ne correspond."
    assert listed.get_by_role("option").count() == 0
    desk.keyboard.press("Escape")
    assert not listed.is_visible()


def test_finder_works_with_the_keyboard_alone(desk):
    go(desk)
    first, second = _codes(desk, "saint")[:2]
    field = desk.locator("#bm-finder-carte-commune")
    assert field.get_attribute("aria-activedescendant").endswith("-0")
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant").endswith("-1")
    field.press("Enter")
    wait_query(desk, commune=second)
    assert communes()["name"][second] in desk.locator(".bm-place").inner_text()
    _type(desk, "saint")
    field.press("ArrowDown")
    field.press("ArrowUp")
    field.press("Enter")
    wait_query(desk, commune=first)


# --- year and classes ---------------------------------------------------------------------------------------


def test_classes_are_the_same_in_all_years_unless_asked_otherwise(desk):
    labels = {}
    for scale in ("fixe", "annee"):
        for year in ("2016", "2021"):
            go(desk, indicateur="unemployment_rate_pct", annee=year, echelle=scale)
            labels[scale, year] = [row.label for row in class_rows(desk, KEY)]
            assert map_root(desk, KEY).locator(".bm-legend-sub").inner_text().startswith(f"{year} ·")
    assert labels["fixe", "2016"] == labels["fixe", "2021"]
    assert len({tuple(labels[key]) for key in labels}) == 3


def test_the_popover_changes_method_number_and_scale_of_the_classes(desk):
    go(desk, indicateur="unemployment_rate_pct", annee="2021", perimetre=BASIN)
    desk.get_by_role("button", name="Classes", exact=False).first.click()
    popover = desk.get_by_test_id("stPopoverBody")
    popover.get_by_role("radio", name="3", exact=True).click()
    wait_query(desk, classes="3")
    assert len(class_rows(desk, KEY)) == 3
    choose(desk, "Méthode de classement", "Amplitudes égales")
    wait_query(desk, methode="egales")
    tops = [upper_bound(row.label) for row in class_rows(desk, KEY)]
    assert tops[1] - tops[0] == pytest.approx(tops[2] - tops[1], abs=0.11)
    popover.get_by_role("radio", name="Classes propres à l’année").click()
    wait_query(desk, echelle="annee")
    top = values("unemployment_rate_pct", 2021).loc[members(BASIN), "value"].max()
    assert upper_bound(class_rows(desk, KEY)[-1].label) == round(top, 1)
    desk.keyboard.press("Escape")
    popover.wait_for(state="hidden")


def test_a_single_year_is_stated_not_offered(desk):
    go(desk, indicateur="net_hourly_wage_eur")
    assert chosen(desk, "Année") == "2022"
    assert select_box(desk, "Année").get_by_role("combobox").is_disabled()


# --- histogram and table ------------------------------------------------------------------------------------


@pytest.mark.parametrize("indicator", ["poverty_rate_pct", "median_income_eur"])
def test_histogram_has_the_colours_and_the_counts_of_the_legend(desk, indicator):
    go(desk, indicateur=indicator, annee="2021", perimetre=BASIN)
    rows = class_rows(desk, KEY)
    assert histogram_counts(desk) == {row.code: row.count for row in rows if row.count}
    published = values(indicator, 2021).loc[members(BASIN), "value"].notna().sum()
    assert sum(histogram_counts(desk).values()) == published
    fills = desk.locator(".bm-bars rect").evaluate_all(
        "bars => bars.map(bar => [bar.dataset.class, getComputedStyle(bar).fill])"
    )
    colour = {row.code: row.colour for row in rows}
    assert all(tuple(map(int, re.findall(r"\d+", fill)[:3])) == colour[code] for code, fill in fills)


def test_table_sorts_values_and_leaves_missing_ones_last(desk):
    go(desk, indicateur="poverty_rate_pct", annee="2021", perimetre=BASIN)
    table = desk.locator(".bm-table")
    header = table.get_by_role("button", name=re.compile("^Taux de pauvreté"))
    header.click()
    shown = values("poverty_rate_pct", 2021).loc[members(BASIN), "value"]
    cells = table.locator("tbody td.bm-number").all_inner_texts()
    assert [number(cell) for cell in cells] == shown.nlargest(15).tolist()
    header.click()
    cells = table.locator("tbody td.bm-number").all_inner_texts()
    assert [number(cell) for cell in cells] == shown.nsmallest(15).tolist()
    for _ in range(16):
        table.get_by_role("button", name="Suivant").click()
    assert set(table.locator("tbody td.bm-number").all_inner_texts()) == {"—"}
    assert set(table.locator("tbody td:last-child").all_inner_texts()) == {"Secret statistique"}
    table.get_by_role("button", name=re.compile("^Commune")).click()


def test_table_finds_a_commune_and_its_button_chooses_it(desk):
    go(desk, indicateur="poverty_rate_pct", annee="2021", perimetre=BASIN)
    table = desk.locator(".bm-table")
    field = table.get_by_role("searchbox", name="Chercher dans le tableau")
    field.fill("denain")
    assert table_total(desk) == 2  # Denain and Wavrechain-sous-Denain
    cells = table.locator("tbody tr").first.locator("th, td").all_inner_texts()
    assert [plain(cell) for cell in cells] == ["Denain", "CA de la Porte du Hainaut", "43", ""]
    table.get_by_role("button", name="Denain", exact=True).click()
    wait_query(desk, commune=DENAIN)
    field.fill("zzyzx")
    assert "Aucune commune ne correspond." in table.inner_text()
    field.fill("")
    assert table_total(desk) == 250


# --- a phone ------------------------------------------------------------------------------------------------


def test_on_a_phone_the_legend_follows_the_map_and_all_fits(hand):
    go(hand, indicateur="unemployment_rate_pct", annee="2021", perimetre=BASIN)
    stage(hand, KEY)
    picture, words = (
        map_root(hand, KEY).locator(part).bounding_box() for part in (".bm-stage", ".bm-legend")
    )
    assert words["y"] >= picture["y"] + picture["height"]
    assert 300 <= picture["width"] <= 390
    assert 300 <= picture["height"] <= 600, "one must see that the page goes on"
    assert all(
        height >= 36
        for height in map_root(hand, KEY)
        .locator(".bm-tool")
        .evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    )
    assert colours(hand, KEY, [LENS])[LENS] in {row.colour for row in class_rows(hand, KEY)}


def test_on_a_phone_one_finger_on_the_map_scrolls_the_page(hand):
    go(hand, perimetre=BASIN)
    box = stage(hand, KEY).bounding_box()
    before, top = still_view(hand, KEY), _scrolled(hand)
    _swipe(hand, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, 200)
    hand.wait_for_function(
        "top => document.querySelector('[data-testid=stMain]').scrollTop > top + 100", arg=top
    )
    assert view(hand, KEY) == before


def test_on_a_phone_no_page_is_wider_than_the_screen(hand):
    for path, key in (("/carte", KEY), ("/", "accueil"), ("/sources-et-methode", None)):
        go(hand, path, key, commune=LENS, indicateur="net_hourly_wage_intermediate_eur")
        assert hand.evaluate("() => document.documentElement.scrollWidth") == 390
        main = hand.get_by_test_id("stMain")
        assert main.evaluate("node => node.scrollWidth - node.clientWidth") == 0, path
        wide = hand.get_by_test_id("stMain").evaluate(
            """main => [...main.querySelectorAll('h1, h2, h3, p, button, input, table, svg, img, .bm-main')]
              .filter(node => node.getClientRects().length && node.getBoundingClientRect().right > 391)
              .filter(node => !node.closest('.bm-leaflet, .bm-live, .st-key-bm-nav, .bm-table-body'))
              .map(node => node.outerHTML.slice(0, 120))"""
        )
        assert wide == [], path


def _scrolled(page):
    return page.get_by_test_id("stMain").evaluate("node => node.scrollTop")


def _swipe(page, x, y, up):
    """Move one finger up; Chromium's synthetic scroll gesture does nothing without a screen."""
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 11):
        finger = {"x": x, "y": y - up * step / 10}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [finger]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_on_a_phone_a_tap_chooses_a_commune_and_the_controls_work(hand):
    go(hand, indicateur="unemployment_rate_pct", annee="2021", perimetre=BASIN)
    stage(hand, KEY)
    hand.touchscreen.tap(*position(hand, KEY, DOUAI))
    wait_query(hand, commune=DOUAI)
    assert "Douai" in hand.locator(".bm-place").inner_text()
    select_box(hand, "Année").scroll_into_view_if_needed()
    find_option(hand, "Année", "2016").tap()
    wait_query(hand, annee="2016")
    assert map_root(hand, KEY).locator(".bm-legend-sub").inner_text().startswith("2016 ·")
    settle(hand)


LATE_STYLE = """
const append = Element.prototype.append;
Element.prototype.append = function (...nodes) {
  const late = nodes[0]?.tagName === "LINK" && nodes[0].href.endsWith("/map.css");
  return late ? void setTimeout(() => append.apply(this, nodes), 1200) : append.apply(this, nodes);
};
"""


def test_a_style_sheet_that_comes_late_does_not_leave_the_map_on_a_single_street(new_page, app_url):
    page = new_page()
    page.add_init_script(LATE_STYLE)
    open_page(page, f"{app_url}/carte")
    wait_map(page, KEY)
    assert still_view(page, KEY)["zoom"] < 11
    assert colours(page, KEY, [LENS])[LENS] in {row.colour for row in class_rows(page, KEY)}


# --- several maps on a page ---------------------------------------------------------------------------------

TWO_MAPS = """
from pages.shared.maps import map_view
from pages.shared.url_state import State
from viz.map_component import show_map

for key, indicator in (("gauche", "unemployment_rate_pct"), ("droite", "median_income_eur")):
    show_map(map_view(State(indicator=indicator, year=2021), key, 380))
"""


def test_two_maps_on_one_page_live_side_by_side_on_one_geometry(shared, new_page, tmp_path):
    shutil.copytree(
        ROOT / "static", tmp_path / "static"
    )  # served from beside the script; `shared` has filled it
    script = tmp_path / "two_maps.py"
    script.write_text(TWO_MAPS, encoding="utf-8")
    with serve(script, tmp_path / "two_maps.log") as url:
        page = new_page()
        open_page(page, url)
        for key, indicator in (("gauche", "unemployment_rate_pct"), ("droite", "median_income_eur")):
            wait_map(page, key)
            value = round(values(indicator, 2021)["value"][LENS], DECIMALS[indicator])
            assert colours(page, key, [LENS])[LENS] == class_of(value, class_rows(page, key)).colour
        assert page.record.count("communes-59-62") == 1
        assert hover(page, "droite", LENS)[1] == "17 250 € par an et par UC"
        assert not map_root(page, "gauche").locator(".bm-tip").is_visible()
        before = still_view(page, "gauche")
        map_root(page, "droite").get_by_role("button", name="Zoomer", exact=True).click()
        assert still_view(page, "droite") != before
        assert still_view(page, "gauche") == before
