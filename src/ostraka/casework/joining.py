"""Alerts of one customer on records that are one party now: one piece of work.

The alert that is furthest goes on, on the values of the whole party; an open one beside
it is closed without a decision and says which alert it went into.  What a person has
proposed, decided or opened again by hand is never closed here.  When the records turn
out to be two parties after all, the alert comes back.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select

from ostraka.casework.alerts import find_alert
from ostraka.casework.cleared import end_clearing
from ostraka.casework.database import Cases, Writing
from ostraka.casework.digests import canonical
from ostraka.casework.evidence import Evidence, evidence_of_parties
from ostraka.casework.model import Actor, Decision, Status
from ostraka.casework.tables import alert, cleared
from ostraka.casework.transitions import BY_HAND, join_alert, reopen_alert
from ostraka.record.store import Store
from ostraka.record.versions import Version

#: Changes of one piece of the chain.
_BATCH = 200
_SPLIT = "the party was split"


@dataclass(slots=True)
class Joined:
    """What came of a look at all alerts.

    Attributes:
        into: Alerts that were closed, with the one that goes on.
        reopened: Alerts that came back, and why.
    """

    into: dict[int, int]
    reopened: dict[int, str]


@dataclass(frozen=True, slots=True)
class _Row:
    """What of an alert says whether it goes on."""

    id: int
    subject: int
    party: str
    status: Status
    decision: Decision | None
    reopened: str | None
    members: str
    now: tuple[str, ...]

    @property
    def joined(self) -> bool:
        """Whether it went into another."""
        return self.status is Status.CLOSED and self.decision is None

    @property
    def cleared(self) -> bool:
        """Whether the two were decided not to be the same."""
        closed = self.status is Status.CLOSED
        return closed and self.decision is Decision.FALSE_POSITIVE

    @property
    def rank(self) -> tuple[int, bool, int]:
        """The place among those of one customer and party: the first goes on."""
        ranks = {Status.CLOSED: 0, Status.WAITING: 1, Status.OPEN: 2}
        rank = 3 if self.cleared else ranks[self.status]
        return rank, self.party != self.now[0], self.id


def join_alerts(
    cases: Cases,
    actor: Actor,
    store: Store,
    versions: Iterable[Version],
    members: Callable[[str], Sequence[str]],
) -> Joined:
    """Make one piece of work of the alerts of a customer on one party.

    Args:
        cases: The cases.
        actor: Who asks.
        store: The record.
        versions: Those in force.
        members: All ids of the party that an id belongs to, the canonical one first.
    """
    groups: dict[tuple[int, str], list[_Row]] = defaultdict(list)
    for row in _rows(cases, members):
        groups[row.subject, row.now[0]].append(row)
    done = Joined({}, {})
    ended: dict[int, str] = {}
    for rows in groups.values():
        _sort_out(rows, done, ended)
    renewed = {
        row.id: sorted(set(row.now))
        for rows in groups.values()
        for row in rows
        if row.id not in done.into
        and (row.status is Status.OPEN or row.id in done.reopened)
        and set(json.loads(row.members)) != set(row.now)
    }
    parties = {canonical(ids): ids for ids in renewed.values()}
    values = evidence_of_parties(store, versions, parties)
    _write(cases, actor, done, _in_force(cases, ended), {
        number: _renewed(ids, values) for number, ids in renewed.items()
    })  # fmt: skip
    return done


def _in_force(cases: Cases, ended: Mapping[int, str]) -> dict[int, str]:
    """Return those of some alerts whose clearing has not ended yet."""
    found: dict[int, str] = {}
    numbers = sorted(ended)
    with cases.reading() as connection:
        for start in range(0, len(numbers), _BATCH):
            some = cleared.c.alert.in_(numbers[start : start + _BATCH])
            rows = connection.execute(
                select(cleared.c.alert).where(some, cleared.c.ended.is_(None))
            )
            found |= {number: ended[number] for number in rows.scalars()}
    return found


def _rows(cases: Cases, members: Callable[[str], Sequence[str]]) -> list[_Row]:
    """Return the alerts whose party has several records, or had."""
    columns = (
        alert.c.id, alert.c.subject, alert.c.party, alert.c.status, alert.c.decision,
        alert.c.reopened, alert.c.members,
    )  # fmt: skip
    no_decision = and_(alert.c.status == Status.CLOSED, alert.c.decision.is_(None))
    had = and_(alert.c.status == Status.OPEN, alert.c.members.contains('","'))
    found: list[Any] = []
    with cases.reading() as connection:
        judged = connection.execute(select(alert.c.party).distinct()).scalars()
        parties = {party: tuple(members(party)) for party in judged}
        several = [party for party, now in parties.items() if len(now) > 1]
        for start in range(0, max(len(several), 1), _BATCH):
            some = alert.c.party.in_(several[start : start + _BATCH])
            wanted = or_(some, no_decision, had) if start == 0 else some
            found += connection.execute(select(*columns).where(wanted)).all()
    rows = {row.id: row for row in found}
    return [
        _Row(
            row.id, row.subject, row.party, Status(row.status),
            Decision(row.decision) if row.decision else None, row.reopened,
            row.members, parties[row.party],
        )
        for row in rows.values()
    ]  # fmt: skip


def _sort_out(rows: Sequence[_Row], done: Joined, ended: dict[int, str]) -> None:
    """Say which alert of a customer and a party goes on, and what of the others."""
    standing = sorted((row for row in rows if not row.joined), key=lambda r: r.rank)
    if not standing:
        # Those it went into are of another party by now.
        for row in rows:
            done.reopened[row.id] = _SPLIT
        return
    first, *others = standing
    decided = first.decision is Decision.TRUE_MATCH and not first.cleared
    for row in others:
        if row.status is Status.OPEN and row.reopened != BY_HAND:
            # A pair opened again is asked anew, whatever was found true before.
            if not (decided and row.reopened):
                done.into[row.id] = first.id
        elif row.cleared and not decided:
            ended[row.id] = f"its records and those of alert {first.id} are one party"


def _renewed(ids: list[str], values: Mapping[str, Evidence]) -> dict[str, str]:
    """Return the values of an alert that follow from which records its party has."""
    found = {"members": canonical(ids)}
    evidence = values.get(canonical(ids))
    if evidence is not None:
        found["party_evidence"] = canonical(evidence)
    return found


def _write(
    cases: Cases,
    actor: Actor,
    done: Joined,
    ended: Mapping[int, str],
    renewed: Mapping[int, dict[str, str]],
) -> None:
    numbers = sorted({*done.into, *done.reopened, *ended, *renewed})
    for start in range(0, len(numbers), _BATCH):
        with cases.writing(actor) as writing:
            for number in numbers[start : start + _BATCH]:
                values = renewed.get(number, {})
                if number in done.into:
                    join_alert(writing, number, done.into[number])
                elif number in done.reopened:
                    found = find_alert(writing.connection, number)
                    reopen_alert(writing, found, done.reopened[number], **values)
                elif number in ended:
                    _end(writing, number, ended[number])
                else:
                    _renew(writing, number, values)


def _end(writing: Writing, number: int, why: str) -> None:
    end_clearing(writing, number, why)
    writing.enter("clearing ended", f"alert {number}", why=why)


def _renew(writing: Writing, number: int, values: dict[str, str]) -> None:
    """Put the values of the whole party before whoever decides next."""
    found = find_alert(writing.connection, number)
    if found.status is Status.OPEN:
        writing.change(alert, number, version=found.version, **values)
        writing.enter(
            "alert renewed", f"alert {number}", why="records became one party"
        )
