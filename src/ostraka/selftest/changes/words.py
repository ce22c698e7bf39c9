"""Whole words moved, joined, left out, added."""

from __future__ import annotations

import random

from ostraka.text.fold import fold
from ostraka.text.name import read_name
from ostraka.text.words import RARE_BITS, is_patronymic, known_words, word_bits

_PARTICLES = frozenset(["al", "el", "bin", "ibn", "ben", "de", "van", "von"])
_TITLES = ("Dr", "Mr", "Sheikh", "Haji", "General", "Seyed")
_MIDDLE = ("Fred", "Omar", "Ivan", "Karim", "Luis", "Peter")
#: Given names and what people are called by.
_NICKNAMES = (
    ("William", "Bill"), ("Robert", "Bob"), ("Richard", "Dick"), ("James", "Jim"), ("Michael", "Mike"),
    ("Joseph", "Joe"), ("Charles", "Chuck"), ("Thomas", "Tom"), ("Daniel", "Dan"), ("Edward", "Ted"),
    ("Benjamin", "Bibi"), ("Anthony", "Tony"), ("Elizabeth", "Liz"), ("Margaret", "Peggy"),
    ("Katherine", "Kate"), ("Aleksandr", "Sasha"), ("Alexander", "Alex"), ("Vladimir", "Vova"),
    ("Dmitry", "Dima"), ("Dmitriy", "Dima"), ("Sergey", "Seryozha"), ("Sergei", "Seryozha"),
    ("Mikhail", "Misha"), ("Nikolay", "Kolya"), ("Nikolai", "Kolya"), ("Yevgeny", "Zhenya"),
    ("Evgeny", "Zhenya"), ("Konstantin", "Kostya"), ("Maria", "Masha"), ("Anastasia", "Nastya"),
    ("Jose", "Pepe"), ("Francisco", "Paco"), ("Giuseppe", "Beppe"), ("Johannes", "Hans"),
    ("Mohammad", "Mo"), ("Abdullah", "Abdo"), ("Jesus", "Chuy"), ("Guillermo", "Memo"),
)  # fmt: skip
#: Characters of a line of a payment message (SWIFT MT, field 50K).
_LINE = 35


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


def truncation(name: str, _: random.Random) -> str | None:
    """Cut at 35 characters, as a payment message does, where two telling words are left."""
    cut = name[:_LINE]
    if len(name) <= _LINE + 2 or len(cut.split()) < 3:
        return None
    left = read_name(cut, "body")
    return cut if left and len(left[0].words) > 1 else None


def duplicate(name: str, _: random.Random) -> str | None:
    """Give the name twice."""
    return f"{name} {name}"


def embedded(name: str, _: random.Random) -> str | None:
    """Put the name into a payment reference."""
    return f"FOR FURTHER CREDIT TO {name} LONDON" if len(name.split()) > 1 else None


def honorific_drop(name: str, _: random.Random) -> str | None:
    """Leave out a title that stands in the name."""
    words = name.split()
    kept = [word for word in words if fold(word).strip(".") not in known_words().titles]
    return " ".join(kept) if 2 <= len(kept) < len(words) else None


def token_drop(name: str, chance: random.Random) -> str | None:
    """Leave out one word, not the rarest."""
    words = name.split()
    if len(words) < 3:
        return None
    rarest = max(range(len(words)), key=lambda n: _tells(words[n]))
    del words[chance.choice([n for n in range(len(words)) if n != rarest])]
    return " ".join(words)


def surname_only(name: str, _: random.Random) -> str | None:
    """Leave only the word that tells most."""
    words = name.split()
    return max(words, key=_tells) if len(words) > 1 else None


def initials(name: str, _: random.Random) -> str | None:
    """Cut all words but the surname, the last, to initials, joined."""
    words = name.split()
    if len(words) < 3 or len(words[-1]) < 5 or _ends_with_father(name):
        return None
    return "".join(f"{word[0]}." for word in words[:-1]) + f" {words[-1]}"


def _ends_with_father(name: str) -> bool:
    """Tell whether the surname comes first: the last word alone is a father's name."""
    words = next((form.words for form in read_name(name)), ())
    return [n for n, word in enumerate(words) if is_patronymic(word)] == [
        len(words) - 1
    ]


def case(name: str, chance: random.Random) -> str | None:
    """Write it in capitals, in small letters, or with capitals at the beginning."""
    forms = {name.upper(), name.lower(), name.title()} - {name}
    return chance.choice(sorted(forms)) if forms else None


def whitespace(name: str, chance: random.Random) -> str | None:
    """Put blanks where none belong, of all kinds."""
    if " " not in name:
        return None
    blank = chance.choice(("  ", "\u00a0", "\t", " \u200b"))
    return f" {name.replace(' ', blank, 1)} "


def _tells(word: str) -> float:
    """Return what a word tells, in names of persons or of bodies, whichever is less.

    A number tells bodies and ships of one name apart.
    """
    if any(map(str.isdigit, word)):
        return RARE_BITS
    return min(_tells_in(word, "person"), _tells_in(word, "body"))


def _tells_in(word: str, kind: str) -> float:
    forms = read_name(word, kind)
    return max((word_bits(w, kind) for f in forms for w in f.words), default=0.0)


def nickname(name: str, _: random.Random) -> str | None:
    """Write the name people are called by for the given name, or the other way."""
    words = name.split()
    if len(words) < 2:
        return None
    for at, word in enumerate(words):
        for whole, short in _NICKNAMES:
            if word.lower() in {whole.lower(), short.lower()}:
                other = short if word.lower() == whole.lower() else whole
                return " ".join([*words[:at], other, *words[at + 1 :]])
    return None
