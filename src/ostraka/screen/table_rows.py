"""What every format of a customer file comes down to: rows of texts by column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from ostraka.errors import UsageError

#: Most times larger than its packed form a file may become, once it is this large.
RATIO, RATIO_FROM = 400, 64 << 20

Cell = str | list[str]


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it stands in the file.

    Attributes:
        number: Line or row in the file, from 1.
        cells: Text (or texts) by column; what is known of a faulty row.
        error: Why the row cannot be read, or None.
        entity: The whole party, if the row is one already (FollowTheMoney).
        note: What is odd about it without making it unfit, or None.
        unread: Columns of which the cell has a formula and no value.
    """

    number: int
    cells: Mapping[str, Cell]
    error: str | None = None
    entity: Mapping[str, Any] | None = None
    note: str | None = None
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RawTable:
    """A file opened as a table.

    Attributes:
        format: `csv`, `jsonl`, `xlsx` or `parquet`.
        columns: Headings, each once.
        rows: The rows, to be read once.
        encoding: Of a text file.
        delimiter: Of a delimited file.
        told: What is odd about the file as a whole, each in a sentence.
        share: How much has been read, from 0 to 1; None if that is not known.
    """

    format: str
    columns: tuple[str, ...]
    rows: Iterator[RawRow]
    encoding: str | None = None
    delimiter: str | None = None
    told: tuple[str, ...] = ()
    share: Callable[[], float | None] = lambda: None


@contextmanager
def refusing(name: str) -> Iterator[None]:
    """Turn whatever a library raises on a damaged file into an error for the user.

    Raises:
        UsageError: Anything was raised inside.
    """
    try:
        yield
    except UsageError:
        raise
    except Exception as error:
        # openpyxl and Arrow let through whatever their parsers raise.
        raise UsageError(f"{name}: cannot be read: {error}") from error


def guarded(name: str, rows: Iterable[RawRow]) -> Iterator[RawRow]:
    """Yield rows; what a damaged file raises later on is an error for the user."""
    number = 0
    try:
        for row in rows:
            number = row.number
            yield row
    except UsageError:
        raise
    except Exception as error:
        # gzip, zstd, openpyxl and Arrow raise whatever their parsers do.
        where = f"after row {number:,}" if number else "at its start"
        raise UsageError(
            f"{name}: cannot be read further {where}: {error}. "
            "The file is damaged or cut short: get it again; nothing was written"
        ) from error


def bomb(name: str) -> UsageError:
    """Return the error for a file that unpacks to more than it should."""
    return UsageError(
        f"{name}: unpacks to far more than a table would; refused as an archive bomb"
    )


def has_surrogates(text: str) -> bool:
    """Tell whether a text holds halves of characters: bytes that were no letters."""
    if text.isascii():
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def printable(text: str) -> str:
    """Return a text that can be written as UTF-8."""
    return text.encode("utf-8", "replace").decode() if has_surrogates(text) else text


def unique_headings(headings: Iterable[str]) -> tuple[str, ...]:
    """Return headings without surrounding space, a repeated one with its number."""
    columns: dict[str, None] = {}
    for heading in headings:
        base = name = printable(heading).strip().lstrip("\ufeff")
        number = 2
        while name in columns:
            name = f"{base} {number}"
            number += 1
        columns[name] = None
    return tuple(columns)


def to_cell(value: object) -> Cell:
    """Return a value of any type as text, a list of values as texts."""
    if isinstance(value, list | tuple | set):
        return [
            text for item in value if isinstance(text := to_cell(item), str) and text
        ]
    if value is None or value != value:  # noqa: PLR0124 - what is not itself is no number
        return ""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return printable(str(value))
