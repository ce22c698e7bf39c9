"""A place in the name of a body: "VTB Bank (Kiev)" need not be "VTB Bank"."""

from __future__ import annotations

from functools import lru_cache

from ostraka.record.countries import country_code
from ostraka.resolve.listed import Listed
from ostraka.resolve.name_table import in_full
from ostraka.text.fold import fold

#: Letters of the shortest name of a territory, since shorter ones are codes, and words of
#: the longest.
_SHORTEST, _MOST_WORDS = 4, 3


def place_differs(one: Listed, other: Listed) -> bool:
    """Tell whether the main name of one body has a place that no name of the other has.

    A place is the name of a territory, or what the table of territories takes for one.
    """
    if "person" in {one.reading, other.reading}:
        return False
    return _has_more(one, other) or _has_more(other, one)


def _has_more(one: Listed, other: Listed) -> bool:
    places = _places(one.names[0][1]) if one.names else frozenset()
    return any(
        not any(place <= _words(name) for _, name in other.names) for place in places
    )


@lru_cache(maxsize=65536)
def _places(name: str) -> frozenset[frozenset[str]]:
    """Return the places in a name, each as its words."""
    words = fold(in_full(name)).split()
    runs = (
        words[start : start + size]
        for size in range(1, _MOST_WORDS + 1)
        for start in range(len(words) - size + 1)
    )
    return frozenset(
        frozenset(run)
        for run in runs
        if len(" ".join(run)) >= _SHORTEST and country_code(" ".join(run)) is not None
    )


@lru_cache(maxsize=65536)
def _words(name: str) -> frozenset[str]:
    return frozenset(fold(name).split())
