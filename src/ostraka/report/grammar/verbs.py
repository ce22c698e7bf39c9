"""A verb with what stands around it: who does it, whether it is done, meant or called for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.words import (
    AUXILIARIES,
    BE,
    COMMON_PASTS,
    DETERMINERS,
    DO,
    FUTURE,
    HAVE,
    MEANING_TO,
    NEGATIONS,
    OBLIGING,
    POSSIBLE,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    STARTING,
    WEEKDAYS,
    irregular_pasts,
    is_adverb,
    word_set,
)

#: A verb that tells what happened; that somebody calls for; that somebody means to do
#: or may do; that did not happen; and one that tells nothing by itself.
DONE, CALLED_FOR, MEANT, DENIED, LOOSE = (
    "done",
    "called for",
    "meant",
    "denied",
    "loose",
)
_MOST_HELPERS = 7
#: Verbs nothing is done to: "a bomb exploded in a bus".
_INTRANSITIVE = word_set("explode detonate blow plot conspire")
_PASTS = COMMON_PASTS | irregular_pasts()


#: Verbs that say with "by …" what was done in answer to something.
_ANSWERING = word_set(
    "responded reacted retaliated answered replied protested followed countered responds",
    "reacts retaliates hit struck fired",
)
_AGREEING = word_set("agreed decided voted moved chose opted resolved partnered joined")
#: What somebody takes or makes who does something: "took the decision to expel".
_DECIDING = word_set("decision decisions step steps move")
_TAKING = word_set("took taken made")
#: `was the first to outlaw it` says that somebody did.
_RANKS = word_set("first second third last latest only")
_RANKED = word_set("was were became is are been")
#: Two words that stand between a verb and its helper.
_ASIDES = frozenset(
    ("in addition", "at once", "in turn", "as well", "as yet", "in effect", "in part", "at last")
)  # fmt: skip
#: After a form of "be" these go before what was done: "were found stabbed".
_FOUND = word_set("found")
#: `have all listed it`, `were each expelled`.
_SHARED = word_set("all each jointly together")
#: `…, and requests member states to …`: what has hardly another meaning.
_ASKING = word_set("asks encourages invites requests urges")
_NOBODY = word_set("neither no none nobody")
#: "a warehouse that stored aid": here "that" opens a clause.
_DETERMINING = DETERMINERS - {"that"}
#: Forms in -s that are verbs wherever they stand.
_NO_NOUNS = word_set(
    "forbids prohibits imposes expels urges recommends argues denies accuses insists"
)
_EMPHATIC = word_set("himself herself itself themselves")
_DAYS = WEEKDAYS | word_set("yesterday today unanimously")
_HELPERS = AUXILIARIES | NEGATIONS | STARTING | MEANING_TO | {"to", "not"}


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """A verb with its helpers: `had already begun placing`.

    Attributes:
        first: Number of the first helper, or of the verb.
        head: Number of the verb.
        lemma: Its base form.
        mood: `DONE`, `CALLED_FOR`, `MEANT`, `DENIED` or `LOOSE`.
        passive: Whether the subject is whom it is done to.
    """

    first: int
    head: int
    lemma: str
    mood: str
    passive: bool


def find_verbs(p: Passage, table: Mapping[str, tuple[str, str]]) -> Iterator[VerbGroup]:
    """Yield the verbs of a table in a text, in reading order.

    Args:
        p: The text.
        table: Form to `(lemma, kind of form)`; see `words.table_of`.
    """
    for i, word in enumerate(p.low):
        found = table.get(word)
        if found is not None and not _is_noun(p, i, found[1]):
            yield _group(p, i, *found)


def looks_finite(p: Passage, k: int) -> bool:
    """Tell whether a word is likely a verb that has a subject."""
    word = p.low[k]
    if p.tokens.is_capital(k):
        return False
    if word in _PASTS:
        return p.low[k - 1] not in _DETERMINING if k else True
    if word in AUXILIARIES:
        return word not in {"be", "been", "being", "having"}
    return (
        word.endswith("ed")
        and len(word) > 4
        and k > 0
        and p.low[k - 1] not in _DETERMINING
        and p.gap(k) != "-"
    )


def _is_noun(p: Passage, i: int, kind: str) -> bool:
    """Tell whether a form is a noun where it stands: `the ban`, `new plans`."""
    if i == 0 or not p.joined(i):
        return False
    before = p.low[i - 1]
    if p.low[i] in _NO_NOUNS:
        return False
    after_it = i + 1 < len(p.low) and p.joined(i + 1)
    if kind == "s" and after_it and looks_finite(p, i + 1):
        return True  # "two truck bombs struck barracks"
    if kind == "s" and (looks_finite(p, i - 1) or not _can_be_subject(p, i - 1)):
        return not (_goes_on(p, i) or _says_that(p, i))
    if kind in {"base", "s"} and (
        before in DETERMINERS
        or (before in PREPOSITIONS and before != "to")
        or p.is_possessive(i - 1)
    ):
        return True
    # "the expelled diplomats", "a banned group": it describes.
    described = i + 1 < len(p.low) and p.joined(i + 1)
    after = p.low[i + 1] if described else ""
    return (
        kind in {"past", "pp", "ing"}
        and before in DETERMINERS
        and before not in {"both", "all", "this", "that", "these", "those"}
        and bool(after)
        and after not in PREPOSITIONS | DETERMINERS
    )


def _says_that(p: Passage, i: int) -> bool:
    """Tell whether a form in -s says something: `The Left party demands that …`."""
    before = i - 1
    return (
        p.low[i + 1 : i + 2] == ["that"]
        and not looks_finite(p, before)
        and p.low[before] not in DETERMINERS | PREPOSITIONS
        and not p.is_possessive(before)
    )


def _goes_on(p: Passage, i: int) -> bool:
    """Tell whether a form in -s is the second verb of a clause: `… and calls on …`."""
    if p.low[i - 1] != "and" or i + 1 >= len(p.low):
        return False
    told = p.tokens.is_capital(i + 1) or p.low[i + 1] in DETERMINERS | {"on", "upon"}
    return told or ("," in p.gap(i - 1) and p.low[i] in _ASKING)


def _can_be_subject(p: Passage, i: int) -> bool:
    """Tell whether the word before a form in -s can be its subject."""
    word = p.low[i]
    if p.tokens.is_capital(i) or word in RELATIVES | PRONOUNS or is_adverb(word):
        return True
    return i > 0 and p.low[i - 1] in DETERMINERS  # "the report recommends"


def _group(p: Passage, i: int, lemma: str, kind: str) -> VerbGroup:
    helpers: list[str] = []
    first, lowest = i, max(p.sentence_of(i).first, i - _MOST_HELPERS)
    while first > lowest and p.joined(first):
        word = p.low[first - 1]
        if p.tokens.is_capital(first - 1) and first - 1 > lowest:
            break  # "Theresa May had ordered"
        since = word == "since" and first - 2 >= lowest and p.low[first - 2] in HAVE
        helping = word in _HELPERS or word in _EMPHATIC or is_adverb(word) or since
        beside = first - 2 > lowest and " ".join(p.low[first - 2 : first]) in _ASIDES
        helper = p.low[first - 2] if first - 2 >= lowest else ""
        found = word in _FOUND and helper in BE
        shared = word in _SHARED and helper in HAVE | BE
        if beside or found or shared:
            first -= 1 + beside
            continue
        if not (helping or word.endswith(("n't", "n’t"))):
            break
        first -= 1
        helpers.insert(0, word)
    plain = helpers[:1] == ["to"] and p.low[i] == lemma  # "put" is all its forms
    governing = _governing(p, first, helpers, "base" if plain else kind)
    if governing is not None:
        return VerbGroup(governing, i, lemma, DONE, passive=False)
    bare = kind == "past" and lemma not in _INTRANSITIVE and _takes_nothing(p, i)
    if (kind == "pp" or bare) and not helpers:
        helpers = _shared(p, first)
    passive = kind in {"past", "pp"} and _ends_in_be(helpers)
    mood = _mood(helpers, kind)
    if mood == DONE and passive and _is_nobody(p, first):
        mood = DENIED
    active = lemma in _INTRANSITIVE
    alone = kind in {"past", "pp"} and not helpers and not active
    if alone and (_is_participle(p, i, kind) or _is_reduced(p, i)):
        mood, passive = LOOSE, True
    return VerbGroup(first, i, lemma, mood, passive)


def _takes_nothing(p: Passage, i: int) -> bool:
    """Tell whether a past has no object: `was lured to Iraq and abducted`."""
    k = i + 1
    if k >= len(p.low) or not p.joined(k):
        return True
    return p.low[k] in PREPOSITIONS - {"up", "off", "down", "out", "on"}


def _is_nobody(p: Passage, first: int) -> bool:
    """Tell whether a subject denies a verb: `Neither ban on flights was lifted`."""
    lowest = p.sentence_of(first).first
    return p.low[lowest] in _NOBODY or any(
        p.low[k] in _NOBODY for k in range(max(lowest, first - 2), first)
    )


def _governing(p: Passage, first: int, helpers: list[str], kind: str) -> int | None:
    """Return the verb that says that another was done, a few words before it.

    `responded on Monday by expelling`, `agreed on 21 June to freeze`.
    """
    lowest = p.sentence_of(first).first
    before = p.low[first - 1] if first > lowest else ""
    if kind == "ing" and before == "by" and not helpers:
        verbs, end = _ANSWERING, first - 1
    elif kind == "base" and helpers[:1] == ["to"]:
        verbs, end = _AGREEING, first
    else:
        return None
    for k in range(end - 1, max(lowest, end - _MOST_HELPERS), -1):
        if p.low[k] in _RANKS and p.low[k - 1] in {"the", "be"}:
            be = k - 2  # "was the first in the region to outlaw it"
            told = kind == "base" and be >= lowest and p.low[be] in _RANKED
            return _with_have(p, be, lowest) if told else None
        if p.low[k] in _TAKING and kind == "base" and p.low[end - 1] in _DECIDING:
            return _with_have(p, k, lowest)
        if p.low[k] in verbs:
            helped = p.low[k - 1] in NEGATIONS | FUTURE | POSSIBLE | {"to"}
            adverbial = k + 1 == end or p.low[k + 1] in PREPOSITIONS | _DAYS
            return _with_have(p, k, lowest) if adverbial and not helped else None
        if looks_finite(p, k) or "," in p.gap(k):
            return None
    return None


def _with_have(p: Passage, k: int, lowest: int) -> int:
    """Return the first helper of a verb: `has decided`, `have also taken`."""
    first = k
    while first > lowest and (p.low[first - 1] in HAVE or is_adverb(p.low[first - 1])):
        first -= 1
    return first


def _shared(p: Passage, first: int) -> list[str]:
    """Return the helper of the verb another is joined to: `had expelled six and frozen …`."""
    lowest = p.sentence_of(first).first
    if first - 2 <= lowest or p.low[first - 1] != "and":
        return []
    k = next((k for k in range(first - 2, lowest, -1) if looks_finite(p, k)), lowest)
    if p.low[k] not in HAVE | BE:
        k -= 1
        while k > lowest and is_adverb(p.low[k]):
            k -= 1
    return [p.low[k]] if k > lowest and p.low[k] in HAVE | BE else []


def _ends_in_be(helpers: list[str]) -> bool:
    verbs = [w for w in helpers if not is_adverb(w) and w not in _EMPHATIC]
    return bool(verbs) and verbs[-1] in BE


def _mood(helpers: list[str], kind: str) -> str:
    said = set(helpers)
    if [w for w in helpers if not is_adverb(w)][:1] == ["be"]:
        return CALLED_FOR  # "demanded that the group be banned"
    if said & NEGATIONS or any(w.endswith(("n't", "n’t")) for w in helpers):
        return DENIED
    pairs = pairwise(w for w in helpers if not is_adverb(w))
    must = any(w in HAVE | {"needs"} and then == "to" for w, then in pairs)
    if said & OBLIGING or must:
        return CALLED_FOR
    if said & (FUTURE | POSSIBLE | MEANING_TO):
        return MEANT
    if "to" in said and not said & STARTING:
        return CALLED_FOR if said & BE else LOOSE
    # A form that is no past tells nothing without the helper that makes it one.
    needed = {"ing": BE | STARTING, "base": STARTING | DO, "pp": BE | HAVE}
    return DONE if kind not in needed or said & needed[kind] else LOOSE


def _is_participle(p: Passage, i: int, kind: str) -> bool:
    """Tell whether a form that is no past stands behind its noun: `a bomb hidden under …`."""
    return kind == "pp" and p.joined(i) and p.low[i - 1] not in PREPOSITIONS | {"and"}


def _is_reduced(p: Passage, i: int) -> bool:
    """Tell whether a form is a participle after its noun: `sanctions imposed by …`."""
    after = i + 1
    if i > 1 and p.low[i - 2] in {"which", "whom", "that"} and p.joined(i):
        return False  # "which London listed in 2008"
    if after >= len(p.low) or not p.joined(after):
        return True
    if p.low[after] == "by":
        return True
    if p.low[after] not in {"in", "on", "from", "at", "under", "since", "for"}:
        return False
    # "The Council demanded in May that …": there is no other verb it could be with.
    sentence = p.sentence_of(i)
    return _has_verb(p, range(i + 1, sentence.last + 1)) or _has_verb(
        p, range(i - 1, sentence.first, -1)
    )


def _has_verb(p: Passage, words: range) -> bool:
    """Tell whether a verb comes before a comma, "that" or "and", on one side of a form."""
    for k in words:
        if looks_finite(p, k):
            return True
        after = k if words.step > 0 else k + 1
        if "," in p.gap(after) or p.low[k] in RELATIVES | {"and"}:
            return False
    return False
