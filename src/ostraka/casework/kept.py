"""What is worked out of the customers for comparing, kept from day to day, sealed.

Kept by block; customers who have changed since take the place of what they were, and a
block is made anew when very many have, or when another program compares.  It is derived:
lost, it is made again.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from ostraka.casework.customers import BLOCK
from ostraka.casework.database import Cases
from ostraka.casework.sealing import Box
from ostraka.casework.tables import customer, customer_block, entry, prepared
from ostraka.errors import StoreError
from ostraka.screen import ALGORITHM
from ostraka.screen.fingerprint import fingerprint
from ostraka.screen.packed import SHAPE, Pack, without

#: Customers of a block that may have changed before it is made anew.
_MOST_STALE = BLOCK // 4
#: What the chain says of customers who left.
REMOVED = "customers removed"
_LENGTH = 8  # bytes that say how long a pack is


@dataclass(frozen=True, slots=True)
class Kept:
    """Which blocks are kept, and who has changed since.

    Attributes:
        fresh: Block → its customers who have changed since it was made.
        missing: Blocks to be made.
    """

    fresh: Mapping[int, frozenset[int]]
    missing: tuple[int, ...]

    @property
    def count(self) -> int:
        """All blocks."""
        return len(self.fresh) + len(self.missing)


def made_by() -> str:
    """Return what names this program's way to compare."""
    return f"{ALGORITHM} {SHAPE} {fingerprint()}"


def what_is_kept(connection: Connection) -> Kept:
    """Return which blocks are kept by this program, and who has changed since."""
    rows = connection.execute(
        select(prepared.c.block, prepared.c.upto).where(prepared.c.made == made_by())
    )
    upto = {row.block: row.upto for row in rows}
    stale: dict[int, set[int]] = {}
    changed = connection.execute(
        select(customer.c.id, customer.c.changed).where(
            customer.c.changed > min(upto.values(), default=0)
        )
    )
    for number, since in changed:
        block = number // BLOCK
        if block in upto and since > upto[block]:
            stale.setdefault(block, set()).add(number)
    blocks = connection.execute(
        select(customer_block.c.number)
        .where(customer_block.c.customers > 0)
        .order_by(customer_block.c.number)
    ).scalars()
    fresh, missing = {}, []
    for block in blocks:
        changes = frozenset(stale.get(block, ()))
        if block in upto and len(changes) <= _MOST_STALE:
            fresh[block] = changes
        else:
            missing.append(block)
    return Kept(fresh, tuple(missing))


def keep(cases: Cases, box: Box, block: int, kept: bytes, upto: int) -> None:
    """Keep what was worked out of a block, but of nobody who has left meanwhile.

    Args:
        cases: The cases.
        box: Seals it: it has the customers' names.
        block: Its number.
        kept: As `joined` returned it.
        upto: The chain's last entry when its customers were read.
    """
    with cases.beside() as connection:
        kept = _without(kept, _left_since(connection, upto, block))
        row = {
            "block": block, "made": made_by(), "upto": upto,
            "sealed": box.seal(kept, _about(block)),
        }  # fmt: skip
        connection.execute(delete(prepared).where(prepared.c.block == block))
        connection.execute(insert(prepared), row)


def read_kept(connection: Connection, box: Box, block: int) -> bytes:
    """Return what was kept of a block, for `packs_of`."""
    sealed = connection.execute(
        select(prepared.c.sealed).where(prepared.c.block == block)
    ).scalar_one()
    return box.open(sealed, _about(block))


def joined(packs: Iterable[bytes]) -> bytes:
    """Return the packs of a block as they are kept.

    Args:
        packs: As `asking.prepare_some` returned them.
    """
    whole = b"".join(len(one).to_bytes(_LENGTH, "little") + one for one in packs)
    return zlib.compress(whole, 1)


def packs_of(kept: bytes) -> Iterator[Pack]:
    """Yield the packs of a block.

    Args:
        kept: As `read_kept` returned it.

    Raises:
        StoreError: It is damaged.
    """
    try:
        whole = zlib.decompress(kept)
        at = 0
        while at < len(whole):
            start = at + _LENGTH
            at = start + int.from_bytes(whole[at:start], "little")
            yield Pack.from_bytes(whole[start:at])
    except (ValueError, zlib.error) as error:
        raise StoreError(
            "what is kept of customers for comparing is damaged; `ostraka monitor --everything` makes it anew"
        ) from error


def leave_out(connection: Connection, box: Box, numbers: Iterable[int]) -> None:
    """Take customers who leave out of what is kept.

    Args:
        connection: Inside a change.
        box: Seals what is kept.
        numbers: The customers.
    """
    gone: dict[int, set[int]] = {}
    for number in numbers:
        gone.setdefault(number // BLOCK, set()).add(number)
    for block, some in gone.items():
        is_here = prepared.c.block == block
        made = connection.execute(select(prepared.c.made).where(is_here)).scalar()
        kept = None
        if made == made_by():
            # What is damaged is taken away: it is made anew when it is needed.
            with suppress(StoreError):
                kept = _without(read_kept(connection, box, block), some)
        if kept is not None:
            sealed = box.seal(kept, _about(block))
            connection.execute(update(prepared).where(is_here).values(sealed=sealed))
        elif made is not None:
            connection.execute(delete(prepared).where(is_here))


def _without(kept: bytes, numbers: Collection[int]) -> bytes:
    if not numbers:
        return kept
    return joined(without(packed, numbers).to_bytes() for packed in packs_of(kept))


def _left_since(connection: Connection, upto: int, block: int) -> set[int]:
    """Return the customers of a block who have left since an entry."""
    entries = connection.execute(
        select(entry.c.facts).where(entry.c.number > upto, entry.c.action == REMOVED)
    ).scalars()
    left = (number for facts in entries for number in json.loads(facts)["customers"])
    return {number for number in left if number // BLOCK == block}


def _about(block: int) -> str:
    return f"customers of block {block}, prepared"
