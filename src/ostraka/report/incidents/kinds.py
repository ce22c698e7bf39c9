"""The words for incidents, by kind, and for how they ended."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml

from ostraka.report.grammar.words import table_of, word_set

PLOT, ATTACK, TAKING = "plot", "attack", "seizure"
#: The parser in C, where libyaml was there to build it, is ten times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of phrase that tells an incident: a verb that tells none by itself.

    Attributes:
        kind: Kind of incident.
        verbs: The verbs.
        near: Words one of which stands right behind the verb, or none.
        also: Words one of which its subject or object has, or none.
    """

    kind: str
    verbs: frozenset[str]
    near: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()


def _words(line: str, groups: Mapping[str, str]) -> frozenset[str]:
    """Return the words of a line of the table; `@craft` stands for a group of them."""
    return frozenset(
        word
        for part in line.split()
        for word in (groups[part[1:]] if part[0] == "@" else part).split()
    )


def _read_table() -> dict[str, Any]:
    path = files("ostraka.report") / "data" / "incidents.yaml"
    table: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader
    return table


def _by_word(kinds: Mapping[str, str]) -> dict[str, str]:
    return {word: kind for kind, words in kinds.items() for word in words.split()}


_TABLE = _read_table()
#: Nouns that name an incident, by kind.
NOUNS: Mapping[str, str] = _by_word(_TABLE["nouns"])
#: What an attack is called by the word before it: `arson attack`.
MODIFIED: Mapping[str, str] = _by_word(_TABLE["modified"])
#: Nouns that name an incident only with such a word before them: `drone strikes`.
ONLY_MODIFIED = word_set(_TABLE["only_modified"])
_VERB_KINDS: Mapping[str, str] = _by_word(_TABLE["verbs"])
TURNS = tuple(
    Turn(
        turn["kind"],
        *(
            _words(turn.get(key, ""), _TABLE["groups"])
            for key in ("verbs", "near", "also")
        ),
    )
    for turn in _TABLE["turns"]
)
#: Every form of every verb that tells an incident: form to `(lemma, kind of form)`.
VERBS = table_of(_VERB_KINDS)
#: Every form of every verb of the turns.
TURNING = table_of({verb for turn in TURNS for verb in turn.verbs} - {*_VERB_KINDS})
#: What is built, and what sails.
BUILT = _words("@houses @ships", _TABLE["groups"])
#: What is meant to be done, before "to": "an attempt to kidnap a journalist".
PLANS = word_set(
    "plan plans attempt attempts bid scheme effort efforts conspiracy plot plots mission"
)
#: What is said of an incident with words that are no incident by themselves.
SUICIDE = word_set("bomb bomber bombers bombs explosives grenade")

#: Verbs that say an incident came to nothing, with what that makes of it.
FOILED = table_of(
    word_set(
        "thwart foil prevent disrupt avert uncover stop intercept defuse abort fail",
        "frustrate dismantle bust scupper",
    )
)
FOILED_WORDS = word_set("failed foiled thwarted botched unsuccessful abortive")
TRIED = word_set("attempt attempts bid effort efforts")
ATTEMPTED_WORDS = word_set("attempted planned intended")
ALLEGED_WORDS = word_set("alleged suspected purported supposed")
#: What an incident is done with, which says more than its noun.
METHODS: Mapping[str, str] = {
    "explosives": "explosives", "explosive": "explosives", "bomb": "explosives", "tatp": "explosives",
    "nerve": "nerve agent", "novichok": "nerve agent", "poison": "poison", "gun": "firearm",
    "pistol": "firearm", "rifle": "firearm", "knife": "knife", "drone": "drone", "rocket": "rocket",
    "truck": "vehicle", "assassinate": "assassination", "kill": "killing", "kidnap": "abduction",
}  # fmt: skip
#: Nouns of one sense: an incident told with one is taken up with another.
_FAMILIES = (
    frozenset({"killing", "assassination", "shooting", "stabbing", "poisoning"}),
    frozenset({"bombing", "explosion", ATTACK}),
    frozenset({"bombing", "explosion", "killing"}),
    frozenset({"shooting", "stabbing", ATTACK}),
    frozenset({PLOT, ATTACK, "assassination", "bombing", "killing"}),
    frozenset({"abduction", "hostage_taking", "hijacking"}),
    frozenset({"cyberattack", ATTACK, "sabotage"}),
    frozenset({"arson", ATTACK, "sabotage"}),
    frozenset({TAKING, "hostage_taking", ATTACK}),
)


def kind_of_verb(lemma: str) -> str:
    """Return the kind of incident a verb tells."""
    return _VERB_KINDS[lemma]


def turn_of(lemma: str, behind: Sequence[str], beside: Collection[str]) -> str | None:
    """Return the kind of incident a turn of phrase tells, or None.

    Args:
        lemma: The verb.
        behind: The words of its object.
        beside: The words of its subject.
    """
    for turn in TURNS:
        if lemma not in turn.verbs or (turn.near and turn.near.isdisjoint(behind)):
            continue
        if not turn.also or not turn.also.isdisjoint([*behind, *beside]):
            return turn.kind
    return None


def can_be_one(one: str, other: str) -> bool:
    """Tell whether two kinds can be words for one incident."""
    return one == other or any(one in f and other in f for f in _FAMILIES)
