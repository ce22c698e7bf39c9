"""Results kept while a file is screened, so that a run cut short goes on where it was.

Beside the output `alerts.csv` stand `.alerts.csv.part`, the lines so far, and
`.alerts.csv.state`, which says how many of them are whole and what they rest on.  The
state is renamed into its place after the lines were written: killed at any moment, the
next run finds either this stretch of rows done or the one before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Self
from zlib import crc32

from ostraka.errors import UsageError
from ostraka.screen.tally import FileTally

_CHUNK = 1 << 20


class Journal:
    """The lines of a run that is not finished.

    Attributes:
        tally: What came of the rows that are done.

    Args:
        target: Where the results are to stand in the end.
        key: What they rest on; lines that rest on anything else are thrown away.  An
            empty one stands for what is never the same again, such as a pipe.
    """

    def __init__(self, target: Path, key: str) -> None:
        self.part = target.with_name(f".{target.name}.part")
        self._state = target.with_name(f".{target.name}.state")
        self._key = key
        self._bytes = self._crc = 0
        self.tally = self._resume()
        try:
            self._lines: BinaryIO = self.part.open("ab" if self._bytes else "wb")
        except OSError as error:
            raise UsageError(
                f"{target}: cannot be written: {error.strerror}"
            ) from error
        self._lines.truncate(self._bytes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._lines.close()

    def append(self, lines: bytes, tally: FileTally) -> None:
        """Write the lines of some rows, with what came of all rows so far."""
        self._lines.write(lines)
        self._lines.flush()
        self._bytes += len(lines)
        self._crc = crc32(lines, self._crc)
        self.tally = tally
        state = {
            "key": self._key,
            "bytes": self._bytes,
            "crc": self._crc,
            "tally": tally.to_dict(),
        }
        draft = self._state.with_name(self._state.name + ".new")
        try:
            draft.write_text(json.dumps(state), "utf-8")
            draft.replace(self._state)
        except OSError:
            draft.unlink(missing_ok=True)  # no room: the state before stays
            raise

    @contextmanager
    def read(self) -> Iterator[BinaryIO]:
        """Open the lines to be read from the start."""
        self._lines.close()
        with self.part.open("rb") as lines:
            yield lines

    def remove(self) -> None:
        """Take away what is no longer needed."""
        self._lines.close()
        self.part.unlink(missing_ok=True)
        self._state.unlink(missing_ok=True)
        self._state.with_name(self._state.name + ".new").unlink(missing_ok=True)

    def _resume(self) -> FileTally:
        """Return what a run before has done, if its lines are whole and rest on the same."""
        try:
            state = json.loads(self._state.read_text("utf-8"))
            if not self._key or state["key"] != self._key:
                return FileTally()
            if _crc_of(self.part, state["bytes"]) != state["crc"]:
                return FileTally()
            tally = FileTally.from_dict(state["tally"])
        except (OSError, ValueError, KeyError, TypeError):
            return FileTally()  # none, or one that nobody wrote to its end
        self._bytes, self._crc = state["bytes"], state["crc"]
        tally.resumed = tally.rows
        return tally


def _crc_of(path: Path, size: int) -> int | None:
    """Return the checksum of the first bytes of a file; None if there are not as many."""
    crc = 0
    with path.open("rb") as lines:
        while size and (chunk := lines.read(min(size, _CHUNK))):
            crc = crc32(chunk, crc)
            size -= len(chunk)
    return crc if not size else None
