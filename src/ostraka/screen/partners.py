"""Two names alone: which of their words are partners.

`words.py` and `names.py` do the same for very many names at once, which for two of them
takes twenty times as long.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from ostraka.index.columns import WordFacts
from ostraka.screen.words import (
    INITIAL,
    NEAR,
    NEAR_LIKE,
    NONE,
    PENALTY,
    SAME,
    SOUND,
    SOUND_LIKE,
    VARIANT,
    WEAK,
    WEAK_LIKE,
    AskedWord,
    asked_word,
)

_PENALTY: list[float] = PENALTY.tolist()


def partners(
    asked: Sequence[str], known: Sequence[str], kind: str
) -> list[tuple[int, int, int]]:
    """Return which words of two names are partners: places in both, and how they agree.

    The pair that tells most is found first, and each word is paired once.

    Args:
        asked: The telling words of one name.
        known: Those of the other.
        kind: `person` or `body`.
    """
    theirs = [asked_word(word, kind) for word in known]
    pairs = [
        (_gain(mine, other, level), row, place, level)
        for row, mine in enumerate(asked_word(word, kind) for word in asked)
        for place, other in enumerate(theirs)
        if (level := level_of(mine, other.facts))
    ]
    found: list[tuple[int, int, int]] = []
    for _, row, place, level in sorted(pairs, key=lambda pair: -pair[0]):
        if not any(row == one or place == other for one, other, _ in found):
            found.append((row, place, level))
    return found


def _gain(asked: AskedWord, known: AskedWord, level: int) -> float:
    """Return what two words tell as partners, less what is taken off by how they agree."""
    worth = min(asked.bits, known.bits)
    if level == SOUND:
        worth = min(worth, asked.key_bits + 1.0)
    return max(worth - _PENALTY[level], 0.1)


def level_of(asked: AskedWord, known: WordFacts) -> int:
    """Return how two words agree.

    Args:
        asked: A word asked.
        known: A word of another name.
    """
    ours = asked.facts
    if (len(ours.text) == 1) != (len(known.text) == 1) and ours.text[0] == known.text[
        0
    ]:
        return INITIAL
    if ours.text == known.text:
        return SAME
    if known.text in asked.variants:
        return VARIANT
    likeness = (
        OSA.normalized_similarity(ours.text, known.text)
        + OSA.normalized_similarity(ours.spelled, known.spelled)
    ) / 2
    if likeness >= SOUND_LIKE and _share_sound(ours, known):
        return SOUND
    if likeness >= NEAR_LIKE:
        return NEAR
    return WEAK if likeness >= WEAK_LIKE else NONE


def _share_sound(one: WordFacts, other: WordFacts) -> bool:
    return 0 <= one.sound == other.sound or 0 <= one.slavic == other.slavic
