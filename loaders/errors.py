"""Faults of sources and tables. Each message (French, shown by the CLI) says what, where, and the remedy."""

from collections.abc import Iterable

SAMPLE = 5


class LoaderError(Exception):
    """A fault that stops a build or a check.

    Parameters
    ----------
    where
        File, table or source at fault.
    fault
        What is wrong, in French.
    remedy
        What the reader can do, in French.
    """

    def __init__(self, where: object, fault: str, remedy: str) -> None:
        super().__init__(f"{where} : {fault} Remède : {remedy}")


class SourceError(LoaderError):
    """A source is absent, unknown or could not be fetched."""


class ChecksumError(SourceError):
    """A file is not the one the registry pins."""


class ArchiveError(SourceError):
    """An archive is truncated or lacks a member."""


class StorageError(LoaderError):
    """The disk is full, refuses to be written to, or fails; or another build holds the tables."""


class SchemaError(LoaderError):
    """Columns, types or values differ from what the table's description promises."""


class CodeError(SchemaError):
    """An official code is malformed, unknown or repeated."""


class GeometryError(LoaderError):
    """Outlines do not form a valid coverage."""


class ExpectationError(LoaderError):
    """A known value or count does not hold."""


def sample(values: Iterable[object]) -> str:
    """Write the first few values of a fault, and how many more there are."""
    items = [str(value) for value in values]
    more = f" et {len(items) - SAMPLE} autres" if len(items) > SAMPLE else ""
    return ", ".join(items[:SAMPLE]) + more
