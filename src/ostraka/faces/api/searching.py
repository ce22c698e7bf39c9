"""A search put to the records: which entities, in which order, counted by what."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

from ostraka.errors import UsageError
from ostraka.faces.api.lucene import (
    All,
    Between,
    Every,
    Has,
    Some,
    Tree,
    Without,
    Words,
)
from ostraka.faces.api.records import Records, Row, entity_columns, row_of

#: Weight of a word in a name, of one elsewhere; yente's figures.
_RANK = "bm25(words, 3.0, 1.0)"
#: Words an inexact word may stand for; Elasticsearch's figure.
_MOST_WORDS = 50
_MOST_FACETS = 1_000
#: Inexact words of one search: each is looked for among all words there are.
_MOST_INEXACT = 10
#: Fields that are columns of an entity, and those a search sorts by.
_COLUMNS = {
    "id": "e.id",
    "entity_id": "e.id",
    "caption": "e.caption",
    "schema": "e.schema",
    "target": "e.target",
    "first_seen": "e.first_seen",
    "last_seen": "e.last_seen",
    "last_change": "e.last_change",
}
_TEXTS = {"name": "names", "names": "names", "text": None}

Sql = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched for.

    Attributes:
        tree: What was typed.
        datasets: Only entities of these lists; all if None.
        schemata: Only entities of these schemata.
        filters: Field and values; of several values one must be there.
        exclude_schema: No entities of these schemata.
        changed_since: Only entities that changed after that moment.
        sorts: Fields, each with `:asc` or `:desc`.
        facets: Fields to count by.
        limit: Most results.
        offset: Results to leave out first.
    """

    tree: Tree
    datasets: frozenset[str] | None
    schemata: frozenset[str]
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude_schema: tuple[str, ...] = ()
    changed_since: str | None = None
    sorts: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    limit: int = 10
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found.

    Attributes:
        total: How many entities.
        rows: Those of the page.
        facets: Field → values with their counts, the commonest first.
    """

    total: int
    rows: list[Row]
    facets: dict[str, list[tuple[str, int]]]


def search_records(records: Records, search: Search) -> Hits:
    """Return what a search finds.

    Raises:
        UsageError: A sort is none.
    """
    order = order_by(search.sorts, "h.rank, e.id")
    with records.reading() as connection:
        total = _collect(connection, search)
        page = connection.execute(
            f"SELECT {entity_columns()} FROM temp.hit h JOIN entity e USING (number) "  # noqa: S608 - our own
            f"ORDER BY {order} LIMIT ? OFFSET ?",
            (search.limit, search.offset),
        )
        rows = [row_of(columns) for columns in page]
        facets = {field: list(_facet(connection, field)) for field in search.facets}
        return Hits(total, rows, facets)


def suggest(
    records: Records, prefix: str, datasets: frozenset[str] | None, limit: int
) -> list[Row]:
    """Return entities with a name that has words beginning as typed, in that order."""
    words = ["".join(c for c in word if c.isalnum()) for word in prefix.split()]
    words = [word for word in words if word]
    if not words:
        return []
    tree = Words(" ".join(words) + "*", "names", wild=True)
    with records.reading() as connection:
        every = {
            name for (name,) in connection.execute("SELECT DISTINCT schema FROM entity")
        }
    found = Search(tree, datasets, frozenset(every), limit=limit)
    return search_records(records, found).rows


def order_by(sorts: Sequence[str], default: str) -> str:
    """Return the SQL order of `field:asc` and `field:desc`, what has no value last.

    Raises:
        UsageError: There is no such field to sort by.
    """
    parts = []
    for text in sorts:
        field, colon, direction = text.rpartition(":")
        if not colon or direction not in {"asc", "desc"}:
            field, direction = text, "asc"
        if field == "_score":
            parts.append("h.rank" if "h.rank" in default else "e.id")
        elif field in _COLUMNS:
            parts.append(f"{_COLUMNS[field]} {direction} NULLS LAST")
        elif field.startswith("properties.") and field.replace(".", "").isalnum():
            parts.append(
                "(SELECT min(t.value) FROM term t JOIN field f ON f.number = t.field "  # noqa: S608 - letters only
                f"WHERE t.number = e.number AND f.name = '{field}') {direction} NULLS LAST"
            )
        else:
            raise UsageError(f"Invalid sort: {text!r}")
    return ", ".join([*parts, default])


def _collect(connection: sqlite3.Connection, search: Search) -> int:
    """Put the numbers of what is found, with their ranks, into a table of the connection."""
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS hit (number INTEGER PRIMARY KEY, rank REAL)"
    )
    connection.execute("DELETE FROM temp.hit")
    compiler = _Compiler(connection)
    where, values = _both(
        [compiler.sql(search.tree), *_restrictions(compiler, search)], "AND"
    )
    rank, joined, ranked = "0", "", []
    if compiler.ranked:
        rank = "coalesce(r.rank, 0)"
        joined = (
            f"LEFT JOIN (SELECT rowid AS number, {_RANK} AS rank FROM words "  # noqa: S608 - our own
            "WHERE words MATCH ?) r ON r.number = e.number"
        )
        ranked = [" OR ".join(compiler.ranked)]
    connection.execute(
        f"INSERT INTO temp.hit SELECT e.number, {rank} FROM entity e {joined} WHERE {where}",  # noqa: S608 - values are bound
        [*ranked, *values],
    )
    total: int = connection.execute("SELECT count(*) FROM temp.hit").fetchone()[0]
    return total


def _restrictions(compiler: _Compiler, search: Search) -> Iterator[Sql]:
    yield _among("e.schema", sorted(search.schemata))
    if search.exclude_schema:
        text, values = _among("e.schema", search.exclude_schema)
        yield f"NOT {text}", values
    if search.datasets is not None:
        yield compiler.one_of("datasets", sorted(search.datasets))
    if search.changed_since is not None:
        yield "e.last_change > ?", [search.changed_since]
    for field, found in search.filters:
        yield compiler.one_of(field, found)


def _facet(connection: sqlite3.Connection, field: str) -> Iterator[tuple[str, int]]:
    yield from connection.execute(
        "SELECT t.value, count(*) FROM field f JOIN term t ON t.field = f.number "
        "JOIN temp.hit h ON h.number = t.number WHERE f.name = ? "
        "GROUP BY t.value ORDER BY count(*) DESC, t.value LIMIT ?",
        (field, _MOST_FACETS),
    )


class _Compiler:
    """A tree made into SQL conditions on `entity e`, every value bound.

    Attributes:
        ranked: Full-text expressions by which what is found is ranked.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._inexact = 0
        self.ranked: list[str] = []

    def sql(self, tree: Tree, *, wanted: bool = True) -> Sql:  # noqa: PLR0911 - one for each kind
        """Return the condition a tree stands for.

        Args:
            tree: What is searched for.
            wanted: False below a "without": such words rank nothing.
        """
        match tree:
            case Every():
                return "1", []
            case All(parts):
                return _both([self.sql(part, wanted=wanted) for part in parts], "AND")
            case Some(parts):
                return _both([self.sql(part, wanted=wanted) for part in parts], "OR")
            case Without(part):
                text, values = self.sql(part, wanted=False)
                return f"NOT {text}", values
            case Has(field):
                return self._in_terms(field, "1", [])
            case Between():
                return self._between(tree)
            case Words():
                return self._words(tree, wanted=wanted)

    def one_of(self, field: str, values: Sequence[str]) -> Sql:
        """Return the condition that a field has one of some values, letter by letter."""
        if field in _COLUMNS:
            return _among(_COLUMNS[field], [_stored(field, value) for value in values])
        if field == "referents":
            text, bound = _among("r.id", values)
            return f"e.id IN (SELECT r.canonical FROM referent r WHERE {text})", bound  # noqa: S608 - values are bound
        return self._in_terms(field, *_among("t.value", values))

    def _between(self, tree: Between) -> Sql:
        column = _COLUMNS.get(tree.field, "t.value")
        parts: list[Sql] = []
        if tree.low is not None:
            parts.append((f"{column} {'>=' if tree.with_low else '>'} ?", [tree.low]))
        if tree.high is not None:
            parts.append((f"{column} {'<=' if tree.with_high else '<'} ?", [tree.high]))
        text, values = _both(parts, "AND")
        if tree.field in _COLUMNS:
            return text, values
        return self._in_terms(tree.field, text, values)

    def _words(self, tree: Words, *, wanted: bool) -> Sql:
        if tree.field is not None and tree.field not in _TEXTS:
            if not tree.wild:
                return self.one_of(tree.field, [tree.text])
            column = _COLUMNS.get(tree.field)
            if column is not None:
                return f"{column} GLOB ?", [_glob(tree.text)]
            return self._in_terms(tree.field, "t.value GLOB ?", [_glob(tree.text)])
        expression = self._expression(tree)
        if expression is None:
            return "0", []
        column = _TEXTS.get(tree.field or "text")
        if column is not None:
            expression = f"{{{column}}} : ({expression})"
        if wanted:
            self.ranked.append(f"({expression})")
        return "e.number IN (SELECT rowid FROM words WHERE words MATCH ?)", [expression]

    def _expression(self, tree: Words) -> str | None:
        """Return words in the syntax of SQLite's full-text search; None if there are none."""
        beginning = tree.text.removesuffix("*")
        if tree.wild and "*" not in beginning and "?" not in beginning:
            return f"{_quoted(beginning)} *"
        if tree.wild or tree.edits:
            words = list(self._like(tree))
            return " OR ".join(map(_quoted, words)) if words else None
        if tree.near is not None:
            words = tree.text.split()
            return f"NEAR({' '.join(map(_quoted, words))}, {tree.near})"
        return _quoted(tree.text)

    def _like(self, tree: Words) -> Iterable[str]:
        """Return words of the records that a pattern fits, or that are nearly one."""
        self._inexact += 1
        if self._inexact > _MOST_INEXACT:
            raise UsageError("Invalid query: it has too many inexact words")
        text = _folded(tree.text)
        if tree.wild:
            rows = self._connection.execute(
                "SELECT term FROM vocabulary WHERE term GLOB ? LIMIT ?",
                (_glob(text), _MOST_WORDS),
            )
            return [term for (term,) in rows]
        rows = self._connection.execute(
            "SELECT term FROM vocabulary WHERE length(term) BETWEEN ? AND ?",
            (len(text) - tree.edits, len(text) + tree.edits),
        )
        near = extract_iter(
            text,
            [term for (term,) in rows],
            scorer=OSA.distance,
            score_cutoff=tree.edits,
        )
        found = sorted((distance, term) for term, distance, _ in near)
        return [term for _, term in found[:_MOST_WORDS]]

    def _in_terms(self, field: str, condition: str, values: list[Any]) -> Sql:
        names = (field, f"properties.{field}")
        numbers = [
            number
            for name in names
            for (number,) in self._connection.execute(
                "SELECT number FROM field WHERE name = ?", (name,)
            )
        ]
        if not numbers:
            return "0", []
        return (
            f"e.number IN (SELECT t.number FROM term t WHERE t.field = ? AND {condition})",  # noqa: S608 - values are bound
            [numbers[0], *values],
        )


def _both(parts: Sequence[Sql], joint: str) -> Sql:
    if not parts:
        return ("1" if joint == "AND" else "0"), []
    text = f" {joint} ".join(text for text, _ in parts)
    return f"({text})", [value for _, values in parts for value in values]


def _among(column: str, values: Sequence[Any]) -> Sql:
    return f"{column} IN ({', '.join('?' * len(values))})", list(values)


def _stored(field: str, value: str) -> Any:
    return int(value.lower() == "true") if field == "target" else value


def _quoted(text: str) -> str:
    """Return a text as a phrase of SQLite's full-text search: nothing in it is syntax."""
    return '"' + text.replace('"', '""').replace("\0", " ") + '"'


def _glob(text: str) -> str:
    """Return a pattern in which only `*` and `?` have a meaning."""
    return text.replace("[", "[[]")


def _folded(text: str) -> str:
    """Return a word as the index has it: lower case, without marks."""
    parts = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in parts if not unicodedata.combining(c))
