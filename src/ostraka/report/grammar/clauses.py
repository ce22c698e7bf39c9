"""Where the clause of a verb begins and ends."""

from __future__ import annotations

from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import VerbGroup, looks_finite
from ostraka.report.grammar.words import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    MONTHS,
    PARTING,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATORS,
    is_adverb,
    word_set,
)

_REACH = 12
#: Who is said behind a sentence to have told it takes at most so many words.
_TELLER = 5
_TELLS = word_set("said says announced added reported told telling")


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
    return k if joins and _has_finite(p, _opened(p, lowest, k - 2), k - 2) else None


def _opened(p: Passage, lowest: int, k: int) -> int:
    """Return where the clause a word stands in was opened: `…, after Peru` `and …`."""
    for i in range(k - 1, lowest, -1):
        # "rejected them as absurd and …" opens none
        opens = p.low[i] in SUBORDINATORS - {"as", "so", "once"}
        if opens and "," not in p.gap(i + 1):
            return i + 1 if not _is_preposition(p, i + 1, k) else lowest
    return lowest


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
        if p.parted(k) or _opens_clause(p, k, end) or opens_aside(p, k, end):
            return k - 1
        k += 1
    return end


def opens_aside(p: Passage, k: int, end: int) -> bool:
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
        if "," in p.gap(k) and k < end and p.low[k + 1] in PREPOSITIONS:
            return _fronted(p, k + 1, end)
        return not inside and _verb_ahead(p, k + 1, min(end, k + 7))
    if word == "but" or (word in PARTING and "," in p.gap(k)):
        return True
    if word == "as" and "," in p.gap(k) and k < end:
        return _verb_ahead(p, k + 1, min(end, k + _REACH))  # "…, as tension rose"
    return (
        word in SUBORDINATORS
        and word not in {"as", "since", "until", "so", "once"}
        and k < end
        and not p.low[k + 1].endswith("ing")
        and not p.low[k + 1][:1].isdigit()
        and _verb_ahead(p, k + 1, min(end, k + _REACH))
    )


def _fronted(p: Passage, first: int, end: int) -> bool:
    """Tell whether a clause with a fronted date opens: `…, and in May the minister, …, spoke`."""
    dated = first < end and any(
        is_when(p, k) for k in range(first + 1, min(end, first + 3) + 1)
    )
    last = min(end, first + _REACH)
    return dated and any(looks_finite(p, k) for k in range(first, last + 1))


def is_when(p: Passage, k: int) -> bool:
    """Tell whether a word is a year, a number of a day, or a month."""
    return p.low[k][:1].isdigit() or p.low[k] in MONTHS


def _verb_ahead(p: Passage, first: int, last: int) -> bool:
    """Tell whether a verb with a subject comes before any mark or relative clause."""
    for k in range(first, last + 1):
        if k > first and ("," in p.gap(k) or p.low[k] in RELATIVES | {"and"}):
            return False
        if looks_finite(p, k):
            return True
    return False
