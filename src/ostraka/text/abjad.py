"""Which Latin spellings a name can have whose script leaves short vowels out.

`romanise` writes a word of Arabic or Hebrew script in one way, and puts vowels where it
knows none: ثاقب is thaqab.  Saqib, Saqeb and Thaqib are held against the letters
themselves here: each is spelled in one of few ways (`resources/romanise`, `spellings`),
and short vowels come between.  Of other people's name parts one or two in ten thousand
fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from typing import NamedTuple

from ostraka.text.romanise import tables

#: Short vowels that may come before a letter, and what a French spelling ends with.
SHORT = ("a", "e", "i", "o", "u", "y", "ou")
MUTE = ("e",)
#: Most words that are tried in every order; more are turned as a whole.
MOST_SHUFFLED = 4
#: Most letters of a name that is read here.
MOST_LETTERS = 60
#: Letters no short vowel comes before, and those that one comes before behind these.
_LONG, _GLIDES = frozenset("اא"), frozenset("ويוי")
_YEH = "ي"
#: Letters of a spelling, and those that one of them stands in for each of; how many of
#: them there are at most for each of these; 0 where they stand for others too.
_STAND_FOR = (
    ("m", "مמ", 2), ("r", "رڑړר", 2), ("n", "نڼڭנ", 2), ("l", "لל", 2),
    ("bp", "بپ", 0), ("tdszc", "تثدذزسشصضطظדטזסצת", 0), ("kqgchx", "حخقكگחק", 0),
)  # fmt: skip
#: The article, with its last letter as it is spoken, and the word for son.
_ARTICLE = "ال"
_SUN = ("", "l", "s", "sh", "ch", "t", "th", "d", "dh", "r", "n", "z")
_ARTICLES = ("", "i", *(vowel + spoken for vowel in "aeu" for spoken in _SUN))
#: Words that others are written onto, and what begins with the article behind them.
_ONTO, _FAITH = ("عبدال", "ابوال"), "الدين"
_SON = ("", "b", "bn", "bin", "ben", "ibn", "ebn")
_SONS = {"بن": _SON, "ابن": _SON}


class _Letters(NamedTuple):
    """How letters are spelled, those at the first and last place of a word apart."""

    inside: dict[str, tuple[str, ...]]
    first: dict[str, tuple[str, ...]]
    last: dict[str, tuple[str, ...]]


def may_be_spelled(words: tuple[str, ...], latin: str) -> bool:
    """Tell whether a name can be spelled in some way, its words in any order.

    Args:
        words: Words of one name in Arabic or Hebrew script, as `fold` returns them.
        latin: A spelling without blanks, in the letters a-z.
    """
    if max(len(latin), sum(map(len, words))) > MOST_LETTERS:
        return False
    if not words or not _has_letters(words, latin):
        return False
    if len(words) <= MOST_SHUFFLED:
        return _fits(words, latin, {0})
    turned = ((*words[at:], *words[:at]) for at in range(len(words)))
    return any(_fits_in_order(order, latin) for order in turned)


def _has_letters(words: tuple[str, ...], latin: str) -> bool:
    """Tell whether a spelling has about as many of some letters: most have not."""
    return all(
        least <= sum(map(latin.count, letters)) <= most
        for letters, least, most in _counts(words)
    )


@lru_cache(maxsize=256)
def _counts(words: tuple[str, ...]) -> tuple[tuple[str, int, int], ...]:
    """Return some letters with the least and the most that a spelling has of them.

    The article may be left out or spoken as the letter behind it, and so may `bin`.
    """
    text = "".join(words)
    free = text.count(_ARTICLE) + sum(word in _SONS for word in words)
    counts = ((c, sum(map(text.count, own)), most) for c, own, most in _STAND_FOR)
    return tuple(
        (c, n - free, most * n + free if most else MOST_LETTERS)
        for c, n, most in counts
    )


def _fits_in_order(words: Sequence[str], latin: str) -> bool:
    places: AbstractSet[int] = {0}
    for word in words:
        places = _behind_word(word, latin, places)
        if not places:
            return False
    return len(latin) in places


def _fits(words: tuple[str, ...], latin: str, places: AbstractSet[int]) -> bool:
    """Tell whether what is left of a spelling is that of some words, in any order."""
    if not words:
        return len(latin) in places
    for at in range(len(words)):
        behind = _behind_word(words[at], latin, places)
        if behind and _fits((*words[:at], *words[at + 1 :]), latin, behind):
            return True
    return False


def _behind_word(word: str, latin: str, places: AbstractSet[int]) -> AbstractSet[int]:
    """Return the places in a spelling behind a word that begins at one of some places."""
    if word in _SONS:
        return _behind(_SONS[word], latin, places)
    cut = _article_inside(word)
    if cut:
        places = _behind_letters(word[:cut], latin, places)
        word = word[cut:]
    if word.startswith(_ARTICLE) and len(word) > len(_ARTICLE) + 1:
        bare = _behind(_ARTICLES, latin, places)
        without = _behind_letters(word[len(_ARTICLE) :], latin, bare)
        return without | _behind_letters(word, latin, places)
    return _behind_letters(word, latin, places)


def _article_inside(word: str) -> int:
    """Return where in a word the article begins that another was written onto, or 0."""
    if word.startswith(_ONTO) and len(word) > len(_ONTO[0]) + 1:
        return len(_ONTO[0]) - len(_ARTICLE)
    return len(word.removesuffix(_FAITH)) % len(word)


def _behind_letters(
    word: str, latin: str, places: AbstractSet[int]
) -> AbstractSet[int]:
    for short, ways in _ways(word):
        if short:
            places = places | _behind(SHORT, latin, places)
        places = _behind(ways, latin, places)
        if not places:
            return places
    return places | _behind(MUTE, latin, places)


@lru_cache(maxsize=256)
def _ways(word: str) -> tuple[tuple[bool, tuple[str, ...]], ...]:
    """Return of each letter if a short vowel may come before, and how it is spelled."""
    table = _letters()
    found = []
    before = ""
    for at, letter in enumerate(word):
        there = table.inside
        if at == len(word) - 1 and letter in table.last:
            there = table.last
        if at == 0 and letter in table.first:
            there = table.first
        ways = there.get(letter, ())
        # The first of two is a hamza's seat: Mikha'il.
        ways = (*ways, "") if letter == before == _YEH else ways
        found.append((before != "" and _has_short_vowel(before, letter), ways))
        before = letter
    return tuple(found)


def _has_short_vowel(before: str, letter: str) -> bool:
    """Tell whether a short vowel may stand between two letters: beside a long one none."""
    return letter not in _LONG and (before not in _LONG or letter in _GLIDES)


def _behind(
    ways: Iterable[str], latin: str, places: AbstractSet[int]
) -> AbstractSet[int]:
    return {p + len(way) for p in places for way in ways if latin.startswith(way, p)}


@cache
def _letters() -> _Letters:
    """Return how the letters of both scripts are spelled."""
    parts = (
        {
            letter: tuple(ways)
            for script in ("arabic", "hebrew")
            for letter, ways in tables()[script][part].items()
        }
        for part in ("spellings", "first", "last")
    )
    return _Letters(*parts)
