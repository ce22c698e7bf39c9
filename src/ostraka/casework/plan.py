"""What a monitoring has to ask: what changed since the last proof, or everything, and why."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from ostraka.casework.database import Cases
from ostraka.casework.proof import Proof
from ostraka.casework.screenings import MOST_MATCHES, Basis
from ostraka.casework.seen import Changes, Seen, changes, look
from ostraka.casework.tables import monitoring, seen
from ostraka.errors import UsageError
from ostraka.screen import ALGORITHM
from ostraka.screen.fingerprint import fingerprint

#: The one row that has what the last proven monitoring saw.
SEEN = 1
#: Part of the parties from which asking about all is no more work.
_MOST_CHANGED = 0.34


@dataclass(frozen=True, slots=True)
class Plan:
    """What has to be asked.

    Attributes:
        why: In words.
        changes: Of the parties; None if every customer is asked about all.
        now: A look at the parties of today.
    """

    why: str
    changes: Changes | None
    now: Seen


def settings_of(basis: Basis) -> dict[str, Any]:
    """Return what an answer depends on besides customers and lists."""
    return {
        "threshold": basis.threshold, "most_matches": MOST_MATCHES,
        "algorithm": ALGORITHM, "code": fingerprint(),
    }  # fmt: skip


def refuse_fewer_lists(cases: Cases, basis: Basis, last: Proof | None) -> None:
    """Refuse to leave out a list in force that the customers are compared with.

    Their matches would be called over while the parties are still listed.  What a
    monitoring without a proof wrote counts too.

    Raises:
        UsageError: A list is left out.
    """
    since = 0 if last is None else last.number
    wanted = select(monitoring.c.lists).where(monitoring.c.id >= since)
    with cases.reading() as connection:
        rows = connection.execute(wanted).scalars().all()
    earlier = {name for row in rows for name in json.loads(row)}
    in_force = {version.dataset for version in basis.in_force}
    left_out = sorted((earlier & in_force) - basis.lists.keys())
    if left_out:
        raise UsageError(
            f"the customers are compared with {', '.join(left_out)} too, and a monitoring that leaves a list out would call its matches over; name all of {', '.join(sorted(earlier & in_force))}, or more"
        )


def make_plan(
    cases: Cases, basis: Basis, last: Proof | None, *, everything: bool
) -> Plan:
    """Return what has to be asked.

    Args:
        cases: Where it stands what the last proven monitoring saw.
        basis: The lists and the threshold.
        last: The last proof, or None.
        everything: Whether everything is asked, whatever changed.
    """
    now = look(basis.index)
    if last is None:
        return Plan("everything, for the first time", None, now)
    if everything:
        return Plan("everything, as asked", None, now)
    before = last.facts["settings"]
    other = sorted(k for k, v in settings_of(basis).items() if before.get(k) != v)
    if other:
        words = " and ".join(name.replace("_", " ") for name in other)
        return Plan(f"everything, since the {words} changed", None, now)
    earlier = _seen_before(cases, last)
    if earlier is None:
        why = "everything, since what was seen last is not as it was recorded"
        return Plan(why, None, now)
    found = changes(earlier, now, basis.index)
    if len(found.parties) > _MOST_CHANGED * len(basis.index):
        return Plan("everything, since many parties changed", None, now)
    return Plan("what changed since the proof before", found, now)


def _seen_before(cases: Cases, last: Proof) -> Seen | None:
    """Return what the last proven monitoring saw; None if it is not as it was recorded."""
    with cases.reading() as connection:
        packed = connection.execute(
            select(seen.c.packed).where(seen.c.id == SEEN)
        ).scalar()
    if packed is None or sha256(packed).hexdigest() != last.facts["seen_digest"]:
        return None
    try:
        return Seen.from_bytes(zlib.decompress(packed))
    except (ValueError, zlib.error):
        return None
