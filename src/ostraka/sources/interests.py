"""What registers say of an interest in a company, in FollowTheMoney's words.

Shares are written as bounds that `links` reads again (`>25 <=50`); the register's own
words stay beside them as the role.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ostraka.record.model import Entity
from ostraka.sources.reader import Reading

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Interest:
    """One interest of one party in another.

    Attributes:
        schema: `Ownership`, `Control`, `Directorship` or `UnknownLink`.
        role: The register's own words.
        shares: Bounds in percent, or None.
        rights: What the shares are of, if not of the capital.
        manner: `indirect`, `joint`, `accounting consolidation`; for control, of what
            kind it is.
        since: First day as published.
        until: Last day as published.
        status: `former` where it is over and no day is stated.
        note: Anything else that is said of it.
    """

    schema: str
    role: str
    shares: str | None = None
    rights: str | None = None
    manner: str | None = None
    since: str | None = None
    until: str | None = None
    status: str | None = None
    note: str | None = None


def exact_id(reading: Reading, key: str) -> str:
    """Return the id of a register's key, in which capitals and signs may count."""
    plain = _PLAIN.fullmatch(key) is not None
    return f"{reading.dataset.prefix}-{key}" if plain else reading.make_id(key)


def bounds(
    low: str | None, high: str | None, *, above: bool = False, below: bool = False
) -> str | None:
    """Return bounds of a share as one text, or None if there are none.

    Args:
        low: Least percent, or None.
        high: Most percent, or None.
        above: Whether it is more than `low`.
        below: Whether it is less than `high`.
    """
    if low is not None and low == high:
        return low
    parts = [
        f"{'>' if above else '>='}{low}" if low is not None else None,
        f"{'<' if below else '<='}{high}" if high is not None else None,
    ]
    return " ".join(part for part in parts if part) or None


def interest_link(
    reading: Reading, where: str, ends: tuple[str, str], key: str, interest: Interest
) -> Entity:
    """Return the link an interest is.

    Args:
        reading: The version; odd dates go there.
        where: Place in the file.
        ends: Ids of the interested party and of the party it has the interest in.
        key: What tells it from other links of the two.
        interest: What is said.
    """
    link = reading.link(interest.schema, *ends, *([key] if key else []))
    link.add("role", interest.role)
    if interest.schema == "Ownership":
        link.add("percentage", interest.shares)
        link.add("sharesType", interest.rights)
        link.add("ownershipType", interest.manner)
    elif interest.schema == "Control":
        link.add("controlType", interest.manner)
    link.add("status", interest.status)
    link.add("summary", interest.note)
    reading.add_date(link, "startDate", where, interest.since)
    reading.add_date(link, "endDate", where, interest.until)
    return link
