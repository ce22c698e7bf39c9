"""The places that are known: countries, capitals and towns, with the words for them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ostraka.record.countries import country_labels
from ostraka.report.phrases import Phrases
from ostraka.report.tokens import fold_words

#: Codes of no place on a map.
_NOT_PLACES = frozenset({"eu", "ip", "un", "zz"})


@dataclass(frozen=True, slots=True)
class Place:
    """A name of a place in a text.

    Attributes:
        name: The name.
        code: Country code; None for a region of several countries.
        kind: `country`, `capital`, `city` or `region`.
    """

    name: str
    code: str | None
    kind: str


@cache
def towns() -> dict[str, str]:
    """Return towns and the codes of their countries; `!` marks one known everywhere."""
    path = files("ostraka.report").joinpath("data/cities.json")
    found: dict[str, str] = json.loads(path.read_text("utf-8"))["cities"]
    return found


@cache
def place_names() -> Phrases[Place]:
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
def _capitals() -> dict[str, str]:
    return {name.casefold(): code for name, code in _table()["capitals"].items()}


def is_certain(name: str) -> bool:
    """Tell whether a name is a place's wherever it stands; `Georgia` may be a person."""
    return name not in _table()["not_certain"]


def capital_code(name: str) -> str | None:
    """Return the code of the country whose seat of government has a name, or None."""
    return _capitals().get(name.casefold())


@cache
def _table() -> dict[str, Any]:
    path = files("ostraka.report").joinpath("data/places.json")
    table: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return table
