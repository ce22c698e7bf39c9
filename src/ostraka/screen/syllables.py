"""Names of persons in Hangul and Han: each syllable is written one way.

So another is another name, however many sound alike or fall together when romanised.
"""

from __future__ import annotations

from ostraka.text.fold import fold
from ostraka.text.script import script_of

_FIRST, _LAST, _VOWELS, _FINALS = 0xAC00, 0xD7A3, 21, 28
_N, _R, _NONE = 2, 5, 11
# Vowels that begin with the sound of y, or are i.
_SOFT = frozenset({2, 3, 6, 7, 12, 17, 20})


def hangul_differs(asked: str, known: str) -> bool:
    """Tell whether two names are both written in Hangul, and not the same.

    The South leaves out or changes an r or n at the start of a name that the North
    writes (Lee and Ri, No and Ro): that is no difference.

    Args:
        asked: The name asked.
        known: The listed name.
    """
    left, right = (fold(name).replace(" ", "") for name in (asked, known))
    if not (_is_hangul(left) and _is_hangul(right)):
        return False
    return _southern(_once(left)) != _southern(_once(right))


def han_differs(asked: str, known: str) -> bool:
    """Tell whether two names are both written in Han characters, and not the same.

    A simplified character and its traditional form are one: names are only held against
    each other if both can be written in the simplified set (GB 2312).

    Args:
        asked: The name asked.
        known: The listed name.
    """
    left, right = (_once(fold(name).replace(" ", "")) for name in (asked, known))
    same_length = len(left) == len(right)
    return same_length and left != right and _is_simplified(left + right)


def syllabary(name: str) -> str | None:
    """Return the script of a name that has one character for each syllable, or None."""
    text = fold(name).replace(" ", "")
    if _is_hangul(text):
        return "Hangul"
    is_han = not text.isascii() and all(script_of(letter) == "Han" for letter in text)
    return "Han" if is_han else None


def _once(text: str) -> str:
    """Return a name that is given twice once."""
    half = len(text) // 2
    return text[:half] if half > 1 and text[:half] * 2 == text else text


def _is_simplified(text: str) -> bool:
    if text.isascii() or any(script_of(letter) != "Han" for letter in text):
        return False
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _is_hangul(text: str) -> bool:
    return text != "" and all(_FIRST <= ord(c) <= _LAST for c in text)


def _southern(text: str) -> str:
    """Write the first syllable as the South does."""
    initial, rest = divmod(ord(text[0]) - _FIRST, _VOWELS * _FINALS)
    soft = rest // _FINALS in _SOFT
    if initial in {_R, _N} and soft:
        initial = _NONE
    elif initial == _R:
        initial = _N
    return chr(_FIRST + initial * _VOWELS * _FINALS + rest) + text[1:]
