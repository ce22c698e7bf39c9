"""Deciding: one answer by one person, a second pair of eyes where the rules ask for it.

Every step names the version of the alert it was made on; if the alert has changed since,
nothing is decided and the person is told.  So two analysts never both decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from ostraka.casework.alerts import Alert, find_alert
from ostraka.casework.cleared import clear, end_clearing
from ostraka.casework.database import Cases, Writing
from ostraka.casework.fitting import check_fit
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
from ostraka.errors import NotFoundError, UsageError

#: Most alerts of one bulk decision.
MOST_AT_ONCE = 500
#: Why an alert is open again that a person opened.
BY_HAND = "by hand"


def decide(
    cases: Cases, actor: Actor, number: int, version: int, answer: Answer
) -> Alert:
    """Decide an open alert, or propose the decision where a second person must confirm.

    Args:
        cases: The cases.
        actor: Who decides.
        number: The alert.
        version: The version of the alert that was looked at.
        answer: What is decided, and why.

    Raises:
        ConflictError: The alert has changed since, or is not open.
        ForbiddenError: The role may not, or somebody else works on it.
        UsageError: The answer has no reason, or one that does not fit it or the two.
    """
    actor.need(Right.DECIDE)
    answer.check()
    with cases.writing(actor) as writing:
        found = _open_alert(writing, number, version)
        _check_hands(actor, found)
        check_fit(writing.connection, found, answer)
        rules = read_policy(writing.connection)
        _answer(
            writing, found, answer, needs_second=_needs_second(rules, found, answer)
        )
    with cases.reading() as connection:
        return find_alert(connection, number)


def confirm(
    cases: Cases, actor: Actor, number: int, version: int, *, text: str = ""
) -> Alert:
    """Confirm what another person proposed; the alert is closed.

    Raises:
        ConflictError: The alert has changed since, or nothing is proposed.
        ForbiddenError: The role may not, or it is the person's own proposal.
    """
    actor.need(Right.CONFIRM)
    with cases.writing(actor) as writing:
        _confirm(writing, _waiting_alert(writing, number, version), text)
    with cases.reading() as connection:
        return find_alert(connection, number)


def send_back(
    cases: Cases, actor: Actor, number: int, version: int, *, text: str
) -> Alert:
    """Send a proposal back with a reason; the alert is open again.

    Raises:
        ConflictError: The alert has changed since, or nothing is proposed.
        ForbiddenError: The role may not.
        UsageError: There is no reason.
    """
    actor.need(Right.CONFIRM)
    if not text.strip():
        raise UsageError("say why it goes back")
    with cases.writing(actor) as writing:
        found = _waiting_alert(writing, number, version)
        _step(writing, found, Step.RETURNED, text)
        _change(writing, found, status=Status.OPEN, decision=None, reason=None,
                decided_by=None, decided_at=None, batch=None)  # fmt: skip
        writing.enter("decision returned", f"alert {found.id}")
    with cases.reading() as connection:
        return find_alert(connection, number)


def reopen(
    cases: Cases, actor: Actor, number: int, version: int, *, text: str
) -> Alert:
    """Open a closed alert again.

    Raises:
        ConflictError: The alert has changed since, or is not closed.
        ForbiddenError: The role may not.
        UsageError: There is no reason.
    """
    actor.need(Right.CONFIRM)
    if not text.strip():
        raise UsageError("say why it is opened again")
    with cases.writing(actor) as writing:
        found = _alert_at(writing, number, version)
        if found.status is not Status.CLOSED:
            raise ConflictError(f"alert {number} is {found.status}, not closed")
        reopen_alert(writing, found, BY_HAND, text=text)
    with cases.reading() as connection:
        return find_alert(connection, number)


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of a bulk decision.

    Attributes:
        number: The batch's number; 0 if nothing could be done.
        done: Alerts it has.
        left: Alerts that were left out, with the reason.
    """

    number: int
    done: tuple[int, ...]
    left: Mapping[int, str]


def clear_many(
    cases: Cases, actor: Actor, chosen: Iterable[tuple[int, int]], answer: Answer
) -> Batch:
    """Propose one reason for clearing many alerts; a second person looks at them.

    Args:
        cases: The cases.
        actor: Who proposes.
        chosen: Number and version of each alert.
        answer: A false positive, and why.

    Raises:
        UsageError: It is another decision, or too many at once.
    """
    actor.need(Right.DECIDE)
    answer.check()
    pairs = sorted(set(chosen))
    if answer.decision is not Decision.FALSE_POSITIVE:
        raise UsageError("only false positives are decided many at once")
    if not pairs or len(pairs) > MOST_AT_ONCE:
        raise UsageError(f"choose from 1 to {MOST_AT_ONCE} alerts")
    left: dict[int, str] = {}
    done: list[int] = []
    with cases.writing(actor) as writing:
        last = select(func.coalesce(func.max(decision.c.batch), 0))
        batch = int(writing.connection.execute(last).scalar_one()) + 1
        for number, version in pairs:
            try:
                found = _open_alert(writing, number, version)
                _check_hands(actor, found)
                check_fit(writing.connection, found, answer)
            except (ConflictError, ForbiddenError, UsageError) as error:
                left[number] = str(error)
                continue
            _answer(writing, found, answer, needs_second=True, batch=batch)
            done.append(number)
    return Batch(batch if done else 0, tuple(done), left)


def confirm_batch(cases: Cases, actor: Actor, batch: int) -> Batch:
    """Confirm all of a bulk decision that still waits.

    Raises:
        ForbiddenError: The role may not, or it is the person's own proposal.
        NotFoundError: Nothing of that batch waits.
    """
    actor.need(Right.CONFIRM)
    done: list[int] = []
    with cases.writing(actor) as writing:
        waiting = writing.connection.execute(
            select(alert.c.id, alert.c.version)
            .where(alert.c.batch == batch, alert.c.status == Status.WAITING)
            .order_by(alert.c.id)
        ).all()
        if not waiting:
            raise NotFoundError(f"nothing of bulk decision {batch} waits")
        for number, version in waiting:
            _confirm(writing, _waiting_alert(writing, number, version), "")
            done.append(number)
    return Batch(batch, tuple(done), {})


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
    _step(writing, found, Step.REOPENED, text or why)
    due = _due(writing, read_policy(writing.connection))
    _change(writing, found, status=Status.OPEN, decision=None, reason=None,
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
    _step(writing, found, Step.JOINED, why)
    _change(writing, found, status=Status.CLOSED, decision=None, reason=None,
            decided_by=None, decided_at=None, second_by=None, second_at=None,
            batch=None, escalated=0)  # fmt: skip
    writing.enter("alert joined", f"alert {found.id}", into=into)
    if found.escalated:
        other = find_alert(writing.connection, into)
        if other.status is Status.OPEN:
            _change(writing, other, escalated=1)
            writing.enter("alert escalated", f"alert {into}", why=f"alert {number} was")


def _needs_second(rules: Policy, found: Alert, answer: Answer) -> bool:
    if answer.decision is Decision.UNRESOLVED:
        return False
    chosen = not set(rules.four_eyes_lists).isdisjoint(found.datasets)
    return answer.decision is Decision.TRUE_MATCH or chosen


def _answer(
    writing: Writing,
    found: Alert,
    answer: Answer,
    *,
    needs_second: bool,
    batch: int | None = None,
) -> None:
    closed = not needs_second and answer.decision is not Decision.UNRESOLVED
    step = Step.PROPOSED if needs_second else Step.DECIDED
    _step(writing, found, step, answer, batch)
    status = (
        Status.CLOSED if closed else Status.WAITING if needs_second else Status.OPEN
    )
    escalated = found.escalated or answer.decision is Decision.UNRESOLVED
    _change(writing, found, status=status, decision=answer.decision, batch=batch,
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


def _confirm(writing: Writing, found: Alert, text: str) -> None:
    if found.decided_by == writing.actor.name:
        raise ForbiddenError(
            f"alert {found.id}: a second person confirms, not the one who proposed"
        )
    answer = found.decision or Decision.UNRESOLVED
    said = Answer(answer, found.reason or "", text)
    _step(writing, found, Step.CONFIRMED, said, found.batch)
    _change(writing, found, status=Status.CLOSED, second_by=writing.actor.name,
            second_at=writing.at)  # fmt: skip
    if answer is Decision.FALSE_POSITIVE:
        clear(writing, found.id, found.reason or "")
    writing.enter("decision confirmed", f"alert {found.id}", decision=answer)
    _say_decided(writing, found.id, answer)


def _say_decided(writing: Writing, number: int, answer: Decision) -> None:
    announce(writing, "alert.decided", {"alert": number, "decision": answer})


def _step(
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


def _change(writing: Writing, found: Alert, **values: Any) -> None:
    if not writing.change(alert, found.id, version=found.version, **values):
        raise ConflictError(f"alert {found.id} was changed meanwhile; look at it again")


def _alert_at(writing: Writing, number: int, version: int) -> Alert:
    found = find_alert(writing.connection, number)
    if found.version != version:
        who = f" by {found.decided_by}" if found.decided_by else ""
        raise ConflictError(
            f"alert {number} was changed{who} since you opened it and is {found.status} now; look at it again"
        )
    return found


def _open_alert(writing: Writing, number: int, version: int) -> Alert:
    found = _alert_at(writing, number, version)
    if found.status is not Status.OPEN:
        raise ConflictError(f"alert {number} is {found.status}, not open")
    return found


def _waiting_alert(writing: Writing, number: int, version: int) -> Alert:
    found = _alert_at(writing, number, version)
    if found.status is not Status.WAITING:
        raise ConflictError(
            f"alert {number} is {found.status}; no decision waits to be confirmed"
        )
    return found


def _check_hands(actor: Actor, found: Alert) -> None:
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
