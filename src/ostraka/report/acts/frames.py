"""How measures are put into words: the verb, what it takes, and what kind that makes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ostraka.report.grammar.words import table_of, word_set

SANCTIONS, EXPULSION, TERROR_LISTING = "sanctions", "expulsion", "terror_listing"
ASSET_FREEZE, TRAVEL_BAN, EMBARGO, BAN = "asset_freeze", "travel_ban", "embargo", "ban"
RECALL, SUMMONS, CLOSURE, RELATIONS = "recall", "summons", "closure", "relations"
DELISTING, LIFTING, RENEWAL = "delisting", "lifting", "renewal"

ENVOYS = word_set(
    "ambassador ambassadors envoy envoys chargé charge attaché attache diplomat diplomats",
    "consul representative commissioner commissioners",
)
PREMISES = word_set(
    "embassy embassies consulate consulates mission missions centre center centres centers",
    "council institute institutes institutions institution school schools mosque mosques",
    "airspace airport airports port ports border borders office offices bureau bank banks station foundation",
)
RELATED = word_set(
    "relations ties dialogue talks cooperation contacts partnership links relationship"
)
_LEVELS = word_set("level levels rank status representation")
_TRAFFIC = word_set("flights flight traffic shipping air")
_MOVING = word_set(
    "entering travelling traveling entry territory country going transiting soil visiting"
)
_LISTINGS = word_set("listing listings designation designations proscription")
RESTRICTIONS = word_set(
    "sanctions sanction embargo measures restrictions ban bans freeze freezes",
)
#: What a measure is called once it is known: "that decision".
DECISIONS = word_set("decision step move order decree")
ASSETS = word_set("assets funds accounts property holdings")
_TRADE = word_set(
    "sale sales export exports import imports purchase purchases supply delivery deliveries trade"
)
LISTS = word_set("list lists blacklist register")
TERROR = word_set("terror terrorist terrorists terrorism qaeda")
#: What stands for people in an object, whatever they are called: see `acts.measures`.
PEOPLE = "people"
_STAFF = ENVOYS | word_set(
    "people staff officials employees embassy them him her officers personnel hours days spies members",
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One way to say that a measure was taken.

    Attributes:
        kind: Kind of measure.
        verbs: The verbs, in their base form.
        needs: Words one of which the object has, or none.
        also: Words one of which the rest of the clause has, or none.
        noun: Whether the object names the measure (`sanctions on …`) and not whom it
            is against (`expelled two diplomats`).
    """

    kind: str
    verbs: frozenset[str]
    needs: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    noun: bool = False


_GRATA = frozenset({"grata", "gratae"})
_UNWANTED = frozenset({"undesirable", "unwelcome", "unwanted"})
#: Verbs with which a measure is told by its noun: `announced the closure of …`.
_TELLING = word_set("order announce decree confirm")
_TIGHTENING = word_set(
    "tighten toughen widen broaden expand strengthen reinforce intensify harden"
)
_TRADING = _TRADE | word_set(
    "buy buying sell selling importing exporting trading supplying investing invest"
)
_UNDOING = word_set(
    "lift ease end waive revoke suspend reverse rescind annul repeal cancel drop quash"
)
_IMPOSING = word_set(
    "impose reimpose levy place adopt introduce apply announce slap approve enact issue",
    "unveil put order decree clamp",
)
#: The first that fits counts.
FRAMES = (
    Frame(EXPULSION, word_set("declare"), also=_GRATA),
    Frame(EXPULSION, word_set("declare"), _STAFF, _UNWANTED),
    Frame(EXPULSION, word_set("expel deport eject boot oust"), _STAFF | word_set("spy agents attachés attaches")),
    Frame(EXPULSION, word_set("expel deport")),
    Frame(EXPULSION, word_set("order give tell instruct ask"), _STAFF, word_set("leave depart quit")),
    Frame(EXPULSION, word_set("order give"), _STAFF, word_set("out")),
    Frame(EXPULSION, word_set("strip revoke withdraw cancel"), word_set("accreditation accreditations"), noun=True),
    Frame(EXPULSION, _TELLING, frozenset({"expulsion", "expulsions"}), noun=True),
    Frame(RECALL, _TELLING, frozenset({"withdrawal", "recall"}), ENVOYS, noun=True),
    Frame(CLOSURE, _TELLING, frozenset({"closure", "closing"}), PREMISES, noun=True),
    Frame(ASSET_FREEZE, _TELLING, frozenset({"freezing", "seizure"}), ASSETS, noun=True),
    Frame(EXPULSION, word_set("throw kick send drum"), _STAFF, word_set("out home packing away")),
    Frame(EXPULSION, word_set("put"), _STAFF, word_set("plane flight")),
    Frame(EXPULSION, word_set("get"), _STAFF, frozenset({"rid"})),
    Frame(EXPULSION, word_set("ask tell order"), frozenset({"embassy"}), frozenset({"home"})),
    Frame(RECALL, word_set("recall withdraw"), ENVOYS),
    Frame(RECALL, word_set("call bring order pull"), ENVOYS, word_set("home back out")),
    Frame(SUMMONS, word_set("summon"), ENVOYS),
    Frame(SUMMONS, word_set("call haul"), ENVOYS, word_set("ministry in")),
    Frame(SANCTIONS, word_set("place put bring"), frozenset({"sanctions"}), frozenset({"under"})),
    Frame(RELATIONS, word_set("sever break cut suspend downgrade end freeze halt scale"), RELATED, noun=True),
    Frame(RELATIONS, word_set("reduce lower downgrade"), _LEVELS | RELATED, noun=True),
    Frame(RELATIONS, word_set("put"), RELATED, word_set("hold ice"), noun=True),
    Frame(CLOSURE, word_set("withdraw revoke cancel"), word_set("consent permission"), PREMISES),
    Frame(CLOSURE, word_set("close shut shutter suspend"), PREMISES),
    Frame(ASSET_FREEZE, word_set("freeze block seize confiscate"), ASSETS, noun=True),
    Frame(DELISTING, word_set("remove take strike drop"), also=LISTS),
    Frame(DELISTING, word_set("delist")),
    Frame(DELISTING, _UNDOING, _LISTINGS, noun=True),
    Frame(LIFTING, word_set("unfreeze unblock")),
    Frame(LIFTING, _UNDOING, RESTRICTIONS, noun=True),
    Frame(LIFTING, word_set("revoke reverse rescind annul repeal cancel overturn"), DECISIONS, noun=True),
    Frame(LIFTING, word_set("relax loosen"), RESTRICTIONS, noun=True),
    Frame(RENEWAL, word_set("extend renew prolong"), RESTRICTIONS | _LISTINGS, noun=True),
    Frame(SANCTIONS, _TIGHTENING, frozenset({"sanctions"}), noun=True),
    Frame(SANCTIONS, word_set("reinstate restore reimpose"), RESTRICTIONS, noun=True),
    Frame(TRAVEL_BAN, _IMPOSING, frozenset({"travel", "visa", "entry"}), word_set("ban bans restrictions"), noun=True),
    Frame(ASSET_FREEZE, _IMPOSING, frozenset({"asset"}), word_set("freeze freezes"), noun=True),
    Frame(EMBARGO, _IMPOSING, frozenset({"embargo", "embargoes"}), noun=True),
    Frame(EMBARGO, _IMPOSING, frozenset({"controls"}), word_set("export trade import"), noun=True),
    Frame(ASSET_FREEZE, word_set("put"), frozenset({"freeze"}), noun=True),
    Frame(SANCTIONS, _IMPOSING, frozenset({"sanctions", "sanction", "restrictions"}), noun=True),
    Frame(SANCTIONS, _IMPOSING, frozenset({"measures"}), frozenset({"restrictive"}), noun=True),
    Frame(TERROR_LISTING, word_set("list add put place enter include designate declare label classify name brand recognise recognize proscribe outlaw ban redesignate relist"), also=TERROR),
    Frame(TERROR_LISTING, word_set("proscribe")),
    Frame(EMBARGO, word_set("ban block prohibit forbid halt stop suspend restrict"), _TRADE, noun=True),
    Frame(EMBARGO, word_set("ban halt suspend stop ground"), _TRAFFIC, noun=True),
    Frame(EMBARGO, word_set("ban bar prohibit forbid"), also=word_set("flying landing overflying docking ports")),
    Frame(ASSET_FREEZE, word_set("ban bar prohibit forbid"), also=word_set("funds transactions")),
    Frame(EMBARGO, word_set("ban bar prohibit forbid"), also=_TRADING),
    Frame(TRAVEL_BAN, word_set("ban bar prohibit"), also=_MOVING),
    Frame(TRAVEL_BAN, word_set("deny refuse"), word_set("entry visas")),
    Frame(TRAVEL_BAN, word_set("revoke cancel"), word_set("visas")),
    Frame(TRAVEL_BAN, word_set("restrict limit confine"), word_set("movement movements travel")),
    Frame(SANCTIONS, word_set("align"), also=word_set("decision measures sanctions listing listings")),
    Frame(BAN, word_set("withdraw revoke pull suspend"), word_set("licence licences license licenses")),
    Frame(BAN, word_set("withdraw revoke pull suspend cancel"), word_set("rights permit permits permission accreditation"), word_set("landing operating broadcasting fishing airline broadcaster station permit permits")),
    Frame(BAN, word_set("deny refuse"), also=frozenset({"access"})),
    Frame(BAN, word_set("impose announce place slap introduce order decree issue"), word_set("ban bans"), noun=True),
    Frame(SANCTIONS, word_set("list add put place enter include"), also=LISTS),
    Frame(SANCTIONS, word_set("place put bring"), also=frozenset({"sanctions"})),
    Frame(SANCTIONS, word_set("name declare designate label"), also=frozenset({"criminal"})),
    Frame(TERROR_LISTING, word_set("declare brand label"), also=word_set("unlawful illegal")),
    Frame(SANCTIONS, word_set("sanction blacklist designate redesignate")),
    Frame(BAN, word_set("ban outlaw")),
    Frame(SANCTIONS, word_set("list relist")),
)  # fmt: skip

#: Every form of every verb of the frames.
VERBS = table_of({verb for frame in FRAMES for verb in frame.verbs})


def frame_of(lemma: str, near: Iterable[str], rest: Iterable[str]) -> Frame | None:
    """Return the frame a verb fits with what it takes, or None.

    Args:
        lemma: The verb.
        near: The words of its object.
        rest: All words of its clause.
    """
    object_words, clause_words = set(near), set(rest)
    for frame in FRAMES:
        if lemma in frame.verbs and (
            (not frame.needs or not frame.needs.isdisjoint(object_words))
            and (not frame.also or not frame.also.isdisjoint(clause_words))
        ):
            return frame
    return None
