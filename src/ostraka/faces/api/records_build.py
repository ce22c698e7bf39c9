"""Write what clients get to see of the lists in force: one SQLite file, whole or not at all.

    entity    every entity with its JSON as it is answered, and what is filtered on
    link      which entity points at which, under the property seen from the other side
    referent  ids merged into another one, in a publication or by our judgements
    merged    those of the latter: ids of records that the index has on their own
    term      values by field, for filters and facets
    words     full-text index over names and other values (FTS5)

SQLite because it comes with Python, answers in microseconds, and one file read by many
processes costs its memory once.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from ostraka.errors import StoreError
from ostraka.faces.api.words import group_of, risk_topics
from ostraka.record.assemble import read_version, to_ftm
from ostraka.record.model import Statement
from ostraka.record.schema import find_schema
from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.record.writing import sync

#: Raised whenever the file changes shape; a file of another make is written anew.
FORMAT = 2

#: What one list says of one entity: its id, the list, the statements.
_Said = tuple[str, str, list[Statement]]

#: Longest value a filter can ask for; longer texts are searched by their words.
LONGEST_TERM = 200

_TABLES = """
    CREATE TABLE entity (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL, schema TEXT NOT NULL,
        caption TEXT NOT NULL, target INTEGER NOT NULL, datasets TEXT NOT NULL,
        topics TEXT NOT NULL, first_seen TEXT, last_seen TEXT, last_change TEXT,
        body BLOB NOT NULL);
    CREATE TABLE unsorted_link (target TEXT, prop TEXT, number INTEGER);
    CREATE TABLE referent (id TEXT PRIMARY KEY, canonical TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE merged (id TEXT PRIMARY KEY, canonical TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE field (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE unsorted_term (field INTEGER, value TEXT, number INTEGER);
    CREATE VIRTUAL TABLE words USING fts5(
        names, texts, content='', tokenize="unicode61 remove_diacritics 2");
"""
_SORTED = """
    CREATE UNIQUE INDEX entity_id ON entity (id);
    DELETE FROM merged WHERE canonical NOT IN (SELECT id FROM entity);
    INSERT OR REPLACE INTO referent SELECT id, canonical FROM merged;
    CREATE TABLE link (target TEXT, prop TEXT, number INTEGER,
        PRIMARY KEY (target, prop, number)) WITHOUT ROWID;
    INSERT OR IGNORE INTO link
        SELECT coalesce(r.canonical, l.target), l.prop, l.number
        FROM unsorted_link l LEFT JOIN referent r ON r.id = l.target
        ORDER BY 1, 2, 3;
    DROP TABLE unsorted_link;
    CREATE TABLE term (field INTEGER, value TEXT, number INTEGER,
        PRIMARY KEY (field, value, number)) WITHOUT ROWID;
    INSERT OR IGNORE INTO term SELECT * FROM unsorted_term ORDER BY 1, 2, 3;
    DROP TABLE unsorted_term;
    CREATE INDEX term_of_entity ON term (number, field);
    CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row);
    INSERT INTO words(words) VALUES ('optimize');
    ANALYZE;
"""


def build_records(
    store: Store,
    versions: Sequence[Version],
    target: Path,
    parties: Mapping[str, str],
) -> None:
    """Write the records of some versions to a file.

    Args:
        store: The record.
        versions: At most one of each dataset.
        target: The file; it appears whole or not at all.
        parties: Canonical ids of parties by the ids of their other records.

    Raises:
        StoreError: This Python's SQLite has no full-text search.
    """
    scratch = target.with_name(f".{target.name}.{os.getpid()}")
    scratch.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(scratch, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA cache_size = -65536")
            connection.execute("BEGIN")
            _fill(connection, store, versions, parties)
            connection.execute("COMMIT")
            connection.execute(f"PRAGMA user_version = {FORMAT}")
            connection.execute("VACUUM")
        sync(scratch)
        scratch.replace(target)
    except sqlite3.OperationalError as error:
        if "no such module" not in str(error):
            raise
        raise StoreError(
            "this Python's SQLite has no full-text search (FTS5); use another build of Python"
        ) from error
    finally:
        scratch.unlink(missing_ok=True)


def _fill(
    connection: sqlite3.Connection,
    store: Store,
    versions: Sequence[Version],
    parties: Mapping[str, str],
) -> None:
    for statement in _TABLES.split(";\n"):
        connection.execute(statement)
    writer = _Writer(connection)
    streams = [_of_version(store, version, parties) for version in versions]
    for number, (datasets, statements) in enumerate(_entities(streams), 1):
        writer.add(number, datasets, statements)
    writer.flush()
    connection.executemany("INSERT INTO merged VALUES (?, ?)", sorted(parties.items()))
    for statement in _SORTED.split(";\n"):
        connection.execute(statement)


def _entities(
    streams: Iterable[Iterator[_Said]],
) -> Iterator[tuple[list[str], list[Statement]]]:
    """Yield every entity with the datasets that have it, by id.

    The datasets are those of the versions: a FollowTheMoney file may name others.
    """
    for _, group in groupby(merge(*streams, key=itemgetter(0)), key=itemgetter(0)):
        parts = [(dataset, rows) for _, dataset, rows in group]
        datasets = sorted({dataset for dataset, _ in parts})
        yield datasets, [row for _, rows in parts for row in rows]


def _of_version(
    store: Store, version: Version, parties: Mapping[str, str]
) -> Iterator[_Said]:
    for statements in read_version(store, version, parties=parties):
        own = [s for s in statements if not s.external]
        if own:
            yield own[0].canonical_id, version.dataset, own


class _Writer:
    """The tables while they are filled, a batch at a time."""

    _BATCH = 5_000

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._fields: dict[str, int] = {}
        self._rows: dict[str, list[tuple[Any, ...]]] = {}

    def add(
        self, number: int, datasets: list[str], statements: list[Statement]
    ) -> None:
        """Take up one entity."""
        entity = entity_of(datasets, statements)
        self._keep("entity", _row(number, entity))
        for referent in entity["referents"]:
            self._keep("referent", (referent, entity["id"]))
        self._add_values(number, entity)
        for name in datasets:
            self._term(number, "datasets", name)
        self._term(number, "schema", entity["schema"])
        if len(self._rows["entity"]) >= self._BATCH:
            self.flush()

    def _add_values(self, number: int, entity: dict[str, Any]) -> None:
        properties = find_schema(entity["schema"]).properties
        names, texts = [entity["caption"]], [entity["id"], *entity["referents"]]
        for name, values in entity["properties"].items():
            spec = properties.get(name)
            kind = spec.type if spec is not None else "string"
            group = group_of(kind)
            for value in values:
                for form in _forms(kind, value):
                    self._term(number, f"properties.{name}", form)
                    if group is not None and group not in {"names", "addresses"}:
                        self._term(number, group, form)
                if spec is not None and spec.reverse is not None and kind == "entity":
                    self._keep("unsorted_link", (value, spec.reverse, number))
            if kind == "name":
                names += values
            elif kind != "entity":
                texts += values
        self._keep("words", (number, "\n".join(names), "\n".join(texts)))

    def _term(self, number: int, field: str, value: str) -> None:
        if field not in self._fields:
            self._fields[field] = len(self._fields) + 1
            self._keep("field", (self._fields[field], field))
        if len(value) <= LONGEST_TERM:
            self._keep("unsorted_term", (self._fields[field], value, number))

    def _keep(self, table: str, row: tuple[Any, ...]) -> None:
        self._rows.setdefault(table, []).append(row)

    def flush(self) -> None:
        """Write what has been taken up."""
        for table, rows in self._rows.items():
            columns = "(rowid, names, texts)" if table == "words" else ""
            marks = ", ".join("?" * len(rows[0])) if rows else ""
            if rows:
                self._connection.executemany(
                    f"INSERT OR IGNORE INTO {table} {columns} VALUES ({marks})",  # noqa: S608 - our own names
                    rows,
                )
            rows.clear()


def entity_of(datasets: list[str], statements: Sequence[Statement]) -> dict[str, Any]:
    """Return an entity as clients get it.

    Where two lists mean different kinds of thing by one id, the first list's kind is
    taken and the values of all are kept.

    Args:
        datasets: The lists that have it.
        statements: All that is said of it.
    """
    try:
        told = to_ftm(statements)
    except ValueError:
        first = statements[0].schema
        told = to_ftm([s._replace(schema=first) for s in statements])
    schema = find_schema(told["schema"])
    caption = told["caption"]
    topics = set(told["properties"].get("topics", ()))
    return {
        "id": told["id"],
        "caption": schema.label if caption == told["id"] else caption,
        "schema": schema.name,
        "properties": told["properties"],
        "datasets": datasets,
        "referents": told["referents"],
        "target": bool(told.get("target", not risk_topics().isdisjoint(topics))),
        "first_seen": moment(told.get("first_seen")),
        "last_seen": moment(told.get("last_seen")),
        "last_change": moment(told.get("last_change")),
    }


def moment(day: str | None) -> str | None:
    """Return a day or moment as clients get it: to the second, without a zone."""
    if not day:
        return None
    zero = "0000-01-01T00:00:00"
    return day.replace(" ", "T")[:19] + zero[len(day) :]


def _forms(kind: str, value: str) -> tuple[str, ...]:
    """Return what a value is found under: a day also under its month and its year."""
    if kind != "date":
        return (value,)
    return tuple(dict.fromkeys((value, value[:10], value[:7], value[:4])))


def _row(number: int, entity: dict[str, Any]) -> tuple[Any, ...]:
    topics = entity["properties"].get("topics", ())
    body = json.dumps(entity, ensure_ascii=False, separators=(",", ":"))
    return (
        number,
        entity["id"],
        entity["schema"],
        entity["caption"],
        entity["target"],
        " ".join(entity["datasets"]),
        " ".join(topics),
        entity["first_seen"],
        entity["last_seen"],
        entity["last_change"],
        body.encode("utf-8", "replace"),
    )
