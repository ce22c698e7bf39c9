"""What a row of a customer file says of a party, as FollowTheMoney has it.

What is impossible (31 February, no name) makes the row unfit; what is only not
understood (a country nobody knows) is left out and counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from ostraka.errors import UsageError
from ostraka.record.clean import clean_value
from ostraka.record.dates import DateError, read_dates
from ostraka.record.schema import Property, find_schema, schema_names
from ostraka.screen.headings import (
    NAME_PARTS,
    field_properties,
    find_field,
    find_property,
    fold_heading,
    holds_several,
    known_fields,
)

# One letter is not enough: `C` may be a company or a consumer.
_SCHEMATA = {
    "Person": "individual naturalperson human people privateperson",
    "Company": "corporate corporation business firm",
    "Organization": "organisation org entity body institution ngo",
    "LegalEntity": "unknown any party",
    "Vessel": "ship boat tanker",
    "Airplane": "aircraft plane",
}
_NOTHING = frozenset({
    "-", "--", "---", "n/a", "#n/a", "null", "none", "nan", "nil", "unknown", "not known",
    "not available", "0000-00-00", "00/00/0000", "<na>",
})  # fmt: skip
_NAMES = frozenset({"name", "alias", "weak_alias", "previous_name", *NAME_PARTS})
_SEARCHED = frozenset({"name", "alias", "weakAlias", "previousName"})
_LETTER = re.compile(r"[^\W_]")
_JOINED = re.compile(r"[;|]")
_TIME = re.compile(r"[ T]\d{1,2}:\d\d.*$")
_COMPACT_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}")


class RowError(ValueError):
    """A row that cannot be screened, and why."""


def entity_from_fields(fields: Mapping[str, str | Sequence[str]]) -> dict[str, Any]:
    """Return a FollowTheMoney-shaped party from fields as a file's columns have them.

    Args:
        fields: `name`, `schema`, `birth_date`, `country`, `id_number` … with one value
            or several.

    Raises:
        UsageError: A field is unknown, or its value cannot be read.
    """
    values: dict[str, list[str]] = {}
    for key, given in fields.items():
        field = find_field(key)
        if field is None:
            raise UsageError(f"unknown field {key!r}; one of {known_fields()}")
        texts = [given] if isinstance(given, str) else [str(value) for value in given]
        values.setdefault(field, []).extend(texts)
    notes: Counter[str] = Counter()
    try:
        entity = make_entity(values, notes=notes)
    except RowError as error:
        raise UsageError(str(error)) from error
    if notes:
        raise UsageError("; ".join(notes))
    return entity


def make_entity(
    values: Mapping[str, Sequence[str]],
    *,
    month_first: bool = False,
    notes: Counter[str],
) -> dict[str, Any]:
    """Return the party a row describes.

    Args:
        values: The texts of each field.
        month_first: Read `02/03/1971` as 3 February.
        notes: Where values that are left out for being unknown are counted.

    Raises:
        RowError: There is neither name nor number, a date that never was, or no such
            schema.
    """
    known = {f: kept for f, texts in values.items() if (kept := _texts(f, texts))}
    schema = _schema_name(known, notes)
    properties: dict[str, list[str]] = {}
    for field, texts in known.items():
        name, spec = _target(schema, field)
        if name is None:
            continue
        found = texts
        if spec is not None:
            found = []
            for text in texts:
                read = _read_value(spec, text, month_first=month_first)
                found += read or _note(notes, field, text)
        if found:
            before = properties.get(name)
            if before or len(found) > 1:
                found = list(dict.fromkeys([*(before or ()), *found]))
            properties[name] = found
    if "name" not in properties:
        parts = [known[part][0] for part in NAME_PARTS if part in known]
        if parts:
            properties["name"] = [" ".join(parts)]
    if "name" not in properties and not _can_be_screened(properties):
        raise RowError("no name, and no identity number to look for")
    given = known.get("id")
    entity = {"id": given[0]} if given else {}
    return {**entity, "schema": schema, "properties": properties}


def is_month_first(texts: Sequence[str]) -> bool:
    """Tell whether dates are written month first: some must be, and none cannot be."""
    found = [m for text in texts if (m := _SLASHED.fullmatch(text.strip())) is not None]
    return any(int(m[2]) > 12 for m in found) and not any(int(m[1]) > 12 for m in found)


def _texts(field: str, texts: Sequence[str]) -> list[str]:
    """Return the values of a field's cells; a name must have a letter or digit."""
    if field in _NAMES:
        return [text.strip() for text in texts if _LETTER.search(text)]
    if holds_several(field):
        texts = [part for text in texts for part in _JOINED.split(text)]
    found = [text.strip() for text in texts]
    return [text for text in found if text and text.casefold() not in _NOTHING]


@cache
def _target(schema: str, field: str) -> tuple[str | None, Property | None]:
    """Return the property a field becomes; with its rule if it is not taken as it is."""
    names = field_properties(schema, field)
    if not names:
        return None, None
    spec = find_schema(schema).properties.get(names[0]) or find_property(names[0])
    checked = spec is not None and (
        spec.type in {"date", "country", "gender"} or spec.format is not None
    )
    return names[0], spec if checked else None


def _note(notes: Counter[str], field: str, text: str) -> tuple[str, ...]:
    notes[f"{field} not understood: {text[:40]!r}"] += 1
    return ()


def _schema_name(known: Mapping[str, list[str]], notes: Counter[str]) -> str:
    """Return the schema a row states, or what its columns make sure it is."""
    for text in known.get("schema", ()):
        name = _schema_of(text)
        if name is None:
            raise RowError(f"schema: {text[:40]!r} is no kind of party")
        return name
    for text in known.get("type", ()):
        name = _schema_of(text)
        if name is not None:
            return name
        _note(notes, "type", text)
    if known.get("birth_date") or known.get("birthDate") or known.get("gender"):
        return "Person"
    both = known.get("first_name") and known.get("last_name")
    return "Person" if both else "LegalEntity"


@lru_cache(maxsize=256)
def _schema_of(text: str) -> str | None:
    folded = fold_heading(text)
    for name in schema_names():
        if name.casefold() == folded and find_schema(name).is_party:
            return name
    return next((n for n, words in _SCHEMATA.items() if folded in words.split()), None)


def _read_value(spec: Property, text: str, *, month_first: bool) -> tuple[str, ...]:
    """Return a value in FollowTheMoney's form; nothing if it is not understood."""
    if spec.type == "date":
        return _read_date(spec.label, text, month_first)
    value = clean_value(spec, text)
    return () if value is None else (value,)


@lru_cache(maxsize=65536)
def _read_date(label: str, text: str, month_first: bool) -> tuple[str, ...]:
    plain = _TIME.sub("", text)
    compact = _COMPACT_DAY.fullmatch(plain)
    if compact is not None:
        plain = "-".join(compact.groups())
    try:
        return read_dates(plain, month_first=month_first).values
    except DateError as error:
        if _SLASHED.fullmatch(plain) is None:
            raise RowError(f"{label.lower()}: {error}") from error
    try:  # "12/31/1980" in a file whose other dates are day first
        return read_dates(plain, month_first=not month_first).values
    except DateError as error:
        raise RowError(f"{label.lower()}: {error}") from error


def _can_be_screened(properties: Mapping[str, list[str]]) -> bool:
    if not _SEARCHED.isdisjoint(properties):
        return True
    found = (find_property(name) for name in properties)
    return any(spec is not None and spec.type == "identifier" for spec in found)
