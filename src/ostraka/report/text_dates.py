"""Dates a text mentions, as precise as it says and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ostraka.record.dates import DateError, first_day, read_dates
from ostraka.report.date_sentences import Sentences
from ostraka.report.grammar.words import NUMBERS
from ostraka.report.month_dates import month_dates
from ostraka.report.tokens import Span

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
# A number of four digits is a year unless something beside it says what else it is.
_PLAIN_YEAR = (
    rf"(?:(?<![\w/.,:#$€£-])|(?<=\b\d{{4}}-)){_YEAR}"
    r"(?![\w/]|[.,:]\d|-\d{1,2}-|\s?(?:%|per\s?cent|people|persons|members|men|women"
    r"|troops|km|kg|tons|tonnes|dollars|euros|miles|metres|meters|feet|hours))"
)
_DATE = re.compile(
    rf"(?=[\dJFMASOND])(?:(?P<iso>(?<![\w-])\d{{4}}-\d\d-\d\d(?![\d-]))"
    rf"|(?P<dotted>(?<![\w.])\d{{1,2}}\.\d{{1,2}}\.{_YEAR}(?!\d))"
    rf"|(?P<day>\b{_DAY}(?: of)? {_MONTH}\.?,? {_YEAR}\b)"
    rf"|(?P<american>\b{_MONTH}\.? {_DAY},? {_YEAR}\b)"
    rf"|(?P<month>\b{_MONTH}\.?,?(?: of)? {_YEAR}\b)"
    rf"|(?P<day_only>\b(?:{_DAY} (?:of )?{_MONTH}|{_MONTH} {_DAY})\b(?!\s?\d))"
    rf"|(?P<that_year>\b{_MONTH} of (?:that|the same) year\b)"
    rf"|(?P<last_month>(?<=\b[Ll]ast ){_MONTH}\b(?!\.?,? ?\d))"
    rf"|(?P<month_only>(?<=\b[Ii]n ){_MONTH}\b(?!\.?,? ?\d))"
    rf"|(?P<year>{_PLAIN_YEAR}))"
)
_EDGE = re.compile(r"\b(?:the )?(?P<edge>end|beginning|start) of $")
_NOT_A_YEAR = re.compile(
    r"(?:\b(?:No|Nos|Nr|Resolutions?|Regulations?|Decisions?|Directive|Order|Act|Law|page"
    r"|Resolutions? \d{3,4} \("
    r"|pages|pp?|article|section|paragraph|Flight|Room|UNSCR|EO|IMO)\.?|№|§)\s*(?:\([A-Z]+\)\s*)?$",
    re.IGNORECASE,
)
_AGREEMENT = re.compile(
    r" (?:[a-z]+ )?(?:deal|agreement|accord|treaty|pact|convention|act|law|constitution)\b"
)
_FRONTED = re.compile(r"(?:^|[.!?]\s+|\n\s*|[“\"«„])In $")
_DURATION = re.compile(
    r"\bfor (?P<whole>(?:(?:some|about|around|nearly|almost|over|more than|at least) )?"
    r"(?P<count>\d{1,3}|"
    + "|".join(NUMBERS)
    + r") (?P<unit>years|months|decades|weeks)\b)"
    r"(?! old| in prison)"
)
_UNITS = {"years": "Y", "months": "M", "weeks": "W", "decades": "Y"}
_THAT_YEAR, _LAST = "the year told before", "the last one"
_SENTENCE_BEFORE = "the year of the sentence before"
#: Dates without a year: what stands before them, how exact they are, whence the year.
_YEARLESS = {
    "day_only": ("", "day", None),
    "month_only": ("in ", "month", None),
    "that_year": ("", "month", _THAT_YEAR),
    "last_month": ("last ", "month", _LAST),
}


@dataclass(frozen=True, slots=True)
class TextDate:
    """One date a text mentions.

    Attributes:
        span: Where.
        value: ISO 8601 prefix.
        precision: `day`, `month`, `year`, `approx-month` ("the end of 2017"), or
            `duration` (`P40Y`), which is no date.
        basis: Where the year is from, if it does not stand beside; else None.
        note: `name of an agreement` for the year of a law or treaty; else None.
    """

    span: Span
    value: str
    precision: str
    basis: str | None = None
    note: str | None = None


def find_dates(text: str, written: date | None = None) -> list[TextDate]:
    """Return the dates of a text in reading order, and how long it says things took.

    A day or month without a year takes the year of its sentence if that has one and no
    other; where it opens a sentence, and goes on from the date just before, the year of
    that; else it is the last such day before the text was written; else it is left out.

    Args:
        text: The text.
        written: The day it is from, if that is certain.
    """
    found = _as_written(text)
    sentences = Sentences(text)
    years: dict[int, set[str]] = {}
    for each in found:
        if each.value and each.note is None:
            number = sentences.number(each.span.start)
            years.setdefault(number, set()).add(each.value[:4])
    dates: list[TextDate] = []
    for each in found:
        near = years.get(sentences.number(each.span.start), set())
        if each.basis == _THAT_YEAR:
            near = {_year_before(found, each)} - {""}
        elif each.basis == _LAST:
            near = set()
        whole = each if each.value else _with_year(text, each, near)
        if whole is None and dates:
            whole = _told_on(text, each, dates[-1], sentences, written)
        if whole is None and written is not None and not each.value:
            whole = _before(text, each, written)
        if whole is not None:
            dates.append(whole)
    dates += _durations(text)
    return sorted(dates, key=lambda found: found.span.start)


def _as_written(text: str) -> list[TextDate]:
    """Return the dates as they stand, those in other languages before bare years in them."""
    others = [
        TextDate(span, value, "day" if len(value) > len("2019-02") else "month")
        for span, value in month_dates(text)
    ]
    english = [read for match in _DATE.finditer(text) if (read := _read(match))]
    if not others:
        return english
    taken = {
        place for each in others for place in range(each.span.start, each.span.end)
    }
    return others + [
        e for e in english if e.span.start not in taken and e.span.end - 1 not in taken
    ]


def _durations(text: str) -> Iterator[TextDate]:
    for found in _DURATION.finditer(text):
        count = found["count"]
        number = int(count) if count.isdigit() else NUMBERS[count]
        number *= 10 if found["unit"] == "decades" else 1
        yield TextDate(
            Span(*found.span("whole")), f"P{number}{_UNITS[found['unit']]}", "duration"
        )


def _year_before(found: list[TextDate], each: TextDate) -> str:
    """Return the year of the last date before one that says `of that year`, or none."""
    past = [f for f in found if f.value and f.span.end <= each.span.start]
    return max(past, key=lambda f: f.span.start).value[:4] if past else ""


def _told_on(
    text: str,
    found: TextDate,
    last: TextDate,
    sentences: Sentences,
    written: date | None,
) -> TextDate | None:
    """Complete a day that goes on from the one before: `In March 2010 … In May …`."""
    apart = sentences.number(found.span.start) - sentences.number(last.span.start)
    goes_on = apart == 1 and sentences.opens(found.span.start)
    if not goes_on and (apart or last.basis != _SENTENCE_BEFORE):
        return None
    if "\n\n" in text[last.span.end : found.span.start]:
        return None
    if found.basis == _LAST or last.precision not in {"day", "month"}:
        return None
    whole = _with_year(text, found, {last.value[:4]})
    if whole is None or whole.value <= last.value:
        return None
    if written is not None and first_day(whole.value) > written:
        return None
    return replace(whole, basis=_SENTENCE_BEFORE)


def _before(text: str, found: TextDate, written: date) -> TextDate | None:
    """Complete a day or month by the last such one before a text was written."""
    for year in (written.year, written.year - 1):
        whole = _with_year(text, found, {str(year)})
        if whole is not None and first_day(whole.value) <= written:
            return replace(whole, basis="the last one before the document's own day")
    return None


def _read(match: re.Match[str]) -> TextDate | None:
    """Return a date as matched; its value is empty while the year is missing."""
    kind, words = match.lastgroup or "", match.group().replace(" of ", " ")
    span = Span(*match.span())
    if kind == "year":
        return _read_year(match.string, span)
    if kind in _YEARLESS:
        lead, precision, basis = _YEARLESS[kind]
        return TextDate(Span(span.start - len(lead), span.end), "", precision, basis)
    try:
        value = read_dates(words).start
    except DateError:
        return None
    return TextDate(span, value, "month" if kind == "month" else "day")


def _read_year(text: str, span: Span) -> TextDate | None:
    before = text[max(0, span.start - 30) : span.start]
    if _NOT_A_YEAR.search(before):
        return None
    year = text[span.start : span.end]
    agreement = _AGREEMENT.match(text, span.end)
    if agreement is not None:
        whole = Span(span.start, agreement.end())
        return TextDate(whole, year, "year", note="name of an agreement")
    fronted = _FRONTED.search(before if span.start >= 30 else text[: span.start])
    if fronted is not None and text[span.end : span.end + 1] == ",":
        return TextDate(Span(span.start - len("In "), span.end), year, "year")
    edge = _EDGE.search(before)
    if edge is None:
        return TextDate(span, year, "year")
    month = "12" if edge["edge"] == "end" else "01"
    whole = Span(span.start - len(edge.group()), span.end)
    return TextDate(whole, f"{year}-{month}", "approx-month")


def _with_year(text: str, found: TextDate, years: set[str]) -> TextDate | None:
    """Complete a day or month by the one year of its sentence."""
    if len(years) != 1:
        return None
    words = text[found.span.start : found.span.end]
    words = re.sub(" of (?:that|the same) year$", "", words).replace(" of ", " ")
    words = re.sub("^(?:[Ii]n|[Ll]ast) ", "", words)
    try:
        value = read_dates(f"{words} {next(iter(years))}").start
    except DateError:
        return None
    return TextDate(found.span, value, found.precision, "the year of the sentence")
