"""Candidates: names whose sketch shares enough with the one asked (`native/scan.c`).

Sketches stand bit by bit: one row of bits for each letter pair, one bit for each name.
Only the rows of the pairs asked are read, and added up for 64 names at once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ostraka.index.columns import BLOCK, LANE, Columns, Numbers
from ostraka.index.open import Stretches
from ostraka.screen.floor import NEAR_ENOUGH
from ostraka.screen.words import asked_word
from ostraka.text.sketch import LETTER_WORDS, sketch
from ostraka.text.variants import key_word

Planes = npt.NDArray[np.uint64]
Ranks = npt.NDArray[np.float32]

#: Share of letter pairs, or of sounds, two names must have in common (Dice).
LETTERS_IN_COMMON, SOUNDS_IN_COMMON = 0.46, 0.55
_IN_COMMON = (LETTERS_IN_COMMON, SOUNDS_IN_COMMON)
#: Share of the shorter name's pairs that make it part of the longer, and its least pairs.
CONTAINED, LEAST_CONTAINED = 0.85, 8
#: A sound that more names than this have says too little to bring them up.
RARE_SOUND = 300
#: Names of bodies that share two sounds come up if each has at most so many: translated
#: names share no letters.
SHARED_SOUND = {"person": 0, "body": 3000}
#: Candidates that are judged; of more the nearest.
MOST_CANDIDATES = 1000
_COMMON_SOUND = max(RARE_SOUND, *SHARED_SOUND.values())
#: Tells which names, read as a person's or a body's, must be near enough.
AreFar = Callable[[Numbers, str], npt.NDArray[np.bool_]]
_NEAR_ENOUGH = np.float32(NEAR_ENOUGH)
_SKETCH_BITS = 64 * LETTER_WORDS
# Lanes that are added up at a time: what they take stays in a processor's own memory.
_LANES = 4096


@dataclass(frozen=True, slots=True)
class _Shared:
    """What names share with the one asked, by letters (row 0) and by sounds (row 1).

    Attributes:
        counts: How many bits each name shares, as rows of binary digits, the lowest first.
        least: The least of each lane of names.
        needed: How many bits a name of each size must share to be near.
        asked: How many bits are asked.
    """

    counts: Planes
    least: npt.NDArray[np.uint8]
    needed: npt.NDArray[np.int16]
    asked: npt.NDArray[np.int16]


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
    return candidates_in(columns, words, ((start, end),), kind, most=most)


def candidates_in(
    columns: Columns,
    words: Sequence[str],
    stretches: Stretches,
    kind: str,
    *,
    most: int = MOST_CANDIDATES,
) -> Numbers:
    """Return the candidates of some stretches, which are scanned at once.

    Args:
        columns: The names.
        words: The words asked.
        stretches: First name of each and the name after its last.
        kind: `person` or `body`.
        most: Names to return at most of each stretch, and those that tie with the last.
    """
    return candidates_by_reading(columns, words, {kind: stretches}, most=most)[0]


def candidates_by_reading(
    columns: Columns,
    words: Sequence[str],
    readings: Mapping[str, Stretches],
    *,
    most: int = MOST_CANDIDATES,
    are_far: AreFar | None = None,
) -> list[Numbers]:
    """Return the candidates of each reading; all of them are scanned at once.

    Args:
        columns: The names.
        words: The words asked, the same in every reading.
        readings: The stretches of each.
        most: Names to return at most of each stretch, and those that tie with the last.
        are_far: Tells which names, read so, must have more in common (`NEAR_ENOUGH`).
    """
    stretches = [
        (kind, start, end)
        for kind, parts in readings.items()
        for start, end in parts
        if start < end
    ]
    if not stretches:
        return [_NONE] * len(readings)
    first = min(start for _, start, _ in stretches) // BLOCK
    last = -(-max(end for _, _, end in stretches) // BLOCK)
    shared, offset = _shared(columns, words, first, last), first * BLOCK
    hits = np.unpackbits(_reached(shared).view(np.uint8), bitorder="little")
    every = hits.view(np.bool_)
    sounding, parts = [], []
    kind, *_ = readings
    sounds = [asked_word(word, kind).filed for word in words]
    filed = [names_with_sound(columns, sound, _COMMON_SOUND) for sound in sounds]
    for kind, start, end in stretches:
        known = _by_sound(filed, kind, start, end)
        every[known - offset] = True
        sounding.append(known)
        parts.append(np.flatnonzero(every[start - offset : end - offset]) + start)
    names = np.concatenate(parts)
    ranks = _ranks(columns, shared, names, names - offset)
    found: dict[str, list[Numbers]] = {kind: [_NONE] for kind in readings}
    for (kind, _, _), known, part in zip(stretches, sounding, parts, strict=True):
        rank, ranks = ranks[: len(part)], ranks[len(part) :]
        if len(known):
            np.add.at(rank, np.searchsorted(part, known), np.float32(1))
        if are_far is not None:
            rank[(rank < _NEAR_ENOUGH) & are_far(part, kind)] = 0
        found[kind].append(part[_nearest(rank, most)])
    return [np.concatenate(each) for each in found.values()]


_NONE = np.zeros(0, dtype=np.intp)


def _nearest(rank: Ranks, most: int) -> npt.NDArray[np.bool_]:
    """Tell which ranks are the highest."""
    found = rank > 0
    if np.count_nonzero(found) > most:
        least = np.partition(rank, -most)[-most]
        # Ties are kept, so that the answer does not depend on the order of the list.
        found = rank >= least
    return found


def _shared(columns: Columns, words: Sequence[str], first: int, last: int) -> _Shared:
    """Count what the names of some blocks share with the words asked."""
    lanes = slice(first * BLOCK // LANE, last * BLOCK // LANE)
    letters, sounds = _bits_asked(tuple(words))
    return _Shared(
        counts=_all_counted(columns, letters, sounds, lanes),
        least=np.array([columns.lane_letters[lanes], columns.lane_sounds[lanes]]),
        needed=np.array(
            [
                _needed(len(bits), limit)
                for bits, limit in zip((letters, sounds), _IN_COMMON, strict=True)
            ]
        ),
        asked=np.array([[len(letters)], [len(sounds)]], dtype=np.int16),
    )


def _all_counted(
    columns: Columns, letters: Numbers, sounds: Numbers, lanes: slice
) -> Planes:
    """Return the same as `_counted`, of as many lanes at a time as are added up best."""
    parts = [
        _counted(columns, letters, sounds, slice(at, min(at + _LANES, lanes.stop)))
        for at in range(lanes.start, lanes.stop, _LANES)
    ]
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=2)


def _counted(
    columns: Columns, letters: Numbers, sounds: Numbers, lanes: slice
) -> Planes:
    """Return how many of the letters and of the sounds the names of some lanes have."""
    most = max(len(letters), len(sounds), 1)
    rows = np.zeros((most, 2, lanes.stop - lanes.start), dtype=np.uint64)
    rows[: len(letters), 0] = columns.planes[letters, lanes]
    rows[: len(sounds), 1] = columns.planes[sounds, lanes]
    return _add_up(rows)


@lru_cache(maxsize=64)
def _bits_asked(words: tuple[str, ...]) -> tuple[Numbers, Numbers]:
    """Return which rows of bits the letters asked have, and which the sounds."""
    parts = np.array([_word_sketch(word) for word in words], dtype="<u8").reshape(-1, 4)
    whole = np.bitwise_or.reduce(parts, axis=0)
    bits = np.flatnonzero(np.unpackbits(whole.view(np.uint8), bitorder="little"))
    letters = int(np.searchsorted(bits, _SKETCH_BITS))
    return bits[:letters], bits[letters:]


@lru_cache(maxsize=262144)
def _word_sketch(word: str) -> tuple[int, ...]:
    return sketch([key_word(word)])


def _add_up(rows: Planes) -> Planes:
    """Return how many of some rows are set for each name, as rows of binary digits.

    Three rows of one weight become one of it and one of twice that, until there is one
    of each: full adders, as many at once as there are rows for.
    """
    digits = []
    while len(rows):
        carried = []
        while len(rows) > 1:
            third = max(len(rows) // 3, 1)
            one, other, last = (
                rows[:third],
                rows[third : 2 * third],
                rows[2 * third : 3 * third],
            )
            either, both = one ^ other, one & other
            if len(last):
                both |= either & last
                either ^= last
            carried.append(both)
            rows = np.concatenate((either, rows[3 * third :]))
        digits.append(rows[0])
        rows = np.concatenate(carried) if carried else rows[:0]
    return np.array(digits)


def _reached(shared: _Shared) -> Planes:
    """Return the names that share what the smallest name of their lane needs."""
    halves = shared.counts.transpose(1, 0, 2), shared.asked[:, 0].tolist()
    found = np.zeros(shared.counts.shape[2], dtype=np.uint64)
    for counts, size, limit, least in zip(
        *halves, _IN_COMMON, shared.least, strict=True
    ):
        lacks = _lacks(size, limit, len(counts)).take(least, axis=1)
        reached = np.zeros_like(found)
        # Digit by digit, the lowest first: more by this digit, or as much and so far more.
        for count, lack in zip(counts, lacks, strict=True):
            reached = count & lack | (count | lack) & reached
        found |= reached
    return found


@lru_cache(maxsize=128)
def _lacks(size: int, limit: float, digits: int) -> Planes:
    """Return the digits that what is needed, less one, has not: all ones, or nought.

    Args:
        size: How many bits are asked.
        limit: Share of bits two names must have in common.
        digits: How many digits to tell.

    Returns:
        One row for each digit, one column for each size that a lane's least name has.
    """
    low = np.minimum.accumulate(_needed(size, limit)[::-1])[::-1]
    low = low[np.minimum(np.arange(256), _SKETCH_BITS)]
    # As much as is needed is more than one less; more than all ones there is not.
    less = np.minimum(low - 1, (1 << digits) - 1) >> np.arange(digits)[:, None]
    found: Planes = (less & 1).astype(np.uint64) - np.uint64(1)
    return found


def _ranks(columns: Columns, shared: _Shared, names: Numbers, found: Numbers) -> Ranks:
    """Return how near names are, by letters or by sounds; 0: not near.

    Args:
        columns: The names.
        shared: What the names of some blocks share with the one asked.
        names: Some of these names.
        found: Their places in the blocks.
    """
    in_bytes = shared.counts.view(np.uint8)
    digits = in_bytes.take(found >> 3, axis=2) >> (found & 7).astype(np.uint8) & 1
    weights = np.arange(len(digits), dtype=np.uint8)[:, None, None]
    has = np.bitwise_or.reduce(digits << weights, axis=0).astype(np.int16)
    sizes = np.array(
        [columns.letter_sizes.take(names), columns.sound_sizes.take(names)]
    )
    needed = [row.take(size) for row, size in zip(shared.needed, sizes, strict=True)]
    near = has >= np.array(needed)
    dice = _dice(has, sizes + shared.asked)
    rank: Ranks = (dice * near).max(axis=0)
    return rank


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


def _by_sound(filed: Sequence[Numbers], kind: str, start: int, end: int) -> Numbers:
    """Return names that share a rare sound, once for each, and those that share two.

    Args:
        filed: The names that share the sound of each word asked; none if they are many.
        kind: `person` or `body`.
        start: First name of the stretch.
        end: Name after the last.
    """
    found = [_NONE]
    within = [names[(names >= start) & (names < end)] for names in filed]
    for names, few in zip(filed, within, strict=True):
        if len(names) <= RARE_SOUND:
            found.append(few)
    if SHARED_SOUND[kind]:
        common = np.sort(np.concatenate([_NONE, *within]))
        found.append(np.unique(common[1:][common[1:] == common[:-1]]))
    return np.concatenate(found)


def names_with_sound(columns: Columns, number: int, most: int = RARE_SOUND) -> Numbers:
    """Return the names that have a word of a sound; none if they are many.

    Args:
        columns: The names.
        number: Number of the sound, -1 for none.
        most: More names than this are many.
    """
    at = bisect_left(columns.sounds.data, number)
    if number < 0 or at == len(columns.sounds) or columns.sounds.data[at] != number:
        return np.zeros(0, dtype=np.intp)
    first, last = columns.sound_ends[at : at + 2].tolist()
    if last - first > most:
        return np.zeros(0, dtype=np.intp)
    return columns.sound_names[first:last].astype(np.intp)
