"""Reading the cases: the queue, one alert with all that was done about it, counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    and_,
    case,
    func,
    or_,
    select,
)

from ostraka.casework.model import Decision, Status
from ostraka.casework.tables import alert, cleared, decision, note, screening, subject
from ostraka.casework.wanted import ESCALATED, Wanted, filtered
from ostraka.errors import NotFoundError

#: Alerts on a page of the queue.
PAGE = 50
#: Alerts that are found by a text; whoever has more says more.
MOST_FOUND = 1_000
_MOST_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Alert:
    """One pair of a customer or query and a listed party, as it stands.

    Attributes:
        id: Its number.
        subject: Number of the customer or query.
        ref: The customer's own id, or None for a query.
        asked: Name of the customer or query.
        party: Canonical id of the party.
        caption: Its name.
        schema: Its FollowTheMoney schema.
        datasets: The lists it is in.
        score: Ranking signal in [0, 1] of the last screening.
        status: Where it stands.
        decision: What was decided or proposed, or None.
        reason: Why, or None.
        decided_by: Who decided or proposed.
        decided_at: When.
        second_by: Who confirmed.
        second_at: When.
        assigned: Who works on it.
        escalated: Whether a reviewer must decide.
        batch: Number of the bulk decision it is part of.
        opened: When it was opened.
        due: Day by which it is to be decided.
        reopened: Why it was opened again, or None.
        screening: Number of the screening that found it last.
        version: Counts its changes; a decision names the one it was made on.
    """

    id: int
    subject: int
    ref: str | None
    asked: str
    party: str
    caption: str
    schema: str
    datasets: tuple[str, ...]
    score: float
    status: Status
    decision: Decision | None
    reason: str | None
    decided_by: str | None
    decided_at: str | None
    second_by: str | None
    second_at: str | None
    assigned: str | None
    escalated: bool
    batch: int | None
    opened: str
    due: str
    reopened: str | None
    screening: int
    version: int

    @property
    def words(self) -> str:
        """How the screen names the two: *may be* until a decision stands."""
        if self.status is Status.CLOSED and self.decision is Decision.TRUE_MATCH:
            return "is"
        if self.status is Status.CLOSED and self.decision is Decision.FALSE_POSITIVE:
            return "is not"
        return "may be"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an alert's decisions, or a note."""

    at: str
    by: str
    what: str
    decision: str | None
    reason: str | None
    text: str
    file: str | None = None
    note: int | None = None


@dataclass(frozen=True, slots=True)
class AlertFile:
    """Everything about one alert.

    Attributes:
        alert: As it stands.
        entity: The customer or query, FollowTheMoney-shaped; empty when erased.
        erased: When the customer's data was erased, or None.
        match: The match as the screening gave it, with its explanation.
        party_evidence: The party's values at that time.
        steps: Decisions and notes, in order.
        basis: The screening: lists, algorithm, settings.
        others: Other alerts of the same customer or query.
    """

    alert: Alert
    entity: dict[str, Any]
    erased: str | None
    match: dict[str, Any]
    party_evidence: dict[str, list[str]]
    steps: tuple[Step, ...]
    basis: Mapping[str, Any]
    others: tuple[Alert, ...]


_COLUMNS = (
    alert.c.id, alert.c.subject, subject.c.ref, subject.c.caption.label("asked"),
    alert.c.party, alert.c.caption, alert.c.schema, alert.c.datasets, alert.c.score,
    alert.c.status, alert.c.decision, alert.c.reason, alert.c.decided_by,
    alert.c.decided_at, alert.c.second_by, alert.c.second_at, alert.c.assigned,
    alert.c.escalated, alert.c.batch, alert.c.opened, alert.c.due, alert.c.reopened,
    alert.c.screening, alert.c.version,
)  # fmt: skip


def queue(
    connection: Connection, wanted: Wanted, *, page: int = 1, size: int = PAGE
) -> tuple[list[Alert], int]:
    """Return a page of alerts, those due first, and how many there are.

    Of a text the first `MOST_FOUND` are found; one more says that there are more.

    Args:
        connection: From `Cases.reading`.
        wanted: Which.
        page: From 1.
        size: Alerts on a page.
    """
    # Numbers first, on an index alone; then the rows of one page.
    ids = filtered(select(alert.c.id), wanted)
    if wanted.text:
        return _page_and_total(connection, ids, page, size)
    total = connection.execute(
        filtered(select(func.count()).select_from(alert), wanted)
    ).scalar_one()
    chosen = ids.order_by(alert.c.due, alert.c.id).offset((page - 1) * size).limit(size)
    rows = connection.execute(
        _alerts().where(alert.c.id.in_(chosen)).order_by(alert.c.due, alert.c.id)
    )
    return [_alert(row._mapping) for row in rows], int(total)  # noqa: SLF001 - SQLAlchemy's public way


def _page_and_total(
    connection: Connection, ids: Select[Any], page: int, size: int
) -> tuple[list[Alert], int]:
    """Return a page and the number of all in one look: looking is what takes long."""
    ahead = ids.order_by(alert.c.due, alert.c.id).limit(MOST_FOUND + 1)
    found = connection.execute(ahead).scalars().all()
    some = found[(page - 1) * size : page * size]
    shown = connection.execute(
        _alerts().where(alert.c.id.in_(some)).order_by(alert.c.due, alert.c.id)
    )
    return [_alert(row._mapping) for row in shown], len(found)  # noqa: SLF001 - SQLAlchemy's public way


def neighbours(
    connection: Connection, wanted: Wanted, of: Alert
) -> tuple[int | None, int | None]:
    """Return the alerts before and after one in the queue."""
    place = (alert.c.due, alert.c.id)
    ids = filtered(select(alert.c.id), wanted)
    before = or_(alert.c.due < of.due, and_(alert.c.due == of.due, alert.c.id < of.id))
    after = or_(alert.c.due > of.due, and_(alert.c.due == of.due, alert.c.id > of.id))
    return (
        connection.execute(
            ids.where(before).order_by(*(c.desc() for c in place)).limit(1)
        ).scalar(),
        connection.execute(ids.where(after).order_by(*place).limit(1)).scalar(),
    )


def find_alert(connection: Connection, number: int) -> Alert:
    """Return one alert as it stands.

    Raises:
        NotFoundError: There is no such alert.
    """
    row = connection.execute(_alerts().where(alert.c.id == number)).one_or_none()
    if row is None:
        raise NotFoundError(f"there is no alert {number}")
    return _alert(row._mapping)  # noqa: SLF001 - SQLAlchemy's public way


def read_alert(connection: Connection, number: int) -> AlertFile:
    """Return everything about one alert.

    Raises:
        NotFoundError: There is no such alert.
    """
    found = find_alert(connection, number)
    row = connection.execute(
        select(
            alert.c.match, alert.c.party_evidence, subject.c.entity, subject.c.erased
        )
        .join(subject, subject.c.id == alert.c.subject)
        .where(alert.c.id == number)
    ).one()
    basis = connection.execute(
        select(screening).where(screening.c.id == found.screening)
    ).one()
    others = connection.execute(
        _alerts()
        .where(alert.c.subject == found.subject, alert.c.id != number)
        .order_by(alert.c.id)
        .limit(_MOST_CANDIDATES)
    )
    return AlertFile(
        alert=found,
        entity=json.loads(row.entity),
        erased=row.erased,
        match=json.loads(row.match),
        party_evidence=json.loads(row.party_evidence),
        steps=steps_of(connection, number),
        basis=dict(basis._mapping),  # noqa: SLF001 - SQLAlchemy's public way
        others=tuple(_alert(o._mapping) for o in others),  # noqa: SLF001
    )


def steps_of(connection: Connection, number: int) -> tuple[Step, ...]:
    """Return the decisions and notes about an alert, in order."""
    decided = connection.execute(select(decision).where(decision.c.alert == number))
    noted = connection.execute(select(note).where(note.c.alert == number))
    steps = [
        Step(r.at, r.by, r.step, r.decision, r.reason, r.text) for r in decided
    ] + [
        Step(r.at, r.by, "file" if r.file else "note", None, None, r.text, r.file, r.id)
        for r in noted
    ]
    return tuple(sorted(steps, key=lambda s: s.at))


def counts(connection: Connection, day: str) -> dict[str, int]:
    """Return how many alerts are open, overdue, escalated, waiting and closed.

    Args:
        connection: From `Cases.reading`.
        day: Today, ISO 8601.
    """
    late = func.sum(case((alert.c.due < day, 1), else_=0))
    rows = connection.execute(
        select(alert.c.status, func.count(), late).group_by(alert.c.status)
    )
    found = {str(status): (int(number), int(late)) for status, number, late in rows}
    is_open = alert.c.status == Status.OPEN

    def count(*where: Any) -> int:
        wanted = select(func.count()).select_from(alert).where(*where)
        return int(connection.execute(wanted).scalar_one())

    return {
        "open": found.get(Status.OPEN, (0, 0))[0],
        "waiting": found.get(Status.WAITING, (0, 0))[0],
        "closed": found.get(Status.CLOSED, (0, 0))[0],
        "overdue": found.get(Status.OPEN, (0, 0))[1],
        "escalated": count(is_open, ESCALATED),
        "reopened": count(is_open, alert.c.reopened.is_not(None)),
    }


def cleared_pairs(connection: Connection, number: int) -> list[Mapping[str, Any]]:
    """Return the clearings of an alert, the last first."""
    rows = connection.execute(
        select(cleared).where(cleared.c.alert == number).order_by(cleared.c.id.desc())
    )
    return [dict(row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public way


def alerts_of_party(connection: Connection, party: str) -> list[Alert]:
    """Return the alerts that name a party."""
    rows = connection.execute(
        _alerts().where(alert.c.party == party).order_by(alert.c.id).limit(PAGE)
    )
    return [_alert(row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public way


def _alerts() -> Select[Any]:
    return select(*_COLUMNS).join(subject, subject.c.id == alert.c.subject)


def _alert(row: Mapping[Any, Any]) -> Alert:
    table = dict(row)
    return Alert(
        **{
            **table,
            "datasets": tuple(json.loads(table["datasets"])),
            "status": Status(table["status"]),
            "decision": Decision(table["decision"]) if table["decision"] else None,
            "escalated": bool(table["escalated"]),
        }
    )
