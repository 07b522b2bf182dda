"""Rules for all tests: where the browser marker goes, when a test may be skipped, how hypothesis behaves."""

from __future__ import annotations

from pathlib import Path

import hypothesis
import pytest

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
