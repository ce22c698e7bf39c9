"""The lock of a folder in which something is prepared."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from ostraka.errors import UsageError

_CANNOT = (errno.EROFS, errno.EACCES, errno.EPERM)


@contextmanager
def preparing(folder: Path, what: str) -> Iterator[None]:
    """Have a folder to oneself while something is prepared in it; made if need be.

    Args:
        folder: Where it is put.
        what: What is prepared, in words.

    Raises:
        UsageError: Nothing can be written there.
    """
    lock = FileLock(folder / ".lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
        raise UsageError(
            f"{folder}: {what} has to be prepared first and nothing can be written there; ask the same once where it can, or copy the folder OSTRAKA_HOME and ask the copy"
        ) from error
    try:
        yield
    finally:
        lock.release()
