"""Candidates: names whose sketch shares enough with the one asked (`native/scan.c`).

Sketches stand bit by bit: one row of bits for each letter pair, one bit for each name.
Only the rows of the pairs asked are read, and added up for 64 names at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ostraka.index.columns import BLOCK, LANE, Columns, Numbers
from ostraka.screen.names import asked_word
from ostraka.text.sketch import LETTER_WORDS, sketch
from ostraka.text.variants import key_word

Planes = npt.NDArray[np.uint64]
Ranks = npt.NDArray[np.float32]

#: Share of letter pairs, or of sounds, two names must have in common (Dice).
LETTERS_IN_COMMON, SOUNDS_IN_COMMON = 0.46, 0.55
#: Share of the shorter name's pairs that make it part of the longer, and its least pairs.
CONTAINED, LEAST_CONTAINED = 0.85, 8
#: A sound that more names than this have says too little to bring them up.
RARE_SOUND = 300
#: Names of bodies that share two sounds come up if each has at most so many: translated
#: names share no letters.
SHARED_SOUND = {"person": 0, "body": 3000}
#: Candidates that are judged; of more the nearest.
MOST_CANDIDATES = 1000
_SKETCH_BITS = 64 * LETTER_WORDS


@dataclass(frozen=True, slots=True)
class _Half:
    """Letters or sounds: bits asked, what is near, and what each name shares and has."""

    size: int
    limit: float
    counts: list[Planes]
    sizes: npt.NDArray[np.uint8]
    least: npt.NDArray[np.uint8]


def candidates(
    columns: Columns,
    words: Sequence[str],
    start: int,
    end: int,
    kind: str = "person",
    *,
    most: int = MOST_CANDIDATES,
) -> Numbers:
    """Return the names of a stretch that may be the one asked.

    They share enough letter pairs or sounds, or one has all of the other's, or they
    share a word whose sound is rare, or names of bodies two whose sounds are not common.

    Args:
        columns: The names.
        words: The words asked.
        start: First name of the stretch.
        end: Name after the last.
        kind: `person` or `body`.
        most: Names to return at most, and those that tie with the last.
    """
    first, last = start // BLOCK, -(-end // BLOCK)
    halves = _halves(columns, sketch(map(key_word, words)), first, last)
    reached = np.bitwise_or.reduce([_reached(half) for half in halves])
    by_sound = [
        names[(names >= start) & (names < end)]
        for names in _by_sound(columns, words, kind)
    ]
    hits = np.unpackbits(reached.view(np.uint8), bitorder="little").view(np.bool_)
    hits = hits[start - first * BLOCK : end - first * BLOCK]
    for names in by_sound:
        hits[names - start] = True
    found = np.flatnonzero(hits) + start
    rank = np.zeros(len(found), dtype=np.float32)
    for half in halves:
        _rank(half, found - first * BLOCK, rank)
    for names in by_sound:
        rank[np.searchsorted(found, names)] += 1
    return found[_nearest(rank, most)]


def _nearest(rank: Ranks, most: int) -> npt.NDArray[np.bool_]:
    """Tell which ranks are the highest."""
    found = rank > 0
    if np.count_nonzero(found) > most:
        least = np.partition(rank, -most)[-most]
        # Ties are kept, so that the answer does not depend on the order of the list.
        found = rank >= least
    return found


def _halves(
    columns: Columns, bits: tuple[int, ...], first: int, last: int
) -> tuple[_Half, _Half]:
    names = slice(first * BLOCK, last * BLOCK)
    lanes = slice(names.start // LANE, names.stop // LANE)
    planes = columns.planes[:, lanes]
    letters, sounds = (
        [at for at in range(_SKETCH_BITS) if (low | high << 64) >> at & 1]
        for low, high in (bits[:LETTER_WORDS], bits[LETTER_WORDS:])
    )
    return (
        _Half(
            len(letters),
            LETTERS_IN_COMMON,
            _add_up(planes, letters),
            columns.letter_sizes[names],
            columns.lane_letters[lanes],
        ),
        _Half(
            len(sounds),
            SOUNDS_IN_COMMON,
            _add_up(planes[_SKETCH_BITS:], sounds),
            columns.sound_sizes[names],
            columns.lane_sounds[lanes],
        ),
    )


def _reached(half: _Half) -> Planes:
    """Return the names that share what the smallest name of their lane needs."""
    low = np.minimum.accumulate(_needed(half.size, half.limit)[::-1])[::-1]
    return _reaching(half.counts, low[np.minimum(half.least, _SKETCH_BITS)])


def _rank(half: _Half, found: Numbers, rank: Ranks) -> None:
    """Raise the rank of the names that are near by one half of the sketch."""
    lane, place = found >> 6, (found & 63).astype(np.uint64)
    shared = np.zeros(len(found), dtype=np.int16)
    for bit, count in enumerate(half.counts):
        has = (count[lane] >> place).astype(np.int16)
        shared |= (has & 1) << bit
    sizes = half.sizes[found]
    near = shared >= _needed(half.size, half.limit)[sizes]
    dice = _dice(shared, sizes.astype(np.int16) + half.size)
    np.maximum(rank, dice * near, out=rank)


def _add_up(planes: Planes, bits: Sequence[int]) -> list[Planes]:
    """Return how many of some rows are set for each name, as rows of binary digits."""
    counts = [np.zeros(planes.shape[1], dtype=np.uint64)]
    for at in range(0, len(bits), 2):
        if at + 1 < len(bits):
            either = planes[bits[at]] ^ planes[bits[at + 1]]
            carry = planes[bits[at]] & planes[bits[at + 1]]
            carry |= either & counts[0]
            counts[0] ^= either
        else:
            carry = counts[0] & planes[bits[at]]
            counts[0] = counts[0] ^ planes[bits[at]]
        if len(counts) < (at + 2).bit_length():
            counts.append(np.zeros_like(carry))
        for place in range(1, len(counts)):
            counts[place], carry = counts[place] ^ carry, counts[place] & carry
    return counts


def _reaching(counts: list[Planes], needed: npt.NDArray[np.int16]) -> Planes:
    """Return the names whose count is at least what their lane needs."""
    limit = needed.astype(np.uint64)
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


@lru_cache(maxsize=512)
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


def _by_sound(columns: Columns, words: Sequence[str], kind: str) -> Iterator[Numbers]:
    """Yield names that share a rare sound, for each, and those that share two sounds."""
    most = max(RARE_SOUND, SHARED_SOUND[kind])
    numbers = (asked_word(word, kind).filed for word in words)
    found = [names_with_sound(columns, number, most) for number in numbers]
    yield from (names for names in found if len(names) <= RARE_SOUND)
    if SHARED_SOUND[kind] and found:
        names, times = np.unique(np.concatenate(found), return_counts=True)
        yield names[times >= 2]


def names_with_sound(columns: Columns, number: int, most: int = RARE_SOUND) -> Numbers:
    """Return the names that have a word of a sound; none if they are many.

    Args:
        columns: The names.
        number: Number of the sound, -1 for none.
        most: More names than this are many.
    """
    at = int(np.searchsorted(columns.sounds, number))
    if number < 0 or at == len(columns.sounds) or columns.sounds[at] != number:
        return np.zeros(0, dtype=np.intp)
    first, last = int(columns.sound_ends[at]), int(columns.sound_ends[at + 1])
    if last - first > most:
        return np.zeros(0, dtype=np.intp)
    return columns.sound_names[first:last].astype(np.intp)
