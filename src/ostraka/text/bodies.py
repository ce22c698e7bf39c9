"""Names of bodies: legal forms told from the name, function words left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from rapidfuzz.distance import OSA

from ostraka.text.numerals import numerals_as_digits
from ostraka.text.words import is_known, known_words

#: Classes of legal forms; the first is "none stated".
LEGAL_FORMS = ("", "limited", "stock", "other")
#: Legal forms people write without a blank, and the least letters of a name before one.
STICKING_FORMS = ("ojsc", "pjsc", "jsc", "llc", "ltd", "gmbh", "plc", "inc", "ag")
LEAST_STUCK = 5
#: Least letters of a word of a legal form in which one wrong letter is forgiven.
LEAST_MISSPELT = 6


def body_words(words: Sequence[str]) -> tuple[list[str], str]:
    """Return the telling words of a body's name and the class of its legal form.

    Args:
        words: The romanised words of the name.
    """
    words = [_well_spelt(word) for word in _join_letters(words)]
    words = numerals_as_digits(_as_one(words))
    known = known_words()
    kept: list[str] = []
    legal = ""
    at = 0
    while at < len(words):
        size, form = _legal_form(words[at:])
        if size and len(words) > size:
            legal = form if legal in {"", "other"} else legal
            at += size
            continue
        if words[at] not in known.stop:
            kept.append(words[at])
        at += 1
    return (kept or words), legal


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
    if words[0] not in known.form_starts:
        return 0, ""
    for size in range(min(known.longest_form, len(words)), 0, -1):
        form = known.legal_forms.get(tuple(words[:size]))
        if form is not None:
            return size, form
    return 0, ""


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
        if run:
            joined.append(run)
        run = ""
        joined.append(word)
    return [*joined, run] if run else joined


def _well_spelt(word: str) -> str:
    """Return the word of a legal form that is meant with one wrong letter: LIMITD."""
    if len(word) < LEAST_MISSPELT - 1 or is_known(word, "body"):
        return word
    table = _misspellings()
    for key in _less_one(word):
        meant = table.get(key)
        if meant == word:
            return word
        if meant is not None and OSA.distance(word, meant) == 1:
            return meant
    return word


@cache
def _misspellings() -> dict[str, str]:
    """Return the words of legal forms by themselves and by themselves less a letter."""
    found: dict[str, str] = {}
    long = {
        word
        for form in known_words().legal_forms
        for word in form
        if len(word) >= LEAST_MISSPELT
    }
    for word in sorted(long):
        for key in _less_one(word):
            found.setdefault(key, word)
    return found | {word: word for word in long}


def _less_one(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
