"""A briefing as two A4 pages: Typst sets them, `reports/typst/` says how they look.

The portrait goes to the template as JSON: a name or a note is a string there, and never runs as markup.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reports.sheet import sheet_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import typst

    from reports.drawings import Drawings
    from reports.model import Portrait

TEMPLATES: Final = Path(__file__).resolve().parent / "typst"
FONTS: Final = "font_source_sans_pro"
STANDARD: Final = "ua-1"
"""PDF/UA-1 (ISO 14289-1): tagged, with a title, a language and words for each picture."""


def pdf(portrait: Portrait, drawings: Drawings, made_on: date) -> bytes:
    """Return a briefing as a PDF of two pages, tagged for screen readers, fonts inside.

    Parameters
    ----------
    portrait
        What is said.
    drawings
        The map.
    made_on
        Date written on the document. The same arguments give the same bytes.
    """
    stamp = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)
    return compiled("briefing.typ", portrait, drawings, made_on, pdf_standards=[STANDARD], timestamp=stamp)


def pictures(
    portrait: Portrait, drawings: Drawings, made_on: date, names: Sequence[str], dpi: int = 220
) -> dict[str, bytes]:
    """Return drawings of a briefing as PNG, by name: ``map``, ``contrast``, ``course``."""
    if not names:
        return {}
    made = compiled(
        "pictures.typ", portrait, drawings, made_on, {"pictures": ",".join(names)}, format="png", ppi=dpi
    )
    pages = [made] if isinstance(made, bytes) else made
    return dict(zip(names, pages, strict=True))


def compiled(
    template: str,
    portrait: Portrait,
    drawings: Drawings,
    made_on: date,
    inputs: dict[str, str] | None = None,
    **options: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401 (bytes, or a list of them for pictures)
    """Return what Typst makes of a template of `TEMPLATES` and of a portrait."""
    import typst  # noqa: PLC0415 (a page that only offers the document does not wait for it)

    sheet = json.dumps(sheet_of(portrait, drawings, made_on), allow_nan=False)
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"sheet": sheet, "map": drawings.map.svg if drawings.map else "", **(inputs or {})},
        **options,
    )


@cache
def fonts() -> typst.Fonts:
    """Return the fonts of the site, and no other: the same document on every machine."""
    import typst  # noqa: PLC0415

    spec = find_spec(FONTS)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"package {FONTS} is not installed: pip install -r requirements.txt")
    folder = Path(spec.origin).parent / "files"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
