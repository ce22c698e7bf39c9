"""The tables of OFAC's ADVANCED format: code lists, periods of time, places.

The format is a database written out: whatever has a code is a number that stands in
`ReferenceValueSets`, and places are listed once and referred to.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from ostraka.sources.ofac.addresses import Parts, address_text
from ostraka.sources.ofac.dates import Period, Span
from ostraka.sources.ofac.facts import said
from ostraka.sources.ofac.names import LATIN
from ostraka.sources.reader import Reading
from ostraka.sources.strict_xml import Node

_UNKNOWN = "Unknown"
_GREGORIAN = "Gregorian"
_FIXED = ("YearFixed", "MonthFixed", "DayFixed")

#: Code lists the records refer to.
_SETS = (
    "AliasType", "AreaCode", "CalendarType", "Country", "DetailReference",
    "EntryEventType", "FeatureType", "IDRegDocDateType", "IDRegDocType", "LegalBasis",
    "List", "LocPartType", "NamePartType", "PartySubType", "PartyType",
    "RelationQuality", "RelationType", "Reliability", "SanctionsType", "Script",
    "Validity",
)  # fmt: skip

#: Code lists of what we do not use: OFAC itself, groups of codes, how sure a part of a
#: name is; and lists that OFAC leaves empty.
_OTHER_SETS = (
    "AreaCodeType", "CountryRelevance", "DecisionMakingBody", "DetailType",
    "DocNameStatus", "EntryLinkType", "ExRefType", "FeatureTypeGroup",
    "IdentityFeatureLinkType", "LegalBasisType", "LocPartValueStatus",
    "LocPartValueType", "Organisation", "SanctionsProgram", "ScriptStatus",
    "SubsidiaryBody", "SupInfoType", "TargetType",
)  # fmt: skip

#: Attributes of codes that point into those lists or repeat the text.
_CODE_DETAILS = (
    "AreaCodeTypeID", "Comment", "CountryID", "DetailCode", "FeatureTypeGroupID",
    "IS03166-3Code", "ISO2", "ISO3", "LegalBasisShortRef", "LegalBasisTypeID",
    "SanctionsProgramID", "ScriptCode", "Symmetrical",
)  # fmt: skip


class References:
    """The code lists of one file.

    Args:
        reading: The version being read.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._texts: dict[tuple[str, str], str] = {}
        self._party_types: dict[str, str] = {}

    def read(self, node: Node) -> None:
        """Read `ReferenceValueSets`."""
        for kind in _SETS:
            values = node.take(f"{kind}Values")
            if values is None:
                continue
            for code in values.take_all(kind):
                self._read_code(kind, code)
            values.done(self._reading)
        node.ignore(*(f"{kind}Values" for kind in _OTHER_SETS))
        node.done(self._reading)

    def _read_code(self, kind: str, code: Node) -> None:
        number = code.attribute("ID") or ""
        # An area's text is its code; the name stands beside it.
        text = code.attribute("Description") or code.text
        if text is not None:
            self._texts[kind, number] = text
        party_type = code.attribute("PartyTypeID")
        if party_type is not None:
            self._party_types[number] = party_type
        code.ignore(*_CODE_DETAILS)
        code.done(self._reading)

    def text(self, kind: str, number: str | None, where: str) -> str | None:
        """Return the text of a code, or None for none and for `Unknown`.

        A code that is not in the file makes the version unfit.
        """
        if number is None:
            return None
        text = self._texts.get((kind, number))
        if text is None:
            self._reading.refuse(where, f"{kind} {number} is not among the references")
        return None if text == _UNKNOWN else text

    def party_type(self, number: str | None, where: str) -> str:
        """Return `Individual`, `Entity`, `Vessel` or `Aircraft` for a `PartySubType`."""
        return (
            self.text("PartySubType", number, where)
            or self.text("PartyType", self._party_types.get(number or ""), where)
            or ""
        )


@dataclass(frozen=True, slots=True)
class Location:
    """A place.

    Attributes:
        country: By name, or None.
        spellings: Script, and kind and text of each part in that script.
    """

    country: str | None
    spellings: tuple[tuple[str, Parts], ...]

    @property
    def text(self) -> str | None:
        """The place in one line; of a nationality, the country."""
        return address_text(dict(self.spellings).get(LATIN, ()), self.country)


def read_location(references: References, node: Node, reading: Reading) -> Location:
    """Read one `Location`."""
    where = node.where
    countries = [
        references.text(kind, found.attribute(f"{kind}ID"), where)
        for tag, kind in (
            ("LocationCountry", "Country"),
            ("LocationAreaCode", "AreaCode"),
        )
        for found in node.take_all(tag)
    ]
    # "undetermined" is a country to OFAC.
    named = [
        name
        for name in dict.fromkeys(countries)
        if name is not None and reading.lookup("countries", name) != ""
    ]
    spelled: dict[str, list[tuple[str, str]]] = {LATIN: []}
    for part in node.take_all("LocationPart"):
        kind = references.text("LocPartType", part.attribute("LocPartTypeID"), where)
        for value in part.take_all("LocationPartValue"):
            script = value.take_text("Comment")
            is_latin = value.attribute("Primary") == "true"
            text = value.take_text("Value")
            if text is not None:
                script = LATIN if is_latin else script or _UNKNOWN
                spelled.setdefault(script, []).append((kind or "", text))
            # Codes that are "Unknown" throughout.
            value.ignore("LocPartValueTypeID", "LocPartValueStatusID")
            value.done(reading)
        part.done(reading)
    further = [("COUNTRY", name) for name in named[1:]]
    comment = node.take_text("Comment")
    spelled[LATIN] += further + ([("Comment", comment)] if comment else [])
    # What refers to the place: the same references from the other side.
    node.ignore("ID", "FeatureVersionReference", "IDRegDocumentReference")
    node.done(reading)
    spellings = tuple((script, tuple(parts)) for script, parts in spelled.items())
    return Location(named[0] if named else None, spellings)


def read_period(
    references: References, node: Node | None, reading: Reading
) -> Period | None:
    """Read one `DatePeriod`; None if there is none or it is empty."""
    if node is None:
        return None
    number = node.attribute("CalendarTypeID")
    calendar = references.text("CalendarType", number, node.where)
    remarks = [node.take_text("Comment"), _fixed(node)]
    spans: list[Span] = []
    is_circa = False
    for tag in ("Start", "End"):
        boundary = node.take(tag)
        if boundary is None:
            spans.append(Span(None, None))
            continue
        is_circa |= boundary.attribute("Approximate") == "true"
        remarks.append(_fixed(boundary))
        first, last = (_read_point(boundary, side, reading) for side in ("From", "To"))
        spans.append(Span(first, last))
        boundary.done(reading)
    remarks += [node.take_words(tag) for tag in ("DurationMinimum", "DurationMaximum")]
    node.done(reading)
    period = Period(spans[0], spans[1], is_circa, said(*remarks))
    if calendar not in {_GREGORIAN, None}:
        told = said(f"{calendar} calendar", period.text, period.remark)
        period = Period(Span(None, None), Span(None, None), remark=told)
    return period if period.text or period.remark else None


def read_day(reading: Reading, node: Node | None) -> date | None:
    """Read a `Year`, `Month` and `Day`."""
    return None if node is None else _compose(reading, node, is_end=False)


def _read_point(boundary: Node, side: str, reading: Reading) -> date | None:
    point = boundary.take(side)
    return None if point is None else _compose(reading, point, is_end=side == "To")


def _compose(reading: Reading, point: Node, *, is_end: bool) -> date | None:
    """Return the day; a month or day that is not known is the first or the last."""
    texts = [point.take_text(tag) or "0" for tag in ("Year", "Month", "Day")]
    point.ignore("CalendarTypeID")  # that of the period, or Gregorian
    point.done(reading)
    try:
        year, month, day = map(int, texts)
        month = month or (12 if is_end else 1)
        day = day or (monthrange(year, month)[1] if is_end else 1)
        return date(year, month, day)
    except ValueError:
        reading.refuse(point.where, f"{'-'.join(texts)} is not a day")
        return None


def _fixed(node: Node) -> str | None:
    """Tell which parts of a date are certain although the others are estimated."""
    parts = [name for name in _FIXED if node.attribute(name) == "true"]
    return ", ".join(parts) or None
