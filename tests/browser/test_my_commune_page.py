"""The page « Ma commune »: find it, read it, quote it; secret values; a commune elsewhere; bad links."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.driver import open_page, settle, wait_map
from tests.browser.map_reading import number, plain, position, stage, values, wait_query
from tests.browser.page_reading import HIDDEN_WORDS, JUDGEMENTS, SPILLS, block, pill, text_of

KEY = "portrait-carte"
LENS = "62498"
LIEVIN = "62510"
TABLE = ".bm-portrait-table"


@pytest.fixture
def lens(page, app_url):
    open_page(page, f"{app_url}/ma-commune?commune={LENS}")
    wait_map(page, KEY)
    page.locator(TABLE).wait_for()
    return page


def _row(page, short):
    return page.locator(f"{TABLE} tbody tr").filter(
        has=page.locator("summary", has_text=re.compile(f"^{short}"))
    )


def _cells(page, short):
    return [plain(text) for text in _row(page, short).locator("td").all_inner_texts()]


def test_the_sheet_says_what_the_tables_say(lens):
    assert lens.get_by_role("heading", level=1).inner_text() == "Lens"
    own = _row(lens, "Taux de pauvreté").locator(".bm-own").inner_text()
    assert number(own.replace("%", "")) == float(values("poverty_rate_pct", 2021).loc[LENS, "value"])
    people = int(values("population", 2023).loc[LENS, "value"])
    assert f"{people:,}".replace(",", " ") in plain(lens.locator(".bm-headline").inner_text())
    chips = lens.locator(".bm-chips li").all_inner_texts()
    assert "Bassin minier (Mission Bassin Minier)" in chips
    assert "bien inscrit au patrimoine mondial" in chips


def test_the_rank_is_in_the_group_that_the_reader_chooses(lens):
    rank = plain(_row(lens, "Taux de pauvreté").locator(".bm-rank").inner_text())
    assert "sur 142" in rank
    assert re.search(r"plus haute que \d+ %", rank)
    pill(lens, "CA de Lens - Liévin (36 communes)").click()
    wait_query(lens, rang="epci")
    settle(lens)
    assert "sur 36" in plain(_row(lens, "Niveau de vie médian").locator(".bm-rank").inner_text())


def test_three_sentences_are_ready_to_copy_with_their_source(lens):
    lens.locator(".bm-sentence").first.wait_for()
    texts = [plain(text) for text in lens.locator(".bm-sentence").all_inner_texts()]
    assert len(texts) == 3
    assert all("Licence Ouverte" in text for text in texts)
    assert not [text for text in texts if JUDGEMENTS.search(text)]
    assert lens.locator(".bm-sentences").get_by_role("button", name="Copier").count() == 3


def test_the_charts_show_contexts_and_the_population_since_1968(lens):
    block(lens, "portrait-contextes").locator(".vega-embed svg text").first.wait_for()
    words = plain(block(lens, "portrait-contextes").inner_text())
    assert "Nord–Pas-de-Calais" in words
    assert "CA de Lens - Liévin" in words
    block(lens, "portrait-population").locator(".vega-embed svg text").first.wait_for()
    words = plain(block(lens, "portrait-population").inner_text())
    assert "Population de 1968 à 2023" in words
    assert "ODbL" in words
    assert "par les naissances et les décès" in words


def test_a_click_on_a_neighbour_opens_its_sheet(lens):
    stage(lens, KEY).scroll_into_view_if_needed()
    x, y = position(lens, KEY, LIEVIN)
    lens.mouse.click(x, y)
    wait_query(lens, commune=LIEVIN)
    expect(lens.get_by_role("heading", level=1)).to_have_text("Liévin")


@pytest.mark.parametrize(
    ("label", "ending"), [("Fiche PDF", ".pdf"), ("Document Word", ".docx"), ("Classeur Excel", ".xlsx")]
)
def test_the_sheet_is_taken_away_as_a_file(lens, tmp_path, label, ending):
    with lens.expect_download(timeout=60_000) as waited:
        lens.get_by_role("button", name=re.compile(label)).click()
    file = waited.value
    assert file.suggested_filename == f"portrait-62498-lens{ending}"
    file.save_as(tmp_path / file.suggested_filename)
    content = (tmp_path / file.suggested_filename).read_bytes()
    if ending == ".pdf":
        pages = PdfReader(io.BytesIO(content)).pages
        assert len(pages) == 2
        assert "Lens" in pages[0].extract_text()
    else:
        assert zipfile.is_zipfile(io.BytesIO(content))


def test_the_link_of_the_page_is_copied_whole(lens):
    lens.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lens.locator(".st-key-bm-takeaway").get_by_role("button", name="Copier le lien").click()
    lens.get_by_text("Copié", exact=True).first.wait_for()
    copied = lens.evaluate("navigator.clipboard.readText()")
    assert "/ma-commune?" in copied
    assert f"commune={LENS}" in copied


def test_embedded_there_is_no_head_no_search_and_no_file(page, app_url):
    open_page(page, f"{app_url}/ma-commune?commune={LENS}&integration=1")
    page.locator(TABLE).wait_for()
    assert page.get_by_role("navigation").count() == 0
    assert page.get_by_role("combobox", name="Trouver une commune").count() == 0
    assert page.get_by_role("button", name=re.compile("Fiche PDF|Exporter")).count() == 0
    page.get_by_role("link", name="Voir sur le site").wait_for()


def test_a_secret_value_is_said_to_be_secret_and_has_no_rank(page, app_url):
    open_page(page, f"{app_url}/ma-commune?commune=62396")
    page.locator(TABLE).wait_for()
    cells = _cells(page, "Taux de pauvreté")
    assert cells[0] == "secret statistique"
    assert cells[-1] == ""
    assert "fragile" in _cells(page, "Taux de chômage")[0]
    assert "secret statistique" in plain(page.locator(".bm-missing").inner_text())
    assert not [text for text in page.locator(".bm-sentence").all_inner_texts() if "chômage" in text]


def test_a_commune_elsewhere_in_france_has_its_sheet_too(page, app_url):
    open_page(page, f"{app_url}/ma-commune?commune=01004")
    page.locator(TABLE).wait_for()
    assert page.get_by_role("heading", level=1).inner_text() == "Ambérieu-en-Bugey"
    assert "Hors des périmètres du bassin minier" in page.locator(".bm-portrait-head").inner_text()
    assert page.locator("[data-testid='stAlert']").count() == 0


def test_an_unknown_code_is_named_and_the_search_stays(page, app_url):
    open_page(page, f"{app_url}/ma-commune?commune=99999%3Cscript%3E")
    alert = page.get_by_test_id("stAlert")
    expect(alert).to_contain_text("99999")
    expect(alert).to_contain_text("n’est pas connue de ce site")
    assert page.get_by_role("heading", level=1).inner_text() == "Ma commune"
    page.get_by_role("combobox", name="Trouver une commune").wait_for()


def test_the_sheet_fits_a_phone_and_speaks_french(new_page, app_url):
    page = new_page(mobile=True)
    open_page(page, f"{app_url}/ma-commune?commune={LENS}")
    page.locator(TABLE).wait_for()
    settle(page)
    found = page.evaluate(SPILLS)
    assert found["main"] <= 390
    assert found["spilling"] == []
    assert HIDDEN_WORDS.findall(text_of(page)) == []
    assert JUDGEMENTS.findall(text_of(page)) == []
