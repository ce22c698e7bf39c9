"""Names held against each other as they are written, in their own script.

All names are compared in Latin letters, and what is lost on the way there is lost: one
letter left out of a name in Arabic script takes the vowels with it that were known for
the name.  So a name in another alphabet that is a listed one but for a slip is shown, and
so is a name that a payment message cut at the end of its line.  In Latin letters too a
slip takes more than its letter where it stops a word from being read: Gulbudfin is no
Gulb al-Din, and Ionovih no son of Ion.  A name in Arabic or Hebrew letters, which leave
vowels out, is held against the Latin ones of persons by what each letter may be spelled.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from ostraka.index.entry import Entry, Known
from ostraka.screen.model import NOTHING_AGREES, TOLD, TOLD_ORDER, Told
from ostraka.text.abjad import may_be_spelled
from ostraka.text.bodies import body_words
from ostraka.text.fold import fold
from ostraka.text.name import read_name
from ostraka.text.romanise import is_written, romanise
from ostraka.text.script import letters_of, script_of
from ostraka.text.words import is_known, known_words, word_bits

#: Alphabets other than Latin, and scripts of syllables: another syllable is another name.
ALPHABETS = frozenset({"Arabic", "Hebrew", "Cyrillic", "Greek", "Armenian", "Georgian"})
SYLLABARIES = frozenset({"Hangul", "Han"})
#: Alphabets that leave short vowels out.
ABJADS = frozenset({"Arabic", "Hebrew"})
_IN_OTHER_SCRIPTS = letters_of(ALPHABETS | SYLLABARIES)
#: Letters of a line of a payment message (SWIFT MT 50K, 59), and how many may be gone.
LINE, BLANKS = 35, 1
#: Least letters of what is left of a name, behind its legal form, that is cut there.
LEAST_CUT = 5
#: Evidence, in Latin letters, from which names are held against each other as written,
#: and the same of names that were asked in Latin letters.
LEAST_WRITTEN, LEAST_LATIN = -6.0, -2.2
#: The most that a name is worth that is the one asked but for a slip.
MOST_WRITTEN = TOLD["person"].bits + TOLD_ORDER * (TOLD["person"].bits - NOTHING_AGREES)
#: Least letters of a word in which one may be wrong, the same in Latin letters, and in how
#: many words one may be.
LEAST_SLIP, LEAST_LATIN_SLIP, MOST_SLIPS = 4, 5, 2
#: Least syllables of a body's name in which one may be wrong.
LEAST_SYLLABLES = 6


@lru_cache(maxsize=4096)
def least_in_latin(asked: str) -> float | None:
    """Return the evidence from which listed names are looked at as they are written.

    Args:
        asked: The name asked.

    Returns:
        None where a name says all it says in Latin letters.
    """
    own = not asked.isascii() and _IN_OTHER_SCRIPTS.search(asked)
    if own or _may_be_cut(asked):
        return LEAST_WRITTEN
    words = fold(asked).split()
    return LEAST_LATIN if len(words) > 1 and any(map(_may_slip, words)) else None


def _may_slip(word: str) -> bool:
    """Tell whether a word in Latin letters is nobody's name, so that it may be a slip."""
    return len(word) >= LEAST_LATIN_SLIP - 1 and not _is_borne(word, "person")


def has_letters_of(asked: str, kept: bytes) -> bool:
    """Tell whether what is kept of a party has letters of the alphabet asked.

    Args:
        asked: The name asked; one that was cut, or of letters that leave vowels out, is
            held against names in any letters.
        kept: The party as the index keeps it (`Entry.to_bytes`).
    """
    words, _ = _asked(asked, "person")
    script = script_of(words[0][0]) if words else ""
    if script in {"Latin", *ABJADS} or _may_be_cut(asked):
        return True
    if script not in ALPHABETS | SYLLABARIES or kept.isascii():
        return False
    return _letters(script).search(kept.decode()) is not None


@cache
def _letters(script: str) -> re.Pattern[str]:
    return letters_of({script})


def same_as_written(asked: str, entry: Entry, reading: str) -> Known | None:
    """Return a listed name that is the one asked but for a slip, as it is written.

    Args:
        asked: The name asked.
        entry: The listed party.
        reading: How its names are read: `person` or `body`.
    """
    words, cut = _asked(asked, reading)
    spelled = reading == "person" and _is_abjad(words)
    for kind, known in entry.names:
        if kind == "weakAlias":
            continue
        listed = fold(known.value).split()
        if cut and " ".join(listed).startswith(" ".join(words)):
            return known
        script = _script_of_both(words, listed)
        if script and _same_in(script, words, listed, reading):
            return known
        if spelled and _is_spelled(words, listed):
            return known
    return None


def is_spelling_of(listed: str, asked: str) -> bool:
    """Tell whether a listed name in Latin letters may be how the one asked is spelled.

    Args:
        listed: A person's name.
        asked: Another, in any script.
    """
    words = tuple(fold(asked).split())
    return _is_abjad(words) and _is_spelled(words, fold(listed).split())


def _is_abjad(words: Sequence[str]) -> bool:
    return bool(words) and script_of(words[0][0]) in ABJADS


def _is_spelled(asked: tuple[str, ...], listed: Sequence[str]) -> bool:
    own = [word for word in listed if word not in _before_names()]
    return may_be_spelled(_untitled_abjad(asked), "".join(_untitled(own, own)))


@cache
def _before_names() -> frozenset[str]:
    """Return what the article is written as where it stands alone."""
    return known_words().articles | {"al", "el", "ul", "ol"}


@lru_cache(maxsize=256)
def _untitled_abjad(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_untitled(words, [romanise(w).removeprefix("al ") for w in words]))


def _untitled(words: Sequence[str], latin: Sequence[str]) -> Sequence[str]:
    """Leave titles out where two words are left: al-Sayyed may be all the surname is."""
    titles = known_words().titles
    kept = [w for w, read in zip(words, latin, strict=True) if read not in titles]
    return kept if len(kept) > 1 else words


def _same_in(
    script: str, asked: Sequence[str], listed: Sequence[str], reading: str
) -> bool:
    """Tell whether two names in a script are one but for slips."""
    if script in ALPHABETS:
        return _same(asked, listed, reading)
    if script in SYLLABARIES:
        return reading == "body" and _same_syllables("".join(asked), "".join(listed))
    return script == "Latin" and _same_but_for_slips(asked, listed, reading)


def _same_syllables(asked: str, listed: str) -> bool:
    """Tell whether a body's name has a syllable too few or many, or two changed places.

    A letter of another script in place of a syllable is a slip too.
    """
    if (
        len(listed) < LEAST_SYLLABLES
        or OSA.distance(asked, listed, score_cutoff=1) != 1
    ):
        return False
    other = [a for a, b in zip(asked, listed, strict=False) if a != b]
    return (
        len(asked) != len(listed)
        or len(other) == 2
        or script_of(other[0]) not in SYLLABARIES
    )


@lru_cache(maxsize=256)
def _asked(asked: str, reading: str) -> tuple[tuple[str, ...], bool]:
    """Return the words of a name asked, and whether it tells who is meant though cut.

    One name is held against many parties in a row.
    """
    words = tuple(fold(asked).split())
    return words, _may_be_cut(asked) and _tells_when_cut(words, reading)


def _may_be_cut(asked: str) -> bool:
    return LINE - BLANKS <= len(asked) <= LINE


def _tells_when_cut(words: Sequence[str], reading: str) -> bool:
    """Tell whether what is left of a name that was cut tells who is meant."""
    if reading == "person":
        return len(words) > 1
    telling, form = body_words([part for w in words for part in romanise(w).split()])
    return sum(map(len, telling)) >= LEAST_CUT and (form != "" or len(telling) > 1)


def _script_of_both(asked: Sequence[str], listed: Sequence[str]) -> str:
    """Return the script both names are written in, as they begin, or `""`."""
    scripts = {script_of(words[0][0]) for words in (asked, listed) if words}
    return scripts.pop() if len(scripts) == 1 else ""


def _same_but_for_slips(
    asked: Sequence[str], listed: Sequence[str], reading: str
) -> bool:
    """Tell whether two names in Latin letters are one but for slips in long words."""
    return (
        len(asked) == len(listed) > 1
        and all(
            a[0] == b[0] and len(b) >= LEAST_LATIN_SLIP
            for a, b in zip(asked, listed, strict=True)
            if a != b
        )
        and _slipped(asked, listed, reading)
    )


def _same(asked: Sequence[str], listed: Sequence[str], reading: str) -> bool:
    """Tell whether two names are one but for a slip of the pen, a word or initials."""
    if "".join(asked) == "".join(listed) or sorted(asked) == sorted(listed):
        return True
    if len(asked) == len(listed) and len(asked) > 1:
        return _slipped(asked, listed, reading) or _initialled(asked, listed, reading)
    if _slipped(["".join(asked)], ["".join(listed)], reading):
        return True
    rule = TOLD[reading]
    if len(asked) + 1 == len(listed):
        return _left_out(asked, listed, reading, rule)
    if len(asked) == len(listed) + 1 and reading == "person":
        return _tells(listed, reading) >= rule.added and _has_but_one(listed, asked)
    return False


def _slipped(asked: Sequence[str], listed: Sequence[str], reading: str) -> bool:
    """Tell whether words are the same but for one letter in one or two nobody bears."""
    other = [(a, b) for a, b in zip(asked, listed, strict=True) if a != b]
    return 0 < len(other) <= MOST_SLIPS and all(
        _is_slip(a, b, reading) for a, b in other
    )


def _is_slip(asked: str, listed: str, reading: str) -> bool:
    return (
        max(len(asked), len(listed)) >= LEAST_SLIP
        and OSA.distance(asked, listed, score_cutoff=1) == 1
        and not any(letter.isdigit() for letter in asked + listed)
        and not _is_borne(asked, reading)
    )


@lru_cache(maxsize=16384)
def _is_borne(word: str, reading: str) -> bool:
    """Tell whether a word is known to be somebody's name, or a word of a body's."""
    return is_written(word) or any(
        is_known(romanise(word), kind) for kind in {"person", reading}
    )


def _initialled(asked: Sequence[str], listed: Sequence[str], reading: str) -> bool:
    """Tell whether words are the same in order, some of them cut to initials."""
    whole = [word for word in asked if len(word) > 1]
    if reading != "person" or not 0 < len(whole) < len(asked):
        return False
    rule = TOLD[reading]
    least = rule.initials - rule.initial * (len(asked) - len(whole))
    return (
        all(
            b.startswith(a) if len(a) == 1 else a == b
            for a, b in zip(asked, listed, strict=True)
        )
        and _tells(whole, reading) >= least
    )


def _left_out(
    asked: Sequence[str], listed: Sequence[str], reading: str, rule: Told
) -> bool:
    """Tell whether a listed name has one word more, and is told by the others."""
    if reading != "person" or len(asked) < 2 or not _has_but_one(asked, listed):
        return False
    ends = asked[0] == listed[0] and asked[-1] == listed[-1]
    return _tells(asked, reading) >= (rule.middle if ends else rule.dropped)


def _has_but_one(few: Sequence[str], more: Sequence[str]) -> bool:
    """Tell whether a name has one word more than another, and the others in order."""
    at = next(
        (n for n, (a, b) in enumerate(zip(few, more, strict=False)) if a != b), len(few)
    )
    return list(few[at:]) == list(more[at + 1 :])


def _tells(words: Sequence[str], reading: str) -> float:
    """Return what some words tell, in bits."""
    forms = read_name(" ".join(words), reading)
    return sum(word_bits(word, reading) for word in forms[0].words) if forms else 0.0
