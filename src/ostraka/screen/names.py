"""Names against names: which words agree, and how much that says.

Every name of a block of candidates is compared with the one asked at the same time: a
table of word against word first, then the best pairing of words, then figures for the
model.  One name at a time or a thousand, the figures are the same.  `native/words.c` does
the same in C.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from ostraka.index.columns import Columns, Numbers, WordFacts, columns_of, word_facts
from ostraka.text.sound import sound_key, sound_number
from ostraka.text.variants import key_word, variants_of
from ostraka.text.words import RARE_BITS, SPELLING_BITS, sound_bits

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
_Value = TypeVar("_Value", bound=np.generic)

#: How two words can agree, the surest first; 0 is not at all.
NONE, SAME, VARIANT, SOUND, NEAR, WEAK, INITIAL = range(7)
#: Least likeness of spelling for words that sound the same, are near, are weakly near.
SOUND_LIKE, NEAR_LIKE, WEAK_LIKE = 0.45, 0.74, 0.58
#: Bits taken off what a word tells, by how it agrees.
PENALTY = np.array([0, 0, 0.5, 1.5, 3, 6, 0], dtype=np.float64)
#: What a word of which few are called tells at least, in bits.
ODD_BITS = 9.0
#: What a word that is known to be borne tells at most.
BORNE_BITS = 12.0
# Up to so many words a mark for each is quicker than sorting.
_FEW_WORDS = 300_000
# What bounds of likeness may be off by.
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class BlockWords:
    """The different words of a block, in the order of the alphabet.

    Attributes:
        columns: Where they stand.
        numbers: Their numbers there.
        rows: What is known of each.
    """

    columns: Columns
    numbers: Numbers
    rows: npt.NDArray[np.void]

    def __len__(self) -> int:
        return len(self.numbers)

    def texts(self, chosen: Numbers) -> list[str]:
        """Return some of the words."""
        return self._written("text", chosen)

    def spelled(self, chosen: Numbers) -> list[str]:
        """Return some of the words without what spellers waver on."""
        return self._written("spelled", chosen)

    def keys(self, chosen: Numbers) -> list[str]:
        """Return the sound keys of some of the words."""
        return self._written("key", chosen)

    def _written(self, column: str, chosen: Numbers) -> list[str]:
        texts = self.columns.written[column]
        return [texts[number] for number in self.numbers[chosen].tolist()]


@dataclass(frozen=True, slots=True)
class NameBlock:
    """Candidate names as numbers of words.

    Attributes:
        words: The different words of the block.
        grid: One row for each name: places of its words in `words`, -1 for none.
        legal: Class of each name's legal form, as its place in `LEGAL_FORMS`.
    """

    words: BlockWords
    grid: Numbers
    legal: npt.NDArray[np.uint8]

    def rows(self, chosen: Numbers) -> NameBlock:
        """Return some names of the block."""
        return NameBlock(self.words, self.grid[chosen], self.legal[chosen])


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word asked, with what is looked up for it.

    Attributes:
        facts: What is known of any word.
        bits: What it tells in a name of this kind.
        key_bits: What its sound tells.
        variants: Its other spellings.
        filed: Number of the sound by which the index files it.
    """

    facts: WordFacts
    bits: float
    key_bits: float
    variants: frozenset[str]
    filed: int


@dataclass(frozen=True, slots=True)
class WordTable:
    """Each word asked against each word of a block; a last column stands for none.

    Words asked that are `odd` are borne by few or none: a letter may be wrong in them;
    those that are `borne` are known to be.
    """

    level: npt.NDArray[np.int8]
    worth: Floats
    gain: Floats
    likeness: Floats
    asked: Floats
    known: Floats
    odd: Flags
    borne: Flags


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
    columns = columns_of(names, legal)
    return block(columns, np.arange(len(names)))


def block(columns: Columns, names: Numbers) -> NameBlock:
    """Return names of an index with their words numbered anew, each word once."""
    rows = columns.names[names]
    lengths = rows["length"].astype(np.intp)
    places = np.arange(max(int(lengths.max(initial=1)), 1))
    inside = places < lengths[:, None]
    at = rows["start"].astype(np.intp)[:, None] + places
    grid = np.full(at.shape, -1, dtype=np.intp)
    numbers, grid[inside] = _each_once(
        columns.name_words[at[inside]], len(columns.words)
    )
    return NameBlock(
        BlockWords(columns, numbers, columns.words[numbers]), grid, rows["legal"]
    )


def _each_once(used: npt.NDArray[np.uint32], most: int) -> tuple[Numbers, Numbers]:
    """Return numbers below `most`, each once and in order, and where each one went."""
    if most > _FEW_WORDS:
        distinct, back = np.unique(used, return_inverse=True)
        return distinct.astype(np.intp), back
    seen = np.zeros(most, dtype=bool)
    seen[used] = True
    numbers = np.flatnonzero(seen)
    places = np.empty(most, dtype=np.intp)
    places[numbers] = np.arange(len(numbers))
    return numbers, places[used]


@lru_cache(maxsize=262144)
def asked_word(word: str, kind: str) -> AskedWord:
    """Return what is looked up for a word asked.

    Args:
        word: A romanised word.
        kind: `person` or `body`.
    """
    facts = word_facts(word)
    return AskedWord(
        facts=facts,
        bits=facts.person if kind == "person" else facts.body,
        key_bits=sound_bits(facts.key, kind),
        variants=variants_of(word),
        filed=_filed(word),
    )


@lru_cache(maxsize=262144)
def _filed(word: str) -> int:
    return sound_number(sound_key(key_word(word)))


def word_table(query: Sequence[str], words: BlockWords, kind: str) -> WordTable:
    """Compare each word asked with each word of a block."""
    asked = [asked_word(word, kind) for word in query]
    rows = words.rows
    bits = np.array([word.bits for word in asked], dtype=np.float64)
    key_bits = np.array([word.key_bits for word in asked], dtype=np.float64)
    known = rows["person" if kind == "person" else "body"]
    sounds = _share_sound(asked, rows)
    same, variant = _equal(asked, words)
    initial = _initials(asked, words)
    least = np.where(sounds, min(SOUND_LIKE, WEAK_LIKE, NEAR_LIKE), WEAK_LIKE)
    likeness = _likeness(asked, words, np.where(variant | initial, 0, least))
    level = _levels(likeness, sounds)
    level[variant] = VARIANT
    level[same] = SAME
    level[initial] = INITIAL
    worth = np.minimum(bits[:, None], known[None, :])
    by_sound = np.minimum(worth, key_bits[:, None] + 1.0)
    worth = np.where(level == SOUND, by_sound, worth)
    unknown = np.minimum(key_bits + SPELLING_BITS, RARE_BITS)
    gain = np.maximum(worth - PENALTY[level], 0.1) * (level > NONE)
    return WordTable(
        level=_with_none(level),
        worth=_with_none(worth),
        gain=_with_none(gain.astype(np.float64)),
        likeness=_with_none(likeness),
        asked=bits,
        known=np.append(known, np.float64(0)),
        odd=bits >= np.minimum(unknown, ODD_BITS),
        borne=bits < np.minimum(unknown, BORNE_BITS),
    )


def _levels(likeness: Floats, sounds: Flags) -> npt.NDArray[np.int8]:
    """Return how each two words agree by letters and sounds."""
    level = np.where(likeness >= WEAK_LIKE, WEAK, NONE)
    level = np.where(likeness >= NEAR_LIKE, NEAR, level)
    level = np.where(sounds & (likeness >= SOUND_LIKE), SOUND, level)
    return level.astype(np.int8)


def _equal(asked: Sequence[AskedWord], words: BlockWords) -> tuple[Flags, Flags]:
    """Tell where a word asked is a word of the block, and where its known variant."""
    same = np.zeros((len(asked), len(words)), dtype=bool)
    variant = np.zeros_like(same)
    for row, word in enumerate(asked):
        same[row, _places(words, [word.facts.text])] = True
        variant[row, _places(words, word.variants)] = True
    return same, variant


def _places(words: BlockWords, wanted: Sequence[str] | frozenset[str]) -> Numbers:
    """Return the places in a block of the words wanted that it has."""
    numbers = np.array([words.columns.find(word) for word in wanted], dtype=np.intp)
    places = np.searchsorted(words.numbers, numbers)
    inside = places < len(words)
    places, numbers = places[inside], numbers[inside]
    found: Numbers = places[words.numbers[places] == numbers]
    return found


def _initials(asked: Sequence[AskedWord], words: BlockWords) -> Flags:
    """Tell where a single letter is the first of the other word."""
    rows = words.rows
    letters = words.columns.text
    first = letters[rows["at"]] if len(rows) else np.zeros(0, dtype=np.uint8)
    single, several = rows["length"] == 1, rows["length"] > 1
    found = np.zeros((len(asked), len(words)), dtype=bool)
    for row, word in enumerate(asked):
        text = word.facts.text
        found[row] = (several if len(text) == 1 else single) & (first == ord(text[0]))
    return found


def _share_sound(asked: Sequence[AskedWord], rows: npt.NDArray[np.void]) -> Flags:
    def equal(name: str) -> Flags:
        numbers = np.array([getattr(word.facts, name) for word in asked], np.int64)
        found: Flags = numbers[:, None] == rows[name][None, :]
        return found & (numbers >= 0)[:, None]

    return equal("sound") | equal("slavic")


def _likeness(asked: Sequence[AskedWord], words: BlockWords, least: Floats) -> Floats:
    """Return the likeness of words that can reach the least; -1 for the others."""
    rows = words.rows
    likeness = np.full(least.shape, -1, dtype=np.float64)
    bound = _most_likeness(
        [w.facts.letters for w in asked],
        [len(w.facts.text) for w in asked],
        rows["letters"],
        rows["length"],
    )
    spelled = _most_likeness(
        [w.facts.spelled_letters for w in asked],
        [len(w.facts.spelled) for w in asked],
        rows["spelled_letters"],
        rows["spelled_length"],
    )
    wanted = 2 * least - _SLACK
    mine, theirs = np.nonzero(bound + spelled >= wanted)
    letters = _pairwise(
        [asked[n].facts.text for n in mine.tolist()], words.texts(theirs)
    )
    still = letters + spelled[mine, theirs] >= wanted[mine, theirs]
    mine, theirs, letters = mine[still], theirs[still], letters[still]
    loosely = _pairwise(
        [asked[n].facts.spelled for n in mine.tolist()], words.spelled(theirs)
    )
    likeness[mine, theirs] = (letters + loosely) / 2
    return likeness


def _pairwise(left: list[str], right: list[str]) -> Floats:
    if not left:
        return np.zeros(0, dtype=np.float64)
    found: Floats = cpdist(
        left, right, scorer=OSA.normalized_similarity, dtype=np.float64
    )
    return found


def _most_likeness(
    letters: list[int],
    lengths: list[int],
    others: npt.NDArray[np.uint64],
    sizes: npt.NDArray[np.uint8],
) -> Floats:
    """Return the most likeness words can have: letters only one has must be changed."""
    mine = np.array(letters, dtype=np.uint64)[:, None]
    length = np.array(lengths, dtype=np.int16)[:, None]
    size = sizes.astype(np.int16)
    apart = np.maximum(
        np.bitwise_count(mine & ~others), np.bitwise_count(others & ~mine)
    )
    changed = np.maximum(apart, np.abs(length - size))
    longest = np.maximum(np.maximum(length, size), 1)
    found: Floats = 1 - changed / longest.astype(np.float64)
    return found


def pair_words(table: WordTable, grid: Numbers) -> Pairing:
    """Pair words greedily, best pair first, each word once, for all names at once."""
    agreeing = np.flatnonzero((table.gain.max(axis=0) > 0)[grid].any(axis=1))
    cells = np.ascontiguousarray(table.gain[:, grid[agreeing]].transpose(1, 0, 2))
    names, asked, width = cells.shape
    rows = np.arange(names)
    found = []
    for _ in range(min(asked, width) if names else 0):
        best = cells.reshape(names, -1).argmax(axis=1)
        row, place = best // width, best % width
        hit = cells[rows, row, place] > 0
        if not hit.any():
            break
        found.append((np.where(hit, row, -1), np.where(hit, place, -1)))
        cells[rows, row, :] = 0
        cells[rows, :, place] = 0
    pairs = np.full((2, len(grid), max(len(found), 1)), -1, dtype=np.intp)
    if found:
        pairs[:, agreeing] = np.array(found).transpose(1, 2, 0)
    return _paired(table, grid, pairs[0], pairs[1])


def _paired(table: WordTable, grid: Numbers, row: Numbers, place: Numbers) -> Pairing:
    hit = row >= 0
    at = np.where(hit, np.take_along_axis(grid, place, axis=1), -1)
    return Pairing(
        asked=row,
        place=place,
        level=np.where(hit, table.level[row, at], NONE).astype(np.int8),
        worth=np.where(hit, table.worth[row, at], 0).astype(np.float64),
        likeness=np.where(hit, table.likeness[row, at], 0).astype(np.float64),
    )


def _with_none(table: npt.NDArray[_Value]) -> npt.NDArray[_Value]:
    none = np.zeros((len(table), 1), dtype=table.dtype)
    return np.hstack([table, none])
