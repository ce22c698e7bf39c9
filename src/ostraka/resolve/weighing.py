"""Pairs of records found and weighed: those worth a word are kept."""

from __future__ import annotations

from array import array
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from ostraka.index.entry import FAMILIES
from ostraka.resolve.blocking import Keys, Marks, mixed, pairs_in_blocks, pairs_of_names
from ostraka.resolve.figures import figures_of, number_keys
from ostraka.resolve.listed import Listed
from ostraka.resolve.name_table import NameTable
from ostraka.resolve.names import Floats, Numbers, compare_names
from ostraka.resolve.pairs import Pair, Pairs
from ostraka.resolve.parts import names_part, part_and_whole
from ostraka.resolve.records import Records
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
#: What can be compared with what: a party of unknown kind may be a person or a body.
_KINDS = {
    "person": 1, "body": 2, "party": 3, "vessel": 4, "airplane": 8, "other": 16,
}  # fmt: skip
#: Letters of a date that has a day.
_WHOLE_DAY = 10
_PERSON = FAMILIES.index("person")


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
    contradicting: Pairs
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
    records: Records,
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
    kinds = np.array([_KINDS[name] for name in FAMILIES])[records.families]
    owner = table.owners
    said = _Said.of(records)
    names = pairs_of_names(
        table, said.marks(owner), None if only is None else only[owner]
    )
    by_name = [_codes(kinds, owner[one], owner[other]) for one, other in names]
    by_number = _codes(
        kinds,
        *pairs_in_blocks(*said.number_keys(), most=_MOST_WITH_NUMBER, only=only),
    )
    one, other = np.array(sorted(also), dtype=np.intp).reshape(-1, 2).T
    always = np.union1d(by_number, _codes(kinds, one, other))
    code = np.unique(np.concatenate([*by_name, always]))
    return Candidates(code // len(records), code % len(records), np.isin(code, always))


def _codes(kinds: Numbers, left: Numbers, right: Numbers) -> Numbers:
    """Return each pair of two records of one kind once, as one number."""
    fit = (left != right) & ((kinds[left] & kinds[right]) > 0)
    left, right = left[fit], right[fit]
    code: Numbers = np.unique(
        np.minimum(left, right) * len(kinds) + np.maximum(left, right)
    )
    return code


@dataclass(slots=True)
class _Said:
    """The numbers of records, and what divides those of one name, as hashes."""

    numbers: array[int]
    holders: array[int]
    marks_of: array[int]
    first: array[int]

    @classmethod
    def of(cls, records: Iterable[Listed]) -> _Said:
        """Read what some records say."""
        found = cls(array("q"), array("q"), array("q"), array("q", [0]))
        for number, record in enumerate(records):
            for key in {key for _, key in number_keys(record)}:
                found.numbers.append(crc32(key.encode()))
                found.holders.append(number)
            found.marks_of.extend(crc32(mark.encode()) for mark in _marks(record))
            found.first.append(len(found.marks_of))
        return found

    def number_keys(self) -> tuple[Keys, Numbers]:
        """Return the keys of the numbers and the record that has each."""
        numbers = np.frombuffer(self.numbers, np.int64)
        return mixed(numbers), np.frombuffer(self.holders, np.intp)

    def marks(self, owners: Numbers) -> Marks:
        """Return what divides names, from the record of each."""
        hashes = mixed(np.frombuffer(self.marks_of, np.int64))
        return Marks(np.frombuffer(self.first, np.intp), hashes, owners)


def _marks(record: Listed) -> set[str]:
    """Return the days of birth of a record.

    A common name is never enough alone: of those who share it with a hundred others only
    who was born on the same day, or has the same number, can be one person.
    """
    days = record.facts.get("birthDate", ())
    return {day for day in days if len(day) == _WHOLE_DAY}


def weigh(
    records: Records,
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
    parts: list[Weighed] = []
    for start in range(0, max(len(pairs.left), 1), _AT_A_TIME):
        rows = slice(start, start + _AT_A_TIME)
        left, right = pairs.left[rows], pairs.right[rows]
        names = compare_names(table, left, right)
        chosen = names.promising | pairs.always[rows]
        left, right, names = left[chosen], right[chosen], names.rows(chosen)
        some = records.some(left, right)
        figures = figures_of(some, left, right, names)
        persons = np.all(records.families[[left, right]] == _PERSON, axis=0)
        rows_of_names = np.column_stack([names.left, names.right])
        parts.append(
            _worth(
                _Block(left, right, figures, rows_of_names, persons),
                among or len(records),
                frozenset(_parts(some, left, right)),
            )
        )
        if progress is not None:
            progress(min(start + _AT_A_TIME, len(pairs.left)))
    return _together(parts)


def _parts(
    records: Mapping[int, Listed], left: Numbers, right: Numbers
) -> Iterator[Pair]:
    """Yield part and whole of the pairs of which one is part of the other."""
    has_part = {number for number, record in records.items() if names_part(record)}
    for pair in zip(left.tolist(), right.tolist(), strict=True):
        if not has_part.isdisjoint(pair):
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
        Pairs(block.left[against], block.right[against]),
        parts,
    )


def _together(parts: Sequence[Weighed]) -> Weighed:
    none: frozenset[Pair] = frozenset()
    return Weighed(
        np.concatenate([part.left for part in parts]),
        np.concatenate([part.right for part in parts]),
        np.concatenate([part.bits for part in parts]),
        np.concatenate([part.figures for part in parts]),
        np.concatenate([part.names for part in parts]),
        np.concatenate([part.persons for part in parts]),
        Pairs.together(part.contradicting for part in parts),
        none.union(*(part.parts for part in parts)),
    )
