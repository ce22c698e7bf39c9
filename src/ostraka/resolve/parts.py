"""A wing, a branch, a unit: parties that are part of another and not the same.

The European Union lists the military wing of Hizballah, others the whole; the United
Kingdom lists six units of the Quds Force beside it.  The name says so: it has all the
words of the whole, and what is left over names a part.
"""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA

from ostraka.resolve.listed import Listed
from ostraka.resolve.name_table import in_full
from ostraka.text.name import read_name
from ostraka.text.sound import sound_key
from ostraka.text.variants import key_word
from ostraka.text.words import word_bits

#: Words that name a part of a body.
PARTS = frozenset(
    ["base", "branch", "branches", "department", "directorate", "division",
     "force", "forces", "headquarters", "province", "subsidiary", "unit", "wing"]
)  # fmt: skip
#: What the whole's name must tell, in bits: "Group" is no whole.
_LEAST_TOLD = 7.0
#: Least likeness of two spellings of a word, as Qods and Quds are.
_ALIKE = 0.6


def names_part(record: Listed) -> bool:
    """Tell whether the main name of a body has a word that names a part."""
    return record.reading == "body" and not PARTS.isdisjoint(_main_words(record))


def part_and_whole(one: Listed, other: Listed) -> tuple[Listed, Listed] | None:
    """Return the part and the whole, if the main name of one makes it part of the other."""
    if "person" in {one.reading, other.reading}:
        return None
    if _regimes_differ(one, other):
        return None
    for part, whole in ((one, other), (other, one)):
        if _is_part(part, whole) and not _is_part(whole, part):
            return part, whole
    return None


def _regimes_differ(one: Listed, other: Listed) -> bool:
    return bool(one.regimes and other.regimes) and one.regimes.isdisjoint(other.regimes)


def _is_part(part: Listed, whole: Listed) -> bool:
    """Tell whether a main name has all words of another and what is left names a part."""
    left = list(_main_words(part))
    wanted = _main_words(whole)
    if not wanted or len(left) <= len(wanted) or PARTS.isdisjoint(left):
        return False
    for word in wanted:
        like = next((other for other in left if _alike(word, other)), None)
        if like is None:
            return False
        left.remove(like)
    told = sum(word_bits(word, "body") for word in wanted)
    return told >= _LEAST_TOLD and not PARTS.isdisjoint(left)


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if sound_key(key_word(one)) != sound_key(key_word(other)):
        return False
    return OSA.normalized_similarity(one, other) >= _ALIKE


@lru_cache(maxsize=65536)
def _words(name: str) -> tuple[str, ...]:
    form = next(iter(read_name(in_full(name), "body")), None)
    return form.words if form is not None else ()


def _main_words(record: Listed) -> tuple[str, ...]:
    """Return the words of the main name of a body, its acronym in brackets left out."""
    return _words(record.names[0][1]) if record.names else ()
