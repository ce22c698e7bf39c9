"""Is everything as it was recorded when it was written?  What is not, by name.

Each entry has the digest of the entry before it, and of every row written with it; so a
changed byte shows, in the chain or in the rows it vouches for.  Someone who can write
the whole database can also make a new chain: note the head (`audit verify` prints it)
where they cannot reach, and give it back with `--expect`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DBAPIError

from ostraka.casework.customers import check_blocks
from ostraka.casework.database import GENESIS
from ostraka.casework.digests import entry_digest, row_digest
from ostraka.casework.model import Row
from ostraka.casework.tables import PROTECTED, entry, head
from ostraka.errors import UsageError

_CHUNK = 2_000
#: Faults that are named; of more only the number is.
MOST_FAULTS = 100


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends.

    Attributes:
        number: Of the last entry.
        digest: Of the last entry: it vouches for all.
    """

    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"

    @classmethod
    def read(cls, text: str) -> Head:
        """Read what `str` wrote.

        Raises:
            UsageError: It is no head.
        """
        number, _, digest = text.strip().partition(":")
        if not number.isdigit() or len(digest) != 64:
            raise UsageError(
                "a head is a number, a colon and 64 hexadecimal digits, as `ostraka audit verify` prints it"
            )
        return cls(int(number), digest)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a look at everything found.

    Attributes:
        head: Where the chain ends.
        entries: Entries looked at.
        rows: Rows they vouch for.
        faults: What is not as it was recorded, named.
        erased: Rows that were erased under the rules.
    """

    head: Head
    entries: int
    rows: int
    faults: tuple[str, ...]
    erased: int

    @property
    def ok(self) -> bool:
        """Tell whether everything is as it was recorded."""
        return not self.faults


def verify(connection: Connection, expected: Head | None = None) -> Verdict:
    """Look at every entry and every row it vouches for.

    Args:
        connection: From `Cases.reading`.
        expected: A head noted earlier; the chain must pass through it.
    """
    faults: list[str] = list(_check_file(connection))
    vouched: dict[str, tuple[str | None, int]] = {}
    last = Head(0, GENESIS)
    passed = expected is None
    for number, row in _rows(connection, entry, "number"):
        if row is None:
            faults.append(f"entry {number}: its bytes are not text any more")
            continue
        faults += check_entry(row, last)
        last = Head(row["number"], row["digest"])
        passed = passed or last == expected
        for key, digest in _written(row, faults):
            vouched[key] = (digest, row["number"])
    if not passed:
        faults.append(f"the chain does not pass through {expected}: entries were removed or made anew")  # fmt: skip
    faults += _check_head(connection, last)
    rows = 0
    for name in PROTECTED:
        for fault in _check_rows(connection, name, vouched):
            faults += [fault] if fault else []
            rows += 1
    faults += [
        f"{key}: recorded by entry {number} and gone"
        for key, (digest, number) in vouched.items()
        if digest is not None
    ]
    faults += check_blocks(connection)
    erased = sum(digest is None for digest, _ in vouched.values())
    return Verdict(last, last.number, rows, tuple(faults), erased)


def check_entry(row: Row, before: Head) -> Iterator[str]:
    """Yield what is wrong with an entry, given where the chain stood before it."""
    name = f"entry {row['number']} of {row['at']} ({row['action']}, {row['subject']})"
    if row["number"] != before.number + 1:
        yield f"{name}: follows entry {before.number}; entries between them are gone"
    if row["previous"] != before.digest:
        yield f"{name}: does not continue entry {before.number}"
    if row["digest"] != entry_digest(row):
        yield f"{name}: was changed after it was written"


def _rows(
    connection: Connection, table: Table, key: str
) -> Iterator[tuple[Any, Row | None]]:
    """Yield key and row, by key; None for a row whose bytes are not text any more."""
    keys = connection.execute(select(table.c[key]).order_by(table.c[key])).scalars()
    found = keys.all()
    for start in range(0, len(found), _CHUNK):
        yield from _some_rows(connection, table, key, found[start : start + _CHUNK])


def _some_rows(
    connection: Connection, table: Table, key: str, keys: Sequence[Any]
) -> Iterator[tuple[Any, Row | None]]:
    wanted = select(table).where(table.c[key].between(keys[0], keys[-1]))
    try:
        rows = connection.execute(wanted.order_by(table.c[key])).mappings().all()
        yield from ((row[key], row) for row in rows)
    except (DBAPIError, ValueError):
        if len(keys) == 1:
            yield keys[0], None
            return
        middle = len(keys) // 2
        yield from _some_rows(connection, table, key, keys[:middle])
        yield from _some_rows(connection, table, key, keys[middle:])


def _check_file(connection: Connection) -> Iterator[str]:
    """Yield what SQLite itself finds wrong with its file."""
    if connection.dialect.name == "sqlite":
        for line in connection.exec_driver_sql("PRAGMA integrity_check").scalars():
            if line != "ok":
                yield f"the file is damaged: {line}"


def _written(row: Row, faults: list[str]) -> Iterator[tuple[str, str | None]]:
    try:
        yield from json.loads(row["written"]).items()
    except ValueError:
        faults.append(f"entry {row['number']}: what it wrote cannot be read")


def _check_head(connection: Connection, last: Head) -> Iterator[str]:
    row = connection.execute(select(head)).one_or_none()
    if row is None or (row.number, row.digest) != (last.number, last.digest):
        where = "gone" if row is None else f"entry {row.number}"
        yield f"the head is {where} and the last entry is {last.number}: entries were removed or added"


def _check_rows(
    connection: Connection, name: str, vouched: dict[str, tuple[str | None, int]]
) -> Iterator[str | None]:
    """Yield for each row what is wrong with it, or None; what was found is crossed off."""
    table, key = PROTECTED[name]
    for found, row in _rows(connection, table, key):
        called = f"{name} {found}"
        if called not in vouched:
            yield f"{called}: no entry recorded it"
            continue
        digest, number = vouched.pop(called)
        if digest is None:
            yield f"{called}: entry {number} removed it and it is there again"
        elif row is None or digest != row_digest(row):
            yield f"{called}: was changed after entry {number} recorded it"
        else:
            yield None
