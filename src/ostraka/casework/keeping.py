"""Keeping the portfolio: customers added from a file, changed, removed, sealed anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from ostraka.casework.customers import (
    BLOCK,
    block_rows,
    check_key,
    content_of,
    minimal,
    next_number,
    note_key,
    pieces,
    read_customers,
    renew_blocks,
    sealed_with,
)
from ostraka.casework.database import Cases, Writing, new_salt
from ostraka.casework.digests import digest
from ostraka.casework.kept import REMOVED, leave_out
from ostraka.casework.model import Actor, Right
from ostraka.casework.sealing import CLEAR, Box
from ostraka.casework.tables import customer, customer_block, prepared
from ostraka.errors import UsageError

#: Faults of a file that are named; of more only the number is.
MOST_FAULTS = 1000
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Given:
    """A row of a customer file.

    Attributes:
        number: Its line or row, from 1.
        ref: The customer's own id, or None if it has none.
        entity: FollowTheMoney-shaped, or None if it cannot be read.
        error: Why not, or what was left out of it.
    """

    number: int
    ref: str | None
    entity: Mapping[str, Any] | None
    error: str | None = None


@dataclass(slots=True)
class Added:
    """What came of adding a file.

    Attributes:
        added: Customers that are new.
        changed: Customers who had other values.
        same: Customers who are as they were.
        repeated: Rows that say again what another row said.
        bad: Rows that were left out.
        partial: Rows that were taken without a value that cannot be.
        faults: The first of both: row and why.
    """

    added: int = 0
    changed: int = 0
    same: int = 0
    repeated: int = 0
    bad: int = 0
    partial: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Rows looked at."""
        return self.added + self.changed + self.same + self.repeated + self.bad


def add_customers(
    cases: Cases,
    actor: Actor,
    box: Box,
    rows: Iterable[Given],
    portfolio: str,
    *,
    progress: Callable[[int], None] = lambda _rows: None,
) -> Added:
    """Add customers, and take over other values of those who are there.

    What cannot be read is left out and told; the rest is added all the same.

    Args:
        cases: The cases.
        actor: Who adds them.
        box: Seals their values.
        rows: The customers.
        portfolio: Whose they are: ids are unique within.
        progress: Told how many rows were looked at.

    Raises:
        UsageError: The portfolio's name is none.
        WrongKeyError: The others are sealed with another key.
    """
    actor.need(Right.SCREEN)
    _check_name(portfolio)
    with cases.reading() as connection:
        check_key(connection, box)
    done, adding = Added(), _Adding(box, portfolio)
    for row in rows:
        adding.take(row, done)
        if len(adding.ahead) == BLOCK:
            adding.write(cases, actor, done)
            progress(done.rows)
    adding.write(cases, actor, done)
    return done


def remove_customers(
    cases: Cases, actor: Actor, box: Box, numbers: Iterable[int], *, ground: str
) -> int:
    """Remove customers; of their going an entry remains, without their values.

    Args:
        cases: The cases.
        actor: Who removes them.
        box: Opens and seals their values.
        numbers: Their numbers.
        ground: Why; kept.

    Returns:
        How many there were.
    """
    actor.need(Right.SCREEN)
    with cases.reading() as connection:
        check_key(connection, box)
    wanted, gone = sorted(set(numbers)), 0
    for start in range(0, len(wanted), BLOCK):
        with cases.writing(actor) as writing:
            gone += take_away(
                writing, box, wanted[start : start + BLOCK], ground=ground
            )
    return gone


def take_away(
    writing: Writing, box: Box, numbers: Sequence[int], *, ground: str
) -> int:
    """Remove customers within a change, with an entry, and return how many there were."""
    found: list[int] = []
    for some in pieces(numbers):
        rows = writing.connection.execute(
            select(customer.c.id).where(customer.c.id.in_(some)).order_by(customer.c.id)
        ).scalars()
        found += rows.all()
    for some in pieces(found):
        writing.connection.execute(delete(customer).where(customer.c.id.in_(some)))
    if found:
        leave_out(writing.connection, box, found)
        renew_blocks(writing, {number // BLOCK for number in found})
        writing.enter(REMOVED, "portfolio", ground=ground, customers=found)
    return len(found)


def reseal(cases: Cases, actor: Actor, old: Box, new: Box) -> int:
    """Seal all customers with another key, at once, and return how many there are.

    Customers who lie in clear need no old key, whatever is given.

    Raises:
        WrongKeyError: The old key is not theirs.
    """
    actor.need(Right.MANAGE)
    count = 0
    with cases.writing(actor) as writing:
        if sealed_with(writing.connection) == CLEAR.name:
            old = CLEAR
        check_key(writing.connection, old)
        blocks = [row.number for row in block_rows(writing.connection)]
        for number in blocks:
            # Apart from the reading, since the rows read are written.
            for one in list(read_customers(writing.connection, old, [number])):
                key = new.lookup(one.portfolio, one.ref)
                sealed = new.seal(content_of(one.ref, one.entity), key)
                writing.connection.execute(
                    update(customer)
                    .where(customer.c.id == one.number)
                    .values(key=key, sealed=sealed)
                )
                count += 1
        writing.connection.execute(delete(prepared))
        renew_blocks(writing, set(blocks))
        note_key(writing, new)
        writing.enter("portfolio sealed", "portfolio", key=new.name, customers=count)
    return count


class _Adding:
    """Customers on their way into the portfolio."""

    def __init__(self, box: Box, portfolio: str) -> None:
        self.ahead: dict[str, bytes] = {}
        self._box = box
        self._portfolio = portfolio
        self._seen: dict[int, int] = {}

    def take(self, row: Given, done: Added) -> None:
        """Take up a row, or say why not."""
        try:
            key, content = self._read(row)
        except UsageError as error:
            _leave_out(done, row.number, str(error))
            return
        if row.error is not None:
            done.partial += 1
            _tell(done, row.number, row.error)
        before, now = self._seen.get(hash(key)), hash(content)
        if before is None:
            self._seen[hash(key)] = now
            self.ahead[key] = content
        elif before == now:
            done.repeated += 1
        else:
            _leave_out(done, row.number, f"id {row.ref!r} stands on an earlier row with other values")  # fmt: skip

    def _read(self, row: Given) -> tuple[str, bytes]:
        if row.entity is None:
            raise UsageError(row.error or "the row cannot be read")
        if row.ref is None:
            raise UsageError("no id: a customer who is watched needs one that stays")
        key = self._box.lookup(self._portfolio, row.ref)
        return key, content_of(row.ref, minimal(row.entity))

    def write(self, cases: Cases, actor: Actor, done: Added) -> None:
        """Write what is ahead, in one change."""
        if not self.ahead:
            return
        with cases.writing(actor) as writing:
            known = {row.key: row for row in _by_key(writing.connection, self.ahead)}
            changed = [
                row.id
                for key, row in known.items()
                if self._change(writing, row, self.ahead[key])
            ]
            new = [key for key in self.ahead if key not in known]
            touched = {number // BLOCK for number in changed}
            touched |= self._insert(writing, new)
            if touched:
                renew_blocks(writing, touched)
                note_key(writing, self._box)
                writing.enter(
                    "customers added", "portfolio", portfolio=self._portfolio,
                    added=len(new), changed=changed,
                )  # fmt: skip
        done.added += len(new)
        done.changed += len(changed)
        done.same += len(known) - len(changed)
        self.ahead = {}

    def _change(self, writing: Writing, row: Any, content: bytes) -> bool:
        if digest(row.salt, content.decode()) == row.digest:
            return False
        values = self._values(row.key, content)
        writing.connection.execute(
            update(customer)
            .where(customer.c.id == row.id)
            .values(**values, changed=writing.next_entry)
        )
        return True

    def _insert(self, writing: Writing, keys: list[str]) -> set[int]:
        if not keys:
            return set()
        first = next_number(writing.connection)
        changed = writing.next_entry
        rows = [
            {"id": number, "portfolio": self._portfolio, "key": key,
             "added": writing.at, "changed": changed,
             **self._values(key, self.ahead[key])}
            for number, key in enumerate(keys, start=first)
        ]  # fmt: skip
        writing.connection.execute(insert(customer), rows)
        touched = set(range(first // BLOCK, (first + len(keys) - 1) // BLOCK + 1))
        for block in sorted(touched):
            used = min(first + len(keys) - block * BLOCK, BLOCK)
            if not writing.change(customer_block, block, used=used):
                row = {"number": block, "used": used, "customers": 0, "state": ""}
                writing.insert_many(customer_block, [row])
        return touched

    def _values(self, key: str, content: bytes) -> dict[str, Any]:
        salt = new_salt()
        return {
            "sealed": self._box.seal(content, key),
            "digest": digest(salt, content.decode()),
            "salt": salt,
        }


def _leave_out(done: Added, number: int, why: str) -> None:
    done.bad += 1
    _tell(done, number, why)


def _tell(done: Added, number: int, why: str) -> None:
    if len(done.faults) < MOST_FAULTS:
        done.faults.append((number, why))


def _by_key(connection: Connection, keys: Iterable[str]) -> Iterator[Any]:
    columns = (customer.c.id, customer.c.key, customer.c.digest, customer.c.salt)
    for some in pieces(list(keys)):
        yield from connection.execute(select(*columns).where(customer.c.key.in_(some)))


def _check_name(portfolio: str) -> None:
    if not portfolio.strip() or "/" in portfolio or len(portfolio) > _LONGEST:
        raise UsageError(
            f"a portfolio's name has from 1 to {_LONGEST} characters and no slash"
        )
