"""Casework over a home folder: the same for the command line and for the web."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ostraka.casework import Actor, Cases, open_cases
from ostraka.casework.digests import digest
from ostraka.casework.recheck import Rechecked, recheck
from ostraka.casework.screenings import (
    Asked,
    Basis,
    Input,
    Outcome,
    screen_into,
)
from ostraka.casework.sealing import Box, box_with
from ostraka.faces.session import Ostraka, Scope
from ostraka.screen import DEFAULT_THRESHOLD
from ostraka.screen.table_source import Source
from ostraka.screen.tables import (
    QueryRow,
    QueryTable,
    entity_from_fields,
    read_queries,
)
from ostraka.settings import Settings

#: Whose a single query is.
QUERIES = "queries"


def cases_of(o: Ostraka, now: Callable[[], datetime] | None = None) -> Cases:
    """Open the cases that belong to a home folder.

    Raises:
        UsageError: The database cannot be reached, or is of another version.
    """
    url = Settings.from_environment().casework
    return open_cases(o.home, url, now=now) if now else open_cases(o.home, url)


def box_of() -> Box:
    """Return what opens the customers' values, by the key of the environment.

    Raises:
        UsageError: What is given is no key.
    """
    return box_with(Settings.from_environment().key)


def basis_of(
    o: Ostraka,
    *,
    as_of: str | date | None = None,
    lists: Iterable[str] | None = None,
    threshold: float | None = None,
) -> Basis:
    """Return what a screening rests on.

    Raises:
        UsageError: No list is loaded, or the day is none.
    """
    scope = Scope.of(as_of, lists, today=o.today)
    return Basis(
        store=o.store,
        index=o.index(scope),
        versions=tuple(o.versions_in_force(scope)),
        day=scope.day or o.today,
        threshold=DEFAULT_THRESHOLD if threshold is None else threshold,
        members=o.judgements.members,
        judged=o.judgements.last,
    )


def screen_one(
    cases: Cases,
    actor: Actor,
    basis: Basis,
    name: str,
    fields: Mapping[str, str | Sequence[str]],
) -> Outcome:
    """Screen one party and open alerts for it.

    Args:
        cases: The cases.
        actor: Who asks.
        basis: The lists and settings.
        name: Its name.
        fields: `birth_date`, `country`, … as in a file's columns.

    Raises:
        UsageError: A field is unknown or cannot be read.
    """
    entity = entity_from_fields({"name": name, **fields})
    kept = json.dumps(entity, ensure_ascii=False, sort_keys=True)
    asked = Asked(f"query-{digest(kept)[:12]}", entity)
    given = Input("name", "", kept.encode("utf-8", "surrogatepass"), QUERIES)
    return screen_into(cases, actor, basis, given, [asked])


@dataclass(frozen=True, slots=True)
class CustomerFile:
    """A file of customers, and what its user says of it.

    Attributes:
        path: CSV, TSV, XLSX, Parquet or JSON lines with a header.
        mapping: Column of the file → our name for it.
        sheet: Which sheet of a workbook is read; the first if None.
    """

    path: Path
    mapping: Mapping[str, str] | None = None
    sheet: str | None = None

    def rows(self) -> QueryTable:
        """Open the file.

        Raises:
            UsageError: It cannot be read as a table of parties.
        """
        return read_queries(Source(self.path, sheet=self.sheet), self.mapping)


def screen_customers(
    cases: Cases,
    actor: Actor,
    basis: Basis,
    file: CustomerFile,
    *,
    portfolio: str = "customers",
    progress: Callable[[Outcome], None] | None = None,
    say: Callable[[str], object] = bool,
) -> Outcome:
    """Screen every row of a file and open alerts.

    Args:
        cases: The cases.
        actor: Who asks.
        basis: The lists and settings.
        file: The file.
        portfolio: Whose customers they are: ids are unique within.
        progress: Called from time to time.
        say: Told how the file was read, and what is odd about it as a whole.

    Raises:
        UsageError: The file cannot be read as a table of parties.
    """
    table = file.rows()  # what is no table is refused before anything is kept
    path, told = file.path, table.info.told
    for line in (f"{path.name} read as {table.info}", *told):
        say(line)
    given = Input("file", path.name, path.read_bytes(), portfolio, file.mapping, file.sheet, told)  # fmt: skip
    rows = map(asked_of, table)
    return screen_into(cases, actor, basis, given, rows, progress=progress)


def recheck_all(o: Ostraka, cases: Cases, actor: Actor) -> Rechecked:
    """Look at every cleared pair again, as the lists stand now."""
    versions = o.versions_in_force(Scope())
    return recheck(cases, actor, o.store, versions, o.judgements.members)


def asked_of(row: QueryRow) -> Asked:
    """Return what a row of a customer file asks."""
    named = row.query_id != f"row-{row.number}"
    ref = row.query_id if named else None
    return Asked(row.query_id, row.entity, row.error, ref, row.number)
