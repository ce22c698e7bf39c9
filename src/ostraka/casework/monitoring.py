"""Monitoring: every customer against every list, by asking only what may have changed.

Whether a customer matches a party depends on the two alone (`search(every=True)`), and
on which sounds and weak aliases the lists have at all.  So asked about all parties are
the customers who changed, those who match a party that changed, and those who may
match one as it is now; the others match what they matched at the last proof.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version as version_of
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

from ostraka.casework.asking import (
    Askers,
    Changed,
    Where,
    ask,
    askers,
    few_of,
    hold_against,
    prepare_some,
)
from ostraka.casework.customers import (
    BLOCK,
    Customer,
    block_rows,
    check_key,
    counts_of,
    read_customers,
    some_customers,
    state_of,
)
from ostraka.casework.database import Cases
from ostraka.casework.digests import canonical, digest
from ostraka.casework.kept import keep, read_kept, what_is_kept
from ostraka.casework.model import Actor, Right
from ostraka.casework.opening import Outcome
from ostraka.casework.pairs import (
    Findings,
    Run,
    end_removed,
    members_text,
    standing_pairs,
    tally,
)
from ostraka.casework.plan import SEEN, make_plan, settings_of
from ostraka.casework.proof import ACTION, Proof, find_proof, last_proof
from ostraka.casework.recheck import recheck
from ostraka.casework.screenings import Basis
from ostraka.casework.sealing import Box
from ostraka.casework.seen import Changes, hash_of
from ostraka.casework.tables import customer, head, monitoring, pair, screening, seen
from ostraka.casework.turn import turn
from ostraka.casework.webhooks import announce
from ostraka.index import Entry, build_from_entries
from ostraka.screen import ALGORITHM, Query, find
from ostraka.screen.fingerprint import fingerprint

#: Customers that are asked about all parties in one piece.
_PIECE = 256
#: Fewer customers to ask than this are asked in this process.
_ALONE = 1_000


@dataclass(frozen=True, slots=True)
class How:
    """How to monitor.

    Attributes:
        everything: Ask every customer about every party, whatever changed.
        workers: Processes.
        wait: Whether to wait for another monitoring to end.
        say: Told what is worth knowing.
        progress: Told how many customers are done, and of how many.
    """

    everything: bool = False
    workers: int = 1
    wait: bool = True
    say: Callable[[str], None] = lambda _text: None
    progress: Callable[[int, int], None] = lambda _done, _all: None


@dataclass(slots=True)
class _Asked:
    """How many customers were asked about how many parties."""

    with_all: int = 0
    with_changed: int = 0


def monitor(
    cases: Cases, actor: Actor, basis: Basis, box: Box, how: How | None = None
) -> Proof:
    """Compare all customers with all lists, and prove it.

    A monitoring that was killed leaves no proof; the next one does what it left undone.

    Args:
        cases: The cases, where the customers are.
        actor: Who asks.
        basis: The lists and the threshold.
        box: Opens the customers' values.
        how: How to go about it.

    Raises:
        WrongKeyError: The key is not the customers'.
        ConflictError: Another is under way and nobody wants to wait.
    """
    actor.need(Right.SCREEN)
    how = how or How()
    with cases.reading() as connection:
        check_key(connection, box)
    with turn(cases, wait=how.wait, say=how.say):
        return _Monitoring(cases, actor, basis, box, how).run()


class _Monitoring:
    """One monitoring, from its beginning to its proof."""

    def __init__(
        self, cases: Cases, actor: Actor, basis: Basis, box: Box, how: How
    ) -> None:
        self.cases, self.actor, self.basis, self.box = cases, actor, basis, box
        self.how = how
        self.begun = cases.moment
        with cases.reading() as connection:
            self.last = last_proof(connection)
            self.blocks = [r.number for r in block_rows(connection) if r.customers]
            self.total = sum(counts_of(connection).values())
        self.settings = settings_of(basis)
        self.plan = make_plan(cases, basis, self.last, everything=how.everything)
        self.asked = _Asked()
        self.matched: frozenset[int] = frozenset()
        self.done = 0

    def run(self) -> Proof:
        """Do it all."""
        run, outcome = self._begin()
        basis = self.basis
        again = recheck(
            self.cases, self.actor, basis.store, basis.versions, basis.members
        )
        outcome.reopened += again.reopened
        findings = Findings(self.cases, self.actor, basis, run, outcome)
        work = self.total if self.plan.changes is None else self.total // 10
        with askers(self.how.workers if work >= _ALONE else 1) as pool:
            if self.plan.changes is None:
                self._ask_everybody(pool, findings)
            else:
                self._ask_some(pool, findings, run, self.plan.changes)
        findings.flush()
        end_removed(self.cases, self.actor, run)
        self._prove(run, outcome)
        with self.cases.reading() as connection:
            return find_proof(connection)

    def _begin(self) -> tuple[Run, Outcome]:
        basis = self.basis
        with self.cases.writing(self.actor) as writing:
            number = writing.insert(
                screening, at=writing.at, by=self.actor.name, kind="monitoring",
                name="", algorithm=ALGORITHM, program=version_of("ostraka"),
                lists=canonical(basis.lists), as_of=basis.day.isoformat(),
                settings=canonical(self.settings), input=None, results="",
                queries=0, matched=0,
            )  # fmt: skip
            upto = writing.next_entry
            run = writing.insert(
                monitoring, at=writing.at, by=self.actor.name,
                settings=canonical(self.settings), lists=canonical(basis.lists),
                upto=upto, screening=number, done=None, proof="",
            )  # fmt: skip
            writing.enter(
                "monitoring begun", f"monitoring {run}", lists=basis.lists,
                why=self.plan.why,
            )  # fmt: skip
        since, before = (0, 0) if self.last is None else (self.last.number, self.last.upto)  # fmt: skip
        return Run(run, since, before), Outcome(number)

    # -------------------------------------------------------------------------- asking

    def _ask_everybody(self, pool: Askers, findings: Findings) -> None:
        for block in self.blocks:
            with self.cases.reading() as connection:
                upto = _last_entry(connection)
                people = list(read_customers(connection, self.box, [block]))
            packs = self._ask(pool, findings, people)
            keep(self.cases, self.box, block, packs, upto)

    def _ask_some(
        self, pool: Askers, findings: Findings, run: Run, found: Changes
    ) -> None:
        wanted = self._touched(run, found)
        may_match = set()
        if found.parties or found.sounds or found.weak:
            may_match = self._held_against(pool, found, frozenset(wanted))
        people = sorted(wanted | may_match)
        for start in range(0, len(people), BLOCK):
            with self.cases.reading() as connection:
                some = people[start : start + BLOCK]
                asked = list(some_customers(connection, self.box, some))
            self._ask(pool, findings, asked)

    def _ask(
        self, pool: Askers, findings: Findings, people: list[Customer]
    ) -> list[bytes]:
        """Ask customers about all parties and return what is kept of them."""
        where = Where.of(self.basis.index, self.basis.threshold)
        parts = list(_pieces(people))
        work = ((where, _plain(part)) for part in parts)
        packs = []
        for part, (matches, kept) in zip(parts, pool.each(ask, work), strict=True):
            with self.cases.reading() as connection:
                rows = standing_pairs(connection, [one.number for one in part])
            answers = [(c, m) for c, (_, m) in zip(part, matches, strict=True)]
            findings.take(answers, rows)
            packs.append(kept)
            self.asked.with_all += len(part)
            self.done += len(part)
            self.how.progress(self.done, self.total)
        return packs

    def _touched(self, run: Run, found: Changes) -> set[int]:
        """Return the customers who changed, or match a party that did."""
        with self.cases.reading() as connection:
            changed = select(customer.c.id).where(customer.c.changed > run.upto)
            wanted = set(connection.execute(changed).scalars())
            rows = connection.execute(
                select(pair).where(pair.c.ended.is_(None) | (pair.c.ended > run.since))
            ).all()
        self.matched = frozenset(row.customer for row in rows)
        for row in rows:
            # What a monitoring without a proof wrote is looked at again.
            unproven = max(row.began, row.changed, row.ended or 0) > run.since
            if unproven or self._has_changed(row, found):
                wanted.add(row.customer)
        return wanted

    def _has_changed(self, row: Any, found: Changes) -> bool:
        ids = {row.party, *json.loads(row.members)}
        if not found.ids.isdisjoint(map(hash_of, ids)):
            return True
        return bool(row.members != members_text(self.basis, row.party))

    def _held_against(
        self, pool: Askers, found: Changes, wanted: frozenset[int]
    ) -> set[int]:
        """Return the customers, besides those wanted, whose matches may be others now."""
        changed = Changed(found.sounds, found.weak)
        with TemporaryDirectory(prefix="ostraka-monitor-") as folder:
            few = self._few(found.parties, Path(folder) / "few")
            sounding = self._few(found.sounding, Path(folder) / "sounding")
            to_ask: set[int] = set()
            work = (
                (few, kept, wanted | stale, changed)
                for kept, stale in self._kept_blocks(pool, wanted, to_ask)
            )
            with askers(
                self.how.workers, threads=find.compiled() is not None
            ) as holders:
                for near in holders.each(hold_against, work):
                    matched = self.matched.intersection(near.sounding)
                    others = matched.symmetric_difference(near.sounding)
                    to_ask |= matched.union(near.named)
                    to_ask.update(self._matching(few, near.may_match))
                    to_ask.update(self._matching(sounding, others - to_ask))
                    self.asked.with_changed += near.count
                    self.how.progress(min(self.done, self.total), self.total)
        return to_ask

    def _few(self, parties: tuple[Entry, ...], folder: Path) -> Where | None:
        """Return where some of the parties are filed by themselves."""
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

    def _kept_blocks(
        self, pool: Askers, wanted: frozenset[int], to_ask: set[int]
    ) -> Iterator[tuple[bytes, frozenset[int]]]:
        """Yield what is kept of each block, and who of it changed since."""
        with self.cases.reading() as connection:
            kept = what_is_kept(connection)
        for block in kept.missing:
            with self.cases.reading() as connection:
                upto = _last_entry(connection)
                people = list(read_customers(connection, self.box, [block]))
            work = ((_plain(part),) for part in _pieces(people))
            packs = list(pool.each(prepare_some, work))
            keep(self.cases, self.box, block, packs, upto)
            self.done += len(people)
            yield self._read(block), frozenset()
        for block, stale in kept.fresh.items():
            to_ask |= stale - wanted
            self.done += BLOCK
            yield self._read(block), stale

    def _read(self, block: int) -> bytes:
        with self.cases.reading() as connection:
            return read_kept(connection, self.box, block)

    # ------------------------------------------------------------------------- proving

    def _prove(self, run: Run, outcome: Outcome) -> None:
        with self.cases.writing(self.actor) as writing:
            packed = zlib.compress(self.plan.now.to_bytes(), 1)
            facts = self._facts(writing.connection, run, outcome)
            facts |= {"ended": writing.at, "seen_digest": sha256(packed).hexdigest()}
            text = canonical(facts)
            if not writing.change(seen, SEEN, packed=packed):
                writing.insert_many(seen, [{"id": SEEN, "packed": packed}])
            writing.change(monitoring, run.number, done=writing.at, proof=text)
            writing.change(
                screening, outcome.screening, results=facts["results_digest"],
                queries=outcome.queries, matched=outcome.matched,
            )  # fmt: skip
            writing.enter(
                ACTION, f"monitoring {run.number}", proof=digest(text),
                lists=self.basis.lists, customers=facts["customers"],
                customers_digest=facts["customers_digest"],
                results_digest=facts["results_digest"],
            )  # fmt: skip
            told = {"monitoring": run.number, **facts["matches"]}
            announce(writing, "monitoring.proven", told)

    def _facts(self, connection: Any, run: Run, outcome: Outcome) -> dict[str, Any]:
        basis, found = self.basis, tally(connection, run.since)
        changed = 0 if self.plan.changes is None else len(self.plan.changes.parties)
        parties, asked = len(basis.index), self.asked
        return {
            "begun": self.begun, "by": self.actor.name, "why": self.plan.why,
            "program": {"version": version_of("ostraka"), "algorithm": ALGORITHM,
                        "code": fingerprint()},
            "settings": self.settings,
            "as_of": basis.day.isoformat(),
            "lists": {v.dataset: {"version": v.id, "published": v.published,
                                  "sha256": v.sha256} for v in basis.versions},
            "parties": parties, "names": len(basis.index.columns.names),
            "portfolios": counts_of(connection), "customers": self.total,
            "customers_digest": state_of(connection),
            "compared": {
                "with_all": asked.with_all, "with_changed": asked.with_changed,
                "changed_parties": changed,
                "comparisons": asked.with_all * parties + asked.with_changed * changed,
            },
            "matches": {"standing": found.standing, "customers": found.customers,
                        "new": found.new, "changed": found.changed,
                        "ended": found.ended},
            "alerts": {"opened": found.opened,
                       "reopened": len(set(outcome.reopened))},
            "results_digest": found.digest,
            "before": None if self.last is None else {
                "proof": self.last.number, "ended": self.last.done,
                "digest": self.last.digest},
        }  # fmt: skip


def _plain(people: Iterable[Customer]) -> list[tuple[int, dict[str, Any]]]:
    return [(one.number, one.entity) for one in people]


def _pieces(people: list[Customer]) -> Iterator[list[Customer]]:
    ahead = iter(people)
    while some := list(islice(ahead, _PIECE)):
        yield some


def _last_entry(connection: Any) -> int:
    return int(connection.execute(select(head.c.number)).scalar_one())
