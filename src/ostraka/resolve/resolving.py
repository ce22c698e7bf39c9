"""All lists, or what is new on them, compared: judgements made, questions put.

The first run compares every record with those that share a key with it.  Later runs
compare only records that came or changed, found in the index by their names, with the
parties there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ostraka.index import Entry, Index
from ostraka.record.canonical import Answer, in_force
from ostraka.record.judgements import Judgements
from ostraka.record.rows import connect
from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.resolve.deciding import Known, decide, outdated, to_weigh_again
from ostraka.resolve.listed import Listed
from ostraka.resolve.name_table import NameTable
from ostraka.resolve.queue import Queue
from ostraka.resolve.records import Records
from ostraka.resolve.stated import (
    Number,
    Said,
    checksums,
    number_props,
    numbers_stated,
    said_of,
)
from ostraka.resolve.weighing import candidates, weigh
from ostraka.screen.query import Query
from ostraka.screen.search import search

#: Changed records from which all are compared through keys and not one by one.
MANY = 300
#: Least score and most matches of the search for what a changed record may be.
_LEAST_SCORE, _MOST_MATCHES = 0.4, 12
#: Names of a changed record that are searched, primary names first.
_MOST_NAMES = 20


@dataclass(frozen=True, slots=True)
class Sources:
    """What a run reads and where it writes.

    Attributes:
        store: The record.
        versions: The versions in force.
        index: The index over them.
        judgements: Where judgements are appended.
        queue: Where questions are kept.
        hidden: Schemes of stated numbers that are not looked at, to measure without.
        dry: Whether only to count and to write nothing.
    """

    store: Store
    versions: Sequence[Version]
    index: Index
    judgements: Judgements
    queue: Queue
    hidden: frozenset[str] = frozenset()
    dry: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of a run.

    Attributes:
        records: Records of the lists in force.
        compared: Records that came or changed, and were compared.
        pairs: Pairs of records compared.
        same: Pairs judged to be one party.
        parts: Pairs judged to be part and whole.
        taken_back: Judgements of earlier runs that no longer hold.
        questions: Pairs found that a person is to be asked about.
    """

    records: int
    compared: int
    pairs: int
    same: int
    parts: int
    taken_back: int
    questions: int


def resolve(
    sources: Sources, at: str, progress: Callable[[int], None] | None = None
) -> Tally:
    """Compare what is new on the lists and judge what is sure.

    Args:
        sources: What is read and written.
        at: The moment of the judgements, ISO 8601 UTC.
        progress: Called with the number of pairs weighed so far.
    """
    run = read_lists(sources)
    changed = run.changed()
    everything = len(changed) == len(sources.index)
    chosen = range(len(sources.index)) if len(changed) > MANY else run.near(changed)
    records = run.listed(chosen)
    table = NameTable.of(records)
    place = {number: position for position, number in enumerate(chosen)}
    fresh = np.zeros(len(records), dtype=np.bool_)
    fresh[[place[number] for number in changed]] = True
    known = _known(sources.judgements, records, at)
    again = set(to_weigh_again(records, fresh, known))
    pairs = candidates(records, table, None if everything else fresh, again)
    weighed = weigh(records, table, pairs, among=len(sources.index), progress=progress)
    stated = {
        number: [place[holder] for holder in holders if holder in place]
        for number, holders in run.stated.items()
        if any(holder in place and fresh[place[holder]] for holder in holders)
    }
    stale = list(outdated(records, weighed, known))
    if stale and not sources.dry:
        sources.judgements.append(stale)
        known = _known(sources.judgements, records, at)
    decided = decide(records, table, weighed, stated, known)
    if not sources.dry:
        # Judged first, then noted as compared: what is cut short is done again.
        sources.judgements.append(decided.judgements)
        about = None if everything else {run.entry(n).id for n in changed}
        sources.queue.keep(run.checksums, decided.questions, about=about)
    return Tally(
        records=len(sources.index),
        compared=len(changed),
        pairs=len(pairs.left),
        same=sum(j.answer is Answer.SAME for j in decided.judgements),
        parts=sum(j.answer is Answer.PART_OF for j in decided.judgements),
        taken_back=len(stale),
        questions=len(decided.questions),
    )


def _known(judgements: Judgements, records: Records, at: str) -> Known:
    """Return what was judged about some records."""
    ids = dict.fromkeys(records.ids)
    return Known(in_force(judgements.about(*ids)), judgements.several(ids), at)


def read_lists(sources: Sources) -> Reading:
    """Read the lists in force."""
    return Reading(sources)


class Reading:
    """The lists as one run reads them.

    Attributes:
        sources: What is read and written.
        checksums: Of what is said of each entity, by list and id.
        stated: Numbers of records by the numbers that two lists state for them.
    """

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._connection = connect()
        self._parquets = {v.dataset: sources.store.parquet(v) for v in sources.versions}
        self.checksums = {
            dataset: checksums(self._connection, parquet)
            for dataset, parquet in self._parquets.items()
        }
        self._entries: dict[int, Entry] = {}
        self.stated = self._stated()

    def entry(self, number: int) -> Entry:
        """Return what the index keeps of a record."""
        if number not in self._entries:
            self._entries[number] = self.sources.index.entry(number)
        return self._entries[number]

    def changed(self) -> list[int]:
        """Return the numbers of the records that came or changed since the last run."""
        before = self.sources.queue.compared()
        return sorted(
            number
            for dataset, found in self.checksums.items()
            for id_, checksum in found.items()
            if before.get(dataset, {}).get(id_) != checksum
            for number in self._numbers(dataset, id_)
        )

    def near(self, changed: Sequence[int]) -> list[int]:
        """Return some records and all that they may be one party with.

        These are found by name, or state the same number, or stand with them in a party.
        """
        found = set(changed)
        for held in self.stated.values():
            if not found.isdisjoint(held):
                found.update(held)
        for number in changed:
            found |= self._alike(self.entry(number))
        index = self.sources.index
        for number in list(found):
            for member in self.sources.judgements.members(self.entry(number).id):
                found.update(index.parties_with_id(member))
        return sorted(found)

    def _alike(self, entry: Entry) -> set[int]:
        """Return the records whose names come near to those of a record."""
        index = self.sources.index
        asked = [known.value for _, known in entry.names[:_MOST_NAMES]]
        return {
            number
            for name in asked
            for match in search(
                index,
                Query((("name", name),), entry.schema),
                threshold=_LEAST_SCORE,
                limit=_MOST_MATCHES,
                by_record=True,
            )
            for number in index.parties_with_id(match.entity_id)
        }

    def _numbers(self, dataset: str, id_: str) -> list[int]:
        """Return the numbers in the index of the record of an id on a list, if any."""
        found = self.sources.index.parties_with_id(id_)
        if len(found) < 2:
            return list(found)
        return [number for number in found if dataset in self.entry(number).datasets]

    def listed(self, numbers: Sequence[int]) -> Records:
        """Return records with all that is compared of them."""
        said = self._said(numbers)
        # Not through `entry`, which keeps what it has read.
        return Records(
            Listed.from_entry(entry, said[entry.datasets[0]].get(entry.id, {}))
            for entry in map(self.sources.index.entry, numbers)
        )

    def _said(self, numbers: Sequence[int]) -> dict[str, Said]:
        """Return what lists say of some records besides what the index keeps."""
        if len(numbers) == len(self.sources.index):
            return {
                dataset: said_of(self._connection, parquet)
                for dataset, parquet in self._parquets.items()
            }
        wanted: defaultdict[str, set[str]] = defaultdict(set)
        for number in numbers:
            for dataset in self.entry(number).datasets:
                wanted[dataset].add(self.entry(number).id)
        return {
            dataset: said_of(self._connection, self._parquets[dataset], ids=ids)
            for dataset, ids in wanted.items()
        }

    def _stated(self) -> dict[Number, list[int]]:
        """Return the records by the numbers that lists state for them."""
        found: defaultdict[Number, set[int]] = defaultdict(set)
        for dataset, parquet in self._parquets.items():
            said = said_of(self._connection, parquet, props=number_props(dataset))
            for id_, values in said.items():
                for number in numbers_stated(dataset, values):
                    if number.scheme not in self.sources.hidden:
                        found[number].update(self._numbers(dataset, id_))
        return {
            number: sorted(held)
            for number, held in sorted(found.items(), key=lambda item: item[0])
            if len(held) > 1
        }
