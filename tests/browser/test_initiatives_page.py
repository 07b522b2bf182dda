"""« Initiatives » as a reader meets it: counts, filters, near and far, a list of their own."""

from __future__ import annotations

import io
import re

import pytest

from loaders import catalog
from loaders.own_list.files import read_own_list
from pages.shared.initiatives.parts import PARTS
from tests.browser.driver import choose, frames_during, map_root, open_page, settle, wait_map
from tests.browser.map_reading import plain, wait_query
from tests.browser.page_reading import (
    HIDDEN_WORDS,
    JUDGEMENTS,
    SPILLS,
    block,
    explorer,
    pill,
    sentences,
    text_of,
    tick,
    total,
    wait_address,
    wait_total,
)
from viz.static_files import STATIC

ADDRESS = "/carte-initiatives"
HERE, ALL = "initiatives-nord", "initiatives-france"
FIRST_VIEW_BYTES = 300_000
LIST = (
    "Nom;Ville;Code INSEE;lat;lng;Année\n"
    "Mosaïk;Noeux les mines;;50,48;2,66;2018\n"
    "<script>document.title='x'</script>;bruay la buissiere;;;;n.d.\n"
    "C2R Insertion;Anzin;;;;\n"
    "X;Saint-Denis;;;;\n"
    "Y;Lens;62300;;;\n"
)
WINDOWS = LIST.encode("cp1252")


def go(page, app_url, **query):
    open_page(page, f"{app_url}{ADDRESS}?" + "&".join(f"{name}={value}" for name, value in query.items()))


def upload(page, content=WINDOWS, name="ma liste.csv"):
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )


# --- the map ------------------------------------------------------------------------------------------------


def test_first_view_is_light_and_counts_agree(page, app_url):
    with frames_during(page) as frames:
        go(page, app_url)
        assert total(page, HERE) == 101
    own = {url: size for url, size in frames.http.items() if "/app/static/" in url and "communes-" not in url}
    print(f"first view: {sum(own.values()):,} bytes beyond the geometry")  # noqa: T201
    assert sum(own.values()) <= FIRST_VIEW_BYTES, own
    assert page.get_by_role("heading", level=1).inner_text() == "Initiatives"


def test_filters_counts_list_and_address_agree(page, app_url):
    table = catalog.read_table("initiatives")
    go(page, app_url, etendue="france")
    assert total(page, ALL) == len(table) == 648
    explorer(page, ALL)
    tick(page, "genre", "zero-chomeur")
    wait_address(page, "genre=zero-chomeur")
    words = table["kind"].str.lower().str.contains("zéro chômeur|demandeurs d'emploi")
    wait_total(page, int(words.sum()), ALL)
    page.go_back()
    wait_total(page, 648, ALL)


def test_an_address_opens_a_row_with_its_source_and_precision(page, app_url):
    go(page, app_url, choix="initiatives-c2r-insertion")
    card = plain(explorer(page, HERE).inner_text())
    assert "Quelque part dans la commune" in card
    assert "va-infos.fr" in card


# --- near and far, comparison, guide ------------------------------------------------------------------------


def test_distance_and_list_change_the_map_and_the_sentence(page, app_url):
    go(page, app_url, partie_initiatives="proximite", commune="62498")
    version, told = wait_map(page, "proximite"), sentences(page, "manque")
    assert "78 communes sont à la fois" in told[0]
    assert told[1].startswith("Depuis Lens")
    choose(page, "Loin à partir de", "5 km")
    wait_query(page, loin="5")
    version = wait_map(page, "proximite", after_version=version)
    assert sentences(page, "manque") != told
    choose(page, "Liste", "Relevé du bassin (non exhaustif)")
    wait_query(page, liste="bassin")
    assert "n’est pas exhaustive" in plain(page.get_by_test_id("stAlert").inner_text())
    assert "10 000" not in " ".join(sentences(page, "cinquiemes"))


def test_the_map_has_four_named_classes_and_a_table(page, app_url):
    go(page, app_url, partie_initiatives="proximite")
    wait_map(page, "proximite")
    legend = map_root(page, "proximite").locator(".bm-legend-rows .bm-label").all_inner_texts()
    assert legend[:4] == [
        "Fragile et loin",
        "Fragile et proche",
        "Moins fragile et loin",
        "Moins fragile et proche",
    ]
    assert page.locator(".bm-table-body tbody tr").count() > 1


def test_a_programme_changes_the_comparison(page, app_url):
    go(page, app_url, partie_initiatives="comparer")
    assert "4 fabriques" in sentences(page, "comparer")[0]
    choose(page, "Programme ou label", "Quartiers prioritaires (QPV)")
    wait_query(page, programme="qpv")
    assert "des habitants vivent dans une commune concernée" in sentences(page, "comparer")[0]
    choose(page, "Programme ou label", "Petites villes de demain")
    assert "France" not in sentences(page, "comparer")[0]


def test_the_guide_names_its_references(page, app_url):
    go(page, app_url, partie_initiatives="comprendre")
    text = plain(page.get_by_test_id("stMainBlockContainer").inner_text())
    for name in ("Peraldi et Rombaldi (2009)", "Torre (2022)", "Biovallée", "Ce qui freine"):
        assert name in text


# --- a reader's list ----------------------------------------------------------------------------------------


def test_a_list_is_checked_row_by_row_and_text_is_text(page, app_url):
    go(page, app_url, partie_initiatives="liste")
    upload(page)
    assert total(page, "ma-liste") == 4
    text = plain(page.get_by_test_id("stMainBlockContainer").inner_text())
    assert "5 lignes : 2 bonnes, 2 à vérifier, 1 écartée. 1 doublon probable" in text
    assert "plusieurs communes de ce nom" in text
    assert "« 62300 » est un code postal" in text
    assert "<script>document.title='x'</script>" in text
    assert page.title() != "x"
    rows = page.locator(".bm-explorer .bx-item").all_inner_texts()
    assert len(rows) == 4


def test_the_field_of_a_file_speaks_french_before_and_after(page, app_url):
    go(page, app_url, partie_initiatives="liste")
    field = page.get_by_test_id("stFileUploader")
    field.get_by_text("Choisir un fichier").wait_for()
    assert "10 Mo au plus" in plain(field.inner_text())
    upload(page)
    field.get_by_role("button", name=re.compile("^Retirer ")).wait_for()
    names = field.evaluate(
        "node => [...node.querySelectorAll('[aria-label]')].map(e => e.ariaLabel).join(' ')"
    )
    assert (
        re.findall(r"\b(?:Upload|file upload|Remove|Add|Browse|per file)\b", f"{names} {field.inner_text()}")
        == []
    )


def test_the_enriched_list_comes_back_harmless(page, app_url):
    go(page, app_url, partie_initiatives="liste")
    upload(page, LIST.encode() + b"=1+1;Lens;;;;\n")
    total(page, "ma-liste")
    with page.expect_download() as download:
        page.get_by_role("button", name="Ma liste enrichie (XLSX)").click()
    cells = read_own_list(download.value.path().read_bytes(), "x.xlsx").cells
    assert cells["Nom"].tolist()[-1] == "'=1+1"
    assert cells["Nom"].tolist()[1].startswith("&lt;script>")
    assert cells["Commune retenue"].tolist()[0] == "Nœux-les-Mines"
    assert len(cells) == 6


def test_columns_that_are_not_recognised_are_mapped_by_hand(page, app_url):
    go(page, app_url, partie_initiatives="liste")
    upload(page, b"Zzz;Qqq\nLe Jardin;Lens\n")
    page.get_by_text("Dites quelle colonne donne le nom").wait_for()
    choose(page, "Nom", "Zzz")
    choose(page, "Commune", "Qqq")
    assert total(page, "ma-liste") == 1


@pytest.mark.parametrize(("content", "told"), [(b"", "vide"), (b"%PDF-1.7 x", "ni un CSV")])
def test_a_file_that_is_no_list_is_refused_in_french(page, app_url, content, told):
    go(page, app_url, partie_initiatives="liste")
    upload(page, content or b" \n")
    assert told in plain(page.get_by_test_id("stAlert").inner_text())


def test_nothing_of_a_list_is_left_after_leaving(page, app_url, new_page):
    go(page, app_url, partie_initiatives="liste")
    upload(page)
    total(page, "ma-liste")
    other = new_page()
    go(other, app_url, partie_initiatives="liste")
    assert "Mosaïk" not in other.get_by_test_id("stMainBlockContainer").inner_text()
    served = [path.name for path in STATIC.rglob("*.*") if b"document.title='x'" in path.read_bytes()]
    assert served == []


def test_a_proposal_is_a_text_to_download(page, app_url):
    go(page, app_url, partie_initiatives="proposer")
    page.get_by_label("Nom de l’initiative").fill("C2R Insertion")
    page.get_by_label("Commune").fill("Anzin")
    page.get_by_label("Commune").press("Enter")
    settle(page)
    page.get_by_text("peut-être déjà dans la liste").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger le texte").click()
    text = io.BytesIO(download.value.path().read_bytes()).read().decode()
    assert "C2R Insertion" in text
    assert "non précisé" in text


# --- all parts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", list(PARTS))
def test_each_part_speaks_french_and_judges_nobody(page, app_url, part):
    go(page, app_url, partie_initiatives=part, commune="62498")
    page.wait_for_timeout(800)
    text = text_of(page)
    assert HIDDEN_WORDS.findall(text) == []
    assert JUDGEMENTS.findall(text) == []


def test_a_pill_goes_into_the_address(page, app_url):
    go(page, app_url)
    pill(page, "Comprendre").click()
    settle(page)
    wait_query(page, partie_initiatives="comprendre")


@pytest.mark.parametrize("name", ["partie_initiatives", "etendue", "liste", "loin", "programme", "genre"])
def test_an_unknown_choice_is_refused_in_french(page, app_url, name):
    go(page, app_url, **{name: "00000"})
    assert page.get_by_text("de l’adresse n’est pas connu").first.is_visible()


@pytest.mark.parametrize("part", list(PARTS))
def test_nothing_spills_on_a_phone(phone, app_url, part):
    go(phone, app_url, partie_initiatives=part, commune="62498")
    phone.wait_for_timeout(1500)
    width = phone.evaluate(SPILLS)
    assert width["spilling"] == []
    assert width["page"] <= 390


def test_a_block_has_its_source_and_limits(page, app_url):
    go(page, app_url, partie_initiatives="proximite")
    for key in ("manque", "cinquiemes", "proches"):
        assert "Licence Ouverte" in block(page, key).locator(".bm-source").inner_text()
        assert block(page, key).get_by_text("Ce que cette mesure ne dit pas").count() == 1
