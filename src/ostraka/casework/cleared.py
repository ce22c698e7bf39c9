"""Cleared pairs: that these two are not the same, on what evidence, and until when.

A clearing ends when what it rests on has changed: the party's values, the customer's
values, which records are one party, or the day on which it is to be looked at again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from ostraka.casework.database import Writing
from ostraka.casework.digests import canonical
from ostraka.casework.policy import read_policy
from ostraka.casework.tables import alert, cleared, subject


def clear(writing: Writing, number: int, reason: str) -> None:
    """Remember that an alert's two are not the same, and what that rests on.

    Args:
        writing: The change it is part of; its entry vouches for the clearing too.
        number: The alert.
        reason: One of `model.REASONS`.
    """
    row = writing.connection.execute(
        select(
            alert.c.subject, alert.c.party, alert.c.match, alert.c.party_evidence, alert.c.members,
            subject.c.evidence,
        )
        .join(subject, subject.c.id == alert.c.subject)
        .where(alert.c.id == number)
    ).one()  # fmt: skip
    match = json.loads(row.match)
    rules = read_policy(writing.connection)
    review = date.fromisoformat(writing.at[:10]) + timedelta(days=rules.review_days)
    writing.insert(
        cleared, alert=number, subject=row.subject, party=row.party,
        ids=canonical(sorted({match["entity_id"], *match.get("referents", ())})),
        members=row.members, why=canonical(_why(reason, match)),
        subject_evidence=row.evidence, party_evidence=row.party_evidence,
        at=writing.at, by=writing.actor.name, review=review.isoformat(),
    )  # fmt: skip


def end_clearing(writing: Writing, number: int, why: str) -> None:
    """End the clearing of an alert, if there is one in force."""
    found = writing.connection.execute(
        select(cleared.c.id).where(cleared.c.alert == number, cleared.c.ended.is_(None))
    ).scalars()
    for key in found.all():
        writing.change(cleared, key, ended=writing.at, ended_why=why)


def _why(reason: str, match: Mapping[str, Any]) -> dict[str, Any]:
    """Return the reason, and each piece of evidence for and against with its bits."""
    against = [f for f in match.get("explanation", ()) if f["bits"] < 0]
    return {"reason": reason, "against": against, "score": match.get("score")}
