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
from ostraka.record.canonical import Answer, in_force, parties_of
from ostraka.record.judgements import Judgements
from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.resolve.deciding import Decided, Known, decide
from ostraka.resolve.listed import Listed
from ostraka.resolve.name_table import NameTable
from ostraka.resolve.queue import Queue
from ostraka.resolve.stated import (
    Number,
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
_LEAST_SCORE, _MOST_MATCHES = 0.3, 30
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
        questions: Pairs found that a person is to be asked about.
    """

    records: int
    compared: int
    pairs: int
    same: int
    parts: int
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
    everything = len(changed) == len(run.entries)
    chosen = range(len(run.entries)) if len(changed) > MANY else run.near(changed)
    records = run.listed(chosen)
    table = NameTable.of(records)
    place = {number: position for position, number in enumerate(chosen)}
    fresh = np.zeros(len(records), dtype=np.bool_)
    fresh[[place[number] for number in changed]] = True
    pairs = candidates(records, table, None if everything else fresh)
    weighed = weigh(records, table, pairs, among=len(run.entries), progress=progress)
    stated = {
        number: [place[holder] for holder in holders if holder in place]
        for number, holders in run.stated.items()
        if any(holder in place and fresh[place[holder]] for holder in holders)
    }
    known = Known(in_force(run.judged), run.members, at)
    decided = decide(records, table, weighed, stated, known)
    if not sources.dry:
        _write(run, decided, None if everything else changed)
    return Tally(
        records=len(run.entries),
        compared=len(changed),
        pairs=len(pairs.left),
        same=sum(j.answer is Answer.SAME for j in decided.judgements),
        parts=sum(j.answer is Answer.PART_OF for j in decided.judgements),
        questions=len(decided.questions),
    )


def _write(run: Reading, decided: Decided, changed: Sequence[int] | None) -> None:
    """Judge first, then note what was compared: what is cut short is done again."""
    run.sources.judgements.append(decided.judgements)
    about = None if changed is None else {run.entries[n].id for n in changed}
    run.sources.queue.keep(run.checksums, decided.questions, about=about)


def read_lists(sources: Sources) -> Reading:
    """Read the lists in force and the judgements."""
    return Reading(sources)


class Reading:
    """The lists as one run reads them.

    Attributes:
        sources: What is read and written.
        entries: Every record of the index.
        checksums: Of what is said of each record, by list and id.
        judged: The judgements made before.
        members: Ids of the party of each id, where a party has several.
        stated: Numbers of records by the numbers that two lists state for them.
    """

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        index = sources.index
        self.entries = [index.entry(number) for number in range(len(index))]
        self._numbers = {
            (dataset, entry.id): number
            for number, entry in enumerate(self.entries)
            for dataset in entry.datasets
        }
        self.checksums = {
            version.dataset: {
                id_: checksum
                for id_, checksum in checksums(sources.store, version).items()
                if (version.dataset, id_) in self._numbers
            }
            for version in sources.versions
        }
        self.judged = sources.judgements.all()
        parties = parties_of(self.judged)
        self.members = {
            name: parties.members[canonical]
            for name, canonical in parties.canonical.items()
        }
        self.stated = self._stated()

    def changed(self) -> list[int]:
        """Return the numbers of the records that came or changed since the last run."""
        before = self.sources.queue.compared()
        return sorted(
            self._numbers[dataset, id_]
            for dataset, found in self.checksums.items()
            for id_, checksum in found.items()
            if before.get(dataset, {}).get(id_) != checksum
        )

    def near(self, changed: Sequence[int]) -> list[int]:
        """Return some records and all that they may be one party with.

        These are found by name, or state the same number, or stand with them in a party.
        """
        holders: defaultdict[int, set[int]] = defaultdict(set)
        for held in self.stated.values():
            for number in held:
                holders[number].update(held)
        found = set(changed)
        for number in changed:
            found |= holders[number] | self._alike(self.entries[number])
        by_id: defaultdict[str, set[int]] = defaultdict(set)
        for number, entry in enumerate(self.entries):
            by_id[entry.id].add(number)
        for number in list(found):
            id_ = self.entries[number].id
            for member in self.members.get(id_, (id_,)):
                found |= by_id[member]
        return sorted(found)

    def _alike(self, entry: Entry) -> set[int]:
        """Return the records whose names come near to those of a record."""
        found: set[int] = set()
        for _, known in entry.names[:_MOST_NAMES]:
            query = Query((("name", known.value),), entry.schema)
            for match in search(
                self.sources.index,
                query,
                threshold=_LEAST_SCORE,
                limit=_MOST_MATCHES,
                by_record=True,
            ):
                found |= {
                    self._numbers[dataset, match.entity_id]
                    for dataset in match.datasets
                }
        return found

    def listed(self, numbers: Sequence[int]) -> list[Listed]:
        """Return records with all that is compared of them."""
        wanted: defaultdict[str, set[str]] = defaultdict(set)
        for number in numbers:
            for dataset in self.entries[number].datasets:
                wanted[dataset].add(self.entries[number].id)
        said = {
            version.dataset: said_of(
                self.sources.store, version, ids=wanted[version.dataset]
            )
            for version in self.sources.versions
        }
        return [
            Listed.from_entry(entry, said[entry.datasets[0]].get(entry.id, {}))
            for entry in (self.entries[number] for number in numbers)
        ]

    def _stated(self) -> dict[Number, list[int]]:
        """Return the records by the numbers that lists state for them."""
        found: defaultdict[Number, set[int]] = defaultdict(set)
        for version in self.sources.versions:
            said = said_of(
                self.sources.store, version, props=number_props(version.dataset)
            )
            for id_, values in said.items():
                for number in numbers_stated(version.dataset, values):
                    place = self._numbers.get((version.dataset, id_))
                    if place is not None and number.scheme not in self.sources.hidden:
                        found[number].add(place)
        return {
            number: sorted(held)
            for number, held in sorted(found.items(), key=lambda item: item[0])
            if len(held) > 1
        }
