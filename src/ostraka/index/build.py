"""Write an index: all at once, or not at all."""

from __future__ import annotations

import json
import os
import shutil
from array import array
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ostraka.index.columns import (
    NAME,
    Numbers,
    folded_hash,
    sketch_columns,
    word_columns,
)
from ostraka.index.entry import FAMILIES, Entry, entry_of, name_reading
from ostraka.index.hints import countries_of, years_of
from ostraka.index.identifiers import filed_key, identifier_hash, record_key
from ostraka.record.party import Party
from ostraka.record.schema import find_schema
from ostraka.text.bodies import LEGAL_FORMS
from ostraka.text.name import NameForm, read_name, written_ways
from ostraka.text.sketch import LETTER_WORDS, SKETCH_WORDS, sketch
from ostraka.text.sound import sound_key, sound_number
from ostraka.text.variants import key_word

#: Raised whenever the files change shape; an index of another make is built anew.
FORMAT = 15


def build_index(
    parties: Iterable[Party], folder: Path, *, manifest: dict[str, Any]
) -> None:
    """Write the index of some parties to a folder, replacing what stood there.

    Args:
        parties: The parties, each once.
        folder: Where the index is to stand; it appears there whole or not at all.
        manifest: What it was built from, e.g. list versions and settings.
    """
    build_from_entries(map(entry_of, parties), folder, manifest=manifest)


def build_from_entries(
    found: Iterable[Entry], folder: Path, *, manifest: dict[str, Any]
) -> None:
    """Write the index of parties another index has, as `build_index` does.

    Args:
        found: What is kept of each party.
        folder: Where the index is to stand.
        manifest: What it was built from.
    """
    scratch = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    try:
        writer = _Writer()
        with (scratch / "entries.bin").open("wb") as entries:
            for entry in found:
                entries.write(writer.add(entry))
        counts = writer.save(scratch)
        about = {**manifest, **counts, "format": FORMAT}
        (scratch / "manifest.json").write_text(json.dumps(about, indent=1), "utf-8")
        put_in_place(scratch, folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def put_in_place(scratch: Path, folder: Path) -> None:
    """Put a folder that is whole in the place of the one that stood there."""
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    if folder.exists():
        folder.rename(old)
    scratch.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


class _Writer:
    """The columns of an index while it is written."""

    def __init__(self) -> None:
        self.entry_ends = array("Q", [0])
        #: Dataset and number of parties, in their order: which parties are whose.
        self.stretches: list[tuple[str, int]] = []
        self.words: dict[str, int] = {}
        self.name_words = array("I")
        self.name_ends = array("I", [0])
        self.name_party = array("I")
        self.name_slot = array("H")
        self.name_weak = array("B")
        self.name_family = array("B")
        self.name_legal = array("B")
        self.name_folded = array("I")
        self.sketches = array("Q")
        self.wholes = array("Q")
        self.whole_name = array("I")
        self.years = array("Q")
        self.countries = array("Q")
        self.identifiers = array("Q")
        self.identifier_party = array("I")

    def add(self, entry: Entry) -> bytes:
        """Take up one party and return the row to write for it."""
        number = len(self.entry_ends) - 1
        row = entry.to_bytes()
        self.entry_ends.append(self.entry_ends[-1] + len(row))
        self._count(entry.datasets)
        family = FAMILIES.index(entry.family)
        # Names that are read alike are kept once, and are found by each way to write them.
        kept: dict[tuple[str, ...], int] = {}
        written: set[tuple[int, str]] = set()
        for slot, (kind, known) in enumerate(entry.names[:65536]):
            weak = kind == "weakAlias"
            for form in read_name(known.value, name_reading(entry.family)):
                if form.words not in kept:
                    kept[form.words] = len(self.name_party)
                    self._add_name(form, number, slot)
                    self.name_weak.append(weak)
                    self.name_family.append(family)
                name = kept[form.words]
                if self.name_weak[name] == weak:
                    ways = written_ways(form, known.value)
                    written.update((name, way) for way in ways)
        for name, way in sorted(written):
            self.wholes.append(identifier_hash(way))
            self.whole_name.append(name)
        facts = {prop: [k.value for k in known] for prop, known in entry.facts.items()}
        self.years.append(years_of(facts))
        self.countries.append(countries_of(facts))
        self._add_identifiers(entry, number)
        return row

    def _count(self, datasets: tuple[str, ...]) -> None:
        name = " ".join(datasets)
        if self.stretches and self.stretches[-1][0] == name:
            self.stretches[-1] = (name, self.stretches[-1][1] + 1)
        else:
            self.stretches.append((name, 1))

    def _add_name(self, form: NameForm, number: int, slot: int) -> None:
        for word in form.words:
            self.name_words.append(self.words.setdefault(word, len(self.words)))
        self.name_ends.append(len(self.name_words))
        self.name_party.append(number)
        self.name_slot.append(slot)
        self.name_legal.append(LEGAL_FORMS.index(form.legal))
        self.name_folded.append(folded_hash(form.folded))
        letters = sounds = 0
        for word in form.words:
            word_letters, word_sounds = _word_sketch(word)
            letters |= word_letters
            sounds |= word_sounds
        low = (1 << 64) - 1
        self.sketches.extend((letters & low, letters >> 64, sounds & low, sounds >> 64))

    def _add_identifiers(self, entry: Entry, number: int) -> None:
        properties = find_schema(entry.schema).properties
        keys = {
            key
            for prop, values in entry.facts.items()
            if properties[prop].type == "identifier"
            for known in values
            if (key := filed_key(prop, known.value)) is not None
        }
        for key in (record_key(entry.id), *sorted(keys)):
            self.identifiers.append(identifier_hash(key))
            self.identifier_party.append(number)

    def save(self, folder: Path) -> dict[str, Any]:
        """Write the columns and return what was counted."""
        sketches = _column(self.sketches).reshape(-1, SKETCH_WORDS)
        order, bounds = self._order(sketches)
        found = {
            **self._word_columns(),
            **sketch_columns(sketches[order], self._telling(order)),
            **self._sound_columns(order),
            "names": self._names(order),
            "years": _column(self.years),
            "countries": _column(self.countries),
        }
        found.update(self._lookups(order), bounds=bounds)
        for name, column in found.items():
            np.save(folder / f"{name}.npy", column)
        return {
            "parties": len(self.entry_ends) - 1,
            "names": len(self.name_party),
            "stretches": self.stretches,
        }

    def _order(self, sketches: Numbers) -> tuple[Numbers, Numbers]:
        """Return the order of the names, and where each family and its weak aliases start.

        Names of one size stand together, so that a block of them needs as much.
        """
        group = 2 * _column(self.name_family).astype(np.intp) + _column(self.name_weak)
        counted = np.bitwise_count(sketches).astype(np.intp)
        letters = counted[:, :LETTER_WORDS].sum(axis=1)
        sounds = counted[:, LETTER_WORDS:].sum(axis=1)
        order = np.lexsort((sounds, letters, group))
        return order, np.searchsorted(group[order], range(2 * len(FAMILIES) + 1))

    def _telling(self, order: Numbers) -> npt.NDArray[np.uint64]:
        """Return what tells the party of each name apart: years of persons, else countries."""
        party = _column(self.name_party)[order]
        is_person = _column(self.name_family)[order] == FAMILIES.index("person")
        found: npt.NDArray[np.uint64] = np.where(
            is_person, _column(self.years)[party], _column(self.countries)[party]
        )
        return found

    def _names(self, order: Numbers) -> npt.NDArray[Any]:
        ends = _column(self.name_ends)
        rows = np.zeros(len(order), dtype=NAME)
        rows["start"] = ends[:-1][order]
        rows["length"] = np.diff(ends)[order]
        rows["party"] = _column(self.name_party)[order]
        rows["slot"] = _column(self.name_slot)[order]
        rows["legal"] = _column(self.name_legal)[order]
        rows["folded"] = _column(self.name_folded)[order]
        return rows

    def _word_columns(self) -> dict[str, Any]:
        """Number the words anew by the alphabet."""
        ordered = sorted(self.words)
        number = np.empty(len(ordered), dtype=np.uint32)
        number[[self.words[word] for word in ordered]] = np.arange(len(ordered))
        self.words = {word: place for place, word in enumerate(ordered)}
        self.name_words = array("I", number[_column(self.name_words)].tobytes())
        return {"name_words": _column(self.name_words), **word_columns(ordered)}

    def _sound_columns(self, order: Numbers) -> dict[str, Any]:
        """Say which names have a word of a sound: names in their new order."""
        row = np.empty(len(order), dtype=np.uint32)
        row[order] = np.arange(len(order), dtype=np.uint32)
        numbers = [sound_number(sound_key(key_word(word))) for word in self.words]
        sounds = np.array(numbers, dtype=np.int64)[_column(self.name_words)]
        names = np.repeat(row, np.diff(_column(self.name_ends)))
        names, sounds = names[sounds >= 0], sounds[sounds >= 0]
        by_sound = np.lexsort((names, sounds))
        names, sounds = names[by_sound], sounds[by_sound]
        again = (np.diff(names, prepend=-1) == 0) & (np.diff(sounds, prepend=-1) == 0)
        names, sounds = names[~again], sounds[~again]
        distinct, starts = np.unique(sounds, return_index=True)
        return {
            "sounds": distinct,
            "sound_ends": np.append(starts, len(sounds)).astype(np.uint32),
            "sound_names": names,
        }

    def _lookups(self, order: Numbers) -> dict[str, Any]:
        """Return what is looked up by one key: whole names, numbers, rows of a party."""
        row = np.empty(len(order), dtype=np.uint32)
        row[order] = np.arange(len(order), dtype=np.uint32)
        wholes, whole_name = _column(self.wholes), row[_column(self.whole_name)]
        by_whole = np.lexsort((whole_name, wholes))
        hashes = _column(self.identifiers)
        by_hash = np.argsort(hashes, kind="stable")
        party = _column(self.name_party)[order]
        by_party = np.argsort(party, kind="stable")
        return {
            "whole": wholes[by_whole],
            "whole_name": whole_name[by_whole],
            "party_names": by_party.astype(np.uint32),
            "party_ends": np.searchsorted(
                party[by_party], np.arange(len(self.entry_ends))
            ).astype(np.uint32),
            "identifier": hashes[by_hash],
            "identifier_party": _column(self.identifier_party)[by_hash],
            "entry_ends": _column(self.entry_ends),
        }


@lru_cache(maxsize=262144)
def _word_sketch(word: str) -> tuple[int, int]:
    """Return the sketch of a word as two numbers; that of a name is all of its words'."""
    low, high, sound_low, sound_high = sketch([key_word(word)])
    return low | high << 64, sound_low | sound_high << 64


def _column(values: array[int]) -> npt.NDArray[Any]:
    return np.frombuffer(values, dtype=values.typecode) if values else _empty(values)


def _empty(values: array[int]) -> npt.NDArray[Any]:
    return np.zeros(0, dtype=values.typecode)
