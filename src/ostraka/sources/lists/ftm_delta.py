"""Changes of a FollowTheMoney list, as yente reads them: `{"op": "ADD", "entity": {…}}`.

Applied to the newest version of the list they give a new whole version.  An
operation that does not fit (adding what is there, changing or removing what is not)
means that the delta belongs to another version, and refuses it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ostraka.record.model import Entity
from ostraka.sources.deltas import stamp_day
from ostraka.sources.ftm import json_lines, kind_of_line, read_entity
from ostraka.sources.reader import Base, Format, Reading

_FIELDS = {"op", "entity"}


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for lines of JSON that begin with an operation."""
    return "main" if kind_of_line(head) == "delta" else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield every entity of the new version: those of the base, as changed."""
    base = reading.base
    if base is None:
        raise reading.stop("delta", "there is no version it could change")
    reading.published = _published(reading, base)
    changed = _changes(reading, base)
    for entity in base.entities(reading.seen):
        if entity.id not in changed:
            yield entity
    for replacement in changed.values():
        if replacement is not None:
            yield replacement


def _published(reading: Reading, base: Base) -> str | None:
    """Return the day in the name of the delta's folder, if it is named so."""
    day = stamp_day(reading.files["main"].path.parent.name)
    before = base.version
    if day is None or day >= before.published or before.published_basis != "loaded":
        return day
    # The base's day is only the one it was loaded on: so is then the delta's.
    reading.warn(
        "delta older than the day its base was loaded", reading.files["main"].name, day
    )
    return None


def _changes(reading: Reading, base: Base) -> dict[str, Entity | None]:
    """Return what becomes of each entity the delta names; None where it goes."""
    changed: dict[str, Entity | None] = {}
    for where, record in json_lines(reading, "main"):
        for field in record.keys() - _FIELDS:
            reading.refuse(where, f"unknown field {field!r}")
        operation, entity = record.get("op"), record.get("entity")
        entity_id = entity.get("id") if isinstance(entity, dict) else None
        if not isinstance(entity, dict) or not isinstance(entity_id, str):
            reading.refuse(where, "an operation without an entity's id")
            continue
        is_there = (
            changed[entity_id] is not None
            if entity_id in changed
            else entity_id in base.ids
        )
        fault = _misfit(operation, entity_id, base.version.id, is_there=is_there)
        if fault is not None:
            reading.refuse(where, fault, "does this delta belong to another version?")
        elif operation == "DEL":
            changed[entity_id] = None
        else:
            changed[entity_id] = read_entity(reading, where, entity)
    return changed


def _misfit(
    operation: object, entity_id: str, version: str, *, is_there: bool
) -> str | None:
    """Say why an operation cannot be applied, or return None."""
    if operation not in {"ADD", "MOD", "DEL"}:
        return f"unknown operation {operation!r}"
    if operation == "ADD" and is_there:
        return f"adds {entity_id}, which version {version} has already"
    if operation != "ADD" and not is_there:
        verb = "changes" if operation == "MOD" else "removes"
        return f"{verb} {entity_id}, which version {version} does not have"
    return None


FORMAT = Format(name="ftm_delta", sniff=sniff, read=read, is_delta=True)
