"""Cases that lie where nothing can be written: read and verified, never changed."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Engine, QueuePool, create_engine, event

from ostraka.errors import UsageError

#: Name in SQLite of the function that knows small letters of all scripts.
LOWERED = "ostraka_lower"


def is_read_only(url: URL) -> bool:
    """Tell whether a database is a SQLite file that cannot be written."""
    if url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"}:
        return False
    file = Path(str(url.database))
    if file.exists() and not os.access(file, os.W_OK):
        return True
    return file.parent.is_dir() and not os.access(file.parent, os.W_OK)


def reading_engine(url: URL) -> tuple[Engine, TemporaryDirectory[str] | None]:
    """Return an engine that only reads, and the folder of a copy if it reads one.

    SQLite asks to write even where it reads, beside the file.  What was committed last
    may still lie in the log beside it; then a copy of both is read.

    Raises:
        UsageError: There is no such file.
    """
    file, scratch = Path(str(url.database)), None
    if not file.exists():
        raise UsageError(f"{file}: there are no cases yet, and none can be begun where nothing can be written")  # fmt: skip
    log = file.with_name(f"{file.name}-wal")
    how = "mode=ro&immutable=1"
    if log.exists() and log.stat().st_size:
        scratch = TemporaryDirectory(prefix="ostraka-cases-")
        for one in (file, log):
            shutil.copyfile(one, Path(scratch.name) / one.name)
        file, how = Path(scratch.name) / file.name, "mode=rw"
    address = f"file:{quote(str(file.absolute()))}?{how}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, check_same_thread=False)

    engine = create_engine(url, creator=connect, poolclass=QueuePool)
    event.listen(engine, "connect", _only_read)
    return engine, scratch


def _only_read(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    connection.create_function(LOWERED, 1, str.lower, deterministic=True)
    connection.execute("PRAGMA query_only = ON")
