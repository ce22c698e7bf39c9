"""What becomes of an alert, step by step: answered, confirmed, opened again, joined.

Every step is part of a change somebody makes, is entered in the audit, and fails where
the alert is not the version that was looked at.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ostraka.casework.alerts import Alert, find_alert
from ostraka.casework.cleared import clear, end_clearing
from ostraka.casework.database import Writing
from ostraka.casework.model import (
    Actor,
    Answer,
    ConflictError,
    Decision,
    ForbiddenError,
    Right,
    Status,
    Step,
)
from ostraka.casework.policy import Policy, read_policy
from ostraka.casework.tables import alert, decision
from ostraka.casework.webhooks import announce

#: Why an alert is open again that a person opened.
BY_HAND = "by hand"


def reopen_alert(
    writing: Writing, found: Alert, why: str, *, text: str = "", **values: Any
) -> None:
    """Open an alert again, whoever asks: a person, or a change of what it rests on.

    Args:
        writing: The change it is part of.
        found: The alert.
        why: In a few words, without personal data.
        text: A person's own words.
        **values: Further values of the alert that changed.
    """
    end_clearing(writing, found.id, why)
    enter_step(writing, found, Step.REOPENED, text or why)
    due = _due(writing, read_policy(writing.connection))
    change_alert(writing, found, status=Status.OPEN, decision=None, reason=None,
            decided_by=None, decided_at=None, second_by=None, second_at=None,
            batch=None, reopened=why, due=due, **values)  # fmt: skip
    writing.enter("alert reopened", f"alert {found.id}", why=why)
    announce(writing, "alert.reopened", {"alert": found.id, "why": why})


def join_alert(writing: Writing, number: int, into: int) -> None:
    """Close an open alert without a decision: another goes on for the same two.

    Args:
        writing: The change it is part of.
        number: The alert.
        into: The one that goes on.
    """
    found = find_alert(writing.connection, number)
    if found.status is not Status.OPEN:
        return  # somebody was faster
    why = f"the records are one party; alert {into} goes on"
    enter_step(writing, found, Step.JOINED, why)
    change_alert(writing, found, status=Status.CLOSED, decision=None, reason=None,
            decided_by=None, decided_at=None, second_by=None, second_at=None,
            batch=None, escalated=0)  # fmt: skip
    writing.enter("alert joined", f"alert {found.id}", into=into)
    if found.escalated:
        other = find_alert(writing.connection, into)
        if other.status is Status.OPEN:
            change_alert(writing, other, escalated=1)
            writing.enter("alert escalated", f"alert {into}", why=f"alert {number} was")


def needs_second_person(rules: Policy, found: Alert, answer: Answer) -> bool:
    """Tell whether the rules ask for a second pair of eyes on an answer."""
    if answer.decision is Decision.UNRESOLVED:
        return False
    chosen = not set(rules.four_eyes_lists).isdisjoint(found.datasets)
    return answer.decision is Decision.TRUE_MATCH or chosen


def answer_alert(
    writing: Writing,
    found: Alert,
    answer: Answer,
    *,
    needs_second: bool,
    batch: int | None = None,
) -> None:
    """Enter an answer: a proposal where a second person has to look, else a decision.

    Args:
        writing: The change it is part of.
        found: The alert, open.
        answer: What is decided, and why.
        needs_second: Whether a second person confirms it.
        batch: The bulk decision it is part of, or None.
    """
    closed = not needs_second and answer.decision is not Decision.UNRESOLVED
    step = Step.PROPOSED if needs_second else Step.DECIDED
    enter_step(writing, found, step, answer, batch)
    status = (
        Status.CLOSED if closed else Status.WAITING if needs_second else Status.OPEN
    )
    escalated = found.escalated or answer.decision is Decision.UNRESOLVED
    change_alert(writing, found, status=status, decision=answer.decision, batch=batch,
            reason=answer.reason, decided_by=writing.actor.name, decided_at=writing.at,
            second_by=None, second_at=None, escalated=int(escalated))  # fmt: skip
    if closed and answer.decision is Decision.FALSE_POSITIVE:
        clear(writing, found.id, answer.reason)
    writing.enter(
        f"decision {step}", f"alert {found.id}",
        decision=answer.decision, reason=answer.reason, batch=batch,
    )  # fmt: skip
    if closed:
        _say_decided(writing, found.id, answer.decision)


def confirm_alert(writing: Writing, found: Alert, text: str) -> None:
    """Close an alert as somebody else proposed.

    Args:
        writing: The change it is part of.
        found: The alert, waiting.
        text: The second person's own words.

    Raises:
        ForbiddenError: The one who proposed confirms.
    """
    if found.decided_by == writing.actor.name:
        raise ForbiddenError(
            f"alert {found.id}: a second person confirms, not the one who proposed"
        )
    answer = found.decision or Decision.UNRESOLVED
    said = Answer(answer, found.reason or "", text)
    enter_step(writing, found, Step.CONFIRMED, said, found.batch)
    change_alert(writing, found, status=Status.CLOSED, second_by=writing.actor.name,
            second_at=writing.at)  # fmt: skip
    if answer is Decision.FALSE_POSITIVE:
        clear(writing, found.id, found.reason or "")
    writing.enter("decision confirmed", f"alert {found.id}", decision=answer)
    _say_decided(writing, found.id, answer)


def _say_decided(writing: Writing, number: int, answer: Decision) -> None:
    announce(writing, "alert.decided", {"alert": number, "decision": answer})


def enter_step(
    writing: Writing,
    found: Alert,
    step: Step,
    said: Answer | str,
    batch: int | None = None,
) -> None:
    """Enter a step of an alert: an answer, or a word on a step that gives none."""
    answer, reason, text = (None, None, said) if isinstance(said, str) else (said.decision, said.reason, said.text)  # fmt: skip
    writing.insert(
        decision, alert=found.id, at=writing.at, by=writing.actor.name, step=step,
        decision=answer, reason=reason, text=text.strip(), batch=batch,
        alert_version=found.version,
    )  # fmt: skip


def change_alert(writing: Writing, found: Alert, **values: Any) -> None:
    """Change values of an alert.

    Raises:
        ConflictError: Somebody was faster.
    """
    if not writing.change(alert, found.id, version=found.version, **values):
        raise ConflictError(f"alert {found.id} was changed meanwhile; look at it again")


def as_seen(writing: Writing, number: int, version: int) -> Alert:
    """Return an alert that is the version a person looked at.

    Raises:
        ConflictError: It has changed since.
    """
    found = find_alert(writing.connection, number)
    if found.version != version:
        who = f" by {found.decided_by}" if found.decided_by else ""
        raise ConflictError(
            f"alert {number} was changed{who} since you opened it and is {found.status} now; look at it again"
        )
    return found


def still_open(writing: Writing, number: int, version: int) -> Alert:
    """Return an alert that is the version a person looked at, and open.

    Raises:
        ConflictError: It has changed since, or is not open.
    """
    found = as_seen(writing, number, version)
    if found.status is not Status.OPEN:
        raise ConflictError(f"alert {number} is {found.status}, not open")
    return found


def still_waiting(writing: Writing, number: int, version: int) -> Alert:
    """Return an alert that is the version a person looked at, and waits for a second person.

    Raises:
        ConflictError: It has changed since, or no decision waits.
    """
    found = as_seen(writing, number, version)
    if found.status is not Status.WAITING:
        raise ConflictError(
            f"alert {number} is {found.status}; no decision waits to be confirmed"
        )
    return found


def check_hands(actor: Actor, found: Alert) -> None:
    """Refuse to decide over the head of the one who works on it."""
    if actor.may(Right.CONFIRM):
        return
    if found.escalated:
        raise ForbiddenError(f"alert {found.id} is escalated: a reviewer decides it")
    if found.assigned not in {None, actor.name}:
        raise ForbiddenError(
            f"alert {found.id} is assigned to {found.assigned}; take it over first"
        )


def _due(writing: Writing, rules: Policy) -> str:
    day = date.fromisoformat(writing.at[:10]) + timedelta(days=rules.days_to_decide)
    return day.isoformat()
