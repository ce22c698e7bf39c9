"""Pairs of records found and weighed: those worth a word are kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from ostraka.resolve.blocking import Keys, keys_of_words, mixed, pairs_in_blocks
from ostraka.resolve.figures import figures_of, number_keys
from ostraka.resolve.listed import Listed
from ostraka.resolve.name_table import NameTable
from ostraka.resolve.names import Floats, Numbers, compare_names
from ostraka.resolve.parts import names_part, part_and_whole
from ostraka.resolve.uniting import Pair
from ostraka.resolve.weights import (
    ASKED,
    bits_of,
    contradicting,
    nothing_differs,
    on_one_list,
)

#: Pairs weighed at a time.
_AT_A_TIME = 20_000
#: Records that share an identity number, at most; more share a filler.
_MOST_WITH_NUMBER = 20


@dataclass(frozen=True, slots=True)
class Weighed:
    """Pairs of records that may be one party, and those that cannot.

    Attributes:
        left: Number of the left record of each pair worth a word.
        right: Number of the right one.
        bits: The evidence that they are one party.
        figures: What it rests on, as `FIGURES` names it.
        names: Rows of the names that agree best, -1 where there is none.
        persons: Whether both are persons.
        contradicting: Pairs that cannot be one party, the lesser number first.
        parts: Pairs of which the first is part of the second by its name.
    """

    left: Numbers
    right: Numbers
    bits: Floats
    figures: Floats
    names: Numbers
    persons: npt.NDArray[np.bool_]
    contradicting: frozenset[Pair]
    parts: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of records that share a key.

    Attributes:
        left: Number of the left record of each pair.
        right: Number of the right one.
        always: Whether they are weighed even if their names have little in common: they
            share an identity number, or were judged before.
    """

    left: Numbers
    right: Numbers
    always: npt.NDArray[np.bool_]


def candidates(
    records: Sequence[Listed],
    table: NameTable,
    only: npt.NDArray[np.bool_] | None = None,
    also: Collection[Pair] = (),
) -> Candidates:
    """Return the pairs of records that share a key and can be of one kind.

    Args:
        records: The records.
        table: Their names.
        only: Pairs that have none of these are left out.
        also: Pairs that are compared whether or not they share a key.
    """
    owner, sounds = table.owners, table.rows["sounds"]
    _, place, counts = np.unique(sounds, return_inverse=True, return_counts=True)
    keys, names = keys_of_words(sounds, counts[place].reshape(sounds.shape))
    fresh = None if only is None else only[owner]
    one, other = pairs_in_blocks(keys, names, only=fresh)
    by_name = _codes(records, owner[one], owner[other])
    by_number = _codes(
        records,
        *pairs_in_blocks(*_number_keys(records), most=_MOST_WITH_NUMBER, only=only),
    )
    one, other = np.array(sorted(also), dtype=np.intp).reshape(-1, 2).T
    always = np.union1d(by_number, _codes(records, one, other))
    code = np.union1d(by_name, always)
    return Candidates(code // len(records), code % len(records), np.isin(code, always))


def _codes(records: Sequence[Listed], left: Numbers, right: Numbers) -> Numbers:
    """Return each pair of two records of one kind once, as one number."""
    fit = (left != right) & _of_one_kind(records, left, right)
    left, right = left[fit], right[fit]
    code: Numbers = np.unique(
        np.minimum(left, right) * len(records) + np.maximum(left, right)
    )
    return code


def _number_keys(records: Sequence[Listed]) -> tuple[Keys, Numbers]:
    found = [
        (crc32(key.encode()), number)
        for number, record in enumerate(records)
        for key in {key for _, key in number_keys(record)}
    ]
    keys = np.array([key for key, _ in found], dtype=np.int64)
    return mixed(keys), np.array([number for _, number in found], dtype=np.intp)


def _of_one_kind(
    records: Sequence[Listed], left: Numbers, right: Numbers
) -> npt.NDArray[np.bool_]:
    """Tell which pairs are of one kind: a party of unknown kind may be person or body."""
    kinds = {
        "person": 1,
        "body": 2,
        "party": 3,
        "vessel": 4,
        "airplane": 8,
        "other": 16,
    }
    kind = np.array([kinds[record.family] for record in records], dtype=np.intp)
    found: npt.NDArray[np.bool_] = (kind[left] & kind[right]) > 0
    return found


def weigh(
    records: Sequence[Listed],
    table: NameTable,
    pairs: Candidates,
    *,
    among: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Weighed:
    """Weigh pairs of records and keep what is worth a word.

    Args:
        records: The records.
        table: Their names.
        pairs: Which to weigh.
        among: Number of records there are, if these are not all.
        progress: Called with the number of pairs weighed so far.
    """
    reads_as_person = np.array(
        [record.reading == "person" for record in records], dtype=np.bool_
    )
    has_part = [names_part(record) for record in records]
    parts: list[Weighed] = []
    for start in range(0, max(len(pairs.left), 1), _AT_A_TIME):
        rows = slice(start, start + _AT_A_TIME)
        left, right = pairs.left[rows], pairs.right[rows]
        names = compare_names(table, left, right)
        chosen = names.promising | pairs.always[rows]
        left, right, names = left[chosen], right[chosen], names.rows(chosen)
        figures = figures_of(records, left, right, names)
        persons = reads_as_person[left] & reads_as_person[right]
        rows_of_names = np.column_stack([names.left, names.right])
        parts.append(
            _worth(
                _Block(left, right, figures, rows_of_names, persons),
                among or len(records),
                frozenset(_parts(records, has_part, left, right)),
            )
        )
        if progress is not None:
            progress(min(start + _AT_A_TIME, len(pairs.left)))
    return _together(parts)


def _parts(
    records: Sequence[Listed], has_part: Sequence[bool], left: Numbers, right: Numbers
) -> Iterator[Pair]:
    """Yield part and whole of the pairs of which one is part of the other."""
    for pair in zip(left.tolist(), right.tolist(), strict=True):
        if has_part[pair[0]] or has_part[pair[1]]:
            found = part_and_whole(records[pair[0]], records[pair[1]])
            if found is not None:
                yield pair if found[0] is records[pair[0]] else (pair[1], pair[0])


@dataclass(frozen=True, slots=True)
class _Block:
    left: Numbers
    right: Numbers
    figures: Floats
    names: Numbers
    persons: npt.NDArray[np.bool_]


def _worth(block: _Block, among: int, parts: frozenset[Pair]) -> Weighed:
    """Keep the pairs that are worth a word and note those that contradict."""
    bits = bits_of(block.figures, block.persons, among)
    against = contradicting(block.figures, bits)
    twice = nothing_differs(block.figures) & on_one_list(block.figures)
    kept = (bits >= ASKED) | twice
    return Weighed(
        block.left[kept],
        block.right[kept],
        bits[kept],
        block.figures[kept],
        block.names[kept],
        block.persons[kept],
        _pairs(block.left[against], block.right[against]),
        parts,
    )


def _pairs(left: Numbers, right: Numbers) -> frozenset[Pair]:
    return frozenset(zip(left.tolist(), right.tolist(), strict=True))


def _together(parts: Sequence[Weighed]) -> Weighed:
    none: frozenset[Pair] = frozenset()
    return Weighed(
        np.concatenate([part.left for part in parts]),
        np.concatenate([part.right for part in parts]),
        np.concatenate([part.bits for part in parts]),
        np.concatenate([part.figures for part in parts]),
        np.concatenate([part.names for part in parts]),
        np.concatenate([part.persons for part in parts]),
        none.union(*(part.contradicting for part in parts)),
        none.union(*(part.parts for part in parts)),
    )
