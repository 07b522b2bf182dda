"""What pages made of parts, figures and explorers share for a reader: words, blocks, lists, spills."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.browser.map_reading import plain

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

HIDDEN_WORDS = re.compile(r"\b(?:nan|NaN|None|null|undefined|Infinity)\b|<NA>|\{\}|\b[a-z0-9]+_[a-z0-9_]+\b")
"""What a machine says: no reader should see it."""
JUDGEMENTS = re.compile(r"\b(?:pire|mauvais\w*|défavorisé\w*|meilleur\w*)\b", re.IGNORECASE)
ENGLISH = (
    *("Running", "Choose", "No results", "Page not found", "Deploy", "Fullscreen", "Skip to", "Download"),
    *("Search", "Loading", "Please wait", "Close", "Rerun", "Clear", "Select", "Error", "Made with"),
)
"""Words of Streamlit's own."""
SPILLS = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  const own = element => element.closest('.bm-scroll') || element.closest('.st-key-bm-nav')
    || element.closest('.bm-map') || element.closest('svg');
  const spilling = [...main.querySelectorAll('*')].filter(
    element => !own(element) && element.getBoundingClientRect().right > window.innerWidth + 1);
  return { page: document.documentElement.scrollWidth, main: main.scrollWidth,
           spilling: spilling.slice(0, 3).map(element => element.outerHTML.slice(0, 120)) };
}"""
"""How wide the page is, and what goes beyond its right edge."""
TOTAL = re.compile(r"([\d ]+) \w+ sur [\d ]+(?:, dont ([\d ]+) sans position)?")


def text_of(page: Page) -> str:
    """Give the words of the page; the names of icons, which a font draws, are left out."""
    text = page.get_by_test_id("stMainBlockContainer").inner_text()
    for icon in page.get_by_test_id("stIconMaterial").all_inner_texts():
        text = text.replace(icon, "")
    return text


# --- parts and figures --------------------------------------------------------------------------------------


def pill(page: Page, title: str) -> Locator:
    """Give the button of a part, or of a choice among a few."""
    return page.get_by_test_id("stButtonGroup").get_by_role("radio", name=title, exact=True)


def block(page: Page, key: str) -> Locator:
    """Give a figure with its words (see `pages.shared.figure_block`)."""
    return page.locator(f".st-key-bm-block-{key}")


def sentences(page: Page, key: str) -> list[str]:
    """Give the reading sentences of a block, once they are drawn."""
    block(page, key).locator(".bm-sentence").first.wait_for()
    return [plain(text) for text in block(page, key).locator(".bm-sentence").all_inner_texts()]


# --- explorers ----------------------------------------------------------------------------------------------


def explorer(page: Page, key: str) -> Locator:
    """Give the explorer with this key, once its rows and its ground are drawn."""
    page.wait_for_selector(f".bm-explorer[data-key='{key}'][data-ready][data-ground]")
    return page.locator(f".bm-explorer[data-key='{key}']")


def total(page: Page, key: str) -> int:
    """Give the number in the sentence, having checked that list, map and rows without position agree."""
    found = TOTAL.match(plain(explorer(page, key).locator(".bx-total").inner_text()))
    assert found
    told, unplaced = (int((text or "0").replace(" ", "")) for text in found.groups())
    state = page.evaluate("key => { const e = bmExplorers[key]; return [e.shown().length, e.onMap()]; }", key)
    assert state == [told, told - unplaced]
    return told


def wait_total(page: Page, number: int, key: str) -> None:
    """Wait until so many rows are shown; list, map and sentence agree."""
    page.wait_for_selector(f".bm-explorer[data-key='{key}'][data-shown='{number}']")
    assert total(page, key) == number


def tick(page: Page, facet: str, value: str) -> None:
    """Tick, or untick, a value of a facet."""
    page.locator(f"input[data-facet='{facet}'][value='{value}']").click()


def wait_address(page: Page, pattern: str) -> None:
    """Wait until what follows the question mark of the address matches."""
    page.wait_for_function(
        "pattern => new RegExp(pattern).test(decodeURIComponent(location.search))", arg=pattern
    )
