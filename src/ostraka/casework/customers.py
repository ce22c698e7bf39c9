"""The portfolio: customers who are watched, with no more values than screening compares.

A customer has a number that is never given twice.  Customers of neighbouring numbers
are one block; the chain vouches for each block's digest, and the digest for its rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from ostraka.casework.database import Writing
from ostraka.casework.digests import canonical, digest, row_digest
from ostraka.casework.model import Row
from ostraka.casework.sealing import Box, WrongKeyError
from ostraka.casework.tables import customer, customer_block, policy
from ostraka.screen import Query

#: Numbers of a block, and rows that are written at once.
BLOCK = 4096
_CHUNK = 400
#: Row in which stands which key the customers are sealed with.
_KEY = "portfolio key"


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer who is watched.

    Attributes:
        number: Ours, never given twice.
        portfolio: Whose customer it is.
        ref: The customer's own id, unique in the portfolio.
        entity: The values that are compared, FollowTheMoney-shaped.
        added: When it was added.
        changed: The entry of the chain with which its values came.
    """

    number: int
    portfolio: str
    ref: str
    entity: dict[str, Any]
    added: str
    changed: int


def minimal(entity: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a party that are compared, and no others.

    Raises:
        UsageError: It has neither a name nor a number.
    """
    query = Query.from_entity(entity)
    properties: dict[str, list[str]] = {}
    for kind, name in query.names:
        properties.setdefault(kind, []).append(name)
    for prop, values in query.facts.items():
        properties[prop] = list(values)
    kept: dict[str, Any] = {"properties": properties}
    return kept if query.schema is None else {"schema": query.schema, **kept}


def check_key(connection: Connection, box: Box) -> None:
    """Refuse a key that is not the one the customers are sealed with.

    Raises:
        WrongKeyError: It is another, there is none, or they are not sealed.
    """
    sealer = sealed_with(connection)
    if sealer == box.name or sealer is None:
        return
    if not box.name:
        raise WrongKeyError(
            f"the customers are sealed with key {sealer}; give it by OSTRAKA_KEY, or a file that has it by OSTRAKA_KEY_FILE"
        )
    if not sealer:
        raise WrongKeyError(
            "a key is given and the customers are kept in clear; `ostraka portfolio rekey` seals them with it"
        )
    raise WrongKeyError(
        f"the key given is {box.name} and the customers are sealed with {sealer}"
    )


def read_customers(
    connection: Connection, box: Box, blocks: Iterable[int]
) -> Iterator[Customer]:
    """Yield the customers of some blocks, by number.

    Raises:
        WrongKeyError: The key does not open them.
    """
    for block in blocks:
        rows = connection.execute(
            select(customer)
            .where(customer.c.id.between(block * BLOCK, block * BLOCK + BLOCK - 1))
            .order_by(customer.c.id)
        ).mappings()
        for row in rows.all():
            yield customer_of(row, box)


def find_numbers(
    connection: Connection, box: Box, portfolio: str, refs: Iterable[str]
) -> dict[str, int]:
    """Return the numbers of customers by their own ids; those not there are left out."""
    keys = {box.lookup(portfolio, ref): ref for ref in refs}
    found: dict[str, int] = {}
    for some in pieces(list(keys)):
        rows = connection.execute(
            select(customer.c.key, customer.c.id).where(customer.c.key.in_(some))
        )
        found |= {keys[row.key]: row.id for row in rows}
    return found


def some_customers(
    connection: Connection, box: Box, numbers: Sequence[int]
) -> Iterator[Customer]:
    """Yield customers by number; those not there are left out."""
    for some in pieces(numbers):
        rows = connection.execute(
            select(customer).where(customer.c.id.in_(some)).order_by(customer.c.id)
        ).mappings()
        yield from (customer_of(row, box) for row in rows.all())


def customer_of(row: Row, box: Box) -> Customer:
    """Read a row of the table."""
    kept = json.loads(box.open(row["sealed"], row["key"]))
    ref = kept.pop("ref")
    return Customer(
        row["id"], row["portfolio"], ref, kept, row["added"], row["changed"]
    )


def counts_of(connection: Connection) -> dict[str, int]:
    """Return how many customers each portfolio has."""
    rows = connection.execute(
        select(customer.c.portfolio, func.count())
        .group_by(customer.c.portfolio)
        .order_by(customer.c.portfolio)
    )
    return {str(name): int(count) for name, count in rows}


def block_rows(connection: Connection) -> list[Any]:
    """Return number, state and size of each block."""
    wanted = select(customer_block).order_by(customer_block.c.number)
    return list(connection.execute(wanted).all())


def state_of(connection: Connection) -> str:
    """Return the digest that stands for all customers with their values."""
    return digest(*(row.state for row in block_rows(connection)))


def check_blocks(connection: Connection) -> Iterator[str]:
    """Yield what is not as it was recorded of the customers."""
    known = set()
    for row in block_rows(connection):
        known.add(row.number)
        if _state(connection, row.number)[1] != row.state:
            first = row.number * BLOCK
            yield f"customers {first} to {first + BLOCK - 1}: were changed after an entry recorded them"
    last = connection.execute(select(func.max(customer.c.id))).scalar()
    if last is not None and int(last) // BLOCK not in known:
        yield f"customer {last}: no entry recorded it"


def content_of(ref: str, entity: Mapping[str, Any]) -> bytes:
    """Return what is sealed of a customer."""
    text = canonical({"ref": ref, **entity})
    return text.encode("utf-8", "replace")


def next_number(connection: Connection) -> int:
    """Return the first number that was never given."""
    row = connection.execute(
        select(customer_block).order_by(customer_block.c.number.desc()).limit(1)
    ).one_or_none()
    return 0 if row is None else int(row.number) * BLOCK + int(row.used)


def renew_blocks(writing: Writing, blocks: Iterable[int]) -> None:
    """Write anew what vouches for the rows of some blocks."""
    for block in sorted(blocks):
        count, state = _state(writing.connection, block)
        writing.change(customer_block, block, customers=count, state=state)


def _state(connection: Connection, block: int) -> tuple[int, str]:
    rows = connection.execute(
        select(customer)
        .where(customer.c.id.between(block * BLOCK, block * BLOCK + BLOCK - 1))
        .order_by(customer.c.id)
    ).mappings()
    digests = [row_digest(row) for row in rows]
    return len(digests), digest(*digests)


def sealed_with(connection: Connection) -> str | None:
    """Return the name of the key, `""` if nothing is sealed; None before any customer."""
    value = connection.execute(
        select(policy.c.value).where(policy.c.name == _KEY)
    ).scalar()
    return None if value is None else str(json.loads(value))


def note_key(writing: Writing, box: Box) -> None:
    """Note which key the customers are sealed with."""
    before = sealed_with(writing.connection)
    if before is None:
        writing.insert_many(policy, [{"name": _KEY, "value": canonical(box.name)}])
    elif before != box.name:
        writing.change(policy, _KEY, value=canonical(box.name))


def pieces(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield values in pieces that fit into one statement."""
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
