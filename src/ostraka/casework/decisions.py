"""Deciding: one answer by one person, a second pair of eyes where the rules ask for it.

Every step names the version of the alert it was made on; if the alert has changed since,
nothing is decided and the person is told.  So two analysts never both decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from ostraka.casework.alerts import Alert, find_alert
from ostraka.casework.database import Cases
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
from ostraka.casework.policy import read_policy
from ostraka.casework.tables import alert, decision
from ostraka.casework.transitions import (
    BY_HAND,
    answer_alert,
    as_seen,
    change_alert,
    check_hands,
    confirm_alert,
    enter_step,
    needs_second_person,
    reopen_alert,
    still_open,
    still_waiting,
)
from ostraka.errors import NotFoundError, UsageError

#: Most alerts of one bulk decision.
MOST_AT_ONCE = 500


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
        found = still_open(writing, number, version)
        check_hands(actor, found)
        check_fit(writing.connection, found, answer)
        rules = read_policy(writing.connection)
        answer_alert(
            writing,
            found,
            answer,
            needs_second=needs_second_person(rules, found, answer),
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
        confirm_alert(writing, still_waiting(writing, number, version), text)
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
        found = still_waiting(writing, number, version)
        enter_step(writing, found, Step.RETURNED, text)
        change_alert(writing, found, status=Status.OPEN, decision=None, reason=None,
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
        found = as_seen(writing, number, version)
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
                found = still_open(writing, number, version)
                check_hands(actor, found)
                check_fit(writing.connection, found, answer)
            except (ConflictError, ForbiddenError, UsageError) as error:
                left[number] = str(error)
                continue
            answer_alert(writing, found, answer, needs_second=True, batch=batch)
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
            confirm_alert(writing, still_waiting(writing, number, version), "")
            done.append(number)
    return Batch(batch, tuple(done), {})
