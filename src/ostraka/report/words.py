"""Words that tell nothing, or not enough, about who is named."""

from __future__ import annotations

from functools import cache

from ostraka.text.words import known_words


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


ARTICLES = frozenset(
    {"the", "la", "le", "les", "el", "los", "las", "die", "der", "das"}
)

#: Spellings of one word between which lists and texts waver.
SAME_WORDS = {
    "organisation": "organization", "organisations": "organizations",
    "defence": "defense", "centre": "center", "programme": "program", "labour": "labor",
    "for": "of",
}  # fmt: skip

#: Words inside a name that are written small.
SMALL_WORDS = ARTICLES | _set(
    "a al an and as at bin da de del della den der des di do dos du e ed ein el en et"
    " for from für i ibn im in l na of on or os per pour s to und van ve von w y zu zum zur"
    " и в во на о по с"
)

#: Words of which a name can consist without telling whose it is: a ministry of defence
#: is not one party.  Names made of nothing else need their country beside them.
GENERIC_WORDS = SMALL_WORDS | _set(
    "academy administration affairs agency air airlines armed army association"
    " authority aviation bank battalion brigade branch bureau business center central"
    " chamber command commerce commercial commission committee companies company"
    " construction cooperation corp corporation corps council court credit"
    " defense department design development directorate division economic economy"
    " education electronics energy engineering enterprise equipment establishment"
    " exchange export external federal federation finance financial first fleet force"
    " forces foreign forum foundation front fund gas general global government group"
    " guard guards high holding holdings house import independence industrial industries"
    " industry information infrastructure institute institution insurance intelligence"
    " interior internal international investment investments islamic joint justice"
    " liberation logistics maintenance management manufacturing marine maritime media"
    " military militia ministry mining mission movement national naval navy network new"
    " nuclear office oil organization oversight parliament party peoples"
    " petroleum planning police policy popular power presidential prison private"
    " procurement production project property prosecutor protection public radio railways"
    " regiment regional republic republican research reserve resistance revolution"
    " revolutionary royal science scientific sea secret secretariat security service"
    " services shipping social society solutions southern space special staff state"
    " steel stock strategic support supreme system systems technical technologies"
    " technology telecommunications television trade trading training transport"
    " transportation treasury trust unified union unit united university volunteer war"
    " water western world"
)

#: Single words that name nobody alone: general ones, and those several lists print as a
#: name while everybody uses them otherwise.
NEVER_ALONE = GENERIC_WORDS | _set(
    "aleph avangard aurora comet crystal energy flame global impact league legend liga"
    " lighthouse main mercury nova orion page phoenix polyus spring sputnik star strontium"
    " sun tidewater typhoon union vector victory wave zvezda"
)

#: Offices that stand before a person's name; ranks and honours are in the common table.
_OFFICES = _set(
    "abbot baron bishop captain chairman chief chancellor commandant commissioner comrade"
    " congressman consul count deputy diplomat director emir envoy father field governor"
    " imam inspector judge justice king lady lawmaker leader lord madam major marshal mayor"
    " minister officer official oligarch premier president prince queen rev reverend"
    " secretary senator speaker spokesman spokeswoman sultan superintendent tycoon vice"
    " warlord"
)

#: Heads of a kunya: "father of" and "mother of" whom many are called.
KUNYA = frozenset({"abu", "abou", "aboo", "umm", "um", "oum", "ابو", "ام"})

#: Words of ships and aircraft before their names.
CRAFT = _set(
    "aircraft boat bulker carrier freighter imo jet mt mv plane ship tanker tug vessel"
    " yacht"
)

#: Words a body's name has and little else: what an unlisted body is known by.
BODY_WORDS = _set(
    "academy agency alliance army assembly association authority bank brigade brigades"
    " bureau center chamber coalition command commission committee company"
    " confederation congress corporation corps council court department directorate"
    " federation force forces foundation front fund group institute league ministry"
    " movement network office organization parliament party police republic"
    " secretariat service society tribunal union university"
)

#: Words that start a sentence and no name.
_FUNCTION_WORDS = _set(
    "a about after all also although an and another any as at because before both but by"
    " despite each even every few first for former from he her here his how however i if"
    " in it its last later many"
    " meanwhile moreover most my nevertheless no not now of on once one only or other our"
    " over she"
    " since so some still such than that the then there therefore these they this those"
    " though through to two under until we what when where whether which while who why with yet you"
)


def is_function_word(word: str) -> bool:
    """Tell whether a word only opens a sentence and is no part of a name."""
    return word.casefold() in _FUNCTION_WORDS


@cache
def words_before_names() -> frozenset[str]:
    """Return the words before a name that are not part of it: titles and particles."""
    return known_words().titles | _OFFICES | SMALL_WORDS
