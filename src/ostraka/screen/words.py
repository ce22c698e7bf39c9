"""Words against words: how each word asked agrees with each word of some names.

Each word of the names is met once, however many have it.  `native/words.c` does the same
in C.
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

from ostraka.index.columns import Columns, Numbers, WordFacts, word_facts
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
#: Generic words of bodies tell less.
GENERIC_BITS = 9.0
#: What a word that is known to be borne tells at most.
BORNE_BITS = 12.0
# Likeness that words are compared for, of both writings together and less what bounds
# may be off by: where they sound the same, and else.
_SOUND_WANTED = 2 * min(SOUND_LIKE, WEAK_LIKE, NEAR_LIKE) - 1e-9
_WANTED = 2 * WEAK_LIKE - 1e-9


@dataclass(frozen=True, slots=True)
class BlockWords:
    """The different words of a block, in the order of the alphabet.

    Attributes:
        columns: Where they stand.
        numbers: Their numbers there.
        rows: What is known of each; a last row stands for none.
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
        return list(map(texts.__getitem__, self.numbers.take(chosen).tolist()))


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
    """How the words asked agree with those of a block.

    Only words that agree with any have columns of their own, once for each reading; the
    last column of a reading stands for the others, and for none.

    Attributes:
        columns: Of each word of the block, and last of none, its column.
        apart: How many columns a reading has.
        level: How each two words agree.
        worth: What they tell if they are partners.
        gain: The same, less what is taken off by how they agree.
        likeness: How like they are spelled.
        asked: What each word asked tells, one row for each reading.
        known: What each word of the block tells, and last none, one row for each.
        odd: Which words asked few or none bear: a letter may be wrong in them.
        borne: Which words asked are known to be borne.
    """

    columns: Numbers
    apart: int
    level: npt.NDArray[np.int8]
    worth: Floats
    gain: Floats
    likeness: Floats
    asked: Floats
    known: Floats
    odd: Flags
    borne: Flags

    def rows(self, chosen: Sequence[int]) -> WordTable:
        """Return it for some of the words asked, given by their places."""
        rows = np.array(chosen, dtype=np.intp)
        return WordTable(
            columns=self.columns,
            apart=self.apart,
            level=self.level.take(rows, axis=0),
            worth=self.worth.take(rows, axis=0),
            gain=self.gain.take(rows, axis=0),
            likeness=self.likeness.take(rows, axis=0),
            asked=self.asked.take(rows, axis=1),
            known=self.known,
            odd=self.odd.take(rows, axis=1),
            borne=self.borne.take(rows, axis=1),
        )

    def bits_of(self, grid: Numbers, readings: int | Numbers = 0) -> WordBits:
        """Return what the words tell in some names.

        Args:
            grid: One row for each name: its words, -1 for none.
            readings: Place of the reading in those of `word_tables`, or one for each.
        """
        # Before the next reading's words stands what none of this one tells: -1 finds it.
        at = grid.T + readings * self.known.shape[1]
        return WordBits(
            self.asked[readings],
            self.known.take(at).T,
            self.odd[readings],
            self.borne[readings],
        )

    def columns_of(self, grid: Numbers, readings: int | Numbers = 0) -> Numbers:
        """Return the columns of the words of some names, one column for each name.

        Args:
            grid: One row for each name: its words, -1 for none.
            readings: Place of the reading, or one for each.
        """
        found: Numbers = self.columns.take(grid.T) + readings * self.apart
        return found


@dataclass(frozen=True, slots=True)
class WordBits:
    """What the words of some names tell, and what those asked tell beside them.

    Attributes:
        asked: What each word asked tells, for all names or one row for each.
        known: What each word of each name tells; nought for none.
        odd: Which words asked few bear, as `asked`.
        borne: Which words asked are known to be borne.
    """

    asked: Floats
    known: Floats
    odd: Flags
    borne: Flags


def of_pairs(known: npt.NDArray[_Value], asked: Numbers) -> npt.NDArray[_Value]:
    """Return what is known of the words asked that are paired.

    Args:
        known: It of each word asked, for all names or one row for each.
        asked: Which words are paired, one row for each name.
    """
    if known.ndim == 1:
        return known.take(asked)
    names, count = known.shape
    found: npt.NDArray[_Value] = known.take(asked.T + np.arange(names) * count).T
    return found


def listed_of_pairs(known: Floats, places: Numbers) -> Floats:
    """Return what the listed words tell that are paired.

    Args:
        known: What each word of each name tells.
        places: Which words are paired, one row for each name.
    """
    found: Floats = known.T[places.T, np.arange(len(known))].T
    return found


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
        filed=filed_by(word),
    )


def filed_by(word: str) -> int:
    """Return the number of the sound by which the index files a word."""
    return sound_number(sound_key(key_word(word)))


def word_table(query: Sequence[str], words: BlockWords, kind: str) -> WordTable:
    """Compare each word asked with each word of a block."""
    return word_tables(query, words, (kind,))


def word_tables(
    query: Sequence[str], words: BlockWords, kinds: Sequence[str]
) -> WordTable:
    """Compare the words asked with those of a block, which are read in some ways.

    How words agree is the same in every reading, what they tell is not.

    Args:
        query: The words asked.
        words: The words of the block.
        kinds: The readings, `person` or `body`.
    """
    read = [[asked_word(word, kind) for word in query] for kind in kinds]
    found = _agreements(read[0], words)
    chosen, columns = _columns(found.theirs, len(words))
    level = np.zeros((len(query), len(chosen)), dtype=np.int8)
    likeness = np.zeros(level.shape, dtype=np.float64)
    at = found.mine, columns.take(found.theirs)
    level[at], likeness[at] = found.level, found.likeness
    bits = np.array([[word.bits for word in row] for row in read], dtype=np.float64)
    key_bits = np.array([[w.key_bits for w in row] for row in read], dtype=np.float64)
    known = np.array([words.rows[kind] for kind in kinds])
    worth = np.minimum(bits[:, :, None], known.take(chosen, axis=1)[:, None])
    by_sound = np.minimum(worth, key_bits[:, :, None] + 1.0)
    worth = np.where(level == SOUND, by_sound, worth)
    unknown = np.minimum(key_bits + SPELLING_BITS, RARE_BITS)
    return WordTable(
        columns=columns,
        apart=len(chosen),
        level=np.concatenate([level] * len(kinds), axis=1),
        worth=_side_by_side(worth),
        gain=_side_by_side(
            np.maximum(worth - PENALTY.take(level), 0.1) * (level > NONE)
        ),
        likeness=np.concatenate([likeness] * len(kinds), axis=1),
        asked=bits,
        known=known,
        odd=bits >= np.minimum(unknown, ODD_BITS),
        borne=bits < np.minimum(unknown, BORNE_BITS),
    )


def _columns(agreeing: Numbers, words: int) -> tuple[Numbers, Numbers]:
    """Return the words that agree and none, and of each word the column it has."""
    has = np.zeros(words + 1, dtype=bool)
    has[agreeing] = has[words] = True
    chosen = has.nonzero()[0]
    columns = np.full(words + 1, len(chosen) - 1)
    columns[chosen] = np.arange(len(chosen))
    return chosen, columns


def _side_by_side(tables: Floats) -> Floats:
    """Put the tables of the readings beside each other."""
    return np.concatenate(list(tables), axis=1)


@dataclass(frozen=True, slots=True)
class _Agreements:
    """Words asked (`mine`) and words of a block (`theirs`) that agree: how, and how like."""

    mine: Numbers
    theirs: Numbers
    level: npt.NDArray[np.int8]
    likeness: Floats


def _agreements(asked: Sequence[AskedWord], words: BlockWords) -> _Agreements:
    """Return which words agree.

    How like words are spelled is told of those that can be like enough, and of those
    that agree in another way.
    """
    facts = [word.facts for word in asked]
    sounds, variant = _share_sound(facts, words.rows), _variants(asked, words)
    initial = _initials(facts, words)
    letters, spelled = _most_likeness(facts, words.rows)
    wanted = np.where(sounds, _SOUND_WANTED, _WANTED)
    told = variant | initial
    mine, theirs = ((letters + spelled >= wanted) | told).nonzero()
    texts, loose = [fact.text for fact in facts], [fact.spelled for fact in facts]
    alike = _pairwise([texts[n] for n in mine.tolist()], words.texts(theirs))
    still = alike + spelled[mine, theirs] >= wanted[mine, theirs]
    still |= told[mine, theirs]
    mine, theirs, alike = mine[still], theirs[still], alike[still]
    loosely = _pairwise([loose[n] for n in mine.tolist()], words.spelled(theirs))
    likeness = (alike + loosely) / 2
    level = _levels(likeness, sounds[mine, theirs])
    level[variant[mine, theirs]] = VARIANT
    level[alike == 1] = SAME
    level[initial[mine, theirs]] = INITIAL
    found = level.nonzero()[0]
    return _Agreements(
        mine.take(found), theirs.take(found), level.take(found), likeness.take(found)
    )


def _levels(likeness: Floats, sounds: Flags) -> npt.NDArray[np.int8]:
    """Return how words agree by letters and sounds."""
    level: npt.NDArray[np.int8] = (likeness >= WEAK_LIKE) * np.int8(WEAK)
    level[likeness >= NEAR_LIKE] = NEAR
    level[sounds & (likeness >= SOUND_LIKE)] = SOUND
    return level


def _variants(asked: Sequence[AskedWord], words: BlockWords) -> Flags:
    """Tell where a word of the block is a known variant of a word asked."""
    found = np.zeros((len(asked), len(words) + 1), dtype=bool)
    find = words.columns.find
    wanted = [(n, find(text)) for n, word in enumerate(asked) for text in word.variants]
    if wanted and len(words):
        rows, numbers = np.array(wanted, dtype=np.intp).T
        places = words.numbers.searchsorted(numbers)
        there = words.numbers.take(places, mode="clip") == numbers
        found[rows[there], places[there]] = True
    return found


def _initials(asked: Sequence[WordFacts], words: BlockWords) -> Flags:
    """Tell where a single letter is the first of the other word."""
    if not len(words):
        return np.zeros((len(asked), 1), dtype=bool)
    length = words.rows["length"]
    first = words.columns.text.take(words.rows["at"])
    asked_first = np.array([ord(fact.text[0]) for fact in asked])[:, None]
    asked_single = np.array([len(fact.text) == 1 for fact in asked])[:, None]
    one_single = np.where(asked_single, length > 1, length == 1)
    found: Flags = one_single & (first == asked_first)
    return found


def _share_sound(asked: Sequence[WordFacts], rows: npt.NDArray[np.void]) -> Flags:
    # No word shares a sound with one that has none: -2 is the number of no sound.
    sounds = np.array([(fact.sound, fact.slavic) for fact in asked], np.int64).T
    sounds[sounds < 0] = -2
    found: Flags = (sounds[0][:, None] == rows["sound"]) | (
        sounds[1][:, None] == rows["slavic"]
    )
    return found


def _pairwise(left: list[str], right: list[str]) -> Floats:
    if not left:
        return np.zeros(0, dtype=np.float64)
    found: Floats = cpdist(
        left, right, scorer=OSA.normalized_similarity, dtype=np.float64
    )
    return found


def _most_likeness(asked: Sequence[WordFacts], rows: npt.NDArray[np.void]) -> Floats:
    """Return the most likeness words can have, as they are written and spelled loosely.

    Letters only one of two words has must be changed.
    """
    mine = np.array(
        [[f.letters for f in asked], [f.spelled_letters for f in asked]], np.uint64
    )[:, :, None]
    length = np.array(
        [[len(f.text) for f in asked], [len(f.spelled) for f in asked]], np.int16
    )[:, :, None]
    theirs = np.array([rows["letters"], rows["spelled_letters"]])[:, None]
    size = np.array([rows["length"], rows["spelled_length"]], dtype=np.int16)[:, None]
    common = np.bitwise_count(mine & theirs)
    apart = np.maximum(np.bitwise_count(mine), np.bitwise_count(theirs)) - common
    changed = np.maximum(apart, np.abs(length - size))
    longest = np.maximum(np.maximum(length, size), np.int16(1))
    found: Floats = 1 - changed / longest.astype(np.float64)
    return found
