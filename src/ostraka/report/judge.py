"""Does an occurrence of a listed name name the listed party, by itself?

Precision comes first: a reader who is shown a wrong name stops looking.  What cannot
speak for itself may still be confirmed by another name of the same party in the text.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from ostraka.record.countries import country_code
from ostraka.report.context import Context
from ostraka.report.name_forms import bare_name, fits_abbreviation
from ostraka.report.names import Hit, NameUse
from ostraka.report.tokens import Tokens, fold_words
from ostraka.report.words import (
    CRAFT,
    GENERIC_WORDS,
    KUNYA,
    NEVER_ALONE,
    SMALL_WORDS,
    words_before_names,
)
from ostraka.text.name import read_name
from ostraka.text.words import word_bits

_SHORTEST_ABBREVIATION = 3
_LONGEST_ABBREVIATION = 8
_SHORTEST_WORD = 5
_FEWEST_LETTERS = 6
#: What the words of a name must tell (bits of `word_bits`) to need nothing beside them,
#: and at the least with the party's country in the text: "Qasem Soleimani" tells 18 bits,
#: "Dmitry Medvedev" 15, "Ali Hassan" 11, as thousands bear it.
_PERSON_BITS = 16.5
_FEWEST_PERSON_BITS = 12.0
_BODY_BITS = 18.0
_SEVERAL_LISTS = 2
_MANY_LISTS = 3
#: Beside these a word is part of an address or of a program: MAN_PRE, jit@example.
_JOINTS = frozenset("_@#\\=<>$%&*+~^|")


class Judge:
    """Decides for one text which uses of a name an occurrence can stand for.

    Args:
        context: The text.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._tokens: Tokens = context.tokens

    def by_itself(self, hit: Hit) -> list[NameUse]:
        """Return the uses that an occurrence names without further evidence."""
        rule = self._one_word if hit.words == 1 else self._several_words
        return self._in_right_country(hit, rule)

    def if_confirmed(self, hit: Hit) -> list[NameUse]:
        """Return the uses an occurrence names if its party is named otherwise too."""
        if self._is_part_of_more(hit):
            return []
        if hit.words == 1:
            word = self._tokens.folded[hit.first]
            if len(word) < _SHORTEST_WORD or self._context.is_written_small(word):
                return []
        return self._in_right_country(hit, lambda _hit, _use: True)

    def _in_right_country(
        self, hit: Hit, rule: Callable[[Hit, NameUse], bool]
    ) -> list[NameUse]:
        """Return the uses a rule lets pass and no country in the text speaks against."""
        beside = self._context.country_beside(hit.first, hit.last)
        uses = [
            use
            for use in hit.values
            if (
                beside is None
                or not use.listed.countries
                or beside in use.listed.countries
            )
            and rule(hit, use)
        ]
        return [use for use in uses if not self._has_a_better(use, uses)]

    def _has_a_better(self, use: NameUse, uses: list[NameUse]) -> bool:
        """Tell whether the same list has a namesake whose country the text names."""
        if self._context.has_any(use.listed.countries):
            return False
        return any(
            other.listed.dataset == use.listed.dataset
            and self._context.has_any(other.listed.countries)
            for other in uses
        )

    def _one_word(self, hit: Hit, use: NameUse) -> bool:
        """A single word names a body if it is an abbreviation, or known to many lists."""
        if use.listed.is_person or use.listed.is_craft:
            return False
        tokens, word = self._tokens, self._tokens.folded[hit.first]
        if self._context.is_written_small(word) or word in NEVER_ALONE:
            return False
        if self._is_code(hit):
            return False
        span = hit.span(tokens)
        raw = tokens.text[span.start : span.end]
        if raw.isalpha() and raw.isupper():
            return self._abbreviation(hit, use, raw)
        return (
            use.kind != "weakAlias"
            and len(word) >= _SHORTEST_WORD
            and tokens.is_capital(hit.first)
            and _lists(hit)
            >= (_MANY_LISTS if tokens.opens_sentence(hit.first) else _SEVERAL_LISTS)
            and not self._is_part_of_more(hit)
            and (
                not use.listed.countries or self._context.has_any(use.listed.countries)
            )
        )

    def _abbreviation(self, hit: Hit, use: NameUse, raw: str) -> bool:
        """Capitals that several lists print, or whose letters are of the listed name.

        Three letters stand for many things: they need the party's country in the text,
        or many lists where no list states a country.
        """
        if (
            not _SHORTEST_ABBREVIATION <= len(raw) <= _LONGEST_ABBREVIATION
            or not (use.kind == "abbreviation" or use.text.isupper())
            or self._context.in_capitals(hit.first)
        ):
            return False
        lists = _lists(hit)
        if not use.listed.countries:
            return lists >= _MANY_LISTS
        if self._context.has_any(use.listed.countries):
            return lists >= _SEVERAL_LISTS or (
                len(raw) > _SHORTEST_ABBREVIATION and _is_short_for(raw, use)
            )
        return lists >= _MANY_LISTS and len(raw) > _SHORTEST_ABBREVIATION

    def _is_code(self, hit: Hit) -> bool:
        text, span = self._tokens.text, hit.span(self._tokens)
        return not _JOINTS.isdisjoint(
            (text[span.start - 1 : span.start], text[span.end : span.end + 1])
        )

    def _several_words(self, hit: Hit, use: NameUse) -> bool:
        letters = sum(len(w) for w in self._words(hit) if w not in SMALL_WORDS)
        if use.kind == "weakAlias" or letters < _SHORTEST_WORD:
            return False
        if letters < _FEWEST_LETTERS and _lists(hit) < _SEVERAL_LISTS:
            return False  # "Al-Qaeda" tells no more than one word does
        if use.listed.is_person:
            return self._full_name(hit, use)
        if use.listed.is_craft:
            return self._craft(hit)
        if all(word in GENERIC_WORDS for word in self._words(hit)):
            return self._context.has_any(use.listed.countries)
        return (
            _lists(hit) >= _SEVERAL_LISTS
            or self._context.has_any(use.listed.countries)
            or self._bits(hit, "body") >= _BODY_BITS
        )

    def _full_name(self, hit: Hit, use: NameUse) -> bool:
        """A person's name of two words or more, whole, and not one of thousands'."""
        if self._words(hit)[0] in KUNYA or self._is_part_of_more(hit):
            return False
        bits = self._bits(hit, "person")
        return bits >= _PERSON_BITS or (
            bits >= _FEWEST_PERSON_BITS and self._context.has_any(use.listed.countries)
        )

    def _bits(self, hit: Hit, kind: str) -> float:
        """Return what the words of a name tell about who is meant."""
        span = hit.span(self._tokens)
        return _bits_of(self._tokens.text[span.start : span.end], kind)

    def _craft(self, hit: Hit) -> bool:
        """A ship's name is words like any other: it needs `vessel`, `MT` … before it."""
        before = self._tokens.folded[max(0, hit.first - 2) : hit.first]
        return not CRAFT.isdisjoint(before)

    def _is_part_of_more(self, hit: Hit) -> bool:
        """Tell whether further words of a longer name stand right beside it."""
        tokens = self._tokens
        after, before = hit.last + 1, hit.first - 1
        if (
            not hit.bare
            and after < len(tokens)
            and tokens.follows(after)
            and tokens.is_capital(after)
        ):
            return True
        return (
            tokens.follows(hit.first)
            and tokens.is_capital(before)
            and tokens.bare[before] is None
            and not tokens.opens_sentence(before)
            and tokens.folded[before] not in words_before_names()
            and self._context.country_beside(hit.first, hit.last) is None
        )

    def _words(self, hit: Hit) -> list[str]:
        words = self._tokens.folded[hit.first : hit.last + 1]
        if hit.bare:
            words[-1] = self._tokens.bare[hit.last] or words[-1]
        return words


@lru_cache(maxsize=16384)
def _bits_of(name: str, kind: str) -> float:
    forms = read_name(name)
    return max((sum(word_bits(w, kind) for w in f.words) for f in forms), default=0.0)


def _lists(hit: Hit) -> int:
    """Return how many lists print this as the name of a body."""
    return len({u.listed.dataset for u in hit.values if not u.listed.is_person})


def _is_short_for(raw: str, use: NameUse) -> bool:
    """Tell whether the letters of an abbreviation are the initials of a listed name."""
    for name in use.listed.names:
        words = fold_words(bare_name(name))
        places = frozenset(w for w in words if country_code(w) is not None)
        if len(words) > 1 and fits_abbreviation(raw, words, places):
            return True
    return False
