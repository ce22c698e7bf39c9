"""Names of persons in Hangul: each syllable is written one way, so another is another name."""

from __future__ import annotations

from ostraka.text.fold import fold

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
    return _southern(left) != _southern(right)


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
