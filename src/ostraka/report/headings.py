"""The same bodies on lists that print them under another of their names.

One list has `Hezbollah` and `Hizballah`, another only `Hizballah`: a text that says
`Hezbollah` names the party of both.  They are taken for one where each list has the
other's heading among its names and no country speaks against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ostraka.report.name_forms import bare_name, strip_article
from ostraka.report.names import Key, Listed, NameIndex, NameUse
from ostraka.report.tokens import fold_words
from ostraka.report.words import NEVER_ALONE

_SHORTEST = 6


class Headings:
    """Finds the records of other lists for bodies that were found.

    Args:
        indexes: The names of listed parties.
    """

    def __init__(self, indexes: Sequence[NameIndex]) -> None:
        self._indexes = indexes
        self._others: dict[Key, list[NameUse]] = {}
        self._names: dict[Key, frozenset[str]] = {}

    def look_up(self, uses: Iterable[NameUse]) -> None:
        """Look for what other lists have of all bodies of some uses."""
        bodies = {
            use.listed.key: use.listed
            for use in uses
            if not (use.listed.is_person or use.listed.is_craft)
            and use.listed.key not in self._others
        }
        headed = {key: set(self._headed(one)) for key, one in bodies.items()}
        for index in self._indexes:
            wanted = {value for found in headed.values() for value in found}
            there = {use.listed.key: use for use in index.uses_of(sorted(wanted))}
            for key, body in bodies.items():
                self._others.setdefault(key, []).extend(
                    use
                    for other, _, _ in sorted(headed[key])
                    if (use := there.get(other)) and self._is_one(body, use.listed)
                )

    def of(self, uses: Sequence[NameUse]) -> list[NameUse]:
        """Return the uses on lists that are not among some uses of one place."""
        lists = {use.listed.dataset for use in uses}
        found = (o for use in uses for o in self._others.get(use.listed.key, ()))
        return [use for use in found if use.listed.dataset not in lists]

    def _headed(self, body: Listed) -> Iterator[tuple[Key, str, str]]:
        """Yield what other lists head with a name of a body."""
        for name in self._names_of(body):
            words = strip_article(name.split())
            if len(name) < _SHORTEST or all(w in NEVER_ALONE for w in words):
                continue
            for index in self._indexes:
                for value in index.values_of(words):
                    if value[1] == "name" and value[0][0] != body.dataset:
                        yield value

    def _is_one(self, one: Listed, other: Listed) -> bool:
        kinds = not (other.is_person or other.is_craft)
        near = not (one.countries and other.countries) or bool(
            one.countries & other.countries
        )
        return (
            kinds
            and near
            and _folded(other.caption) in self._names_of(one)
            and _folded(one.caption) in self._names_of(other)
        )

    def _names_of(self, listed: Listed) -> frozenset[str]:
        if listed.key not in self._names:
            self._names[listed.key] = frozenset(map(_folded, listed.names))
        return self._names[listed.key]


@lru_cache(maxsize=65536)
def _folded(name: str) -> str:
    return " ".join(fold_words(bare_name(name)))
