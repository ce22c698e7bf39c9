"""The words for incidents, by kind, and for how they ended."""

from __future__ import annotations

from collections.abc import Mapping

from ostraka.report.grammar.words import table_of, word_set

PLOT, ATTACK = "plot", "attack"

#: Nouns that name an incident.
NOUNS: Mapping[str, str] = {
    noun: kind
    for kind, nouns in {
        PLOT: "plot plots conspiracy",
        ATTACK: "attack attacks assault assaults ambush siege massacre massacres atrocity downing",
        "bombing": "bombing bombings bomb-attack",
        "explosion": "explosion explosions blast blasts",
        "assassination": "assassination assassinations",
        "killing": "murder murders killing killings slaying beheading beheadings execution executions",
        "shooting": "shooting shootings",
        "stabbing": "stabbing stabbings",
        "poisoning": "poisoning poisonings",
        "abduction": "abduction abductions kidnapping kidnappings disappearance",
        "hostage_taking": "hostage",
        "hijacking": "hijacking hijackings",
        "arson": "arson",
        "cyberattack": "cyberattack cyberattacks hack",
        "sabotage": "sabotage",
    }.items()
    for noun in nouns.split()
}  # fmt: skip

#: What an attack is called by the word before it: `arson attack`.
MODIFIED: Mapping[str, str] = {
    "arson": "arson", "bomb": "bombing", "bombing": "bombing", "suicide": "bombing",
    "knife": "stabbing", "gun": "shooting", "cyber": "cyberattack", "ransomware": "cyberattack",
}  # fmt: skip

_VERB_KINDS: Mapping[str, str] = {
    "plot": PLOT, "conspire": PLOT,
    "kill": "killing", "murder": "killing", "assassinate": "assassination", "behead": "killing",
    "execute": "killing", "shoot": "shooting", "stab": "stabbing",
    "poison": "poisoning", "bomb": "bombing", "explode": "explosion", "detonate": "explosion",
    "blow": "explosion", "kidnap": "abduction", "abduct": "abduction", "hijack": "hijacking",
    "attack": ATTACK, "ambush": ATTACK, "storm": ATTACK, "ram": ATTACK, "hack": "cyberattack",
    "sabotage": "sabotage", "torch": "arson", "destroy": ATTACK,
}  # fmt: skip
#: Every form of every verb that tells an incident: form to `(lemma, kind of form)`.
VERBS = table_of(_VERB_KINDS)
#: What is said of an incident with words that are no incident by themselves.
SUICIDE = word_set("bomb bomber bombers bombs explosives grenade")

#: Verbs that say an incident came to nothing, with what that makes of it.
FOILED = table_of(
    word_set(
        "thwart foil prevent disrupt avert uncover stop intercept defuse abort fail"
    )
)
FOILED_WORDS = word_set("failed foiled thwarted botched unsuccessful abortive")
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
    frozenset({PLOT, ATTACK, "assassination", "bombing", "killing"}),
    frozenset({"abduction", "hostage_taking", "hijacking"}),
    frozenset({"cyberattack", ATTACK, "sabotage"}),
    frozenset({"arson", ATTACK}),
)


def kind_of_verb(lemma: str) -> str:
    """Return the kind of incident a verb tells."""
    return _VERB_KINDS[lemma]


def can_be_one(one: str, other: str) -> bool:
    """Tell whether two kinds can be words for one incident."""
    return one == other or any(one in f and other in f for f in _FAMILIES)
