"""Evidence as it is shown: both sides value by value, a waterfall, and who came near."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ostraka.casework.screenings import Basis
from ostraka.errors import UsageError
from ostraka.record.party import NAME_KINDS
from ostraka.screen import Query, cleared
from ostraka.screen.score import MIDDLE

#: Parties that came near, as many are shown.
MOST_NEAR = 5
#: Property → what it is shown under.
_GROUPS: Mapping[str, str] = {
    **dict.fromkeys(NAME_KINDS, "names"),
    **dict.fromkeys(("firstName", "lastName", "middleName", "fatherName", "secondName"), "names"),
    **dict.fromkeys(("birthDate", "deathDate", "incorporationDate", "dissolutionDate"), "dates"),
    **dict.fromkeys(("country", "nationality", "citizenship", "jurisdiction", "birthCountry", "mainCountry", "flag"), "countries"),
    "gender": "gender", "address": "addresses", "schema": "kind",
}  # fmt: skip
_ORDER = ("names", "kind", "dates", "countries", "gender", "numbers", "addresses")
_WIDTH = 600


@dataclass(frozen=True, slots=True)
class Aligned:
    """One line of the comparison: the same kind of value on both sides.

    Attributes:
        label: What the values are.
        left: The customer's.
        right: The party's.
        same: Values both have, folded alike.
    """

    label: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    same: frozenset[str]


def align(
    entity: Mapping[str, Any], party: Mapping[str, Sequence[str]]
) -> list[Aligned]:
    """Return both sides, value by value."""
    properties = dict(entity.get("properties", {}))
    if entity.get("schema"):
        properties["schema"] = [entity["schema"]]
    left, right = _grouped(properties), _grouped(party)
    shown = [label for label in _ORDER if label in left or label in right]
    sides = [(label, left.get(label, ()), right.get(label, ())) for label in shown]
    return [Aligned(label, a, b, _alike(a, b)) for label, a, b in sides]


def _grouped(values: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for prop, texts in values.items():
        group = found.setdefault(_GROUPS.get(prop, "numbers"), {})
        for text in [texts] if isinstance(texts, str) else texts:
            group[str(text)] = None
    return {label: tuple(texts) for label, texts in found.items()}


def _alike(left: Sequence[str], right: Sequence[str]) -> frozenset[str]:
    folded = {text.casefold() for text in left} & {text.casefold() for text in right}
    return frozenset(t for t in (*left, *right) if t.casefold() in folded)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the waterfall, in units of a picture `WIDTH` wide.

    Attributes:
        feature: The piece of evidence.
        x: Where it begins.
        width: How wide it is.
        total: Evidence in all after it, in bits.
    """

    feature: Mapping[str, Any]
    x: float
    width: float
    total: float


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Evidence added up, bar by bar.

    Attributes:
        bars: In the order they are added.
        zero: Where nothing speaks for or against.
        middle: Where the score is one half.
        width: Of the picture.
    """

    bars: tuple[Bar, ...]
    zero: float
    middle: float
    width: int


def waterfall(explanation: Sequence[Mapping[str, Any]]) -> Waterfall:
    """Return where the bars stand."""
    totals = [0.0]
    for feature in explanation:
        totals.append(totals[-1] + float(feature["bits"]))
    low, high = min(*totals, MIDDLE, 0.0), max(*totals, 1.0)
    scale = (_WIDTH - 20) / (high - low)

    def place(bits: float) -> float:
        return round(10 + (bits - low) * scale, 1)

    bars = tuple(
        Bar(
            feature=feature,
            x=place(min(before, after)),
            width=max(round(abs(after - before) * scale, 1), 2.0),
            total=after,
        )
        for feature, before, after in zip(explanation, totals, totals[1:], strict=False)
    )
    return Waterfall(bars, place(0.0), place(MIDDLE), _WIDTH)


@dataclass(frozen=True, slots=True)
class Near:
    """A party that came near and is no match.

    Attributes:
        match: As the search gave it.
        why: What cleared it, in words.
    """

    match: Mapping[str, Any]
    why: tuple[str, ...]


def near_candidates(basis: Basis, entity: Mapping[str, Any]) -> list[Near]:
    """Return the parties whose names came near, and why they are no matches."""
    try:
        query = Query.from_entity(entity)
    except UsageError:
        return []
    found = cleared(basis.index, query, threshold=basis.threshold, limit=MOST_NEAR)
    return [
        Near(match, tuple(_why(match["explanation"])))
        for match in (one.to_dict() for one in found)
    ]


def _why(explanation: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Say what ruled a party out, and then each value that speaks against it."""
    yield str(explanation[-1]["detail"])
    against = sorted((f for f in explanation if f["bits"] < 0), key=lambda f: f["bits"])
    for feature in against:
        called = str(feature["feature"]).replace("_", " ")
        yield f"{called}: {feature['query']} ~ {feature['candidate']}, {feature['detail']}"
