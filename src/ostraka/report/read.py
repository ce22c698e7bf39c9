"""A report becomes what it says: whom it names, where, when, and in whose words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ostraka.errors import UsageError
from ostraka.record.dates import is_date, last_day
from ostraka.report.document import Document, paragraphs_of, read_document
from ostraka.report.entities import Entity, group_entities
from ostraka.report.lists import Listing, Lists
from ostraka.report.mentions import find_mentions
from ostraka.report.names import Key
from ostraka.report.places import PlaceMention, find_places
from ostraka.report.speech import find_quotes, find_recommendations
from ostraka.report.text_dates import TextDate, find_dates, latest_certain, stated_date
from ostraka.report.tokens import Span, Tokens


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
    def day(self) -> date | None:
        """The day that counts as the document's: the last one it can mean."""
        return last_day(self.value) if self.value else None


def read_report(
    path: Path, lists: Lists, *, dated: str | None = None
) -> dict[str, Any]:
    """Read a report: the listed parties it names, with places, dates and words.

    What cannot be said for certain is left out; `incidents`, `measures` and `claims` are
    therefore empty.

    Args:
        path: A text or HTML file.
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
    text, tokens = document.text, Tokens(document.text)
    dates = find_dates(text)
    dating = _dating(document, dates, lists.today, dated)
    mentions = find_mentions(tokens, lists.names(dating.day))
    quotes, recommended = find_quotes(text), find_recommendations(text)
    named = [*(q.who for q in quotes), *(r.who for r in recommended)]
    speakers = [span for span in named if span is not None]
    entities = group_entities(tokens, mentions, speakers)
    places = find_places(tokens, [m.span for e in entities for m in e.mentions])
    ids = {m.span: e.id for e in entities for m in e.mentions}
    listings = lists.listings((one for e in entities for one in e.listed), dating.day)
    write = _Writer(text)
    return {
        "document": _document(document, dating, write),
        "paragraphs": [
            {"id": f"p{number}", "start": span.start, "end": span.end}
            for number, span in enumerate(paragraphs_of(text), start=1)
        ],
        "entities": [write.entity(e, listings, dating) for e in entities],
        "places": write.places(places),
        "dates": [write.date(found) for found in dates],
        "incidents": [],
        "measures": [],
        "claims": [],
        "quotes": [
            {
                "id": f"q{number}",
                "content": write.span(quote.content),
                "kind": "direct",
                "speaker": ids.get(quote.who) if quote.who else None,
                "cue": write.span(quote.cue),
            }
            for number, quote in enumerate(quotes, start=1)
        ],
        "recommendations": [
            {
                "id": f"r{number}",
                "action": item.action,
                "object": write.span(item.object),
                "addressee": item.addressee,
                "holder": [ids[item.who]] if item.who in ids else [],
                "span": write.span(item.span),
                "modality": f"recommended ({item.modal})",
                "not_a_measure": True,
            }
            for number, item in enumerate(recommended, start=1)
        ],
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


def _document(document: Document, dating: Dating, write: _Writer) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "path": document.path.name,
        "sha256": document.sha256,
        "text_sha256": document.text_sha256,
        "chars": len(document.text),
        "span_unit": "Unicode code points, end exclusive",
        "format": document.format,
        "encoding": document.encoding,
        "language": document.language,
        "date_stated": None if dating.is_bound else dating.value,
        "date_bounds": {"not_before": dating.value} if dating.is_bound else None,
        "date_basis": dating.basis,
        "date_span": write.span(dating.span) if dating.span else None,
        "day": dating.day.isoformat() if dating.day else None,
    }
    if document.text_sha256 != document.sha256:
        facts["text"] = document.text  # else the file itself is the text
    return facts


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes what was found as JSON has it."""

    text: str

    def span(self, span: Span) -> dict[str, Any]:
        return {
            "start": span.start,
            "end": span.end,
            "text": self.text[span.start : span.end],
        }

    def date(self, found: TextDate) -> dict[str, Any]:
        written = {
            "span": self.span(found.span),
            "value": found.value,
            "precision": found.precision,
        }
        return written | ({"basis": found.basis} if found.basis else {})

    def places(self, mentions: Iterable[PlaceMention]) -> list[dict[str, Any]]:
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for mention in mentions:
            place = mention.place
            same = place.code if place.kind == "country" else place.name
            entry = found.setdefault(
                (place.kind, same or place.name),
                {
                    "id": f"l{len(found) + 1}",
                    "name": place.name,
                    "code": place.code,
                    "kind": place.kind,
                    "spans": [],
                },
            )
            entry["spans"].append({**self.span(mention.span), "role": mention.role})
        return list(found.values())

    def entity(
        self, entity: Entity, listings: Mapping[Key, Listing], dating: Dating
    ) -> dict[str, Any]:
        written: dict[str, Any] = {
            "id": entity.id,
            "schema": entity.schema,
            "name": self.text[entity.name.start : entity.name.end],
            "mentions": [{**self.span(m.span), "how": m.how} for m in entity.mentions],
            "listed": [_listing(listings[one.key], dating) for one in entity.listed],
        }
        if entity.is_speaker:
            written["roles"] = ["source"]
        if entity.note:
            written["note"] = entity.note
        return written


def _listing(listing: Listing, dating: Dating) -> dict[str, Any]:
    listed = listing.listed
    acts = listed.designations
    then = listing.then.basis
    if dating.is_bound and dating.day is not None:
        then += (
            f"; the document is not older than {dating.value}, {dating.day} is taken"
        )
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
        "as_of_document": listing.then.listed,
        "as_of_today": bool(listing.now.listed),
        "basis": {"as_of_document": then, "as_of_today": listing.now.basis},
    }
