"""Statements of the Beneficial Ownership Data Standard, versions 0.2 to 0.4, as one shape.

0.4 has records (`recordId`) with a history of statements; 0.2 and 0.3 have statements
that replace others (`replacesStatements`).  Here both are `Told`: an id that stays, the
fields of the record, and what stands beside them.
https://standard.openownership.org/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from ostraka.record.dates import DateError, first_day

_KINDS = {
    "entity": "entity",
    "entityStatement": "entity",
    "person": "person",
    "personStatement": "person",
    "relationship": "relationship",
    "ownershipOrControlStatement": "relationship",
}
_JOINT_ARRANGEMENTS = frozenset({"arrangement"})


@dataclass(frozen=True, slots=True)
class Told:
    """What a source tells of one party or one relationship.

    Attributes:
        where: Place in the file.
        kind: `entity`, `person` or `relationship`.
        key: Id that stays the same when it is told again.
        fields: The record's own fields.
        statement: Id of the statement.
        day: Day of the statement, or None.
        closed: Whether the record has come to an end.
        publisher: Who published it, or None.
        published: Day of publication, or None.
    """

    where: str
    kind: str
    key: str
    fields: dict[str, Any]
    statement: str
    day: str | None
    closed: bool
    publisher: str | None
    published: str | None


@dataclass(slots=True)
class Order:
    """Which statements follow which about each record, learned in a first pass.

    Attributes:
        told: The statements about each record, as `(day, statement)`, in order.
        replaced: Statement that replaced another, by the one replaced.
        joint: Records of arrangements in which several hold something together.
        published: Day of the last publication, or None.
    """

    told: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    replaced: dict[str, str] = field(default_factory=dict)
    joint: set[str] = field(default_factory=set)
    published: str | None = None

    @classmethod
    def of(cls, statements: Iterable[tuple[str, dict[str, Any]]]) -> Order:
        """Learn the order of some statements."""
        order = cls()
        for where, statement in statements:
            told = read_statement(where, statement)
            if told is None:
                continue
            order.replaced.update(
                dict.fromkeys(statement.get("replacesStatements") or (), told.statement)
            )
            order.told.setdefault(told.key, []).append((told.day or "", told.statement))
            order.published = max(order.published or "", told.published or "") or None
            if _is_joint(told):
                order.joint.add(told.key)
        for statements_of_one in order.told.values():
            statements_of_one.sort(key=lambda pair: pair[0])
        return order

    def is_last(self, told: Told) -> bool:
        """Tell whether nothing later is told of the same record."""
        if told.statement in self.replaced:
            return False
        return self.told[told.key][-1][1] == told.statement

    def span(self, told: Told) -> tuple[str | None, str | None] | None:
        """Return between which days a statement stood, None for an open end.

        None altogether if it never stood: replaced, followed on the same day, or only
        the closing of what was told before.
        """
        days = self.told[told.key]
        place = next(n for n, (_, name) in enumerate(days) if name == told.statement)
        if told.statement in self.replaced or (told.closed and place > 0):
            return None
        since = told.day if place > 0 else None
        if place + 1 == len(days):
            return since, told.day if told.closed else None
        following = days[place + 1][0]
        if not following or following == (told.day or ""):
            return None
        return since, day_before(following)

    def key(self, name: str) -> str:
        """Return the id that stays, for one that may have been replaced."""
        passed = {name}
        while name in self.replaced and self.replaced[name] not in passed:
            name = self.replaced[name]
            passed.add(name)
        return name


def read_statement(where: str, statement: dict[str, Any]) -> Told | None:
    """Return a statement of any version as `Told`, or None if it is none."""
    kind = _KINDS.get(
        str(statement.get("recordType") or statement.get("statementType"))
    )
    name = statement.get("statementId") or statement.get("statementID")
    if kind is None or not name:
        return None
    details = statement.get("recordDetails")
    publication = statement.get("publicationDetails") or {}
    return Told(
        where=where,
        kind=kind,
        key=str(statement.get("recordId") or name),
        fields=details if isinstance(details, dict) else statement,
        statement=str(name),
        day=statement.get("statementDate"),
        closed=statement.get("recordStatus") == "closed",
        publisher=(publication.get("publisher") or {}).get("name"),
        published=publication.get("publicationDate"),
    )


def day_before(text: str) -> str:
    """Return the day before a day as ISO text."""
    try:
        return (first_day(text) - timedelta(days=1)).isoformat()
    except DateError:
        return text


def reference(value: Any) -> tuple[str | None, str | None]:
    """Return the record an end of a relationship names, or why it names none.

    Args:
        value: A record's id (0.4), an object that names a statement (0.2, 0.3), or one
            with the reason why there is none.
    """
    if isinstance(value, str):
        return value or None, None
    if not isinstance(value, dict):
        return None, "not stated"
    for name in (
        "describedByEntityStatement", "describedByPersonStatement", "describedByRecord",
    ):  # fmt: skip
        if value.get(name):
            return str(value[name]), None
    said = value.get("unspecified") or value
    words = [said.get("reason"), said.get("description")]
    return None, ": ".join(str(w) for w in words if w) or "not stated"


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of an array, or of a single value that should be one."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item


def entity_type(fields: dict[str, Any]) -> tuple[str, str | None]:
    """Return the type of an entity and its subtype, however the version writes them."""
    stated = fields.get("entityType")
    if isinstance(stated, dict):
        words = [stated.get("subtype"), stated.get("details")]
        return str(stated.get("type")), ", ".join(str(w) for w in words if w) or None
    return str(stated or "unknownEntity"), fields.get("entitySubtype")


def _is_joint(told: Told) -> bool:
    if told.kind != "entity":
        return False
    kind, subtype = entity_type(told.fields)
    return kind in _JOINT_ARRANGEMENTS and subtype is None
