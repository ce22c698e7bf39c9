"""Monitoring: every customer against every list, by asking only what may have changed.

Whether a customer matches a party depends on the two alone (`search(every=True)`), and
on which sounds and weak aliases the lists have at all.  So asked about all parties are
the customers who changed, those who match a party that changed, and those who may
match one as it is now; the others match what they matched at the last proof.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version as version_of
from typing import Any

from sqlalchemy import select

from ostraka.casework.asking import Where, ask, pieces_of
from ostraka.casework.changes import tally
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
from ostraka.casework.database import Cases, last_entry
from ostraka.casework.digests import canonical, digest
from ostraka.casework.holding import Holding
from ostraka.casework.kept import joined, keep
from ostraka.casework.model import Actor, Right
from ostraka.casework.opening import Outcome
from ostraka.casework.pairs import (
    Findings,
    Run,
    end_removed,
    members_text,
    standing_pairs,
)
from ostraka.casework.plan import SEEN, make_plan, refuse_fewer_lists, settings_of
from ostraka.casework.pool import Askers, askers_for
from ostraka.casework.proof import ACTION, Proof, find_proof, last_proof
from ostraka.casework.recheck import recheck
from ostraka.casework.screenings import Basis
from ostraka.casework.sealing import Box
from ostraka.casework.seen import Changes, hash_of
from ostraka.casework.tables import customer, monitoring, pair, screening, seen
from ostraka.casework.turn import turn
from ostraka.casework.webhooks import announce
from ostraka.screen import ALGORITHM
from ostraka.screen.fingerprint import fingerprint


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
        UsageError: A list in force that they are compared with is left out.
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
        refuse_fewer_lists(cases, basis, self.last)
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
            self.cases, self.actor, basis.store, basis.in_force, basis.members
        )
        outcome.reopened += again.reopened
        findings = Findings(self.cases, self.actor, basis, run, outcome)
        if self.plan.changes is None:
            self._ask_everybody(findings)
        else:
            self._ask_some(findings, run, self.plan.changes)
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

    def _ask_everybody(self, findings: Findings) -> None:
        with askers_for(self.total, self.how.workers) as pool:
            for block in self.blocks:
                with self.cases.reading() as connection:
                    upto = last_entry(connection)
                    people = list(read_customers(connection, self.box, [block]))
                packs = self._ask(pool, findings, people)
                keep(self.cases, self.box, block, joined(packs), upto)

    def _ask_some(self, findings: Findings, run: Run, found: Changes) -> None:
        wanted = self._touched(run, found)
        if found.parties or found.sounds or found.weak:
            holding = Holding(
                self.cases, self.box, self.basis, self.how.workers, self._held
            )
            wanted |= holding.whom_to_ask(found, wanted, self.matched)
        people = sorted(wanted)
        with askers_for(len(people), self.how.workers) as pool:
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
        by_number = {one.number: one for one in people}
        work = ((where, part) for part in pieces_of(people))
        packs = []
        for matches, kept in pool.each(ask, work):
            with self.cases.reading() as connection:
                rows = standing_pairs(connection, [number for number, _ in matches])
            findings.take([(by_number[n], found) for n, found in matches], rows)
            packs.append(kept)
            self.asked.with_all += len(matches)
            self.done += len(matches)
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

    def _held(self, count: int) -> None:
        """Note that some customers were held against the parties that changed."""
        self.asked.with_changed += count
        self.done += count
        self.how.progress(min(self.done, self.total), self.total)

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
