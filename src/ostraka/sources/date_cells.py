"""Several dates in one cell: every date found, and the words around them kept.

`a) 22/12/1971; b) circa 1972`, `1960; alt DOB: 12 May 1962`, `March 1967 to May 1970`,
`8 Feb. 1970 (this aka only)`: the dates are read one by one; what is neither a date nor
a plain separator is given back so that the reader can keep it as a note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ostraka.record.dates import DateError, DateSpan, hijri_to_gregorian, read_dates
from ostraka.record.model import Entity
from ostraka.sources.reader import Reading

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b\.?"
_POINT = rf"""(?:
    \d{{4}}-\d\d-\d\d(?!\d)
  | \d{{1,2}}[/.]\d{{1,2}}[/.]\s?\d{{4}}(?!\d)
  | \d{{1,2}}(?:st|nd|rd|th)?[\s.-]*{_MONTH},?[\s-]*\d{{4}}(?!\d)
  | {_MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?,\s*\d{{4}}(?!\d)
  | \d{{1,2}}(?:-{_MONTH}-|/\d{{1,2}}/)\d\d(?!\d)
  | {_MONTH},?\s*\d{{4}}(?!\d)
  | \d{{1,2}}/\d{{4}}(?!\d)
  | (?<!\d)\d{{4}}(?![\d-]*\d)
)"""
_ABOUT = r"(?:approximately|approx\.?|circa|about|around|c\.|ca\.)"
_DATE = re.compile(
    rf"""
    (?P<between>between\s+(?P<month>{_MONTH})\s+and\s+(?P<other>{_MONTH})\s*(?P<year>\d{{4}}))
  | (?P<range>(?:{_ABOUT}\s*)?between\s+{_POINT}\s+(?:and|to)\s+{_POINT}
      | (?:{_ABOUT}\s*)?(?:{_POINT}\s*(?:to|–|—)\s*{_POINT}|\d{{4}}\s*[-/]\s*\d{{4}}(?!\d)))
  | (?P<single>(?:{_ABOUT}\s*)?{_POINT})(?P<hijri>\s*\(hijri[^)]*\))?
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: What may stand between dates without meaning anything.
_SEPARATORS = re.compile(
    r"""^(?:[\s;,.&()]|>>|\b[a-z]\)|\b(?:or|and|to)\b|\balt(?:ernative)?\.?\s*dob:?|\bdob:?)*$""",
    re.IGNORECASE | re.VERBOSE,
)
#: Inside a date: blanks around a dash or stroke, and a year without its century.
_TIGHT = re.compile(r"(?<=\d)\s*([-/])\s*(?=\d{4})")
_SHORT_YEAR = re.compile(r"(?<![\d-])(\d{1,2}[-/]\w+\.?[-/])(\d\d)$")
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class FoundDates:
    """The dates of a cell.

    Attributes:
        spans: Each date or range, in the order of the cell.
        rest: True if the cell says more than its dates: words, or a date that never was.
    """

    spans: tuple[DateSpan, ...]
    rest: bool


def find_dates(cell: str) -> FoundDates:
    """Find every date in a cell.

    Args:
        cell: One date or several in any of the forms lists use, day first.
    """
    text = " ".join(cell.split())
    spans: list[DateSpan] = []
    rest: list[str] = []
    end = 0
    for found in _DATE.finditer(text):
        rest.append(text[end : found.start()])
        end = found.end()
        try:
            spans.append(_read(found))
        except DateError:
            rest.append("?")
    rest.append(text[end:])
    plain = all(_SEPARATORS.match(piece) for piece in rest)
    return FoundDates(tuple(dict.fromkeys(spans)), rest=not plain)


def add_dates(
    reading: Reading, entity: Entity, prop: str, where: str, cell: str | None
) -> None:
    """Add every date of a cell; what else it says is reported and kept as a note.

    Args:
        reading: The version; oddities go there.
        entity: Whose dates they are.
        prop: The property, e.g. `birthDate`.
        where: Place in the file, for messages.
        cell: One date, a range, or several in any of the forms lists use.
    """
    if cell is None or not cell.strip():
        return
    try:
        found = FoundDates((read_dates(cell),), rest=False)
    except DateError:
        found = find_dates(cell)
    for span in found.spans:
        for value in span.values:
            entity.add(prop, value, original=cell)
    if found.rest or not found.spans:
        reading.warn(f"words in a date: {prop}", where, repr(cell))
        label = entity.schema.properties[prop].label
        entity.add("notes", f"{label} as published: {cell}")


def _read(found: re.Match[str]) -> DateSpan:
    if found["between"]:
        first, last, year = found["month"], found["other"], found["year"]
        return read_dates(f"{first} {year} to {last} {year}".replace(".", ""))
    if found["hijri"]:
        day, month, year = (int(n) for n in _NUMBERS.findall(found["single"]))
        return hijri_to_gregorian(year, month, day)
    text = _TIGHT.sub(r"\1", found["range"] or found["single"])
    # People on lists were born in the twentieth century when two digits say so.
    return read_dates(_SHORT_YEAR.sub(r"\g<1>19\2", text))
