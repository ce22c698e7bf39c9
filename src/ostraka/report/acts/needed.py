"""Calls told as what is needed: `it is time to …`, `the need for …`, `would do well to …`."""

from __future__ import annotations

from collections.abc import Iterator

from ostraka.report.acts.calling import Call, infinitive, is_void, make_call
from ostraka.report.acts.subjects import span_of, subjects_of
from ostraka.report.grammar.clauses import clause_end, clause_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import DONE, VerbGroup, find_verbs
from ostraka.report.grammar.words import NEGATIONS, is_adverb, table_of, word_set

#: `It is … to close it`, `it is … that Peru close it`.
_NEEDED = word_set(
    "time imperative essential necessary vital crucial important urgent incumbent critical",
    "indispensable paramount",
)
#: After "to" these call for nothing: "it is important to note".
_NO_ACT = word_set(
    "note know remember understand mention see say recall stress realise realize ask recognise",
    "recognize think be have add distinguish consider look",
)
#: `The main recommendation is to close it`.
_ADVICE = word_set(
    "recommendation recommendations priority priorities demand demands task duty step answer",
    "remedy solution advice request",
)
#: Between a subject and what it is called upon to do, by the word they start with.
_DUTIES: dict[str, tuple[list[str], ...]] = {
    "would": (["do", "well", "to"], ["be", "wise", "to"], ["be", "advised", "to"]),
}
for _have in ("has", "have"):
    _DUTIES[_have] = tuple(
        [article, noun, "to"]
        for article in ("a", "the", "an")
        for noun in ("duty", "obligation", "responsibility")
    )
_STRESSING = table_of(
    word_set(
        "stress emphasise emphasize underline underscore highlight reiterate press"
    )
)
_WANTED = word_set("need needs importance urgency necessity")
#: What stands before it: "it is high time to close it".
_HOW = word_set("high now long past about therefore more most also thus high")
_NEAR = 4


def needs(p: Passage) -> Iterator[Call]:
    """Yield what a text says is needed, time for or somebody's duty.

    Args:
        p: The text.
    """
    for i, word in enumerate(p.low):
        if word == "it" and p.low[i + 1 : i + 2] == ["is"]:
            yield from _it_is(p, i)
        elif (
            word in {"is", "are"}
            and p.low[i + 1 : i + 2] == ["to"]
            and i + 2 < len(p.low)
        ):
            yield from _advice(p, i)
        elif word in _DUTIES:
            yield from _duty(p, i)
        elif word in {"needed", "overdue"} and p.low[i - 1] in {"is", "are", "urgently", "long"}:  # fmt: skip
            yield from _needed(p, i)
    yield from _stressed(p)


def _it_is(p: Passage, i: int) -> Iterator[Call]:
    """Yield `It is time for Peru to close it`, `It is vital that Peru close it`."""
    end = p.sentence_of(i).last
    places = range(i + 2, min(end, i + _NEAR) + 1)
    k = next((k for k in places if p.low[k] in _NEEDED), None)
    if k is None or k + 2 > end or is_void(p, i):
        return
    if not all(w in _HOW or is_adverb(w) for w in p.low[i + 2 : k]):
        return  # "it is the first time that …"
    after = p.low[k + 1]
    if after == "to" and p.low[k + 2] not in _NO_ACT:
        verb = VerbGroup(k + 2, k + 2, p.low[k + 2], "called for", passive=False)
        yield make_call(p, verb, i, None, p.low[k], None)
    elif after in {"for", "that", "on", "upon"}:
        asked = (
            infinitive(p, k + 2, end) if after != "that" else ((k + 2, k + 2), k + 3)
        )
        if asked is not None and asked[1] <= end and p.low[asked[1]] not in _NO_ACT:
            addressee, action = asked
            verb = VerbGroup(action, action, p.low[action], "called for", passive=False)
            yield make_call(p, verb, i, addressee, p.low[k], None)


def _advice(p: Passage, i: int) -> Iterator[Call]:
    """Yield `Her main recommendation is to list the Guards`."""
    verb = VerbGroup(i, i, "be", DONE, passive=False)
    subjects = subjects_of(p, verb)
    if not subjects or is_void(p, i) or p.low[i + 2] in _NO_ACT:
        return
    if _ADVICE.isdisjoint(p.low[subjects[-1][0] : subjects[-1][1] + 1]):
        return
    action = VerbGroup(i + 2, i + 2, p.low[i + 2], "called for", passive=False)
    start = clause_start(p, verb)
    yield make_call(p, action, start, None, "is to", None, end=clause_end(p, verb))


def _duty(p: Passage, i: int) -> Iterator[Call]:
    """Yield `Europe would do well to act`, `Europe has a duty to act`."""
    turn = next(
        (t for t in _DUTIES[p.low[i]] if p.low[i + 1 : i + 1 + len(t)] == t), None
    )
    if turn is None or is_void(p, i):
        return
    verb = VerbGroup(i, i, p.low[i], DONE, passive=False)
    subjects = subjects_of(p, verb)
    action = i + 1 + len(turn)
    if not subjects or action > p.sentence_of(i).last:
        return
    done = VerbGroup(i, action, p.low[action], "called for", passive=False)
    start = min(clause_start(p, verb), subjects[0][0])
    yield make_call(p, done, start, subjects[0], " ".join([p.low[i], *turn]), None)


def _needed(p: Passage, i: int) -> Iterator[Call]:
    """Yield `A firm answer is needed`."""
    k = i - 1
    while p.low[k] == "long" or is_adverb(p.low[k]):
        k -= 1
    verb = VerbGroup(k, i, "need", DONE, passive=True)
    subjects = subjects_of(p, verb)
    if p.low[k] not in {"is", "are"} or not subjects or is_void(p, i):
        return
    if p.low[subjects[0][0]] in NEGATIONS | {"no", "it", "this", "that"}:
        return
    start, end = clause_start(p, verb), clause_end(p, verb)
    yield make_call(p, verb, start, None, "needed", None, end=end)


def _stressed(p: Passage) -> Iterator[Call]:
    """Yield `She stressed the need to close the embassies`."""
    for verb in find_verbs(p, _STRESSING):
        if verb.mood != DONE or verb.passive or is_void(p, verb.head):
            continue
        start, end = clause_start(p, verb), clause_end(p, verb)
        places = range(verb.head + 1, min(end, verb.head + _NEAR))
        k = next((k for k in places if p.low[k] in _WANTED), None)
        subjects = subjects_of(p, verb)
        if k is None or not subjects or p.low[k + 1] not in {"to", "for", "of"}:
            continue
        if k + 2 <= end:
            done = VerbGroup(k + 2, k + 2, p.low[k + 2], "called for", passive=False)
            who = span_of(p, subjects[-1])
            yield make_call(p, done, start, None, p.low[k], who, end=end)
