"""The dated proof: that all customers were compared with all lists, when, and how.

Regulation (EU) No 260/2012, Article 5d, as inserted by Regulation (EU) 2024/886, has
providers of instant payments verify their customers "at least once every calendar day"
and at once after a change of the lists (secondary).  A proof says what ran on which versions, and the chain vouches for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from ostraka.casework.customers import counts_of
from ostraka.casework.digests import digest
from ostraka.casework.tables import entry, monitoring
from ostraka.errors import NotFoundError
from ostraka.record.versions import Version
from ostraka.text.counts import counted

#: What is entered in the chain when a monitoring is proven.
ACTION = "monitoring proven"
_LONGEST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Proof:
    """A proven monitoring.

    Attributes:
        number: Of the monitoring.
        done: When it was done, ISO 8601 UTC.
        upto: Customers that changed after this entry of the chain came later.
        facts: What ran, on what, and what came of it.
        text: The same as the bytes that are vouched for.
        entry: The entry of the chain that vouches.
        head: The digest of that entry.
        recorded: The digest of the proof that it has.
    """

    number: int
    done: str
    upto: int
    facts: Mapping[str, Any]
    text: str
    entry: int
    head: str
    recorded: str

    @property
    def digest(self) -> str:
        """The digest of the proof as it is kept."""
        return digest(self.text)

    @property
    def since(self) -> int:
        """The number of the proof before; 0 if there was none."""
        before = self.facts["before"]
        return 0 if before is None else int(before["proof"])

    @property
    def holds(self) -> bool:
        """Tell whether the proof is the one that the chain vouches for."""
        return self.digest == self.recorded

    def to_dict(self) -> dict[str, Any]:
        """Return it with what vouches for it."""
        return {
            "proof": self.number, **self.facts, "digest": self.digest,
            "recorded": {"entry": self.entry, "digest": self.head, "holds": self.holds},
        }  # fmt: skip


def last_proof(connection: Connection, day: str | None = None) -> Proof | None:
    """Return the last proof, or the last of a day; None if there is none.

    Args:
        connection: From `Cases.reading`.
        day: ISO 8601, in UTC.
    """
    wanted = select(monitoring).where(monitoring.c.done.is_not(None))
    if day is not None:
        wanted = wanted.where(monitoring.c.done.startswith(day, autoescape=True))
    row = connection.execute(
        wanted.order_by(monitoring.c.id.desc()).limit(1)
    ).one_or_none()
    return None if row is None else _proof_of(connection, row)


def find_proof(connection: Connection, day: str | None = None) -> Proof:
    """Return the last proof, or the last of a day.

    Raises:
        NotFoundError: There is none.
    """
    found = last_proof(connection, day)
    if found is None:
        of_day = f" of {day}" if day else ""
        raise NotFoundError(f"there is no proof{of_day}; `ostraka monitor` makes one")
    return found


def proofs(connection: Connection, limit: int = 30) -> list[Proof]:
    """Return the last proofs, the newest first."""
    rows = connection.execute(
        select(monitoring)
        .where(monitoring.c.done.is_not(None))
        .order_by(monitoring.c.id.desc())
        .limit(limit)
    )
    return [_proof_of(connection, row) for row in rows.all()]


def overdue(
    connection: Connection, versions: Iterable[Version], now: datetime
) -> list[str]:
    """Return why customers have to be looked at now; nothing if they need not.

    Args:
        connection: From `Cases.reading`.
        versions: Those in force.
        now: The moment.
    """
    if not counts_of(connection):
        return []
    proof = last_proof(connection)
    if proof is None:
        return ["the customers were never monitored; `ostraka monitor` does it"]
    found = []
    done = datetime.fromisoformat(proof.done)
    if now - done > _LONGEST:
        hours = int((now - done).total_seconds() // 3600)
        found.append(f"the last proof is of {proof.done[:16]}, {counted(hours, 'hour')} ago: more than a day")  # fmt: skip
    elif now.date() != done.date():
        found.append(f"there is no proof of today yet; the last is of {proof.done[:16]}")  # fmt: skip
    lists = proof.facts["lists"]
    newer = sorted(
        v.dataset
        for v in versions
        if lists.get(v.dataset, {}).get("version") != v.id
        or lists[v.dataset]["sha256"] != v.sha256
    )
    if newer:
        found.append(f"the last proof is of other versions than those in force of: {', '.join(newer)}")  # fmt: skip
    if not proof.holds:
        found.append(f"proof {proof.number} is not the one that was recorded; `ostraka audit verify` says more")  # fmt: skip
    return found


def to_text(proof: Proof) -> str:
    """Return a proof as a page to be printed and filed."""
    facts = proof.facts
    asked, matches, ran = facts["compared"], facts["matches"], facts["program"]
    lines = [
        f"Proof {proof.number} that customers were compared with the lists",
        "",
        f"Begun             {_minute(facts['begun'])}",
        f"Ended             {_minute(facts['ended'])}",
        f"By                {facts['by']}",
        f"What ran          {facts['why']}",
        f"Program           Ostraka {ran['version']}, {ran['algorithm']}",
        f"  its code        {ran['code']}",
        f"Threshold         {facts['settings']['threshold']:.2f}",
        f"As of             {facts['as_of']}",
        "",
        f"Customers         {facts['customers']:,}"
        + "".join(f"\n  {name:15} {n:,}" for name, n in facts["portfolios"].items()),
        f"  their state     {facts['customers_digest']}",
        f"Parties           {facts['parties']:,} with {facts['names']:,} names",
        f"  customers compared with all of them             {asked['with_all']:,}",
        f"  customers compared with those that had changed  {asked['with_changed']:,}",
        f"  parties that had changed                        {asked['changed_parties']:,}",
        f"  comparisons                                     {asked['comparisons']:,}",
        "",
        f"Matches           {matches['standing']:,} of {matches['customers']:,} customers",
        f"  since the proof before: {matches['new']:,} new, {matches['changed']:,} changed, {matches['ended']:,} over",
        f"  alerts opened {facts['alerts']['opened']:,}, opened again {facts['alerts']['reopened']:,}",
        f"  their digest    {facts['results_digest']}",
        "",
        "List versions in force",
    ]  # fmt: skip
    lines += [
        f"  {name:24} {one['version']:24} published {one['published']}\n    {one['sha256']}"
        for name, one in sorted(facts["lists"].items())
    ]
    lines += ["", *_vouched(proof)]
    return "\n".join(lines) + "\n"


def _vouched(proof: Proof) -> Iterable[str]:
    before = proof.facts["before"]
    if before:
        yield f"The proof before  {before['proof']} of {_minute(before['ended'])}, {before['digest']}"  # fmt: skip
    yield f"This proof        {proof.digest}"
    if proof.holds:
        yield f"Recorded by entry {proof.entry} of the audit, {proof.head}"
        yield "`ostraka audit verify` recomputes the chain up to it."
    else:
        yield f"NOT AS RECORDED: entry {proof.entry} of the audit has {proof.recorded}"


def _minute(moment: str) -> str:
    return f"{moment[:10]} {moment[11:19]} UTC"


def _proof_of(connection: Connection, row: Any) -> Proof:
    told = connection.execute(
        select(entry.c.number, entry.c.digest, entry.c.facts)
        .where(entry.c.subject == f"monitoring {row.id}", entry.c.action == ACTION)
        .order_by(entry.c.number.desc())
        .limit(1)
    ).one_or_none()
    return Proof(
        number=row.id,
        done=row.done,
        upto=row.upto,
        facts=json.loads(row.proof),
        text=row.proof,
        entry=0 if told is None else told.number,
        head="" if told is None else told.digest,
        recorded="" if told is None else str(json.loads(told.facts).get("proof")),
    )
