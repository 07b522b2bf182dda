"""The house keeps its shape: who imports whom, who touches the outside world, how long things are."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
OURS = ("loaders", "geo", "viz", "reports", "pages", "app")
PAGE_LINES = 60
FUNCTION_LINES = 40

# One way down: a file of the left may import what stands on the right, and nothing else of ours.
MAY_IMPORT = {
    "loaders": ("loaders",),
    "geo": ("geo",),
    "viz": ("viz", "geo"),
    "reports": ("reports", "geo", "viz", "loaders.catalog", "loaders.french"),
    "pages": ("pages.shared", "geo", "viz", "reports", "loaders"),
    "app": ("pages", "geo", "viz", "reports", "loaders.catalog"),
}
STREAMLIT = ("streamlit",)
FILES = ("pathlib", "os", "io", "shutil", "glob", "tempfile", "open", "zipfile", "pyogrio")
NETWORK = ("urllib", "requests", "http", "socket")
CLOCK = ("time.time", "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "Timestamp.now")
CACHES = ("cache_data", "cache_resource")


@dataclass(frozen=True)
class Ban:
    """Names that the files under ``where`` neither import nor call, those under ``unless`` excepted."""

    where: str
    names: tuple[str, ...]
    unless: tuple[str, ...] = ()


BANS = (
    Ban("geo", (*STREAMLIT, "folium", "altair", "matplotlib", *FILES, *NETWORK, *CLOCK)),
    Ban("viz", (*STREAMLIT, *CACHES), unless=("viz/map_component", "viz/explorer")),
    Ban("viz", (*NETWORK, *CLOCK)),
    Ban("loaders", (*STREAMLIT, "folium", "altair")),
    Ban("reports", (*STREAMLIT, *NETWORK)),
    Ban("viz/map_component", CACHES),
    Ban("viz/explorer", CACHES),
    Ban("pages", CACHES, unless=("pages/shared",)),
    Ban("app.py", CACHES),
)


def sources(root: Path, *tops: str) -> Iterator[tuple[str, ast.Module]]:
    """Give every Python file of the house, as (path from the root, syntax tree)."""
    for top in tops or (*OURS[:-1], "app.py"):
        start = root / top
        for path in [start] if start.is_file() else sorted(start.rglob("*.py")):
            yield path.relative_to(root).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module, path: str) -> Iterator[tuple[int, str]]:
    """Give what a file imports, as (line, full dotted name), relative imports resolved."""
    package = path.removesuffix(".py").split("/")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            stem = [*above, *(node.module.split(".") if node.module else [])]
            yield from ((node.lineno, ".".join([*stem, alias.name])) for alias in node.names)


def used(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Give the dotted names that a file calls or reads: ``open``, ``datetime.now``, ``st.cache_data``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call | ast.Attribute):
            yield node.lineno, ast.unparse(node.func if isinstance(node, ast.Call) else node)


def under(name: str, prefixes: tuple[str, ...], separator: str) -> bool:
    return any(name == prefix or name.startswith(prefix + separator) for prefix in prefixes)


def wrong_arrows(root: Path) -> list[str]:
    """List the imports that point the wrong way."""
    return [
        f"{path}:{line} imports {name}"
        for path, tree in sources(root)
        for line, name in imported(tree, path)
        if under(name, OURS, ".") and not under(name, MAY_IMPORT[path.split("/")[0].removesuffix(".py")], ".")
    ]


def broken_bans(root: Path) -> list[str]:
    """List the imports and calls that a ban forbids."""
    return [
        f"{path}:{line} uses {name}"
        for ban in BANS
        for path, tree in sources(root, ban.where)
        if not under(path, ban.unless, "/")
        for line, name in {*imported(tree, path), *used(tree)}
        if any(name == bad or name.startswith(bad + ".") or name.endswith("." + bad) for bad in ban.names)
    ]


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function, its docstring and decorators left out."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    head = node.body[0].lineno - node.lineno
    return head + (body[-1].end_lineno - body[0].lineno + 1 if body else 0)


def too_long(root: Path) -> list[str]:
    """List functions over FUNCTION_LINES lines, and pages over PAGE_LINES lines that are not blank."""
    long = [
        f"{path}:{node.lineno} {node.name} has {code_lines(node)} lines"
        for path, tree in sources(root)
        for node in functions(tree)
        if code_lines(node) > FUNCTION_LINES
    ]
    for page in sorted((root / "pages").glob("*.py")):
        count = sum(bool(line.strip()) for line in page.read_text(encoding="utf-8").splitlines())
        if count > PAGE_LINES:
            long.append(f"pages/{page.name} has {count} lines")
    return long


def undocumented(root: Path) -> list[str]:
    """List the public functions and classes of geo, viz and loaders without a docstring."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in sources(root, "geo", "viz", "loaders", "reports")
        for node in tree.body
        if isinstance(node, kinds) and not node.name.startswith("_") and not ast.get_docstring(node)
        if not any(ast.unparse(decorator).endswith("overload") for decorator in node.decorator_list)
    ]


def test_imports_point_one_way():
    assert wrong_arrows(ROOT) == []


def test_nobody_touches_what_is_not_theirs():
    assert broken_bans(ROOT) == []


def test_functions_and_pages_are_short():
    assert too_long(ROOT) == []


def test_public_functions_are_documented():
    assert undocumented(ROOT) == []


# --- the guards themselves: each fault below must be seen, each good line must pass -------------------------


def house(root: Path, path: str, text: str) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("geo/a.py", "import viz.palette"),
        ("geo/a.py", "from loaders.catalog import read_table"),
        ("geo/a.py", "from ..viz import palette"),
        ("geo/sub/a.py", "def f():\n    from pages.shared import state"),
        ("loaders/a.py", "import geo"),
        ("loaders/a.py", "from geo import inequality"),
        ("viz/a.py", "from loaders import catalog"),
        ("viz/map_component/a.py", "import pages.shared.state"),
        ("reports/a.py", "from loaders import insee"),
        ("reports/a.py", "import loaders"),
        ("reports/a.py", "import pages"),
        ("pages/a.py", "from pages import carte"),
        ("app.py", "from loaders import insee"),
    ],
)
def test_a_wrong_arrow_is_seen(tmp_path, path, text):
    assert len(wrong_arrows(house(tmp_path, path, text))) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("geo/a.py", "import numpy\nfrom geo import aggregate\nfrom .classify import class_breaks"),
        ("viz/a.py", "from geo.classify import class_breaks\nimport geographiclib"),
        ("reports/a.py", "from loaders import catalog\nimport loaders.catalog\nfrom viz import palette"),
        ("pages/a.py", "from loaders.catalog import read_table\nfrom pages.shared import state"),
        (
            "pages/shared/a.py",
            "from loaders import catalog\nfrom .state import url_state\nimport reports.sheet",
        ),
        ("app.py", "from pages.shared import state"),
    ],
)
def test_a_right_arrow_passes(tmp_path, path, text):
    assert wrong_arrows(house(tmp_path, path, text)) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("geo/a.py", "import streamlit as st"),
        ("geo/a.py", "from pathlib import Path"),
        ("geo/a.py", "import folium.features"),
        ("geo/a.py", "x = open('a')"),
        ("geo/a.py", "import datetime as dt\nx = dt.datetime.now()"),
        ("geo/a.py", "from time import time"),
        ("viz/a.py", "from streamlit import components"),
        ("viz/a.py", "import requests"),
        ("viz/map_component/a.py", "import streamlit as st\n@st.cache_data\ndef f(): ..."),
        ("loaders/a.py", "import streamlit"),
        ("pages/a.py", "import streamlit as st\nf = st.cache_resource(len)"),
        ("pages/a.py", "from streamlit import cache_data"),
    ],
)
def test_a_broken_ban_is_seen(tmp_path, path, text):
    assert broken_bans(house(tmp_path, path, text))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("geo/a.py", "from datetime import date\nx = date(2021, 1, 1)\nreopen = 1"),
        ("viz/map_component/a.py", "import streamlit as st\nfrom pathlib import Path"),
        ("pages/shared/a.py", "import streamlit as st\n@st.cache_data\ndef f(): ..."),
        ("loaders/a.py", "from pathlib import Path\nx = Path('a').open()"),
    ],
)
def test_a_kept_ban_passes(tmp_path, path, text):
    assert broken_bans(house(tmp_path, path, text)) == []


def test_length_leaves_the_docstring_out(tmp_path):
    body = "\n".join(f"    x = {n}" for n in range(FUNCTION_LINES - 1))
    docstring = '    """One.\n\n    Two.\n    """\n'
    house(tmp_path, "geo/a.py", f"def f():\n{docstring}{body}\n")
    assert too_long(tmp_path) != too_long(
        house(tmp_path, "geo/a.py", f"def f():\n{body}\n    y = 1\n    z = 2\n")
    )


def test_a_long_page_is_seen(tmp_path):
    page = "x = 1\n\n" * (PAGE_LINES + 1)
    assert too_long(house(tmp_path, "pages/a.py", page)) == ["pages/a.py has 61 lines"]


def test_a_missing_docstring_is_seen(tmp_path):
    text = 'def f():\n    return 1\n\ndef _g():\n    return 2\n\ndef h():\n    """Say."""\n'
    assert undocumented(house(tmp_path, "viz/a.py", text)) == ["viz/a.py:1 f"]
