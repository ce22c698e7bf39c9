"""Names against names: which words agree, and how much that says.

Every name of a block of candidates is compared with the one asked at the same time: a
table of word against word first, then the best pairing of words, then figures for the
model.  One name at a time or a thousand, the figures are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from ostraka.text.sound import slavic_key, sound_key, sound_number, spelling
from ostraka.text.variants import variants_of
from ostraka.text.words import sound_bits, word_bits

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.intp]
_Value = TypeVar("_Value", bound=np.generic)

#: How two words can agree, the surest first; 0 is not at all.
NONE, SAME, VARIANT, SOUND, NEAR, WEAK, INITIAL = range(7)
#: Least likeness of spelling for words that sound the same, are near, are weakly near.
_SOUND_LIKE, _NEAR_LIKE, _WEAK_LIKE = 0.45, 0.74, 0.58
#: Bits taken off what a word tells, by how it agrees.
_PENALTY = np.array([0, 0, 0.5, 1.5, 3, 6, 0], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class NameBlock:
    """Candidate names as numbers of words.

    Attributes:
        words: The different words of the block.
        grid: One row for each name: numbers of its words, -1 where there is none.
        legal: Class of each name's legal form, as its place in `LEGAL_FORMS`.
    """

    words: list[str]
    grid: Numbers
    legal: npt.NDArray[np.uint8]

    def rows(self, chosen: Numbers) -> NameBlock:
        """Return some names of the block."""
        return NameBlock(self.words, self.grid[chosen], self.legal[chosen])

    def text(self, row: int) -> list[str]:
        """Return the words of one name."""
        return [self.words[n] for n in self.grid[row].tolist() if n >= 0]


@dataclass(frozen=True, slots=True)
class Words:
    """What is known of some words, one value for each."""

    words: Sequence[str]
    bits: Floats
    keys: Numbers
    slavic: Numbers
    key_bits: Floats
    spellings: list[str]


@dataclass(frozen=True, slots=True)
class WordTable:
    """Each word asked against each word of a block; a last column stands for none."""

    level: npt.NDArray[np.int8]
    worth: Floats
    gain: Floats
    likeness: Floats
    asked: Floats
    known: Floats


@dataclass(frozen=True, slots=True)
class Pairing:
    """The words of each name paired with the words asked, best pair first.

    All arrays have one row for each name and one column for each pair; a pair that was
    not found has level 0.
    """

    asked: Numbers
    place: Numbers
    level: npt.NDArray[np.int8]
    worth: Floats
    likeness: Floats

    def rows(self, chosen: Numbers) -> Pairing:
        """Return the pairs of some names."""
        return Pairing(
            self.asked[chosen],
            self.place[chosen],
            self.level[chosen],
            self.worth[chosen],
            self.likeness[chosen],
        )


def block_of(
    names: Sequence[Sequence[str]], legal: Sequence[int] | None = None
) -> NameBlock:
    """Return the block of some names given as words."""
    numbers: dict[str, int] = {}
    width = max(map(len, names), default=1)
    grid = np.full((len(names), max(width, 1)), -1, dtype=np.intp)
    for row, words in enumerate(names):
        grid[row, : len(words)] = [numbers.setdefault(w, len(numbers)) for w in words]
    forms = np.array(legal if legal is not None else [0] * len(names), dtype=np.uint8)
    return NameBlock(list(numbers), grid, forms)


def word_table(query: Sequence[str], words: Sequence[str], kind: str) -> WordTable:
    """Compare each word asked with each word of a block."""
    left, right = _words(query, kind), _words(words, kind)
    likeness = cdist(left.words, right.words, scorer=OSA.normalized_similarity)
    spelled = cdist(left.spellings, right.spellings, scorer=OSA.normalized_similarity)
    likeness = (likeness + spelled) / 2
    sounds = _share_sound(left, right)
    level = _levels(likeness, sounds)
    _mark_equal(level, query, words)
    _mark_initials(level, query, words)
    worth = np.minimum(left.bits[:, None], right.bits[None, :])
    by_sound = np.minimum(worth, left.key_bits[:, None] + 1.0)
    worth = np.where(level == SOUND, by_sound, worth)
    gain = np.maximum(worth - _PENALTY[level], 0.1) * (level > NONE)
    return WordTable(
        level=_with_none(level),
        worth=_with_none(worth),
        gain=_with_none(gain.astype(np.float64)),
        likeness=_with_none(likeness),
        asked=left.bits,
        known=np.append(right.bits, np.float64(0)),
    )


def pair_words(table: WordTable, grid: Numbers) -> Pairing:
    """Pair words greedily, best pair first, each word once, for all names at once."""
    cells = np.ascontiguousarray(table.gain[:, grid].transpose(1, 0, 2))
    names, asked, width = cells.shape
    rows = np.arange(names)
    found = []
    for _ in range(min(asked, width)):
        best = cells.reshape(names, -1).argmax(axis=1)
        row, place = best // width, best % width
        hit = cells[rows, row, place] > 0
        if not hit.any():
            break
        found.append((row, place, hit))
        cells[rows, row, :] = 0
        cells[rows, :, place] = 0
    if not found:
        found = [
            (np.zeros(names, np.intp), np.zeros(names, np.intp), np.zeros(names, bool))
        ]
    row, place, hit = (np.stack(part, axis=1) for part in zip(*found, strict=True))
    at = np.where(hit, np.take_along_axis(grid, place, axis=1), -1)
    return Pairing(
        asked=np.where(hit, row, -1),
        place=np.where(hit, place, -1),
        level=np.where(hit, table.level[row, at], NONE).astype(np.int8),
        worth=np.where(hit, table.worth[row, at], 0).astype(np.float64),
        likeness=np.where(hit, table.likeness[row, at], 0).astype(np.float64),
    )


def _levels(likeness: Floats, sounds: npt.NDArray[np.bool_]) -> npt.NDArray[np.int8]:
    """Return how each two words agree by letters and sounds."""
    level = np.where(likeness >= _WEAK_LIKE, WEAK, NONE)
    level = np.where(likeness >= _NEAR_LIKE, NEAR, level)
    level = np.where(sounds & (likeness >= _SOUND_LIKE), SOUND, level)
    return level.astype(np.int8)


def _mark_equal(
    level: npt.NDArray[np.int8], query: Sequence[str], words: Sequence[str]
) -> None:
    """Let a word agree with itself and with its known variants."""
    places = {word: column for column, word in enumerate(words)}
    for row, asked in enumerate(query):
        found = [places[v] for v in variants_of(asked) if v in places]
        level[row, found] = VARIANT
        if asked in places:
            level[row, places[asked]] = SAME


def _mark_initials(
    level: npt.NDArray[np.int8], query: Sequence[str], words: Sequence[str]
) -> None:
    """Let a single letter agree with the words it begins."""
    for row, asked in enumerate(query):
        if len(asked) == 1:
            starts = [len(w) > 1 and w.startswith(asked) for w in words]
            level[row, starts] = INITIAL
    for column, word in enumerate(words):
        if len(word) == 1:
            starts = [len(q) > 1 and q.startswith(word) for q in query]
            level[starts, column] = INITIAL


def _share_sound(left: Words, right: Words) -> npt.NDArray[np.bool_]:
    def equal(a: Numbers, b: Numbers) -> npt.NDArray[np.bool_]:
        found: npt.NDArray[np.bool_] = (a[:, None] == b[None, :]) & (a >= 0)[:, None]
        return found

    return equal(left.keys, right.keys) | equal(left.slavic, right.slavic)


def _words(words: Sequence[str], kind: str) -> Words:
    known = [_word(word, kind) for word in words]
    return Words(
        words=words,
        bits=np.array([k[0] for k in known], dtype=np.float64),
        keys=np.array([sound_number(k[1]) for k in known], dtype=np.int64),
        slavic=np.array([sound_number(k[2]) for k in known], dtype=np.int64),
        key_bits=np.array([k[3] for k in known], dtype=np.float64),
        spellings=[k[4] for k in known],
    )


@lru_cache(maxsize=262144)
def _word(word: str, kind: str) -> tuple[float, str, str, float, str]:
    key = sound_key(word)
    return (
        word_bits(word, kind),
        key,
        slavic_key(word),
        sound_bits(key, kind),
        spelling(word),
    )


def _with_none(table: npt.NDArray[_Value]) -> npt.NDArray[_Value]:
    none = np.zeros((len(table), 1), dtype=table.dtype)
    return np.hstack([table, none])
