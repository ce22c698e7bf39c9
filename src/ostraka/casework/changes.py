"""What became of the pairs of customers and parties since a monitoring: counted, listed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, func, or_, select

from ostraka.casework.tables import alert, monitoring, pair, subject


@dataclass(frozen=True, slots=True)
class Tally:
    """The pairs since the last proof.

    Attributes:
        standing: Those that stand.
        customers: Customers who have one.
        new: Those that began.
        changed: Those that are other than they were.
        ended: Those that are over.
        opened: Alerts that were opened for them.
        digest: Stands for all that stand.
    """

    standing: int
    customers: int
    new: int
    changed: int
    ended: int
    opened: int
    digest: str


def tally(connection: Connection, since: int) -> Tally:
    """Count the pairs, and what has become of them since a monitoring.

    Args:
        connection: From `Cases.reading`.
        since: Number of the monitoring.
    """
    stands, before = pair.c.ended.is_(None), pair.c.began <= since

    def count(*where: Any) -> int:
        wanted = select(func.count()).select_from(pair).where(*where)
        return int(connection.execute(wanted).scalar_one())

    first = select(func.min(monitoring.c.at)).where(monitoring.c.id > since)
    opened = (
        select(func.count(func.distinct(pair.c.alert)))
        .join(alert, alert.c.id == pair.c.alert)
        .where(pair.c.began > since, alert.c.opened >= first.scalar_subquery())
    )
    people = select(func.count(func.distinct(pair.c.customer))).where(stands)
    return Tally(
        standing=count(stands),
        customers=int(connection.execute(people).scalar_one()),
        new=count(stands, pair.c.began > since),
        changed=count(stands, before, pair.c.changed > since),
        ended=count(before, pair.c.ended > since),
        opened=int(connection.execute(opened).scalar_one()),
        digest=results_digest(connection),
    )


def results_digest(connection: Connection) -> str:
    """Return the digest of all pairs that stand, by customer and party."""
    whole = sha256()
    for row in _standing(connection):
        line = f"{row.customer}\t{row.party}\t{row.score!r}\t{row.match}\n"
        whole.update(line.encode("utf-8", "surrogatepass"))
    return whole.hexdigest()


def _standing(connection: Connection) -> Iterator[Any]:
    rows = connection.execute(
        select(pair.c.customer, pair.c.party, pair.c.score, pair.c.match).where(
            pair.c.ended.is_(None)
        )
    ).all()
    # Sorted here: databases order texts each in their own way.
    yield from sorted(rows, key=lambda row: (row.customer, row.party))


def change_rows(connection: Connection, since: int) -> list[dict[str, Any]]:
    """Return the matches that are new, changed or over since a monitoring.

    Args:
        connection: From `Cases.reading`.
        since: Number of the monitoring.
    """
    rows = connection.execute(
        select(pair, alert.c.caption, alert.c.datasets, subject.c.ref, subject.c.caption.label("asked"))
        .join(alert, alert.c.id == pair.c.alert)
        .join(subject, subject.c.id == alert.c.subject)
        .where(or_(pair.c.changed > since, pair.c.ended > since))
        .order_by(pair.c.id)
    )  # fmt: skip
    return [
        {
            "change": "over" if row.ended else "new" if row.began > since else "changed",
            "customer": row.ref, "asked": row.asked, "party": row.party,
            "caption": row.caption, "datasets": json.loads(row.datasets),
            "score": row.score, "alert": row.alert,
        }
        for row in rows
    ]  # fmt: skip


def numbers_with_match(connection: Connection) -> frozenset[int]:
    """Return the numbers of the customers who match a party."""
    wanted = select(pair.c.customer).where(pair.c.ended.is_(None))
    return frozenset(connection.execute(wanted).scalars())
