"""What a spreadsheet hides from whoever reads its values only: merges, and formulas.

A cell that is merged with those below it holds the value of all of them; a formula that
was never computed has no value at all.  Both are looked for before the rows are read.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.etree.ElementTree import Element

from ostraka.errors import UsageError
from ostraka.screen.table_rows import Cell

_CHUNK = 1 << 20
#: No cell of a table of parties is longer.
_LONGEST_CELL = 1 << 20
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_ROW = re.compile(rb"<(?:\w+:)?row[ >]")
#: A cell with a formula and without a value, or with an empty one.
_NEVER_COMPUTED = re.compile(
    rb'<(?:\w+:)?c r="([A-Z]+)(\d+)"[^>]*><(?:\w+:)?f(?:/>|[ >][^<]*(?:</(?:\w+:)?f>)?)'
    rb"(?:</(?:\w+:)?c>|<(?:\w+:)?v\s*/>|<(?:\w+:)?v></)"
)


@dataclass(slots=True)
class Hidden:
    """What was found in a sheet.

    Attributes:
        rows: How many rows it has.
        merged: Stretches of one column merged downwards: column → first and last row.
        merges: How many merged cells there are.
        uncomputed: Columns with a formula that has no value, by row.
    """

    rows: int = 0
    merged: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    merges: int = 0
    uncomputed: dict[int, list[int]] = field(default_factory=dict)

    def told(self) -> Iterator[str]:
        """Say what a user must know of it."""
        if self.merges:
            yield f"{self.merges:,} merged cells: each row has the value of the merge"
        if self.uncomputed:
            first = min(self.uncomputed)
            yield (
                f"formulas without a value on {len(self.uncomputed):,} rows, the first "
                f"{first}: open the workbook in a spreadsheet program and save it"
            )


def sheets_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the sheets of a workbook in their order: name and part of the archive.

    Raises:
        UsageError: There is none.
    """
    parts = {}
    for relation in _parse(archive, "xl/_rels/workbook.xml.rels"):
        target = relation.get("Target") or ""
        absolute = target.startswith("/")
        parts[relation.get("Id")] = target.lstrip("/") if absolute else f"xl/{target}"
    sheets = _parse(archive, "xl/workbook.xml").iterfind(".//{*}sheet")
    found = {
        str(sheet.get("name")): parts[sheet.get(_RELATION)]
        for sheet in sheets
        if "chartsheets/" not in parts.get(sheet.get(_RELATION), "chartsheets/")
    }
    if not found:
        raise UsageError("the workbook has no sheet")
    return found


def look_through(archive: zipfile.ZipFile, part: str) -> Hidden:
    """Look through a sheet of a workbook."""
    found = Hidden()
    with archive.open(part) as sheet:
        for piece in _pieces(sheet):
            found.rows += len(_ROW.findall(piece))
            for column, row in _NEVER_COMPUTED.findall(piece):
                found.uncomputed.setdefault(int(row), []).append(column_number(column))
            for left, top, _, bottom in _MERGED.findall(piece):
                found.merges += 1
                if int(bottom) > int(top):
                    column = column_number(left)
                    found.merged.setdefault(column, []).append((int(top), int(bottom)))
    for stretches in found.merged.values():
        stretches.sort()
    return found


def fill_merged(
    rows: Iterator[tuple[int, list[Cell]]], hidden: Hidden
) -> Iterator[tuple[int, list[Cell]]]:
    """Yield rows in which each cell of a downward merge has the value of its first."""
    if not hidden.merged:
        yield from rows
        return
    left = {column: list(reversed(found)) for column, found in hidden.merged.items()}
    held: dict[int, Cell] = {}
    for number, cells in rows:
        for column, stretches in left.items():
            while stretches and stretches[-1][1] < number:
                stretches.pop()
            if stretches and stretches[-1][0] <= number:
                cells.extend("" for _ in range(column + 1 - len(cells)))
                if stretches[-1][0] == number:
                    held[column] = cells[column]
                else:
                    cells[column] = held.get(column, "")
        yield number, cells


def column_number(letters: bytes) -> int:
    """Return the place of a column from 0: `A` is 0, `AA` is 26."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number - 1


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield a sheet in pieces that cut no cell in two."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        piece = rest + chunk
        end = piece.rfind(b"</c>") + 4 if b"</c>" in piece else piece.rfind(b"/>") + 2
        if end < 4 and len(piece) > _LONGEST_CELL:
            raise UsageError("a cell of more than a million characters")
        yield piece[:end]
        rest = piece[end:]
    yield rest


def _parse(archive: zipfile.ZipFile, part: str) -> Element:
    from openpyxl.xml.functions import fromstring  # noqa: PLC0415 - guards against entities

    found: Element = fromstring(archive.read(part))
    return found
