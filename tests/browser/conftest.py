"""Fixtures of the browser tests: the real app, the system's Chromium, pages with every other host blocked."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.driver import (
    ARTIFACTS,
    NO_CHROMIUM,
    ROOT,
    chromium_path,
    launch,
    new_context,
    serve,
    watched_page,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(scope="session")
def app_url() -> Iterator[str]:
    """Address of the real app, running for the whole session; its output is in tests/artifacts."""
    with serve(ROOT / "app.py", ARTIFACTS / f"app-{os.getpid()}.log") as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium. Absent: a failure in CI, a skip elsewhere."""
    if chromium_path() is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_CHROMIUM)
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Make pages: ``new_page(mobile=False, expect_blocked=False, **context_options)``.

    Each has its own context (no shared cache or cookie). At the end of the test: a screenshot of each when
    the test failed; an error when a page met an uncaught exception, or asked anything of another host without
    ``expect_blocked=True``.
    """
    opened: list[tuple[BrowserContext, Page, bool]] = []

    def make(*, mobile: bool = False, expect_blocked: bool = False, **options) -> Page:
        context = new_context(browser, mobile=mobile, **options)
        page = watched_page(context)
        opened.append((context, page, expect_blocked))
        return page

    yield make
    if request.node.stash.get(FAILED, True):
        _save_screenshots(request.node.name, [page for _, page, _ in opened])
    for context, _, _ in opened:
        context.close()
    faults = [error for _, page, _ in opened for error in page.record.page_errors]
    strangers = [url for _, page, expected in opened if not expected for url in page.blocked]
    assert not faults, f"uncaught exceptions in the page: {faults}"
    assert not strangers, f"the page asked something of other hosts: {strangers}"


def _save_screenshots(name: str, pages: list[Page]) -> None:
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(pages):
        if not page.is_closed():
            stem = re.sub(r"[^\w-]+", "_", name).strip("_")
            page.screenshot(path=ARTIFACTS / f"{stem}-{number}.png", full_page=True)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One desktop page, 1400 x 900."""
    return new_page()


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """One phone page, 390 x 844, touch."""
    return new_page(mobile=True)
