"""Names changed the way people and programs change them, and the way they must not match.

The classes are those of the published test design (`manipulations.tsv` of the labelled
data); each function returns the changed name, or None where the class does not apply.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

Change = Callable[[str, random.Random], str | None]

_PARTICLES = frozenset(["al", "el", "bin", "ibn", "ben", "de", "van", "von"])
_TITLES = ("Dr", "Mr", "Sheikh", "Haji", "General", "Seyed")
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
_MIDDLE = ("Fred", "Omar", "Ivan", "Karim", "Luis", "Peter")


def reorder(name: str, chance: random.Random) -> str | None:
    """Put the words in another order."""
    words = name.split()
    if len(words) < 2:
        return None
    turned = words[:]
    while turned == words:
        if len(set(words)) == 1:
            return None
        chance.shuffle(turned)
    return " ".join(turned)


def last_first(name: str, _: random.Random) -> str | None:
    """Write the last word first, with a comma."""
    words = name.split()
    return f"{words[-1]}, {' '.join(words[:-1])}" if len(words) > 1 else None


def concat(name: str, chance: random.Random) -> str | None:
    """Join two neighbouring words."""
    words = name.split()
    if len(words) < 2:
        return None
    at = chance.randrange(len(words) - 1)
    joined = words[at] + words[at + 1]
    if len(joined) > 24:
        return None
    return " ".join([*words[:at], joined, *words[at + 2 :]])


def split(name: str, chance: random.Random) -> str | None:
    """Part a word of six letters or more."""
    words = name.split()
    long = [n for n, word in enumerate(words) if len(word) >= 6 and word.isalpha()]
    if not long:
        return None
    at = chance.choice(long)
    cut = chance.randint(3, len(words[at]) - 3)
    words[at] = f"{words[at][:cut]} {words[at][cut:]}"
    return " ".join(words)


def honorific_add(name: str, chance: random.Random) -> str | None:
    """Put a title in front."""
    return f"{chance.choice(_TITLES)} {name}"


def particle(name: str, chance: random.Random) -> str | None:
    """Drop a particle, or put one before the last word."""
    words = name.split()
    found = [n for n, word in enumerate(words) if word.lower().strip("-") in _PARTICLES]
    if len(words) - len(found) < 2:
        return None
    if found:
        del words[chance.choice(found)]
    else:
        words.insert(-1, "al")
    return " ".join(words)


def middle_drop(name: str, chance: random.Random) -> str | None:
    """Drop a word that is neither first nor last."""
    words = name.split()
    if len(words) < 3:
        return None
    del words[chance.randrange(1, len(words) - 1)]
    return " ".join(words)


def middle_add(name: str, chance: random.Random) -> str | None:
    """Put in a middle name that is not on the list."""
    words = name.split()
    if len(words) < 2:
        return None
    words.insert(1, chance.choice(_MIDDLE))
    return " ".join(words)


def initial_given(name: str, _: random.Random) -> str | None:
    """Cut the first name to its initial."""
    words = name.split()
    if len(words) < 2 or len(words[-1]) < 5 or len(words[0]) < 3:
        return None
    return " ".join([f"{words[0][0]}.", *words[1:]])


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


def truncation(name: str, _: random.Random) -> str | None:
    """Cut at 35 characters, as a payment message does."""
    return name[:35] if len(name) > 37 and len(name[:35].split()) > 2 else None


def duplicate(name: str, _: random.Random) -> str | None:
    """Give the name twice."""
    return f"{name} {name}"


def embedded(name: str, _: random.Random) -> str | None:
    """Put the name into a payment reference."""
    return f"FOR FURTHER CREDIT TO {name} LONDON" if len(name.split()) > 1 else None


def swap_word(name: str, chance: random.Random, others: Sequence[str]) -> str | None:
    """Put another name's word for one: brothers, clans, sister companies."""
    words = name.split()
    if len(words) < 2:
        return None
    plain = [n for n, w in enumerate(words) if len(w) > 3]
    if len(plain) < 2:
        return None
    at = chance.choice(plain)
    for _ in range(20):
        other = chance.choice(chance.choice(others).split())
        if len(other) > 3 and other[:2].lower() != words[at][:2].lower():
            words[at] = other
            return " ".join(words)
    return None


def other_patronymic(name: str, chance: random.Random) -> str | None:
    """Give another father's name."""
    fathers = ("Ivanovich", "Petrovich", "Borisovich", "Olegovich", "Maksimovich")
    found = re.search(r"\b\w+(?:ov|ev)ich\b", name)
    if found is None:
        return None
    fitting = [f for f in fathers if f[:2] != found[0][:2]]
    return name.replace(found[0], chance.choice(fitting))


def other_number(name: str, chance: random.Random) -> str | None:
    """Give another number."""
    found = re.search(r"\b\d{1,3}\b", name)
    if found is None:
        return None
    return name.replace(found[0], str(int(found[0]) + chance.randint(1, 7)), 1)


#: Changes that must be seen through, by tier; the other classes are elsewhere.
TIER_A: dict[str, Change] = {
    "reorder": reorder, "lastfirst": last_first, "concat": concat, "split": split,
    "honorific_add": honorific_add, "middle_drop": middle_drop,
    "char_delete": char_delete, "char_insert": char_insert,
    "char_substitute": char_substitute, "char_transpose": char_transpose,
    "char_repeat": char_repeat, "embedded": embedded,
}  # fmt: skip
TIER_B: dict[str, Change] = {
    "particle": particle, "middle_add": middle_add, "initial_given": initial_given,
    "two_edits": two_edits, "phonetic": phonetic, "truncation": truncation,
    "duplicate": duplicate,
}  # fmt: skip
#: Changes that make another party of it.
NEGATIVE: dict[str, Change] = {
    "neg_patronymic": other_patronymic, "neg_number": other_number,
}  # fmt: skip


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
