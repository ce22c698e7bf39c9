"""Rows out of a customer file that is text: CSV and the like, or JSON lines.

Plain, or packed with gzip or zstd; streamed, never the whole file at once.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
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
from ostraka.screen.table_source import Source

#: Bytes looked at for the encoding, at the start and at three later places.
_SAMPLE = 1 << 18
_SAMPLE_LINES = 50
#: Rows looked at for the keys of JSON lines.
_HEAD_ROWS = 200
#: Longest line of JSON.
_LONGEST_JSON = 1 << 24
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?')
_JSON_SUFFIXES = (".jsonl", ".ndjson", ".json")
#: Encodings of which a damaged byte can be told from a letter, one by one.
_SINGLE_BYTE = ("utf-8", "cp125", "koi8")


def open_text(source: Source) -> RawTable:
    """Open a text file as a table: JSON lines if it looks so, else delimited.

    Raises:
        UsageError: It is empty, or has no header.
    """
    sample = b"\n".join(_samples(source))
    if not sample.strip():
        raise UsageError(f"{source.name}: the file is empty")
    encoding = detect_encoding(sample)
    start = sample[:_SAMPLE].decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    stem = source.name.lower().removesuffix(".gz").removesuffix(".zst")
    if start.startswith("{") or stem.endswith(_JSON_SUFFIXES):
        if not start.startswith("{"):
            raise UsageError(
                f"{source.name}: no JSON lines; write one object in each line"
            )
        return _open_jsonl(source, encoding)
    return _open_csv(source, encoding, start)


def _samples(source: Source) -> Iterator[bytes]:
    """Yield the first bytes of a file, and some later ones where that costs nothing."""
    start = _unpacked_head(source)
    # Whole lines, so that no letter is cut.
    yield start.rpartition(b"\n")[0] or start if len(start) == _SAMPLE else start
    size = source.size or 0
    if size > 8 * _SAMPLE and not source.head(4).startswith((_GZIP, _ZSTD)):
        with source.open() as stream:
            for part in (1, 2, 3):
                stream.seek(size * part // 4)
                stream.readline(_SAMPLE)
                yield stream.read(_SAMPLE // 4).rpartition(b"\n")[0]


def _unpacked_head(source: Source) -> bytes:
    """Return the first bytes of what a file holds; of a packed one, what its head has."""
    head = source.head()
    if head.startswith(_GZIP):
        return _gzip_head(head)
    if not head.startswith(_ZSTD):
        return head[:_SAMPLE]
    import pyarrow as pa  # noqa: PLC0415 - only when there is zstd to read

    found = b""
    with pa.CompressedInputStream(pa.BufferReader(head), "zstd") as packed:
        try:
            while len(found) < _SAMPLE and (part := packed.read(4096)):
                found += part
        except OSError:
            if not found:  # else the head ends in the middle of what was packed
                raise
    return found[:_SAMPLE]


def _gzip_head(head: bytes) -> bytes:
    found = b""
    while head.startswith(_GZIP) and len(found) < _SAMPLE:
        member = zlib.decompressobj(wbits=31)
        found += member.decompress(head, _SAMPLE)
        head = member.unused_data
    return found[:_SAMPLE]


@contextmanager
def _unpacked(source: Source) -> Iterator[BinaryIO]:
    """Open a file as plain bytes, with a limit on what a packed one may become."""
    magic = source.head(4)
    with source.open() as raw:
        if magic.startswith(_GZIP):
            with gzip.open(raw) as packed:
                yield cast("BinaryIO", io.BufferedReader(_Limited(source, packed)))
        elif magic == _ZSTD:
            import pyarrow as pa  # noqa: PLC0415 - only when there is zstd to read

            with (
                pa.PythonFile(raw, mode="r") as opened,
                pa.CompressedInputStream(opened, "zstd") as packed,
            ):
                yield cast("BinaryIO", io.BufferedReader(_Limited(source, packed)))
        else:
            yield raw


class _Limited(io.RawIOBase):
    """A stream that stops giving when it has become far too large for its packed form."""

    def __init__(self, source: Source, stream: Any) -> None:
        self._source = source
        self._stream = stream
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._stream.read(len(buffer))
        self._given += len(chunk)
        if self._given > max(self._source.taken() * RATIO, RATIO_FROM):
            raise bomb(self._source.name)
        buffer[: len(chunk)] = chunk
        return len(chunk)


@contextmanager
def _text(source: Source, encoding: str) -> Iterator[TextIO]:
    """Open a text file; bytes that are none of its letters stay recognisable."""
    errors = "surrogateescape" if _is_single(encoding) else "replace"
    with (
        _unpacked(source) as stream,
        io.TextIOWrapper(stream, encoding, errors, newline="") as text,
    ):
        yield text


def _undecodable(text: str, encoding: str) -> str | None:
    """Return what is wrong if a text has bytes that are no letters of its encoding."""
    damaged = has_surrogates(text) if _is_single(encoding) else "\ufffd" in text
    return f"bytes that are not {encoding.removesuffix('-sig')}" if damaged else None


def _is_single(encoding: str) -> bool:
    return encoding.startswith(_SINGLE_BYTE)


def _open_csv(source: Source, encoding: str, start: str) -> RawTable:
    lines = start.splitlines(keepends=True)[:_SAMPLE_LINES]
    told = _SEPARATOR_LINE.fullmatch(lines[0].strip()) if lines else None
    delimiter = told[1] if told and told[1] in DELIMITERS else find_delimiter(lines)
    records = _csv_records(source, encoding, delimiter)
    if told:
        next(records, None)
    header = next(records, None)
    if header is None or header.error:
        reason = header.error if header else "there is no header"
        raise UsageError(f"{source.name}: {reason}")
    columns = unique_headings(header.cells)
    rows = (_csv_row(record, columns, encoding) for record in records)
    return RawTable(
        "csv", columns, guarded(source.name, rows), encoding, delimiter,
        share=source.share,
    )  # fmt: skip


def _csv_records(source: Source, encoding: str, delimiter: str) -> Iterator[Record]:
    with _text(source, encoding) as text:
        yield from read_records(text, delimiter)


def _csv_row(record: Record, columns: Sequence[str], encoding: str) -> RawRow:
    cells = record.cells
    error, note = record.error, None
    if error is None and len(cells) != len(columns):
        if len(cells) > len(columns) and not any(map(str.strip, cells[len(columns) :])):
            cells = cells[: len(columns)]
        else:
            error = f"{len(cells)} fields where the header has {len(columns)}"
    if error is None:
        whole = "".join(cells)
        if not whole.isascii():
            error = _undecodable(whole, encoding)
            read = _as_utf8(cells, encoding) if encoding.startswith("cp12") else None
            if read is not None:
                cells, error = read, None
                note = f"a line in utf-8 where the file is {encoding}: read as utf-8"
    return RawRow(
        record.number, dict(zip(columns, cells, strict=False)), error, note=note
    )


def _as_utf8(cells: Sequence[str], encoding: str) -> list[str] | None:
    """Return cells of a code page as UTF-8, if that is what they are: it is not by chance."""
    try:
        return [cell.encode(encoding, "surrogateescape").decode() for cell in cells]
    except UnicodeError:
        return None


def _open_jsonl(source: Source, encoding: str) -> RawTable:
    rows = guarded(source.name, _json_rows(source, encoding))
    head = list(islice(rows, _HEAD_ROWS))
    columns = dict.fromkeys(key for row in head for key in row.cells)
    return RawTable(
        "jsonl", tuple(columns), chain(head, rows), encoding, share=source.share
    )


def _json_rows(source: Source, encoding: str) -> Iterator[RawRow]:
    with _text(source, encoding) as text:
        number = 0
        while line := text.readline(_LONGEST_JSON):
            number += 1
            if len(line) == _LONGEST_JSON and not line.endswith("\n"):
                while (rest := text.readline(_LONGEST_JSON)) and rest[-1] != "\n":
                    pass
                reason = f"a line of more than {_LONGEST_JSON:,} characters"
                yield RawRow(number, {}, reason)
            elif line.strip():
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
