"""Where the cases are kept, and the one way to change them: with an entry in the chain.

Whoever writes holds the head of the chain from the beginning to the commit, so changes
come one after another, and what a change rests on cannot move under it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Engine, Table, insert, select, update

from ostraka.casework.digests import canonical, entry_digest, row_digest
from ostraka.casework.engine import ONLY_READ, database_url, make_engine, our_words
from ostraka.casework.model import Actor
from ostraka.casework.reading import is_read_only, reading_engine
from ostraka.casework.tables import PROTECTED, entry, head
from ostraka.errors import OstrakaError, StoreError, UsageError

#: What the chain begins with.
GENESIS = "0" * 64
_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of one installation.

    Attributes:
        engine: The database.
        now: The clock.
        read_only: Whether nothing can be written where they lie.
        copy: Where a copy lies that is read, as the original cannot be opened.
    """

    engine: Engine
    now: Callable[[], datetime]
    read_only: bool = False
    copy: TemporaryDirectory[str] | None = None

    @property
    def moment(self) -> str:
        """Now, ISO 8601 in UTC with microseconds."""
        return moment(self.now())

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state and changes nothing."""
        with our_words(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, actor: Actor) -> Iterator[Writing]:
        """Give what changes the cases; committed whole at the end, or not at all.

        Args:
            actor: Who acts: stands in every entry.
        """
        with our_words(), self.engine.connect() as connection:
            begin_writing(connection)
            writing = Writing(connection, actor, self.moment)
            yield writing
            writing.check_entered()
            connection.commit()

    @contextmanager
    def beside(self) -> Iterator[Connection]:
        """Give a connection that writes what is derived and the chain has no part in."""
        with our_words(), self.engine.begin() as connection:
            begin_writing(connection)
            yield connection

    def check_can_write(self) -> None:
        """Refuse what changes the cases where nothing can be written.

        Raises:
            UsageError: Nothing can.
        """
        if self.read_only:
            raise UsageError(ONLY_READ)

    def close(self) -> None:
        """Close the database."""
        self.engine.dispose()
        if self.copy is not None:
            self.copy.cleanup()


@dataclass(slots=True)
class Writing:
    """One change of the cases, from its beginning to its commit.

    Attributes:
        connection: Inside a transaction, with the head of the chain held.
        actor: Who acts.
        at: The moment, ISO 8601 UTC.
    """

    connection: Connection
    actor: Actor
    at: str
    _touched: dict[str, dict[Any, None]] = field(default_factory=dict)

    @property
    def next_entry(self) -> int:
        """The number of the entry that comes next in this change."""
        return int(self.connection.execute(select(head.c.number)).scalar_one()) + 1

    def insert(self, table: Table, **values: Any) -> int:
        """Insert a row and return its number."""
        return int(self.insert_many(table, [values])[0])

    def insert_many(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
        """Insert rows and return their keys, in order."""
        if not rows:
            return []
        salted = [self._salted(table, row) for row in rows]
        key = table.c[PROTECTED[table.name][1]]
        keys: list[Any] = []
        for start in range(0, len(salted), _CHUNK):
            found = self.connection.execute(
                insert(table).returning(key, sort_by_parameter_order=True),
                salted[start : start + _CHUNK],
            )
            keys += [row[0] for row in found]
        self._touch(table, keys)
        return keys

    def change(self, table: Table, key: Any, /, **values: Any) -> bool:
        """Change a row; False if it is not there, or not in the version given.

        Args:
            table: A protected table.
            key: Key of the row.
            **values: New values.  `version` is the version the change was decided on;
                the row gets the next one.
        """
        column = table.c[PROTECTED[table.name][1]]
        wanted = update(table).where(column == key)
        if "version" in values:
            seen = values.pop("version")
            wanted = wanted.where(table.c.version == seen)
            values["version"] = seen + 1
        done = self.connection.execute(wanted.values(**values))
        if done.rowcount:
            self._touch(table, [key])
        return bool(done.rowcount)

    def remove(self, table: Table, key: Any) -> None:
        """Remove a row; the chain remembers that it was there."""
        column = table.c[PROTECTED[table.name][1]]
        self.connection.execute(table.delete().where(column == key))
        self._touch(table, [key])

    def enter(self, action: str, subject: str, **facts: Any) -> int:
        """Append an entry that vouches for every row written since the last one.

        Args:
            action: What was done, e.g. `alert decided`.
            subject: What it was done to, e.g. `alert 12`.
            **facts: What matters about it; no personal data, which the chain would
                keep for ever.

        Returns:
            The entry's number.
        """
        number, previous = self.connection.execute(
            select(head.c.number, head.c.digest)
        ).one()
        row: dict[str, Any] = {
            "number": number + 1,
            "at": self.at,
            "actor": self.actor.name,
            "action": action,
            "subject": subject,
            "facts": canonical(facts),
            "written": canonical(self._digests()),
            "previous": previous,
        }
        row["digest"] = entry_digest(row)
        self.connection.execute(insert(entry), row)
        self.connection.execute(
            update(head).values(number=row["number"], digest=row["digest"])
        )
        return int(row["number"])

    def check_entered(self) -> None:
        """Refuse to commit rows no entry vouches for.

        Raises:
            StoreError: A row was written without an entry: our mistake.
        """
        if self._touched:
            raise StoreError(f"written without an entry: {', '.join(self._touched)}")

    def _touch(self, table: Table, keys: Sequence[Any]) -> None:
        self._touched.setdefault(table.name, {}).update(dict.fromkeys(keys))

    def _salted(self, table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
        if "salt" in table.c:
            return {**row, "salt": new_salt()}
        return dict(row)

    def _digests(self) -> dict[str, str | None]:
        found: dict[str, str | None] = {}
        for name, keys in self._touched.items():
            found |= {f"{name} {key}": None for key in keys}
            for row in read_rows(self.connection, name, list(keys)):
                found[f"{name} {row[PROTECTED[name][1]]}"] = row_digest(row)
        self._touched.clear()
        return found


def read_rows(
    connection: Connection, name: str, keys: Sequence[Any]
) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of a protected table that have some keys."""
    table, key = PROTECTED[name]
    for start in range(0, len(keys), _CHUNK):
        some = keys[start : start + _CHUNK]
        rows = connection.execute(select(table).where(table.c[key].in_(some)))
        yield from (dict(row._mapping) for row in rows)  # noqa: SLF001 - SQLAlchemy's public way


def last_entry(connection: Connection) -> int:
    """Return the number of the chain's last entry."""
    return int(connection.execute(select(head.c.number)).scalar_one())


def new_salt() -> str:
    """Return a salt, without which a digest of a known name tells nothing."""
    return secrets.token_hex(8)


def moment(now: datetime) -> str:
    """Return a moment as it is kept: ISO 8601 in UTC."""
    return now.astimezone(UTC).isoformat(timespec="microseconds")


def begin_writing(connection: Connection) -> None:
    """Begin a transaction that holds the head of the chain."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(select(head.c.id).with_for_update())


def open_cases(
    home: Path,
    url: str | None = None,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Cases:
    """Open the cases, making or bringing up the database where that is safe.

    A file that cannot be written is opened to be read.

    Args:
        home: `OSTRAKA_HOME`, where `casework.sqlite` lies when there is no URL.
        url: `postgresql://…`, or `sqlite:///…`.
        now: The clock.

    Raises:
        UsageError: The URL is none, the database cannot be reached, or a PostgreSQL
            database is of another version of this program.
    """
    from ostraka.casework.migrate import bring_up  # noqa: PLC0415 - it opens too

    place = database_url(home, url)
    if is_read_only(place):
        engine, copy = reading_engine(place)
        cases = Cases(engine, now, True, copy)
    else:
        cases = Cases(make_engine(place), now)
    try:
        with our_words():
            bring_up(cases.engine)
    except OstrakaError:
        cases.close()
        raise
    return cases
