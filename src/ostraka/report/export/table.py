"""A reading as rows: one for each proposal, for CSV and for the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ostraka.report.items import Item, items_of, names_of

#: Column → heading.
COLUMNS = {
    "id": "Id", "kind": "Part", "summary": "What", "passage": "In its words",
    "start": "From", "end": "To", "holder": "Held by", "answer": "Decided",
}  # fmt: skip


def rows_of(
    reading: Mapping[str, Any], answers: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """Return one row for each proposal of a reading, in the order they are shown.

    Args:
        reading: As JSON.
        answers: What was decided, by proposal.
    """
    names = names_of(reading)
    return [_row(item, names, answers or {}) for item in items_of(reading)]


def _row(
    item: Item, names: Mapping[str, str], answers: Mapping[str, str]
) -> dict[str, Any]:
    start, end = _place(item)
    return {
        "id": item.id,
        "kind": item.kind,
        "summary": item.summary,
        "passage": item.passage,
        "start": start,
        "end": end,
        "holder": " → ".join(names.get(h, h) for h in item.content.get("holder", ())),
        "answer": answers.get(item.id, ""),
    }


def _place(item: Item) -> tuple[int, int]:
    for key in ("mentions", "evidence", "span", "content"):
        found = item.content.get(key)
        if found:
            first = found[0] if isinstance(found, list) else found
            return first["start"], first["end"]
    return 0, 0
