"""After the lists changed: which cleared pairs must be looked at again, and why."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from ostraka.casework.alerts import find_alert
from ostraka.casework.database import Cases
from ostraka.casework.digests import canonical
from ostraka.casework.evidence import Evidence, differences, evidence_of_parties
from ostraka.casework.joining import join_alerts
from ostraka.casework.model import Actor, Right, Status
from ostraka.casework.tables import alert, cleared
from ostraka.casework.transitions import reopen_alert
from ostraka.record.store import Store
from ostraka.record.versions import Version

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What came of a look at all cleared pairs.

    Attributes:
        looked_at: Pairs that were cleared.
        reopened: Alert and why it was opened again.
        overdue: Open alerts past their day that were escalated.
        joined: Alerts on records that became one party, with the one that goes on.
    """

    looked_at: int
    reopened: dict[int, str]
    overdue: tuple[int, ...]
    joined: Mapping[int, int]


def recheck(
    cases: Cases,
    actor: Actor,
    store: Store,
    versions: Iterable[Version],
    members: Callable[[str], Sequence[str]],
) -> Rechecked:
    """Open again every cleared pair whose grounds changed, and escalate what is overdue.

    Before that, alerts of one customer on records that are one party now become one.  A
    pair whose party has merely left the lists stays cleared.

    Args:
        cases: The cases.
        actor: Who asks.
        store: The record.
        versions: Those in force.
        members: All ids of the party that an id belongs to.
    """
    actor.need(Right.READ)
    versions = list(versions)
    joined = join_alerts(cases, actor, store, versions, members)
    with cases.reading() as connection:
        pairs = connection.execute(
            select(cleared).where(cleared.c.ended.is_(None)).order_by(cleared.c.id)
        ).all()
    now_is = {pair.party: sorted(set(members(pair.party))) for pair in pairs}
    ids = {pair.id: {*now_is[pair.party], *json.loads(pair.ids)} for pair in pairs}
    groups = {canonical(sorted(keys)): keys for keys in ids.values()}
    values = evidence_of_parties(store, versions, groups)
    today = cases.moment[:10]
    changed: dict[int, _Changed] = {}
    for pair in pairs:
        found = values.get(canonical(sorted(ids[pair.id])))
        why = _grounds(pair, now_is[pair.party], found, today)
        if why is not None:
            changed[pair.alert] = _Changed(why, now_is[pair.party], found)
    _reopen(cases, actor, changed)
    reopened = joined.reopened | {number: one.why for number, one in changed.items()}
    overdue = _escalate(cases, actor, today)
    return Rechecked(len(pairs), reopened, overdue, joined.into)


@dataclass(frozen=True, slots=True)
class _Changed:
    """Why a pair is looked at again, and what the party is now."""

    why: str
    members: list[str]
    values: Evidence | None

    @property
    def renewed(self) -> dict[str, str]:
        """The alert's values that are to be those of today."""
        found = {"members": canonical(self.members)}
        if self.values is not None:
            found["party_evidence"] = canonical(self.values)
        return found


def _grounds(
    pair: Any, members: list[str], values: Evidence | None, today: str
) -> str | None:
    """Return why a pair must be looked at again, or None."""
    known = set(json.loads(pair.members))
    if set(members) - known:
        return "records were merged into the party"
    if known - set(members):
        return "the party was split"
    if values is not None:
        before = json.loads(pair.party_evidence)
        changed = differences(before, values)
        if changed:
            return f"the party's {', '.join(changed)} changed on the list"
    if pair.review <= today:
        return "the review period is over"
    return None


def _reopen(cases: Cases, actor: Actor, changed: dict[int, _Changed]) -> None:
    numbers = sorted(changed)
    for start in range(0, len(numbers), _BATCH):
        with cases.writing(actor) as writing:
            for number in numbers[start : start + _BATCH]:
                found = find_alert(writing.connection, number)
                if found.status is Status.CLOSED:
                    one = changed[number]
                    reopen_alert(writing, found, one.why, **one.renewed)


def _escalate(cases: Cases, actor: Actor, today: str) -> tuple[int, ...]:
    overdue = (
        select(alert.c.id, alert.c.version)
        .where(
            alert.c.status == Status.OPEN, alert.c.due < today, alert.c.escalated == 0
        )
        .order_by(alert.c.id)
    )
    with cases.reading() as connection:
        rows = connection.execute(overdue).all()
    done: list[int] = []
    for start in range(0, len(rows), _BATCH):
        with cases.writing(actor) as writing:
            for number, version in rows[start : start + _BATCH]:
                if writing.change(alert, number, version=version, escalated=1):
                    writing.enter("alert escalated", f"alert {number}", why="overdue")
                    done.append(number)
    return tuple(done)
