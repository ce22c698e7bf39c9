"""Judgements on disk: appended, never edited; the canonical ids that follow from them.

`$OSTRAKA_HOME/judgements.sqlite` has one table of judgements, from which a trigger
refuses to take or change a row, and one of canonical ids that is computed from it in
the same transaction (`record.canonical`), so that one id is looked up without reading
all.  SQLite keeps several processes apart and what was committed whole after a crash.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ostraka.errors import StoreError, UsageError
from ostraka.record.canonical import Answer, Judgement, Parties, in_force, parties_of
from ostraka.record.writing import batched

FILE = "judgements.sqlite"
_WAIT_SECONDS = 60
#: Most ids in one statement; SQLite allows 32,766.
_CHUNK = 500
_COLUMNS = "left_id, right_id, answer, made_by, made_at, evidence, score, number"
_TABLES = (
    """CREATE TABLE IF NOT EXISTS judgement (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        left_id TEXT NOT NULL, right_id TEXT NOT NULL, answer TEXT NOT NULL,
        made_by TEXT NOT NULL, made_at TEXT NOT NULL,
        evidence TEXT NOT NULL, score REAL)""",
    "CREATE INDEX IF NOT EXISTS by_left ON judgement (left_id)",
    "CREATE INDEX IF NOT EXISTS by_right ON judgement (right_id)",
    """CREATE TRIGGER IF NOT EXISTS never_changed BEFORE UPDATE ON judgement
        BEGIN SELECT RAISE(ABORT, 'a judgement is never changed'); END""",
    """CREATE TRIGGER IF NOT EXISTS never_removed BEFORE DELETE ON judgement
        BEGIN SELECT RAISE(ABORT, 'a judgement is never removed'); END""",
    """CREATE TABLE IF NOT EXISTS party (
        id TEXT PRIMARY KEY, canonical TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS by_canonical ON party (canonical)",
)


class Judgements:
    """The judgements kept under one home folder.

    Args:
        home: `OSTRAKA_HOME`; the file is made when the first judgement is appended.
    """

    def __init__(self, home: Path) -> None:
        self.path = home / FILE
        self._reading: sqlite3.Connection | None = None

    def append(self, judgements: Iterable[Judgement]) -> int:
        """Append judgements, all or none, and return how many there are now.

        Args:
            judgements: In the order they were made; their numbers are given here.

        Raises:
            UsageError: Another process has been writing for a minute, or a judgement
                names one record twice.
        """
        rows = [
            (j.left, j.right, str(j.answer), j.by, j.at, j.evidence, j.score)
            for j in judgements
        ]
        for left, right, *_ in rows:
            if left == right:
                raise UsageError(f"{left}: a record is not judged against itself")
        with self._writing() as connection:
            connection.executemany(
                "INSERT INTO judgement (left_id, right_id, answer, made_by, made_at, evidence, score) VALUES (?, ?, ?, ?, ?, ?, ?)",
                rows,
            )
            _renew(connection, {name for row in rows for name in row[:2]})
            (count,) = connection.execute(
                "SELECT max(number) FROM judgement"
            ).fetchone()
        return int(count or 0)

    @property
    def last(self) -> int:
        """The number of the last judgement: it names the state of the table."""
        connection = self._open()
        if connection is None:
            return 0
        rows = connection.execute("SELECT coalesce(max(number), 0) FROM judgement")
        return int(rows.fetchone()[0])

    def all(self) -> list[Judgement]:
        """Return every judgement in the order they were made."""
        connection = self._open()
        if connection is None:
            return []
        rows = connection.execute(f"SELECT {_COLUMNS} FROM judgement ORDER BY number")  # noqa: S608 - our own columns
        return [_judgement(row) for row in rows]

    def newest(self, count: int) -> list[Judgement]:
        """Return the judgements made last, the newest first."""
        connection = self._open()
        if connection is None:
            return []
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM judgement ORDER BY number DESC LIMIT ?",  # noqa: S608 - our own columns
            [count],
        )
        return [_judgement(row) for row in rows]

    def about(self, *ids: str) -> list[Judgement]:
        """Return the judgements that name any of some ids, in the order they were made."""
        connection = self._open()
        found = {} if connection is None else _about(connection, ids)
        return [found[number] for number in sorted(found)]

    def canonical(self, name: str) -> str:
        """Return the canonical id of the party a record belongs to; its own if alone."""
        connection = self._open()
        if connection is None:
            return name
        rows = connection.execute("SELECT canonical FROM party WHERE id = ?", [name])
        return str((rows.fetchone() or [name])[0])

    def members(self, name: str) -> tuple[str, ...]:
        """Return the ids of the party an id belongs to, the canonical id first."""
        canonical = self.canonical(name)
        connection = self._open()
        if connection is None:
            return (canonical,)
        rows = connection.execute(
            "SELECT id FROM party WHERE canonical = ? AND id <> canonical ORDER BY id",
            [canonical],
        )
        return canonical, *(str(row[0]) for row in rows)

    def several(self, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return what `members` does for many ids; those that are alone are left out."""
        connection = self._open()
        found: dict[str, tuple[str, ...]] = {}
        if connection is None:
            return found
        for some in batched(names, _CHUNK):
            marks = ", ".join("?" * len(some))
            rows = connection.execute(
                f"SELECT a.id, a.canonical, b.id FROM party a JOIN party b USING (canonical) WHERE a.id IN ({marks}) AND b.id <> a.canonical ORDER BY b.id",  # noqa: S608 - placeholders
                some,
            )
            for name, canonical, member in rows:
                found[name] = (*found.get(name, (canonical,)), member)
        return found

    def redirects(self) -> dict[str, str]:
        """Return the canonical id of every id that is not one itself."""
        connection = self._open()
        if connection is None:
            return {}
        rows = connection.execute(
            "SELECT id, canonical FROM party WHERE id <> canonical"
        )
        return dict(rows.fetchall())

    def parties(self) -> Parties:
        """Return all parties the judgements make, computed afresh."""
        return parties_of(self.all())

    def parts(self, name: str) -> list[Judgement]:
        """Return what is in force on a party's being part of another or having a part."""
        judged = in_force(self.about(*self.members(name)))
        return [j for j in judged.values() if j.answer is Answer.PART_OF]

    def close(self) -> None:
        """Close the file; it is opened again when it is asked."""
        if self._reading is not None:
            self._reading.close()
            self._reading = None

    def _open(self) -> sqlite3.Connection | None:
        """Return a connection that reads, or None where nothing was ever judged."""
        if self._reading is None and self.path.exists():
            # Opened to write too: after a crash the first reader rolls back what was
            # not committed.  SQLite keeps the threads of a service apart itself.
            connection = sqlite3.connect(
                self.path, timeout=_WAIT_SECONDS, check_same_thread=False
            )
            try:
                connection.execute("SELECT number FROM judgement LIMIT 1").fetchone()
            except sqlite3.DatabaseError as error:
                raise StoreError(
                    f"{self.path}: damaged, or not ours: {error}"
                ) from error
            self._reading = connection
        return self._reading

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            self.path, timeout=_WAIT_SECONDS, isolation_level=None
        )
        try:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN IMMEDIATE")
            for table in _TABLES:
                connection.execute(table)
            yield connection
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise UsageError(
                f"{self.path}: cannot be written: {error}; try again when no other process writes it"
            ) from error
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{self.path}: damaged, or not ours: {error}") from error
        finally:
            connection.close()  # what was not committed is rolled back


def _renew(connection: sqlite3.Connection, named: set[str]) -> None:
    """Compute anew the parties that judgements about some ids can have changed.

    These are the records that judgements `same`, in force or not, connect with them:
    nothing outside can be united with anything inside.
    """
    near: dict[int, Judgement] = {}
    done: set[str] = set()
    ahead = set(named)
    while ahead:
        done |= ahead
        found = _about(connection, ahead)
        near |= found
        ahead = {
            name
            for judgement in found.values()
            if judgement.answer is Answer.SAME
            for name in judgement.pair
        } - done
    canonical = parties_of(near[number] for number in sorted(near)).canonical
    connection.executemany(
        "INSERT OR REPLACE INTO party VALUES (?, ?)",
        [(name, canonical[name]) for name in sorted(done)],
    )


def _about(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[int, Judgement]:
    """Return the judgements that name any of some ids, by number."""
    found: dict[int, Judgement] = {}
    for some in batched(ids, _CHUNK):
        marks = ", ".join("?" * len(some))
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM judgement WHERE left_id IN ({marks}) OR right_id IN ({marks})",  # noqa: S608 - placeholders
            [*some, *some],
        )
        found |= {judgement.number: judgement for judgement in map(_judgement, rows)}
    return found


def _judgement(row: tuple[Any, ...]) -> Judgement:
    left, right, answer, by, at, evidence, score, number = row
    return Judgement(left, right, Answer(answer), by, at, evidence, score, number)
