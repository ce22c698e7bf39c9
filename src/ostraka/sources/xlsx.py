"""Excel sheets read as text, row by row, with limits; nothing in them is executed.

A workbook is a zip of XML: it is looked through before openpyxl opens it, so that an
archive bomb or a document type declaration (entities) is refused and not unpacked.
Formulas are read as the values Excel stored, links to other workbooks not at all.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from typing import IO

from openpyxl.reader.excel import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from ostraka.sources.reader import Reading

#: Most bytes a workbook may have, packed and unpacked (the largest known: 2 and 30 MB).
_PACKED_LIMIT = 256 * 1024**2
_UNPACKED_LIMIT = 1024**3
#: Most parts in the zip, and most columns a list can have.
_PARTS_LIMIT = 10_000
_COLUMNS_LIMIT = 512
_CHUNK = 1 << 20
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
#: Characters XML cannot hold, as Excel writes them: `_x000D_` is a line break.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FETCH_AGAIN = "the file is damaged, cut short or no workbook; fetch it again"


def read_sheet(
    stream: IO[bytes], reading: Reading, *, name: str, sheet: str | None = None
) -> Iterator[list[str]]:
    """Yield the rows of a sheet as text, all as wide as the first row that holds any.

    Blank rows before the header are passed over; empty columns right of it are cut
    off, and something in them refuses the version.

    Args:
        stream: The workbook.
        reading: Where faults go.
        name: File name for messages.
        sheet: Name of the sheet; the first one if None.

    Raises:
        RefusedError: No workbook, damaged, too large, or with a document type.
    """
    packed = stream.read(_PACKED_LIMIT + 1)
    if len(packed) > _PACKED_LIMIT:
        raise reading.stop(name, "the workbook is larger than any list can be")
    width = 0
    try:
        _inspect(packed, reading, name)
        for number, cells in enumerate(_rows(packed, sheet), start=1):
            row = [cell_text(cell) for cell in cells]
            width = width or _width(row)
            if any(row[width:]):
                reading.refuse(f"{name} row {number}", "a cell outside the columns")
            if width:
                yield row[:width] + [""] * (width - len(row))
    except (zipfile.BadZipFile, InvalidFileException, OSError, EOFError) as error:
        raise reading.stop(name, f"not a workbook: {error}", _FETCH_AGAIN) from error
    except (KeyError, ValueError, TypeError, SyntaxError) as error:
        # openpyxl and its XML parser raise these on what they cannot make sense of.
        raise reading.stop(name, f"damaged workbook: {error}", _FETCH_AGAIN) from error


def cell_text(value: object) -> str:
    """Return the value of a cell as text: a date as ISO 8601, a whole number without point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return str(value.date() if midnight else value.replace(microsecond=0))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _ESCAPED.sub(_unescape, str(value)).strip()


def _unescape(found: re.Match[str]) -> str:
    text = chr(int(found[1], 16))
    return "\n" if text == "\r" else text


def _rows(packed: bytes, sheet: str | None) -> Iterator[tuple[object, ...]]:
    book = load_workbook(
        io.BytesIO(packed), read_only=True, data_only=True, keep_links=False
    )
    try:
        found = book[sheet] if sheet is not None else book.worksheets[0]
        # The size a sheet states for itself is often wrong.
        found.reset_dimensions()
        yield from found.iter_rows(max_col=_COLUMNS_LIMIT, values_only=True)
    finally:
        book.close()


def _width(row: list[str]) -> int:
    """Return the number of columns up to the last one that holds something."""
    return max((i for i, text in enumerate(row, start=1) if text), default=0)


def _inspect(packed: bytes, reading: Reading, name: str) -> None:
    left = _UNPACKED_LIMIT
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        parts = archive.infolist()
        if len(parts) > _PARTS_LIMIT:
            raise reading.stop(name, f"a workbook of {len(parts):,} parts")
        for part in parts:
            is_xml = part.filename.endswith((".xml", ".rels"))
            with archive.open(part) as stream:
                tail = b""
                while chunk := stream.read(_CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise reading.stop(name, "unpacks to more than a list can be")
                    if is_xml and _DOCTYPE.search(tail + chunk):
                        raise reading.stop(
                            name, "the workbook has a document type declaration"
                        )
                    tail = chunk[-16:]
