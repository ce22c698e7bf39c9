"""Asking about very many customers, in several processes where there are enough of them.

What the processes (`pool.py`) are given and give back is plain; each opens the lists
once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from ostraka.casework.customers import BLOCK, Customer
from ostraka.casework.kept import joined, packs_of
from ostraka.casework.screenings import MOST_MATCHES
from ostraka.index import Index, open_index
from ostraka.record.judgements import Judgements
from ostraka.screen import Query, search
from ostraka.screen.few import Few, askers_named, askers_with_sound
from ostraka.screen.packed import Flags, Pack, pack, without
from ostraka.screen.prepared import prepare

#: Number of a customer and its values.
Customers = Sequence[tuple[int, dict[str, Any]]]
#: Number of a customer and its matches.
Matches = list[tuple[int, list[dict[str, Any]]]]
#: Customers of one piece of work.
_PIECE = 256
#: Customers of a block who may have changed before it is written anew, and packs it may
#: have.
_MOST_STALE, _MOST_PACKS = 32, 2 * BLOCK // _PIECE


@dataclass(frozen=True, slots=True)
class Where:
    """Which parties are asked about.

    Attributes:
        folder: Their index.
        home: Where the judgements are, or None.
        threshold: Least score of a match.
        whole: The index of all parties, if these are some of them.
    """

    folder: Path
    home: Path | None
    threshold: float
    whole: Path | None = None

    @classmethod
    def of(cls, index: Index, threshold: float) -> Where:
        """Return it for an index that is open here."""
        judged = index.judgements
        home = None if judged is None else judged.path.parent
        return cls(index.folder, home, threshold)


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed since customers were asked about all parties.

    Attributes:
        parties: Where the parties are that are new, or other than they were.
        sounds: Sounds that have become common, or rare.
        sounding: Where the parties are that have a name of such a sound.
        weak: Weak aliases that came or went.
    """

    parties: Where | None
    sounds: frozenset[int]
    sounding: Where | None
    weak: frozenset[int]


@dataclass(frozen=True, slots=True)
class Block:
    """A block of customers, to be held against what changed.

    Attributes:
        number: Its number.
        kept: Customers, as `kept.read_kept` returned them.
        stale: Numbers of those who have other values now, or are new.
        fresh: The latter as they are now, as `prepare_some` returned them.
        skipped: Numbers of those who are asked about all parties anyway.
    """

    number: int
    kept: bytes
    stale: frozenset[int]
    fresh: bytes
    skipped: frozenset[int]


@dataclass(slots=True)
class Near:
    """What came of holding a block of customers against what changed.

    Attributes:
        block: Number of the block.
        count: Customers who were held against it.
        may_match: Numbers of those who may match a party that changed.
        sounding: Numbers of those who have a sound that changed.
        may_sound: Of the latter, who may match a party that has it too.
        named: Numbers of those who are named like a weak alias that came or went.
        renewed: What is to be kept of the block, if that is other than it was.
    """

    block: int
    count: int = 0
    may_match: list[int] = field(default_factory=list)
    sounding: list[int] = field(default_factory=list)
    may_sound: list[int] = field(default_factory=list)
    named: list[int] = field(default_factory=list)
    renewed: bytes | None = None


def ask(where: Where, customers: Customers) -> tuple[Matches, bytes]:
    """Return the matches of some customers, and what is kept of them for later.

    Args:
        where: The parties.
        customers: Number and values of each.
    """
    index = _opened(where.folder, where.home)
    found: Matches = []
    queries = [(n, Query.from_entity(entity)) for n, entity in customers]
    for number, query in queries:
        matches = search(
            index, query, threshold=where.threshold, limit=MOST_MATCHES, every=True
        )
        found.append((number, [match.to_dict() for match in matches]))
    return found, _packed(queries)


def prepare_some(customers: Customers) -> bytes:
    """Return what is kept of some customers."""
    return _packed([(n, Query.from_entity(entity)) for n, entity in customers])


def hold_against(changed: Changed, block: Block) -> Near:
    """Return which customers of a block may match what changed.

    Args:
        changed: What changed.
        block: The customers.
    """
    near = Near(block.number)
    packs = [without(packed, block.stale) for packed in packs_of(block.kept)]
    if block.stale:
        packs.append(Pack.from_bytes(block.fresh))
    if len(block.stale) > _MOST_STALE:
        near.renewed = joined(packed.to_bytes() for packed in _few_packs(packs))
    for packed in packs:
        _hold_pack(changed, packed, block.skipped, near)
    return near


def _hold_pack(
    changed: Changed, packed: Pack, skipped: frozenset[int], near: Near
) -> None:
    numbers = packed.askers["number"]
    held = ~np.isin(numbers, np.array(list(skipped), dtype=np.int64))
    near.count += int(held.sum())
    named = held & askers_named(packed, changed.weak)
    near.named += numbers[named].tolist()
    held &= ~named
    near.may_match += numbers[_among(changed.parties, packed, held)].tolist()
    held &= askers_with_sound(packed, changed.sounds)
    near.sounding += numbers[held].tolist()
    near.may_sound += numbers[_among(changed.sounding, packed, held)].tolist()


def _few_packs(packs: list[Pack]) -> list[Pack]:
    """Return packs, or one of all where they have become many."""
    if len(packs) <= _MOST_PACKS:
        return packs
    return [pack([one for packed in packs for one in packed.prepared()])]


def _among(where: Where | None, packed: Pack, held: Flags) -> Flags:
    if where is None or not held.any():
        return np.zeros_like(held)
    return few_of(where).among(packed, ~held)


def pieces_of(people: Sequence[Customer]) -> Iterator[Customers]:
    """Yield customers in pieces of work, as plain values."""
    for start in range(0, len(people), _PIECE):
        some = people[start : start + _PIECE]
        yield [(one.number, one.entity) for one in some]


@lru_cache(maxsize=1)
def _opened(folder: Path, home: Path | None) -> Index:
    return open_index(folder, None if home is None else Judgements(home))


@lru_cache(maxsize=2)
def few_of(where: Where) -> Few:
    """Return the few parties that lie somewhere, opened once."""
    whole = None if where.whole is None else open_index(where.whole)
    return Few(open_index(where.folder), where.threshold, whole)


def _packed(queries: Sequence[tuple[int, Query]]) -> bytes:
    return pack([(number, prepare(query)) for number, query in queries]).to_bytes()
