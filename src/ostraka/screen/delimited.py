"""Records of a delimited text file, one by one, whatever is wrong with some of them.

A quotation mark that is never closed must not swallow the customers after it, so a
record may only run over a few lines; and every line ends up in some record.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

DELIMITERS = (",", ";", "\t", "|")
#: Longest line, most lines of one record, and lines parsed in one go.
_LONGEST_LINE = 1 << 20
_MOST_LINES = 60
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a text file.

    Attributes:
        number: Line it begins on, from 1.
        cells: Its fields.
        error: Why it cannot be read, or None.
    """

    number: int
    cells: Sequence[str]
    error: str | None = None


def find_delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter under which most lines have as many fields as the first.

    A heading may hold another delimiter, so the number of fields decides only among
    those that fit equally well.
    """
    best, most = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        try:
            rows = [row for row in csv.reader(lines, delimiter=delimiter) if row]
        except csv.Error:
            continue
        width = len(rows[0]) if rows else 0
        if width < 2:
            continue
        fitting = sum(len(row) == width for row in rows) / len(rows)
        if (round(fitting, 1), width) > most:
            best, most = delimiter, (round(fitting, 1), width)
    return best


def read_records(text: TextIO, delimiter: str) -> Iterator[Record]:
    """Yield the records of a file in order, blank lines left out."""
    lines = _Lines(text)
    while True:
        batch, number = lines.take_plain()
        if batch:
            yield from _parse(batch, number, delimiter)
        elif lines.ended:
            return
        else:
            yield from _read_odd(lines, delimiter)


def _read_odd(lines: _Lines, delimiter: str) -> Iterator[Record]:
    """Read a line with an odd number of quotation marks, and those it runs over."""
    number = lines.number + 1
    first = lines.next()
    if first is None:
        yield Record(number, (), f"a line of more than {_LONGEST_LINE:,} characters")
        return
    gathered = [first]
    quotes = first.count('"')
    while quotes % 2 and len(gathered) < _MOST_LINES and not lines.ended:
        line = lines.next()
        if line is None:
            break
        gathered.append(line)
        quotes += line.count('"')
    if quotes % 2 == 0:
        yield from _parse(gathered, number, delimiter)
        return
    lines.push_back(gathered[1:])
    for record in _parse_each([first], number, delimiter):
        yield Record(
            number,
            record.cells,
            record.error or "a quotation mark that is never closed",
        )


def _parse(block: list[str], number: int, delimiter: str) -> Iterator[Record]:
    """Parse lines that make up whole records."""
    reader = csv.reader(block, delimiter=delimiter)
    records: list[Record] = []
    start = number
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                records.append(Record(start, cells))
            start = number + reader.line_num
    except csv.Error:
        yield from _parse_each(block, number, delimiter)
        return
    yield from records


def _parse_each(block: list[str], number: int, delimiter: str) -> Iterator[Record]:
    for offset, line in enumerate(block):
        try:
            cells = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error as error:
            yield Record(number + offset, (), f"not a row of a table: {error}")
            continue
        if any(cell.strip() for cell in cells):
            yield Record(number + offset, cells)


class _Lines:
    """Physical lines, with their number, that can be given back."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._back: deque[str] = deque()
        self.number = 0
        self.ended = False
        self._fill()

    def next(self) -> str | None:
        """Return the next line; None for one that is too long, of which the rest is skipped."""
        line = self._back.popleft()
        self.number += 1
        if len(line) >= _LONGEST_LINE and not line.endswith(("\n", "\r")):
            while rest := self._text.readline(_LONGEST_LINE):
                if rest.endswith(("\n", "\r")):
                    break
            self._fill()
            return None
        self._fill()
        return line

    def take_plain(self) -> tuple[list[str], int]:
        """Return the next lines whose quotation marks are even, and the first one's number."""
        number = self.number + 1
        taken: list[str] = []
        while not self.ended and len(taken) < _BATCH:
            line = self._back[0]
            if line.count('"') % 2 or len(line) >= _LONGEST_LINE:
                break
            taken.append(line)
            self._back.popleft()
            self.number += 1
            self._fill()
        return taken, number

    def push_back(self, lines: list[str]) -> None:
        """Give lines back to be read again."""
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)
        self.ended = not self._back

    def _fill(self) -> None:
        if not self._back:
            line = self._text.readline(_LONGEST_LINE)
            if line:
                self._back.append(line)
            self.ended = not line
