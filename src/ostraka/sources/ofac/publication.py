"""What OFAC's ENHANCED format says of a file as a whole, and its small pieces.

Its date and what it was filtered by, its code lists, its dates and coded values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ostraka.record.dates import is_date
from ostraka.record.schema import Schema
from ostraka.sources.ofac.dates import Period, Span
from ostraka.sources.ofac.links import Relation
from ostraka.sources.ofac.listing import HOME_LISTS, delta_refused
from ostraka.sources.reader import Reading
from ostraka.sources.strict_xml import Node

NAME = "OFAC ENHANCED XML"
WHOLE = "SDN_ENHANCED.XML or CONS_ENHANCED.XML"


@dataclass(slots=True)
class Publication:
    """What is known of a file while it is read.

    Attributes:
        reading: The version being read.
        references: Texts of its codes by number.
        dates: Labels of features that are dates.
        schemata: Schema by OFAC's number of the party.
        relations: Relationships between parties.
    """

    reading: Reading
    references: dict[str, str] = field(default_factory=dict)
    dates: set[str] = field(default_factory=set)
    schemata: dict[str, Schema] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)

    def read_info(self, node: Node) -> None:
        """Read `publicationInfo`; refuse what is not the whole of this list."""
        stated = (node.take_text("dataAsOf") or "")[:10]
        made = node.take_text("datePublished")  # of a delta, the only date
        kind = (node.take_text("publicationType") or "").casefold()
        if "delta" in kind or (made and not stated):
            raise delta_refused(self.reading, NAME, WHOLE)
        if not is_date(stated):
            raise self.reading.stop(NAME, f"dataAsOf {stated!r} is not a day")
        self.reading.published = stated
        filters = node.take("filters")
        if filters is not None:
            self._check_filters(filters)
        node.done(self.reading)

    def _check_filters(self, filters: Node) -> None:
        chosen = self.children(filters, "sanctionsLists", "sanctionsList")
        lists = {name for node in chosen if (name := self.text(node)) is not None}
        home = HOME_LISTS.get(self.reading.dataset.name)
        if home is not None and lists and home not in lists:
            held = ", ".join(sorted(lists))
            raise self.reading.stop(NAME, f"a file of the {held}, not of the {home}")
        if self.children(filters, "sanctionsPrograms", "sanctionsProgram"):
            what = "only some programs are in this file"
            raise self.reading.stop(NAME, what, f"load the whole list, {WHOLE}")
        filters.done(self.reading)

    def read_code(self, node: Node) -> None:
        """Read a `referenceValue`, or of a `featureType` whether it is a date."""
        kind, value = node.take_text("type"), node.take_text("value")
        reference = node.attribute("refId")
        if reference and value:
            self.references[reference] = value
        if kind and self.coded(node, "detailType") == "DATE":
            self.dates.add(kind)
        # Codes that repeat the value, and how OFAC sorts and prints its own remarks.
        node.ignore(
            "code", "isoCode", "advancedXmlOffset", "featureTypeId",
            "publishExclude", "publishDescription", "publishOrder",
        )  # fmt: skip
        node.done(self.reading)

    def coded(self, node: Node, tag: str) -> str | None:
        """Return the text of a coded value, by its reference if it has none itself."""
        found = node.take(tag)
        return self.text(found) if found is not None else None

    def text(self, node: Node) -> str | None:
        """Return the text of an element that has a `refId`."""
        reference = node.attribute("refId")
        node.ignore("id")  # a number of its own for "this party has this value"
        node.done(self.reading)
        return node.text or self.references.get(reference or "")

    def children(self, node: Node, parent: str, child: str) -> list[Node]:
        """Return the children of a tag that holds nothing but them."""
        holder = node.take(parent)
        if holder is None:
            return []
        found = holder.take_all(child)
        holder.done(self.reading)
        return found

    def parts(self, node: Node, parent: str, child: str) -> tuple[tuple[str, str], ...]:
        """Return kind and text of the parts of a name or an address."""
        parts: list[tuple[str, str]] = []
        for part in self.children(node, parent, child):
            kind, text = self.coded(part, "type"), part.take_text("value")
            if text is not None:
                parts.append((kind or "", text))
            part.ignore("id")
            part.done(self.reading)
        return tuple(parts)

    def period(self, node: Node, tag: str) -> Period | None:
        """Return the period a tag holds, or None if there is no such tag."""
        found = node.take(tag)
        if found is None:
            return None
        days = [
            self._day(found, part)
            for part in ("fromDateBegin", "fromDateEnd", "toDateBegin", "toDateEnd")
        ]
        is_circa = is_true(found, "isApproximate")
        found.ignore("id", "isDateRange")  # the days say whether it is a range
        found.done(self.reading)
        return Period(Span(days[0], days[1]), Span(days[2], days[3]), is_circa)

    def _day(self, node: Node, tag: str) -> date | None:
        text = node.take_text(tag)
        try:
            return date.fromisoformat(text[:10]) if text is not None else None
        except ValueError:
            self.reading.refuse(node.where, f"{tag} {text!r} is not a day")
            return None


def is_true(node: Node, tag: str, *, default: bool = False) -> bool:
    """Tell whether a tag says `true`; without the tag, the default."""
    text = node.take_text(tag)
    return default if text is None else text in {"true", "1"}
