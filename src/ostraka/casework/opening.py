"""Opening alerts: one for a pair of a customer and a party, whatever found the two."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from ostraka.casework.alerts import find_alert
from ostraka.casework.database import Writing
from ostraka.casework.digests import canonical, digest
from ostraka.casework.evidence import Evidence, differences, evidence_of
from ostraka.casework.model import Status
from ostraka.casework.policy import read_policy
from ostraka.casework.tables import alert, cleared, subject
from ostraka.casework.transitions import reopen_alert

#: All ids of the party that an id belongs to, by judgements.
Members = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One party to screen: a row of a file, or a single query.

    Attributes:
        query_id: The asker's id of it.
        entity: FollowTheMoney-shaped, or None if it cannot be read.
        error: Why not, or what was left out of it.
        ref: The customer's own id, if it has one that stays the same.
        row: Its line or row in the file, from 1; None for a single query.
    """

    query_id: str
    entity: Mapping[str, Any] | None
    error: str | None = None
    ref: str | None = None
    row: int | None = None


@dataclass(slots=True)
class Outcome:
    """What came of a screening.

    Attributes:
        screening: Its number.
        queries: Parties asked about.
        bad: Those that could not be read whole.
        faults: The first of them: which, and why.
        matched: Those with a match.
        opened: Alerts opened.
        reopened: Alerts opened again, since the customer had changed.
        known: Pairs that were decided before or are open already.
        results: Digest of the results' bytes.
    """

    screening: int
    queries: int = 0
    bad: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)
    matched: int = 0
    opened: list[int] = field(default_factory=list)
    reopened: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    results: str = ""


def ids_of(match: Mapping[str, Any]) -> list[str]:
    """Return all ids the party of a match has on the lists."""
    return sorted({match["entity_id"], *match.get("referents", ())})


@dataclass(slots=True)
class Opening:
    """Alerts being opened in one piece.

    Attributes:
        writing: The change they are part of.
        outcome: What came of the whole, counted up.
        values: Evidence of each party by its canonical id.
        members: All ids of a party.
    """

    writing: Writing
    outcome: Outcome
    values: Mapping[str, Evidence]
    members: Members
    seen: dict[str, int] = field(default_factory=dict)
    opened: int = 0

    def subject(self, asked: Asked, portfolio: str) -> int:
        """Return the number of a customer or query; what it rests on is kept up."""
        entity = asked.entity or {}
        evidence = evidence_of(entity)
        key = (
            f"{portfolio}/{asked.ref}"
            if asked.ref is not None
            else f"query/{digest(canonical(evidence))}"
        )
        if key not in self.seen:
            self.seen[key] = self._keep(key, asked, evidence)
        return self.seen[key]

    def match(self, key: int, match: dict[str, Any]) -> int:
        """Open an alert for a pair, renew the open one, or leave the decided one.

        Returns:
            The alert.
        """
        row = self._pair(key, match)
        if row is None:
            return self._open(key, match)
        self.outcome.known.append(row.id)
        if row.status == Status.OPEN and row.match != canonical(match):
            found = find_alert(self.writing.connection, row.id)
            self.writing.change(
                alert, row.id, version=found.version, **self._values(match)
            )
        return int(row.id)

    def done(self) -> None:
        """Enter what was written in this piece."""
        self.writing.enter(
            "alerts opened", f"screening {self.outcome.screening}", opened=self.opened
        )

    def _pair(self, key: int, match: Mapping[str, Any]) -> Any:
        rows = self.writing.connection.execute(
            select(
                alert.c.id,
                alert.c.status,
                alert.c.decision,
                alert.c.match,
                alert.c.party,
            ).where(alert.c.subject == key, alert.c.party.in_(ids_of(match)))
        )
        # Of two that became one party, the one that goes on, or has the party's own id.
        return min(
            rows,
            key=lambda row: (
                row.status == Status.CLOSED and row.decision is None,
                row.party != match["entity_id"],
                row.id,
            ),
            default=None,
        )

    @property
    def due(self) -> str:
        """The day by which what is opened now is to be decided."""
        days = read_policy(self.writing.connection).days_to_decide
        day = date.fromisoformat(self.writing.at[:10]) + timedelta(days=days)
        return day.isoformat()

    def _open(self, key: int, match: dict[str, Any]) -> int:
        number = self.writing.insert(
            alert, subject=key, opened=self.writing.at, status=Status.OPEN,
            due=self.due, party=match["entity_id"], **self._values(match),
        )  # fmt: skip
        self.outcome.opened.append(number)
        self.opened += 1
        return number

    def _values(self, match: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "caption": match["caption"],
            "schema": match["schema"],
            "datasets": canonical(match["datasets"]),
            "score": match["score"],
            "match": canonical(match),
            "members": canonical(sorted(set(self.members(match["entity_id"])))),
            "party_evidence": canonical(self.values.get(match["entity_id"], {})),
            "screening": self.outcome.screening,
        }

    def _keep(self, key: str, asked: Asked, evidence: Evidence) -> int:
        entity = asked.entity or {}
        values = {
            "caption": next(iter(evidence.get("name", ())), asked.query_id),
            "schema": entity.get("schema") or "",
            "entity": canonical(entity),
            "evidence": canonical(evidence),
            "changed": self.writing.at,
            "erased": None,
        }
        row = self.writing.connection.execute(
            select(subject.c.id, subject.c.evidence).where(subject.c.key == key)
        ).one_or_none()
        if row is None:
            return self.writing.insert(subject, key=key, ref=asked.ref, **values)
        changed = differences(json.loads(row.evidence), evidence)
        if changed:
            self.writing.change(subject, row.id, **values)
            self._reopen(row.id, changed)
        return int(row.id)

    def _reopen(self, key: int, changed: list[str]) -> None:
        """Open again what was cleared on values the customer no longer has."""
        rows = self.writing.connection.execute(
            select(cleared.c.alert).where(
                cleared.c.subject == key, cleared.c.ended.is_(None)
            )
        ).scalars()
        for number in rows.all():
            found = find_alert(self.writing.connection, number)
            why = f"the customer's {', '.join(changed)} changed"
            reopen_alert(self.writing, found, why)
            self.outcome.reopened.append(number)
