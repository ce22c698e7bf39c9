"""Names of bodies written as registers, letters and people write them."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

from ostraka.text.fold import fold
from ostraka.text.words import known_words

#: Legal forms written long and short, by class; another class is another body.
_FORMS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "limited": (
        ("LLC", "L.L.C.", "Limited Liability Company", "OOO"),
        ("Ltd", "Ltd.", "Limited", "Company Limited", "Co., Ltd."),
        ("GmbH", "Gesellschaft mit beschränkter Haftung"),
    ),
    "stock": (
        ("JSC", "Joint Stock Company", "AO"),
        ("OJSC", "Open Joint Stock Company", "OAO"),
        ("PJSC", "Public Joint Stock Company", "PAO"),
        ("AG", "Aktiengesellschaft"),
        ("S.A.", "SA", "Sociedad Anonima"),
        ("PLC", "Public Limited Company"),
    ),
}
_ABBREVIATED = (
    ("International", "Intl"), ("Corporation", "Corp"), ("Company", "Co"), ("Manufacturing", "Mfg"),
    ("Industries", "Ind."), ("Industrial", "Ind."), ("Technology", "Tech"), ("Technologies", "Tech"),
    ("Government", "Govt"), ("Department", "Dept"), ("National", "Natl"), ("Engineering", "Eng."),
    ("Brothers", "Bros"), ("Organization", "Org."), ("Organisation", "Org."), ("Limited", "Ltd"),
    ("General", "Gen."), ("Development", "Dev."),
)  # fmt: skip
_LOCALE = (
    ("organization", "organisation"), ("center", "centre"), ("defense", "defence"), ("labor", "labour"),
    ("aluminum", "aluminium"), ("color", "colour"), ("program", "programme"), ("ization", "isation"),
)  # fmt: skip
_NUMBERS = (
    ("1", "One", "I", "First"), ("2", "Two", "II", "Second"), ("3", "Three", "III", "Third"),
    ("4", "Four", "IV", "Fourth"), ("5", "Five", "V", "Fifth"), ("6", "Six", "VI", "Sixth"),
    ("7", "Seven", "VII", "Seventh"), ("8", "Eight", "VIII", "Eighth"), ("9", "Nine", "IX", "Ninth"),
)  # fmt: skip
_AND = ("&", "and", "+", "et", "und", "y")
_LOCAL_STOP = ("the", "of", "for")
_LEGAL_WORDS = tuple(
    sorted((f for same in _FORMS.values() for forms in same for f in forms), key=len, reverse=True)
)  # fmt: skip


def legalform_swap(name: str, chance: random.Random) -> str | None:
    """Write the legal form long for short, or the other way."""
    found = _form_of(name)
    if found is None:
        return None
    stem, form = found
    same = next(f for forms in _FORMS.values() for f in forms if form in f)
    return f"{stem} {chance.choice([f for f in same if f != form])}"


def legalform_drop(name: str, _: random.Random) -> str | None:
    """Leave the legal form out."""
    found = _form_of(name)
    return found[0] if found is not None and len(found[0].split()) > 1 else None


def legalform_change(name: str, chance: random.Random) -> str | None:
    """Give the legal form of another class of body."""
    found = _form_of(name)
    if found is None:
        return None
    stem, form = found
    own = next(c for c, forms in _FORMS.items() if any(form in f for f in forms))
    other = "stock" if own == "limited" else "limited"
    return f"{stem} {chance.choice(_FORMS[other])[0]}"


def stopword(name: str, _: random.Random) -> str | None:
    """Leave out a function word, or put `The` in front."""
    words = name.split()
    kept = [word for word in words if fold(word) not in _LOCAL_STOP]
    if 2 <= len(kept) < len(words):
        return " ".join(kept)
    return f"The {name}" if len(words) > 1 and name.isascii() else None


def and_ampersand(name: str, chance: random.Random) -> str | None:
    """Write `and` another way."""
    words = name.split()
    at = [n for n, word in enumerate(words) if word.lower() in _AND[:4] and n]
    if not at:
        return None
    n = chance.choice(at)
    words[n] = chance.choice([w for w in _AND if w != words[n].lower()])
    return " ".join(words)


def abbrev_word(name: str, chance: random.Random) -> str | None:
    """Abbreviate a word, or write an abbreviation out."""
    both = (*_ABBREVIATED, *((short, long) for long, short in _ABBREVIATED))
    return _swap(
        name, chance, [(rf"\b{re.escape(old)}(?!\w)", new) for old, new in both]
    )


def digits_words(name: str, chance: random.Random) -> str | None:
    """Write a number as a word, in Roman figures, or in figures."""
    fitting = [
        (word, form)
        for forms in _NUMBERS
        for word in name.split()
        for form in forms
        if word in forms[:2] and form != word and form != forms[3]
    ]
    if not fitting:
        return None
    old, new = chance.choice(fitting)
    return re.sub(rf"\b{old}\b", new, name, count=1)


def spelling_locale(name: str, chance: random.Random) -> str | None:
    """Write a word the British way, or the American."""
    both = (*_LOCALE, *((new, old) for old, new in _LOCALE))
    return _swap(name, chance, [(re.escape(old), new) for old, new in both])


def acronym_of(name: str) -> str | None:
    """Return the first letters of the words that tell something, if they are three or more."""
    words = [
        w for w in name.split() if w[:1].isalpha() and fold(w) not in known_words().stop
    ]
    return "".join(word[0].upper() for word in words) if len(words) > 2 else None


def _form_of(name: str) -> tuple[str, str] | None:
    """Return a name without its legal form, and the form as `_FORMS` has it."""
    for form in _LEGAL_WORDS:
        ending = f" {form.lower()}"
        if name.lower().endswith(ending) and len(name) > len(ending) + 3:
            return name[: -len(ending)].rstrip(" ,"), form
    return None


def _swap(name: str, chance: random.Random, pairs: list[tuple[str, str]]) -> str | None:
    fitting = [(p, new) for p, new in pairs if re.search(p, name, re.IGNORECASE)]
    if not fitting:
        return None
    pattern, new = chance.choice(fitting)
    changed = re.sub(pattern, new, name, count=1, flags=re.IGNORECASE)
    return changed if changed.lower() != name.lower() else None
