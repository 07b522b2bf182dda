"""« Mon territoire » as its reader uses it: four ways to compose, a link, another territory beside it."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from geo.groups import group_id, members_of
from loaders import catalog
from pages.shared.territory.circle import within_km
from tests.browser.driver import REST_MS, map_root, open_page, settle, wait_map
from tests.browser.map_reading import go, plain, query, rest, shared_page, supervised, wait_query
from tests.browser.page_reading import HIDDEN_WORDS, SPILLS, block, pill

MAP = "territoire"
PATH = "/mon-territoire"
LENS, LIEVIN, HENIN, LILLE = "62498", "62510", "62427", "59350"
THREE = group_id([LENS, LIEVIN, HENIN])


@pytest.fixture(scope="module")
def shared(browser, app_url):
    with shared_page(browser, f"{app_url}{PATH}", MAP) as page:
        yield page


@pytest.fixture
def desk(shared, request):
    with supervised(shared, request) as page:
        yield page


def territory(page):
    """Give the communes that the address carries."""
    perimeter = query(page).get("perimetre", "")
    return members_of(perimeter) if perimeter else ()


def wait_territory(page, *codes):
    wait_query(page, perimetre=group_id(codes) if codes else "")


def click_commune(page, code):
    point = page.evaluate("([key, code]) => bmMaps[key].pointOf(code)", [MAP, code])
    page.mouse.click(point["x"], point["y"])


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def report(page):
    lines = page.locator(".bm-territory-report li")
    lines.first.wait_for()
    return [plain(text) for text in lines.all_inner_texts()]


def alerts(page):
    return [plain(text) for text in page.get_by_test_id("stAlert").all_inner_texts()]


PASTE = """(box, text) => {
  box.focus();
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(box, text);
  box.dispatchEvent(new Event('input', { bubbles: true }));
}"""
"""As one paste does: Playwright types, which takes half a minute for five thousand lines."""


def paste(page, text):
    page.get_by_role("textbox", name="Collez vos communes").evaluate(PASTE, text)
    button(page, "Ajouter ces communes").click()
    settle(page, 60_000)


def write_and_choose(page, label, option):
    """Choose in a list that is searched by writing."""
    field = page.get_by_role("combobox", name=label)
    field.evaluate("field => field.scrollIntoView({ block: 'center' })")
    page.wait_for_timeout(REST_MS)  # a list closes when the page scrolls
    field.fill(option)
    page.get_by_role("option", name=option, exact=True).click()
    settle(page)


def grid(page):
    """Give the table of both territories: title of the row to its cells."""
    rows = page.locator(".st-key-bm-compare tbody tr")
    rows.first.wait_for()
    cells = [[plain(cell) for cell in row.locator("th, td").all_inner_texts()] for row in rows.all()]
    return {first: rest for first, *rest in cells}


# --- four ways ----------------------------------------------------------------------------------------------


def test_on_the_map_a_click_adds_and_another_takes_out(desk):
    go(desk, PATH, MAP)
    assert desk.get_by_text("Aucune commune choisie à la main").count() == 1
    desk.evaluate("key => bmMaps[key].go(50.43, 2.83, 11)", MAP)
    rest(desk)
    before = desk.evaluate("key => bmMaps[key].view()", MAP)
    click_commune(desk, LENS)
    wait_territory(desk, LENS)
    desk.get_by_text("Une seule commune dans votre territoire").wait_for()
    click_commune(desk, LIEVIN)
    wait_territory(desk, LENS, LIEVIN)
    classes = desk.evaluate("([key, codes]) => codes.map(bmMaps[key].classOf)", [MAP, [LENS, LIEVIN, HENIN]])
    assert classes == ["0", "0", "-"]
    assert desk.evaluate("key => bmMaps[key].view()", MAP) == before, "a click does not move the map"
    click_commune(desk, LENS)
    wait_territory(desk, LIEVIN)
    desk.go_back()
    wait_territory(desk, LENS, LIEVIN)
    desk.go_back()
    wait_territory(desk, LENS)
    desk.go_back()
    wait_territory(desk)
    desk.get_by_text("Aucune commune choisie à la main").wait_for()


def test_on_the_map_by_keyboard(desk):
    go(desk, PATH, MAP)
    desk.evaluate("key => bmMaps[key].go(50.43, 2.83, 11)", MAP)
    map_root(desk, MAP).locator(".bm-leaflet").focus()
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Enter")
    desk.wait_for_function("() => new URLSearchParams(location.search).get('perimetre')")
    settle(desk)
    assert len(territory(desk)) == 1


def test_the_search_box_adds_one_commune_after_the_other(desk):
    go(desk, PATH, MAP)
    field = desk.get_by_role("combobox", name="Ajouter une commune")
    for text, codes in (("lievin", [LIEVIN]), ("62427", [LIEVIN, HENIN])):
        field.fill(text)
        desk.locator(".bm-finder-list [role=option]").first.wait_for()
        field.press("Enter")
        wait_territory(desk, *codes)
        assert field.input_value() == "", "ready for the next one"


def test_a_pasted_list_is_added_and_reported(desk):
    go(desk, PATH, None, composer="liste")
    text = "Lens\n62427 ; Lievin\nLENS\nSaint-Aubin\nBethunne\n=cmd()\n<img src=x onerror=alert(1)>"
    paste(desk, text)
    wait_territory(desk, LENS, LIEVIN, HENIN)
    assert report(desk) == [
        "3 communes reconnues, dans votre territoire.",
        "En double dans la liste : « LENS ».",
        "2 textes non reconnus : « =cmd() », « <img src=x onerror=alert(1)> ».",
    ]
    assert desk.get_by_role("textbox", name="Collez vos communes").input_value() == text, "the text stays"
    assert desk.locator(".bm-territory-doubt").all_inner_texts() == ["« Saint-Aubin »", "« Bethunne »"]
    choices = desk.get_by_test_id("stSelectbox")
    choices.nth(0).locator(".react-aria-ComboBox").click()
    desk.get_by_role("option", name="Saint-Aubin (62) · 62742").click()
    settle(desk)
    button(desk, "Ajouter ces choix").click()
    wait_territory(desk, LENS, LIEVIN, HENIN, "62742")
    pill(desk, "Carte").click()
    wait_map(desk, MAP)
    pill(desk, "Liste").click()
    settle(desk)
    assert desk.get_by_role("textbox", name="Collez vos communes").input_value() == text


def test_a_whole_perimeter_is_taken_then_another_is_added(desk):
    zones = catalog.read_communes()["code_ze2020"]
    go(desk, PATH, None, composer="perimetre")
    label = "Intercommunalité, zone d’emploi, aire d’attraction, périmètre du bassin ou département"
    write_and_choose(desk, label, "Zone d’emploi de Lens")
    button(desk, "En faire mon territoire").click()
    wait_territory(desk, *zones.index[zones == "3215"])
    desk.get_by_text("Ces communes sont exactement celles de « Zone d’emploi de Lens ».").wait_for()
    write_and_choose(desk, label, "Zone d’emploi de Douai")
    button(desk, "Ajouter 71 communes").click()
    wait_territory(desk, *zones.index[zones.isin(["3215", "3212"])])


def test_a_radius_around_a_commune(desk):
    go(desk, PATH, None, composer="rayon", centre=LENS, rayon="5")
    expected = within_km(LENS, 5)
    words = f"{len(expected)} communes. Leur mairie est à 5 km au plus de celle de Lens, à vol d’oiseau"
    assert words in plain(desk.locator(".st-key-bm-compose").inner_text())
    button(desk, "En faire mon territoire").click()
    wait_territory(desk, *expected)
    desk.get_by_role("slider").press("ArrowRight")
    wait_query(desk, rayon="6")
    more = len(set(within_km(LENS, 6)) - set(expected))
    button(desk, f"Ajouter {more}\u00a0commune{'s' if more > 1 else ''}").wait_for()


# --- the territory ------------------------------------------------------------------------------------------


def test_a_link_gives_the_same_territory_in_another_browser(desk, new_page):
    go(desk, PATH, None, composer="liste", perimetre=THREE)
    desk.get_by_role("textbox", name="Nom du territoire").fill("Pays d’ici")
    desk.keyboard.press("Enter")
    wait_query(desk, nom="Pays d’ici")
    other = new_page()
    open_page(other, desk.url)
    for page in (desk, other):
        page.get_by_role("heading", name="Pays d’ici, 3\u00a0communes").wait_for()
    assert territory(other) == territory(desk) == (HENIN, LENS, LIEVIN)
    assert other.locator(".bm-figure").all_inner_texts() == desk.locator(".bm-figure").all_inner_texts()
    assert grid(other) == grid(desk)


def test_a_commune_is_taken_out_of_the_list(desk):
    go(desk, PATH, None, composer="liste", perimetre=THREE)
    desk.get_by_test_id("stMultiSelect").get_by_role("button", name="Retirer Lens").click()
    wait_territory(desk, LIEVIN, HENIN)
    button(desk, "Repartir de zéro").click()
    wait_territory(desk)
    desk.get_by_text("Aucune commune choisie à la main").wait_for()


def test_an_official_perimeter_is_shown_and_can_be_taken_as_a_start(desk):
    go(desk, PATH, None, composer="liste", perimetre="unesco_property_87")
    button(desk, "Partir de ses 87\u00a0communes").click()
    table = catalog.read_communes(["59", "62"])
    wait_territory(desk, *table.index[table["unesco_property_87"]])
    desk.get_by_text("87\u00a0communes dans votre territoire").wait_for()


def test_two_territories_side_by_side(desk):
    go(desk, PATH, None, composer="liste", perimetre=THREE)
    write_and_choose(desk, "Comparer à", "Métropole Européenne de Lille")
    wait_query(desk, autre="epci_200093201")
    first, other, gap = grid(desk)["Niveau de vie médian, 2021"]
    assert first.startswith("≈ ")
    assert other == "22 070 €", "the producer's own median of an EPCI is exact"
    assert gap.startswith("−")
    assert "points" in grid(desk)["Taux de chômage des 15-64 ans (recensement), 2021"][2]
    block(desk, "comparer-communes").locator("svg.marks").wait_for()
    link = group_id([LILLE, "59512"], "Lille et Roubaix")
    desk.get_by_role("textbox", name="ou collez le lien").fill(
        f"https://exemple.fr/carte?perimetre={link.partition(',')[0]}&nom={quote('Lille et Roubaix')}"
    )
    desk.keyboard.press("Enter")
    wait_query(desk, autre=link)
    assert "Lille et Roubaix" in desk.locator(".st-key-bm-compare thead").inner_text()


@pytest.mark.parametrize(
    ("door", "path", "key"),
    [
        ("Sa carte, indicateur par indicateur", "/carte", "carte"),
        ("Face aux métropoles", "/contrastes", None),
    ],
)
def test_the_territory_opens_on_other_pages(desk, door, path, key):
    go(desk, PATH, None, composer="liste", perimetre=THREE, nom="Pays d’ici")
    desk.get_by_role("link", name=door).click()
    desk.wait_for_url(f"**{path}?**")
    settle(desk, 60_000)
    assert query(desk)["perimetre"] == THREE
    if key:
        wait_map(desk, key)
        sub = plain(map_root(desk, key).locator(".bm-legend-sub").inner_text())
        assert sub.endswith("Pays d’ici, 3 communes")
    else:
        desk.get_by_text("Pays d’ici · 3\u00a0communes").first.wait_for()
    assert "dans « Pays d’ici » (3 communes)" in plain(desk.locator("body").inner_text())


# --- bad input ----------------------------------------------------------------------------------------------


def test_a_truncated_link_is_refused_and_offers_what_can_be_read(desk, app_url):
    cut = group_id([LILLE, LENS, LIEVIN])[:-3]
    open_page(desk, f"{app_url}{PATH}?perimetre={cut}&composer=liste")
    (alert,) = alerts(desk)
    assert "Le lien de ce territoire est incomplet ou abîmé" in alert
    assert "3 communes ont pu y être lues : Lille, Lens, Liévin." in alert
    button(desk, "Reprendre ce qui a pu être lu").click()
    wait_territory(desk, LILLE, LENS, LIEVIN)
    assert alerts(desk) == []


def test_an_unknown_code_in_a_link_is_named(desk, app_url):
    open_page(desk, f"{app_url}{PATH}?perimetre={group_id([LENS, '62999'])}&composer=liste")
    assert "62999" in alerts(desk)[0]
    button(desk, "Reprendre ce qui a pu être lu").click()
    wait_territory(desk, LENS)


def test_too_many_communes_change_nothing_and_keep_the_text(desk):
    names = catalog.read_communes()["name"]
    text = "\n".join(names.iloc[:5000])
    go(desk, PATH, None, composer="liste", perimetre=THREE)
    paste(desk, text)
    assert territory(desk) == (HENIN, LENS, LIEVIN)
    assert any("un territoire en compte 400 au plus. Rien n’a été changé" in alert for alert in alerts(desk))
    assert desk.get_by_role("textbox", name="Collez vos communes").input_value() == text
    assert any("pas dans votre territoire" in line for line in report(desk))


def test_an_empty_paste_is_answered(desk):
    go(desk, PATH, None, composer="liste", perimetre=THREE)
    paste(desk, "  \n ")
    assert "Il n’y a rien à lire" in alerts(desk)[0]
    assert territory(desk) == (HENIN, LENS, LIEVIN)


def test_a_name_that_is_refused_changes_nothing(desk):
    go(desk, PATH, None, composer="liste", perimetre=THREE)
    desk.get_by_role("textbox", name="Nom du territoire").fill("<b>=cmd()</b>")
    desk.keyboard.press("Enter")
    desk.get_by_test_id("stAlert").wait_for()
    assert "n’a pas pu être repris" in alerts(desk)[0]
    assert "nom" not in query(desk)


def test_a_link_that_is_none_is_answered(desk):
    go(desk, PATH, None, composer="liste", perimetre=THREE)
    desk.get_by_role("textbox", name="ou collez le lien").fill("bonjour")
    desk.keyboard.press("Enter")
    desk.get_by_test_id("stAlert").wait_for()
    assert "n’est pas le lien d’un territoire" in alerts(desk)[0]
    assert desk.get_by_role("textbox", name="ou collez le lien").input_value() == "bonjour"


def test_an_other_territory_that_is_damaged_is_named(desk, app_url):
    open_page(desk, f"{app_url}{PATH}?perimetre={THREE}&composer=liste&autre={THREE[:-2]}")
    assert any("incomplet ou abîmé" in alert for alert in alerts(desk))
    assert "Nord–Pas-de-Calais" in desk.locator(".st-key-bm-compare thead").inner_text()


@pytest.mark.parametrize("code", [LENS, "62001"])
def test_one_commune_is_a_territory(desk, code):
    go(desk, PATH, None, composer="liste", perimetre=group_id([code]))
    desk.get_by_text("Une seule commune dans votre territoire").wait_for()
    assert desk.get_by_test_id("stException").count() == 0
    assert not HIDDEN_WORDS.search(desk.locator(".st-key-bm-compare").inner_text())


# --- a phone ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["carte", "liste", "perimetre", "rayon"])
def test_nothing_spills_on_a_phone(new_page, app_url, way):
    phone = new_page(mobile=True)
    open_page(phone, f"{app_url}{PATH}?perimetre={THREE}&composer={way}")
    if way == "carte":
        wait_map(phone, MAP)
    block(phone, "comparer-communes").locator("svg.marks").wait_for()
    spills = phone.evaluate(SPILLS)
    assert spills["spilling"] == []
    assert spills["page"] <= 390
    assert pill(phone, "Rayon").bounding_box()["x"] < 390


def test_on_a_phone_a_touch_adds_a_commune(new_page, app_url):
    phone = new_page(mobile=True)
    open_page(phone, f"{app_url}{PATH}?perimetre={group_id([LENS])}")
    wait_map(phone, MAP)
    map_root(phone, MAP).scroll_into_view_if_needed()
    phone.evaluate("key => bmMaps[key].go(50.43, 2.83, 11)", MAP)
    rest(phone)
    point = phone.evaluate("([key, code]) => bmMaps[key].pointOf(code)", [MAP, LIEVIN])
    phone.touchscreen.tap(point["x"], point["y"])
    wait_territory(phone, LENS, LIEVIN)
