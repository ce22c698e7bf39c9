"""Which database the cases are in, how it is opened, and its faults in our words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from ostraka.casework.reading import LOWERED
from ostraka.errors import StoreError, UsageError

FILE = "casework.sqlite"
_WAIT_SECONDS = 60
#: A service works in forty threads: none of them waits for a connection.
_POOL: Mapping[str, Any] = {
    "pool_size": 20,
    "max_overflow": 20,
    "pool_timeout": _WAIT_SECONDS,
}
ONLY_READ = "the cases lie where nothing can be written: they can be read and verified, not changed"
#: Readers do not wait for writers; what is committed is on the disk, what is erased not.
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
)


def database_url(home: Path, url: str | None) -> URL:
    """Return where the cases are kept.

    Raises:
        UsageError: It is neither SQLite nor PostgreSQL.
    """
    if not url:
        home.mkdir(parents=True, exist_ok=True)
        return URL.create("sqlite", database=str(home / FILE))
    try:
        found = make_url(url)
    except ArgumentError as error:
        raise UsageError(
            "OSTRAKA_CASEWORK is no URL; write postgresql://user@host/name"
        ) from error
    if found.drivername in {"postgres", "postgresql"}:
        found = found.set(drivername="postgresql+psycopg")
    if found.get_backend_name() not in {"sqlite", "postgresql"}:
        raise UsageError("cases are kept in SQLite or PostgreSQL")
    return found


def make_engine(url: URL) -> Engine:
    """Return an engine; SQLite waits for its turn and survives a crash whole."""
    if url.get_backend_name() == "postgresql":
        return create_engine(url, pool_pre_ping=True, **_POOL)
    engine = create_engine(
        url,
        connect_args={"timeout": _WAIT_SECONDS, "check_same_thread": False},
        **_POOL,
    )
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.create_function(LOWERED, 1, str.lower, deterministic=True)
    connection.isolation_level = None  # transactions begin where we say so
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def our_words() -> Iterator[None]:
    """Say in our words what the database refuses.

    Raises:
        UsageError: It cannot be reached, or not be written.
        StoreError: It cannot be used.
    """
    try:
        yield
    except (OperationalError, PoolTimeoutError, sqlite3.OperationalError) as error:
        if "readonly database" in str(error):
            raise UsageError(ONLY_READ) from error
        raise UsageError(
            f"the cases cannot be reached or written now: {_first_line(error)}"
        ) from error
    except DBAPIError as error:
        raise StoreError(f"the cases cannot be used: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    told = error.orig if isinstance(error, DBAPIError) else error
    return (str(told).strip().splitlines() or [type(error).__name__])[0]
