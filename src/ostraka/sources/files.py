"""Files as they come: plain, gzip, zstd, or one member of a zip; never trusted.

Everything is read as a stream with a limit on its unpacked size, so that an archive
that unpacks to terabytes is refused after the limit, not after the disk is full.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from ostraka.errors import RefusedError, UsageError

#: Most bytes a published file may unpack to (the largest list known has 130 MB).
UNPACKED_LIMIT = 4 * 1024**3

#: Most times larger than its packed form a file may become.
RATIO_LIMIT = 200

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_ZSTD = b"\x28\xb5\x2f\xfd"
_HEAD = 4096
_XLSX_MEMBER = "[Content_Types].xml"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One published file.

    Attributes:
        path: Where it lies.
        name: Its name without packing suffixes, e.g. `sdn.csv`.
        sha256: Of the bytes as they lie.
        size: Of the bytes as they lie.
        member: The name of the member if it is a zip archive.
        url: Where it was fetched from, or None for a file the user had.
    """

    path: Path
    name: str
    sha256: str
    size: int
    member: str | None = None
    url: str | None = None

    def open(self) -> BinaryIO:
        """Open the content as plain bytes.

        Raises:
            RefusedError: It is encrypted or broken, or (while reading) unpacks to more
                than is sane.
        """
        with self.path.open("rb") as raw:
            magic = raw.read(4)
        if magic.startswith(_GZIP):
            return self._limited(cast("BinaryIO", gzip.open(self.path)))
        if magic == _ZSTD:
            import pyarrow as pa  # noqa: PLC0415 - only when there is zstd to read

            packed = pa.CompressedInputStream(pa.OSFile(str(self.path)), "zstd")
            return self._limited(cast("BinaryIO", packed))
        if self.member is not None:
            archive = zipfile.ZipFile(self.path)
            try:
                member = cast("BinaryIO", archive.open(self.member))
            except (RuntimeError, zipfile.BadZipFile) as error:
                archive.close()
                # Encrypted, or packed in a way that is not known here.
                raise RefusedError(
                    f"{self.path.name}: cannot be unpacked: {error}"
                ) from error
            return self._limited(member, archive)
        return self.path.open("rb")

    def head(self) -> bytes:
        """Return the first bytes of the content.

        Raises:
            RefusedError: The file is packed and broken.
        """
        try:
            with self.open() as stream:
                return stream.read(_HEAD)
        except (OSError, EOFError, zipfile.BadZipFile) as error:
            raise RefusedError(
                f"{self.path.name}: cannot be unpacked: {error}"
            ) from error

    def _limited(self, stream: BinaryIO, *owners: Closable) -> BinaryIO:
        limit = min(UNPACKED_LIMIT, max(self.size, 1024) * RATIO_LIMIT)
        raw = _Limited((stream, *owners), limit, self.path.name)
        return cast("BinaryIO", io.BufferedReader(raw, 1 << 16))


class Closable(Protocol):
    """Anything that is open until it is closed."""

    def close(self) -> None:
        """Give back what it holds."""


class _Limited(io.RawIOBase):
    """A stream that refuses to give more than a limit."""

    def __init__(
        self, owned: tuple[BinaryIO, *tuple[Closable, ...]], limit: int, name: str
    ) -> None:
        self._stream = owned[0]
        self._owned = owned
        self._left = limit
        self._name = name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            chunk = self._stream.read(len(buffer))
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
            raise RefusedError(
                f"{self._name}: cannot be unpacked: {error}; it is damaged or cut short"
            ) from error
        self._left -= len(chunk)
        if self._left < 0:
            raise RefusedError(
                f"{self._name}: unpacks to far more than a list can be; refused as an archive bomb"
            )
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        if not self.closed:
            for owned in self._owned:
                owned.close()
        super().close()


def open_source(path: Path, url: str | None = None) -> list[SourceFile]:
    """Return the file at `path` as one source file, or the members of a zip.

    Raises:
        UsageError: There is no such file.
        RefusedError: The file is empty or a broken archive.
    """
    if not path.is_file():
        raise UsageError(f"{path}: no such file")
    size = path.stat().st_size
    if size == 0:
        raise RefusedError(f"{path.name}: the file is empty (0 bytes)")
    with path.open("rb") as raw:
        digest = hashlib.file_digest(raw, "sha256").hexdigest()
        raw.seek(0)
        is_zip = raw.read(4) == _ZIP
    name = path.name
    for suffix in (".gz", ".zst"):
        name = name.removesuffix(suffix)
    if not is_zip:
        return [SourceFile(path, name, digest, size, url=url)]
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m.filename for m in archive.infolist() if not m.is_dir()]
    except zipfile.BadZipFile as error:
        raise RefusedError(f"{path.name}: broken zip archive: {error}") from error
    if _XLSX_MEMBER in members:
        return [SourceFile(path, name, digest, size, url=url)]
    return [
        SourceFile(path, Path(member).name, digest, size, member=member, url=url)
        for member in members
    ]


def looks_like_html(head: bytes) -> bool:
    """Tell whether a download is a web page (login, error) instead of a list."""
    return re.match(rb"\s*(<!doctype html|<html)", head, re.IGNORECASE) is not None
