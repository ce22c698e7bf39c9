"""The bytes of a customer file: a file on disk, or a stream that is read once.

A stream (standard input, a pipe) is never kept whole, except for a workbook or Parquet,
which are read from their end and so go through a temporary file.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from ostraka.errors import UsageError

#: Bytes of a stream that can be looked at before it is read.
HEAD = 1 << 18


class Source:
    """A customer file, wherever its bytes come from.

    Args:
        path: The file; its name is what messages call it.
        stream: The bytes, where they are not those of a file on disk.
        sheet: Which sheet of a workbook is read; the first if None.

    Raises:
        UsageError: There is no such file.
    """

    def __init__(
        self,
        path: Path,
        stream: io.BufferedReader | None = None,
        *,
        sheet: str | None = None,
    ) -> None:
        self.path = path
        self.sheet = sheet
        self.name = path.name
        self._stream = stream
        self._opened: BinaryIO | None = None
        self._shown: bytes | None = None
        self._given: _Shown | None = None
        if stream is None and not path.is_file():
            if not path.exists() or path.is_dir():
                raise UsageError(f"{path}: no such file")
            self._stream = path.open("rb")  # a pipe can be read once only
        self.size = None if self._stream is not None else path.stat().st_size

    @property
    def is_stream(self) -> bool:
        """Tell whether it can be read only once, and from its start."""
        return self._stream is not None

    def head(self, most: int = HEAD) -> bytes:
        """Return the first bytes, without taking them."""
        if self._stream is None:
            with self.path.open("rb") as file:
                return file.read(most)
        if self._shown is None:
            self._shown = _read_full(self._stream, HEAD)
        return self._shown[:most]

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open the bytes from the start."""
        if self._stream is None:
            with self.path.open("rb") as file:
                self._opened = file
                yield file
        else:
            self._given = _Shown(self.head(), self._stream)
            yield cast("BinaryIO", io.BufferedReader(self._given))

    def settle(self) -> None:
        """Put a stream into a temporary file, which can be read at any place."""
        if self._stream is None:
            return
        with self.open() as given, tempfile.NamedTemporaryFile(delete=False) as kept:
            weakref.finalize(self, Path(kept.name).unlink, missing_ok=True)
            shutil.copyfileobj(given, kept)
        self.path, self._stream = Path(kept.name), None
        self.size = self.path.stat().st_size

    def taken(self) -> int:
        """Return how many bytes it has, or has given where that is not known."""
        if self.size is not None:
            return self.size
        return self._given.given if self._given is not None else 0

    def share(self) -> float | None:
        """Return how much of it has been read, from 0 to 1; None if that is not known."""
        if not self.size or self._opened is None or self._opened.closed:
            return None
        return min(self._opened.tell() / self.size, 1.0)


class _Shown(io.RawIOBase):
    """A stream of which the first bytes were looked at already."""

    def __init__(self, head: bytes, rest: io.BufferedReader) -> None:
        self._head = memoryview(head)
        self._rest = rest
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk: bytes | memoryview = self._head[: len(buffer)]
        self._head = self._head[len(chunk) :]
        if not len(chunk):
            chunk = self._rest.read1(len(buffer))
        buffer[: len(chunk)] = chunk
        self.given += len(chunk)
        return len(chunk)


def _read_full(stream: BinaryIO, most: int) -> bytes:
    """Read so many bytes, if there are: a pipe may give few at a time."""
    parts: list[bytes] = []
    while most > 0 and (part := stream.read(most)):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)
