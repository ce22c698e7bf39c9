"""Which alerts of the queue are wanted, and the query that finds them alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    Text,
    or_,
    select,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from ostraka.casework.model import Decision, Status
from ostraka.casework.reading import LOWERED
from ostraka.casework.tables import alert, subject

#: Written out, since an index on a part of the rows is used for nothing else.
ESCALATED = text("alert.escalated = 1")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which alerts of the queue are wanted.

    Attributes:
        status: Only these; None for all.
        decision: Only with this decision.
        assigned: Only this person's; `""` for nobody's.
        escalated: Only escalated ones.
        overdue: Only those due before this day.
        text: Part of the customer's or the party's name, or a customer's id.
        dataset: Only parties on this list.
        batch: Only of this bulk decision.
        screening: Only of this screening.
        reopened: Only those that were opened again.
    """

    status: Status | None = Status.OPEN
    decision: Decision | None = None
    assigned: str | None = None
    escalated: bool = False
    overdue: str | None = None
    text: str = ""
    dataset: str | None = None
    batch: int | None = None
    screening: int | None = None
    reopened: bool = False


def filtered(query: Select[Any], wanted: Wanted) -> Select[Any]:
    """Return a query over alerts and subjects that finds those that are wanted."""
    exact = {
        alert.c.status: wanted.status,
        alert.c.decision: wanted.decision,
        alert.c.batch: wanted.batch,
        alert.c.screening: wanted.screening,
    }
    for column, value in exact.items():
        if value is not None:
            query = query.where(column == value)
    if wanted.escalated:
        query = query.where(ESCALATED)
    if wanted.assigned is not None:
        query = query.where(
            alert.c.assigned == wanted.assigned
            if wanted.assigned
            else alert.c.assigned.is_(None)
        )
    if wanted.overdue is not None:
        query = query.where(alert.c.due < wanted.overdue)
    if wanted.reopened:
        query = query.where(alert.c.reopened.is_not(None))
    if wanted.dataset:
        query = query.where(
            alert.c.datasets.contains(f'"{wanted.dataset}"', autoescape=True)
        )
    if wanted.text:
        # Each found on an index of its own, as the rows themselves are wide.
        asked = select(subject.c.id).where(_has(subject.c.caption, wanted.text))
        by_ref = select(subject.c.id).where(subject.c.ref == wanted.text)
        named = alert.alias()
        listed = select(named.c.id).where(_has(named.c.caption, wanted.text))
        query = query.where(
            or_(
                alert.c.subject.in_(asked),
                alert.c.subject.in_(by_ref),
                alert.c.id.in_(listed),
            )
        )
    return query


class _lowered(FunctionElement[str]):  # noqa: N801 - stands for a function in SQL
    """A text in small letters of any script; SQLite's own `lower` knows A to Z alone."""

    type = Text()
    inherit_cache = True


@compiles(_lowered, "sqlite")
def _lowered_in_sqlite(element: Any, compiler: Any, **how: Any) -> str:
    return f"{LOWERED}({compiler.process(element.clauses, **how)})"


@compiles(_lowered, "postgresql")
def _lowered_in_postgresql(element: Any, compiler: Any, **how: Any) -> str:
    # Whatever the locale of the database is.
    column = compiler.process(element.clauses, **how)
    return f'lower({column} COLLATE "und-x-icu")'


def _has(column: Column[str], part: str) -> ColumnElement[bool]:
    """Say that a text has a part, in capitals or small letters."""
    if part.isascii():
        return column.icontains(part, autoescape=True)
    lowered: ColumnElement[str] = _lowered(column)
    return lowered.contains(part.lower(), autoescape=True)
