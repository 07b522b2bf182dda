"""What all readers of text share: decoding as announced, recognising a web page, writing a cell as text."""

import codecs

from loaders.errors import SchemaError, SourceError
from loaders.reading.archives import RESTORE

BYTE_ORDER_MARK = "\ufeff"
KINDS = {
    b"\xff\xfe": "texte UTF-16",
    b"\xfe\xff": "texte UTF-16",
    b"PK\x03\x04": "archive zip ou classeur",
    b"\xd0\xcf\x11\xe0": "classeur xls",
    b"\x1f\x8b": "archive gzip",
    b"PAR1": "fichier Parquet",
    b"%PDF": "document PDF",
}
"""First bytes of what comes in place of a text file."""
PAGES = (b"<!doctype", b"<html", b"<?xml", b"<head")
ONLINE = "ouvrez l'adresse de la source dans un navigateur, puis téléchargez de nouveau."


def is_web_page(content: bytes) -> bool:
    """Tell whether content starts as an HTML (or XML) page does."""
    return content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(PAGES)


def decoded(content: bytes, where: object, encoding: str, expected: str) -> str:
    """Decode text as announced; a byte-order mark is dropped.

    Parameters
    ----------
    content, where, encoding
        Bytes, file named in messages, and the encoding that the producer announces.
    expected
        What the file should be, with its article: "un CSV".

    Raises
    ------
    SourceError
        Empty content, a web page, an archive or UTF-16 text.
    SchemaError
        Another encoding.
    """
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise SourceError(where, "fichier vide.", RESTORE)
    if is_web_page(content):
        fault = f"page web (HTML) au lieu d'{expected} : le site a répondu par un message."
        raise SourceError(where, fault, ONLINE)
    for mark, kind in KINDS.items():
        if content.startswith(mark):
            raise SourceError(where, f"{kind} au lieu d'{expected}.", RESTORE)
    if b"\0" in content:
        raise SourceError(
            where, f"octets nuls (texte UTF-16 ou fichier binaire) au lieu d'{expected}.", RESTORE
        )
    _require_announced(content, where, encoding)
    try:
        return content.decode(encoding).removeprefix(BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        shown = content[max(0, error.start - 12) : error.start + 12]
        fault = f"encodage autre que {encoding}, ligne {line} : {shown!r}."
        raise SchemaError(where, fault, f"attendu : texte en {encoding} ; reprenez l'original.") from error


def _require_announced(content: bytes, where: object, encoding: str) -> None:
    """Refuse UTF-8 announced as another encoding: one-byte encodings decode anything, with wrong accents."""
    if codecs.lookup(encoding).name == "utf-8" or content.isascii():
        return
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return
    raise SchemaError(
        where, f"encodage utf-8 au lieu de {encoding}.", "corrigez l'encodage annoncé pour cette source."
    )


def as_text(cell: object) -> str:
    """Write a cell as text: nothing is "", a whole number has no decimal point."""
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
