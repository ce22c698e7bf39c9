"""Where the passage that tells an incident begins and ends."""

from __future__ import annotations

from ostraka.report.acts.subjects import is_date, with_antecedent
from ostraka.report.grammar.clauses import (
    clause_end,
    clause_start,
    goes_on,
    opens_aside,
)
from ostraka.report.grammar.nouns import phrase_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.sentences import Sentence
from ostraka.report.grammar.verbs import LOOSE, VerbGroup, looks_finite
from ostraka.report.grammar.words import (
    BE,
    HAVE,
    PREPOSITIONS,
    RELATIVES,
    is_adverb,
    word_set,
)
from ostraka.report.incidents.kinds import FOILED, PLOT, VERBS
from ostraka.report.incidents.slots import casualties_in
from ostraka.report.incidents.telling import MANY, NAMED, Telling
from ostraka.report.tokens import Span

#: What opens a list of incidents that are only named.
CITING = word_set("citing including following")
#: Verbs that may only count the victims of an incident told beside them.
KILLING_VERBS = word_set("kill shoot injure die destroy")
#: Before "which" they open what came of an incident.
_OF_WHICH = word_set("for over after")
#: Verbs with an incident as their subject that say more of it.
_CAME_OF_IT = word_set(
    "killed left claimed injured wounded occurred happened took destroyed levelled leveled",
    "carried perpetrated committed mounted foiled thwarted prevented averted cost",
)
#: What is told of victims before "when".
_SUFFERED = word_set("died killed wounded injured murdered hurt perished shot lost")
#: Behind these an incident is only named beside what the clause says.
_PLANNING = word_set("planning preparing plotting")
_SUBJECT = 8
_BEFORE_PHRASES = PREPOSITIONS - word_set("up out off down") | word_set("after before")
_TAIL_OPENERS = word_set("targeting aimed involving carried that which in who")


def passage_of(
    p: Passage,
    sentence: Sentence,
    telling: Telling,
    following: Telling | None,
    *,
    first: bool,
) -> Span:
    """Return the passage that tells an incident."""
    last = sentence.last
    if following is not None:
        last = max(telling.head, following.first - 1)
        while last > telling.head and p.low[last] in {"and", "or", "but"}:
            last -= 1
    if telling.verb is not None and is_reduced(telling.verb):
        start = phrase_start(p, telling.verb.head - 1)
        return p.trim(p.span(start, min(last, _reduced_end(p, telling.verb, last))))
    if telling.verb is not None:
        start = min(clause_start(p, telling.verb), telling.verb.first)
        if telling.verb.mood == LOOSE and p.low[telling.head].endswith("ing"):
            start = telling.verb.first  # "convicted of shooting dead a judge"
        if start == telling.verb.first and p.low[start - 1] == "that":
            plot = telling.kind == PLOT  # "the bomb that levelled the embassy"
            start = start if plot else phrase_start(p, start - 2)
        start = with_antecedent(p, _victims_before(p, start))
        start = _stopped_before(p, start) if telling.kind == PLOT else start
        return p.trim(p.span(start, min(last, _verb_end(p, telling.verb, last))))
    if telling.manner in {NAMED, MANY} or _is_cited(p, sentence, telling):
        end = min(last, _tail_end(p, telling, last))
        return p.trim(p.span(telling.first, _told_end(p, telling, end)))
    start = telling.first
    if first and p.low[max(0, start - 1)] not in _BEFORE_PHRASES:
        start = _clause_before(p, sentence, telling)
    return p.trim(p.span(start, _new_end(p, sentence, telling, last)))


def _victims_before(p: Passage, start: int) -> int:
    """Return where `Zarek died in May when gunmen stormed …` starts, or the start given."""
    lowest = p.sentence_of(start).first
    if p.low[start] != "when":
        return start
    for k in range(start - 1, lowest, -1):
        if looks_finite(p, k):
            if p.low[k] not in _SUFFERED:
                return start
            verb = VerbGroup(k, k, p.low[k], "done", passive=False)
            return min(start, clause_start(p, verb))
    return start


def _stopped_before(p: Passage, start: int) -> int:
    """Return where `Police broke up a cell that was planning …` starts, or the start given."""
    lowest = p.sentence_of(start).first
    if start <= lowest or "that" not in p.low[start - 1 : start + 1]:
        return start
    k = next((k for k in range(start - 1, lowest, -1) if looks_finite(p, k)), lowest)
    if p.low[k] not in FOILED and p.low[k : k + 2] != ["broke", "up"]:
        return start
    verb = VerbGroup(k, k, p.low[k], "done", passive=False)
    return min(start, clause_start(p, verb))


def _reduced_end(p: Passage, verb: VerbGroup, last: int) -> int:
    """Return the last word of a participle behind its noun: before the next verb."""
    k = verb.head + 1
    while k <= last:
        if "," in p.gap(k) and (after := _after_apposition(p, k, last)):
            k = after + 1  # "thrown into the Arcade, a shop in Lima, on 3 May"
            continue
        dated = is_date(p, k) and is_date(p, k - 1)
        if ("," in p.gap(k) and not dated) or looks_finite(p, k) or p.parted(k):
            return k - 1
        k += 1
    return last


def is_reduced(verb: VerbGroup) -> bool:
    """Tell whether a verb is a participle behind its noun: `Zarek, murdered in Rome`."""
    return verb.mood == LOOSE and verb.passive


def _told_end(p: Passage, telling: Telling, end: int) -> int:
    """Return where a passage ends whose phrase is the subject of what came of it.

    `The 1994 bombing of the centre left 85 dead`, `… occurred on 18 July`.
    """
    lowest = p.sentence_of(telling.head)
    k = end + 1
    while k < lowest.last and is_adverb(p.low[k]):
        k += 1
    if k > lowest.last or "," in p.gap(k) or p.parted(k):
        return end
    head = k
    while head < lowest.last and (p.low[head] in HAVE | BE or is_adverb(p.low[head])):
        head += 1
    if p.low[head] not in _CAME_OF_IT or not looks_finite(p, k):
        return end
    verb = VerbGroup(k, head, p.low[head], "done", passive=False)
    return max(end, clause_end(p, verb))


def _new_end(p: Passage, sentence: Sentence, telling: Telling, last: int) -> int:
    """Return the last word of what introduces an incident, before what is said beside it.

    `a plot, for which four were charged`; `X, which stopped a plot, has arrested …`.
    """
    before = p.low[sentence.first : telling.first]
    relative = not RELATIVES.isdisjoint(before)
    for k in range(telling.head + 1, last):
        if "," not in p.gap(k):
            continue
        aside = p.low[k] in PREPOSITIONS and p.low[k + 1] == "which"
        if aside or opens_aside(p, k, last) or (relative and looks_finite(p, k)):
            return k - 1
    return last


def _verb_end(p: Passage, verb: VerbGroup, last: int) -> int:
    """Return the last word of what a verb tells, with the victims counted after it."""
    end = clause_end(p, verb)
    lowest = p.sentence_of(verb.head).first
    for k in range(verb.head + 2, end):
        if looks_finite(p, k) and goes_on(p, k, lowest) and not _counts(p, k):
            return k - 1  # "hacked A in May, stole B"
    if end >= last:
        return end
    further = p.low[end + 1 : end + 3]
    counts = len(further) == 2 and VERBS.get(further[1], ("",))[0] in KILLING_VERBS
    counted = casualties_in(p.text, p.span(end + 1, last))[2] is not None
    return last if counts or counted else end


def _counts(p: Passage, k: int) -> bool:
    return VERBS.get(p.low[k], ("",))[0] in KILLING_VERBS


def _is_cited(p: Passage, sentence: Sentence, telling: Telling) -> bool:
    return any(p.low[k] in CITING for k in range(sentence.first, telling.first))


def _clause_before(p: Passage, sentence: Sentence, telling: Telling) -> int:
    """Return where the clause starts that introduces a new incident."""
    for k in range(telling.first - 1, sentence.first - 1, -1):
        if looks_finite(p, k):
            verb = VerbGroup(k, k, p.low[k], "done", passive=False)
            start = clause_start(p, verb)
            planned = p.low[telling.first - 1] in _PLANNING
            if planned and start > sentence.first and p.low[start - 1] in RELATIVES:
                continue  # "uncovered a cell that was preparing a bombing"
            return min(telling.first, start)
    return telling.first


def _tail_end(p: Passage, telling: Telling, last: int) -> int:
    """Return the last word of what belongs to the phrase of a named incident."""
    k = telling.head + 1
    while k <= last:
        opens = p.low[k] in _TAIL_OPENERS or p.low[k] in PREPOSITIONS
        if "," in p.gap(k) and not opens and (after := _after_apposition(p, k, last)):
            k = after
            continue
        if "," in p.gap(k) and _is_next_date(p, telling.head, k, last):
            return k - 1
        beside = p.low[k] in _OF_WHICH and p.low[k + 1 : k + 2] == ["which"]
        if ("," in p.gap(k) and (not opens or beside)) or p.parted(k):
            return k - 1
        if p.low[k] in {"and", "or"} and _in_subject(p, telling.head, k, last):
            k += 1
            continue
        if p.low[k] in {"and", "or"} or (
            looks_finite(p, k) and not _in_relative(p, telling.head, k)
        ):
            return k - 1
        k += 1
    return last


def _is_next_date(p: Passage, head: int, k: int, last: int) -> bool:
    """Tell whether `…, in May` after a comma dates what goes on, behind a date of its own."""
    dates = k < last and p.low[k] in {"in", "on"} and is_date(p, k + 1)
    return dates and any(is_date(p, i) for i in range(head + 1, k))


def _after_apposition(p: Passage, k: int, last: int) -> int | None:
    """Return where a phrase goes on behind commas that say who its last name is."""
    if p.low[k] not in {"a", "an", "the"}:
        return None
    for i in range(k + 1, last + 1):
        if "," in p.gap(i):
            return i if p.low[i] in PREPOSITIONS else None
        if looks_finite(p, i) or p.parted(i):
            return None
    return None


def _in_subject(p: Passage, head: int, k: int, last: int) -> bool:
    """Tell whether "and" joins the subjects of `…, in which two men and a child died`."""
    relative = next((i for i in range(k, head, -1) if p.low[i] in RELATIVES), None)
    if relative is None or any(looks_finite(p, i) for i in range(relative, k)):
        return False
    return any(looks_finite(p, i) for i in range(k, min(last, k + _SUBJECT) + 1))


def _in_relative(p: Passage, head: int, k: int) -> bool:
    return any(p.low[i] in RELATIVES for i in range(head, k))
