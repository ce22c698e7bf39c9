"""The words for incidents, by kind, and for how they ended."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ostraka.report.grammar.words import table_of, word_set

PLOT, ATTACK, TAKING = "plot", "attack", "seizure"

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
        TAKING: "takeover seizure storming occupation",
        "arson": "arson firebombing firebombings",
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
    "sabotage": "sabotage", "torch": "arson", "firebomb": "arson", "destroy": ATTACK,
    "massacre": "killing", "strangle": "killing", "hang": "killing",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of phrase that tells an incident: a verb that tells none by itself.

    Attributes:
        kind: Kind of incident.
        verbs: The verbs.
        near: Words one of which stands right behind the verb.
        also: Words one of which its subject or object has, or none.
    """

    kind: str
    verbs: frozenset[str]
    near: frozenset[str]
    also: frozenset[str] = frozenset()


_CRAFT = word_set(
    "plane airliner jet aircraft helicopter flight airplane jetliner drone"
)
_SHIPS = word_set("ship tanker vessel freighter boat frigate ferry trawler yacht")
_BOMBS = word_set("bomb bombs explosives mine mines device devices grenade grenades")
TURNS = (
    Turn("arson", word_set("set"), word_set("fire ablaze alight")),
    Turn(ATTACK, word_set("bring shoot"), word_set("down"), _CRAFT),
    Turn(ATTACK, word_set("down"), _CRAFT),
    Turn("sabotage", word_set("plant place hide send put"), word_set("incendiary")),
    Turn("bombing", word_set("plant place hide detonate throw hurl lob"), _BOMBS),
    Turn("bombing", word_set("send mail post"), word_set("bomb bombs"), word_set("letter parcel")),
    Turn("bombing", word_set("tear rip blast"), word_set("through apart"), _BOMBS | word_set("blast explosion")),
    Turn("bombing", word_set("sink"), _SHIPS, _BOMBS),
    Turn(ATTACK, word_set("sink torpedo"), _SHIPS),
    Turn("explosion", word_set("go"), word_set("off"), _BOMBS),
    Turn("arson", word_set("burn"), word_set("down")),
    Turn("shooting", word_set("open"), word_set("fire")),
    Turn("shooting", word_set("gun"), word_set("down")),
    Turn(ATTACK, word_set("fire launch"), word_set("missile missiles rocket rockets drone drones mortar mortars")),
    Turn("cyberattack", word_set("spread deploy release plant"), word_set("ransomware malware virus worm wiper")),
    Turn("cyberattack", word_set("breach penetrate infiltrate"), word_set("network networks systems servers computers accounts")),
    Turn("hostage_taking", word_set("take hold seize"), word_set("hostage hostages")),
    Turn(TAKING, word_set("seize occupy overrun"), word_set("embassy consulate compound")),
    Turn("hijacking", word_set("seize"), word_set("ship tanker vessel freighter")),
    Turn(ATTACK, word_set("drive plough"), word_set("crowd pedestrians")),
)  # fmt: skip
#: Every form of every verb that tells an incident: form to `(lemma, kind of form)`.
VERBS = table_of(_VERB_KINDS)
#: Every form of every verb of the turns.
TURNING = table_of({verb for turn in TURNS for verb in turn.verbs} - {*_VERB_KINDS})
#: What is meant to be done, before "to": "an attempt to kidnap a journalist".
PLANS = word_set(
    "plan plans attempt attempts bid scheme effort efforts conspiracy plot plots mission"
)
#: What is said of an incident with words that are no incident by themselves.
SUICIDE = word_set("bomb bomber bombers bombs explosives grenade")

#: Verbs that say an incident came to nothing, with what that makes of it.
FOILED = table_of(
    word_set(
        "thwart foil prevent disrupt avert uncover stop intercept defuse abort fail"
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
        if lemma in turn.verbs and not turn.near.isdisjoint(behind):
            known = turn.also.isdisjoint([*behind, *beside])
            if not turn.also or not known:
                return turn.kind
    return None


def can_be_one(one: str, other: str) -> bool:
    """Tell whether two kinds can be words for one incident."""
    return one == other or any(one in f and other in f for f in _FAMILIES)
