"""The records of a run, kept in a file while it lasts: millions do not fit into memory.

What is asked of every record (its id, its lists, its family) stays in memory; the rest
is read back when two records are compared.
"""

from __future__ import annotations

import marshal
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from mmap import ACCESS_READ, mmap
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from ostraka.index.entry import FAMILIES
from ostraka.resolve.listed import Listed

Numbers = npt.NDArray[np.intp]

#: Records that are held once they were read back.
MOST_READ = 50_000


class Records(Sequence[Listed]):
    """Records by their numbers, in a file that is gone with the process.

    Args:
        records: The records; each is let go once it is written.

    Attributes:
        ids: The id of each.
        datasets: The lists of each.
        families: The place of its family in `FAMILIES`.
    """

    def __init__(self, records: Iterable[Listed]) -> None:
        self.ids: list[str] = []
        self.datasets: list[frozenset[str]] = []
        known: dict[frozenset[str], frozenset[str]] = {}
        families, ends = bytearray(), array("q", [0])
        with tempfile.TemporaryFile(prefix="ostraka-resolve-") as file:
            for record in records:
                self.ids.append(record.id)
                self.datasets.append(known.setdefault(record.datasets, record.datasets))
                families.append(FAMILIES.index(record.family))
                ends.append(ends[-1] + file.write(_bytes(record)))
            file.flush()
            # What is mapped stays after the file has gone.
            self._kept = mmap(file.fileno(), 0, access=ACCESS_READ) if ends[-1] else b""
        self.families = np.frombuffer(families, np.uint8)
        self._ends = ends
        self._read: dict[int, Listed] = {}
        self._numbers: dict[str, int] = {}
        self._further: dict[str, list[int]] = {}
        for number, id_ in enumerate(self.ids):
            if self._numbers.setdefault(id_, number) != number:
                self._further.setdefault(id_, []).append(number)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.ids)

    @overload
    def __getitem__(self, number: int) -> Listed: ...

    @overload
    def __getitem__(self, number: slice) -> list[Listed]: ...

    def __getitem__(self, number: int | slice) -> Listed | list[Listed]:
        """Return a record, read back from the file."""
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(len(self)))]
        return _record(self._kept[self._ends[number] : self._ends[number + 1]])

    def __iter__(self) -> Iterator[Listed]:
        """Yield each in turn."""
        return (self[number] for number in range(len(self)))

    def some(self, *numbers: Numbers) -> dict[int, Listed]:
        """Return some records by number, each read once."""
        wanted = np.unique(np.concatenate(numbers)).tolist()
        found = {number: self._read.get(number) or self[number] for number in wanted}
        if len(self._read) > MOST_READ:
            self._read.clear()
        self._read |= found
        return found

    def with_id(self, id_: str) -> tuple[int, ...]:
        """Return the numbers of the records of an id: one for each list that has it."""
        if id_ not in self._numbers:
            return ()
        return self._numbers[id_], *self._further.get(id_, ())


def _bytes(record: Listed) -> bytes:
    row = (
        record.id, record.schema, record.caption, record.datasets, record.names,
        dict(record.facts), record.programs, record.runs, record.places,
        record.regimes, dict(record.since),
    )  # fmt: skip
    return marshal.dumps(row)


def _record(row: bytes) -> Listed:
    # Written by this process a moment ago: nobody else can have put anything into it.
    found: tuple[Any, ...] = marshal.loads(row)  # noqa: S302
    return Listed(*found)
