"""What a text as a whole says about where it is, and how a place in it is written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ostraka.record.countries import country_code
from ostraka.report.places import country_names
from ostraka.report.tokens import Tokens

_SHORTEST_NAME = 4
#: "North Korean" is not "Korean".
_FIRST_HALVES = frozenset({"central", "costa", "new", "north", "saudi", "south", "sri"})
_LINE = 200
_PREPOSITIONS = frozenset({"of", "in"})


class Context:
    """One text's countries, and how its words are written.

    Args:
        tokens: The words of the text.
    """

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.countries = frozenset(_countries(tokens))

    def has_any(self, countries: frozenset[str]) -> bool:
        """Tell whether the text names one of some countries or its people."""
        return not self.countries.isdisjoint(countries)

    def country_beside(self, first: int, last: int) -> str | None:
        """Return the country a phrase is said to be of: `Libyan …`, `… of Libya`."""
        tokens = self.tokens
        if tokens.follows(first):
            before = tokens.bare[first - 1] or tokens.folded[first - 1]
            if tokens.is_capital(first - 1) and (code := country_code(before)):
                return code.partition("-")[0]
        after = last + 2
        if (
            after < len(tokens)
            and tokens.follows(last + 1)
            and tokens.follows(after)
            and tokens.folded[last + 1] in _PREPOSITIONS
            and tokens.is_capital(after)
            and (code := country_code(tokens.bare[after] or tokens.folded[after]))
        ):
            return code.partition("-")[0]
        return None

    def in_capitals(self, i: int) -> bool:
        """Tell whether the line of a word is written in capitals altogether."""
        text, at = self.tokens.text, self.tokens.starts[i]
        start = text.rfind("\n", max(0, at - _LINE), at) + 1 or max(0, at - _LINE)
        end = text.find("\n", at, at + _LINE)
        return _mostly_capitals(text[start : end if end >= 0 else at + _LINE])

    def is_written_small(self, word: str) -> bool:
        """Tell whether a word also stands in the text without a capital."""
        return word in self.tokens.lower


def _countries(tokens: Tokens) -> Iterator[str]:
    """Yield the codes of the countries and peoples a text names, in any language."""
    taken: set[int] = set()
    for found in country_names(tokens):
        taken.update(range(found.first, found.last + 1))
        yield from (place.code for place in found.values if place.code)
    for name in _capital_words(tokens, taken):
        code = country_code(name)
        if code is not None:
            yield code.partition("-")[0]


def _capital_words(tokens: Tokens, taken: set[int]) -> set[str]:
    words = set()
    for i in tokens.openings:
        word = tokens.bare[i] or tokens.folded[i]
        if i in taken or tokens.text[tokens.starts[i]].islower():
            continue
        before = tokens.folded[i - 1] if tokens.follows(i) else ""
        if before in _FIRST_HALVES and tokens.is_capital(i - 1):
            words.add(f"{before} {word}")
        elif len(word) >= _SHORTEST_NAME:
            words.add(word)
    return words


@lru_cache(maxsize=64)
def _mostly_capitals(line: str) -> bool:
    letters = [c for c in line if c.isalpha()]
    return len(line.split()) > 2 and sum(map(str.isupper, letters)) > 0.7 * len(letters)
