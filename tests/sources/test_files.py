"""Files as they come: packed, broken, hostile."""

import gzip
import io
import shutil
import tempfile
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest

from ostraka.errors import RefusedError, UsageError
from ostraka.sources.files import open_source

TEXT = b"id,name\n1,Ali Testov\n"


def content(path: Path) -> bytes:
    (source,) = open_source(path)
    with source.open() as stream:
        return stream.read()


def test_plain_gzip_zstd_and_zip_give_the_same_bytes(tmp_path: Path) -> None:
    plain, gz, zst, zipped = (
        tmp_path / f"mine.csv{s}" for s in ("", ".gz", ".zst", ".zip")
    )
    plain.write_bytes(TEXT)
    gz.write_bytes(gzip.compress(TEXT))
    zst.write_bytes(pa.compress(TEXT, codec="zstd", asbytes=True))
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("folder/mine.csv", TEXT)
    assert {content(path) for path in (plain, gz, zst, zipped)} == {TEXT}
    assert {open_source(path)[0].name for path in (plain, gz, zst, zipped)} == {
        "mine.csv"
    }


def test_every_member_of_a_zip_is_a_file_of_the_version(tmp_path: Path) -> None:
    path = tmp_path / "both.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("sdn.csv", "1")
        archive.writestr("../../alt.csv", "2")
    # A member's folders, hostile or not, are no part of its name.
    assert [f.name for f in open_source(path)] == ["sdn.csv", "alt.csv"]


@pytest.mark.parametrize("what", ["encrypted", "method"])
def test_a_zip_that_cannot_be_opened_is_refused(tmp_path: Path, what: str) -> None:
    path = tmp_path / "locked.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("sdn.csv", TEXT)
    raw = bytearray(path.read_bytes())
    entry = raw.index(b"PK\x01\x02")
    if what == "encrypted":
        raw[6] |= 1
        raw[entry + 8] |= 1
    else:
        raw[8] = raw[entry + 10] = 99
    path.write_bytes(raw)
    (source,) = open_source(path)
    with pytest.raises(RefusedError, match=r"locked.zip: cannot be unpacked"):
        source.head()


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sdn.csv"
    path.write_bytes(b"")
    with pytest.raises(RefusedError, match=r"sdn.csv: the file is empty \(0 bytes\)"):
        open_source(path)


def test_a_missing_file_is_a_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        open_source(tmp_path / "nothing.csv")


@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_an_archive_bomb_is_refused_before_it_fills_anything(
    tmp_path: Path, kind: str
) -> None:
    bomb = tmp_path / f"bomb.{kind}"
    if kind == "gz":
        bomb.write_bytes(gzip.compress(b"\0" * 50_000_000))
    else:
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("bomb.csv", b"\0" * 50_000_000)
    (source,) = open_source(bomb)
    with (
        source.open() as stream,
        tempfile.TemporaryFile() as out,
        pytest.raises(RefusedError, match="archive bomb"),
    ):
        shutil.copyfileobj(stream, out)


@pytest.mark.parametrize("cut", [10, 30, 200])
def test_a_packed_file_cut_short_is_refused(tmp_path: Path, cut: int) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mine.csv", bytes(range(256)) * 40)
    path = tmp_path / "mine.zip"
    path.write_bytes(whole.getvalue()[:cut])
    with pytest.raises(RefusedError, match="broken zip archive"):
        open_source(path)
