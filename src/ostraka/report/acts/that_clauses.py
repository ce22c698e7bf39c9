"""What is asked for with "that": `recommends that Peru list the Guards, and that …`."""

from __future__ import annotations

from ostraka.report.acts.frames import VERBS
from ostraka.report.acts.subjects import Phrase
from ostraka.report.acts.voiced import IMPERATIVES
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import VerbGroup, looks_finite
from ostraka.report.grammar.words import (
    ARTICLES,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    word_set,
)

#: After these nobody is called upon: "must have known", "should be noted".
NO_CALL = word_set("have be been seem appear note noted mean know understand remember")
_PARTICIPLES = word_set(
    "put held shut brought given taken made kept done sent told left paid met found"
)
#: Verbs in their base form that say what is to be done: "that states expel the agents".
_BASES = IMPERATIVES | {form for form, (_, kind) in VERBS.items() if kind == "base"}


def is_passive(p: Passage, be: int) -> bool:
    """Tell whether "be" goes on as a passive of something done: `must be put back`."""
    k = be + 1
    return (
        p.low[be] == "be"
        and k < len(p.low)
        and p.joined(k)
        and (p.low[k].endswith("ed") or p.low[k] in _PARTICIPLES)
        and p.low[k] not in NO_CALL
    )


def subjunctive(
    p: Passage, first: int, end: int, *, sure: bool = True
) -> tuple[Phrase, int] | None:
    """Return who is to do what in `that Iran hand over …`: a verb without an ending.

    Args:
        p: The text.
        first: Number of the word after "that".
        end: Last word of the clause.
        sure: Whether the verb before it always calls for something.
    """
    for k in range(first + 1, min(end, first + 10) + 1):
        if p.low[k] == "be" and k < end and is_passive(p, k):
            return (first, k - 1), k + 1
        if looks_finite(p, k):
            return None
        if not sure:
            continue
        plain = p.low[k].isalpha() and not p.tokens.is_capital(k)
        if not plain or p.low[k] in PRONOUNS | DETERMINERS | PREPOSITIONS:
            continue
        # "that Iran hand over …", "that parliament appoint a …"
        takes = k < end and p.low[k + 1] in ARTICLES and not p.low[k].endswith("s")
        takes = takes or (p.low[k] in _BASES and p.low[k - 1].endswith("s"))
        if p.tokens.is_capital(k - 1) or takes:
            return (first, k - 1), k
    return None


def all_thats(p: Passage, verb: VerbGroup, end: int) -> int:
    """Return where a sentence ends that asks for several things: `that …, and that …`."""
    last = p.sentence_of(verb.head).last
    more = any(p.low[k - 1 : k + 1] == ["and", "that"] for k in range(end, last + 1))
    return last if more and p.low[verb.head + 1] == "that" else end


def further_thats(p: Passage, verb: VerbGroup, end: int) -> list[Phrase]:
    """Return the second and further clauses of `recommends that …, that … and that …`."""
    if p.low[verb.head + 1 : verb.head + 2] != ["that"]:
        return []
    starts = [
        k + 1
        for k in range(verb.head + 3, end)
        if p.low[k] == "that" and (p.low[k - 1] == "and" or "," in p.gap(k))
    ]
    ends = [k - 2 - (p.low[k - 2] == "and") for k in starts[1:]]
    return list(zip(starts, [*ends, end], strict=True)) if starts else []
