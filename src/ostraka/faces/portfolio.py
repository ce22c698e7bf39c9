"""Portfolios and monitoring over a home folder: for the command line and for the web."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from ostraka.casework import Actor, Cases
from ostraka.casework.customers import (
    Customer,
    block_rows,
    check_key,
    find_numbers,
    read_customers,
)
from ostraka.casework.keeping import Added, Given, add_customers, remove_customers
from ostraka.casework.monitoring import How, monitor
from ostraka.casework.proof import Proof, overdue
from ostraka.casework.turn import turn
from ostraka.errors import OstrakaError, UsageError
from ostraka.faces.casework import CustomerFile, basis_of, box_of, cases_of
from ostraka.faces.session import Ostraka, Scope
from ostraka.screen.tables import QueryRow, read_queries

#: Processes that monitor unless somebody says otherwise.
MOST_WORKERS = 8
_Say = Callable[[str], None]


def add_file(
    cases: Cases,
    actor: Actor,
    file: CustomerFile,
    portfolio: str,
    *,
    say: _Say = lambda _text: None,
    progress: Callable[[int], None] = lambda _rows: None,
) -> Added:
    """Add the customers of a file, and take over what changed of those who are there.

    Args:
        cases: The cases.
        actor: Who adds them.
        file: A file as `ostraka screen` reads it, with a column of ids.
        portfolio: Whose customers they are.
        say: Told how the file was read and what is odd about it as a whole, and when
            somebody else has to be waited for.
        progress: Told how many rows were looked at.

    Raises:
        UsageError: The file cannot be read as a table of parties.
    """
    table = file.rows()
    for line in (f"{file.path.name} read as {table.info}", *table.info.told):
        say(line)
    rows = _given(table)
    with turn(cases, say=say):
        return add_customers(cases, actor, box_of(), rows, portfolio, progress=progress)


def remove(
    cases: Cases,
    actor: Actor,
    portfolio: str,
    refs: Iterable[str],
    *,
    ground: str,
    say: _Say = lambda _text: None,
) -> tuple[int, list[str]]:
    """Remove customers and return how many, and the ids that were not there.

    Args:
        cases: The cases.
        actor: Who removes them.
        portfolio: Whose customers they are.
        refs: Their own ids.
        ground: Why; kept.
        say: Told when somebody else has to be waited for.
    """
    if not ground.strip():
        raise UsageError("say on what ground")
    box, wanted = box_of(), list(dict.fromkeys(refs))
    with turn(cases, say=say):
        with cases.reading() as connection:
            check_key(connection, box)
            found = find_numbers(connection, box, portfolio, wanted)
        gone = remove_customers(cases, actor, box, found.values(), ground=ground.strip())  # fmt: skip
    return gone, [ref for ref in wanted if ref not in found]


def refs_in(path: Path, mapping: Mapping[str, str] | None = None) -> Iterator[str]:
    """Yield the ids of a customer file, also of rows that say nothing else."""
    for row in read_queries(path, mapping):
        if row.query_id != f"row-{row.number}":
            yield row.query_id


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which customers are wanted.

    Attributes:
        portfolio: Only its customers.
        ref: Only the customer of this id.
        text: Only those a name of whom has this part.
        numbers: Only these.
    """

    portfolio: str | None = None
    ref: str | None = None
    text: str = ""
    numbers: frozenset[int] | None = None

    def has(self, one: Customer) -> bool:
        """Tell whether a customer is wanted."""
        if self.numbers is not None and one.number not in self.numbers:
            return False
        if self.portfolio is not None and one.portfolio != self.portfolio:
            return False
        if self.ref is not None and one.ref != self.ref:
            return False
        part = self.text.casefold()
        return not part or any(part in name.casefold() for name in names_of(one))


def customers(connection: Connection, wanted: Wanted) -> Iterator[Customer]:
    """Yield customers, by number.

    Raises:
        WrongKeyError: The key does not open them.
    """
    box = box_of()
    check_key(connection, box)
    blocks = (row.number for row in block_rows(connection))
    return (c for c in read_customers(connection, box, blocks) if wanted.has(c))


def names_of(one: Customer) -> list[str]:
    """Return the names of a customer, the main name first."""
    properties = one.entity["properties"]
    kinds = ("name", *(kind for kind in properties if kind.lower().endswith(("name", "alias"))))  # fmt: skip
    return [name for kind in dict.fromkeys(kinds) for name in properties.get(kind, ())]


def monitor_now(
    o: Ostraka,
    cases: Cases,
    actor: Actor,
    how: How,
    *,
    lists: Iterable[str] | None = None,
    threshold: float | None = None,
) -> Proof:
    """Compare all customers with the lists in force, and prove it.

    Args:
        o: The home folder.
        cases: The cases.
        actor: Who asks.
        how: How to go about it.
        lists: Only these lists.
        threshold: Least score of a match; that of the algorithm if None.

    Raises:
        UsageError: No list is loaded.
        ConflictError: Another is under way and nobody wants to wait.
    """
    basis = basis_of(o, lists=lists, threshold=threshold)
    return monitor(cases, actor, basis, box_of(), how)


def workers_here() -> int:
    """Return how many processes this machine has room for."""
    return min(len(os.sched_getaffinity(0)), MOST_WORKERS) if hasattr(os, "sched_getaffinity") else min(os.cpu_count() or 1, MOST_WORKERS)  # fmt: skip


def why_overdue(o: Ostraka, cases: Cases) -> list[str]:
    """Return why customers have to be monitored now; nothing if they need not."""
    with cases.reading() as connection:
        return overdue(connection, o.versions_in_force(Scope()), cases.now())


def overdue_of(o: Ostraka) -> list[str]:
    """Return the same for whoever only looks at the lists; it never fails."""
    try:
        with ExitStack() as stack:
            cases = cases_of(o)
            stack.callback(cases.close)
            return why_overdue(o, cases)
    except OstrakaError as error:
        return [f"whether customers were monitored is not known: {error}"]


def _given(rows: Iterable[QueryRow]) -> Iterator[Given]:
    for row in rows:
        named = row.query_id != f"row-{row.number}"
        ref = row.query_id if named else None
        yield Given(row.number, ref, row.entity, row.error)
