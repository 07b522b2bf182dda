"""What browser tests and benchmarks share: a running app, a browser, pages that keep account, gestures."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, Request, WebSocket

ROOT = Path(__file__).parents[2]
ARTIFACTS = ROOT / "tests" / "artifacts"
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})
START_SECONDS = 60.0
STEP_MS = 20_000.0
QUIET_MS = 150  # Streamlit says "notRunning" for an instant between a click and the rerun it asks for
SILENCE_MS = 400
REST_MS = 150  # a list that has just opened or scrolled drops a press

CHROMIUM_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
CHROMIUM_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    # Whatever escapes the routes below finds no other host.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
NO_CHROMIUM = (
    "Chromium introuvable : installez-le (apt-get install chromium) ou donnez son chemin, CHROMIUM=/chemin. "
    "(No Chromium: install it, or give its path in CHROMIUM.)"
)


# --- the app ------------------------------------------------------------------------------------------------


class AppNotStartedError(RuntimeError):
    """The Streamlit server stopped, or did not answer in time; the message ends with its log."""


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(script: Path, log: Path, *options: str, seconds: float = START_SECONDS) -> Iterator[str]:
    """Run a Streamlit script on a free port while the block lasts, its output in ``log``.

    Yields
    ------
    url
        The address of the app, without a final slash, once it answers.
    """
    if not script.is_file():
        raise AppNotStartedError(f"{script} does not exist: nothing to serve")
    port = free_port()
    url = f"http://localhost:{port}"
    log.parent.mkdir(parents=True, exist_ok=True)
    (script.parent / "static").mkdir(
        exist_ok=True
    )  # git-ignored; Streamlit warns when it is not there at start
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}"]
    command += ["--server.address=localhost", "--server.headless=true", "--server.fileWatcherType=none"]
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)}
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(
            [*command, *options], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
        try:
            _wait_for_health(url, server, log, seconds)
            yield url
        finally:
            _stop(server)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _wait_for_health(url: str, server: subprocess.Popen[bytes], log: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise AppNotStartedError(f"the app stopped with code {server.returncode}\n{log_tail(log)}")
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AppNotStartedError(f"the app did not answer on {url} within {seconds:.0f} s\n{log_tail(log)}")


def log_tail(log: Path, lines: int = 40) -> str:
    """Give the last lines of a log, with its name."""
    text = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join([f"--- last lines of {log} ---", *text[-lines:]])


# --- the browser --------------------------------------------------------------------------------------------


def chromium_path() -> str | None:
    """Find the system's Chromium or Chrome; the environment variable CHROMIUM goes first."""
    chosen = os.environ.get("CHROMIUM")
    names = (chosen,) if chosen else CHROMIUM_NAMES
    return next((path for name in names if (path := shutil.which(name))), None)


def launch(playwright: Playwright, *args: str) -> Browser:
    """Start the system's Chromium, never a downloaded one."""
    path = chromium_path()
    if path is None:
        raise RuntimeError(NO_CHROMIUM)
    return playwright.chromium.launch(executable_path=path, args=[*CHROMIUM_ARGS, *args])


def is_foreign(url: str) -> bool:
    """Tell whether an address leads out of this machine (data: and blob: do not)."""
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in LOCAL_HOSTS


@dataclass
class Record:
    """What one page asked, received and complained about, since it was opened or since ``clear``."""

    blocked: list[str] = field(default_factory=list)  # addresses of other hosts
    page_errors: list[str] = field(default_factory=list)  # uncaught exceptions
    console_errors: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)  # finished HTTP requests
    ws_received: int = 0  # bytes of websocket payload, server to page
    ws_sent: int = 0  # bytes of websocket payload, page to server

    def http_sizes(self) -> dict[str, int]:
        """Give the bytes of headers and body received per address, repeated requests summed."""
        sizes: dict[str, int] = {}
        for request in self.requests:
            if request.url.startswith("http"):
                size = request.sizes()
                received = max(size["responseBodySize"], 0) + max(size["responseHeadersSize"], 0)
                sizes[request.url] = sizes.get(request.url, 0) + received
        return sizes

    def count(self, fragment: str) -> int:
        """Count the HTTP requests whose address holds ``fragment``, those answered by the cache included."""
        return sum(fragment in request.url for request in self.requests)

    def watch(self, page: Page) -> None:
        """Listen to a page from now on."""
        page.on("pageerror", lambda error: self.page_errors.append(str(error)))
        page.on(
            "console", lambda line: self.console_errors.append(line.text) if line.type == "error" else None
        )
        page.on("requestfinished", lambda request: self.requests.append(request))  # noqa: PLW0108
        page.on("websocket", self._watch_socket)

    def _watch_socket(self, socket_: WebSocket) -> None:
        if is_foreign(socket_.url):
            self.blocked.append(socket_.url)
        socket_.on("framereceived", lambda payload: self._add("ws_received", payload))
        socket_.on("framesent", lambda payload: self._add("ws_sent", payload))

    def _add(self, name: str, payload: str | bytes) -> None:
        size = len(payload.encode()) if isinstance(payload, str) else len(payload)
        setattr(self, name, getattr(self, name) + size)


def new_context(browser: Browser, *, mobile: bool = False, **options: Any) -> BrowserContext:
    """Open a French desktop window of 1400 x 900, or a phone of 390 x 844 (touch, two pixels per point)."""
    shape: dict[str, Any] = {"viewport": {"width": 1400, "height": 900}}
    if mobile:
        shape = {
            "viewport": {"width": 390, "height": 844},
            "device_scale_factor": 2,
            "has_touch": True,
            "is_mobile": True,
        }
    return browser.new_context(
        **{"locale": "fr-FR", "timezone_id": "Europe/Paris", "service_workers": "block", **shape, **options}
    )


def watched_page(context: BrowserContext) -> Page:
    """Open a page that may only speak to this machine; ``page.record`` and ``page.blocked`` keep account."""
    record = Record()

    def refuse(route: Any) -> None:
        record.blocked.append(route.request.url)
        route.abort()

    context.route(is_foreign, refuse)
    page = context.new_page()
    record.watch(page)
    page.record = record  # type: ignore[attr-defined]
    page.blocked = record.blocked  # type: ignore[attr-defined]
    return page


# --- gestures -----------------------------------------------------------------------------------------------

IS_SETTLED = """quiet => {
  const app = document.querySelector('[data-testid="stApp"]');
  const busy = !app || app.dataset.testScriptState !== 'notRunning'
    || app.dataset.testConnectionState !== 'CONNECTED'
    || document.querySelector('[data-testid="stSkeleton"], [data-testid="stAppSkeleton"]')
    || document.querySelector('[data-stale="true"]');
  const now = performance.now();
  if (busy) { window.quietSince = null; return false; }
  window.quietSince ??= now;
  return now - window.quietSince >= quiet;
}"""


def settle(page: Page, timeout_ms: float = STEP_MS) -> None:
    """Wait until Streamlit has run the script to its end and drawn what it sent."""
    page.evaluate("window.quietSince = null")
    page.wait_for_function(IS_SETTLED, arg=QUIET_MS, timeout=timeout_ms)


def open_page(page: Page, url: str, timeout_ms: float = 30_000) -> None:
    """Go to an address and wait until the page is complete; fail when Streamlit shows an exception."""
    page.goto(url, timeout=timeout_ms)
    page.locator('[data-testid="stMain"] [data-testid="stVerticalBlock"]').first.wait_for(
        state="attached", timeout=timeout_ms
    )
    settle(page, timeout_ms)
    faults = page.locator('[data-testid="stException"]').all_inner_texts()
    assert not faults, f"{url} shows an exception: {faults}"


def map_root(page: Page, key: str) -> Locator:
    """Give the root element of the map with this key."""
    return page.locator(f'.bm-map[data-key="{key}"]')


def wait_map(page: Page, key: str, *, after_version: int | None = None, timeout_ms: float = STEP_MS) -> int:
    """Wait until a map is drawn, or drawn again after ``after_version``.

    Returns
    -------
    version
        The number of the repaint on screen, to hand to the next call as ``after_version``.
    """
    selector = f'.bm-map[data-key="{key}"]'
    page.wait_for_function(
        """([selector, after]) => {
          const root = document.querySelector(selector);
          return root && root.dataset.ready === '1'
            && (after === null || Number(root.dataset.version) > after);
        }""",
        arg=[selector, after_version],
        timeout=timeout_ms,
    )
    return int(page.locator(selector).get_attribute("data-version") or 0)


def select_box(page: Page, label: str) -> Locator:
    """Give the Streamlit select box with this exact label."""
    name = page.locator('[data-testid="stWidgetLabel"]').get_by_text(label, exact=True)
    return page.locator('[data-testid="stSelectbox"]').filter(has=name).first


def chosen(page: Page, label: str) -> str:
    """Read what a select box shows as chosen."""
    return select_box(page, label).get_by_role("combobox").input_value()


def open_options(page: Page, label: str) -> Locator:
    """Open a select box and give its list, waiting until it holds options."""
    # Without a filter the input itself is inert: the box around it opens the list.
    select_box(page, label).locator(".react-aria-ComboBox").click()
    options = page.get_by_role("listbox")
    options.get_by_role("option").first.wait_for()
    page.wait_for_timeout(REST_MS)  # it scrolls to the present choice by itself
    return options


def find_option(page: Page, label: str, option: str) -> Locator:
    """Open a select box and scroll its list, of which only the part in view exists, to an option."""
    options = open_options(page, label)
    wanted = options.get_by_role("option", name=option, exact=True)
    seen: dict[str, None] = {}
    options.evaluate("list => { list.scrollTop = 0; }")
    while True:
        page.wait_for_timeout(30)
        if wanted.count():
            wanted.first.evaluate("option => option.scrollIntoView({ block: 'center' })")
            page.wait_for_timeout(REST_MS)
            return wanted.first
        seen |= dict.fromkeys(options.get_by_role("option").all_inner_texts())
        if not options.evaluate(
            "list => { const before = list.scrollTop; list.scrollTop += list.clientHeight * 0.8;"
            " return list.scrollTop > before; }"
        ):
            raise AssertionError(
                f"« {label} » offers no « {option} »; it offers {json.dumps([*seen], ensure_ascii=False)}"
            )


def press(page: Page, option: Locator) -> None:
    """Press an option in view with the bare mouse, as a hand does.

    Playwright's own click scrolls the list again when it tries twice, and a moving list drops the press.
    """
    box = option.bounding_box()
    assert box, "the option is no longer in the list"
    page.mouse.move(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    page.wait_for_timeout(REST_MS)
    page.mouse.down()
    page.mouse.up()


def choose(page: Page, label: str, option: str, *, wait: bool = True) -> None:
    """Choose an option of a Streamlit select box by its text, then wait for the rerun unless told not to."""
    press(page, find_option(page, label, option))
    page.get_by_role("listbox").wait_for(state="detached", timeout=3_000)
    if wait:
        settle(page)


@dataclass
class Frames:
    """Bytes that passed while a block lasted; complete once the block has ended."""

    received: int = 0
    sent: int = 0
    http: dict[str, int] = field(default_factory=dict)


def _wait_for_silence(page: Page, record: Record) -> None:
    """Wait until nothing comes any more: a busy server answers after Streamlit has said it is at rest."""
    before = -1
    while before != record.ws_received:
        before = record.ws_received
        page.wait_for_timeout(SILENCE_MS)


@contextmanager
def frames_during(page: Page) -> Iterator[Frames]:
    """Sum websocket payloads, and HTTP answers by address, between the start and the end of the block.

    End the block with something that waits (``choose``, ``wait_map``): what arrives later is not counted.
    """
    record: Record = page.record  # type: ignore[attr-defined]
    received, sent, requests = record.ws_received, record.ws_sent, len(record.requests)
    frames = Frames()
    yield frames
    _wait_for_silence(page, record)
    frames.received = record.ws_received - received
    frames.sent = record.ws_sent - sent
    frames.http = Record(requests=record.requests[requests:]).http_sizes()
