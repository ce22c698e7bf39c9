"""What all versions of the lists say of their parties in short, found at once.

    lookups/parties-<program>.sqlite   made when it is first asked, and thrown away at will

Versions of a list say almost the same; a row stands once, with the versions that have
it.  Rows are found by the party's id, or by a key of a name: see
`ostraka.measures.naming.name_keys`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from pathlib import Path

from ostraka.measures.brief_rows import Row, party_of, read_rows
from ostraka.measures.naming import name_keys
from ostraka.record.fingerprint import digest_of
from ostraka.record.model import BASE_ID
from ostraka.record.party import NAME_KINDS, Party
from ostraka.record.schema import common_schema
from ostraka.record.store import Store
from ostraka.record.versions import Version

#: A list and the id of a record on it.
Key = tuple[str, str]
_TABLES = """
CREATE TABLE IF NOT EXISTS version (
    list TEXT, number INTEGER, id TEXT, loaded TEXT, PRIMARY KEY (list, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS said (
    row INTEGER PRIMARY KEY, list TEXT, party TEXT, alias TEXT, schema TEXT, prop TEXT,
    value TEXT, place TEXT, since INTEGER, until INTEGER
);
CREATE INDEX IF NOT EXISTS said_party ON said (party);
CREATE TABLE IF NOT EXISTS bears (
    key INTEGER, row INTEGER, PRIMARY KEY (key, row)
) WITHOUT ROWID;
"""
_COLUMNS = ", ".join(Row._fields)
_INSERT = f"INSERT INTO said ({_COLUMNS}, row, list, since, until) VALUES (?,?,?,?,?,?,?,?,?,?)"  # noqa: S608 - our own columns
#: Until when a row holds that the newest version has.
_OPEN = 1 << 31
_WAIT_SECONDS = 60
#: Records that are remembered, and keys that are asked together.
_MOST, _TOGETHER = 4096, 500


@dataclass(frozen=True)
class Brief:
    """What all versions of a list say of one record in short.

    Attributes:
        key: The list and the record.
        versions: The versions asked, oldest first.
        rows: What they say, each with the first version that has it and the first
            after it that has not, as places in `versions`.
    """

    key: Key
    versions: Sequence[Version]
    rows: tuple[tuple[Row, int, int], ...]

    def at(self, place: int) -> Party | None:
        """Return the record as the version at a place states it; None without it."""
        if place not in self._states:
            here = (row for row, since, until in self.rows if since <= place < until)
            self._states[place] = party_of(self.versions[place], here)
        return self._states[place]

    def has(self, place: int) -> bool:
        """Tell whether the version at a place has the record."""
        kinds = {
            row.schema
            for row, since, until in self.rows
            if row.prop == BASE_ID and since <= place < until
        }
        return bool(kinds) and common_schema(kinds).is_party

    @cached_property
    def last(self) -> int | None:
        """The place of the last version that has it, or None."""
        places = reversed(range(len(self.versions)))
        return next((place for place in places if self.has(place)), None)

    @cached_property
    def _states(self) -> dict[int, Party | None]:
        return {}


class Briefs:
    """The records of some versions of the lists.

    Args:
        store: The record.
        versions: The versions of each list that are asked, oldest first: the first ones.
    """

    def __init__(self, store: Store, versions: Mapping[str, Sequence[Version]]) -> None:
        self.versions = versions
        self._store = store
        self.records = lru_cache(maxsize=_MOST)(self._read)
        self._opened: sqlite3.Connection | None = None

    def prepare(self, say: Callable[[int], object] = bool) -> sqlite3.Connection:
        """Bring in the versions that were not read yet.

        Args:
            say: Is told how many statements these have, before they are read.
        """
        if self._opened is None:
            self._opened = _opened(self._store, list(self.versions), say)
        return self._opened

    def get(self, key: Key) -> Brief | None:
        """Return what the versions say of a record, or None if none has it."""
        return self.records(key[1]).get(key[0])

    def named(self, keys: Iterable[str]) -> Iterator[tuple[str, Row]]:
        """Yield the names, with their lists, that have one of some keys, in order."""
        numbers = list({_number(key) for key in keys})
        found: set[tuple[str, Row]] = set()
        for start in range(0, len(numbers), _TOGETHER):
            some = numbers[start : start + _TOGETHER]
            marks = ", ".join("?" * len(some))
            rows = (
                self.prepare()
                .execute(
                    f"SELECT list, since, {_COLUMNS} FROM bears JOIN said USING (row) WHERE key IN ({marks})",  # noqa: S608 - marks
                    some,
                )
                .fetchall()
            )
            found.update(
                (dataset, Row(*columns))
                for dataset, since, *columns in rows
                if since < len(self.versions.get(dataset, ()))
            )
        yield from sorted(found, key=_primary_first)

    def _read(self, record: str) -> dict[str, Brief]:
        """Return what each list that has a record says of it, by list."""
        rows = (
            self.prepare()
            .execute(
                f"SELECT list, since, until, {_COLUMNS} FROM said WHERE party = ? ORDER BY list, until DESC, place, value",  # noqa: S608 - our own columns
                [record],
            )
            .fetchall()
        )
        found: dict[str, list[tuple[Row, int, int]]] = {}
        for dataset, since, until, *columns in rows:
            if since < len(self.versions.get(dataset, ())):
                found.setdefault(dataset, []).append((Row(*columns), since, until))
        return {
            dataset: Brief((dataset, record), self.versions[dataset], tuple(of_list))
            for dataset, of_list in found.items()
        }


def _primary_first(named: tuple[str, Row]) -> tuple[object, ...]:
    dataset, row = named
    return dataset, row.party, NAME_KINDS.index(row.prop), row.value, row


def _opened(
    store: Store, datasets: Sequence[str], say: Callable[[int], object]
) -> sqlite3.Connection:
    """Return the file with all versions of some lists; in memory if it cannot be written."""
    path = store.lookup_of_parties(digest_of("text", "record", "measures")[:12])
    try:
        return _renewed(path, store, datasets, say)
    except sqlite3.DatabaseError as error:
        damaged = not isinstance(error, sqlite3.OperationalError)
    except OSError:
        damaged = False
    if damaged:
        with suppress(OSError):
            path.unlink()
    return _renewed(":memory:", store, datasets, say)


def _renewed(
    path: Path | str,
    store: Store,
    datasets: Sequence[str],
    say: Callable[[int], object],
) -> sqlite3.Connection:
    """Open a file of rows and bring in the versions that it lacks."""
    if isinstance(path, Path) and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        store.forget_parties(but=path.name)
    connection = sqlite3.connect(
        path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        lacking = [name for name in datasets if _lacks(connection, store, name)]
        say(sum(v.statements for name in lacking for v in store.versions(name)))
        for dataset in lacking:
            connection.execute("BEGIN IMMEDIATE")
            _bring(connection, store, dataset)
            connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def _lacks(connection: sqlite3.Connection, store: Store, dataset: str) -> bool:
    return _held(connection, dataset) != _wanted(store.versions(dataset))


def _held(connection: sqlite3.Connection, dataset: str) -> list[tuple[str, str]]:
    """Return the versions of a list that are in the file, oldest first."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'bears'").fetchone():  # fmt: skip
        return []
    return connection.execute(
        "SELECT id, loaded FROM version WHERE list = ? ORDER BY number", [dataset]
    ).fetchall()


def _wanted(versions: Iterable[Version]) -> list[tuple[str, str]]:
    return [(version.id, version.loaded) for version in versions]


def _bring(connection: sqlite3.Connection, store: Store, dataset: str) -> None:
    """Bring in the versions of a list that are not there: all, if others came between."""
    for statement in _TABLES.split(";"):
        connection.execute(statement)
    versions = store.versions(dataset)
    held, wanted = _held(connection, dataset), _wanted(versions)
    if held != wanted[: len(held)]:
        connection.execute("DELETE FROM bears WHERE row IN (SELECT row FROM said WHERE list = ?)", [dataset])  # fmt: skip
        for table in ("said", "version"):
            connection.execute(f"DELETE FROM {table} WHERE list = ?", [dataset])  # noqa: S608 - our own tables
        held = []
    rows = connection.execute(
        f"SELECT {_COLUMNS}, row FROM said WHERE list = ? AND until = ?",  # noqa: S608 - our own columns
        [dataset, _OPEN],
    )
    known = {Row(*columns): number for *columns, number in rows}
    for place in range(len(held), len(wanted)):
        _bring_one(connection, place, versions[place], read_rows(store, versions[place]), known)  # fmt: skip


def _bring_one(
    connection: sqlite3.Connection,
    place: int,
    version: Version,
    rows: set[Row],
    known: dict[Row, int],
) -> None:
    """Bring in a version; `known` are the rows of the one before, with their numbers."""
    gone = known.keys() - rows
    connection.executemany(
        "UPDATE said SET until = ? WHERE row = ?",
        [(place, known.pop(row)) for row in gone],
    )
    (last,) = connection.execute("SELECT coalesce(max(row), 0) FROM said").fetchone()
    new = dict(zip(sorted(rows - known.keys()), range(last + 1, last + 1 + len(rows)), strict=False))  # fmt: skip
    connection.executemany(
        _INSERT,
        [(*row, number, version.dataset, place, _OPEN) for row, number in new.items()],
    )
    connection.executemany(
        "INSERT OR IGNORE INTO bears VALUES (?, ?)",
        [
            (_number(key), number)
            for row, number in new.items()
            if row.is_name
            for key in name_keys(row.value, is_primary=row.prop == NAME_KINDS[0])
        ],
    )
    connection.execute(
        "INSERT INTO version VALUES (?, ?, ?, ?)",
        [version.dataset, place, version.id, version.loaded],
    )
    known.update(new)


def _number(key: str) -> int:
    """Return the number a key is kept as; who asks compares the names themselves."""
    digest = blake2b(key.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
