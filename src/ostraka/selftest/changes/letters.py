"""Letters left out, put in, swapped, replaced by others that look or sound alike."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

from ostraka.text.script import scripts_in

_NEIGHBOURS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh",
    "h": "gj", "i": "uo", "j": "hk", "k": "jl", "l": "ko", "m": "n", "n": "bm",
    "o": "ip", "p": "o", "q": "w", "r": "et", "s": "ad", "t": "ry", "u": "yi",
    "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
_SOUNDS = (
    ("ph", "f"), ("f", "ph"), ("ck", "k"), ("c", "k"), ("k", "c"), ("y", "i"), ("i", "y"),
    ("w", "v"), ("v", "w"), ("ou", "u"), ("u", "ou"), ("kh", "h"),
)  # fmt: skip
_LOOK_ALIKE_DIGITS = {"o": "0", "l": "1", "i": "1", "s": "5", "e": "3"}
#: Latin letters and the Cyrillic ones that look the same (Unicode TR 39, confusables).
_TWINS = {
    "a": "а",
    "c": "с",
    "e": "е",
    "o": "о",
    "p": "р",
    "x": "х",
    "y": "у",
    "i": "і",
}
#: Code points of Arabic letters that Persian and Arabic keyboards write differently.
_CODE_POINTS = {"ي": "ی", "ی": "ي", "ك": "ک", "ک": "ك", "ة": "ه", "أ": "ا", "إ": "ا"}
_TATWEEL, _FATHA = "\u0640", "\u064e"
#: Letters with marks, for names that have none.
_MARKED = {
    "a": "á",
    "e": "é",
    "o": "ö",
    "u": "ü",
    "i": "í",
    "s": "š",
    "n": "ñ",
    "c": "ç",
}
_LOOSE = {
    "ß": "ss",
    "ø": "o",
    "ı": "i",
    "đ": "d",
    "ł": "l",
    "æ": "ae",
    "Ø": "O",
    "Ł": "L",
}
_POINTS = "-'’`.,/\"“”"


def char_delete(name: str, chance: random.Random) -> str | None:
    """Delete one letter."""
    return _in_a_word(name, chance, lambda w, at: w[:at] + w[at + 1 :])


def char_insert(name: str, chance: random.Random) -> str | None:
    """Insert one letter."""
    letter = chance.choice("aeiounrst")
    return _in_a_word(name, chance, lambda w, at: w[:at] + letter + w[at:])


def char_substitute(name: str, chance: random.Random) -> str | None:
    """Hit the key beside the right one."""
    return _in_a_word(
        name, chance, lambda w, at: w[:at] + _beside(w[at], chance) + w[at + 1 :]
    )


def char_transpose(name: str, chance: random.Random) -> str | None:
    """Swap two neighbouring letters."""
    return _in_a_word(
        name, chance, lambda w, at: w[: at - 1] + w[at] + w[at - 1] + w[at + 1 :]
    )


def char_repeat(name: str, chance: random.Random) -> str | None:
    """Double a letter."""
    return _in_a_word(name, chance, lambda w, at: w[:at] + w[at] + w[at:])


def two_edits(name: str, chance: random.Random) -> str | None:
    """Change two words, one letter each."""
    words = name.split()
    long = [n for n, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    if len(long) < 2:
        return None
    for at, change in zip(
        chance.sample(long, 2), (char_substitute, char_delete), strict=True
    ):
        words[at] = change(words[at], chance) or words[at]
    return " ".join(words)


def phonetic(name: str, chance: random.Random) -> str | None:
    """Write a sound another way."""
    fitting = [pair for pair in _SOUNDS if pair[0] in name.lower()[1:]]
    if not fitting:
        return None
    old, new = chance.choice(fitting)
    at = name.lower().index(old, 1)
    return name[:at] + new + name[at + len(old) :]


def diacritics(name: str, chance: random.Random) -> str | None:
    """Take the marks off the letters; put one on where there is none."""
    apart = unicodedata.normalize("NFD", name)
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    plain = unicodedata.normalize("NFC", "".join(_LOOSE.get(c, c) for c in plain))
    if plain != name or not name.isascii():
        return plain if plain != name and "Latin" in scripts_in(name) else None
    return _replace_one(name, chance, _MARKED)


def punctuation(name: str, chance: random.Random) -> str | None:
    """Take a sign out, put another in its place, or put one between two words."""
    at = [n for n, sign in enumerate(name) if sign in _POINTS]
    if at:
        n = chance.choice(at)
        return " ".join(
            (name[:n] + chance.choice((" ", "’", "")) + name[n + 1 :]).split()
        )
    return (
        name.replace(" ", chance.choice(("-", ". ", ", ")), 1) if " " in name else None
    )


def alnum_swap(name: str, chance: random.Random) -> str | None:
    """Write a digit for a letter that looks like it."""
    return _replace_one(name, chance, _LOOK_ALIKE_DIGITS)


def homoglyph(name: str, chance: random.Random) -> str | None:
    """Write Cyrillic letters for two Latin ones that look the same."""
    once = _replace_one(name, chance, _TWINS)
    return None if once is None else _replace_one(once, chance, _TWINS) or once


def first_char(name: str, chance: random.Random) -> str | None:
    """Hit the key beside the right one at the first letter of a word."""
    words = name.split()
    long = [n for n, word in enumerate(words) if len(word) >= 6 and _is_latin(word)]
    if not long:
        return None
    at = chance.choice(long)
    first = _beside(words[at][0], chance)
    words[at] = (first.upper() if words[at][0].isupper() else first) + words[at][1:]
    return " ".join(words)


def arabic_codepoints(name: str, chance: random.Random) -> str | None:
    """Write Arabic letters by the code points of another keyboard, drawn out or voweled."""
    if "Arabic" not in scripts_in(name):
        return None
    changed = "".join(_CODE_POINTS.get(letter, letter) for letter in name)
    at = 1 + chance.randrange(max(1, len(name.split(maxsplit=1)[0]) - 1))
    return changed[:at] + chance.choice((_TATWEEL, _FATHA, "")) + changed[at:]


def _replace_one(name: str, chance: random.Random, table: dict[str, str]) -> str | None:
    """Replace one letter by the one that stands for it in a table."""
    at = [n for n, letter in enumerate(name) if n and letter in table]
    if not at:
        return None
    n = chance.choice(at)
    return name[:n] + table[name[n]] + name[n + 1 :]


def _is_latin(word: str) -> bool:
    return word.isalpha() and word.isascii()


def _in_a_word(
    name: str, chance: random.Random, change: Callable[[str, int], str]
) -> str | None:
    """Change one word of five letters or more, not at its first letter."""
    words = name.split()
    long = [n for n, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    if not long:
        return None
    at = chance.choice(long)
    place = chance.randint(2, len(words[at]) - 1)
    words[at] = change(words[at], place)
    return " ".join(words)


def _beside(letter: str, chance: random.Random) -> str:
    return chance.choice(_NEIGHBOURS.get(letter.lower(), "e"))
