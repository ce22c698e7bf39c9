"""Words against words: how each word asked agrees with each word of some names.

Each word of the names is met once, however many have it.  `native/words.c` does the same
in C.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from ostraka.index.columns import Columns, Numbers, WordFacts, word_facts
from ostraka.text.sound import sound_key, sound_number
from ostraka.text.variants import key_word, variants_of
from ostraka.text.words import sound_bits

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

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

    def written(self, word: int) -> tuple[str, str]:
        """Return one of the words, and it without what spellers waver on."""
        number, texts = int(self.numbers[word]), self.columns.written
        return texts["text"][number], texts["spelled"][number]

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


@dataclass(frozen=True, slots=True)
class Agreements:
    """Words asked (`mine`) and words of a block (`theirs`) that agree: how, and how like."""

    mine: Numbers
    theirs: Numbers
    level: npt.NDArray[np.int8]
    likeness: Floats


def agreements(asked: Sequence[AskedWord], words: BlockWords) -> Agreements:
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
    return Agreements(
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
    asked_single = np.array([len(fact.text) == 1 for fact in asked])[:, None]
    found: Flags = np.where(asked_single, length > 1, length == 1)
    if found.any():
        first = words.columns.text.take(words.rows["at"])
        found &= first == np.array([ord(fact.text[0]) for fact in asked])[:, None]
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
