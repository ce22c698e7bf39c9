"""One at a time: monitoring and changes of the portfolio wait for one another.

The lock is one the system lets go of when its holder dies: a file's, or PostgreSQL's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout
from sqlalchemy import Connection, text

from ostraka.casework.database import Cases
from ostraka.casework.model import ConflictError

_LOCK = 6_813_211  # any number, the same in every process
_BUSY = "another monitoring, or a change of the portfolio, is under way"


@contextmanager
def turn(
    cases: Cases, *, wait: bool = True, say: Callable[[str], None] = lambda _text: None
) -> Iterator[None]:
    """Have the portfolio to oneself.

    Args:
        cases: The cases.
        wait: Whether to wait for whoever has it.
        say: Told that somebody has it, before waiting.

    Raises:
        ConflictError: Somebody has it and nobody wants to wait.
        UsageError: Nothing can be written where the cases lie.
    """
    cases.check_can_write()
    is_sqlite = cases.engine.dialect.name == "sqlite"
    with _file_turn(cases, wait, say) if is_sqlite else _server_turn(cases, wait, say):
        yield


@contextmanager
def _file_turn(cases: Cases, wait: bool, say: Callable[[str], None]) -> Iterator[None]:
    lock = FileLock(f"{cases.engine.url.database}.monitor.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        _decide(wait, say, error)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _server_turn(
    cases: Cases, wait: bool, say: Callable[[str], None]
) -> Iterator[None]:
    with cases.engine.connect() as connection:
        if not _ask(connection, "pg_try_advisory_lock"):
            _decide(wait, say, None)
            _ask(connection, "pg_advisory_lock")
        connection.commit()  # the lock is the session's; no transaction stays open
        try:
            yield
        finally:
            _ask(connection, "pg_advisory_unlock")
            connection.commit()


def _ask(connection: Connection, function: str) -> bool:
    asked = text(f"SELECT {function}(:key)")
    return connection.execute(asked, {"key": _LOCK}).scalar() is not False


def _decide(wait: bool, say: Callable[[str], None], error: Exception | None) -> None:
    if not wait:
        raise ConflictError(f"{_BUSY}; run it again when that has ended") from error
    say(f"{_BUSY}; waiting for it to end")
