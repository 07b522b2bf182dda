"""Files, links and embedded pages as a reader gets them."""

from __future__ import annotations

import functools
import http.server
import io
import json
import re
import threading
import zipfile
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pytest
from PIL import Image
from python_calamine import CalamineWorkbook

from pages.shared import data
from tests.browser.driver import map_root, open_page, settle, wait_map
from tests.browser.page_reading import ENGLISH, block, explorer, tick, wait_total

REGION = "indicateur=poverty_rate_pct&annee=2021&perimetre=nord_pas_de_calais"
TABLES = ("CSV (tableur français)", "CSV (simple)", "XLSX")
LABELS = ("PNG", "SVG", *TABLES, "GeoJSON", "GeoPackage", "Carte HTML")
HIDDEN = (".st-key-bm-head", ".bm-foot", "[class*='st-key-bm-export']", ".st-key-bm-choices", "h1")
CLIPBOARD = (
    "window.copied = []; navigator.clipboard.writeText = async (text) => { window.copied.push(text); };"
)


def open_menu(page, key):
    """Open the menu of exports with this key, and give it."""
    page.locator(f".st-key-bm-export-{key}").get_by_role("button", name="Exporter").click()
    menu = page.locator(f".st-key-bm-offers-{key}")
    menu.get_by_role("button", name="XLSX", exact=True).wait_for()
    return menu


def downloaded(page, menu, label):
    """Give the name and the content of a file of the menu."""
    with page.expect_download(timeout=30_000) as download:
        menu.get_by_role("button", name=label, exact=True).click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def test_the_map_of_59_and_62_in_every_kind_of_file(page, app_url, tmp_path):
    open_page(page, f"{app_url}/carte?{REGION}")
    wait_map(page, "carte")
    menu = open_menu(page, "carte")
    files = {label: downloaded(page, menu, label) for label in LABELS}
    names = [name for name, _ in files.values()]
    assert all(name.startswith("carte_poverty_rate_pct_2021_nord_pas_de_calais") for name in names)
    assert len(set(names)) == len(LABELS)
    known = data.observations("poverty_rate_pct", 2021)["value"]

    assert Image.open(io.BytesIO(files["PNG"][1])).width == 2400
    assert "Taux de pauvreté" in ET.fromstring(files["SVG"][1])[0].text  # noqa: S314 (our own drawing)
    french = pd.read_csv(
        io.BytesIO(files["CSV (tableur français)"][1]), sep=";", decimal=",", dtype={"code_commune": str}
    )
    simple = pd.read_csv(io.BytesIO(files["CSV (simple)"][1]), dtype={"code_commune": str})
    book = CalamineWorkbook.from_filelike(io.BytesIO(files["XLSX"][1]))
    assert len(book.get_sheet_by_name("Chiffres").to_python()) == 1535
    layer = gpd.read_file(io.BytesIO(files["GeoJSON"][1]))
    (tmp_path / "x.gpkg").write_bytes(files["GeoPackage"][1])
    package = gpd.read_file(tmp_path / "x.gpkg", layer=files["GeoPackage"][0].removesuffix(".gpkg"))
    for table in (french, simple, layer, package):
        values = table.set_index("code_commune")["valeur"].loc[known.index]
        assert values.isna().equals(known.isna())
        assert (values - known).abs().max() <= 0.5
    assert b"leaflet" in files["Carte HTML"][1]
    assert page.blocked == []


def test_the_page_stays_usable_while_a_file_is_made(page, app_url):
    open_page(page, f"{app_url}/carte?{REGION}")
    wait_map(page, "carte")
    menu = open_menu(page, "carte")
    with page.expect_download(timeout=30_000) as download:
        menu.get_by_role("button", name="PNG", exact=True).click()
        assert menu.get_by_role("button", name="PNG").is_disabled()  # it turns while the file is made
        page.keyboard.press("Escape")
        map_root(page, "carte").get_by_role("button", name="Zoomer").first.click()
    assert download.value.suggested_filename.endswith(".png")


def test_a_chart_is_exported_with_its_source(page, app_url):
    open_page(page, f"{app_url}/inegalites?partie_inegalites=lorenz")
    first = page.locator("[class*='st-key-bm-block-']").first
    first.wait_for()
    settle(page)
    key = re.search(r"st-key-bm-block-([\w-]+)", first.get_attribute("class"))[1]
    source = block(page, key).locator(".bm-source").inner_text()
    menu = open_menu(page, f"{key}-figure")
    assert menu.get_by_role("button", name="GeoJSON").count() == 0
    _, svg = downloaded(page, menu, "SVG")
    said = [node.text or "" for node in ET.fromstring(svg).iter() if node.tag.endswith("text")]  # noqa: S314
    assert source[:30] in " ".join(said)
    name, content = downloaded(page, menu, "CSV (simple)")
    assert name.endswith("_simple.csv")
    assert len(pd.read_csv(io.BytesIO(content)).select_dtypes("number").columns) > 0
    assert zipfile.is_zipfile(io.BytesIO(downloaded(page, menu, "XLSX")[1]))


def test_an_explorer_exports_the_rows_that_pass(page, app_url):
    open_page(page, f"{app_url}/patrimoine")
    explorer(page, "patrimoine-elements")
    tick(page, "famille", "terrils")
    wait_total(page, 51, "patrimoine-elements")
    page.wait_for_function("() => location.search.includes('famille=terrils')")
    settle(page)
    menu = open_menu(page, "patrimoine-elements")
    name, content = downloaded(page, menu, "GeoJSON")
    assert "famille-terrils" in name
    features = json.loads(content)["features"]
    assert len(features) == 51
    assert {feature["properties"]["Famille"] for feature in features} == {"Terrils"}


def test_the_menu_is_french_and_fits_a_phone(phone, app_url):
    open_page(phone, f"{app_url}/carte")
    wait_map(phone, "carte")
    menu = open_menu(phone, "carte")
    words = menu.inner_text()
    assert not [word for word in ENGLISH if re.search(rf"\b{word}\b", words)]
    for button in menu.get_by_role("button").all():
        box = button.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


# --- link and code ------------------------------------------------------------------------------------------


@pytest.fixture
def shared(page, app_url):
    """A map chosen by its address, its menu open, and what is copied."""
    page.add_init_script(CLIPBOARD)
    open_page(page, f"{app_url}/carte?indicateur=poverty_rate_pct&perimetre=epci_246200364&classes=4")
    wait_map(page, "carte")
    menu = open_menu(page, "carte")
    menu.get_by_role("button", name="Copier le lien").click()
    menu.get_by_text("Copié", exact=True).wait_for()
    menu.get_by_role("button", name="Copier le code d’intégration").click()
    page.wait_for_function("() => window.copied.length === 2")
    return page.evaluate("window.copied")


def test_the_link_states_every_choice(shared, app_url):
    parts = urlsplit(shared[0])
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert shared[0].startswith(f"{app_url}/carte?")
    assert query["perimetre"] == "epci_246200364"
    assert query["classes"] == "4"
    assert query["annee"] == "2021"
    assert "integration" not in query


def test_the_code_opens_the_map_inside_another_website(shared, new_page, tmp_path):
    assert re.match(r'<iframe src="http[^"]+integration=1" title="Taux de pauvreté" width="100%" ', shared[1])
    assert 'loading="lazy"' in shared[1]
    (tmp_path / "index.html").write_text(f"<!doctype html><meta charset=utf-8>{shared[1]}", encoding="utf-8")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
        frame = page.frame_locator("iframe")
        frame.locator(".bm-map[data-key='carte'][data-ready]").wait_for(timeout=40_000)
        assert frame.get_by_text("Taux de pauvreté").count() > 0
        for absent in HIDDEN:
            assert frame.locator(absent).count() == 0, absent
        link = frame.get_by_role("link", name="Voir sur le site")
        assert link.get_attribute("target") == "_blank"
        assert "noopener" in link.get_attribute("rel")
        assert "integration" not in link.get_attribute("href")
        assert "perimetre=epci_246200364" in link.get_attribute("href")
        server.shutdown()


def test_an_embedded_explorer_stays_embedded_while_the_reader_filters(page, app_url):
    open_page(page, f"{app_url}/patrimoine?integration=1")
    explorer(page, "patrimoine-elements")
    tick(page, "famille", "terrils")
    wait_total(page, 51, "patrimoine-elements")
    page.wait_for_function("() => /famille=terrils/.test(location.search)")
    assert "integration=1" in page.url
    page.get_by_test_id("stButtonGroup").get_by_text("109 composantes").click()
    explorer(page, "patrimoine-composantes")
    assert "integration=1" in page.url
    assert page.locator(".st-key-bm-head").count() == 0


def test_a_commune_chosen_in_an_embedded_map_keeps_it_embedded(page, app_url):
    open_page(page, f"{app_url}/carte?integration=1&commune=62498")
    wait_map(page, "carte")
    assert page.locator(".st-key-bm-nav").count() == 0
    box = map_root(page, "carte").locator("canvas").first.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function("() => !location.search.includes('commune=62498')")
    assert "integration=1" in page.url
    settle(page)
    assert page.locator(".st-key-bm-nav").count() == 0
