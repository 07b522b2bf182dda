"""Small archives, written by hand."""

import gzip
import io
import tarfile
import zipfile


def zipped(members: dict[str, str | bytes]) -> bytes:
    """Pack members in a zip archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    """Pack members in a tar archive, in gzip, as npm does."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def bomb(megabytes: int = 64) -> bytes:
    """Pack zeros: a thousand times smaller."""
    return gzip.compress(bytes(megabytes * 2**20))
