"""Unpacking within bounds, checked while it goes on: a small hostile archive must not fill the memory."""

from typing import BinaryIO

from loaders.errors import ArchiveError

LARGEST = 512 * 2**20
"""Bytes that one file or member may unpack to."""
LARGEST_RATIO = 200
"""Times its packed size that it may unpack to, above `SMALL` (text packs about ten to one)."""
SMALL = 2**20
CHUNK = 2**20
REMEDY = "ce n'est pas le fichier du producteur : supprimez-le et reprenez l'original."


def require_bounded(unpacked: int, packed: int, where: object) -> None:
    """Raise ArchiveError when so many bytes cannot honestly come out of so many packed ones."""
    if unpacked > LARGEST or (unpacked > SMALL and unpacked > LARGEST_RATIO * packed):
        size = f"plus de {unpacked // 2**20} Mo pour {max(packed // 1000, 1)} ko"
        raise ArchiveError(where, f"l'archive s'ouvre hors de toute proportion ({size}).", REMEDY)


class Bounded:
    """A stream that unpacks, read through: it raises ArchiveError as soon as too much has come out."""

    def __init__(self, stream: BinaryIO, packed: int, where: object) -> None:
        self._stream, self._packed, self._where, self._unpacked = stream, packed, where, 0

    def read(self, size: int = CHUNK) -> bytes:
        """Read at most so many bytes, b"" at the end."""
        content = self._stream.read(size)
        self._unpacked += len(content)
        require_bounded(self._unpacked, self._packed, self._where)
        return content

    def read_all(self) -> bytes:
        """Read to the end, a chunk at a time."""
        return b"".join(iter(self.read, b""))

    def drain(self) -> None:
        """Read to the end and keep nothing: whatever is damaged or too large raises."""
        while self.read():
            pass
