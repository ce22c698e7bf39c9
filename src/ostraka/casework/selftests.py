"""Self-tests in the chain, and what past decisions tell them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from ostraka.casework.database import Cases
from ostraka.casework.model import Actor, Decision, Right, Status
from ostraka.casework.tables import alert, entry, subject
from ostraka.selftest.decided import Decided

_ACTION = "self-test run"


def decided_alerts(connection: Connection) -> list[Decided]:
    """Return the alerts that are closed as true match or false positive, with their scores.

    Args:
        connection: From `Cases.reading`.
    """
    answers = {Decision.TRUE_MATCH.value: True, Decision.FALSE_POSITIVE.value: False}
    rows = connection.execute(
        select(alert.c.score, alert.c.decision).where(
            alert.c.status == Status.CLOSED.value, alert.c.decision.in_(answers)
        )
    )
    return [Decided(score, answers[decision]) for score, decision in rows]


def listed_customers(connection: Connection) -> frozenset[str]:
    """Return the customers' own ids of those who were decided to be a listed party."""
    rows = connection.execute(
        select(subject.c.ref)
        .join(alert, alert.c.subject == subject.c.id)
        .where(
            alert.c.decision == Decision.TRUE_MATCH.value,
            alert.c.status == Status.CLOSED.value,
        )
    )
    return frozenset(ref for (ref,) in rows if ref)


def note_selftest(
    cases: Cases, actor: Actor, sha256: str, facts: Mapping[str, Any]
) -> int:
    """Enter a self-test in the chain: what it rested on, and the digest of its results.

    Args:
        cases: The cases.
        actor: Who ran it.
        sha256: Of the results' bytes.
        facts: Lists' versions, algorithm, settings.

    Returns:
        The entry's number.
    """
    actor.need(Right.READ)
    with cases.writing(actor) as writing:
        return writing.enter(_ACTION, f"selftest {sha256[:12]}", sha256=sha256, **facts)


def is_noted(connection: Connection, sha256: str) -> bool:
    """Tell whether results of that digest stand in the chain."""
    rows = connection.execute(
        select(entry.c.facts).where(entry.c.subject == f"selftest {sha256[:12]}")
    )
    return any(sha256 in facts for (facts,) in rows)
