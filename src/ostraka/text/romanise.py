"""Folded words of any script in plain Latin letters.

Arabic, Hebrew, Greek, Cyrillic, Hangul and Han have tables of their own (`resources/
romanise`, each with its source); Armenian, Georgian, Kana and the rest go by anyascii.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from anyascii import anyascii

from ostraka.text.script import script_of

_HANGUL_BASE, _VOWELS, _FINALS = 0xAC00, 21, 28
#: A Han word of at most this length is read as surname and given name.
_HAN_NAME = 4
_ARTICLE = "ال"
# The servant of: with what follows it is one name.
_SERVANT = "عبدال"
# What has no sound of its own in Latin letters, at the beginning of a word a vowel.
_AYN = frozenset("عע")
# Letters that are silent at the end of a word, and those they are spoken after.
_SOFT_H, _OPEN = frozenset("هה"), frozenset("اويאוי")
_LONG_A = {"ه": "ا", "ה": "א"}
#: Words of up to so many letters have a spoken h at the end.
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Table:
    """How one script is written in Latin letters.

    Attributes:
        letters: Latin form of letters and letter groups.
        group: Finds the next letter or group, longest first.
        words: Latin form of whole words.
        no_article: Words that begin like the Arabic article but have none.
    """

    letters: dict[str, str]
    group: re.Pattern[str]
    words: dict[str, str]
    no_article: frozenset[str]


@lru_cache(maxsize=131072)
def romanise(word: str) -> str:
    """Return a folded word in the letters a-z and digits; blanks if it is several.

    Args:
        word: One word as `fold` returns it.
    """
    if word.isascii():
        return word
    script = next((s for c in word if (s := script_of(c)) not in {"", "Latin"}), "")
    rule = _RULES.get(script)
    latin = anyascii(word) if rule is None else rule(word)
    return "".join(
        c for c in latin.lower() if c == " " or (c.isascii() and c.isalnum())
    )


def is_written(word: str) -> bool:
    """Tell whether the tables have a word of a script that leaves vowels out, whole.

    Args:
        word: One word as `fold` returns it.
    """
    return word in _table("arabic").words or word in _table("hebrew").words


def _by_letters(word: str, table: Table) -> str:
    return table.group.sub(lambda found: table.letters.get(found[0], found[0]), word)


# What says in Greek and Cyrillic letters that a number counts: 9η, 27-й.
_COUNTING = re.compile("(?<=[0-9])(?:η|ησ|ο|οσ|ου|й|я|е|ое|ая|го)$")


def _greek(word: str) -> str:
    return anyascii(_by_letters(_COUNTING.sub("", word), _table("greek")))


def _cyrillic(word: str) -> str:
    return anyascii(_by_letters(_COUNTING.sub("", word), _table("cyrillic")))


def _arabic(word: str) -> str:
    return _abjad(word, _table("arabic"))


def _hebrew(word: str) -> str:
    return _abjad(word, _table("hebrew"))


def _abjad(word: str, table: Table) -> str:
    """Read a word of a script that leaves short vowels out."""
    known = table.words.get(word)
    if known is not None:
        return known
    for cut in range(len(word) - 3, 2, -1):
        first, second = table.words.get(word[:cut]), table.words.get(word[cut:])
        if first and second and word[cut:] != "الله":
            return first + second
    if word.startswith(_SERVANT) and len(word) > len(_SERVANT) + 1:
        return "abd" + _abjad(word[len(_SERVANT) :], table).replace(" ", "")
    if word.startswith(_ARTICLE) and word not in table.no_article and len(word) > 4:
        return "al " + _abjad(word[2:], table)
    for ending, latin in (("الدين", " din"), ("الله", "ullah"), ("زاده", "zadeh")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return _abjad(word[: -len(ending)], table) + latin
    return _abjad_letters(word, table)


def _abjad_letters(word: str, table: Table) -> str:
    """Read a word letter by letter, with vowels where it has none."""
    end = ""
    if len(word) > _SHORT and word[-1] in _SOFT_H and word[-2] not in _OPEN:
        # After a consonant it stands for the vowel before it: Sharika, Qaida.
        word, end = word[:-1] + _LONG_A[word[-1]], "h"
    start = "a" if word[0] in _AYN else ""
    return start + anyascii(_voiced(_by_letters(_long_vowels(word), table))) + end


_GLIDES = re.compile("(?<=.)(?:و(?![اي])|ו(?![אי]))")
_LONG_I = re.compile("(?<=.)(?:ي(?![اوه])|י(?![אוה]))")


def _long_vowels(word: str) -> str:
    """Write waw and yeh as vowels where no vowel follows."""
    return _LONG_I.sub("i", _GLIDES.sub("u", word))


def _voiced(latin: str) -> str:
    """Put an `a` between the consonants of a word that has no vowel to part them."""
    sounds = re.findall(r"[ksgtdz]h|ch|ts|.", latin)
    parted: list[str] = []
    for at, sound in enumerate(sounds):
        parted.append(sound)
        after = sounds[at + 1] if at + 1 < len(sounds) else ""
        wanted = at == 0 or at == len(sounds) - 2 or not _ends_open(parted[:-1])
        if _is_consonant(sound) and _is_consonant(after) and wanted:
            parted.append("a")
    return "".join(parted).replace("'", "")


def _ends_open(parted: list[str]) -> bool:
    return bool(parted) and parted[-1][-1] in "aeiou"


def _is_consonant(sound: str) -> bool:
    return sound != "" and sound[0] not in "aeiouwy'"


def _hangul(word: str) -> str:
    table = _hangul_table()
    known = table["words"]
    written: list[str] = []
    at = 0
    while at < len(word):
        size = next((n for n in range(4, 1, -1) if word[at : at + n] in known), 0)
        if size and len(word) > _HAN_NAME:
            written.append(known[word[at : at + size]])
            at += size
        else:
            written.append(_syllable(word[at], table))
            at += 1
    return " ".join(written)


def _syllable(letter: str, table: dict[str, Any]) -> str:
    place = ord(letter) - _HANGUL_BASE
    if not 0 <= place < 19 * _VOWELS * _FINALS:
        return anyascii(letter)
    initial, rest = divmod(place, _VOWELS * _FINALS)
    vowel, final = divmod(rest, _FINALS)
    parts = (table["initials"][initial], table["vowels"][vowel], table["finals"][final])
    return "".join(parts)


def _han(word: str) -> str:
    """Read a name as surname and given name, the name of a body word by word."""
    # Imported here: its tables cost 170 ms that most questions never need.
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    known = _table("han").words
    if len(word) <= _HAN_NAME and not any(word.endswith(w) for w in known if w):
        first, *others = lazy_pinyin(word)
        return f"{first} {''.join(others)}"
    written: list[str] = []
    at = 0
    while at < len(word):
        size = next((n for n in range(6, 0, -1) if word[at : at + n] in known), 0)
        if size:
            written.extend((" ", known[word[at : at + size]], " "))
            at += size
        else:
            written.extend(lazy_pinyin(word[at]))
            at += 1
    return " ".join("".join(written).split())


_RULES = {
    "Arabic": _arabic,
    "Hebrew": _hebrew,
    "Greek": _greek,
    "Cyrillic": _cyrillic,
    "Hangul": _hangul,
    "Han": _han,
}


@cache
def _table(script: str) -> Table:
    found = tables()[script]
    letters: dict[str, str] = found.get("letters", {})
    groups = sorted(letters, key=len, reverse=True)
    return Table(
        letters=letters,
        group=re.compile("|".join(map(re.escape, groups)) or "(?!)"),
        words=found["words"],
        no_article=frozenset(found.get("no_article", ())),
    )


@cache
def _hangul_table() -> dict[str, Any]:
    table: dict[str, Any] = tables()["hangul"]
    return table


@cache
def tables() -> dict[str, Any]:
    """Return the tables of all scripts as they stand in `data/romanise.json`."""
    text = files("ostraka.text").joinpath("data/romanise.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
