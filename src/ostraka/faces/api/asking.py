"""An example from a request, cleaned as yente cleans it and made a query of the core."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from ostraka.errors import UsageError
from ostraka.faces.api.words import BASE_SCHEMA
from ostraka.record.clean import clean_value
from ostraka.record.dates import DateError, read_dates
from ostraka.record.schema import Property, Schema, find_schema, is_schema
from ostraka.screen import Query

#: The parts a name is composed of where there is no whole name, in this order.
_PARTS = (
    "firstName", "secondName", "middleName", "fatherName", "motherName", "lastName",
)  # fmt: skip
#: Names composed of parts, and values of one property, beyond which no more are read.
_MOST_COMPOSED, _MOST_VALUES = 20, 300

Values = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One query of a request.

    Attributes:
        query: What the core is asked; None if nothing in it can be compared.
        echo: The query as it was understood, for the answer.
    """

    query: Query | None
    echo: dict[str, Any]


def read_example(
    schema: str, properties: Mapping[str, object], caller_id: str | None = None
) -> Asked:
    """Read an example entity.

    Properties the schema lacks and values that are none of their type are left aside;
    names are composed of their parts where there is no name; the country a telephone
    or bank account number tells is added.

    Args:
        schema: FollowTheMoney schema.
        properties: Values by property, each a text or a list.
        caller_id: The caller's id, handed back unchanged.

    Raises:
        UsageError: There is no such schema, or it cannot be matched.
    """
    if not is_schema(schema):
        raise UsageError(f"Unknown schema: {schema!r}")
    kind = find_schema(schema)
    if kind.name != BASE_SCHEMA and not kind.matchable:
        raise UsageError(f"Non-matchable schema for query: {kind.name}")
    values: Values = {}
    for name, given in properties.items():
        spec = kind.properties.get(name)
        if spec is not None and not spec.stub:
            _add(values, name, _clean(spec, given))
    _compose_names(kind, values)
    _add(values, "country", list(_country_hints(kind, values)))
    echo = {"id": caller_id, "schema": kind.name, "properties": values}
    return Asked(_query(echo), echo)


def _query(echo: dict[str, Any]) -> Query | None:
    try:
        return Query.from_entity({**echo, "id": None})
    except UsageError:
        # Neither a name nor a number: yente finds nothing, and so do we.
        return None


def _clean(spec: Property, given: object) -> list[str]:
    many = (
        given if isinstance(given, Sequence) and not isinstance(given, str) else [given]
    )
    return [
        value
        for item in islice(many, _MOST_VALUES)
        if isinstance(item, str | int | float) and not isinstance(item, bool)
        for value in _forms(spec, str(item))
    ]


def _forms(spec: Property, text: str) -> tuple[str, ...]:
    # a name is asked however long it is: to leave it aside would say that nobody is meant
    value = clean_value(spec, text, whole=spec.type == "name")
    if value is not None:
        return (value,)
    if spec.type != "date":
        return ()
    try:
        return read_dates(text).values
    except DateError:
        return ()


def _add(values: Values, name: str, found: Sequence[str]) -> None:
    if found:
        values[name] = list(dict.fromkeys([*values.get(name, ()), *found]))


def _compose_names(kind: Schema, values: Values) -> None:
    """Add the names that a person's name parts make, if there is no name."""
    named = (kind.properties[p] for p in values)
    if any(spec.type == "name" and spec.matchable for spec in named):
        return
    parts = [values[part] for part in _PARTS if part in values]
    if kind.is_a("Person") and parts:
        composed = (" ".join(words) for words in product(*parts))
        _add(values, "alias", list(islice(composed, _MOST_COMPOSED)))


def _country_hints(kind: Schema, values: Values) -> Iterator[str]:
    """Yield the countries that numbers tell and no value states."""
    types = {kind.properties[name].type: name for name in values}
    stated = {
        value
        for name in values
        if kind.properties[name].type == "country"
        for value in values[name]
    }
    if "country" not in kind.properties or not types.keys() & {"phone", "identifier"}:
        return
    for name, found in list(values.items()):
        spec = kind.properties[name]
        for value in found:
            hint = _hint(spec, value)
            if hint is not None and hint not in stated:
                yield hint


def _hint(spec: Property, value: str) -> str | None:
    if spec.format == "iban":
        return value[:2].lower()
    if spec.type != "phone":
        return None
    import phonenumbers  # noqa: PLC0415 - its metadata is large; most queries have no phone

    code = phonenumbers.region_code_for_number(phonenumbers.parse(value, None))
    return None if code is None else code.lower()
