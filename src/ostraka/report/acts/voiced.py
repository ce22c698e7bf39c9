"""Calls told in other ways: in the passive, with a noun, as an order, as `it is up to …`."""

from __future__ import annotations

from collections.abc import Iterator

from ostraka.report.acts.calling import Call, infinitive, is_void, make_call
from ostraka.report.acts.subjects import Phrase, span_of, subjects_of
from ostraka.report.grammar.clauses import clause_end, clause_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import VerbGroup, find_verbs, looks_finite
from ostraka.report.grammar.words import DETERMINERS, table_of, word_set

#: Passives of these tell who is called upon: "banks are urged to …".
_TOLD_TO = table_of(word_set("urge ask advise request invite encourage implore call"))
#: Verbs whose object is a call: "renewed its call on Peru to …".
_VOICING = table_of(
    word_set(
        "repeat renew issue reiterate voice join support echo make back sign launch"
    )
)
#: What a list of demands starts with where nobody is named: "Stop the …".
IMPERATIVES = word_set(
    "stop end close ban expel sanction freeze proscribe list designate blacklist recall publish",
    "prosecute investigate release extradite strengthen adopt ensure create establish review",
    "suspend impose lift halt cut seize share train fund support target condition protect",
)
_CALLS = word_set("call appeal demand request plea")
_FEWEST_WORDS = 4


def other_calls(p: Passage) -> Iterator[Call]:
    """Yield what a text says should be done without a modal or a verb of urging."""
    yield from told_to(p)
    yield from voiced(p)
    yield from ordered(p)
    yield from up_to(p)


def told_to(p: Passage) -> Iterator[Call]:
    """Yield `Banks are urged to do Z`: who calls for it is not said."""
    for verb in find_verbs(p, _TOLD_TO):
        if not verb.passive or verb.mood != "done" or is_void(p, verb.head):
            continue
        end, k = clause_end(p, verb), verb.head + 1
        if verb.lemma == "call":
            k += p.low[k : k + 1] in (["upon"], ["on"])
        subjects = subjects_of(p, verb)
        present = p.low[verb.first] in {"are", "is"}
        if k + 1 > end or p.low[k] != "to" or not subjects or not present:
            continue
        done = VerbGroup(k + 1, k + 1, p.low[k + 1], "called for", passive=False)
        start = clause_start(p, verb)
        yield make_call(p, done, start, subjects[0], p.low[verb.head], None, end=end)


def voiced(p: Passage) -> Iterator[Call]:
    """Yield `X repeats its call on Y to do Z`, `renewed calls for Z`."""
    for verb in find_verbs(p, _VOICING):
        if verb.mood != "done" or verb.passive or is_void(p, verb.head):
            continue
        start, end = clause_start(p, verb), clause_end(p, verb)
        near = range(verb.head + 1, min(end, verb.head + 4) + 1)
        noun = next((k for k in near if p.low[k].removesuffix("s") in _CALLS), None)
        subjects = subjects_of(p, verb)
        if noun is None or noun + 2 > end or not subjects:
            continue
        asked = _aftermake_call(p, noun + 1, end)
        if asked is not None:
            addressee, action = asked
            done = VerbGroup(action, action, p.low[action], "called for", passive=False)
            who = span_of(p, subjects[-1])
            yield make_call(p, done, start, addressee, p.low[noun], who, end=end)


def _aftermake_call(p: Passage, k: int, end: int) -> tuple[Phrase | None, int] | None:
    """Return who is asked for what behind `call`, `appeal`, `demand`."""
    if p.low[k] == "for":
        return None, k + 1
    if p.low[k] in {"on", "upon", "to"}:
        return infinitive(p, k + 1, end)
    return None


def ordered(p: Passage) -> Iterator[Call]:
    """Yield `Stop the trade.`: a sentence that starts with what is to be done."""
    for sentence in p.sentences:
        k = sentence.first
        if sentence.last - k < _FEWEST_WORDS - 1 or p.low[k] not in IMPERATIVES:
            continue
        takes = p.low[k + 1] in DETERMINERS and p.joined(k + 1)
        if not takes or is_void(p, k) or p.in_quotes(p.tokens.starts[k]):
            continue
        if any(looks_finite(p, i) for i in range(k + 1, sentence.last + 1)):
            continue
        done = VerbGroup(k, k, p.low[k], "called for", passive=False)
        yield make_call(p, done, k, None, "imperative", None, end=sentence.last)


def up_to(p: Passage) -> Iterator[Call]:
    """Yield `It is up to Peru to do Z`, `it is time for Peru to do Z`."""
    for i, word in enumerate(p.low[:-4]):
        turn = p.low[i + 1 : i + 3] if word in {"is", "now"} else []
        if turn not in (["up", "to"], ["time", "for"]) or is_void(p, i):
            continue
        end = p.sentence_of(i).last
        asked = infinitive(p, i + 3, end)
        if asked is not None and p.low[i - 1] in {"it", "is"}:
            addressee, action = asked
            done = VerbGroup(action, action, p.low[action], "called for", passive=False)
            start = i - 1 - (p.low[i - 1] == "is")
            yield make_call(p, done, start, addressee, " ".join(turn), None)
