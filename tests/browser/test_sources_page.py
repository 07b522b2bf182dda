"""« Sources et méthode » as a reader meets it: by its address, part by part, on a phone, its downloads."""

from __future__ import annotations

import re

import pandas as pd

from loaders import catalog
from pages.shared.reference import PARTS
from tests.browser.driver import choose, frames_during, open_page, settle
from tests.browser.page_reading import pill

ADDRESS = "/sources-et-methode"
FIRST_VIEW_BYTES = 300_000
HEADINGS = {
    "lecture": "Comment lire les chiffres",
    "indicateurs": "Indicateurs",
    "perimetres": "Périmètres",
    "tables": "Tables et licences",
    "sources": "Sources",
    "construction": "Rapport de construction",
    "limites": "Ce que ce site ne dit pas",
}
SPILLS = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  const own = element => element.closest('.bm-scroll') || element.closest('.st-key-bm-nav');
  const spilling = [...main.querySelectorAll('*')].filter(
    element => !own(element) && element.getBoundingClientRect().right > window.innerWidth + 1);
  return { page: document.documentElement.scrollWidth, main: main.scrollWidth,
           spilling: spilling.slice(0, 3).map(element => element.outerHTML.slice(0, 120)) };
}"""
WITHOUT_CODE = """() => {
  const copy = document.querySelector('[data-testid="stMainBlockContainer"]').cloneNode(true);
  copy.querySelectorAll('code, style, svg, [data-testid="stIconMaterial"]').forEach(node => node.remove());
  return copy.textContent;
}"""
ENGLISH = re.compile(
    r"\b(?:the|and|of|with|published|estimated|unknown|higher|lower|download|search|press|enter|none|null)\b",
    re.IGNORECASE,
)


def heading(page, text):
    return page.get_by_role("heading", level=2, name=text, exact=True)


def open_part(page, app_url, part):
    open_page(page, f"{app_url}{ADDRESS}?partie={part}")


def test_page_by_its_address_is_light(page, app_url):
    with frames_during(page) as frames:
        open_page(page, app_url + ADDRESS)
    assert page.get_by_role("heading", level=1).inner_text() == "Sources et méthode"
    assert heading(page, HEADINGS["lecture"]).is_visible()
    assert 0 < frames.received < FIRST_VIEW_BYTES


def test_each_part_by_its_address_speaks_french_and_is_light(page, app_url):
    for part in PARTS:
        with frames_during(page) as frames:
            open_part(page, app_url, part)
        assert heading(page, HEADINGS[part]).is_visible(), part
        text = page.evaluate(WITHOUT_CODE)
        assert re.findall(r"[A-Za-z0-9]+_[A-Za-z0-9_]+", text) == [], part
        assert ENGLISH.findall(text) == [], part
        assert frames.received < FIRST_VIEW_BYTES, part


def test_a_part_goes_into_the_address_and_back(page, app_url):
    open_page(page, app_url + ADDRESS)
    pill(page, PARTS["limites"].title).click()
    heading(page, HEADINGS["limites"]).wait_for()
    settle(page)
    assert "partie=limites" in page.url
    page.go_back()
    heading(page, HEADINGS["lecture"]).wait_for()


def test_an_unknown_part_is_refused_in_words(page, app_url):
    open_part(page, app_url, "nimporte")
    assert page.get_by_text("de l’adresse n’est pas connue de ce site").is_visible()
    assert heading(page, HEADINGS["lecture"]).is_visible()


def test_indicators_of_the_theme_on_the_map_then_of_another(page, app_url):
    items = catalog.read_indicators()
    open_page(page, f"{app_url}{ADDRESS}?partie=indicateurs&indicateur=poverty_rate_pct")
    cards = page.locator(".st-key-bm-cards article h3")
    assert cards.count() == sum(item.theme == "revenus" for item in items.values())
    assert cards.first.inner_text().startswith(items["poverty_rate_pct"].title)
    choose(page, "Thème", catalog.read_themes()["education"])
    assert cards.count() == sum(item.theme == "education" for item in items.values())


def test_search_looks_in_all_themes(page, app_url):
    open_part(page, app_url, "indicateurs")
    page.get_by_role("searchbox").or_(page.get_by_label("Chercher parmi")).first.fill("pauvrete locataires")
    page.get_by_text("tous thèmes confondus").wait_for()
    settle(page)
    assert page.locator(".st-key-bm-cards article h3").all_inner_texts() == [
        "Taux de pauvreté des locataires"
    ]


def test_a_card_leads_to_the_map_of_its_indicator(page, app_url):
    open_page(page, f"{app_url}{ADDRESS}?partie=indicateurs&perimetre=insee_336")
    card = page.locator(".st-key-bm-card-employment_rate_pct")
    card.get_by_role("link", name="Voir sur la carte").click()
    page.wait_for_url("**/carte?**")
    assert "indicateur=employment_rate_pct" in page.url
    assert "perimetre=insee_336" in page.url


def test_a_download_holds_the_rows_of_the_table(page, app_url, tmp_path):
    open_part(page, app_url, "tables")
    with page.expect_download() as download:
        page.locator(".st-key-bm-table-qpv").get_by_role("button", name="CSV").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    rows = pd.read_csv(path, sep=";", dtype=str, encoding="utf-8-sig")
    assert path.name == "qpv.csv"
    pd.testing.assert_frame_equal(rows, catalog.read_table("qpv"), check_dtype=False)
    with page.expect_download() as download:
        page.locator(".st-key-bm-odbl-private_jobs").get_by_role("button", name="Parquet").click()
    download.value.save_as(tmp_path / "copy.parquet")
    stored = (catalog.TABLES / "private_jobs.parquet").read_bytes()
    assert (tmp_path / "copy.parquet").read_bytes() == stored


def test_every_table_has_a_card_and_odbl_is_marked(page, app_url):
    open_part(page, app_url, "tables")
    names = catalog.table_names()
    odbl = [name for name in names if "ODbL" in catalog.read_sidecar(name)["licence"]]
    marked = page.locator('[class*="st-key-bm-odbl-"]')
    assert marked.count() == len(odbl) > 0
    assert all(card.locator(".bm-badge.bm-odbl").count() for card in marked.all())
    assert page.locator('[class*="st-key-bm-table-"]').count() == len(names) - len(odbl)


def test_columns_of_a_table_open_without_the_server(page, app_url):
    open_part(page, app_url, "tables")
    card = page.locator(".st-key-bm-table-communes")
    card.locator("summary", has_text="Colonnes").click()
    columns = catalog.read_sidecar("communes")["columns"]
    assert card.locator(".bm-grid tbody tr").count() == len(columns)
    assert card.get_by_text("code_commune", exact=True).is_visible()


def test_a_phone_never_scrolls_sideways(phone, app_url):
    for part in PARTS:
        open_part(phone, app_url, part)
        phone.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        assert phone.evaluate(SPILLS) == {"page": 390, "main": 390, "spilling": []}, part
