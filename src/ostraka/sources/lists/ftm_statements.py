"""FollowTheMoney statements, as JSON lines or CSV with their thirteen fields.

Every statement keeps its dates, origin, language, published value and ids; those of
one canonical id make one entity.  The file may be in any order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from sys import intern

from ostraka.record.assemble import assemble
from ostraka.record.model import (
    BASE_ID,
    DERIVED_ORIGIN,
    KEPT_PROPERTY,
    Entity,
    Statement,
    statement_key,
)
from ostraka.record.schema import find_schema, is_schema
from ostraka.sources.ftm import (
    is_kept_aside,
    json_lines,
    kind_of_line,
    readable_forms,
    vocabulary_fault,
)
from ostraka.sources.reader import Format, Reading
from ostraka.sources.strict_table import read_table

_REQUIRED = ("entity_id", "prop", "schema", "value", "dataset")
_OPTIONAL = (
    "id", "canonical_id", "lang", "original_value", "external",
    "first_seen", "last_seen", "origin",
)  # fmt: skip
#: `prop_type` follows from schema and property.
_KNOWN = frozenset({*_REQUIRED, *_OPTIONAL, "prop_type"})


_Record = dict[str, str | None]


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for JSON lines or a table of statements."""
    return "main" if kind_of_line(head) == "statement" or _is_table(head) else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield one entity for each canonical id, in the order they come first."""
    parties: dict[str, list[Statement]] = {}
    is_table = _is_table(reading.files["main"].head())
    for where, record in _rows(reading) if is_table else _objects(reading):
        try:
            for statement in _statements(reading, where, record):
                parties.setdefault(statement.canonical_id, []).append(statement)
        except UnicodeEncodeError:
            reading.refuse(where, "half of a character (a lone surrogate)")
    for canonical_id in list(parties):
        try:
            yield assemble(parties.pop(canonical_id))
        except ValueError as error:
            reading.refuse(canonical_id, f"its statements disagree: {error}")


def _is_table(head: bytes) -> bool:
    header = head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0]
    columns = {cell.strip(b' "\r').decode("latin-1") for cell in header.split(b",")}
    return columns.issuperset(_REQUIRED)


def _rows(reading: Reading) -> Iterator[tuple[str, _Record]]:
    """Yield the rows of a CSV by column; nothing is stripped, empty cells are nothing."""
    name = reading.files["main"].name
    with reading.open("main") as stream:
        table = read_table(stream, reading, name=name)
        header = next(table)
        _refuse_unknown(reading, f"{name} row 1", header)
        for number, cells in enumerate(table, start=2):
            where = f"{name} row {number}"
            if len(cells) == len(header):
                yield (
                    where,
                    {c: v or None for c, v in zip(header, cells, strict=True)},
                )
            elif cells:
                reading.refuse(where, f"{len(cells)} fields instead of {len(header)}")


def _objects(reading: Reading) -> Iterator[tuple[str, _Record]]:
    """Yield the objects of JSON lines, their fields as text."""
    for where, record in json_lines(reading, "main"):
        _refuse_unknown(reading, where, record)
        external = record.get("external")
        if isinstance(external, bool):
            record["external"] = "t" if external else "f"
        odd = [
            field
            for field, value in record.items()
            if value is not None and not isinstance(value, str)
        ]
        if odd:
            reading.refuse(where, f"field {odd[0]!r} is no text")
        else:
            yield where, record


def _refuse_unknown(reading: Reading, where: str, fields: Iterable[str]) -> None:
    for field in fields:
        if field not in _KNOWN:
            reading.refuse(where, f"unknown field {field!r}")


def _statements(reading: Reading, where: str, record: _Record) -> Iterator[Statement]:
    """Yield the statement of a record, and what we read out of it beside it."""
    missing = [field for field in _REQUIRED if not record.get(field)]
    if missing:
        reading.refuse(where, f"a statement without {' and '.join(missing)}")
        return
    schema = record["schema"] or ""
    if not is_schema(schema):
        reading.refuse(where, f"unknown schema {schema!r}")
        return
    statement = _statement(reading, record)
    if statement.prop == BASE_ID:
        yield statement
        return
    found = find_schema(schema).properties.get(statement.prop)
    aside = statement._replace(prop=intern(KEPT_PROPERTY + statement.prop))
    if found is None or found.stub:
        kind = f"no property of {schema}: {statement.prop}"
        reading.warn(kind, where, repr(statement.value[:200]))
        yield aside
        return
    fault = vocabulary_fault(found, statement.value)
    if fault is not None:
        kind = f"{fault}: {statement.prop}"
        reading.warn(kind, where, repr(statement.value[:200]))
    if fault is None or not is_kept_aside(found, statement.value):
        yield statement
        return
    yield aside
    for value in readable_forms(found, statement.value):
        yield _derived(statement, value)


def _statement(reading: Reading, record: _Record) -> Statement:
    """Make a statement of a record that has what one needs."""
    entity_id, prop, schema, value, dataset = (record[f] or "" for f in _REQUIRED)
    lang = record.get("lang")
    external = (record.get("external") or "f")[0].lower() in {"t", "y", "1"}
    key = record.get("id") or statement_key(
        dataset, entity_id, prop, value, lang, external=external
    )
    first_seen = record.get("first_seen") or reading.seen
    return Statement(
        id=key,
        entity_id=entity_id,
        canonical_id=record.get("canonical_id") or entity_id,
        prop=intern(prop),
        schema=intern(schema),
        value=value,
        dataset=intern(dataset),
        lang=lang and intern(lang),
        original_value=record.get("original_value"),
        external=external,
        first_seen=intern(first_seen),
        last_seen=intern(record.get("last_seen") or reading.seen),
        origin=record.get("origin"),
    )


def _derived(statement: Statement, value: str) -> Statement:
    s = statement
    return s._replace(
        id=statement_key(s.dataset, s.entity_id, s.prop, value, external=s.external),
        value=value,
        lang=None,
        original_value=s.original_value or s.value,
        origin=DERIVED_ORIGIN,
    )


FORMAT = Format(name="ftm_statements", sniff=sniff, read=read)
