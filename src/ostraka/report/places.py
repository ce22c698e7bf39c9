"""Countries, capitals and regions a text names, where it is certain that it does.

What a name in a text means is not looked up further: "the Mykonos assassinations" are no
place in Greece, and towns that are not seats of government are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ostraka.record.countries import country_labels
from ostraka.report.phrases import Found, Phrases
from ostraka.report.tokens import Span, Tokens, fold_words
from ostraka.report.words import SMALL_WORDS

#: Codes of no place on a map.
_NOT_PLACES = frozenset({"eu", "ip", "un", "zz"})
_LOCATIVE = frozenset(
    {
        "in", "at", "near", "from", "to", "into", "across", "outside", "inside", "within",
        "throughout", "around", "toward", "towards", "via", "over",
    }
)  # fmt: skip
_BEFORE_PLACES = SMALL_WORDS | _LOCATIVE
_PARTS = frozenset(
    {"the", "northern", "southern", "eastern", "western", "central", "neighboring"}
)


@dataclass(frozen=True, slots=True)
class Place:
    """A name of a place in a text.

    Attributes:
        name: The name.
        code: Country code; None for a region of several countries.
        kind: `country`, `capital` or `region`.
    """

    name: str
    code: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """Where a text names a place.

    Attributes:
        span: Where.
        place: Which.
        role: `place` if the words before say that something is or goes there, else
            `named`: it may be the state that is meant.
    """

    span: Span
    place: Place
    role: str


def find_places(tokens: Tokens, taken: Iterable[Span]) -> list[PlaceMention]:
    """Return the places a text names for certain, in reading order.

    Args:
        tokens: The words of the text.
        taken: Spans that name something else, e.g. `… of Iran` inside a body's name.
    """
    covered = bytearray(len(tokens.text))
    for span in taken:
        covered[span.start : span.end] = b"\x01" * (span.end - span.start)
    mentions = []
    for found in _gazetteer().find(tokens):
        span = found.span(tokens)
        if any(covered[span.start : span.end]):
            continue
        place = found.values[0]
        role = "place" if _is_locative(tokens, found.first) else "named"
        sure = role == "place" or place.name not in _table()["not_certain"]
        if sure and _is_whole_name(tokens, found, place):
            covered[span.start : span.end] = b"\x01" * (span.end - span.start)
            mentions.append(PlaceMention(span, place, role))
    return sorted(mentions, key=lambda m: m.span.start)


def country_names(tokens: Tokens) -> Iterator[Found[Place]]:
    """Yield the names of countries and capitals, the longest at each place."""
    last = -1
    for found in _gazetteer().find(tokens):
        place = found.values[0]
        if found.first > last and _is_written_so(tokens, found, place):
            last = found.last
            yield found


def _is_written_so(tokens: Tokens, found: Found[Place], place: Place) -> bool:
    """Tell whether it starts with a capital, and `US` is not `us`."""
    span = found.span(tokens)
    written = tokens.text[span.start : span.end]
    return tokens.is_capital(found.first) and (
        not place.name.isupper() or written.isupper()
    )


def _is_whole_name(tokens: Tokens, found: Found[Place], place: Place) -> bool:
    """Tell whether it is written as the name and no part of a longer one."""
    if not _is_written_so(tokens, found, place):
        return False
    after, before = found.last + 1, found.first - 1
    if (
        not found.bare
        and after < len(tokens)
        and tokens.follows(after)
        and tokens.is_capital(after)
    ):
        return False
    if not tokens.follows(found.first) or not tokens.is_capital(before):
        return True
    word = tokens.folded[before]
    return word in _BEFORE_PLACES or (tokens.opens_sentence(before) and word != "new")


def _is_locative(tokens: Tokens, first: int) -> bool:
    i = first
    while tokens.follows(i) and tokens.folded[i - 1] in _PARTS:
        i -= 1
    return tokens.follows(i) and tokens.folded[i - 1] in _LOCATIVE


@cache
def _gazetteer() -> Phrases[Place]:
    """Return the names, longest of each start first."""
    names: Phrases[Place] = Phrases()
    known: dict[str, Place] = {}
    for code, label in country_labels().items():
        if code not in _NOT_PLACES and not set(label) & set("(,."):
            name = label.removesuffix(" SAR")
            known[name] = Place(name, code.partition("-")[0], "country")
    for name, code in _table()["countries"].items():
        known[name] = Place(name, code, "country")
    for name, code in _table()["capitals"].items():
        known[name] = Place(name, code, "capital")
    for name in _table()["regions"]:
        known[name] = Place(name, None, "region")
    for name, place in known.items():
        names.add(fold_words(name), place)
    return names


@cache
def _table() -> dict[str, Any]:
    path = files("ostraka.report").joinpath("data/places.json")
    table: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return table
