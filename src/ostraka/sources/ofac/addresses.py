"""OFAC's addresses in parts and scripts, as the lines its CSV prints."""

from __future__ import annotations

from collections.abc import Iterable

from ostraka.sources.ofac.names import LATIN
from ostraka.sources.ofac.terms import Record, add_address, city_line

_ORIGIN = "address"
_STREET = ("ADDRESS1", "ADDRESS2", "ADDRESS3")
_PLACE = ("CITY", "STATE/PROVINCE", "POSTAL CODE")
_REGION = "REGION"
_KNOWN = frozenset({*_STREET, *_PLACE, _REGION})

#: Kind and text of each part of an address, in any order.
Parts = tuple[tuple[str, str], ...]


def add_address_parts(
    record: Record, script: str, parts: Parts, country: str | None
) -> None:
    """Add one spelling of an address.

    Args:
        record: Whose address it is.
        script: In OFAC's words: `Latin`, `Cyrillic` …
        parts: Kind and text of each part: `CITY`, `POSTAL CODE` …
        country: By name; it is added with the Latin spelling only.
    """
    for kind, text in parts:
        if kind not in _KNOWN:
            told = f"{kind}: {text}"
            record.reading.warn("unknown part of an address", record.where, told)
    lines, country = _lines(parts, country)
    add_address(record, lines, country if script == LATIN else None, _ORIGIN)


def address_text(parts: Parts, country: str | None) -> str | None:
    """Return an address in one line, or None if it is empty."""
    lines, country = _lines(parts, country)
    return ", ".join(line for line in (*lines, country) if line) or None


def _lines(
    parts: Iterable[tuple[str, str]], country: str | None
) -> tuple[list[str | None], str | None]:
    """Return the lines and what the CSV has in its column of the country."""
    known: dict[str, list[str]] = {}
    others: list[str] = []
    for kind, text in parts:
        if kind in _KNOWN:
            known.setdefault(kind, []).append(text)
        else:
            others.append(text)
    joined = {kind: ", ".join(texts) for kind, texts in known.items()}
    region = joined.get(_REGION)
    if region is not None and country is None:
        country, region = f"Region: {region}", None
    city, state, postcode = (joined.get(kind) for kind in _PLACE)
    street = [joined.get(kind) for kind in _STREET]
    return [*street, *others, city_line(city, state, postcode), region], country
