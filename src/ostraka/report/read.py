"""A report becomes what it says: whom it names, where, when, and in whose words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ostraka.errors import UsageError
from ostraka.record.dates import first_day, is_date, last_day
from ostraka.report.document import Document, paragraphs_of, read_document
from ostraka.report.document_day import latest_certain, stated_date
from ostraka.report.lists import Listing, Lists
from ostraka.report.reading import read_text
from ostraka.report.similar import sketch
from ostraka.report.text_dates import TextDate, find_dates
from ostraka.report.tokens import Span
from ostraka.report.write import write_reading


@dataclass(frozen=True, slots=True)
class Dating:
    """When a document is from.

    Attributes:
        value: ISO 8601 prefix, or None if not even a bound is known.
        is_bound: True if the document is only known not to be older.
        basis: Who says so.
        span: Where the text says it, or None.
    """

    value: str | None
    is_bound: bool
    basis: str
    span: Span | None = None

    @property
    def first(self) -> date | None:
        """The first day it can mean."""
        return first_day(self.value) if self.value else None

    @property
    def last(self) -> date | None:
        """The last day it can mean."""
        return last_day(self.value) if self.value else None

    @property
    def day(self) -> date | None:
        """The document's day, if it is known to the day."""
        return self.last if self.first == self.last else None


def read_report(
    path: Path, lists: Lists, *, dated: str | None = None
) -> dict[str, Any]:
    """Read a report: whom it names, what it says happened, was done, and should be.

    Incidents, measures and claims are proposals with their passages; they are the
    report's own words, and a person decides what becomes of them.

    Args:
        path: The file.
        lists: The lists to look for.
        dated: The document's day as the user knows it; else what the text states.

    Returns:
        One object with `document, paragraphs, entities, places, dates, incidents,
        measures, claims, quotes, recommendations`; spans count code points of the text
        that `document.text_sha256` names.

    Raises:
        UsageError: The file cannot be read.
    """
    if dated is not None and not is_date(dated):
        raise UsageError(f"{dated!r} is not a day; write it as 2019-02-28")
    document = read_document(path)
    return read_loaded(document, lists, dated=dated)


def read_loaded(
    document: Document, lists: Lists, *, dated: str | None = None
) -> dict[str, Any]:
    """Read a document that is already a text; see `read_report`."""
    text = document.text
    dating = _dating(document, find_dates(text), lists.today, dated)
    written = None if dating.is_bound else dating.last
    reading = read_text(text, lists.names(dating.last), written)
    entities = reading.parties.entities
    named = [one for e in entities for one in e.listed]
    listings = lists.listings(named, dating.last)
    before = listings if dating.day else lists.listings(named, dating.first)
    listed = {
        e.id: [_listing(listings[o.key], before[o.key], dating) for o in e.listed]
        for e in entities
    }
    return {
        "document": _document(document, dating),
        "paragraphs": [
            {"id": f"p{number}", "start": span.start, "end": span.end}
            for number, span in enumerate(paragraphs_of(text), start=1)
        ],
        **write_reading(reading, listed),
    }


def _dating(
    document: Document, dates: list[TextDate], today: date, given: str | None
) -> Dating:
    """Return when a document is from; the date of its file says nothing about that."""
    if given is not None:
        return Dating(given, is_bound=False, basis="given by the user")
    if document.dated is not None:
        return Dating(document.dated, is_bound=False, basis="stated by its markup")
    stated = stated_date(document.text)
    if stated is not None:
        return Dating(stated.value, False, "stated by the text", stated.span)
    latest = latest_certain(document.text, dates, today)
    if latest is not None:
        return Dating(
            latest.value, True, "the latest date the text mentions", latest.span
        )
    return Dating(None, False, "the text states and mentions no date")


def _document(document: Document, dating: Dating) -> dict[str, Any]:
    span = dating.span
    facts: dict[str, Any] = {
        "path": document.path.name,
        "sha256": document.sha256,
        "text_sha256": document.text_sha256,
        "sketch": sketch(document.text),
        "chars": len(document.text),
        "span_unit": "Unicode code points, end exclusive",
        "format": document.format,
        "encoding": document.encoding,
        "language": document.language,
        "date_stated": None if dating.is_bound else dating.value,
        "date_bounds": {"not_before": dating.value} if dating.is_bound else None,
        "date_basis": dating.basis,
        "date_span": None
        if span is None
        else {
            "start": span.start,
            "end": span.end,
            "text": document.text[span.start : span.end],
        },
        "day": dating.day.isoformat() if dating.day else None,
    }
    if document.pages:
        facts["pages"] = [
            {
                "number": page.number,
                "start": page.span.start,
                "end": page.span.end,
                "cuts": [list(cut) for cut in page.cuts],
            }
            for page in document.pages
        ]
    if document.text_sha256 != document.sha256:
        facts["text"] = document.text  # else the file itself is the text
    return facts


def _listing(listing: Listing, before: Listing, dating: Dating) -> dict[str, Any]:
    """Return what a list says of a party; not known then, if that hangs on the day."""
    listed = listing.listed
    acts = listing.acts
    then, is_listed = listing.then.basis, listing.then.listed
    if is_listed != before.then.listed:
        is_listed = None
        then = (
            f"on {dating.first}: {before.then.basis}; on {dating.last}: {then}; "
            f"which day of {dating.value} the document is from is not known"
        )
    if dating.is_bound and dating.value is not None:
        then += f"; the document is not older than {dating.value}"
    return {
        "entity_id": listed.id,
        "dataset": listed.dataset,
        "caption": listed.caption,
        "schema": listed.schema,
        "authority": next((act.authority for act in acts if act.authority), None),
        "program": "; ".join(dict.fromkeys(a.program for a in acts if a.program))
        or None,
        "since": listing.since,
        "until": listing.until,
        "as_of_document": is_listed,
        "as_of_today": bool(listing.now.listed),
        "basis": {"as_of_document": then, "as_of_today": listing.now.basis},
    }
