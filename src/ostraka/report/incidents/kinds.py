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
        ATTACK: "attack attacks assault assaults ambush siege massacre massacres atrocity downing "
                "onslaught ransacking airstrike airstrikes rampage carnage strike strikes",
        "bombing": "bombing bombings bomb-attack",
        "explosion": "explosion explosions blast blasts",
        "assassination": "assassination assassinations",
        "killing": "murder murders killing killings slaying slayings beheading beheadings "
                   "execution executions lynching",
        "shooting": "shooting shootings shootout",
        "stabbing": "stabbing stabbings",
        "poisoning": "poisoning poisonings",
        "abduction": "abduction abductions kidnapping kidnappings disappearance snatching",
        "hostage_taking": "hostage",
        "hijacking": "hijacking hijackings hijack",
        TAKING: "takeover seizure storming occupation",
        "arson": "arson firebombing firebombings",
        "cyberattack": "cyberattack cyberattacks hack hacking hacks",
        "sabotage": "sabotage",
    }.items()
    for noun in nouns.split()
}  # fmt: skip

#: What an attack is called by the word before it: `arson attack`.
MODIFIED: Mapping[str, str] = {
    "arson": "arson", "bomb": "bombing", "bombing": "bombing", "suicide": "bombing",
    "grenade": "bombing", "missile": ATTACK, "missiles": ATTACK, "drone": ATTACK, "air": ATTACK,
    "rocket": ATTACK, "mortar": ATTACK, "knife": "stabbing", "gun": "shooting", "cyber": "cyberattack", "ransomware": "cyberattack",
}  # fmt: skip

#: Nouns that name an incident only with such a word before them: `drone strikes`.
ONLY_MODIFIED = word_set("strike strikes")

_VERB_KINDS: Mapping[str, str] = {
    "plot": PLOT, "conspire": PLOT,
    "kill": "killing", "murder": "killing", "assassinate": "assassination", "behead": "killing",
    "execute": "killing", "shoot": "shooting", "stab": "stabbing",
    "poison": "poisoning", "bomb": "bombing", "explode": "explosion", "detonate": "explosion",
    "blow": "explosion", "kidnap": "abduction", "abduct": "abduction", "hijack": "hijacking",
    "attack": ATTACK, "ambush": ATTACK, "storm": ATTACK, "ram": ATTACK, "hack": "cyberattack",
    "sabotage": "sabotage", "torch": "arson", "firebomb": "arson", "destroy": ATTACK,
    "slaughter": "killing", "slay": "killing", "butcher": "killing", "decapitate": "killing",
    "lynch": "killing", "suffocate": "killing", "smother": "killing", "raid": ATTACK,
    "ransack": ATTACK, "assault": ATTACK, "bombard": ATTACK, "vandalise": ATTACK,
    "vandalize": ATTACK, "knife": "stabbing", "snatch": "abduction", "commandeer": "hijacking",
    "derail": "sabotage", "massacre": "killing", "strangle": "killing", "hang": "killing",
}  # fmt: skip


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


_CRAFT = word_set(
    "plane airliner jet aircraft helicopter flight airplane jetliner drone"
)
_SHIPS = word_set("ship tanker vessel freighter boat frigate ferry trawler yacht")
_FIGHTERS = word_set(
    "gunman gunmen militant militants fighter fighters attacker attackers assailant assailants",
    "terrorist terrorists mob crowd crowds protesters intruders demonstrators rebels insurgents",
    "bomber bombers assassin assassins hackers commandos commando hijackers jihadists",
)
_SHOTS = word_set(
    "missile missiles rocket rockets drone drones mortar mortars shells airstrikes"
)
_HOUSES = word_set(
    "building buildings embassy consulate centre center hotel mosque synagogue church station bus",
    "train market mall headquarters house office offices shop barracks mission compound airport",
)
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
    Turn(ATTACK, word_set("drive plough plow crash slam"), word_set("crowd crowds pedestrians")),
    Turn("bombing", word_set("crash slam drive plough plow"), word_set("into"), word_set("explosives bomb bombs")),
    Turn("bombing", word_set("level flatten wreck demolish gut rock damage collapse"), _HOUSES,
         _BOMBS | word_set("blast explosion bombing bomber")),
    Turn("bombing", word_set("throw hurl lob toss attach stick fix"), word_set("grenade grenades charge cocktail cocktails petrol")),
    Turn(ATTACK, word_set("strike hit"), also=_FIGHTERS | _SHOTS | word_set("car-bomber")),
    Turn(ATTACK, word_set("fire launch lob"), word_set("shells projectiles")),
    Turn(ATTACK, word_set("break force burst enter"), word_set("into"), _FIGHTERS),
    Turn(ATTACK, word_set("set"), word_set("upon")),
    Turn("killing", word_set("put beat hack stone torture"), word_set("death")),
    Turn("killing", word_set("cut slit"), word_set("throat throats")),
    Turn("shooting", word_set("spray riddle rake"), word_set("bullets gunfire fire shots")),
    Turn("arson", word_set("light"), word_set("fire fires"), _HOUSES),
    Turn("arson", word_set("burn"), word_set("ground ashes")),
    Turn("abduction", word_set("take hold"), word_set("captive")),
    Turn("abduction", word_set("bundle drag carry spirit force whisk"), word_set("away off car van boat plane")),
    Turn("sabotage", word_set("sever cut slice damage rupture"), word_set("cable cables pipeline pipelines")),
    Turn("sabotage", word_set("sever cut slice damage rupture"), also=word_set("cable cables pipeline pipelines")),
    Turn("cyberattack", word_set("knock take"), word_set("offline")),
    Turn("cyberattack", word_set("wipe encrypt deface"), word_set("data computers servers websites website systems files")),
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
