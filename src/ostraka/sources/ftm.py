"""FollowTheMoney's JSON as it comes: one object a line, read into statements.

Ids, names of datasets and values stay as they are.  What the vocabulary has no word
or form for is kept as it came, out of the way of everything that relies on it, and
comes back on export.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ostraka.record.assemble import assemble, surroundings
from ostraka.record.clean import clean_value
from ostraka.record.dates import DateError, read_dates
from ostraka.record.model import (
    BASE_ID,
    DERIVED_ORIGIN,
    KEPT_PREFIX,
    KEPT_PROPERTY,
    Entity,
    Statement,
    content_checksum,
    statement_key,
)
from ostraka.record.schema import Property, Schema, find_schema, is_schema
from ostraka.sources.reader import Reading

#: Longest line read: FollowTheMoney's own limit for an entity.
_LINE_LIMIT = 50 * 1024**2
_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")
_DELTA = re.compile(rb'\s*"(?:op|entity)"\s*:')
_STATEMENT = re.compile(rb'"prop"\s*:\s*"')
_ENTITY = re.compile(rb'"(?:schema|properties)"\s*:')

#: Types whose values other parts of the program read by their form.
_STRICT = frozenset({"country", "date", "gender", "topic"})
#: Types of which our rules can say that a value is none.
_CHECKED = _STRICT | {"email", "identifier", "phone", "url"}
#: Told by the statements themselves, or their subject.
_SUBJECT = frozenset({"id", "schema", "properties"})


def kind_of_line(head: bytes) -> str | None:
    """Return what the objects of a file are by its first bytes, or None if none of ours.

    Args:
        head: The beginning of the file.

    Returns:
        `entity`, `statement` or `delta`.
    """
    begin = _OBJECT.match(head)
    if begin is None:
        return None
    if _DELTA.match(head, begin.end()):
        return "delta"
    if _STATEMENT.search(head):
        return "statement"
    return "entity" if _ENTITY.search(head) else None


def json_lines(reading: Reading, role: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield `(place, object)` for every line; what is no JSON object is refused."""
    name = reading.files[role].name
    with reading.open(role) as stream:
        number = 0
        while line := stream.readline(_LINE_LIMIT + 1):
            number += 1
            where = f"{name} line {number}"
            if len(line) > _LINE_LIMIT:
                raise reading.stop(where, "the line is longer than any entity")
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if not line.strip():
                continue
            try:
                read = json.loads(line)
            except (ValueError, RecursionError) as error:
                reading.refuse(
                    where,
                    f"not JSON: {error}",
                    "one whole object a line is expected; is the file cut short?",
                )
                continue
            if isinstance(read, dict):
                yield where, read
            else:
                reading.refuse(where, "not a JSON object")


def read_entity(reading: Reading, where: str, record: dict[str, Any]) -> Entity | None:
    """Return the entity of one FollowTheMoney object, or None if it had to be refused."""
    entity_id, name = record.get("id"), record.get("schema")
    if not isinstance(entity_id, str) or not entity_id.strip():
        reading.refuse(where, "an entity without id")
        return None
    if not isinstance(name, str) or not is_schema(name):
        reading.refuse(
            where, f"unknown schema {name!r}", "is it made for a newer FollowTheMoney?"
        )
        return None
    properties = record.get("properties", {})
    if not isinstance(properties, dict):
        reading.refuse(where, "properties are no object")
        return None
    writer = _Writer(reading, where, entity_id, find_schema(name), record)
    try:
        for prop, values in properties.items():
            for text in _texts(reading, f"{where} ({entity_id})", prop, values):
                writer.add(prop, text)
        return assemble(writer.finish(record))
    except UnicodeEncodeError:
        reading.refuse(where, "half of a character (a lone surrogate)")
        return None


def _texts(reading: Reading, where: str, prop: str, values: Any) -> Iterator[str]:
    """Yield the texts of a property; numbers are written as text, and it is said."""
    for value in values if isinstance(values, list) else [values]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            reading.warn("number instead of text", where, f"{prop}: {value}")
            yield str(value)
        elif isinstance(value, dict):
            reading.refuse(
                where,
                f"an entity inside property {prop!r}",
                "load the file of plain entities, not the nested one",
            )
        elif value is not None:
            reading.refuse(where, f"property {prop!r} holds {value!r}, not text")


class _Writer:
    """The statements of one entity as they are written down."""

    def __init__(
        self,
        reading: Reading,
        where: str,
        entity_id: str,
        schema: Schema,
        record: dict[str, Any],
    ) -> None:
        self._reading = reading
        self._where = f"{where} ({entity_id})"
        self._id = entity_id
        self._schema = schema
        datasets = record.get("datasets")
        if isinstance(datasets, list) and len(datasets) == 1:
            self._dataset = str(datasets[0])
        else:
            # Which of several says a value is not known: the file itself does.
            self._dataset = reading.dataset.name
        self._first = _day(record, "first_seen") or reading.seen
        self._last = _day(record, "last_seen") or reading.seen
        self._changed = _day(record, "last_change") or self._first
        self._rows: dict[str, Statement] = {}
        self._derived: list[tuple[str, str, str]] = []

    def add(self, prop: str, text: str) -> None:
        """Write a value of a property."""
        found = self._schema.properties.get(prop)
        if found is None or found.stub:
            self._warn(f"no property of {self._schema.name}: {prop}", text)
            self._write(KEPT_PROPERTY + prop, text)
            return
        fault = vocabulary_fault(found, text)
        if fault is None:
            self._write(prop, text)
            return
        self._warn(f"{fault}: {prop}", text)
        if is_kept_aside(found, text):
            self._write(KEPT_PROPERTY + prop, text)
            self._derived += [(prop, v, text) for v in readable_forms(found, text)]
        else:
            self._write(prop, text)

    def finish(self, record: dict[str, Any]) -> list[Statement]:
        """Write what the record says beside its values, and return all statements."""
        for prop, value, text in self._derived:
            self._write(prop, value, original=text, origin=DERIVED_ORIGIN)
        self._write(BASE_ID, content_checksum(self._rows), first=self._changed)
        referents = record.get("referents")
        for referent in referents if isinstance(referents, list) else ():
            if isinstance(referent, str):
                self._write(BASE_ID, referent, subject=referent, first=self._changed)
        if beside := record.keys() - _SUBJECT:
            self._keep(record, beside)
        return list(self._rows.values())

    def _keep(self, record: dict[str, Any], fields: set[str]) -> None:
        """Keep what the statements would not tell of themselves."""
        told = surroundings(list(self._rows.values()))
        for field in sorted(fields):
            value = record[field]
            if _as_set(told.get(field)) != _as_set(value):
                self._write(KEPT_PREFIX + field, json.dumps(value, ensure_ascii=False))

    def _warn(self, kind: str, text: str) -> None:
        self._reading.warn(kind, self._where, repr(text[:200]))

    def _write(
        self,
        prop: str,
        value: str,
        *,
        original: str | None = None,
        origin: str | None = None,
        subject: str | None = None,
        first: str | None = None,
    ) -> None:
        subject = subject or self._id
        key = statement_key(
            self._dataset, subject, prop.removeprefix(KEPT_PROPERTY), value
        )
        if key in self._rows:
            return
        self._rows[key] = Statement(
            key,
            subject,
            self._id,
            prop,
            self._schema.name,
            value,
            self._dataset,
            None,
            original,
            False,
            first or self._first,
            self._last,
            origin,
        )


def vocabulary_fault(prop: Property, text: str) -> str | None:
    """Say what keeps a text from being a value of a property, or None if nothing does."""
    if not text or text.isspace():
        return "blank"
    if len(text) > prop.max_length:
        return "longer than FollowTheMoney allows"
    if prop.type in _CHECKED and not _has_form(prop, text):
        return f"no {prop.type} in FollowTheMoney's form"
    return None


def is_kept_aside(prop: Property, text: str) -> bool:
    """Tell whether a faulty value would mislead those who rely on the form of its type."""
    return prop.type in _STRICT or not text or text.isspace()


def readable_forms(prop: Property, text: str) -> tuple[str, ...]:
    """Return the values we read out of one that is not in FollowTheMoney's form."""
    if prop.type == "date":
        try:
            return read_dates(text).values
        except DateError:
            return ()
    value = clean_value(prop, text)
    return () if value is None else (value,)


@lru_cache(maxsize=65536)
def _has_form(prop: Property, text: str) -> bool:
    value = clean_value(prop, text)
    return value == text if prop.type in _STRICT else value is not None


def _day(record: dict[str, Any], field: str) -> str | None:
    """Return a moment the record states, if it states one."""
    day = record.get(field)
    return day if isinstance(day, str) and day else None


def _as_set(value: Any) -> Any:
    """Return a list of texts as a set: FollowTheMoney's lists have no order."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return set(value)
    return value
