"""Candidates: names whose sketch shares enough with the one asked (`native/scan.c`).

Sketches stand bit by bit: one row of bits for each letter pair, one bit for each name.
Only the rows of the pairs asked are read, and added up for 64 names at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ostraka.index.columns import BLOCK, Columns, Numbers
from ostraka.screen.names import asked_word
from ostraka.text.sketch import LETTER_WORDS, SKETCH_WORDS, sketch
from ostraka.text.variants import key_word

Planes = npt.NDArray[np.uint64]
Ranks = npt.NDArray[np.float32]

#: Share of letter pairs, or of sounds, two names must have in common (Dice).
LETTERS_IN_COMMON, SOUNDS_IN_COMMON = 0.42, 0.55
#: Share of the shorter name's pairs that make it part of the longer, and its least pairs.
CONTAINED, LEAST_CONTAINED = 0.85, 8
#: A sound that more names than this have says too little to bring them up.
RARE_SOUND = 300
#: Candidates that are judged; of more the nearest.
MOST_CANDIDATES = 1000
_SKETCH_BITS = 64 * LETTER_WORDS


@dataclass(frozen=True, slots=True)
class _Half:
    """Letters or sounds: the bits asked, what is near, and where the names stand."""

    bits: list[int]
    limit: float
    planes: Planes
    sizes: npt.NDArray[np.uint8]
    least: npt.NDArray[np.uint8]


def candidates(columns: Columns, words: Sequence[str], start: int, end: int) -> Numbers:
    """Return the names of a stretch that may be the one asked.

    They share enough letter pairs or sounds, or one has all of the other's, or they
    share a word whose sound is rare.

    Args:
        columns: The names.
        words: The words asked.
        start: First name of the stretch.
        end: Name after the last.
    """
    first, last = start // BLOCK, -(-end // BLOCK)
    rank = np.zeros((last - first) * BLOCK, dtype=np.float32)
    bits = sketch(map(key_word, words))
    for half in _halves(columns, bits, first, last):
        _rank(half, rank)
    rank = rank[start - first * BLOCK : end - first * BLOCK]
    for word in words:
        found = names_with_sound(columns, asked_word(word, "person").filed)
        rank[found[(found >= start) & (found < end)] - start] += 1
    return _nearest(rank) + start


def _nearest(rank: Ranks) -> Numbers:
    """Return the places of the highest ranks."""
    found = np.flatnonzero(rank)
    if len(found) > MOST_CANDIDATES:
        least = np.partition(rank[found], -MOST_CANDIDATES)[-MOST_CANDIDATES]
        # Ties are kept, so that the answer does not depend on the order of the list.
        found = found[rank[found] >= least]
    return found


def _halves(
    columns: Columns, bits: tuple[int, ...], first: int, last: int
) -> tuple[_Half, _Half]:
    names, lanes = slice(first * BLOCK, last * BLOCK), slice(first * 8, last * 8)
    asked = [bits[at // 64] >> (at % 64) & 1 for at in range(64 * SKETCH_WORDS)]
    letters, sounds = (
        [at for at in range(_SKETCH_BITS) if asked[at + half]]
        for half in (0, _SKETCH_BITS)
    )
    return (
        _Half(
            letters,
            LETTERS_IN_COMMON,
            columns.planes[:_SKETCH_BITS, lanes],
            columns.letter_sizes[names],
            columns.block_letters[first:last],
        ),
        _Half(
            sounds,
            SOUNDS_IN_COMMON,
            columns.planes[_SKETCH_BITS:, lanes],
            columns.sound_sizes[names],
            columns.block_sounds[first:last],
        ),
    )


def _rank(half: _Half, rank: Ranks) -> None:
    """Raise the rank of the names that are near by one half of the sketch."""
    if not half.bits or not half.planes.size:
        return
    counts = _add_up(half.planes, half.bits)
    needed = _needed(len(half.bits), half.limit)
    low = np.minimum.accumulate(needed[::-1])[::-1]
    reached = _reaching(counts, low[np.minimum(half.least, _SKETCH_BITS)])
    found = np.flatnonzero(np.unpackbits(reached.view(np.uint8), bitorder="little"))
    found = found[found < len(half.sizes)]
    shared = sum(
        ((count[found >> 6] >> (found & 63).astype(np.uint64)) & np.uint64(1)).astype(
            np.int16
        )
        << bit
        for bit, count in enumerate(counts)
    )
    sizes = half.sizes[found].astype(np.int16)
    near = shared >= needed[sizes]
    dice = _dice(shared, sizes + len(half.bits))
    rank[found] = np.maximum(rank[found], np.where(near, dice, 0))


def _add_up(planes: Planes, bits: Sequence[int]) -> list[Planes]:
    """Return how many of some rows are set for each name, as rows of binary digits."""
    counts: list[Planes] = []
    for bit in bits:
        carry = planes[bit]
        for place, count in enumerate(counts):
            counts[place], carry = count ^ carry, count & carry
        if len(counts) < len(bits).bit_length() and (not counts or carry.any()):
            counts.append(carry)
    return counts


def _reaching(counts: list[Planes], needed: npt.NDArray[np.int16]) -> Planes:
    """Return the names whose count is at least what their block needs."""
    limit = np.repeat(needed, BLOCK // 64).astype(np.uint64)
    above = np.zeros(len(limit), dtype=np.uint64)
    equal = np.where(limit >> np.uint64(len(counts)), np.uint64(0), ~np.uint64(0))
    for bit in range(len(counts) - 1, -1, -1):
        wanted = -(limit >> np.uint64(bit) & np.uint64(1))
        above |= equal & counts[bit] & ~wanted
        equal &= ~(counts[bit] ^ wanted)
    return above | equal


def _dice(shared: npt.NDArray[np.int16], total: npt.NDArray[np.int16]) -> Ranks:
    found: Ranks = np.divide(2 * shared, np.maximum(total, 1), dtype=np.float32)
    return found


def _needed(size: int, limit: float) -> npt.NDArray[np.int16]:
    """Return how many bits a name of each size must share to be near."""
    shared = np.arange(_SKETCH_BITS + 1, dtype=np.int16)[:, None]
    other = np.arange(_SKETCH_BITS + 1, dtype=np.int16)
    lesser = np.minimum(other, size)
    near = (_dice(shared, other + size) >= np.float32(limit)) | (
        (shared >= CONTAINED * lesser) & (lesser >= LEAST_CONTAINED)
    )
    near[0] = False
    needed = np.where(near.any(axis=0), near.argmax(axis=0), _SKETCH_BITS + 1)
    return needed.astype(np.int16)


def names_with_sound(columns: Columns, number: int) -> Numbers:
    """Return the names that have a word of a sound; none if they are many.

    Args:
        columns: The names.
        number: Number of the sound, -1 for none.
    """
    at = int(np.searchsorted(columns.sounds, number))
    if number < 0 or at == len(columns.sounds) or columns.sounds[at] != number:
        return np.zeros(0, dtype=np.intp)
    first, last = int(columns.sound_ends[at]), int(columns.sound_ends[at + 1])
    if last - first > RARE_SOUND:
        return np.zeros(0, dtype=np.intp)
    return columns.sound_names[first:last].astype(np.intp)
