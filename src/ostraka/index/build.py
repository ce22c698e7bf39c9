"""Write an index: all at once, or not at all."""

from __future__ import annotations

import json
import os
import shutil
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ostraka.index.entry import (
    FAMILIES,
    Entry,
    entry_of,
    name_kind_number,
    name_reading,
)
from ostraka.index.identifiers import identifier_hash, identifier_key
from ostraka.record.party import Party
from ostraka.record.schema import find_schema
from ostraka.text.name import LEGAL_FORMS, NameForm, read_name
from ostraka.text.sketch import SKETCH_WORDS, sketch
from ostraka.text.sound import sound_key, sound_number
from ostraka.text.variants import key_word

#: Raised whenever the files change shape; an index of another make is built anew.
FORMAT = 3


def build_index(
    parties: Iterable[Party], folder: Path, *, manifest: dict[str, Any]
) -> None:
    """Write the index of some parties to a folder, replacing what stood there.

    Args:
        parties: The parties, each once.
        folder: Where the index is to stand; it appears there whole or not at all.
        manifest: What it was built from, e.g. list versions and settings.
    """
    scratch = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    try:
        writer = _Writer()
        with (scratch / "entries.bin").open("wb") as entries:
            for party in parties:
                row = writer.add(entry_of(party))
                entries.write(row)
        counts = writer.save(scratch)
        about = {**manifest, **counts, "format": FORMAT}
        (scratch / "manifest.json").write_text(json.dumps(about, indent=1), "utf-8")
        _swap(scratch, folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _swap(scratch: Path, folder: Path) -> None:
    """Put the new folder in the place of the old one."""
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    if folder.exists():
        folder.rename(old)
    scratch.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


class _Writer:
    """The columns of an index while it is written."""

    def __init__(self) -> None:
        self.entry_ends = array("Q", [0])
        self.words: dict[str, int] = {}
        self.name_words = array("I")
        self.name_ends = array("I", [0])
        self.name_party = array("I")
        self.name_slot = array("H")
        self.name_kind = array("B")
        self.name_family = array("B")
        self.name_legal = array("B")
        self.sketches = array("Q")
        self.joined = array("Q")
        self.identifiers = array("Q")
        self.identifier_party = array("I")

    def add(self, entry: Entry) -> bytes:
        """Take up one party and return the row to write for it."""
        number = len(self.entry_ends) - 1
        row = entry.to_bytes()
        self.entry_ends.append(self.entry_ends[-1] + len(row))
        family = FAMILIES.index(entry.family)
        seen: set[tuple[str, ...]] = set()
        for slot, (kind, known) in enumerate(entry.names[:65536]):
            for form in read_name(known.value, name_reading(entry.family)):
                if form.words not in seen:
                    seen.add(form.words)
                    self._add_name(form, number, slot)
                    self.name_kind.append(name_kind_number(kind))
                    self.name_family.append(family)
        self._add_identifiers(entry, number)
        return row

    def _add_name(self, form: NameForm, number: int, slot: int) -> None:
        for word in form.words:
            self.name_words.append(self.words.setdefault(word, len(self.words)))
        self.name_ends.append(len(self.name_words))
        self.name_party.append(number)
        self.name_slot.append(slot)
        self.name_legal.append(LEGAL_FORMS.index(form.legal))
        self.joined.append(identifier_hash(form.joined))
        self.sketches.extend(sketch(map(key_word, form.words)))

    def _add_identifiers(self, entry: Entry, number: int) -> None:
        properties = find_schema(entry.schema).properties
        keys = {
            key
            for prop, values in entry.facts.items()
            if properties[prop].type == "identifier"
            for known in values
            if (key := identifier_key(known.value)) is not None
        }
        for key in sorted(keys):
            self.identifiers.append(identifier_hash(key))
            self.identifier_party.append(number)

    def save(self, folder: Path) -> dict[str, int]:
        """Write the columns, names sorted by family, and return what was counted."""
        family = _column(self.name_family)
        order = np.argsort(family, kind="stable")
        ends = _column(self.name_ends)
        lengths = np.diff(ends)[order]
        starts = ends[:-1][order]
        np.save(folder / "family.npy", np.searchsorted(family[order], range(7)))
        np.save(folder / "party.npy", _column(self.name_party)[order])
        np.save(folder / "slot.npy", _column(self.name_slot)[order])
        np.save(folder / "kind.npy", _column(self.name_kind)[order])
        np.save(folder / "legal.npy", _column(self.name_legal)[order])
        whole = _column(self.joined)[order]
        by_whole = np.argsort(whole, kind="stable")
        np.save(folder / "whole.npy", whole[by_whole])
        np.save(folder / "whole_name.npy", by_whole.astype(np.uint32))
        np.save(folder / "start.npy", starts)
        np.save(folder / "length.npy", lengths.astype(np.uint8))
        np.save(folder / "name_words.npy", _column(self.name_words))
        sketches = _column(self.sketches).reshape(-1, SKETCH_WORDS)[order]
        np.save(folder / "sketch.npy", np.ascontiguousarray(sketches.T))
        np.save(folder / "entry_ends.npy", _column(self.entry_ends))
        self._save_words(folder)
        self._save_sounds(folder, order, np.diff(ends))
        hashes = _column(self.identifiers)
        by_hash = np.argsort(hashes, kind="stable")
        np.save(folder / "identifier.npy", hashes[by_hash])
        np.save(
            folder / "identifier_party.npy", _column(self.identifier_party)[by_hash]
        )
        return {"parties": len(self.entry_ends) - 1, "names": len(self.name_party)}

    def _save_sounds(
        self, folder: Path, order: npt.NDArray[Any], lengths: npt.NDArray[Any]
    ) -> None:
        """Write which names have a word of a sound: names in their new order."""
        row = np.empty(len(order), dtype=np.uint32)
        row[order] = np.arange(len(order), dtype=np.uint32)
        numbers = [sound_number(sound_key(key_word(word))) for word in self.words]
        sounds = np.array(numbers, dtype=np.int64)[_column(self.name_words)]
        names = np.repeat(row, lengths)
        names, sounds = names[sounds >= 0], sounds[sounds >= 0]
        by_sound = np.lexsort((names, sounds))
        np.save(folder / "sound.npy", sounds[by_sound])
        np.save(folder / "sound_name.npy", names[by_sound])

    def _save_words(self, folder: Path) -> None:
        encoded = [word.encode("ascii") for word in self.words]
        ends = np.cumsum([0, *map(len, encoded)], dtype=np.uint64)
        (folder / "words.bin").write_bytes(b"".join(encoded))
        np.save(folder / "word_ends.npy", ends)


def _column(values: array[int]) -> npt.NDArray[Any]:
    return np.frombuffer(values, dtype=values.typecode) if values else _empty(values)


def _empty(values: array[int]) -> npt.NDArray[Any]:
    return np.zeros(0, dtype=values.typecode)
