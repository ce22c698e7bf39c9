"""The names of many records as numbers, so that a hundred thousand pairs are one sweep."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
import numpy.typing as npt

from ostraka.resolve.listed import Listed
from ostraka.text.bodies import LEGAL_FORMS
from ostraka.text.name import NameForm, read_name
from ostraka.text.sound import sound_key
from ostraka.text.variants import key_word
from ostraka.text.words import sound_bits, word_bits

Numbers = npt.NDArray[np.intp]

#: Names of one record that are compared, primary names first, and words of a name, the
#: rarest first.
MOST_NAMES, MOST_WORDS = 40, 7
#: Stands where a name has no further word.
NO_WORD = -1
#: What a word that only sounds the same tells less, in bits.
_BY_SOUND = 1.5
#: Numbers of sounds are less than this; words too short for a sound have numbers above.
_SHORT_WORDS = 1 << 33
_BRACKET = re.compile(r"\(([^()]*)\)")


class Texts:
    """Many short texts, one after the other: a string for each would take five times."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self._ends = array("q", [0])

    def append(self, text: str) -> None:
        """Add a text."""
        self._kept += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._kept))

    def __getitem__(self, number: int) -> str:
        """Return a text."""
        start, end = self._ends[number], self._ends[number + 1]
        return self._kept[start:end].decode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of the names, and what each tells; the last stands for no word.

    Attributes:
        sounds: Number of the sound of each; words that sound the same have the same.
        hashes: The sound's hash, the same in every table.
        common: How many names have a word of that sound.
        bits: What each tells.
        by_sound: What it tells by its sound alone.
    """

    sounds: npt.NDArray[np.int32]
    hashes: npt.NDArray[np.int64]
    common: Numbers
    bits: npt.NDArray[np.float32]
    by_sound: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class NameTable:
    """The names of some records: one reading of a name is one row.

    Attributes:
        first: First row of each record, and the row after the last.
        words: Numbers of the words of each row, a line for the rarest word of all, one
            for the next …; `NO_WORD` where there is none.
        vocabulary: The words.
        told: What the words of each row tell together.
        whole: A number for all words of each in any order.
        weak: Whether each is a weak alias.
        legal: Class of the legal form of each.
        texts: The words of each in order of the alphabet.
        shown: The name of each as printed.
    """

    first: Numbers
    words: npt.NDArray[np.int32]
    vocabulary: Vocabulary
    told: npt.NDArray[np.float32]
    whole: npt.NDArray[np.uint32]
    weak: npt.NDArray[np.bool_]
    legal: npt.NDArray[np.uint8]
    texts: Texts
    shown: Texts

    @classmethod
    def of(cls, records: Iterable[Listed]) -> NameTable:
        """Read the names of some records."""
        writing = _Writing()
        first = array("q", [0])
        for record in records:
            for name in dict.fromkeys(_names(record)):
                writing.add(name)
            first.append(len(writing.told))
        return writing.table(np.frombuffer(first, np.int64))

    @property
    def owners(self) -> Numbers:
        """The record each row belongs to."""
        return np.repeat(np.arange(len(self.first) - 1), np.diff(self.first))


@dataclass(frozen=True, slots=True, eq=False)
class _Name:
    """One reading of a name; those of the same words are one."""

    form: NameForm
    weak: bool
    shown: str
    reading: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Name) and hash(self) == hash(other)

    def __hash__(self) -> int:
        return hash((self.form.words, self.weak))


@dataclass(frozen=True, slots=True)
class _Word:
    number: int
    sound: int
    bits: float
    by_sound: float


def _names(record: Listed) -> Iterator[_Name]:
    for kind, shown in record.names[:MOST_NAMES]:
        for form in _readings(shown, record.reading):
            yield _Name(form, kind == "weakAlias", shown, record.reading)


def _readings(name: str, reading: str) -> Iterator[NameForm]:
    """Yield the ways to read a name: "X (Kenya)" is not "X", nor is it "X (Sudan)"."""
    if reading == "body" and "(" in name:
        full = in_full(name)
        yield from read_name(full, reading)
        if _BRACKET.sub(" ", name).split() != full.split():
            return  # what stands in brackets belongs to the name
    yield from read_name(name, reading)


def in_full(name: str) -> str:
    """Return the name of a body without the acronym it has in brackets.

    Other words in brackets belong to the name.
    """
    return _BRACKET.sub(_without_acronym, name)


def _without_acronym(bracket: re.Match[str]) -> str:
    """Return what stands in brackets, or nothing if it is the initials of the name."""
    words = re.findall(r"\w+", bracket.string.replace(bracket[0], " ").casefold())
    initials = iter("".join(word[0] for word in words))
    letters = [c for c in bracket[1].casefold() if c.isalnum()]
    return " " if all(letter in initials for letter in letters) else f" {bracket[1]} "


@dataclass(slots=True)
class _Writing:
    """A table being written, name by name."""

    known: dict[tuple[str, str], _Word] = field(default_factory=dict)
    words: array[int] = field(default_factory=lambda: array("i"))
    told: array[float] = field(default_factory=lambda: array("f"))
    whole: array[int] = field(default_factory=lambda: array("I"))
    weak: bytearray = field(default_factory=bytearray)
    legal: bytearray = field(default_factory=bytearray)
    texts: Texts = field(default_factory=Texts)
    shown: Texts = field(default_factory=Texts)

    def add(self, name: _Name) -> None:
        """Write a name."""
        found = [self._word(text, name.reading) for text in name.form.words]
        found.sort(key=lambda word: (-word.bits, word.number))
        rarest = found[:MOST_WORDS]
        self.words.extend(word.number for word in rarest)
        self.words.extend([NO_WORD] * (MOST_WORDS - len(rarest)))
        self.told.append(sum(word.bits for word in rarest))
        text = " ".join(sorted(name.form.words))
        self.whole.append(crc32(text.encode()))
        self.weak.append(name.weak)
        self.legal.append(LEGAL_FORMS.index(name.form.legal))
        self.texts.append(text)
        self.shown.append(name.shown)

    def _word(self, text: str, reading: str) -> _Word:
        if (text, reading) not in self.known:
            self.known[text, reading] = _word(text, reading, len(self.known))
        return self.known[text, reading]

    def table(self, first: Numbers) -> NameTable:
        """Return what was written."""
        # A line for each place, so that a hundred thousand names are one sweep of it.
        words = np.frombuffer(self.words, np.int32).reshape(-1, MOST_WORDS)
        return NameTable(
            first,
            np.ascontiguousarray(words.T),
            self._vocabulary(words),
            np.frombuffer(self.told, np.float32),
            np.frombuffer(self.whole, np.uint32),
            np.frombuffer(self.weak, np.bool_),
            np.frombuffer(self.legal, np.uint8),
            self.texts,
            self.shown,
        )

    def _vocabulary(self, words: npt.NDArray[np.int32]) -> Vocabulary:
        known = self.known.values()
        hashes = np.array([*(word.sound for word in known), NO_WORD], np.int64)
        _, sounds = np.unique(hashes, return_inverse=True)
        times = np.bincount(words[words != NO_WORD], minlength=len(hashes))
        return Vocabulary(
            sounds.astype(np.int32),
            hashes,
            np.bincount(sounds, times).astype(np.intp)[sounds],
            np.array([*(word.bits for word in known), 0], np.float32),
            np.array([*(word.by_sound for word in known), 0], np.float32),
        )


def _word(text: str, reading: str, number: int) -> _Word:
    key = sound_key(key_word(text))
    sound = crc32(key.encode()) if len(key) > 1 else crc32(text.encode()) + _SHORT_WORDS
    bits = word_bits(text, reading)
    by_sound = max(min(bits, sound_bits(key, reading)) - _BY_SOUND, 0.1)
    return _Word(number, sound, bits, by_sound)
