"""Whether a reason fits what is known of the two: what nobody states cannot differ."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection, select

from ostraka.casework.alerts import Alert
from ostraka.casework.evidence import Evidence
from ostraka.casework.model import Answer
from ostraka.casework.tables import alert, subject
from ostraka.errors import UsageError
from ostraka.record.schema import find_schema

_SCHEMATA = ("Person", "Company", "Vessel", "Airplane", "CryptoWallet")


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a reason speaks of.

    Attributes:
        words: How it is called.
        types: Types of properties, or names of properties.
        differs: Whether it says that no value is the same.
    """

    words: str
    types: frozenset[str]
    differs: bool = True


_GROUNDS: Mapping[str, _Ground] = {
    "other birth date": _Ground("date of birth", frozenset({"birthDate"})),
    "other gender": _Ground("gender", frozenset({"gender"})),
    "other nationality": _Ground("nationality or country", frozenset({"country"}), differs=False),
    "other number": _Ground("identity or registration number", frozenset({"identifier"})),
    "same number": _Ground("identity or registration number", frozenset({"identifier"}), differs=False),
}  # fmt: skip


def check_fit(connection: Connection, found: Alert, answer: Answer) -> None:
    """Refuse a reason that speaks of what one side does not state, or both state alike.

    Args:
        connection: From `Cases.reading` or inside a change.
        found: The alert.
        answer: What is decided, and why.

    Raises:
        UsageError: The reason does not fit the two.
    """
    ground = _GROUNDS.get(answer.reason)
    if ground is None:
        return
    row = connection.execute(
        select(alert.c.party_evidence, subject.c.evidence)
        .join(subject, subject.c.id == alert.c.subject)
        .where(alert.c.id == found.id)
    ).one()
    listed, asked = json.loads(row.party_evidence), json.loads(row.evidence)
    if not listed or not asked:
        return  # erased, or the party is on no list: nothing to hold it against
    on_list, of_customer = _values(listed, ground), _values(asked, ground)
    for whose, values in (("the list", on_list), ("the customer", of_customer)):
        if not values:
            raise UsageError(
                f"alert {found.id}: {whose} states no {ground.words}, so {answer.reason!r} cannot be the reason; choose another, or 'other' with a sentence"
            )
    same = sorted(on_list & of_customer)
    if ground.differs and same:
        raise UsageError(
            f"alert {found.id}: both have the {ground.words} {', '.join(same)}, so {answer.reason!r} cannot be the reason; choose another, or 'other' with a sentence"
        )


def _values(evidence: Evidence, ground: _Ground) -> frozenset[str]:
    return frozenset(
        value
        for prop, values in evidence.items()
        if not ground.types.isdisjoint({prop, _type_of(prop)})
        for value in values
    )


@lru_cache(maxsize=256)
def _type_of(prop: str) -> str:
    found = (find_schema(name).properties.get(prop) for name in _SCHEMATA)
    return next((spec.type for spec in found if spec is not None), "")
