"""Statement, value, entity: the three shapes that cross the rooms of this house."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from ostraka.record.clean import clean_value
from ostraka.record.schema import Schema, find_schema

#: The property of the statement that says "this entity is in this dataset".
BASE_ID = "id"

#: Origin of values that stand in our catalog and not in the publication.
CATALOG_ORIGIN = "catalog"

#: Begins the name of a property that keeps, as it came, what FollowTheMoney has no word for.
KEPT_PREFIX = "_"

#: Begins the property of a value that is not in the vocabulary's form; its name follows.
KEPT_PROPERTY = f"{KEPT_PREFIX}properties."

#: Origin of a value that we read out of one that is kept as it came.
DERIVED_ORIGIN = "derived"

#: Types whose values are in a language (FollowTheMoney drops `lang` on the others).
_LINGUISTIC = frozenset({"name", "string", "text", "html", "address"})


class Statement(NamedTuple):
    """One dated, sourced value: FollowTheMoney's thirteen fields.

    Attributes:
        id: SHA-1 over dataset, entity, property, value (and language).
        entity_id: The id the publisher's record has.
        canonical_id: The id of the party it was merged into; else the same.
        prop: Property name; `id` for the statement that the entity exists.
        schema: FollowTheMoney schema of the entity.
        value: The value in FollowTheMoney's form.
        dataset: Which list says so.
        lang: ISO 639-3 code of the value's language, where it is known.
        original_value: The value as published, where it differs.
        external: True for a candidate that is not part of the dataset proper.
        first_seen: Day of the first version that has it, as far as loaded here.
        last_seen: Day of the last version that has it.
        origin: Which part of the publication says so (`main`, `alias` …); several are
            joined by `; `, and no name stands for the record itself.
    """

    id: str
    entity_id: str
    canonical_id: str
    prop: str
    schema: str
    value: str
    dataset: str
    lang: str | None
    original_value: str | None
    external: bool
    first_seen: str | None
    last_seen: str | None
    origin: str | None


@dataclass(frozen=True, slots=True)
class Value:
    """A value of one property, with how and where it was published."""

    text: str
    original: str | None = None
    lang: str | None = None
    origin: str | None = None


@dataclass(slots=True)
class Entity:
    """One record being read: an id, a schema and its values, in reading order.

    `add` brings a value into FollowTheMoney's form; what has none is kept in
    `rejected` so that the loader can note and report it.  An entity that came as
    statements has them in `given`, and they are stored as they are.  `form` is a digest
    of the record exactly as published: it tells a change of mere form (order, markup)
    from no change at all.
    """

    id: str
    schema: Schema
    values: dict[str, list[Value]] = field(default_factory=dict)
    rejected: list[tuple[str, str]] = field(default_factory=list)
    given: list[Statement] = field(default_factory=list)
    form: str | None = None

    def add(
        self,
        prop: str,
        text: str | None,
        *,
        original: str | None = None,
        lang: str | None = None,
        origin: str | None = None,
    ) -> bool:
        """Add a value unless it is empty or already there.

        Args:
            prop: A property of the entity's schema.
            text: The value; None and blank text are nothing.
            original: The published text, if `text` is already derived from it.
            lang: ISO 639-3 code of the language of the value.
            origin: Part of the publication that says so.

        Returns:
            True if the entity has the value now; False if it was empty or refused.

        Raises:
            KeyError: The schema has no such property: a mistake in the reader.
        """
        if text is None or not text.strip():
            return False
        found = self.schema.properties[prop]
        if found.stub:
            raise KeyError(f"{self.schema.name}.{prop} is the far side of a link")
        value = clean_value(found, text)
        if value is None:
            self.rejected.append((prop, original or text))
            return False
        published = (original or text).strip()
        kept = Value(
            text=value,
            original=published if published != value else None,
            lang=lang if found.type in _LINGUISTIC else None,
            origin=origin,
        )
        _keep(self.values.setdefault(prop, []), kept)
        return True

    def texts(self, prop: str) -> list[str]:
        """Return the values of a property in FollowTheMoney's form."""
        return [v.text for v in self.values.get(prop, ())]

    def first(self, prop: str) -> str | None:
        """Return the first value of a property, or None."""
        values = self.values.get(prop)
        return values[0].text if values else None

    @property
    def is_party(self) -> bool:
        """Tell whether this is a party of its own and not a part of another's file."""
        if self.given and all(statement.external for statement in self.given):
            return False
        holder = self.schema.holder
        return self.schema.is_party and (holder is None or holder not in self.values)

    @property
    def caption(self) -> str:
        """The value to show for this entity: FollowTheMoney's caption rule, or the id."""
        for prop in self.schema.caption:
            first = self.first(prop)
            if first is not None:
                return first
        return self.id

    def to_ftm(self, dataset: str) -> dict[str, Any]:
        """Return the entity as FollowTheMoney writes it to JSON lines."""
        return {
            "id": self.id,
            "caption": self.caption,
            "schema": self.schema.name,
            "properties": {prop: self.texts(prop) for prop in sorted(self.values)},
            "datasets": [dataset],
            "referents": [],
        }


def _keep(values: list[Value], kept: Value) -> None:
    """Append a value, or note that one already there stands in a further part too."""
    for place, value in enumerate(values):
        if value.text == kept.text and value.lang == kept.lang:
            if value.origin != kept.origin:
                parts = {*(value.origin or "").split("; "), kept.origin or ""}
                values[place] = replace(value, origin="; ".join(sorted(parts)))
            return
    values.append(kept)


def new_entity(schema: str, entity_id: str) -> Entity:
    """Return an empty entity of the schema called `schema`."""
    return Entity(entity_id, find_schema(schema))


def statement_key(
    dataset: str,
    entity_id: str,
    prop: str,
    value: str,
    lang: str | None = None,
    *,
    external: bool = False,
) -> str:
    """Return the id FollowTheMoney gives to a statement with these values."""
    key = f"{dataset}.{entity_id}.{prop}.{value}"
    if lang is not None:
        key = f"{key}@{lang}"
    if external:
        key = f"{key}.ext"
    return hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()


def statements_of(entity: Entity, dataset: str, seen: str) -> Iterator[Statement]:
    """Yield the statements an entity is made of, the one about its existence first.

    Args:
        entity: The record.
        dataset: Which list says so.
        seen: Day of the version, ISO 8601: both first and last day seen *in it*.
    """
    if entity.given:
        yield from entity.given
        return
    keys: list[str] = []
    rows: list[Statement] = []
    for prop, values in entity.values.items():
        for value in values:
            key = statement_key(dataset, entity.id, prop, value.text, value.lang)
            keys.append(key)
            rows.append(
                Statement(
                    id=key,
                    entity_id=entity.id,
                    canonical_id=entity.id,
                    prop=prop,
                    schema=entity.schema.name,
                    value=value.text,
                    dataset=dataset,
                    lang=value.lang,
                    original_value=value.original,
                    external=False,
                    first_seen=seen,
                    last_seen=seen,
                    origin=value.origin,
                )
            )
    checksum = content_checksum(keys)
    yield Statement(
        id=statement_key(dataset, entity.id, BASE_ID, checksum),
        entity_id=entity.id,
        canonical_id=entity.id,
        prop=BASE_ID,
        schema=entity.schema.name,
        value=checksum,
        dataset=dataset,
        lang=None,
        original_value=entity.form,
        external=False,
        first_seen=seen,
        last_seen=seen,
        origin=None,
    )
    yield from rows


def content_checksum(statement_ids: Iterable[str]) -> str:
    """Return one SHA-1 for the content of an entity, whatever the order."""
    digest = hashlib.sha1(usedforsecurity=False)
    for key in sorted(statement_ids):
        digest.update(key.encode())
    return digest.hexdigest()
