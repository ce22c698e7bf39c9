"""Names of many records against names of many others: the pair of names that agrees best.

The screener asks one name of all; the resolver asks all of all, so names are compared
by numbers of words: words that are the same, that sound the same, and what is left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.process import cpdist

from ostraka.resolve.name_table import NO_WORD, NameTable

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
WordNumbers = npt.NDArray[np.int32]

#: Pairs of names that are compared in one sweep.
_SWEEP = 100_000
#: Part of the words left over that is taken off, and of the lesser side's.
_LEFT, _LEFT_BOTH = 0.35, 0.4
#: How much sooner a name is taken as the best that is the same word for word.
_EXACT = 5.0
#: A name that tells more bits than this tells no more.
_MOST_BITS = 40

#: What is known of the pair of names that agrees best, by column.
NAME_FIGURES: tuple[tuple[str, str, str], ...] = (
    ("shared", "bits", "what the words tell that agree, up to 40"),
    ("left_less", "bits", "what is left of the name of which less is left"),
    ("left_more", "bits", "what is left of the other name"),
    ("exact", "0/1", "the same words"),
    ("exact_told", "bits", "what they tell, if they are the same, up to 40"),
    ("one_word", "0/1", "one of the names has one word"),
    ("one_word_exact", "0/1", "both have one word, and the same"),
    ("letters", "share", "letters in common above 0.7, words sorted"),
    ("more_exact", "log", "further names that are the same words"),
    ("main_shared", "bits", "what the words of the main names tell that agree"),
    ("main_left_less", "bits", "what is left of the main name of which less is left"),
    ("main_left_more", "bits", "what is left of the other main name"),
    ("main_letters", "share", "letters of the main names in common above 0.7"),
    ("main_exact", "0/1", "the main names are the same words"),
    ("weak_same", "0/1", "a weak alias is the same (OFAC FAQ 122: it confirms)"),
    ("legal_other", "0/1", "another class of legal form"),
)  # fmt: skip
_PLACE = {name: place for place, (name, _, _) in enumerate(NAME_FIGURES)}
_TOLD = ("shared", "left_less", "left_more")
#: Letters in common above 0.7 from which two names may be one with slips.
_MUCH_ALIKE = 0.2


@dataclass(frozen=True, slots=True)
class NamesCompared:
    """The names of some pairs of records compared.

    Attributes:
        figures: One row for each pair, one column for each of `NAME_FIGURES`.
        left: Row of the left record's name that agrees best; -1 if it has none.
        right: Row of the right record's.
    """

    figures: Floats
    left: Numbers
    right: Numbers

    @property
    def promising(self) -> Flags:
        """Tell which pairs are alike enough for their other values to be compared."""
        shared, less, more = self.figures[:, [_PLACE[name] for name in _TOLD]].T
        count = shared - _LEFT * (less + more) - _LEFT_BOTH * less
        letters = self.figures[:, [_PLACE["letters"], _PLACE["main_letters"]]].max(
            axis=1
        )
        found: Flags = (count >= 0) | (letters > _MUCH_ALIKE)
        return found

    def rows(self, chosen: Flags) -> NamesCompared:
        """Return some of the pairs."""
        return NamesCompared(
            self.figures[chosen], self.left[chosen], self.right[chosen]
        )


@dataclass(frozen=True, slots=True)
class _NamePairs:
    """Every name of some records against every name of others.

    Attributes:
        pair: Number of the pair of records.
        one: Row of the left name.
        other: Row of the right one.
        worth: Bits that agree, and what is left of each.
        same: Whether the words are the same.
        weak: Whether either is a weak alias.
    """

    pair: Numbers
    one: Numbers
    other: Numbers
    worth: Floats
    same: Flags
    weak: Flags

    @classmethod
    def of(cls, table: NameTable, left: Numbers, right: Numbers) -> _NamePairs:
        pair, one, other = _every_pair(table, left, right)
        worth = np.empty((len(pair), 3), dtype=np.float64)
        for start in range(0, len(pair), _SWEEP):
            part = slice(start, start + _SWEEP)
            worth[part] = _agreement(table, one[part], other[part])
        same: Flags = table.whole[one] == table.whole[other]
        weak = table.weak[one] | table.weak[other]
        return cls(pair, one, other, worth, same, weak)

    def best(self) -> Numbers:
        """Return the place of the best names of each pair that has any but weak ones."""
        shared, left, right = self.worth.T
        count = shared - _LEFT * (left + right) - _LEFT_BOTH * np.minimum(left, right)
        count = np.where(self.weak, -np.inf, count + _EXACT * self.same)
        order = np.lexsort((count, self.pair))
        if not len(order):
            return order
        pairs = self.pair[order]
        last = order[np.append(pairs[1:] != pairs[:-1], True)]
        best: Numbers = last[~self.weak[last]]
        return best


def compare_names(table: NameTable, left: Numbers, right: Numbers) -> NamesCompared:
    """Compare the names of pairs of records.

    Args:
        table: The names.
        left: Numbers of the records on the left.
        right: Numbers of those on the right.
    """
    names = _NamePairs.of(table, left, right)
    best = names.best()
    at, one, other = names.pair[best], names.one[best], names.other[best]
    figures = np.zeros((len(left), len(NAME_FIGURES)))

    def put(name: str, rows: Numbers, values: npt.ArrayLike) -> None:
        figures[rows, _PLACE[name]] = values

    exact = names.same[best]
    for name, values in zip(_TOLD, _told(names.worth[best]).T, strict=True):
        put(name, at, values)
    put("exact", at, exact)
    put(
        "exact_told",
        at,
        np.where(exact, np.minimum(names.worth[best, 0], _MOST_BITS), 0),
    )
    put("letters", at, _letters(table, one, other))
    single = [(table.words[:, r] != NO_WORD).sum(axis=0) == 1 for r in (one, other)]
    put("one_word", at, single[0] | single[1])
    put("one_word_exact", at, single[0] & single[1] & exact)
    forms = table.legal[one], table.legal[other]
    put("legal_other", at, (forms[0] != forms[1]) & (forms[0] > 0) & (forms[1] > 0))
    exact_pairs = np.bincount(names.pair[names.same & ~names.weak], minlength=len(left))
    further = exact_pairs - figures[:, _PLACE["exact"]]
    figures[:, _PLACE["more_exact"]] = np.log1p(np.clip(further, 0, 5))
    put("weak_same", names.pair[names.weak & names.same], 1)
    _main_names(figures, table, names, left, right)
    lefts, rights = np.full(len(left), -1), np.full(len(left), -1)
    lefts[at], rights[at] = one, other
    return NamesCompared(figures, lefts, rights)


def _main_names(
    figures: Floats,
    table: NameTable,
    names: _NamePairs,
    left: Numbers,
    right: Numbers,
) -> None:
    """Write how the main names of each pair agree: the first of each record."""
    main = (names.one == table.first[left[names.pair]]) & ~names.weak
    main &= names.other == table.first[right[names.pair]]
    at = names.pair[main]
    for name, values in zip(_TOLD, _told(names.worth[main]).T, strict=True):
        figures[at, _PLACE[f"main_{name}"]] = values
    figures[at, _PLACE["main_letters"]] = _letters(
        table, names.one[main], names.other[main]
    )
    figures[at, _PLACE["main_exact"]] = names.same[main]


def _every_pair(
    table: NameTable, left: Numbers, right: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """Return every name of the left records against every name of the right ones."""
    many = table.first[left + 1] - table.first[left]
    others = table.first[right + 1] - table.first[right]
    counts = many * others
    pair = np.repeat(np.arange(len(left)), counts)
    place = np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts)
    one = table.first[left][pair] + place // np.maximum(others[pair], 1)
    other = table.first[right][pair] + place % np.maximum(others[pair], 1)
    return pair, one, other


def _agreement(table: NameTable, one: Numbers, other: Numbers) -> Floats:
    """Return for pairs of names the bits that agree and what is left of each."""
    known = table.vocabulary
    sides = table.words[:, one], table.words[:, other]
    same = _met(*sides)
    alike = _met(*(np.where(s == NO_WORD, NO_WORD, known.sounds[s]) for s in sides))
    found = np.zeros((len(one), 3))
    shared = []
    for side, rows in enumerate((one, other)):
        bits, words = known.bits[sides[side]], sides[side]
        by_sound = np.where(alike[side], known.by_sound[words], 0)
        gain = np.where(same[side], bits, by_sound)
        told = np.where(same[side] | alike[side], bits, 0).sum(axis=0)
        shared.append(gain.sum(axis=0))
        found[:, 1 + side] = np.maximum(table.told[rows] - told, 0)
    found[:, 0] = np.minimum(*shared)
    return found


def _met(left: WordNumbers, right: WordNumbers) -> tuple[Flags, Flags]:
    """Tell of each word of either side whether the other has it."""
    here = np.zeros(left.shape, dtype=np.bool_)
    there = np.zeros(right.shape, dtype=np.bool_)
    for one, word in enumerate(left):
        inside = word != NO_WORD
        if not inside.any():
            break  # words fill the lines from the first
        for other, another in enumerate(right):
            met = (word == another) & inside
            here[one] |= met
            there[other] |= met
    return here, there


def _told(worth: Floats) -> Floats:
    """Return what agrees and the lesser and the greater rest, none above the most."""
    rest = np.sort(worth[:, 1:3], axis=1)
    return np.minimum(np.column_stack([worth[:, 0], rest]), _MOST_BITS)


def _letters(table: NameTable, one: Numbers, other: Numbers) -> Floats:
    likeness = cpdist(
        [table.texts[row] for row in one.tolist()],
        [table.texts[row] for row in other.tolist()],
        scorer=fuzz.ratio,
    )
    above: Floats = np.maximum(likeness.astype(np.float64) / 100 - 0.7, 0)
    return above
