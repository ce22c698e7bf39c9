"""The rules of this installation: who must look twice, how soon, and how long is kept."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields

from sqlalchemy import Connection, select

from ostraka.casework.database import Cases
from ostraka.casework.digests import canonical
from ostraka.casework.model import Actor, Right
from ostraka.casework.tables import policy
from ostraka.errors import UsageError

_NAME = "policy"


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules, each a number or lists with a reason to differ between houses.

    Attributes:
        four_eyes_lists: Lists on which every decision needs a second person; a true
            match needs one always.
        days_to_decide: Days until an alert is overdue.
        review_days: Days after which a cleared pair is looked at again.
        retention_days: Days after its last decision that a closed alert and the person
            in it are kept; EU 2015/849 art. 40 and 2024/1624 art. 77 ask for five years.
        lock_after: Failed sign-ins after which a name is locked.
        lock_minutes: For how long.
        session_hours: Hours without a click after which a person signs in again.
    """

    four_eyes_lists: tuple[str, ...] = ()
    days_to_decide: int = 5
    review_days: int = 365
    retention_days: int = 5 * 365 + 1
    lock_after: int = 5
    lock_minutes: int = 15
    session_hours: int = 8


def read_policy(connection: Connection) -> Policy:
    """Return the rules in force."""
    text = connection.execute(
        select(policy.c.value).where(policy.c.name == _NAME)
    ).scalar()
    if text is None:
        return Policy()
    table = json.loads(text)
    return Policy(**{**table, "four_eyes_lists": tuple(table["four_eyes_lists"])})


def set_policy(cases: Cases, actor: Actor, rules: Policy) -> None:
    """Set the rules; what was decided before stays as it was.

    Raises:
        UsageError: A number of days is not above zero.
    """
    actor.need(Right.MANAGE)
    for rule in fields(rules):
        value = getattr(rules, rule.name)
        if isinstance(value, int) and not 0 < value <= 36_500:
            raise UsageError(f"{rule.name}: a number from 1 to 36,500")
    with cases.writing(actor) as writing:
        value = canonical(asdict(rules))
        if not writing.change(policy, _NAME, value=value):
            writing.insert_many(policy, [{"name": _NAME, "value": value}])
        writing.enter("policy set", "policy", **asdict(rules))
