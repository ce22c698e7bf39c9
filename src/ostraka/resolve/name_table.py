"""The names of many records as numbers, so that a hundred thousand pairs are one sweep."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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

#: One row for each reading of a name: numbers of its words and of their sounds, rarest
#: first; what each tells, and by its sound alone; what they tell together; a number for
#: all words in any order; whether it is a weak alias; class of its legal form.
ROW = np.dtype(
    [
        ("words", np.int64, MOST_WORDS),
        ("sounds", np.int64, MOST_WORDS),
        ("bits", np.float32, MOST_WORDS),
        ("by_sound", np.float32, MOST_WORDS),
        ("told", np.float32),
        ("whole", np.uint64),
        ("weak", np.bool_),
        ("legal", np.uint8),
    ]
)


@dataclass(frozen=True, slots=True)
class NameTable:
    """The names of some records.

    Attributes:
        first: First row of each record, and the row after the last.
        rows: One `ROW` for each reading of a name.
        texts: The words of each in order of the alphabet.
        shown: The name of each as printed.
    """

    first: Numbers
    rows: npt.NDArray[np.void]
    texts: list[str]
    shown: list[str]

    @classmethod
    def of(cls, records: Sequence[Listed]) -> NameTable:
        """Read the names of some records."""
        first = [0]
        names: list[_Name] = []
        for record in records:
            names += dict.fromkeys(_names(record))
            first.append(len(names))
        rows = np.zeros(len(names), dtype=ROW)
        known: dict[tuple[str, str], _Word] = {}
        for row, name in zip(rows, names, strict=True):
            _fill(row, name, known)
        texts = [" ".join(sorted(name.form.words)) for name in names]
        return cls(np.array(first), rows, texts, [name.shown for name in names])

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


def _fill(row: np.void, name: _Name, known: dict[tuple[str, str], _Word]) -> None:
    """Write a name to its row."""
    found = []
    for text in name.form.words:
        if (text, name.reading) not in known:
            known[text, name.reading] = _word(text, name.reading, len(known))
        found.append(known[text, name.reading])
    found.sort(key=lambda word: (-word.bits, word.number))
    words = found[:MOST_WORDS]
    row["words"] = NO_WORD
    row["sounds"] = NO_WORD
    for column, values in (
        ("words", [word.number for word in words]),
        ("sounds", [word.sound for word in words]),
        ("bits", [word.bits for word in words]),
        ("by_sound", [word.by_sound for word in words]),
    ):
        row[column][: len(words)] = values
    row["told"] = sum(word.bits for word in words)
    row["whole"] = crc32(" ".join(sorted(name.form.words)).encode())
    row["weak"] = name.weak
    row["legal"] = LEGAL_FORMS.index(name.form.legal)


def _word(text: str, reading: str, number: int) -> _Word:
    key = sound_key(key_word(text))
    sound = crc32(key.encode()) if len(key) > 1 else crc32(text.encode()) + _SHORT_WORDS
    bits = word_bits(text, reading)
    by_sound = max(min(bits, sound_bits(key, reading)) - _BY_SOUND, 0.1)
    return _Word(number, sound, bits, by_sound)
