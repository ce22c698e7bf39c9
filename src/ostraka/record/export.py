"""A version, or all lists as of a day, out as FollowTheMoney entities or statements.

What is written loads into any program that reads FollowTheMoney; a separate suite
(`tests/conformance`) proves it with the real library.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any, TextIO

from ostraka.errors import UsageError
from ostraka.record.assemble import published_prop, read_view, to_ftm
from ostraka.record.model import (
    DERIVED_ORIGIN,
    KEPT_PREFIX,
    KEPT_PROPERTY,
    Statement,
)
from ostraka.record.schema import find_schema
from ostraka.record.store import Store
from ostraka.record.versions import Version

#: The thirteen fields; the party's id first, so that plain `sort` keeps parties together.
STATEMENT_FIELDS = (
    "canonical_id",
    *(f for f in Statement._fields if f not in {"canonical_id", "id"}),
    "id",
)
_FIELDS_OF = attrgetter(*STATEMENT_FIELDS)
_EXTERNAL = STATEMENT_FIELDS.index("external")


def export_entities(
    store: Store, versions: Iterable[Version]
) -> Iterator[dict[str, Any]]:
    """Yield FollowTheMoney entities, sorted by id.

    A party that several of the lists have under one id comes once, with the values
    of all.

    Args:
        store: The record.
        versions: At most one of each dataset: `[version]`, or `store.current(day)` for
            all lists as of a day.

    Raises:
        UsageError: Two lists have a person and a company under the same id.
    """
    for statements in read_view(store, versions):
        own = [s for s in statements if not s.external]
        if not own:
            continue
        try:
            yield to_ftm(own)
        except ValueError as error:
            raise UsageError(
                f"{own[0].canonical_id}: the lists disagree on what it is: {error}; "
                "export them one by one"
            ) from error


def export_statements(store: Store, versions: Iterable[Version]) -> Iterator[Statement]:
    """Yield the statements FollowTheMoney has words for, sorted by canonical id.

    Left out is what it cannot say in a statement: properties its schema lacks, and
    what a file of entities told beside its properties.  `export_entities` has them.
    """
    for statements in read_view(store, versions):
        for statement in statements:
            if not _has_words(statement):
                continue
            if statement.prop.startswith(KEPT_PREFIX):
                yield statement._replace(prop=published_prop(statement))
            else:
                yield statement


def export_version(
    store: Store, version: Version, out: TextIO, *, shape: str = "entities"
) -> int:
    """Write one version of a list; see `export_versions`."""
    return export_versions(store, [version], out, shape=shape)


def export_versions(
    store: Store,
    versions: Iterable[Version],
    out: TextIO,
    *,
    shape: str = "entities",
) -> int:
    """Write lists for other programs and return the number of entities or statements.

    Values stand exactly as they are: a CSV of statements is for programs, and not
    safe to open in a spreadsheet.

    Args:
        store: The record.
        versions: As for `export_entities`.
        out: Where it goes; for CSV opened with `newline=""`.
        shape: `entities` or `statements` (JSON lines), or `statements-csv`.

    Raises:
        UsageError: There is no such shape.
    """
    writers = {
        "entities": _write_entities,
        "statements": _write_statements,
        "statements-csv": _write_csv,
    }
    if shape not in writers:
        raise UsageError(f"{shape!r} cannot be written; one of: {', '.join(writers)}")
    return writers[shape](store, versions, out)


def _write_entities(store: Store, versions: Iterable[Version], out: TextIO) -> int:
    count = 0
    for entity in export_entities(store, versions):
        out.write(json.dumps(entity, ensure_ascii=False) + "\n")
        count += 1
    return count


def _write_statements(store: Store, versions: Iterable[Version], out: TextIO) -> int:
    count = 0
    for statement in export_statements(store, versions):
        line = dict(zip(STATEMENT_FIELDS, _FIELDS_OF(statement), strict=True))
        out.write(json.dumps(line, ensure_ascii=False) + "\n")
        count += 1
    return count


def _write_csv(store: Store, versions: Iterable[Version], out: TextIO) -> int:
    writer = csv.writer(out, dialect=csv.unix_dialect)
    writer.writerow(STATEMENT_FIELDS)
    count = 0
    for statement in export_statements(store, versions):
        row = list(_FIELDS_OF(statement))
        row[_EXTERNAL] = "t" if statement.external else "f"
        writer.writerow(row)
        count += 1
    return count


def _has_words(statement: Statement) -> bool:
    """Tell whether FollowTheMoney's statements can say this one."""
    if statement.prop.startswith(KEPT_PROPERTY):
        return published_prop(statement) in find_schema(statement.schema).properties
    return statement.origin != DERIVED_ORIGIN and not statement.prop.startswith(
        KEPT_PREFIX
    )
