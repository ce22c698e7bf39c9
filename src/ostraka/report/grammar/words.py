"""English words by what they do in a sentence: the closed classes, and forms of verbs."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping


def word_set(*lines: str) -> frozenset[str]:
    """Return the words of some lines."""
    return frozenset(word for line in lines for word in line.split())


ARTICLES = word_set("a an the")
DEMONSTRATIVES = word_set("this that these those such")
POSSESSIVES = word_set("its his her their our my your whose")
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
    "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "dozen": 12,
}  # fmt: skip
QUANTITIES = word_set(
    "all any another both dozens each every few hundreds many more most no other several",
    "some thousands various numerous further",
)
DETERMINERS = ARTICLES | DEMONSTRATIVES | POSSESSIVES | QUANTITIES | frozenset(NUMBERS)
INDEFINITE = word_set("a an another") | QUANTITIES | frozenset(NUMBERS)

PREPOSITIONS = word_set(
    "about above across against along among amid around as at between behind beyond by",
    "concerning despite down during for from in inside into like near of off on onto out",
    "outside over per since through throughout till to toward towards under until up upon",
    "via with within without alongside including citing following",
)
CONJUNCTIONS = word_set("and but nor or yet")
#: Words that open a clause with a subject and a verb of its own.
SUBORDINATORS = word_set(
    "after although as because before if since so though unless until when whereas while",
    "once",
)
#: Of these, the ones that part what is said from what is said beside it.
PARTING = word_set("when whereas while but although though")
RELATIVES = word_set("who whom which that whose where")
PRONOUNS = word_set(
    "he she it they him her them we us i you itself himself herself themselves this these",
    "both one",
)
BE = word_set("am are be been being is was were")
HAVE = word_set("has have had having")
DO = word_set("do does did")
FUTURE = word_set("will would shall")
POSSIBLE = word_set("could may might can")
OBLIGING = word_set("must should ought")
MODALS = FUTURE | POSSIBLE | OBLIGING
AUXILIARIES = BE | HAVE | DO | MODALS
NEGATIONS = word_set("not never neither nor hardly cannot")
#: Adverbs that do not end in -ly and stand between a subject and its verb.
ADVERBS = word_set(
    "already also always again ago almost apparently both even ever first further",
    "instead just later meanwhile next now often once only quickly recently so",
    "soon still subsequently then therefore thereby thus too twice yet nearly",
)
#: Verbs after which another verb says what is done: "began placing", "agreed to expel".
STARTING = word_set(
    "begin begins began begun beginning start starts started stop continue continues",
    "continued agree agrees agreed decide decides decided vote votes voted move moved",
    "proceed proceeded opt opted help helped",
)
#: Verbs after which another verb says what somebody means to do.
MEANING_TO = word_set(
    "plan plans planned planning intend intends intended threaten threatens threatened",
    "promise promised vow vowed vows pledge pledged aim aims aimed consider considers",
    "considered considering want wants wanted hope hopes hoped attempt attempts attempted",
    "try tries tried seek seeks sought propose proposed proposes prepare prepared preparing",
    "expect expected likely ready refuse refused refuses fail failed fails decline declined",
)
HEDGES = word_set(
    "allegedly reportedly apparently possibly presumably probably supposedly suspected",
    "believed thought alleged",
)
#: Verbs whose "that …" is what somebody says or thinks.
SAYING = word_set(
    "say state note write advise warn argue claim insist add explain declare announce",
    "assert allege maintain report tell believe think know stress emphasize emphasise",
    "conclude find confirm deny suggest reveal admit recall observe predict examine",
    "outline describe concede acknowledge testify contend remark reply tweet",
    "estimate understand",
)
#: Forms that are verbs wherever no determiner stands before them.
COMMON_PASTS = word_set(
    "said told wrote made took gave went came found held left led led began became kept",
    "brought sent saw knew thought won lost met spoke fell rose shot shut put cut blew",
    "says tells writes calls accuses denies believes sold bought fought fled built spent",
    "wants urges insists argues seeks agrees sank sunk",
    "taught caught sought heard drove flew drew grew stood sat paid hid chose wore swore",
    "stole forgot dealt meant felt slept swept lent bent bore tore shook ran",
    "died hit drank ate burst rode dug fed lit quit slid woke bound overran slew undertook",
)
MONTHS = word_set(
    "january february march april may june july august september october november december",
)
WEEKDAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")


def irregular_pasts() -> frozenset[str]:
    """Return the pasts that do not end in -ed."""
    return frozenset(past for past, _ in _IRREGULAR.values())


def is_adverb(word: str) -> bool:
    """Tell whether a word may stand between a subject and its verb."""
    return word in ADVERBS or (
        word.endswith("ly") and len(word) > 4 and word not in _NO_ADVERBS
    )


def forms_of(lemma: str) -> dict[str, str]:
    """Return the forms of a verb: form to `base`, `s`, `past`, `pp`, `ing`.

    Args:
        lemma: A verb of the table of irregular ones, or a regular one.
    """
    past, participle = _IRREGULAR.get(lemma, ("", ""))
    stem = lemma
    if not past:
        if lemma.endswith("e"):
            past = f"{lemma}d"
        elif lemma[-1] == "y" and lemma[-2] not in "aeiou":
            past = f"{lemma[:-1]}ied"
        else:
            stem = _stem(lemma)
            past = f"{stem}ed"
        participle = past
    else:
        stem = _stem(lemma)
    ing = (
        f"{stem[:-1] if lemma.endswith('e') and not lemma.endswith('ee') else stem}ing"
    )
    third = f"{lemma}s"
    if lemma.endswith(("s", "sh", "ch", "x", "z", "o")):
        third = f"{lemma}es"
    elif lemma[-1] == "y" and lemma[-2] not in "aeiou":
        third = f"{lemma[:-1]}ies"
    forms = {lemma: "base", third: "s", ing: "ing", participle: "pp"}
    # A form that is past and participle alike counts as past; "put" is all of them.
    forms[past] = "past"
    return forms


def _stem(lemma: str) -> str:
    """Return what -ed and -ing are put behind."""
    doubles = lemma in _DOUBLING or _SHORT.fullmatch(lemma) is not None
    return lemma + lemma[-1] if doubles else lemma


def table_of(lemmas: Collection[str]) -> Mapping[str, tuple[str, str]]:
    """Return every form of some verbs: form to `(lemma, kind of form)`."""
    found = {
        form: (lemma, kind)
        for lemma in lemmas
        for form, kind in forms_of(lemma).items()
    }
    for lemma in _SPELT_TWICE.intersection(lemmas):
        for ending, kind in (("ed", "past"), ("ing", "ing")):
            found.setdefault(f"{lemma}l{ending}", (lemma, kind))
            found.setdefault(f"{lemma}{ending}", (lemma, kind))
    return found


_NO_ADVERBS = word_set(
    "rally family assembly supply reply italy july ally elderly deadly daily weekly monthly",
    "friendly costly monopoly sicily likely orderly unfriendly anomaly hourly bodily",
)
#: A verb of one short syllable doubles its last letter: `dragged`, `slamming`.
_SHORT = re.compile(r"(?:qu|[^aeiou])*[aeiou][^aeiouwxy]")
#: Verbs of several that are stressed on the last one do so too.
_DOUBLING = word_set(
    "commit refer admit expel annul forbid overrun kidnap rebel compel repel submit permit",
    "transfer defer surveil",
)
#: "labelled" in Britain, "labeled" in America.
_SPELT_TWICE = word_set("cancel label level signal travel")
_IRREGULAR = {
    "put": ("put", "put"), "shut": ("shut", "shut"), "cut": ("cut", "cut"),
    "set": ("set", "set"), "take": ("took", "taken"), "give": ("gave", "given"),
    "break": ("broke", "broken"), "freeze": ("froze", "frozen"), "blow": ("blew", "blown"),
    "shoot": ("shot", "shot"), "kill": ("killed", "killed"), "withdraw": ("withdrew", "withdrawn"),
    "say": ("said", "said"), "tell": ("told", "told"), "write": ("wrote", "written"),
    "find": ("found", "found"), "hold": ("held", "held"), "speak": ("spoke", "spoken"),
    "think": ("thought", "thought"), "know": ("knew", "known"), "see": ("saw", "seen"),
    "make": ("made", "made"), "bring": ("brought", "brought"), "lead": ("led", "led"),
    "strike": ("struck", "struck"), "behead": ("beheaded", "beheaded"), "throw": ("threw", "thrown"),
    "show": ("showed", "shown"), "lay": ("laid", "laid"), "send": ("sent", "sent"),
    "go": ("went", "gone"), "forbid": ("forbade", "forbidden"), "hang": ("hanged", "hanged"),
    "tear": ("tore", "torn"), "unfreeze": ("unfroze", "unfrozen"), "seek": ("sought", "sought"),
    "sink": ("sank", "sunk"), "spread": ("spread", "spread"),
    "slay": ("slew", "slain"), "burst": ("burst", "burst"), "hit": ("hit", "hit"), "stick": ("stuck", "stuck"),
    "slit": ("slit", "slit"), "beat": ("beat", "beaten"), "light": ("lit", "lit"), "drive": ("drove", "driven"),
    "hide": ("hid", "hidden"), "overrun": ("overran", "overrun"), "choose": ("chose", "chosen"),
    "hear": ("heard", "heard"), "become": ("became", "become"), "get": ("got", "got"),
    "keep": ("kept", "kept"), "leave": ("left", "left"), "overthrow": ("overthrew", "overthrown"), "understand": ("understood", "understood"),
}  # fmt: skip
