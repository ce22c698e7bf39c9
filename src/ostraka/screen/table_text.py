"""Rows out of a customer file that is text: CSV and the like, or JSON lines.

Plain, or packed with gzip or zstd; streamed, never the whole file at once.
"""

from __future__ import annotations

import gzip
import io
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast

from ostraka.errors import UsageError
from ostraka.screen.delimited import DELIMITERS, Record, find_delimiter, read_records
from ostraka.screen.encoding import detect_encoding
from ostraka.screen.table_rows import (
    RATIO,
    RATIO_FROM,
    RawRow,
    RawTable,
    bomb,
    guarded,
    has_surrogates,
    to_cell,
    unique_headings,
)

#: Bytes looked at for the encoding, at the start and at three later places.
_SAMPLE = 1 << 18
_SAMPLE_LINES = 50
#: Rows looked at for the keys of JSON lines.
_HEAD_ROWS = 200
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?')
_JSON_SUFFIXES = (".jsonl", ".ndjson", ".json")
#: Encodings of which a damaged byte can be told from a letter, one by one.
_SINGLE_BYTE = ("utf-8", "cp125", "koi8")


def open_text(path: Path) -> RawTable:
    """Open a text file as a table: JSON lines if it looks so, else delimited.

    Raises:
        UsageError: It is empty, or has no header.
    """
    sample = b"\n".join(_samples(path))
    if not sample.strip():
        raise UsageError(f"{path.name}: the file is empty")
    encoding = detect_encoding(sample)
    start = sample[:_SAMPLE].decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    stem = path.name.lower().removesuffix(".gz").removesuffix(".zst")
    if start.startswith("{") or stem.endswith(_JSON_SUFFIXES):
        if not start.startswith("{"):
            raise UsageError(
                f"{path.name}: no JSON lines; write one object in each line"
            )
        return _open_jsonl(path, encoding)
    return _open_csv(path, encoding, start)


def _samples(path: Path) -> Iterator[bytes]:
    """Yield the first bytes of a file, and some later ones where that costs nothing."""
    with _unpacked(path) as stream:
        start = stream.read(_SAMPLE)
        # Whole lines, so that no letter is cut.
        yield start.rpartition(b"\n")[0] or start if len(start) == _SAMPLE else start
        size = path.stat().st_size
        if stream.seekable() and size > 8 * _SAMPLE and not _is_packed(path):
            for part in (1, 2, 3):
                stream.seek(size * part // 4)
                stream.readline(_SAMPLE)
                yield stream.read(_SAMPLE // 4).rpartition(b"\n")[0]


def _is_packed(path: Path) -> bool:
    with path.open("rb") as raw:
        return raw.read(4).startswith((_GZIP, _ZSTD))


@contextmanager
def _unpacked(path: Path) -> Iterator[BinaryIO]:
    """Open a file as plain bytes, with a limit on what a packed one may become."""
    with path.open("rb") as raw:
        magic = raw.read(4)
    if magic.startswith(_GZIP):
        with gzip.open(path) as packed:
            yield cast("BinaryIO", io.BufferedReader(_Limited(path, packed)))
    elif magic == _ZSTD:
        import pyarrow as pa  # noqa: PLC0415 - only when there is zstd to read

        with (
            pa.OSFile(str(path)) as source,
            pa.CompressedInputStream(source, "zstd") as packed,
        ):
            yield cast("BinaryIO", io.BufferedReader(_Limited(path, packed)))
    else:
        with path.open("rb") as plain:
            yield plain


class _Limited(io.RawIOBase):
    """A stream that stops giving when it has become far too large for its packed form."""

    def __init__(self, path: Path, stream: Any) -> None:
        self._path = path
        self._stream = stream
        self._left = max(path.stat().st_size * RATIO, RATIO_FROM)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._stream.read(len(buffer))
        self._left -= len(chunk)
        if self._left < 0:
            raise bomb(self._path)
        buffer[: len(chunk)] = chunk
        return len(chunk)


@contextmanager
def _text(path: Path, encoding: str) -> Iterator[TextIO]:
    """Open a text file; bytes that are none of its letters stay recognisable."""
    errors = "surrogateescape" if _is_single(encoding) else "replace"
    with (
        _unpacked(path) as stream,
        io.TextIOWrapper(stream, encoding, errors, newline="") as text,
    ):
        yield text


def _undecodable(text: str, encoding: str) -> str | None:
    """Return what is wrong if a text has bytes that are no letters of its encoding."""
    damaged = has_surrogates(text) if _is_single(encoding) else "\ufffd" in text
    return f"bytes that are not {encoding.removesuffix('-sig')}" if damaged else None


def _is_single(encoding: str) -> bool:
    return encoding.startswith(_SINGLE_BYTE)


def _open_csv(path: Path, encoding: str, start: str) -> RawTable:
    lines = start.splitlines(keepends=True)[:_SAMPLE_LINES]
    told = _SEPARATOR_LINE.fullmatch(lines[0].strip()) if lines else None
    delimiter = told[1] if told and told[1] in DELIMITERS else find_delimiter(lines)
    records = _csv_records(path, encoding, delimiter)
    if told:
        next(records, None)
    header = next(records, None)
    if header is None or header.error:
        reason = header.error if header else "there is no header"
        raise UsageError(f"{path.name}: {reason}")
    columns = unique_headings(header.cells)
    rows = (_csv_row(record, columns, encoding) for record in records)
    return RawTable("csv", columns, guarded(path, rows), encoding, delimiter)


def _csv_records(path: Path, encoding: str, delimiter: str) -> Iterator[Record]:
    with _text(path, encoding) as text:
        yield from read_records(text, delimiter)


def _csv_row(record: Record, columns: Sequence[str], encoding: str) -> RawRow:
    cells = record.cells
    error = record.error
    if error is None and len(cells) != len(columns):
        if len(cells) > len(columns) and not any(map(str.strip, cells[len(columns) :])):
            cells = cells[: len(columns)]
        else:
            error = f"{len(cells)} fields where the header has {len(columns)}"
    values = dict(zip(columns, cells, strict=False))
    if error is None:
        error = _undecodable("".join(cells), encoding)
    return RawRow(record.number, values, error)


def _open_jsonl(path: Path, encoding: str) -> RawTable:
    rows = guarded(path, _json_rows(path, encoding))
    head = list(islice(rows, _HEAD_ROWS))
    columns = dict.fromkeys(key for row in head for key in row.cells)
    return RawTable("jsonl", tuple(columns), chain(head, rows), encoding)


def _json_rows(path: Path, encoding: str) -> Iterator[RawRow]:
    with _text(path, encoding) as text:
        for number, line in enumerate(text, start=1):
            if line.strip():
                yield _json_row(number, line, encoding)


def _json_row(number: int, line: str, encoding: str) -> RawRow:
    fault = _undecodable(line, encoding)
    if fault is not None:
        return RawRow(number, {}, fault)
    try:
        value = json.loads(line.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        return RawRow(number, {}, f"not JSON: {error}")
    if "\\ud" in line.lower() and has_surrogates(json.dumps(value, ensure_ascii=False)):
        return RawRow(number, {}, "half a character (a lone surrogate)")
    if not isinstance(value, dict):
        return RawRow(number, {}, "no JSON object")
    if isinstance(value.get("properties"), dict):
        return RawRow(number, {"id": to_cell(value.get("id"))}, entity=value)
    return RawRow(number, {key: to_cell(cell) for key, cell in value.items()})
