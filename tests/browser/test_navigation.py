"""Going about: each page by its address, links that keep the choices, Back and Forward, French everywhere."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.driver import ARTIFACTS, ROOT, choose, chosen, map_root, open_page, serve, settle, wait_map
from tests.browser.map_reading import (
    class_rows,
    go,
    legend,
    plain,
    query,
    shared_page,
    supervised,
    wait_query,
)
from tests.browser.page_reading import ENGLISH

TITLES = {
    "/": "Le Bassin minier tel qu’il est, chiffres en main",
    "/carte": "Carte",
    "/contrastes": "Métropoles et territoires en affaiblissement : quels écarts ?",
    "/inegalites": "Inégalités",
    "/ma-commune": "Ma commune",
    "/mon-territoire": "Mon territoire",
    "/patrimoine": "Patrimoine mondial",
    "/carte-initiatives": "Initiatives",
    "/cooperations": "Coopérations",
    "/sources-et-methode": "Sources et méthode",
}
MAPS = {"/": "accueil", "/carte": "carte"}
CHOICES = {
    "indicateur": "unemployment_rate_pct",
    "perimetre": "insee_336",
    "annee": "2016",
    "commune": "62498",
    "methode": "naturelles",
    "classes": "6",
    "echelle": "annee",
    "couches": "elements,sites",
}


@pytest.fixture(scope="module")
def shared(browser, app_url):
    with shared_page(browser, f"{app_url}/", "accueil") as page:
        yield page


@pytest.fixture
def desk(shared, request):
    with supervised(shared, request) as page:
        yield page


def _heading(page):
    return page.get_by_role("heading", level=1).inner_text()


def _no_dialog(page):
    page.get_by_role("dialog").wait_for(state="detached")


# --- addresses ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/carte", "/sources-et-methode"])
def test_first_visitor_of_a_fresh_server_is_not_told_that_the_page_is_missing(new_page, path):
    """Before any session, Streamlit does not know the pages of `st.navigation`."""
    with serve(ROOT / "app.py", ARTIFACTS / f"fresh{path.replace('/', '-')}.log") as url:
        page = new_page()
        open_page(page, f"{url}{path}")
        assert _heading(page) == TITLES[path]
        _no_dialog(page)


@pytest.mark.parametrize("path", list(TITLES))
def test_each_page_opens_by_its_address_in_french(desk, app_url, path):
    open_page(desk, f"{app_url}{path}")
    if path in MAPS:
        wait_map(desk, MAPS[path])
    assert _heading(desk) == TITLES[path]
    _no_dialog(desk)
    assert "Bassin minier" in desk.title()
    desk.wait_for_function("() => document.documentElement.lang === 'fr'")
    desk.wait_for_function(
        """words => !words.test([document.body.innerText,
          ...[...document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')].flatMap(
            node => ['aria-label', 'title', 'placeholder', 'alt'].map(name => node.getAttribute(name) ?? ''))
        ].join('\\n'))""",
        arg=re.compile(rf"\b({'|'.join(ENGLISH)})\b"),
    )


@pytest.mark.parametrize(
    "indicator", ["population", "poverty_rate_pct", "net_hourly_wage_eur", "private_jobs"]
)
def test_no_column_name_and_no_placeholder_reaches_the_screen(desk, indicator):
    for path, key in (("/", "accueil"), ("/carte", "carte")):
        go(desk, path, key, indicateur=indicator, commune="59114", couches="puits")
        words = desk.locator("body").inner_text()
        for icon in desk.get_by_test_id("stIconMaterial").all_inner_texts():  # names that a font draws
            words = words.replace(icon, "")
        assert re.findall(r"\b[a-z0-9]+_[a-z0-9_]+\b", words) == []
        assert re.findall(r"\b(?:nan|NaN|None|null|undefined|Infinity)\b|<NA>|\{\}", words) == []


def test_an_unknown_address_is_answered_in_french_with_the_home_page(desk, app_url):
    open_page(desk, f"{app_url}/nimporte-quoi")
    dialog = desk.get_by_role("dialog")
    dialog.get_by_text("Page introuvable").wait_for()
    assert "La page demandée n’existe pas" in dialog.inner_text()
    assert "not" not in dialog.inner_text()
    desk.keyboard.press("Escape")
    _no_dialog(desk)
    assert _heading(desk) == TITLES["/"]


# --- links --------------------------------------------------------------------------------------------------


def test_links_of_the_navigation_keep_every_choice(desk):
    go(desk, "/", "accueil", **CHOICES)
    for label, path in (("Carte", "/carte"), ("Sources et méthode", "/sources-et-methode"), ("Accueil", "/")):
        desk.locator(".st-key-bm-nav").get_by_role("link", name=label, exact=True).click()
        desk.wait_for_url(f"**{path}?**")
        settle(desk)
        assert _heading(desk) == TITLES[path]
        assert query(desk) == CHOICES
        _no_dialog(desk)
        if path in MAPS:
            wait_map(desk, MAPS[path])
            assert len(class_rows(desk, MAPS[path])) == 6


def test_links_are_real_links_and_the_current_page_is_said(desk, app_url):
    """What a screen reader, a middle click and « copy the link » rely on."""
    go(desk, "/carte", "carte", perimetre="insee_336", commune="62498", annee="2016", choix="12")
    nav = desk.get_by_role("navigation", name="Pages du site")
    links = nav.get_by_role("link")
    assert links.count() == len(TITLES)
    assert nav.locator("[aria-current=page]").all_inner_texts() == ["Carte"]
    for link, path in zip(links.all(), TITLES, strict=True):
        link.hover()
        address = link.get_attribute("href")
        assert address.startswith(f"{app_url}{path}?")
        assert parse_qs(urlsplit(address).query) == {"perimetre": ["insee_336"], "commune": ["62498"]}, (
            "neither a row of an explorer, nor a year without its indicator, goes along"
        )
    with desk.context.expect_page() as opened:
        links.nth(1).click(modifiers=["Control"])
    opened.value.close()


def test_links_leave_refused_values_behind(desk, app_url):
    open_page(desk, f"{app_url}/carte?perimetre=lune&classes=99&commune=62498&couches=sites,ovnis")
    wait_map(desk, "carte")
    desk.locator(".st-key-bm-nav").get_by_role("link", name="Accueil", exact=True).click()
    desk.wait_for_url(f"{app_url}/?**")
    settle(desk)
    assert desk.get_by_test_id("stAlert").count() == 0
    assert query(desk)["commune"] == "62498"
    assert query(desk)["couches"] == "sites"


def test_on_a_phone_the_links_are_one_row_that_scrolls_to_the_current_page(new_page, app_url):
    phone = new_page(mobile=True)
    open_page(phone, f"{app_url}/sources-et-methode")
    nav = phone.get_by_role("navigation", name="Pages du site")
    boxes = [link.bounding_box() for link in nav.get_by_role("link").all()]
    assert len({round(box["y"]) for box in boxes}) == 1
    assert min(box["height"] for box in boxes) >= 44
    assert 0 <= boxes[-1]["x"] <= 390 - boxes[-1]["width"] + 1
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_back_and_forward_restore_indicator_and_year(desk):
    go(desk, indicateur="unemployment_rate_pct", annee="2021")
    first = legend(desk, "carte")
    choose(desk, "Année", "2016")
    wait_query(desk, annee="2016")
    choose(desk, "Indicateur", "Taux d'emploi des 15-64 ans")
    wait_query(desk, indicateur="employment_rate_pct", annee="2016")
    desk.go_back()
    wait_query(desk, indicateur="unemployment_rate_pct", annee="2016")
    _wait_legend(desk, "Taux de chômage", "2016")
    desk.go_back()
    wait_query(desk, annee="2021")
    _wait_legend(desk, "Taux de chômage", "2021")
    assert legend(desk, "carte") == first
    assert (chosen(desk, "Année"), chosen(desk, "Indicateur")) == (
        "2021",
        "Taux de chômage des 15-64 ans (recensement)",
    )
    desk.go_forward()
    desk.go_forward()
    wait_query(desk, indicateur="employment_rate_pct", annee="2016")
    _wait_legend(desk, "Taux d'emploi", "2016")


def _wait_legend(page, title, year):
    box = map_root(page, "carte").locator(".bm-legend")
    box.filter(has_text=re.compile(f"{title}.*{year} ·", re.DOTALL)).wait_for()


# --- choices in the address ---------------------------------------------------------------------------------


def test_an_address_gives_back_every_choice_that_it_holds(desk, app_url):
    open_page(desk, f"{app_url}/carte?{'&'.join(f'{name}={value}' for name, value in CHOICES.items())}")
    wait_map(desk, "carte")
    assert desk.get_by_test_id("stAlert").count() == 0
    labels = {name: chosen(desk, name) for name in ("Thème", "Indicateur", "Périmètre", "Année")}
    assert labels == {
        "Thème": "Emploi et chômage",
        "Indicateur": "Taux de chômage des 15-64 ans (recensement)",
        "Périmètre": "Bassin minier (Insee, huit intercommunalités)",
        "Année": "2016",
    }
    assert len(class_rows(desk, "carte")) == 6
    assert "Lens · code Insee 62498" in plain(desk.locator(".bm-place").inner_text())
    # 353 elements and the six major sites
    desk.wait_for_function("() => document.querySelector('.bm-map[data-key=carte]').dataset.points === '359'")
    desk.get_by_role("button", name="Classes").first.click()
    assert chosen(desk, "Méthode de classement") == "Seuils naturels (Jenks)"
    checked = desk.get_by_test_id("stPopoverBody").locator("[role=radio][aria-checked=true]")
    expect(checked).to_have_text(["6", "Classes propres à l’année"])
    desk.keyboard.press("Escape")
    assert query(desk) == CHOICES


def test_refused_values_are_named_in_french_and_the_default_is_shown(desk, app_url):
    bad = "indicateur=bonheur&perimetre=lune&annee=1789&commune=75056&methode=hasard&classes=99&couches=ovnis"
    open_page(desk, f"{app_url}/carte?{bad}")
    wait_map(desk, "carte")
    alerts = [plain(text) for text in desk.get_by_test_id("stAlert").all_inner_texts()]
    assert len(alerts) == 7
    for value in ("bonheur", "lune", "1789", "75056", "hasard", "99", "ovnis"):
        assert sum(value in alert for alert in alerts) == 1, value
    assert all(
        "de l’adresse n’est pas" in alert and "le choix par défaut est affiché" in alert for alert in alerts
    )
    sub = plain(map_root(desk, "carte").locator(".bm-legend-sub").inner_text())
    assert sub == "2021 · Bassin minier (Mission Bassin Minier), 250 communes"
    assert len(class_rows(desk, "carte")) == 5
    choose(desk, "Année", "2016")
    wait_query(desk, annee="2016", indicateur="unemployment_rate_pct", commune="", couches="")
    assert desk.get_by_test_id("stAlert").count() == 0, "a valid choice puts the address right"


def test_text_in_the_address_stays_text(desk, app_url):
    open_page(
        desk,
        f"{app_url}/carte?indicateur=%3Cimg%20src%3Dx%20onerror%3D%22document.title%3D%27x%27%22%3E**a**",
    )
    alert = desk.get_by_test_id("stAlert")
    assert "<img src=x onerror=" in alert.inner_text()
    assert alert.locator("img").count() == 0
    assert desk.title() != "x"
