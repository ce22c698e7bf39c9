"""Letting go of persons: when their time is over, or when they may ask for it.

What is erased are the rows' contents: the customer's data, what was asked about them,
notes, files and reasons in words.  The chain stays whole: it has digests with salts that
are erased too, so nothing can be guessed from them, and an entry that says what was
erased, by whom and under which rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, func, select

from ostraka.casework.customers import check_key, find_numbers
from ostraka.casework.database import Cases, Writing, moment, new_salt
from ostraka.casework.keeping import take_away
from ostraka.casework.model import Actor, Right, Status
from ostraka.casework.policy import read_policy
from ostraka.casework.sealing import CLEAR, Box
from ostraka.casework.tables import (
    alert,
    blob,
    cleared,
    decision,
    note,
    screening,
    subject,
)
from ostraka.errors import NotFoundError, RefusedError, UsageError

_GONE = "erased"


@dataclass(frozen=True, slots=True)
class Erased:
    """What was let go.

    Attributes:
        subjects: Customers and queries.
        screenings: Screenings whose input is gone and that cannot be run again.
    """

    subjects: tuple[int, ...]
    screenings: tuple[int, ...]


def erase_person(
    cases: Cases, actor: Actor, key: int, *, ground: str, box: Box = CLEAR
) -> Erased:
    """Erase one customer or query; a customer leaves the portfolio too.

    Args:
        cases: The cases.
        actor: An admin.
        key: Number of the customer or query.
        ground: Why, e.g. `GDPR art. 17 request of 2026-11-02`; kept.
        box: Finds the customer in the portfolio.

    Raises:
        WrongKeyError: The box is not that of the portfolio.
        NotFoundError: There is no such customer or query.
        RefusedError: An alert of theirs is not decided.
        UsageError: There is no ground.
    """
    actor.need(Right.ERASE)
    if not ground.strip():
        raise UsageError("say on what ground")
    with cases.writing(actor) as writing:
        check_key(writing.connection, box)
        found = writing.connection.execute(
            select(subject.c.key).where(subject.c.id == key)
        ).scalar()
        if found is None:
            raise NotFoundError(f"there is no customer or query {key}")
        if _undecided(writing.connection, key):
            raise RefusedError(
                f"customer or query {key} has an alert that is not decided; decide it first"
            )
        numbers = _in_portfolio(writing.connection, box, [found])
        take_away(writing, box, list(numbers.values()), ground=ground.strip())
        screenings = _erase(writing, [key], ground.strip())
    return Erased((key,), tuple(screenings))


def retain(
    cases: Cases, actor: Actor, *, pretend: bool = False, box: Box = CLEAR
) -> Erased:
    """Erase everybody whose retention is over; see `Policy.retention_days`.

    Who is in the portfolio is a customer still, and is not erased.

    Args:
        cases: The cases.
        actor: An admin.
        pretend: Only say who.
        box: Finds customers in the portfolio.

    Raises:
        WrongKeyError: The box is not that of the portfolio.
    """
    actor.need(Right.ERASE)
    with cases.writing(actor) as writing:
        rules = read_policy(writing.connection)
        before = moment(cases.now() - timedelta(days=rules.retention_days))
        check_key(writing.connection, box)
        keys = _over(writing.connection, before)
        watched = _in_portfolio(writing.connection, box, keys.values())
        over = [number for number, key in keys.items() if key not in watched]
        stale = _stale(writing.connection, before)
        if pretend:
            return Erased(tuple(over), tuple(stale))
        ground = f"retention of {rules.retention_days} days is over"
        screenings = _erase(writing, over, ground) if over else []
        rest = sorted(set(stale) - set(screenings))
        if rest:
            _drop_inputs(writing, rest)
            writing.enter("inputs erased", "retention", ground=ground, screenings=rest)
    return Erased(tuple(over), tuple(sorted({*screenings, *rest})))


def _undecided(connection: Connection, key: int) -> bool:
    found = connection.execute(
        select(alert.c.id)
        .where(alert.c.subject == key, alert.c.status != Status.CLOSED)
        .limit(1)
    )
    return found.scalar() is not None


def _in_portfolio(
    connection: Connection, box: Box, keys: Iterable[str]
) -> dict[str, int]:
    """Return the numbers of those who are customers in the portfolio, by their keys."""
    found: dict[str, int] = {}
    for key in keys:
        portfolio, slash, ref = key.partition("/")
        numbers = find_numbers(connection, box, portfolio, [ref]) if slash else {}
        if ref in numbers:
            found[key] = numbers[ref]
    return found


def _over(connection: Connection, before: str) -> dict[int, str]:
    """Return number and key of those all of whose alerts were closed before a moment."""
    last = func.max(func.coalesce(alert.c.second_at, alert.c.decided_at))
    rows = connection.execute(
        select(alert.c.subject, subject.c.key)
        .join(subject, subject.c.id == alert.c.subject)
        .where(subject.c.erased.is_(None))
        .group_by(alert.c.subject, subject.c.key)
        .having(
            func.sum((alert.c.status != Status.CLOSED).cast(alert.c.version.type)) == 0,
            last < before,
        )
        .order_by(alert.c.subject)
    )
    return {int(row[0]): str(row[1]) for row in rows}


def _stale(connection: Connection, before: str) -> list[int]:
    """Return the screenings from before a moment that still have their input."""
    rows = connection.execute(
        select(screening.c.id).where(
            screening.c.at < before, screening.c.input.is_not(None)
        )
    )
    return [int(row[0]) for row in rows]


def _erase(writing: Writing, keys: Iterable[int], ground: str) -> list[int]:
    connection = writing.connection
    dropped: set[int] = set()
    for key in keys:
        alerts = connection.execute(
            select(alert.c.id, alert.c.screening).where(alert.c.subject == key)
        ).all()
        dropped |= {row.screening for row in alerts}
        for row in alerts:
            _blank_alert(writing, row.id)
        writing.change(
            subject, key, key=f"erased/{new_salt()}", ref=None, caption=_GONE,
            entity="{}", evidence="{}", erased=writing.at, salt=new_salt(),
        )  # fmt: skip
        screenings = _drop_inputs(writing, sorted(dropped))
        writing.enter("person erased", f"subject {key}", ground=ground)
        dropped = set(screenings) | dropped
    return sorted(dropped)


def _blank_alert(writing: Writing, number: int) -> None:
    """Take the personal data from an alert and all that hangs on it."""
    writing.change(alert, number, match='{"explanation":[]}', salt=new_salt())
    connection = writing.connection
    for table in (decision, note, cleared):
        ids = connection.execute(
            select(table.c.id).where(table.c.alert == number)
        ).scalars()
        for key in ids.all():
            if table is cleared:
                writing.change(
                    table, key, why="{}", subject_evidence="{}", salt=new_salt()
                )
            else:
                writing.change(table, key, text=_GONE, salt=new_salt())
    files = connection.execute(
        select(note.c.id, note.c.blob).where(
            note.c.alert == number, note.c.blob.is_not(None)
        )
    )
    for key, kept in files.all():
        writing.change(note, key, file=_GONE, blob=None)
        writing.remove(blob, kept)


def _drop_inputs(writing: Writing, numbers: Iterable[int]) -> list[int]:
    """Erase what was asked in some screenings; they cannot be run again."""
    done = []
    for number in numbers:
        kept = writing.connection.execute(
            select(screening.c.input).where(screening.c.id == number)
        ).scalar()
        if kept is None:
            continue
        writing.change(screening, number, input=None, name="", salt=new_salt())
        writing.remove(blob, kept)
        done.append(number)
    return done
