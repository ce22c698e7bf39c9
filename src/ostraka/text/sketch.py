"""Bit sketches: which letter pairs a name has, in a few machine words."""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from ostraka.text.sound import sound_key

#: Machine words of 64 bits for the letters and for the sounds of a name.
LETTER_WORDS = 2
SOUND_WORDS = 2
SKETCH_WORDS = LETTER_WORDS + SOUND_WORDS

_LETTER_BITS = 64 * LETTER_WORDS
_SOUND_BITS = 64 * SOUND_WORDS
_MASK = (1 << 64) - 1


def sketch(words: Iterable[str]) -> tuple[int, ...]:
    """Return the sketch of a name as four 64-bit numbers.

    Two names that share letter pairs share bits of the first half, names that sound
    alike share bits of the second, whatever the order of their words.

    Args:
        words: Romanised words.
    """
    letters = sounds = 0
    for word in words:
        letters |= _pairs(f" {word} ", _LETTER_PLACES)
        sounds |= _pairs(f" {sound_key(word)} ", _SOUND_PLACES)
    return letters & _MASK, letters >> 64, sounds & _MASK, sounds >> 64


class _Places(dict[str, int]):
    """The bit of each letter pair, the same on every machine."""

    def __init__(self, size: int) -> None:
        self._size = size

    def __missing__(self, pair: str) -> int:
        found = self[pair] = 1 << crc32(pair.encode()) % self._size
        return found


_LETTER_PLACES, _SOUND_PLACES = _Places(_LETTER_BITS), _Places(_SOUND_BITS)


def _pairs(text: str, places: _Places) -> int:
    bits = 0
    for at in range(len(text) - 1):
        bits |= places[text[at : at + 2]]
    return bits
