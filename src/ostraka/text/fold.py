"""One comparable form of a text: case, width, marks, digits, punctuation, look-alikes.

Folding never leaves the script: it only removes what tells two spellings apart but not
two names.  Leaving the script is `ostraka.text.romanise`.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from ostraka.text.script import script_of

# Apostrophes, primes, modifier letters and quotation marks that stand inside words.
_INSIDE_WORDS = "'`´\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb‘’‚‛′‵ʻ՚׳״\uff07\u05f3\u05f4\u0640·"
# Letters that keep a stroke or a joint when marks are taken off.
_LETTERS = {
    "ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
    "ħ": "h", "ŧ": "t", "ŋ": "ng", "ɓ": "b", "ɗ": "d", "ɖ": "d", "ƙ": "k", "ə": "a",
    "ɛ": "e", "ɔ": "o", "ƴ": "y", "ŀ": "l", "ĸ": "k", "ſ": "s", "ƒ": "f", "ɨ": "i",
    # Arabic and Persian code points for one letter; hamza carriers lose the hamza.
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ۍ": "ي",
    "ئ": "ي", "ے": "ي", "ۓ": "ي", "ؤ": "و", "ۆ": "و", "ۇ": "و", "ک": "ك", "ڪ": "ك",
    "ګ": "گ", "ة": "ه", "ہ": "ه", "ھ": "ه", "ۀ": "ه", "ە": "ه", "ۃ": "ه", "ں": "ن",
    "ء": "", "ٴ": "", "ѐ": "е", "ё": "е", "ѝ": "и",
    "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ", "ς": "σ",
    # Signs of mathematics that stand for the letters they look like.
    "∆": "δ", "∑": "σ", "∏": "π", "&": " and ", "٪": " ",
    "’": "",
}  # fmt: skip
# Marks that are spelling aids, not letters (those of Indic scripts are vowels).
_LOOSE_MARKS = (
    (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05C7), (0x0610, 0x061A),
    (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06ED), (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F),
)  # fmt: skip
# Letters that look alike, by the script a mixed word is mostly in.
_LATIN_TWINS = dict(
    zip("асеорхуікмтнвѕјԁһԛԝԍɡαοενικρτυχβ", "aceopxyikmthbsjdhqwggaoevikptuxb", strict=True)
)  # fmt: skip
_CYRILLIC_TWINS = dict(zip("aceopxyiktmhb", "асеорхуіктмнв", strict=True))
_GREEK_TWINS = dict(zip("aoevikptuxb", "αοενικρτυχβ", strict=True))
# Letters that one without a twin counts for, beside itself.
_OWN = 3
_TWINS = {"Latin": _LATIN_TWINS, "Cyrillic": _CYRILLIC_TWINS, "Greek": _GREEK_TWINS}


def fold(text: str) -> str:
    """Return the comparable form of a text: folded words, single blanks between.

    Args:
        text: Any text, of any script or of several.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    words = text.casefold().translate(_TABLE).split()
    if text.isascii():
        return " ".join(words)
    return " ".join(_one_script(word) for word in words)


class _Table(dict[int, str]):
    """What each character folds to, worked out when first seen."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _fold_character(chr(code))
        return found


def _fold_character(letter: str) -> str:
    if letter in _LETTERS:
        return _LETTERS[letter]
    kind = unicodedata.category(letter)
    if letter in _INSIDE_WORDS or kind == "Cf" or _is_loose_mark(letter):
        # A zero-width non-joiner parts the halves of a Persian word: علی‌اکبر.
        return " " if letter == "\u200c" else ""
    if kind == "Nd":
        return str(unicodedata.digit(letter))
    if kind[0] in "LMN":
        return _take_marks_off(letter)
    return " "


def _take_marks_off(letter: str) -> str:
    if script_of(letter) not in {"Latin", "Greek"}:
        return letter
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", letter) if not _is_loose_mark(c)
    ).casefold()
    return "".join(_LETTERS.get(c, c) for c in bare)


def _is_loose_mark(letter: str) -> bool:
    code = ord(letter)
    return code >= 0x300 and any(low <= code <= high for low, high in _LOOSE_MARKS)


@lru_cache(maxsize=65536)
def _one_script(word: str) -> str:
    """Write the look-alikes of a mixed word in the script most of it is in."""
    if word.isascii():
        return word
    scripts = [script_of(c) for c in word if c.isalpha()]
    present = sorted(set(scripts) & _TWINS.keys())
    if len(present) < 2:
        return word
    # A letter without a twin settles the script; the count decides otherwise, and where
    # there is but one such letter in a longer word: a key of another keyboard.
    own = {
        s: sum(
            t == s and all(c not in _TWINS[o] for o in present if o != s)
            for c, t in zip((c for c in word if c.isalpha()), scripts, strict=True)
        )
        for s in present
    }
    main = max(present, key=lambda s: (_OWN * own[s] + scripts.count(s), own[s]))
    return "".join(_TWINS[main].get(c, c) for c in word)


_TABLE = _Table()
