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
# What bounds of likeness may be off by.
_SLACK = 1e-9


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

    def of(self, readings: int | Numbers) -> WordTable:
        """Return it as one reading has it, or as each of some names is read.

        Args:
            readings: Place of the reading in those of `word_tables`, or one for each
                name; then there is a row for each of what is known of the words asked.
        """
        return WordTable(
            self.level,
            self.worth,
            self.gain,
            self.likeness,
            self.asked[readings],
            self.known,
            self.odd[readings],
            self.borne[readings],
        )


def of_pairs(known: npt.NDArray[_Value], asked: Numbers) -> npt.NDArray[_Value]:
    """Return what is known of the words asked that are paired.

    Args:
        known: It of each word asked, for all names or one row for each.
        asked: Which words are paired, one row for each name.
    """
    if known.ndim == 1:
        return known.take(asked)
    return np.take_along_axis(known, asked, axis=1)


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
    return word_tables(query, words, (kind,)).of(0)


def word_tables(
    query: Sequence[str], words: BlockWords, kinds: Sequence[str]
) -> WordTable:
    """Compare the words asked with those of a block, which are read in some ways.

    How words agree is the same in every reading, what they tell is not.

    Args:
        query: The words asked.
        words: The words of the block.
        kinds: The readings, `person` or `body`.

    Returns:
        The words of the block once for each reading, side by side; of the words asked
        one row for each reading.
    """
    asked = [asked_word(word, kinds[0]) for word in query]
    sounds = _share_sound(asked, words.rows)
    same, variant = _equal(asked, words)
    initial = _initials(asked, words)
    least = np.where(sounds, min(SOUND_LIKE, WEAK_LIKE, NEAR_LIKE), WEAK_LIKE)
    least[variant] = least[initial] = 0
    likeness = _likeness(asked, words, least)
    level = _levels(likeness, sounds)
    level[variant] = VARIANT
    level[same] = SAME
    level[initial] = INITIAL
    read = [[asked_word(word, kind) for word in query] for kind in kinds]
    bits = np.array([[word.bits for word in row] for row in read], dtype=np.float64)
    key_bits = np.array([[w.key_bits for w in row] for row in read], dtype=np.float64)
    known = [words.rows["person" if kind == "person" else "body"] for kind in kinds]
    worth = _side_by_side(
        [_worth(level, *each) for each in zip(bits, key_bits, known, strict=True)]
    )
    level = _side_by_side([level] * len(kinds))
    unknown = np.minimum(key_bits + SPELLING_BITS, RARE_BITS)
    return WordTable(
        level=level,
        worth=worth,
        gain=np.maximum(worth - PENALTY.take(level), 0.1) * (level > NONE),
        likeness=_side_by_side([likeness] * len(kinds)),
        asked=bits,
        known=_side_by_side(known).copy(),
        odd=bits >= np.minimum(unknown, ODD_BITS),
        borne=bits < np.minimum(unknown, BORNE_BITS),
    )


def _worth(
    level: npt.NDArray[np.int8], bits: Floats, key_bits: Floats, known: Floats
) -> Floats:
    """Return what each two words tell if they are partners, in one reading."""
    worth = np.minimum(bits[:, None], known)
    by_sound = np.minimum(worth, key_bits[:, None] + 1.0)
    return np.where(level == SOUND, by_sound, worth)


def _side_by_side(tables: Sequence[npt.NDArray[_Value]]) -> npt.NDArray[_Value]:
    """Put tables beside each other; the last column of the last stands for none."""
    if len(tables) == 1:
        return tables[0]
    return np.concatenate([*(t[..., :-1] for t in tables[:-1]), tables[-1]], axis=-1)


def _levels(likeness: Floats, sounds: Flags) -> npt.NDArray[np.int8]:
    """Return how each two words agree by letters and sounds."""
    level = np.where(likeness >= WEAK_LIKE, WEAK, NONE)
    level = np.where(likeness >= NEAR_LIKE, NEAR, level)
    level = np.where(sounds & (likeness >= SOUND_LIKE), SOUND, level)
    return level.astype(np.int8)


def _equal(asked: Sequence[AskedWord], words: BlockWords) -> tuple[Flags, Flags]:
    """Tell where a word asked is a word of the block, and where its known variant."""
    found = np.zeros((2, len(asked), len(words) + 1), dtype=bool)
    wanted = np.array(
        [
            (is_variant, row, words.columns.find(text))
            for row, word in enumerate(asked)
            for is_variant, texts in enumerate(((word.facts.text,), word.variants))
            for text in texts
        ],
        dtype=np.intp,
    ).T
    if len(words):
        places = np.searchsorted(words.numbers, wanted[2])
        there = words.numbers.take(places, mode="clip") == wanted[2]
        found[wanted[0, there], wanted[1, there], places[there]] = True
    return found[0], found[1]


def _initials(asked: Sequence[AskedWord], words: BlockWords) -> Flags:
    """Tell where a single letter is the first of the other word."""
    rows = words.rows
    if not len(words):
        return np.zeros((len(asked), 1), dtype=bool)
    first = words.columns.text.take(rows["at"])
    asked_first = np.array([ord(word.facts.text[0]) for word in asked])[:, None]
    asked_single = np.array([len(word.facts.text) == 1 for word in asked])[:, None]
    one_single = np.where(asked_single, rows["length"] > 1, rows["length"] == 1)
    found: Flags = one_single & (first == asked_first)
    return found


def _share_sound(asked: Sequence[AskedWord], rows: npt.NDArray[np.void]) -> Flags:
    # No word shares a sound with one that has none: -2 is the number of no sound.
    sounds = np.array([(w.facts.sound, w.facts.slavic) for w in asked], np.int64).T
    sounds[sounds < 0] = -2
    found: Flags = (sounds[0][:, None] == rows["sound"]) | (
        sounds[1][:, None] == rows["slavic"]
    )
    return found


def _likeness(asked: Sequence[AskedWord], words: BlockWords, least: Floats) -> Floats:
    """Return the likeness of words that can reach the least; -1 for the others."""
    rows, facts = words.rows, [word.facts for word in asked]
    likeness = np.full(least.shape, -1, dtype=np.float64)
    bound, spelled = _most_likeness(
        np.array(
            [[f.letters for f in facts], [f.spelled_letters for f in facts]], np.uint64
        ),
        np.array(
            [[len(f.text) for f in facts], [len(f.spelled) for f in facts]], np.int16
        ),
        np.array([rows["letters"], rows["spelled_letters"]]),
        np.array([rows["length"], rows["spelled_length"]], dtype=np.int16),
    )
    wanted = 2 * least - _SLACK
    mine, theirs = np.nonzero(bound + spelled >= wanted)
    texts, loose = [f.text for f in facts], [f.spelled for f in facts]
    letters = _pairwise([texts[n] for n in mine.tolist()], words.texts(theirs))
    still = letters + spelled[mine, theirs] >= wanted[mine, theirs]
    mine, theirs, letters = mine[still], theirs[still], letters[still]
    loosely = _pairwise([loose[n] for n in mine.tolist()], words.spelled(theirs))
    likeness[mine, theirs] = (letters + loosely) / 2
    likeness[:, -1] = 0
    return likeness


def _pairwise(left: list[str], right: list[str]) -> Floats:
    if not left:
        return np.zeros(0, dtype=np.float64)
    found: Floats = cpdist(
        left, right, scorer=OSA.normalized_similarity, dtype=np.float64
    )
    return found


def _most_likeness(
    letters: npt.NDArray[np.uint64],
    lengths: npt.NDArray[np.int16],
    others: npt.NDArray[np.uint64],
    sizes: npt.NDArray[np.int16],
) -> Floats:
    """Return the most likeness words can have: letters only one has must be changed.

    Args:
        letters: Which letters the words asked have, in each of their writings.
        lengths: How long they are.
        others: Which letters the other words have, in the same writings.
        sizes: How long these are.
    """
    mine, length = letters[:, :, None], lengths[:, :, None]
    theirs, size = others[:, None], sizes[:, None]
    common = np.bitwise_count(mine & theirs).astype(np.int16)
    apart = np.maximum(
        np.bitwise_count(mine) - common, np.bitwise_count(theirs) - common
    )
    changed = np.maximum(apart, np.abs(length - size))
    longest = np.maximum(np.maximum(length, size), 1)
    found: Floats = 1 - changed / longest.astype(np.float64)
    return found
