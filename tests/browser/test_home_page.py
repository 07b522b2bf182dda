"""The page « Accueil »: eight figures that anyone can work out again, my commune, doors to the rest."""

from __future__ import annotations

import re

import pytest

from tests.browser.driver import choose, map_root
from tests.browser.map_reading import (
    class_rows,
    colours,
    communes,
    go,
    hover,
    members,
    number,
    plain,
    query,
    shared_page,
    supervised,
    values,
    wait_query,
)

KEY = "accueil"
LENS = "62498"
REGION = "nord_pas_de_calais"


@pytest.fixture(scope="module")
def shared(browser, app_url):
    with shared_page(browser, f"{app_url}/", KEY) as page:
        yield page


@pytest.fixture
def desk(shared, request):
    with supervised(shared, request) as page:
        yield page


def _figures(page):
    """Return name to text of each figure."""
    cards = page.locator(".bm-figure").all()
    return {plain(card.locator(".bm-name").inner_text()): plain(card.inner_text()) for card in cards}


def _french(value, decimals):
    return f"{value:,.{decimals}f}".replace(",", " ").replace(".", ",")


def _signed(value, decimals):
    sign = {1: "+", 0: "", -1: "−"}[int(round(value, decimals) > 0) - int(round(value, decimals) < 0)]
    return f"{sign}{_french(abs(value), decimals)}"


def _total(indicator, year, codes):
    return values(indicator, year).loc[codes, "value"].sum()


def _by_hand(codes):
    """Return the exact figures of a group of communes, from counts."""
    people = {year: _total("population", year, codes) for year in (2017, 2023)}
    balance = _total("births", 2022, codes) - _total("deaths", 2022, codes)
    rate = 100 * _total("unemployed_15_64", 2021, codes) / _total("labour_force_15_64", 2021, codes)
    vacant = 100 * _total("vacant_dwellings", 2018, codes) / _total("dwellings", 2018, codes)
    growth = 100 * ((people[2023] / people[2017]) ** (1 / 6) - 1)
    return {
        "Habitants": _french(people[2023], 0),
        "Évolution de la population": f"{_signed(growth, 2)} %",
        "Naissances moins décès": _signed(balance, 0),
        "Taux de chômage des 15-64 ans (recensement)": f"{_french(rate, 1)} %",
        "Part des logements vacants": f"{_french(vacant, 1)} %",
    }


def test_figures_of_the_basin_are_those_worked_out_from_counts(desk):
    go(desk, "/", KEY)
    shown, expected = _figures(desk), _by_hand(members("mbm_250"))
    assert len(shown) == 8
    for name, text in expected.items():
        assert shown[name].split("\n")[1].startswith(text), name
    for name, text in _by_hand(members(REGION)).items():
        assert f"Nord–Pas-de-Calais : {text}" in shown[name], name


def test_only_what_cannot_be_exact_is_called_an_approximation(desk):
    go(desk, "/", KEY)
    rough = {name for name, text in _figures(desk).items() if "approximation" in text}
    assert "Niveau de vie médian" in rough
    assert not rough & set(_by_hand(members("mbm_250")))


def test_each_figure_gives_source_year_and_what_it_covers(desk):
    go(desk, "/", KEY)
    for name, text in _figures(desk).items():
        origin = text.split("\n")[-1]
        assert re.search(
            r", (20\d\d|2017–2023)\. (250 communes|\d+ communes? sur 250, .* de la population)\.$", origin
        ), (
            name,
            origin,
        )


def test_another_perimeter_gives_its_own_figures(desk):
    go(desk, "/", KEY)
    choose(desk, "Périmètre", "Nord–Pas-de-Calais")
    wait_query(desk, perimetre=REGION)
    shown = _figures(desk)
    for name, text in _by_hand(members(REGION)).items():
        assert shown[name].split("\n")[1].startswith(text), name
    assert not any("Nord–Pas-de-Calais :" in text for text in shown.values()), (
        "nothing is compared with itself"
    )


def test_my_commune_is_found_by_postcode_and_stands_beside_the_basin(desk):
    go(desk, "/", KEY)
    field = desk.locator("#bm-finder-accueil-commune")
    assert (
        desk.get_by_label("Trouver ma commune").first.get_attribute("placeholder")
        == "Nom, code postal ou code Insee"
    )
    field.fill("62300")
    desk.locator("#bm-finder-accueil-commune-list li[role=option]").first.wait_for()
    field.press("Enter")
    wait_query(desk, commune=LENS)
    card = plain(desk.locator(".bm-place").inner_text())
    rate = _french(values("unemployment_rate_pct", 2021)["value"][LENS], 1)
    assert f"{rate} % à Lens" in card
    shown = _figures(desk)
    assert f"Lens : {_french(values('population', 2023)['value'][LENS], 0)}" in shown["Habitants"]
    assert "Lens : 17 250 €" in shown["Niveau de vie médian"]
    assert "approximation" not in shown["Niveau de vie médian"].rpartition("Lens : ")[2]


def test_the_map_of_the_home_page_lives(desk):
    go(desk, "/", KEY)
    assert sum(row.count for row in class_rows(desk, KEY)) == 250
    name, value, *_ = hover(desk, KEY, LENS)
    assert (name, value) == ("Lens", f"{_french(values('unemployment_rate_pct', 2021)['value'][LENS], 1)} %")
    assert colours(desk, KEY, [LENS])[LENS] in {row.colour for row in class_rows(desk, KEY)}
    assert desk.evaluate("() => Object.keys(window.bmMaps)") == [KEY]


def test_doors_lead_to_what_they_name_with_the_choices_kept(desk):
    go(desk, "/", KEY, commune=LENS, perimetre="insee_336")
    desk.get_by_test_id("stMain").get_by_role("link", name="Ouvrir la carte").click()
    desk.wait_for_url("**/carte?**")
    wait_query(desk, commune=LENS, perimetre="insee_336")
    map_root(desk, "carte").wait_for()
    desk.go_back()
    wait_query(desk, commune=LENS)
    desk.get_by_role("link", name="Carte du bien inscrit et de ses éléments").click()
    desk.wait_for_url("**/carte?**")
    wait_query(desk, perimetre="unesco_buffer_124", couches="elements,sites", commune=LENS)
    desk.wait_for_function(
        "() => document.querySelector('.bm-map[data-key=carte]')?.dataset.points === '359'"
    )
    subtitle = plain(map_root(desk, "carte").locator(".bm-legend-sub").inner_text())
    assert number(re.search(r"(\d+) communes", subtitle)[1]) == len(members("unesco_buffer_124"))
    go(desk, "/", KEY, commune=LENS)
    desk.get_by_role("link", name="Sources, définitions et données").click()
    desk.wait_for_url("**/sources-et-methode?**")
    assert query(desk)["commune"] == LENS
    assert LENS in communes().index


@pytest.mark.parametrize(
    ("door", "address", "heading"),
    [
        ("Le bassin face aux métropoles", "contrastes", "Métropoles et territoires en affaiblissement"),
        ("Mesurer les inégalités entre communes", "inegalites", "Inégalités"),
        ("Les initiatives près de chez vous", "carte-initiatives", "Initiatives"),
        ("Le bien, élément par élément, et ses puits", "patrimoine", "Patrimoine mondial"),
        ("Vingt ans de coopérations", "cooperations", "Coopérations"),
    ],
)
def test_doors_to_other_pages_keep_the_perimeter(desk, door, address, heading):
    go(desk, "/", KEY, commune=LENS, perimetre="insee_336")
    desk.get_by_role("link", name=door).click()
    desk.wait_for_url(f"**/{address}?**")
    wait_query(desk, commune=LENS, perimetre="insee_336")
    desk.get_by_role("heading", level=1, name=re.compile(heading)).wait_for()
