"""What is asked: names and whatever else is known of the party in front of us."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ostraka.errors import UsageError
from ostraka.index.entry import family_of, is_evidence
from ostraka.record.clean import clean_value
from ostraka.record.dates import tells_birth
from ostraka.record.party import NAME_KINDS
from ostraka.record.schema import Property, Schema, find_schema, is_schema
from ostraka.text.name import LONGEST_TEXT

_TEXTS = {str}
#: More names than this of one query are not compared.
MOST_NAMES = 300


@dataclass(frozen=True, slots=True)
class Query:
    """One party to screen.

    Attributes:
        names: Kind of name and the name, as in FollowTheMoney (`name`, `alias` …); of a
            long one as much as is looked at.
        schema: FollowTheMoney schema, or None if it is not known what it is.
        facts: Other values by property: dates, countries, numbers, gender, addresses.
        id: The asker's own id, handed back unchanged.
    """

    names: tuple[tuple[str, str], ...]
    schema: str | None = None
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    id: str | None = None

    @property
    def family(self) -> str | None:
        """The family of parties it is compared with; None for all."""
        if self.schema is None or self.schema in {"Thing", "LegalEntity"}:
            return None
        return family_of(self.schema)

    def names_to_go_by(self) -> Iterator[str]:
        """Yield the names that may open a match (OFAC FAQ 122: weak aliases may not)."""
        return (name for kind, name in self.names if kind != "weakAlias")

    @classmethod
    def from_entity(cls, entity: Mapping[str, Any]) -> Query:
        """Read a query from an entity as FollowTheMoney writes it.

        Args:
            entity: `{"id": …, "schema": …, "properties": {prop: [values]}}`; `schema`
                may be missing.  Properties that cannot be compared are left aside.

        Raises:
            UsageError: It is no such entity, or has neither a name nor a number.
        """
        if not isinstance(entity, Mapping):
            raise UsageError(
                f"expected an entity, {{'schema': …, 'properties': {{…}}}} as FollowTheMoney writes it, and got {entity!r}"
            )
        schema = _schema(entity)
        properties = entity.get("properties")
        if not isinstance(properties, Mapping):
            raise UsageError("the entity has no `properties`, an object of lists")
        values = {prop: _values(prop, found) for prop, found in properties.items()}
        names = _names(values)
        facts = _facts(schema, values)
        if not names and not facts:
            raise UsageError(
                "the entity has no name and no identity number to look for"
            )
        given = entity.get("id")
        name = None if schema is None else schema.name
        return cls(names, name, facts, None if given is None else str(given))


def _schema(entity: Mapping[str, Any]) -> Schema | None:
    name = entity.get("schema")
    if name is None or name == "":
        return None
    if not isinstance(name, str) or not is_schema(name):
        raise UsageError(f"{name!r} is no schema of FollowTheMoney")
    return find_schema(name)


def _values(prop: str, found: object) -> tuple[str, ...]:
    if type(found) is list and len(found) == 1 and type(found[0]) is str:
        text = found[0].strip()  # as most are, by far
        return (text,) if text else ()
    if isinstance(found, str):
        found = [found]
    if isinstance(found, list) and set(map(type, found)) <= _TEXTS:
        return tuple([text for value in found if (text := value.strip())])
    if not isinstance(found, list | tuple):
        raise UsageError(f"property {prop!r}: expected a list of texts, got {found!r}")
    for value in found:
        # A FollowTheMoney entity may carry whole entities below it; they are no values.
        if not isinstance(value, str | int | float | Mapping):
            raise UsageError(f"property {prop!r}: expected a text, got {value!r}")
    texts = (str(v).strip() for v in found if not isinstance(v, Mapping))
    return tuple(text for text in texts if text)


def _names(values: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    names = [(kind, name) for kind in NAME_KINDS for name in values.get(kind, ())]
    if not names:
        parts = ("firstName", "secondName", "middleName", "fatherName", "lastName")
        joined = " ".join(v for part in parts for v in values.get(part, ())[:1])
        names = [("name", joined)] if joined else []
    # cut here once, so that nothing that is kept for the next query grows with a text
    cut = ((kind, name[:LONGEST_TEXT]) for kind, name in names)
    return tuple(dict.fromkeys(cut))[:MOST_NAMES]


def _facts(
    schema: Schema | None, values: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    name = "Thing" if schema is None else schema.name
    return {
        prop: kept
        for prop, found in values.items()
        if _compared(name, prop) is not None and (kept := _evidence(name, prop, found))
    }


@lru_cache(maxsize=32768)
def _evidence(schema: str, prop: str, found: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values of a property as they are compared.

    Days and countries come over and over.
    """
    spec = _compared(schema, prop)
    if spec is None:
        return ()
    cleaned = [clean_value(spec, value) for value in found]
    kept = tuple(dict.fromkeys([value for value in cleaned if value]))
    if prop == "birthDate":
        kept = tuple([value for value in kept if tells_birth(value)])
    return kept


@lru_cache(maxsize=4096)
def _compared(schema: str, prop: str) -> Property | None:
    """Return a property of a schema if its values can be compared."""
    spec = find_schema(schema).properties.get(prop) or _of_any_party(prop)
    return spec if spec is not None and is_evidence(spec) else None


def _of_any_party(prop: str) -> Property | None:
    """Find a property that any kind of party has, for a query of unknown kind."""
    schemata = ("Person", "Company", "Vessel", "Airplane", "CryptoWallet")
    found = (find_schema(name).properties.get(prop) for name in schemata)
    return next((spec for spec in found if spec is not None), None)
