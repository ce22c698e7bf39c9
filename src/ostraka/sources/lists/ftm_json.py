"""FollowTheMoney entities, one JSON object a line, as OpenSanctions and others offer them.

Every entity keeps its id, its values and what is said of it beside them.
"""

from __future__ import annotations

from collections.abc import Iterator

from ostraka.record.model import Entity
from ostraka.sources.ftm import json_lines, kind_of_line, read_entity
from ostraka.sources.reader import Format, Reading


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for lines of JSON that look like entities."""
    return "main" if kind_of_line(head) == "entity" else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the entities of the file in its order."""
    for where, record in json_lines(reading, "main"):
        entity = read_entity(reading, where, record)
        if entity is not None:
            yield entity


FORMAT = Format(name="ftm", sniff=sniff, read=read)
