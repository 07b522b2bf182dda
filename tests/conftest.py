"""Rules for all tests: where the browser marker goes, when a test may be skipped, how hypothesis behaves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from loaders import catalog
from loaders.__main__ import CACHE
from loaders.fetch import Places, fetch, read_registry

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"  # official files and compiled facts, beside the clone when one has them

# No deadline (a busy machine is not a failure), no randomness (a test says the same twice).
hypothesis.settings.register_profile("bassin", deadline=None, derandomize=True)
hypothesis.settings.load_profile("bassin")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.relative_to(ROOT).parts:
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("mirror") and not SHARED.is_dir():
            item.add_marker(pytest.mark.skip(reason=f"needs the source files in {SHARED}"))


@pytest.fixture(scope="session")
def repo_root() -> Path:
    """The folder that holds app.py."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of source files beside the clone, for tests marked ``mirror``."""
    return SHARED


@pytest.fixture(scope="session")
def places(shared: Path) -> Places:
    """Where a build finds its sources: the folder beside the clone, packages from their registry once."""
    return Places(shared / "facts", shared / "mirror", CACHE)


@pytest.fixture(scope="session")
def source_file(places: Places) -> Callable[[str], Path]:
    """Give the verified file of a source of the registry, for tests marked ``mirror``."""
    registry = read_registry(catalog.DATA / "sources.toml")
    return lambda source: fetch(registry[source], places)
