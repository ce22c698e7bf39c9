"""Proposals from elsewhere: kept only where their words stand in the document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ostraka.record.dates import is_date
from ostraka.report.tokens import Span

Json = dict[str, Any]
_MARKS = {'"': '["“”„«»]', "'": "['’‘`´]", "-": "[-–—]"}
_ALIKE = {**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("’‘`´", "'"), **dict.fromkeys("–—", "-")}  # fmt: skip
_SHORTEST = 15
#: Kind of proposal → part of a reading, and what its ids begin with.
PARTS = {
    "incident": ("incidents", "i"), "measure": ("measures", "m"),
    "recommendation": ("recommendations", "r"), "claim": ("claims", "c"),
}  # fmt: skip


def find_words(text: str, quotation: str) -> Span | None:
    """Return where words stand in a text exactly, but for white space and quote marks.

    Args:
        text: The document.
        quotation: What is said to stand in it; less than 15 letters are too few.
    """
    words = quotation.strip()
    if len(words) < _SHORTEST:
        return None
    pattern = "".join(
        r"\s+" if piece.isspace() else "".join(map(_letter, piece))
        for piece in re.findall(r"\s+|\S+", words)
    )
    found = re.search(pattern, text)
    return Span(*found.span()) if found else None


def add_proposal(
    reading: Json,
    text: str,
    kind: str,
    span: Span,
    fields: Mapping[str, str | None],
    by: str,
) -> str:
    """Add a proposal of somebody else to a reading and return its id.

    Args:
        reading: As JSON; it is added to.
        text: The document's text.
        kind: A key of `PARTS`.
        span: Where the words it rests on stand.
        fields: What else was said: `type`, `date`, `imposer`, `action`, `addressee`.
        by: Who proposes it.
    """
    part, letter = PARTS[kind]
    number = 1 + sum(item["id"].startswith(f"x{letter}") for item in reading[part])
    passage = {
        "start": span.start,
        "end": span.end,
        "text": text[span.start : span.end],
    }
    item: Json = {"id": f"x{letter}{number}", "by": by, "holder": ["document"]}
    reading[part].append(item | _SHAPES[kind](fields, passage))
    return str(item["id"])


def _letter(letter: str) -> str:
    plain = _ALIKE.get(letter, letter)
    return _MARKS.get(plain) or re.escape(plain)


def _day(fields: Mapping[str, str | None]) -> str | None:
    said = fields.get("date")
    return said if said and is_date(said) else None


def _incident(fields: Mapping[str, str | None], passage: Json) -> Json:
    return {
        "type": fields.get("type") or "attack", "method": None, "stage_reached": None,
        "outcome": fields.get("outcome") or "unknown", "date": _day(fields),
        "date_span": None, "date_basis": None, "place": None, "country": None,
        "target": [], "target_text": [], "attributed_to": [],
        "attribution_status": "not stated", "alleged": False, "thwarted_by": [],
        "actors": [], "casualties": None, "evidence": [passage],
    }  # fmt: skip


def _measure(fields: Mapping[str, str | None], passage: Json) -> Json:
    return {
        "kind": fields.get("type") or "sanctions", "imposer": None,
        "imposer_text": fields.get("imposer"), "imposer_country": None, "targets": [],
        "target_text": [], "date": _day(fields), "date_span": None, "date_basis": None,
        "status": "proposed by a model", "link_status": None, "first_time": False,
        "relation": None, "motive_incidents": [], "evidence": [passage],
    }  # fmt: skip


def _recommendation(fields: Mapping[str, str | None], passage: Json) -> Json:
    return {
        "action": fields.get("action") or "", "object": passage,
        "addressee": fields.get("addressee"), "span": passage,
        "modality": "recommended", "not_a_measure": True, "linked_to": [],
    }  # fmt: skip


def _claim(_fields: Mapping[str, str | None], passage: Json) -> Json:
    return {"span": passage, "mode": "document_voice", "status": "reported", "about": []}  # fmt: skip


_SHAPES = {
    "incident": _incident, "measure": _measure, "recommendation": _recommendation,
    "claim": _claim,
}  # fmt: skip
