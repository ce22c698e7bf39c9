"""One tree of errors; each knows its exit code and its HTTP status.

OstrakaError            3 / 500   our fault
├── UsageError          2 / 400   wrong usage or input; the message says what to do
│   └── NotFoundError   2 / 404   an id, dataset or version that is not here
├── RefusedError        1 / 409   a list or file failed its checks; nothing changed
│   └── FetchError      1 / 502   a publisher could not be reached or answered nonsense
└── StoreError          3 / 500   the store on disk is not as we left it
"""

from __future__ import annotations

from typing import ClassVar


class OstrakaError(Exception):
    """Anything this program raises on purpose."""

    exit_code: ClassVar[int] = 3
    http_status: ClassVar[int] = 500


class UsageError(OstrakaError):
    """The request cannot be understood or answered as it was made."""

    exit_code = 2
    http_status = 400


class NotFoundError(UsageError):
    """Something was named that does not exist here."""

    http_status = 404


class RefusedError(OstrakaError):
    """A list or file failed its checks; what was in force stays in force.

    Args:
        message: What was refused and why, in one sentence.
        details: One line for each fault found, where known with its place.
    """

    exit_code = 1
    http_status = 409

    def __init__(self, message: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.details = details


class FetchError(RefusedError):
    """A publisher's file could not be fetched; nothing changed."""

    http_status = 502


class StoreError(OstrakaError):
    """The files under `OSTRAKA_HOME` are damaged or of another make."""
