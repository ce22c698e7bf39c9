"""Names of bodies: legal forms told from the name, function words left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from math import inf

from rapidfuzz.distance import OSA

from ostraka.text.numerals import NUMBER_WORDS, numerals_as_digits
from ostraka.text.words import common_bits, known_words, less_one

#: Classes of legal forms; the first is "none stated".
LEGAL_FORMS = ("", "limited", "stock", "other")
#: Legal forms people write without a blank, and the least letters of a name before one.
STICKING_FORMS = ("ojsc", "pjsc", "jsc", "llc", "ltd", "gmbh", "plc", "inc", "ag")
LEAST_STUCK = 5
#: Least letters of a word of a legal form in which one wrong letter is forgiven.
LEAST_MISSPELT = 6
#: What a word of a legal form tells at most that is misspelt in the lists themselves, and
#: how much more its misspelling tells.
COMMON_FORM, SLIPPED_BITS = 4.0, 4.0
#: Least letters of a legal form of several words, in which one may be wrong.
LEAST_PHRASE = 12


def body_words(words: Sequence[str]) -> tuple[list[str], str]:
    """Return the telling words of a body's name and the class of its legal form.

    Args:
        words: The romanised words of the name.
    """
    if all(map(_tells_alone, words)):
        return list(words), ""
    words = [_well_spelt(word) for word in _join_letters(words)]
    words = numerals_as_digits(_as_one(words))
    known = known_words()
    kept: list[str] = []
    legal = ""
    at = 0
    while at < len(words):
        size, form = _legal_form(words[at:]) if _may_be_form(words, at) else (0, "")
        if size and len(words) > size:
            legal = form if legal in {"", "other"} else legal
            at += size
            continue
        if words[at] not in known.stop:
            kept.append(words[at])
        at += 1
    return (kept or words), legal


@lru_cache(maxsize=262144)
def _tells_alone(word: str) -> bool:
    """Tell whether a word says the same whatever stands beside it, as most do.

    It is no letter, no number in words, and no part of a legal form or of a phrase.
    """
    known = known_words()
    return (
        len(word) > 1
        and not (word in known.stop or word in known.phrases)
        and not (word in known.form_starts or word in _seconds())
        and _well_spelt(word) == word
        and numerals_as_digits([word]) == [word]
    )


def unstuck(word: str) -> Iterator[tuple[str, str]]:
    """Yield a name and its legal form that stick together: JSCARGUMENT, SiemensAG.

    Args:
        word: The only word of a name.
    """
    for form in STICKING_FORMS:
        rest = word.removesuffix(form)
        rest = word.removeprefix(form) if rest == word else rest
        if len(rest) >= LEAST_STUCK and rest != word:
            yield rest, known_words().legal_forms[form,]
            return


def _legal_form(words: Sequence[str]) -> tuple[int, str]:
    """Return how many words at the start are a legal form, and its class."""
    known = known_words()
    for size in range(min(known.longest_form, len(words)), 0, -1):
        form = known.legal_forms.get(tuple(words[:size])) or _nearly(words[:size])
        if form is not None:
            return size, form
    return 0, ""


def _nearly(words: Sequence[str]) -> str | None:
    """Return the class of a legal form of several words in which one letter is wrong."""
    if len(words) < 2:
        return None
    phrase = " ".join(words)
    if len(phrase) < LEAST_PHRASE:
        return None
    for key in less_one(phrase):
        meant = _phrases().get(key)
        if meant is not None and OSA.distance(phrase, meant) == 1:
            return known_words().legal_forms[tuple(meant.split())]
    return None


def _may_be_form(words: Sequence[str], at: int) -> bool:
    """Tell whether a legal form may begin at a word: its first may be misspelt."""
    return words[at] in known_words().form_starts or (
        at + 1 < len(words) and words[at + 1] in _seconds()
    )


@cache
def _seconds() -> frozenset[str]:
    """Return the second words of legal forms."""
    return frozenset(form[1] for form in known_words().legal_forms if len(form) > 1)


@cache
def _phrases() -> dict[str, str]:
    """Return legal forms of several words by themselves and by themselves less a letter."""
    found: dict[str, str] = {}
    phrases = {" ".join(f) for f in known_words().legal_forms if len(f) > 1}
    for phrase in sorted(phrases):
        if len(phrase) >= LEAST_PHRASE:
            for key in less_one(phrase):
                found.setdefault(key, phrase)
    return found


def _as_one(words: Sequence[str]) -> list[str]:
    """Write as one word what several words call by one name: United States is USA."""
    phrases = known_words().phrases
    kept: list[str] = []
    at = 0
    while at < len(words):
        found = next(
            (p for p in phrases.get(words[at], ()) if p == tuple(words[at : at + len(p)])),
            None,
        )  # fmt: skip
        kept.append(words[at] if found is None else phrases[words[at]][found])
        at += 1 if found is None else len(found)
    return kept


def _join_letters(words: Sequence[str]) -> list[str]:
    """Write letters that stand alone side by side as one word: D.O.O. is DOO."""
    joined: list[str] = []
    run = ""
    for word in words:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        joined.extend(_number_and_form(run))
        run = ""
        joined.append(word)
    return [*joined, *_number_and_form(run)]


def _number_and_form(run: str) -> tuple[str, ...]:
    """Part a Roman number of one letter from a legal form: V L.P. is V and LP."""
    forms = known_words().legal_forms
    if run[:1] in {"i", "v", "x"} and (run,) not in forms and (run[1:],) in forms:
        return run[0], run[1:]
    return (run,) if run else ()


@lru_cache(maxsize=65536)
def _well_spelt(word: str) -> str:
    """Return the word of a legal form or number meant with one wrong letter: LIMITD."""
    if len(word) < LEAST_MISSPELT - 1:
        return word
    table = _misspellings()
    for key in less_one(word):
        meant = table.get(key)
        if meant == word:
            return word
        if meant is not None and OSA.distance(word, meant) == 1:
            return meant if _is_slip_of(word, meant) else word
    return word


def _is_slip_of(word: str, meant: str) -> bool:
    """Tell whether a word is seldom in names of bodies, or far more seldom than another."""
    own = common_bits(word, "body")
    of_meant = common_bits(meant, "body")
    return own == inf or (of_meant < COMMON_FORM and own >= of_meant + SLIPPED_BITS)


@cache
def _misspellings() -> dict[str, str]:
    """Return words of legal forms and numbers by themselves and less a letter."""
    found: dict[str, str] = {}
    words = {word for form in known_words().legal_forms for word in form}
    long = {word for word in words | NUMBER_WORDS if len(word) >= LEAST_MISSPELT}
    for word in sorted(long):
        for key in less_one(word):
            found.setdefault(key, word)
    return found | {word: word for word in long}
