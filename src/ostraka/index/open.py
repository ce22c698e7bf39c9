"""An index on disk, opened by memory map."""

from __future__ import annotations

import json
import mmap
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ostraka.errors import StoreError
from ostraka.index.build import FORMAT
from ostraka.index.columns import Columns
from ostraka.index.entry import FAMILIES, Entry, name_reading
from ostraka.index.identifiers import identifier_hash, number_keys, record_key
from ostraka.record.judgements import Judgements

Rows = npt.NDArray[np.intp]
#: First name and name after the last of some stretches.
Stretches = tuple[tuple[int, int], ...]
_FAMILY_SCANS = {
    "person": ("person", "party"),
    "body": ("party", "body"),
    "party": ("person", "party", "body"),
}


class Index:
    """The names, identity numbers and parties of the lists in force.

    Attributes:
        folder: Where it lies.
        judgements: Which of its parties are one, or None where nobody has judged.
    """

    def __init__(self, folder: Path, judgements: Judgements | None = None) -> None:
        self.folder = folder
        self.judgements = judgements
        self.manifest: dict[str, Any] = _read_manifest(folder)

        column = self.column
        self.columns = Columns(**{f.name: column(f.name) for f in fields(Columns)})
        self._bounds = column("bounds").tolist()
        self._entry_ends = column("entry_ends")
        self._identifiers = column("identifier")
        self._identifier_party = column("identifier_party")
        self._wholes = column("whole")
        # Single values of an array cost more than the search for them.
        self._filed_numbers = self._identifiers.data
        self._filed_wholes = self._wholes.data
        self._stretches: dict[str | None, dict[str, Stretches]] = {}
        self._whole_names = column("whole_name")
        self._party_names = column("party_names")
        self._party_ends = column("party_ends")
        self._entries = _map(folder / "entries.bin")

    def column(self, name: str) -> npt.NDArray[Any]:
        """Return a column by the name of its file."""
        found: npt.NDArray[Any] = np.load(self.folder / f"{name}.npy", mmap_mode="r")
        return found.view(np.ndarray)  # a memmap pays for every element it gives

    @property
    def kept(self) -> mmap.mmap | bytes:
        """What is kept of all parties, one after the other."""
        return self._entries

    @property
    def is_judged(self) -> bool:
        """Tell whether anybody has judged which of its parties are one."""
        return self.judgements is not None and self.judgements.path.exists()

    def __len__(self) -> int:
        """How many parties it holds."""
        return len(self._entry_ends) - 1

    def entry(self, number: int) -> Entry:
        """Return what is kept of a party."""
        return Entry.from_bytes(self.row(number))

    def row(self, number: int) -> bytes:
        """Return what is kept of a party, as it is written."""
        start, end = int(self._entry_ends[number]), int(self._entry_ends[number + 1])
        return self._entries[start:end]

    def rows(self) -> Iterator[bytes]:
        """Yield what is kept of each party, as it is written."""
        ends = self._entry_ends.tolist()
        for start, end in pairwise(ends):
            yield self._entries[start:end]

    @property
    def numbers(self) -> npt.NDArray[np.uint64]:
        """Hashes of all identity numbers and ids of records, in order."""
        return self._identifiers

    @property
    def wholes(self) -> npt.NDArray[np.uint64]:
        """Hashes of all names as they are written but for blanks, in order."""
        return self._wholes

    @property
    def weak_wholes(self) -> npt.NDArray[np.uint64]:
        """The same of weak aliases alone, each once and in order."""
        bounds = np.array(self._bounds)
        group = np.searchsorted(bounds, self._whole_names, side="right") - 1
        return np.unique(self._wholes[group % 2 == 1])

    def ranges(self, family: str | None) -> tuple[tuple[str, int, int], ...]:
        """Return the stretches of names a query of that family is compared with.

        Args:
            family: One of `FAMILIES`, or None for all.

        Returns:
            How the names are read (`person` or `body`), first name, name after the last;
            weak aliases are left out.
        """
        wanted = FAMILIES if family is None else _FAMILY_SCANS.get(family, (family,))
        found = ((name, 2 * FAMILIES.index(name)) for name in wanted)
        return tuple(
            (name_reading(name), self._bounds[n], self._bounds[n + 1])
            for name, n in found
        )

    def stretches(self, family: str | None) -> dict[str, Stretches]:
        """Return the same by how the names are read, without those that have no name.

        Args:
            family: One of `FAMILIES`, or None for all.
        """
        found = self._stretches.get(family)
        if found is None:
            found = {}
            for reading, start, end in self.ranges(family):
                if start < end:
                    found[reading] = (*found.get(reading, ()), (start, end))
            self._stretches[family] = found
        return found

    def names_of(self, party: int) -> Rows:
        """Return the rows of the names of a party, weak aliases among them."""
        start, end = int(self._party_ends[party]), int(self._party_ends[party + 1])
        return self._party_names[start:end].astype(np.intp)

    def reading_of(self, party: int) -> str:
        """Return how the names of a party are read: `person` or `body`."""
        name = int(self._party_names[int(self._party_ends[party])])
        return name_reading(FAMILIES[(bisect_right(self._bounds, name) - 1) // 2])

    def is_weak(self, name: int) -> bool:
        """Tell whether a name is a weak alias."""
        group = bisect_right(self._bounds, name) - 1
        return group % 2 == 1

    def names_written(self, joined: str) -> list[int]:
        """Return the names that are written the same but for blanks.

        Args:
            joined: `NameForm.joined` of the name asked.
        """
        found = _filed(self._filed_wholes, identifier_hash(joined))
        names: list[int] = self._whole_names[found].tolist() if found else []
        return names

    def are_written(self, joined: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Tell of many names at once whether any is written so but for blanks.

        Args:
            joined: `NameForm.joined` of each.
        """
        if not len(self._wholes):
            return np.zeros(len(joined), dtype=np.bool_)
        wanted = np.array([identifier_hash(name) for name in joined], dtype=np.uint64)
        at = np.searchsorted(self._wholes, wanted)
        found: npt.NDArray[np.bool_] = (
            self._wholes[np.minimum(at, len(self._wholes) - 1)] == wanted
        )
        return found

    def parties_with_identifier(
        self, value: str, prop: str = "idNumber"
    ) -> tuple[int, ...]:
        """Return the parties that have an identity number, however it is written.

        Args:
            value: The number.
            prop: The property it is asked as; a bank's code (`swiftBic`) finds the bank
                of a branch too.
        """
        found = (self._filed(key) for key in number_keys(prop, value))
        return tuple(dict.fromkeys(party for parties in found for party in parties))

    def parties_with_id(self, record: str) -> tuple[int, ...]:
        """Return the parties of that id: several where lists share ids."""
        return self._filed(record_key(record))

    def _filed(self, key: str) -> tuple[int, ...]:
        found = _filed(self._filed_numbers, identifier_hash(key))
        return tuple(self._identifier_party[found].tolist()) if found else ()


def _filed(hashes: memoryview[int], wanted: int) -> slice | None:
    """Return where a hash stands in a column that is in order; None if nowhere."""
    first = last = bisect_left(hashes, wanted)
    while last < len(hashes) and hashes[last] == wanted:
        last += 1
    return slice(first, last) if first < last else None


def open_index(folder: Path, judgements: Judgements | None = None) -> Index:
    """Open an index.

    Args:
        folder: Where `build_index` wrote it.
        judgements: Which of its parties are one.

    Raises:
        StoreError: There is none, or it is of another make.
    """
    return Index(folder, judgements)


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        text = (folder / "manifest.json").read_text("utf-8")
    except FileNotFoundError:
        raise StoreError(
            f"{folder} holds no index; run `ostraka load` or `ostraka update`"
        ) from None
    manifest: dict[str, Any] = json.loads(text)
    if manifest.get("format") != FORMAT:
        raise StoreError(f"{folder} was built by another version; build the index anew")
    return manifest


def _map(path: Path) -> mmap.mmap | bytes:
    if path.stat().st_size == 0:
        return b""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
