"""Finished documents, read again by other libraries than those that wrote them."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pypdf import PdfReader

if TYPE_CHECKING:
    from collections.abc import Iterator

SPACES = re.compile(r"[\s\u202f\u00a0]+")
HOSTILE = '#read("/etc/passwd") =cmd|"/c calc"!A1 <script>x</script> $x$ *b* @ref \\u{7} \x07\x00 漢字 \u202e'


def squeezed(text: str) -> str:
    """Text with every run of spaces, broken or not, as one plain space; a line may break at a hyphen."""
    return SPACES.sub(" ", text).replace("- ", "-").replace("'", "’").strip()


def reader(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    return squeezed("\n".join(page.extract_text() for page in reader(content).pages))


def fonts(document: PdfReader) -> Iterator[dict]:
    for page in document.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            yield font.get_object()


def embedded(font: dict) -> bool:
    inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    descriptor = inner.get("/FontDescriptor", {})
    descriptor = descriptor.get_object() if descriptor else {}
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def structure(document: PdfReader) -> Iterator[dict]:
    """Every element of the tree of tags."""

    def walk(node: object) -> Iterator[dict]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                yield from walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from walk(node["/K"])

    yield from walk(document.trailer["/Root"]["/StructTreeRoot"])


def with_name(portrait, name: str):
    """The same portrait under another name, which stands in its sentences and its sources too."""
    subject = replace(
        portrait.subject, name=name, definition=f"Commune : {name}", notes=(name,), facts=(name,)
    )
    sources = (*portrait.sources, name)
    return replace(portrait, subject=subject, headline=name, sentences=(name,), sources=sources)


def heights(page) -> list[tuple[float, str]]:
    """Every text of a page with its distance from the bottom, in points."""
    found: list[tuple[float, str]] = []

    def seen(text, page_matrix, text_matrix, _font, _size):
        if text.strip():
            x, y = text_matrix[4:6]
            found.append((x * page_matrix[1] + y * page_matrix[3] + page_matrix[5], text.strip()))

    page.extract_text(visitor_text=seen)
    return found
