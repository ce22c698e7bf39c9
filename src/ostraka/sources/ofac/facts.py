"""OFAC's facts with what only its two rich formats say of them.

ADVANCED and ENHANCED tell how reliable a fact is and comment on it.  A fact marked as
false is no fact: it is kept as a note that says so.
"""

from __future__ import annotations

from ostraka.sources.ofac.remarks import Links, read_remarks, split_remarks
from ostraka.sources.ofac.terms import Record, add_feature

_ORIGIN = "main"
_FALSE = "false"

#: What goes without saying of any fact.
_PLAIN_RELIABILITY = frozenset({"confirmed", "unknown"})


def add_fact(
    record: Record,
    label: str,
    value: str | None,
    *,
    reliability: str | None = None,
    remark: str | None = None,
) -> None:
    """Add a feature where FollowTheMoney keeps it; what is said of it as a note.

    Args:
        record: Whose feature it is.
        label: OFAC's name for it: `Birthdate`, `Website` …
        value: Its text, or None if it has none.
        reliability: `Confirmed`, `Reported`, `False` or None.
        remark: Anything else that is said of it.
    """
    words = " ".join(part for part in (label, value) if part)
    told = said(
        "marked as false" if is_false(reliability) else doubt(reliability), remark
    )
    if not is_false(reliability):
        add_feature(record, label, value, _ORIGIN)
    if told is not None:
        # Some comments bring their brackets: "(NYSE)".
        told = told if told.startswith("(") else f"({told})"
        record.note(f"{words} {told}", _ORIGIN)


def is_false(reliability: str | None) -> bool:
    """Tell whether OFAC says of a fact that it is not one."""
    return reliability is not None and reliability.casefold() == _FALSE


def doubt(reliability: str | None) -> str | None:
    """Return in words how reliable a fact is, unless that goes without saying."""
    if reliability is None or reliability.casefold() in _PLAIN_RELIABILITY:
        return None
    return f"reliability {reliability}"


def add_remarks(record: Record, text: str | None) -> None:
    """Read the remarks by the rules of the other formats.

    A `Linked To:` among them is a note: the relationship itself stands elsewhere in
    these formats, with its type and the other party's number.

    Args:
        record: Whose remarks they are.
        text: The remarks.
    """
    links = Links()
    read_remarks(record, split_remarks(text or "", origin=_ORIGIN), links)
    for link in links.found:
        record.note(f"Linked To: {link.name}", link.origin)


def document_remark(
    record: Record,
    *,
    authority: str | None,
    place: str | None,
    name: str | None,
    comment: str | None,
) -> str | None:
    """Return what is said of a document besides number, country and dates.

    Args:
        record: Whose document it is.
        authority: Who issued it.
        place: Where it was issued.
        name: The name on it, told if it is not the party's primary name.
        comment: Anything else.
    """
    is_other = name is not None and name not in record.party.texts("name")
    return said(
        f"issued by {authority}" if authority else None,
        f"issued in {place}" if place else None,
        f"in the name of {name}" if is_other else None,
        comment,
    )


def said(*remarks: str | None) -> str | None:
    """Join what is said of a thing besides its value."""
    return "; ".join(text for text in remarks if text) or None
