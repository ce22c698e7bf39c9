"""A designation in Switzerland's list: its programmes, its history, and what it is today.

A target is never taken out of the file: its latest modification says whether it is still
designated.  What it is listed under is told by the number of a set of measures.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ostraka.record.model import Entity
from ostraka.sources.reader import Reading
from ostraka.sources.seco.identity import finish
from ostraka.sources.strict_xml import Node

_ENGLISH = "eng"
_ENDING = "de-listed"
_MODIFICATIONS = frozenset({"listed", "amended", _ENDING})
#: Number of a record of the UN, given by targets of its programmes.
_UN_REFERENCE = re.compile(r"[A-Z]{2}[ie]\.\d{2,3}")


@dataclass(frozen=True, slots=True)
class Programme:
    """What a target is listed under: one set of measures of one ordinance."""

    name: str | None
    key: str | None
    measures: str | None
    origin: str | None


@dataclass(frozen=True, slots=True)
class _Modification:
    """A listing, amendment or de-listing."""

    kind: str
    enacted: str | None
    published: str | None
    effective: str | None

    @property
    def day(self) -> str:
        """The day it takes effect, or the next best one that is stated."""
        return self.effective or self.enacted or self.published or ""

    @property
    def order(self) -> tuple[str, str, str]:
        """Sort key: which of two came later."""
        return self.day, self.enacted or "", self.published or ""

    @property
    def text(self) -> str:
        """The modification in words."""
        days = {
            "enacted": self.enacted,
            "published": self.published,
            "effective": self.effective,
        }
        told = ", ".join(f"{word} {day}" for word, day in days.items() if day)
        return f"{self.kind}: {told}" if told else self.kind


def read_programmes(reading: Reading, node: Node) -> dict[str, Programme]:
    """Return the sets of measures of one ordinance by their numbers."""
    name = _english(reading, node, "program-name")
    key = _english(reading, node, "program-key")
    origin = node.take_text("origin")
    measures: dict[str, dict[str, str]] = {}
    for item in node.take_all("sanctions-set"):
        texts = measures.setdefault(item.attribute("ssid") or "", {})
        texts[item.attribute("lang") or ""] = item.text or ""
        item.done(reading)
    # When the ordinance was last changed, and before that.
    node.ignore("version-date", "predecessor-version-date")
    finish(reading, node)
    return {
        ssid: Programme(name, key, _pick(texts), origin)
        for ssid, texts in measures.items()
    }


def _english(reading: Reading, node: Node, tag: str) -> str | None:
    texts: dict[str, str] = {}
    for item in node.take_all(tag):
        texts[item.attribute("lang") or ""] = item.text or ""
        finish(reading, item)
    return _pick(texts)


def _pick(texts: dict[str, str]) -> str | None:
    """Return the English text; the others (German, French, Italian) say the same."""
    return texts.get(_ENGLISH) or next(iter(texts.values()), None)


def read_designation(
    reading: Reading, node: Node, party: Entity, programmes: Mapping[str, Programme]
) -> Entity:
    """Return the designation of a party, and tell the reading if it has ended.

    Args:
        reading: The version being read.
        node: The target.
        party: The party.
        programmes: Sets of measures by number.
    """
    sanction = reading.sanction(party)
    stated = node.attribute("sanctions-set-id")  # an attribute in older versions
    for ssid in filter(None, (stated, *node.take_texts("sanctions-set-id"))):
        sanction.add("recordId", ssid)
        _add_programme(reading, sanction, ssid, programmes)
    for reference in node.take_texts("foreign-identifier"):
        if _UN_REFERENCE.fullmatch(reference):
            sanction.add("unscId", reference)
        sanction.add("summary", f"Foreign identifier: {reference}")
    modifications = [
        _modification(reading, item) for item in node.take_all("modification")
    ]
    if not modifications:
        reading.warn("a target without a modification", node.where, party.id)
    _add_days(reading, sanction, node.where, modifications)
    if _has_ended(modifications, reading.published or ""):
        sanction.add("status", _ENDING)
        reading.ended.add(party.id)
    return sanction


def _add_programme(
    reading: Reading, sanction: Entity, ssid: str, programmes: Mapping[str, Programme]
) -> None:
    programme = programmes.get(ssid)
    if programme is None:
        reading.warn("unknown sanctions-set", sanction.id, ssid)
        return
    sanction.add("program", programme.name or programme.key)
    sanction.add("provisions", programme.measures)
    key, origin = programme.key, programme.origin
    sanction.add("summary", f"Programme: {key}" if key else None)
    sanction.add("summary", f"Origin of the programme: {origin}" if origin else None)


def _modification(reading: Reading, node: Node) -> _Modification:
    kind = node.attribute("modification-type") or ""
    if kind not in _MODIFICATIONS:
        reading.refuse(node.where, f"unknown modification-type {kind!r}")
    found = _Modification(
        kind,
        node.attribute("enactment-date"),
        node.attribute("publication-date"),
        node.attribute("effective-date"),
    )
    # The target as it was after and before: history, not what is said today.
    node.ignore("added", "removed")
    finish(reading, node)
    return found


def _add_days(
    reading: Reading, sanction: Entity, where: str, modifications: list[_Modification]
) -> None:
    ordered = sorted(modifications, key=lambda m: m.order)
    listed = [m for m in ordered if m.kind == "listed"]
    if listed:
        first = listed[0]
        reading.add_date(sanction, "listingDate", where, first.published or first.day)
        reading.add_date(sanction, "startDate", where, first.day)
    for modification in ordered:
        if modification.kind == "amended":
            day = modification.published or modification.day
            reading.add_date(sanction, "modifiedAt", where, day)
        sanction.add("summary", modification.text)
    latest = _latest(modifications)
    if latest is not None and latest.kind == _ENDING:
        reading.add_date(sanction, "endDate", where, latest.day)


def _latest(modifications: list[_Modification]) -> _Modification | None:
    """Return the last modification; of two of the same days, the first in the file.

    The file tends to have the newest first, but not always.
    """
    return max(modifications, key=lambda m: m.order, default=None)


def _has_ended(modifications: list[_Modification], day: str) -> bool:
    """Tell whether the last modification in effect by a day is a de-listing."""
    latest = _latest([m for m in modifications if m.day <= day])
    return latest is not None and latest.kind == _ENDING
