"""The proposals of a reading, one by one, and what a correction may change."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ostraka.errors import UsageError
from ostraka.record.dates import is_date

Json = dict[str, Any]
#: Parts of a reading that hold proposals, in the order they are shown.
KINDS = ("entities", "incidents", "measures", "recommendations", "quotes", "claims")
#: What may be corrected, by part; everything else is the document's own words.
CORRECTABLE = {
    "entities": ("schema", "name", "country"),
    "incidents": ("type", "method", "stage_reached", "outcome", "date", "country"),
    "measures": ("kind", "date", "imposer_text", "imposer_country", "status"),
    "recommendations": ("action", "addressee"),
    "quotes": ("kind", "speaker"),
    "claims": ("mode", "status"),
}
_DATES = frozenset({"date"})


@dataclass(frozen=True, slots=True)
class Item:
    """One proposal.

    Attributes:
        kind: Part of the reading.
        id: Its id there: `i1`, `m2`.
        content: As proposed.
    """

    kind: str
    id: str
    content: Json

    @property
    def passage(self) -> str:
        """The words of the document it rests on."""
        content = self.content
        if self.kind == "entities":
            said = [mention["text"] for mention in content["mentions"]]
            return " / ".join(dict.fromkeys(said))
        for key in ("evidence", "span", "content"):
            if key in content:
                found = content[key]
                spans = found if isinstance(found, list) else [found]
                return " … ".join(span["text"] for span in spans)
        return ""

    @property
    def summary(self) -> str:
        """What it says, in a few words."""
        content = self.content
        words = {
            "entities": ("schema", "name"),
            "incidents": ("type", "outcome", "date", "country"),
            "measures": ("kind", "imposer_text", "date"),
            "recommendations": ("action", "addressee"),
            "quotes": ("kind",),
            "claims": ("mode", "status"),
        }[self.kind]
        return " ".join(str(content[key]) for key in words if content.get(key))


def items_of(reading: Mapping[str, Any]) -> Iterator[Item]:
    """Yield the proposals of a reading."""
    for kind in KINDS:
        for content in reading[kind]:
            yield Item(kind, content["id"], content)


def names_of(reading: Mapping[str, Any]) -> dict[str, str]:
    """Return the names of the parties of a reading by id; also of those not accepted."""
    known: dict[str, str] = reading.get("names", {})
    return known | {entity["id"]: entity["name"] for entity in reading["entities"]}


def find_item(reading: Mapping[str, Any], name: str) -> Item:
    """Return one proposal by its id.

    Raises:
        UsageError: The reading has none of that id.
    """
    found = next((item for item in items_of(reading) if item.id == name), None)
    if found is None:
        raise UsageError(f"{name}: the reading has no such proposal")
    return found


def check_correction(item: Item, correction: Mapping[str, str]) -> None:
    """Refuse a correction of what is the document's own words, or to what is no date.

    Raises:
        UsageError: It does not apply.
    """
    allowed = CORRECTABLE[item.kind]
    for key, value in correction.items():
        if key not in allowed:
            raise UsageError(
                f"{item.id}: {key!r} cannot be corrected; only {', '.join(allowed)}"
            )
        if key in _DATES and value and not is_date(value):
            raise UsageError(f"{item.id}: {value!r} is not a day; write it as 2019-02-28")  # fmt: skip


def corrected(content: Json, correction: Mapping[str, str]) -> Json:
    """Return a proposal as corrected, with what was proposed beside it."""
    changed = copy.deepcopy(content)
    for key, value in correction.items():
        changed[key] = value or None
    return changed | {"corrected": {key: content.get(key) for key in correction}}
