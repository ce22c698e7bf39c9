"""An index on disk, opened by memory map."""

from __future__ import annotations

import json
import mmap
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ostraka.errors import StoreError
from ostraka.index.build import FORMAT
from ostraka.index.entry import FAMILIES, Entry, name_reading
from ostraka.index.identifiers import identifier_hash, identifier_key
from ostraka.text.sketch import LETTER_WORDS
from ostraka.text.sound import sound_key, sound_number
from ostraka.text.variants import key_word

Rows = npt.NDArray[np.intp]
_FAMILY_SCANS = {
    "person": ("person", "party"),
    "body": ("party", "body"),
    "party": ("person", "party", "body"),
}


class Index:
    """The names, identity numbers and parties of the lists in force."""

    def __init__(self, folder: Path) -> None:
        self.manifest: dict[str, Any] = _read_manifest(folder)

        def column(name: str) -> npt.NDArray[Any]:
            found: npt.NDArray[Any] = np.load(folder / f"{name}.npy", mmap_mode="r")
            return found.view(np.ndarray)  # a memmap pays for every element it gives

        self._family = column("family")
        self.party_of_name = column("party")
        self.slot_of_name = column("slot")
        self.kind_of_name = column("kind")
        self.legal_of_name = column("legal")
        self.start = column("start")
        self.length = column("length")
        self.name_words = column("name_words")
        self.sketches = column("sketch")
        self._entry_ends = column("entry_ends")
        self._word_ends = column("word_ends")
        self._identifiers = column("identifier")
        self._identifier_party = column("identifier_party")
        self._sounds = column("sound")
        self._sound_names = column("sound_name")
        self._wholes = column("whole")
        self._whole_names = column("whole_name")
        self._entries = _map(folder / "entries.bin")
        self._words = _map(folder / "words.bin")
        self.sizes = np.empty((2, self.sketches.shape[1]), dtype=np.uint8)
        counted = np.bitwise_count(self.sketches)
        self.sizes[0] = counted[:LETTER_WORDS].sum(axis=0)
        self.sizes[1] = counted[LETTER_WORDS:].sum(axis=0)

    def __len__(self) -> int:
        """How many parties it holds."""
        return len(self._entry_ends) - 1

    def entry(self, number: int) -> Entry:
        """Return what is kept of a party."""
        start, end = int(self._entry_ends[number]), int(self._entry_ends[number + 1])
        return Entry.from_bytes(self._entries[start:end])

    def words(self, numbers: Rows) -> list[str]:
        """Return words of the names by their numbers."""
        starts, ends = self._word_ends[numbers], self._word_ends[numbers + 1]
        kept = self._words
        return [
            kept[start:end].decode("ascii")
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        ]

    def ranges(self, family: str | None) -> tuple[tuple[str, int, int], ...]:
        """Return the stretches of names a query of that family is compared with.

        Args:
            family: One of `FAMILIES`, or None for all.

        Returns:
            How the names are read (`person` or `body`), first name, name after the last.
        """
        wanted = FAMILIES if family is None else _FAMILY_SCANS.get(family, (family,))
        found = ((name, FAMILIES.index(name)) for name in wanted)
        return tuple(
            (name_reading(name), int(self._family[n]), int(self._family[n + 1]))
            for name, n in found
        )

    def names_with_sound(self, word: str, most: int) -> Rows:
        """Return the names that have a word of the same sound; none if they are many.

        Args:
            word: A romanised word.
            most: More names than this share a sound that tells too little.
        """
        number = sound_number(sound_key(key_word(word)))
        first, last = (
            int(np.searchsorted(self._sounds, number, side=side))
            for side in ("left", "right")
        )
        if number < 0 or last - first > most:
            return np.zeros(0, dtype=np.intp)
        return self._sound_names[first:last].astype(np.intp)

    def names_written(self, joined: str) -> Rows:
        """Return the names that are written the same but for blanks.

        Args:
            joined: `NameForm.joined` of the name asked.
        """
        wanted = np.uint64(identifier_hash(joined))
        first, last = (
            int(np.searchsorted(self._wholes, wanted, side=side))
            for side in ("left", "right")
        )
        return self._whole_names[first:last].astype(np.intp)

    def parties_with_identifier(self, value: str) -> tuple[int, ...]:
        """Return the parties that have an identity number, however it is written."""
        key = identifier_key(value)
        if key is None:
            return ()
        wanted = np.uint64(identifier_hash(key))
        first, last = (
            int(np.searchsorted(self._identifiers, wanted, side=side))
            for side in ("left", "right")
        )
        return tuple(int(n) for n in self._identifier_party[first:last])


def open_index(folder: Path) -> Index:
    """Open an index.

    Args:
        folder: Where `build_index` wrote it.

    Raises:
        StoreError: There is none, or it is of another make.
    """
    return Index(folder)


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
