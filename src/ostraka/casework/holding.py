"""All customers held against the parties that changed: who has to be asked about all.

The customers lie prepared, by block, and are held against the few parties a block at a
time.  Who may match one of them is then asked about these few alone, as search does it;
who does match is to be asked about all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ostraka.casework.asking import (
    Block,
    Changed,
    Where,
    few_of,
    hold_against,
    pieces_of,
    prepare_some,
)
from ostraka.casework.customers import BLOCK, read_customers, some_customers
from ostraka.casework.database import Cases, last_entry
from ostraka.casework.kept import Kept, joined, keep, read_kept, what_is_kept
from ostraka.casework.pool import Askers, askers, askers_for
from ostraka.casework.screenings import Basis
from ostraka.casework.sealing import Box
from ostraka.casework.seen import Changes
from ostraka.index import Entry, build_from_entries
from ostraka.screen import Query, find


@dataclass(frozen=True, slots=True)
class Holding:
    """All customers, to be held against a few parties.

    Attributes:
        cases: The cases, where the customers are.
        box: Opens the customers' values.
        basis: The lists and the threshold.
        workers: Threads, or processes where there is no kernel.
        progress: Told how many customers were held against the parties, again and again.
    """

    cases: Cases
    box: Box
    basis: Basis
    workers: int
    progress: Callable[[int], None]

    def whom_to_ask(
        self, found: Changes, wanted: Collection[int], matched: frozenset[int]
    ) -> set[int]:
        """Return the customers, besides those wanted, whose matches may be others now.

        Args:
            found: How the parties have changed.
            wanted: Customers who are asked about all parties anyway.
            matched: Customers who match a party.
        """
        to_ask: set[int] = set()
        with TemporaryDirectory(prefix="ostraka-monitor-") as folder:
            changed = Changed(
                self._few(found.parties, Path(folder) / "changed"), found.sounds,
                self._few(found.sounding, Path(folder) / "sounding"), found.weak,
            )  # fmt: skip
            upto = self._last_entry()
            with self.cases.reading() as connection:
                kept = what_is_kept(connection)
            blocks = self._blocks(kept, _by_block(wanted))
            work = ((changed, block) for block in blocks)
            workers = self.workers if kept.count > 1 else 1
            in_threads = find.compiled() is not None
            with askers(workers, threads=in_threads) as holders:
                for near in holders.each(hold_against, work):
                    to_ask.update(near.named, matched.intersection(near.sounding))
                    to_ask.update(self._matching(changed.parties, near.may_match))
                    heard = set(near.may_sound) - to_ask
                    to_ask.update(self._matching(changed.sounding, heard))
                    if near.renewed is not None:
                        keep(self.cases, self.box, near.block, near.renewed, upto)
                    self.progress(near.count)
        return to_ask

    def _few(self, parties: tuple[Entry, ...], folder: Path) -> Where | None:
        """File some of the parties by themselves, and return where."""
        if not parties:
            return None
        build_from_entries(parties, folder, manifest={})
        index = self.basis.index.folder
        return Where(folder, None, self.basis.threshold, index)

    def _matching(self, few: Where | None, numbers: Collection[int]) -> Iterator[int]:
        """Yield those of some customers who match one of a few parties."""
        if few is None or not numbers:
            return
        with self.cases.reading() as connection:
            people = list(some_customers(connection, self.box, sorted(numbers)))
        for one in people:
            if few_of(few).has(Query.from_entity(one.entity)):
                yield one.number

    def _blocks(self, kept: Kept, wanted: dict[int, frozenset[int]]) -> Iterator[Block]:
        """Yield the blocks of customers."""
        none: frozenset[int] = frozenset()
        with askers_for(BLOCK * len(kept.missing), self.workers) as pool:
            for number in kept.missing:
                self._make(pool, number)
                skipped = wanted.get(number, none)
                yield Block(number, self._read(number), none, b"", skipped)
        for number, stale in kept.fresh.items():
            fresh = self._fresh(stale)
            skipped = wanted.get(number, none)
            yield Block(number, self._read(number), stale, fresh, skipped)

    def _make(self, pool: Askers, number: int) -> None:
        """Work a block out and keep it."""
        upto = self._last_entry()
        with self.cases.reading() as connection:
            people = list(read_customers(connection, self.box, [number]))
        work = ((part,) for part in pieces_of(people))
        packs = list(pool.each(prepare_some, work))
        keep(self.cases, self.box, number, joined(packs), upto)

    def _fresh(self, numbers: frozenset[int]) -> bytes:
        """Work out some customers as they are now."""
        with self.cases.reading() as connection:
            people = list(some_customers(connection, self.box, sorted(numbers)))
        return prepare_some([(one.number, one.entity) for one in people])

    def _read(self, block: int) -> bytes:
        with self.cases.reading() as connection:
            return read_kept(connection, self.box, block)

    def _last_entry(self) -> int:
        with self.cases.reading() as connection:
            return last_entry(connection)


def _by_block(numbers: Iterable[int]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for number in numbers:
        found.setdefault(number // BLOCK, set()).add(number)
    return {block: frozenset(some) for block, some in found.items()}
