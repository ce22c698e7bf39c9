"""What is asked of a party that needs more than one of its names: its others, its facts."""

from __future__ import annotations

import random
from collections.abc import Mapping

from ostraka.index.entry import Entry
from ostraka.selftest.changes.bodies import acronym_of
from ostraka.selftest.changes.scripts import translit_cyrillic
from ostraka.text.fold import fold
from ostraka.text.name import read_name
from ostraka.text.script import scripts_in
from ostraka.text.words import word_bits

#: A name whose words tell no more than this is borne by many people, in bits.
COMMON_NAME = 18.0
#: Years by which a namesake is younger.
_APART = 25
#: Surnames of no listed name's common words, for names that share one word only.
_OTHER_WORDS = (
    "Lindqvist", "Oldenbroek", "Quistgaard", "Brambilla", "Wojciechowska", "Featherstone", "Tanizaki",
    "Ouedraogo", "Etxeberria", "Papadimitriou", "Nakagawa", "Thorvaldsen",
)  # fmt: skip


def as_listed(name: str, _: random.Random) -> str:
    """Return the name as it is listed."""
    return name


def cross_script(entry: Entry, name: str, chance: random.Random) -> str | None:
    """Return a listed name of another script than the main name's."""
    main = scripts_in(name)
    found = [n for n in _names(entry) if scripts_in(n).isdisjoint(main)]
    return chance.choice(found) if found and main else None


def from_native(entry: Entry, name: str, chance: random.Random) -> str | None:
    """Return the listed Cyrillic name in Latin letters."""
    found = [n for n in _names(entry) if scripts_in(n) == {"Cyrillic"}]
    if not found or scripts_in(name) != {"Latin"}:
        return None
    return translit_cyrillic(chance.choice(found), chance)


def translation(entry: Entry, name: str, chance: random.Random) -> str | None:
    """Return a listed alias of the same script that shares some word with the name."""
    own = set(fold(name).split())
    found = [
        n
        for n in _names(entry)
        if scripts_in(n) == scripts_in(name)
        and 0 < len(own & set(fold(n).split())) < len(own)
    ]
    return chance.choice(found) if found else None


def acronym(entry: Entry, name: str, _: random.Random) -> str | None:
    """Return the acronym of the name, if it is listed as one of its names."""
    short = acronym_of(name)
    return short if short is not None and short in _names(entry) else None


def other_facts(
    entry: Entry, name: str, chance: random.Random
) -> Mapping[str, tuple[str, ...]] | None:
    """Return a birth year 25 years off and another country, for a common name."""
    years = sorted(k.value[:4] for k in entry.facts.get("birthDate", ()))
    if not years or not years[-1].isdigit() or name_bits(name) > COMMON_NAME:
        return None
    listed = {k.value for known in entry.facts.values() for k in known}
    country = chance.choice([c for c in ("de", "br", "se", "nz") if c not in listed])
    return {"birthDate": (str(int(years[-1]) + _APART),), "nationality": (country,)}


def shared_word(entry: Entry, name: str, chance: random.Random) -> str | None:
    """Return a name that shares only the commonest word of one."""
    words = [word for word in name.split() if len(word) > 2]
    if len(words) < 2 or not name.isascii():
        return None
    common = min(words, key=lambda word: name_bits(word, entry.family))
    other = chance.choice(_OTHER_WORDS)
    return f"{common} {other}" if entry.family == "person" else f"{other} {common}"


def name_bits(name: str, family: str = "person") -> float:
    """Return what the words of a name tell together, in bits."""
    kind = "person" if family == "person" else "body"
    forms = read_name(name, kind)
    return sum(word_bits(word, kind) for word in forms[0].words) if forms else 0.0


def _names(entry: Entry) -> list[str]:
    """Return the names that open a match, in an order that no list decides."""
    return sorted({k.value for kind, k in entry.names if kind != "weakAlias"})
