"""Which records are compared at all: those that share a key that few have.

A key is a number: of two sounds of a name, of a rare sound, of a whole name, of an
identity number.  Records that share one are a block.  Blocks with more names than
`MOST_IN_BLOCK` say too little: they are divided by what the records say of themselves,
and what is still too large is left out.  So the pairs of a name are bounded, however
common it is and however many records there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from ostraka.resolve.name_table import NO_WORD, NameTable

Keys = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.intp]

#: Names that share a key, at most.
MOST_IN_BLOCK = 100
#: Words of a name that make keys, the rarest first.
WORDS_OF_KEYS = 5
#: A sound that no more names have is a key alone.
RARE = 25
#: Names whose keys are put in order at a time.
NAMES_AT_A_TIME = 500_000


@dataclass(frozen=True, slots=True)
class Marks:
    """What records say of themselves that divides those of one common name.

    Attributes:
        first: First mark of each record, and the place after the last.
        hashes: The marks, one record after the other.
        owners: The record of each name.
    """

    first: Numbers
    hashes: Keys
    owners: Numbers

    def of(self, names: Numbers) -> tuple[Numbers, Keys]:
        """Return the marks of some names, and for each the place of the name in them."""
        records = self.owners[names]
        starts, counts = self.first[records], np.diff(self.first)[records]
        place = np.repeat(np.arange(len(names)), counts)
        return place, self.hashes[_members(starts, counts)]


def mixed(numbers: npt.NDArray[np.int64] | Keys) -> Keys:
    """Return numbers spread over 64 bits, so that sums of them rarely meet (splitmix64)."""
    found = numbers.astype(np.uint64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        found = (found ^ (found >> np.uint64(shift))) * np.uint64(factor)
    return found ^ (found >> np.uint64(31))


def keys_of_names(table: NameTable) -> Iterator[tuple[Keys, Numbers]]:
    """Yield the keys of some names, kind by kind, and for each key the name that has it."""
    known, words = table.vocabulary, table.words
    spread = mixed(known.hashes)
    there = words != NO_WORD
    for one, other in combinations(range(min(WORDS_OF_KEYS, len(words))), 2):
        both = np.flatnonzero(there[one] & there[other])
        left, right = words[one, both], words[other, both]
        differ = known.sounds[left] != known.sounds[right]
        yield mixed(spread[left[differ]] + spread[right[differ]]), both[differ]
    for place in range(min(3, len(words))):
        rare = np.flatnonzero(there[place] & (known.common[words[place]] <= RARE))
        yield spread[words[place, rare]], rare
    whole = np.zeros(words.shape[1], np.uint64)
    for line, inside in zip(words, there, strict=True):
        whole += np.where(inside, spread[line], 0)
    yield mixed(whole + np.uint64(1)), np.arange(words.shape[1])


def pairs_of_names(
    table: NameTable,
    marks: Marks | None = None,
    only: npt.NDArray[np.bool_] | None = None,
) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield pairs of names that share a key, as many at a time as fit into memory.

    Args:
        table: The names.
        marks: What divides the names that share a key with too many.
        only: For each name, whether it is new: pairs of two old ones are left out.
    """
    parts = np.uint64(1 + table.words.shape[1] // NAMES_AT_A_TIME)
    for part in range(int(parts)):
        keys, names = [], []
        for found, owners in keys_of_names(table):
            chosen = found % parts == part
            keys.append(found[chosen])
            names.append(owners[chosen])
        yield pairs_in_blocks(
            np.concatenate(keys), np.concatenate(names), marks=marks, only=only
        )


def pairs_in_blocks(
    keys: Keys,
    owners: Numbers,
    *,
    most: int = MOST_IN_BLOCK,
    marks: Marks | None = None,
    only: npt.NDArray[np.bool_] | None = None,
) -> tuple[Numbers, Numbers]:
    """Return the pairs of owners that share a key, each once, the lesser first.

    Args:
        keys: Keys.
        owners: Who has each.
        most: Blocks with more owners are divided, or left out.
        marks: What divides them.
        only: For each owner, whether it is new: pairs of two old ones are left out.
    """
    if not len(keys):
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    order = np.lexsort((owners, keys))
    keys, owners = keys[order], owners[order]
    again = np.r_[False, (keys[1:] == keys[:-1]) & (owners[1:] == owners[:-1])]
    keys, owners = keys[~again], owners[~again]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    sizes = np.diff(np.r_[starts, len(keys)])
    if only is not None:
        fresh = np.add.reduceat(only[owners].astype(np.intp), starts) > 0
        starts, sizes = starts[fresh], sizes[fresh]
    left, right = [np.zeros(0, np.intp)], [np.zeros(0, np.intp)]
    if marks is not None:
        large = _members(starts[sizes > most], sizes[sizes > most])
        at, hashes = marks.of(owners[large])
        finer = mixed(keys[large[at]] + hashes)
        one, other = pairs_in_blocks(finer, owners[large[at]], most=most, only=only)
        left, right = [one], [other]
    for size in np.unique(sizes[(sizes > 1) & (sizes <= most)]).tolist():
        blocks = starts[sizes == size][:, None]
        one, other = np.triu_indices(size, 1)
        left.append(owners[blocks + one].ravel())
        right.append(owners[blocks + other].ravel())
    return _once(np.concatenate(left), np.concatenate(right), only)


def _members(starts: Numbers, sizes: Numbers) -> Numbers:
    """Return the places of all that stand in some blocks."""
    ends = np.cumsum(sizes)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(
        starts - ends + sizes, sizes
    )


def _once(
    left: Numbers, right: Numbers, only: npt.NDArray[np.bool_] | None
) -> tuple[Numbers, Numbers]:
    if only is not None:
        fresh = only[left] | only[right]
        left, right = left[fresh], right[fresh]
    most = int(max(left.max(initial=0), right.max(initial=0))) + 1
    code = np.unique(np.minimum(left, right) * most + np.maximum(left, right))
    return code // most, code % most
