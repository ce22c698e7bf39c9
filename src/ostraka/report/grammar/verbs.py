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
    CONJUNCTIONS,
    DETERMINERS,
    DO,
    FUTURE,
    HAVE,
    MEANING_TO,
    NEGATIONS,
    OBLIGING,
    PARTING,
    POSSIBLE,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    STARTING,
    SUBORDINATORS,
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
_REACH = 12
#: Verbs nothing is done to: "a bomb exploded in a bus".
_INTRANSITIVE = word_set("explode detonate blow plot conspire")
_PASTS = COMMON_PASTS | irregular_pasts()


#: Verbs that say with "by …" what was done in answer to something.
_ANSWERING = word_set(
    "responded reacted retaliated answered replied protested followed countered responds",
    "reacts retaliates hit struck fired",
)
_AGREEING = word_set("agreed decided voted moved chose opted resolved")
#: "a warehouse that stored aid": here "that" opens a clause.
_DETERMINING = DETERMINERS - {"that"}
#: Who is said behind a sentence to have told it takes at most so many words.
_TELLER = 5
_TELLS = word_set("said says announced added reported told")
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


def clause_start(p: Passage, verb: VerbGroup) -> int:
    """Return the first word of the clause a verb is the verb of.

    A verb joined to an earlier one (`… and froze its assets`) starts its own clause.
    """
    lowest = p.sentence_of(verb.head).first
    if goes_on(p, verb.first, lowest):
        return verb.first
    for k in range(verb.first, lowest, -1):
        start = k if p.parted(k) else _opened_before(p, k, verb.first, lowest)
        if start is not None:
            return start
    return lowest


def _opened_before(p: Passage, k: int, verb: int, lowest: int) -> int | None:
    """Return where a verb's clause starts if the word before `k` opens it, or None."""
    word = p.low[k - 1]
    if word in RELATIVES and k - 1 > lowest and p.low[k] != "of":
        if is_closed(p, k - 1, verb):
            return None
        return k if word == "that" else k - 1
    opens = word in SUBORDINATORS and not _is_preposition(p, k, verb)
    if opens and _holds_a_subject(p, k, verb):
        if _is_finished(p, k, verb):
            return _after_comma(p, k, verb)
        return k - 1 if word in PARTING else k
    joins = word in {"and", "but", "or", "nor"} and p.low[k - 2] not in PREPOSITIONS
    return k if joins and _has_finite(p, lowest, k - 2) else None


def clause_end(p: Passage, verb: VerbGroup) -> int:
    """Return the last word of what is said with a verb, relative clauses with it."""
    end = p.sentence_of(verb.head).last
    k = verb.head + 1
    relative = verb.first > 0 and p.low[verb.first - 1] in {"who", "which", "that"}
    pending = _main_verb_is_to_come(p, verb)
    while k <= end:
        if pending and "," in p.gap(k) and _main_verb_follows(p, k, end):
            return k - 1
        relative = relative or p.low[k] in {"who", "which", "that"}
        if (
            relative
            and p.low[k] in {"and", "or"}
            and k < end
            and looks_finite(p, k + 1)
        ):
            k += 1  # still the same relative clause
            continue
        if p.parted(k) or _opens_clause(p, k, end) or _opens_aside(p, k, end):
            return k - 1
        k += 1
    return end


def _opens_aside(p: Passage, k: int, end: int) -> bool:
    """Tell whether what opens at a word is about something else.

    `…, under which …`, and who says so: `…, the White House said on Thursday`.
    """
    if "," not in p.gap(k) or k >= end:
        return False
    if p.low[k] in PREPOSITIONS:
        return p.low[k + 1] in {"which", "whom"}
    if not (p.low[k] in DETERMINERS or p.tokens.is_capital(k)):
        return False
    for i in range(k + 1, min(end, k + _TELLER) + 1):
        if "," in p.gap(i) or p.low[i] in RELATIVES | PREPOSITIONS | {"and"}:
            return False
        if p.low[i] in _TELLS:
            return True
    return False


def goes_on(p: Passage, first: int, lowest: int) -> bool:
    """Tell whether a verb goes on from the one before: `banned flights, ordered …`."""
    if first <= lowest or "," not in p.gap(first):
        return False
    k = next((k for k in range(first - 1, lowest, -1) if looks_finite(p, k)), None)
    if k is None or any(p.parted(i) for i in range(k, first)):
        return False
    if _is_apposition(p, k, first):
        return False
    while k - 1 > lowest and (looks_finite(p, k - 1) or is_adverb(p.low[k - 1])):
        k -= 1
    if p.low[k - 1] in RELATIVES:
        return _has_finite(p, lowest, k - 2)
    subordinate = any(p.low[i] in SUBORDINATORS | RELATIVES for i in range(lowest, k))
    return "," not in p.gap(k) and not subordinate


def _is_apposition(p: Passage, verb: int, end: int) -> bool:
    """Tell whether what stands in commas before a verb says who its subject is."""
    start = next((k for k in range(end - 1, verb, -1) if "," in p.gap(k)), None)
    if start is None:
        return False
    names = all(p.tokens.is_capital(k) for k in range(start, end))
    return names or p.low[start] in DETERMINERS


def is_closed(p: Passage, relative: int, verb: int) -> bool:
    """Tell whether a relative clause is over before a verb, which is not its own.

    `The group, which calls itself Ansar Allah, was listed`; but not `officials who were
    listed`, nor `said that officials were listed`.
    """
    if p.low[relative] == "that" and _has_finite(
        p, p.sentence_of(verb).first, relative - 1
    ):
        return False  # "said that …": it opens what is said
    if p.low[verb - 1] in CONJUNCTIONS:
        return False
    own = next((k for k in range(relative + 1, verb) if looks_finite(p, k)), None)
    return own is not None and own > relative


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
    if kind == "s" and (looks_finite(p, i - 1) or not _can_be_subject(p, i - 1)):
        return True
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
        if not (helping or word.endswith(("n't", "n’t"))):
            break
        first -= 1
        helpers.insert(0, word)
    governing = _governing(p, first, helpers, kind)
    if governing is not None:
        return VerbGroup(governing, i, lemma, DONE, passive=False)
    if kind == "pp" and not helpers:
        helpers = _shared(p, first)
    passive = kind in {"past", "pp"} and _ends_in_be(helpers)
    mood = _mood(helpers, kind)
    active = lemma in _INTRANSITIVE
    if kind == "past" and not helpers and not active and _is_reduced(p, i):
        mood, passive = LOOSE, True
    return VerbGroup(first, i, lemma, mood, passive)


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
        if p.low[k] in verbs:
            helped = p.low[k - 1] in NEGATIONS | FUTURE | POSSIBLE | {"to"}
            adverbial = k + 1 == end or p.low[k + 1] in PREPOSITIONS | _DAYS
            return k if adverbial and not helped else None
        if looks_finite(p, k) or "," in p.gap(k):
            return None
    return None


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


def _is_reduced(p: Passage, i: int) -> bool:
    """Tell whether a form is a participle after its noun: `sanctions imposed by …`."""
    after = i + 1
    if i > 1 and p.low[i - 2] in {"which", "whom", "that"} and p.joined(i):
        return False  # "which London listed in 2008"
    if after >= len(p.low) or not p.joined(after):
        return True
    return p.low[after] in {"by", "in", "on", "from", "at", "under", "since", "for"}


def _holds_a_subject(p: Passage, start: int, end: int) -> bool:
    """Tell whether words that can be a subject stand between two places."""
    if start >= end or p.low[start].endswith("ing") or p.low[start][:1].isdigit():
        return False
    return any(
        not is_adverb(w) and w not in AUXILIARIES for w in p.low[start:end]
    ) and p.low[start] not in {"then", "now"}


def _is_finished(p: Passage, start: int, end: int) -> bool:
    """Tell whether a clause that opens at a word has its own verb before a comma."""
    verb = next((k for k in range(start, end) if looks_finite(p, k)), None)
    return verb is not None and any("," in p.gap(k) for k in range(verb, end + 1))


def _is_preposition(p: Passage, start: int, end: int) -> bool:
    """Tell whether "after", "before" or "since" takes no clause before a comma."""
    if p.low[start - 1] not in {"after", "before", "since", "until"}:
        return False
    comma = next((k for k in range(start + 1, end + 1) if "," in p.gap(k)), None)
    return comma is not None and not _has_finite(p, start, comma - 1)


def _main_verb_is_to_come(p: Passage, verb: VerbGroup) -> bool:
    """Tell whether a clause is fronted, or part of the subject of one still open."""
    lowest = p.sentence_of(verb.head).first
    start = clause_start(p, verb)
    opener = start if p.low[start] in RELATIVES | PARTING else start - 1
    if opener < lowest or p.low[opener] == "that":
        return False
    if p.low[opener] in {"who", "which", "whom", "whose"}:
        return "," in p.gap(opener) and not _has_finite(p, lowest, opener - 1)
    return p.low[opener] in SUBORDINATORS and not _has_finite(p, lowest, opener - 1)


def _main_verb_follows(p: Passage, k: int, end: int) -> bool:
    """Tell whether after a comma comes what a sentence is about, and its verb."""
    if p.low[k] in PREPOSITIONS | RELATIVES or p.low[k].endswith("ing"):
        return False
    if p.low[k] in CONJUNCTIONS and looks_finite(p, k + 1):
        return False
    return _has_finite(p, k, end)


def _after_comma(p: Passage, start: int, end: int) -> int:
    return max(k for k in range(start, end + 1) if "," in p.gap(k))


def _has_finite(p: Passage, first: int, last: int) -> bool:
    return any(looks_finite(p, k) for k in range(first, last + 1))


def _opens_clause(p: Passage, k: int, end: int) -> bool:
    """Tell whether another clause with a subject and verb of its own opens at a word."""
    word = p.low[k]
    if word in {"and", "or"}:
        inside = p.name_at(k) is not None
        return not inside and _verb_ahead(p, k + 1, min(end, k + 7))
    if word == "but" or (word in PARTING and "," in p.gap(k)):
        return True
    return (
        word in SUBORDINATORS
        and word not in {"as", "since", "until", "so", "once"}
        and k < end
        and not p.low[k + 1].endswith("ing")
        and not p.low[k + 1][:1].isdigit()
        and _verb_ahead(p, k + 1, min(end, k + _REACH))
    )


def _verb_ahead(p: Passage, first: int, last: int) -> bool:
    """Tell whether a verb with a subject comes before any mark or relative clause."""
    for k in range(first, last + 1):
        if k > first and ("," in p.gap(k) or p.low[k] in RELATIVES | {"and"}):
            return False
        if looks_finite(p, k):
            return True
    return False
