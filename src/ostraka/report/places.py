"""Countries, capitals and regions a text names, where it is certain that it does.

What a name in a text means is not looked up further: "the Mykonos assassinations" are no
place in Greece, and towns that are not seats of government are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ostraka.record.countries import country_code, country_label
from ostraka.report.gazetteer import Place, is_certain, place_names, towns
from ostraka.report.phrases import Found
from ostraka.report.tokens import Span, Tokens
from ostraka.report.words import SMALL_WORDS

_LOCATIVE = frozenset(
    {
        "in", "at", "near", "from", "to", "into", "across", "outside", "inside", "within",
        "throughout", "around", "toward", "towards", "via", "over",
    }
)  # fmt: skip
_OF_A_PLACE = frozenset(
    [
        "airport",
        "city",
        "town",
        "port",
        "suburb",
        "outskirts",
        "north",
        "south",
        "east",
        "west",
        "streets",
        "village",
        "center",
    ]
)
#: What a state has, by the word behind its name.
_OF_A_STATE = frozenset(
    {
        "ambassador", "army", "base", "citizen", "consulate", "delegation", "diplomat",
        "embassy", "envoy", "force", "government", "interest", "mission", "national",
        "navy", "official", "soldier", "target", "tourist", "treasury", "troop",
    }
)  # fmt: skip
_SOIL = frozenset({"soil", "territory"})
_LONGEST_TOWN = 4
_BEFORE_PLACES = SMALL_WORDS | _LOCATIVE
_PARTS = frozenset(
    {
        "the", "northern", "southern", "eastern", "western", "central", "neighboring",
        "north", "south", "east", "west", "downtown", "inner", "outer", "suburban",
    }
)  # fmt: skip
_TOWNS = frozenset(
    {
        "town", "city", "village", "port", "suburb", "resort", "district", "province",
        "region", "island",
    }
)  # fmt: skip


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


def find_places(
    tokens: Tokens,
    taken: Iterable[Span],
    countries: frozenset[str] = frozenset(),
) -> list[PlaceMention]:
    """Return the places a text names for certain, in reading order.

    Args:
        tokens: The words of the text.
        taken: Spans that name something else, e.g. `… of Iran` inside a body's name.
        countries: Codes of the countries the text names: a town of one of them counts.
    """
    covered = bytearray(len(tokens.text))
    for span in taken:
        covered[span.start : span.end] = b"\x01" * (span.end - span.start)
    mentions = []
    for mention in _soils(tokens):
        covered[mention.span.start : mention.span.end] = b"\x01" * (
            mention.span.end - mention.span.start
        )
        mentions.append(mention)
    for found in place_names().find(tokens, tokens.openings):
        span = found.span(tokens)
        if any(covered[span.start : span.end]):
            continue
        place = found.values[0]
        local = _is_locative(tokens, found.first) and not _describes(tokens, found.last)
        role = "place" if local else "named"
        sure = role == "place" or is_certain(place.name)
        if sure and _is_whole_name(tokens, found, place):
            covered[span.start : span.end] = b"\x01" * (span.end - span.start)
            mentions.append(PlaceMention(span, place, role))
    for mention in (*_towns_described(tokens), *_cities_named(tokens, countries)):
        span = mention.span
        if not any(covered[span.start : span.end]):
            covered[span.start : span.end] = b"\x01" * (span.end - span.start)
            mentions.append(mention)
    return sorted(mentions, key=lambda m: m.span.start)


def _soils(tokens: Tokens) -> Iterator[PlaceMention]:
    """Yield `Danish soil`, `European and US soil`: a place said by its people."""
    for i, word in enumerate(tokens.folded):
        if word not in _SOIL or not tokens.follows(i):
            continue
        first = i
        while tokens.follows(first) and (
            tokens.is_capital(first - 1)
            or (tokens.folded[first - 1] == "and" and tokens.is_capital(first - 2))
        ):
            first -= 1
        if first == i:
            continue
        people = [w for w in tokens.folded[first:i] if w != "and"]
        code = country_code(people[0]) if len(people) == 1 else None
        span = tokens.span(first, i)
        whole = code is not None and code != "eu"
        name = (
            country_label(code)
            if whole and code
            else tokens.text[span.start : span.end]
        )
        place = Place(name, code if whole else None, "country" if whole else "region")
        yield PlaceMention(span, place, "place")


def _cities_named(tokens: Tokens, countries: frozenset[str]) -> Iterator[PlaceMention]:
    """Yield towns something is said to be in, whose country the text names."""
    known = towns()
    for at, word in enumerate(tokens.folded[:-1]):
        if word not in _LOCATIVE or not tokens.follows(at + 1):
            continue
        i = at + (tokens.folded[at + 1] in _PARTS)  # "in central Tel Aviv"
        for last in range(min(i + _LONGEST_TOWN, len(tokens) - 1), i, -1):
            name = tokens.text[tokens.starts[i + 1] : tokens.ends[last]]
            bare = tokens.bare[last] is not None
            codes = known.get(name[:-2] if bare else name, "").split()
            near = [c.rstrip("!") for c in codes if c in countries or c.endswith("!")]
            if len(near) == 1 and _ends_there(tokens, last):
                span = tokens.span(i + 1, last, bare=bare)
                name = tokens.text[span.start : span.end]
                yield PlaceMention(span, Place(name, near[0], "city"), "place")
                break


def _towns_described(tokens: Tokens) -> Iterator[PlaceMention]:
    """Yield `the Scottish town of Lockerbie`: whose country its adjective tells."""
    for i in range(1, len(tokens) - 2):
        of = tokens.folded[i + 1] == "of" and tokens.is_capital(i + 2)
        if tokens.folded[i] not in _TOWNS or not of or not tokens.is_capital(i - 1):
            continue
        code = country_code(tokens.folded[i - 1])
        if code is None or not (tokens.follows(i) and tokens.follows(i + 2)):
            continue
        last = i + 2
        while last + 1 < len(tokens) and not _ends_there(tokens, last):
            last += 1
        span = tokens.span(i + 2, last, bare=tokens.bare[last] is not None)
        name = tokens.text[span.start : span.end]
        yield PlaceMention(span, Place(name, code.partition("-")[0], "city"), "place")


def _ends_there(tokens: Tokens, last: int) -> bool:
    after = last + 1
    return not (
        after < len(tokens) and tokens.follows(after) and tokens.is_capital(after)
    )


def country_names(tokens: Tokens) -> Iterator[Found[Place]]:
    """Yield the names of countries and capitals, the longest at each place."""
    last = -1
    for found in place_names().find(tokens, tokens.openings):
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


def _describes(tokens: Tokens, last: int) -> bool:
    """Tell whether a state's name says whose something is: `at the US embassy`."""
    after = last + 1
    return (
        after < len(tokens)
        and tokens.follows(after)
        and tokens.folded[after].removesuffix("s") in _OF_A_STATE
    )


def _is_locative(tokens: Tokens, first: int) -> bool:
    i = first
    while tokens.follows(i) and tokens.folded[i - 1] in _PARTS:
        i -= 1
    if i > 1 and tokens.folded[i - 1] == "of" and tokens.folded[i - 2] in _OF_A_PLACE:
        return True
    return tokens.follows(i) and tokens.folded[i - 1] in _LOCATIVE
