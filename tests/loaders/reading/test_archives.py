import gzip
import io
import lzma
import tarfile
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.errors import ArchiveError, LoaderError, SourceError
from loaders.reading import bounds
from loaders.reading.archives import (
    read_bytes,
    read_member,
    read_tar_member,
    require_sound_zip,
    unpack_lzma,
)
from tests.loaders.reading.packing import bomb, tarred, zipped

TEXT = b"code;value\n" + b"01004;7\n62498;8\n" * 40
MEBIBYTE = 2**20


def put(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    return tmp_path / name


def from_zip(content, folder):
    return read_member(put(folder, "a.zip", content), "a.csv")


def from_tar(content, folder):
    return read_tar_member(put(folder, "a.tgz", content), "package/a.csv")


def from_gzip(content, folder):
    return read_bytes(put(folder, "a.csv.gz", content))


def from_lzma(content, folder):
    return unpack_lzma(content, "a.xz")


PACKED = {
    "zip": (from_zip, zipped({"a.csv": TEXT, "notes/b.txt": "x"})),
    "tar": (from_tar, tarred({"package/a.csv": TEXT, "package/b.txt": b"x"})),
    "gzip": (from_gzip, gzip.compress(TEXT)),
    "lzma": (from_lzma, lzma.compress(TEXT)),
}


def test_a_plain_file_is_read_as_it_is(tmp_path):
    assert read_bytes(put(tmp_path, "a.csv", TEXT)) == TEXT


@pytest.mark.parametrize("kind", PACKED)
def test_each_kind_of_archive_gives_its_content(tmp_path, kind):
    read, content = PACKED[kind]
    assert read(content, tmp_path) == TEXT


@pytest.mark.parametrize("kind", PACKED)
def test_a_truncated_archive_is_told_wherever_it_is_cut(tmp_path, kind):
    read, content = PACKED[kind]
    for length in range(1, len(content) - 1, 3):
        with pytest.raises(
            ArchiveError, match=rf"a\.\w+.*archive {kind} tronquée, abîmée.*Remède : supprimez"
        ):
            read(content[:length], tmp_path)


@settings(max_examples=300)
@given(st.sampled_from(sorted(PACKED)), st.data())
def test_a_damaged_archive_is_told_or_gives_the_content_all_the_same(tmp_path_factory, kind, data):
    read, content = PACKED[kind]
    at = data.draw(st.integers(0, len(content) - 1))
    spoiled = bytes([content[at] ^ data.draw(st.integers(1, 255))])
    try:
        found = read(content[:at] + spoiled + content[at + 1 :], tmp_path_factory.getbasetemp())
    except LoaderError:
        return
    assert found == TEXT


@pytest.mark.parametrize("kind", ["zip", "tar", "gzip"])
def test_an_absent_or_empty_file_is_told(tmp_path, kind):
    read, _ = PACKED[kind]
    with pytest.raises(SourceError, match=r"fichier vide \(0 octet\)"):
        read(b"", tmp_path)
    with pytest.raises(SourceError, match="fichier absent"):
        read_member(tmp_path / "none.zip", "a.csv")


def test_a_gzip_of_nothing_is_told(tmp_path):
    with pytest.raises(SourceError, match="fichier vide"):
        from_gzip(gzip.compress(b""), tmp_path)


LEAVING = ["../a.csv", "a/../../b", "/etc/passwd", "..\\a.csv", "C:\\a.csv", "C:a.csv"]


@pytest.mark.parametrize("name", LEAVING)
def test_a_member_that_leaves_the_archive_is_refused_even_beside_the_one_asked_for(tmp_path, name):
    with pytest.raises(ArchiveError, match="un membre de l'archive sort de son dossier"):
        from_zip(zipped({"a.csv": TEXT, name: b"x"}), tmp_path)
    with pytest.raises(ArchiveError, match="un membre de l'archive sort de son dossier"):
        from_tar(tarred({"package/a.csv": TEXT, name: b"x"}), tmp_path)


def test_dots_within_a_name_are_no_climb(tmp_path):
    assert from_zip(zipped({"a.csv": TEXT, "v1..2/b..csv": b"x"}), tmp_path) == TEXT


def test_an_absent_member_is_told_with_those_present(tmp_path):
    with pytest.raises(ArchiveError, match=r"membre absent : a\.csv \(présents : b\.csv\)"):
        from_zip(zipped({"b.csv": TEXT}), tmp_path)
    with pytest.raises(ArchiveError, match=r"membre absent : package/a\.csv \(présents : b\.csv\)"):
        from_tar(tarred({"b.csv": TEXT}), tmp_path)


def test_a_member_that_comes_twice_is_refused(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", "one")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.csv", "two")
    with pytest.raises(ArchiveError, match=r"membre en double : a\.csv"):
        from_zip(packed.getvalue(), tmp_path)


BOMBS = {
    "zip": (from_zip, lambda: zipped({"a.csv": bytes(64 * MEBIBYTE)})),
    "tar": (from_tar, lambda: tarred({"package/b": bytes(64 * MEBIBYTE), "package/a.csv": TEXT})),
    "gzip": (from_gzip, bomb),
    "lzma": (from_lzma, lambda: lzma.compress(bytes(64 * MEBIBYTE))),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_is_left_before_it_has_gone_off(tmp_path, kind):
    read, pack = BOMBS[kind]
    content = pack()
    tracemalloc.start()
    with pytest.raises(ArchiveError, match="s'ouvre hors de toute proportion"):
        read(content, tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 32 * MEBIBYTE  # of the 64 that it holds


def test_a_zip_that_lies_about_its_sizes_is_refused(tmp_path):
    content = zipped({"a.csv": bytes(64 * MEBIBYTE)})
    lying = content.replace((64 * MEBIBYTE).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != content
    with pytest.raises(ArchiveError):
        from_zip(lying, tmp_path)


def test_a_file_above_the_limit_is_refused_even_if_it_packs_badly(tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "LARGEST", len(TEXT) - 1)
    with pytest.raises(ArchiveError, match="hors de toute proportion"):
        from_gzip(gzip.compress(TEXT), tmp_path)


def special(kind, size=0):
    """Pack a member that is no plain file; it may claim to be large once its holes are filled."""
    header = bytearray(512)
    header[0:13] = b"package/a.csv"
    header[124:136] = b"%011o\0" % 0
    header[483:495] = b"%011o\0" % size
    header[156:157] = kind
    header[257:265] = b"ustar  \0"
    header[148:156] = b"%06o\0 " % (sum(header) + 8 * 32)
    return gzip.compress(bytes(header) + bytes(1024))


@pytest.mark.parametrize("kind", [tarfile.GNUTYPE_SPARSE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE])
def test_a_member_that_is_no_plain_file_is_refused(tmp_path, kind):
    with pytest.raises(ArchiveError, match=r"package/a\.csv n'est pas un fichier ordinaire"):
        from_tar(special(kind, 64 * MEBIBYTE), tmp_path)


def test_a_sound_zip_passes_and_a_faulty_one_of_any_member_does_not():
    content = zipped({"a.csv": TEXT, "b.csv": b"second" * 50})
    require_sound_zip(content, "book.xlsx")
    at = content.rindex(b"b.csv", 0, content.index(b"PK\x01\x02")) + 8
    spoiled = content[:at] + bytes([content[at] ^ 255]) + content[at + 1 :]
    with pytest.raises(ArchiveError, match=r"book\.xlsx : archive zip tronquée"):
        require_sound_zip(spoiled, "book.xlsx")
