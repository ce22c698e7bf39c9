"""Changes that make another party of a name: these must not match."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

#: Given names of men and the woman's form, which is another person's name.
_GENDERED = (
    ("Aleksandr", "Aleksandra"), ("Alexander", "Alexandra"), ("Viktor", "Viktoria"), ("Yevgeny", "Yevgenia"),
    ("Karim", "Karima"), ("Amir", "Amira"), ("Khalid", "Khalida"), ("Said", "Saida"), ("Nabil", "Nabila"),
    ("Mario", "Maria"), ("Paul", "Paula"), ("Daniel", "Daniela"), ("Valery", "Valeria"), ("Julio", "Julia"),
)  # fmt: skip
#: Words of bodies that tell nothing by themselves, and others to stand beside them.
_PLACES = ("Oman", "Peru", "Lisbon", "Bergen", "Malta", "Ghana", "Oslo", "Quito")
_COMMON_BODY = frozenset(
    ["trading", "company", "bank", "industries", "group", "general", "international", "shipping", "llc",
     "ltd", "limited", "co", "corporation", "organization", "center", "factory", "institute", "lines",
     "holding", "services", "investment", "joint", "stock"]
)  # fmt: skip


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


def other_gender(name: str, _: random.Random) -> str | None:
    """Give the woman's form of a man's given name."""
    for man, woman in _GENDERED:
        if re.search(rf"\b{man}\b", name, re.IGNORECASE):
            return re.sub(rf"\b{man}\b", woman, name, count=1, flags=re.IGNORECASE)
    return None


def only_generic(name: str, chance: random.Random) -> str | None:
    """Keep only the words any body could have, and put another place before them."""
    kept = [w for w in name.split() if w.strip(".,").lower() in _COMMON_BODY]
    return f"{chance.choice(_PLACES)} {' '.join(kept)}" if len(kept) > 1 else None


def inside_a_word(name: str, _: random.Random) -> str | None:
    """Put a word of the name inside a longer one."""
    words = [
        w for w in name.split() if w.isalpha() and w.isascii() and len(w) in (4, 5)
    ]
    return f"Com{words[0].lower()}ational Ltd" if words else None
