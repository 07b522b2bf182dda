"""The README promises what exists: pages, counts, commands and files."""

import re
from pathlib import Path

from loaders import catalog
from pages.shared.chrome import TITLES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_page_is_described():
    missing = [title for title in TITLES.values() if f"**{title}**" not in README]
    assert not missing


def test_the_number_of_indicators_is_that_of_the_dictionary():
    shown = sum(1 for item in catalog.read_indicators().values() if item.years)
    assert set(re.findall(r"(\d+) (?:indicateurs|indicators)", README)) == {str(shown)}


def test_the_commands_are_targets_of_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`?make ([a-z]+)", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_linked_and_named_files_exist():
    linked = re.findall(r"\]\(([^)#:]+)\)", README)
    named = re.findall(r"`((?:data|pages|viz|loaders|geo|benchmarks|docs)/[\w./]*)`", README)
    assert [path for path in {*linked, *named} if not (ROOT / path).exists()] == []
