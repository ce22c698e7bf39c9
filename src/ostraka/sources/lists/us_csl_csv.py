"""US consolidated screening list, CSV: several values in a cell joined by `; `."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ostraka.record.countries import is_country
from ostraka.record.model import Entity
from ostraka.sources.csl.listing import (
    Identifier,
    Listing,
    address_country,
    is_label,
    take_listing,
)
from ostraka.sources.csl.party import read_listings
from ostraka.sources.reader import Format, Reading
from ostraka.sources.strict_table import Row, read_table, rows_by_column

_REQUIRED = ("_id", "source", "entity_number", "name", "addresses", "alt_names", "ids")
_LISTS = (
    "programs", "alt_names", "citizenships", "dates_of_birth", "nationalities",
    "places_of_birth",
)  # fmt: skip
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?|(?:\d{1,2} )?[A-Z][a-z]{2} \d{4}")


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for a CSV file that begins with the list's columns."""
    start = head.removeprefix(b"\xef\xbb\xbf").replace(b'"', b"")
    return "main" if start.startswith(b"_id,source,entity_number,") else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the parties and their designations."""
    with reading.open("main") as stream:
        table = read_table(stream, reading, name="CSV")
        rows = rows_by_column(
            _whole(reading, table), reading, name="CSV", required=_REQUIRED
        )
        listings = [found for row in rows if (found := _listing(reading, row))]
    yield from read_listings(reading, listings)


def _whole(reading: Reading, table: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield the rows without repeated headers; a last row cut short is filled up.

    The file has no end mark. That rows before it were lost is for the checks to find.
    """
    header = next(table, [])
    yield header
    previous: list[str] | None = None
    for row in table:
        if previous is not None:
            yield previous
        previous = row if row != header else None
    if previous is None:
        return
    if len(previous) < len(header):
        reading.warn("last row cut short", "CSV", repr(previous[:6]))
        previous = previous + [""] * (len(header) - len(previous))
    yield previous


def _listing(reading: Reading, row: Row) -> Listing | None:
    listing = take_listing(reading, row)
    if listing is None:
        return None
    for column in _LISTS:
        listing.lists[column] = _values(row.take(column))
    for address in _values(row.take("addresses")):
        text = address.removeprefix("and ")
        listing.addresses.append(text)
        country = address_country(text, listing.code)
        if country is not None:
            listing.countries.append(country)
    listing.ids = list(_identifiers(row.take("ids") or ""))
    return listing


def _values(cell: str | None) -> list[str]:
    return [v.strip() for v in (cell or "").split("; ") if v.strip(" ;")]


def _identifiers(cell: str) -> Iterator[Identifier]:
    """Yield the ids of a cell: `RU, 7736640919, Tax ID No.; Male, Gender`.

    The type stands last, in older files first; what has none belongs to its neighbour.
    """
    pieces = _values(cell)
    if not pieces:
        return
    is_last = is_label(pieces[-1].rpartition(", ")[2])
    waiting: list[str] = []
    for piece in pieces if is_last else reversed(pieces):
        waiting.append(piece)
        kind = piece.rpartition(", ")[2] if is_last else piece.partition(", ")[0]
        if is_label(kind):
            yield _identifier(_joined(waiting, is_last=is_last), is_last=is_last)
            waiting = []
    for piece in waiting:
        yield _identifier(piece, is_last=is_last)


def _joined(pieces: list[str], *, is_last: bool) -> str:
    return "; ".join(pieces if is_last else reversed(pieces))


def _identifier(text: str, *, is_last: bool) -> Identifier:
    """Read `COUNTRY, EXPIRES, ISSUED, NUMBER, TYPE`, or `TYPE, NUMBER, COUNTRY, …`."""
    if is_last:
        rest, _, kind = text.rpartition(", ")
    else:
        kind, _, rest = text.partition(", ")
    parts = rest.split(", ")
    end = 0 if is_last else -1
    country = None
    days: list[str] = []
    if is_last and len(parts) > 1 and _is_code(parts[0]):
        country = parts.pop(0)
    while len(parts) > 1 and len(days) < 2 and _DAY.fullmatch(parts[end]):
        days.append(parts.pop(end))
    if not is_last and len(parts) > 1 and _is_code(parts[-1]):
        country = parts.pop()
    if not is_last and len(days) == 1 and len(days[0]) == 4:
        # A bare year behind the number may as well belong to it.
        return Identifier(kind, ", ".join(parts), country, remark=f"({days[0]})")
    expires, issued = (days[0], days[1]) if len(days) == 2 else (None, None)
    remark = f"(dated {days[0]})" if len(days) == 1 else None
    return Identifier(kind, ", ".join(parts), country, issued, expires, remark)


def _is_code(text: str) -> bool:
    return len(text) == 2 and text.isupper() and is_country(text.lower())


FORMAT = Format(name="us_csl_csv", sniff=sniff, read=read)
