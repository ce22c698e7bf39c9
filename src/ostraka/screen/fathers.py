"""Whose child a name says its bearer is: bin, ibn and ben, -ovich and -ovna.

Salman bin Muhammad is not Muhammad bin Salman, and Sergey Viktorovich is not Sergey
Borisovich, however many letters they share.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from ostraka.text.fold import fold
from ostraka.text.name import read_name
from ostraka.text.romanise import romanise
from ostraka.text.sound import slavic_key, sound_key
from ostraka.text.variants import variants_of
from ostraka.text.words import is_known

_CHILD_OF = frozenset({"bin", "ibn", "ben", "bint", "بن", "ابن"})
_ARTICLES = frozenset({"al", "el", "abd", "abdul", "abdel"})
#: Least likeness of two spellings of one father's name.
_ALIKE = 0.7


@dataclass(frozen=True, slots=True)
class _Descent:
    """A first name, the father's name after it, and those of all forefathers."""

    child: str
    father: str
    fathers: tuple[str, ...]


def father_rule(asked: str, known: str) -> str | None:
    """Return the rule under which two names of persons tell of different fathers.

    Args:
        asked: The name asked.
        known: The listed name.
    """
    left, right = _descent(asked), _descent(known)
    if left is not None and right is not None:
        if any(_alike(left.father, other) for other in right.fathers) or any(
            _alike(right.father, other) for other in left.fathers
        ):
            return None
        crossed = _alike(left.child, right.father) and _alike(left.father, right.child)
        return "father_and_child_swapped" if crossed else "father_differs"
    ours, theirs = _patronymic(asked), _patronymic(known)
    if ours is None or theirs is None or _alike(ours, theirs):
        return None
    return None if _is_slip(asked, known) else "father_differs"


def _descent(name: str) -> _Descent | None:
    """Read "CHILD bin FATHER bin GRANDFATHER" of a name."""
    words = [word for word in fold(name).split() if word not in _ARTICLES]
    places = [n for n, word in enumerate(words[:-1]) if word in _CHILD_OF and n > 0]
    if not places:
        return None
    fathers = tuple(romanise(words[place + 1]) for place in places)
    return _Descent(romanise(words[places[0] - 1]), fathers[0], fathers)


def _patronymic(name: str) -> str | None:
    forms = read_name(name)
    words = forms[0].words if forms else ()
    # `read_name` cuts Viktorovich to `viktorvc`; the last word is the surname.
    found = [w[:-2] for w in words if w.endswith(("vc", "vn")) and len(w) > 4]
    return found[0] if len(found) == 1 and len(words) > 2 else None


def _is_slip(asked: str, known: str) -> bool:
    """Tell whether what differs is a slip: in the order or the blanks, or one letter.

    Fathers' names are cut to what they are called, and a slip may have cut away more.
    """
    ours, theirs = (
        [romanise(w) for w in fold(name).split()] for name in (asked, known)
    )
    if sorted(ours) == sorted(theirs) or "".join(ours) == "".join(theirs):
        return True
    other = [(a, b) for a, b in zip(ours, theirs, strict=False) if a != b]
    return len(ours) == len(theirs) and all(
        OSA.distance(a, b, score_cutoff=1) == 1 and not is_known(a, "person")
        for a, b in other
    )


def _alike(one: str, other: str) -> bool:
    return (
        sound_key(one) == sound_key(other)
        or slavic_key(one) == slavic_key(other)
        or other in variants_of(one)
        or one[:1] == other
        or other[:1] == one
        or OSA.normalized_similarity(one, other) >= _ALIKE
    )
