"""What a text says should be done, by whom, and who says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ostraka.report.acts.frames import VERBS
from ostraka.report.acts.subjects import Phrase, span_of, subjects_of
from ostraka.report.grammar.clauses import clause_end, clause_start
from ostraka.report.grammar.nouns import phrase_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import VerbGroup, find_verbs, looks_finite
from ostraka.report.grammar.words import (
    ARTICLES,
    DETERMINERS,
    NEGATIONS,
    PREPOSITIONS,
    PRONOUNS,
    SAYING,
    is_adverb,
    table_of,
    word_set,
)
from ostraka.report.tokens import Span

#: Verbs that call for something: with "to" and a verb, with "that", or with a noun.
_URGING = word_set(
    "urge ask recommend demand advise call want press implore request invite encourage",
    "appeal propose suggest",
)
_URGES = table_of(_URGING)
_SAYING = table_of(SAYING)
_MODALS = {"must": "must", "should": "should", "ought": "ought to"}
#: What is demanded where no verb says it: `demanded sanctions on …`.
_DEMANDED = word_set(
    "sanctions ban bans inquiry investigation release withdrawal resignation expulsion",
    "closure end embargo tribunal measures extradition removal ceasefire lifting listing",
)
_REQUESTS = word_set("request requests demand demands proposal appeal motion call plea")
_SUBJECT = 14
_NEEDING = word_set("need needs")
_HAVING = word_set("have has")
#: After these nobody is called upon: "must have known", "should be noted".
_NO_CALL = word_set("have be been seem appear note noted mean know understand remember")
_FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Call:
    """What somebody says should be done.

    Attributes:
        span: The words that say so.
        action: The verb of what is to be done, or of the call where it is a noun.
        object: What is to be done with, or to, what.
        addressee: Who should do it, or None.
        modal: `must`, `should`, `urged` …
        who: Who says so, where the clause itself tells; else None.
    """

    span: Span
    action: str
    object: Span
    addressee: Span | None
    modal: str
    who: Span | None


def find_calls(p: Passage) -> list[Call]:
    """Return what a text says should be done, lists of demands left out.

    Questions, what stands in quotation marks, and what only must *be so* are passed
    over.
    """
    found = [*_obliged(p), *_urged(p), *_requested(p)]
    found.sort(key=lambda call: (call.span.start, -call.span.end))
    kept: list[Call] = []
    for call in found:
        if not any(k.span.holds(call.span) for k in kept[-3:]):
            kept.append(call)
    return kept


def _obliged(p: Passage) -> Iterator[Call]:
    """Yield `X must do Y`, `X needs to do Y`."""
    for i, word in enumerate(p.low):
        modal = _modal_at(p, i, word)
        if modal is None or _is_void(p, i):
            continue
        action = i + 1 + modal.endswith(" to")
        while action < len(p.low) and (is_adverb(p.low[action])):
            action += 1
        last = p.sentence_of(i).last
        if action > last or (p.low[action] in _NO_CALL and not _is_passive(p, action)):
            continue
        barred = p.low[action] in NEGATIONS
        action += barred
        if action > last or p.low[action] in NEGATIONS or not p.joined(action):
            continue
        if barred and p.low[action] in _NO_CALL and not _is_passive(p, action):
            continue
        done = p.low[action + _is_passive(p, action)]
        lemma = f"not {_base(done)}" if barred else _base(done)
        verb = VerbGroup(i, action, lemma, "called for", passive=False)
        subjects = subjects_of(p, verb)
        if not subjects or p.low[subjects[0][0]] in {"i", "you", "there"}:
            continue
        start = _without_teller(p, clause_start(p, verb), subjects[0][0])
        yield _call(p, verb, start, subjects[0], modal, None)


def _base(word: str) -> str:
    """Return the base form of a verb that tells a measure, or the word itself."""
    return VERBS.get(word, (word, ""))[0]


def _without_teller(p: Passage, start: int, subject: int) -> int:
    """Return where a call starts behind who makes it: `Experts believe banks must …`."""
    told = any(p.low[k] in _SAYING for k in range(start, subject))
    return subject if told else start


def _modal_at(p: Passage, i: int, word: str) -> str | None:
    if word in _MODALS and not p.tokens.is_capital(i):
        return _MODALS[word]
    following = p.low[i + 1] if i + 1 < len(p.low) else ""
    if following != "to":
        return None
    return "need to" if word in _NEEDING else "have to" if word in _HAVING else None


def _is_passive(p: Passage, be: int) -> bool:
    """Tell whether "be" goes on as a passive of something done: `must be put back`."""
    k = be + 1
    return (
        p.low[be] == "be"
        and k < len(p.low)
        and p.joined(k)
        and (p.low[k].endswith("ed") or p.low[k] in {"put", "held", "shut", "brought"})
        and p.low[k] not in _NO_CALL
    )


def _is_void(p: Passage, i: int) -> bool:
    """Tell whether a word is in a question or in somebody's quoted words."""
    sentence = p.sentence_of(i)
    return p.text[sentence.span.end - 1] == "?" or p.in_quotes(p.tokens.starts[i])


def _urged(p: Passage) -> Iterator[Call]:
    """Yield `X urged Y to do Z`, `X recommends that Y do Z`, `X called for Z`."""
    for verb in find_verbs(p, _URGES):
        # "called on the EU" looks like "the meeting called by the EU".
        phrasal = verb.lemma in {"call", "appeal"} and verb.first == verb.head
        if verb.mood not in {"done", "loose", "meant"} or (
            verb.passive and not phrasal
        ):
            continue
        progressing = p.low[verb.head].endswith("ing") and verb.mood != "done"
        if _is_void(p, verb.head) or progressing:
            continue
        start, end = clause_start(p, verb), clause_end(p, verb)
        asked = _asked(p, verb, end)
        subjects = subjects_of(p, verb)
        alone = start >= verb.first and p.low[start - 1] != "and"
        if asked is None or not subjects or alone:
            continue
        addressee, action = asked
        done = VerbGroup(action, action, p.low[action], "called for", passive=False)
        who = span_of(p, subjects[-1])
        word = p.low[verb.head]
        yield _call(p, done, start, addressee, word, who, end=end)


def _requested(p: Passage) -> Iterator[Call]:
    """Yield `X's request that Y be done`: the call is a noun."""
    for i, word in enumerate(p.low[:-1]):
        if word not in _REQUESTS or p.low[i + 1] != "that" or _is_void(p, i):
            continue
        last = p.sentence_of(i).last
        places = range(i + 3, min(last, i + _SUBJECT))
        be = next((k for k in places if p.low[k] == "be" and _is_passive(p, k)), None)
        if be is None or any(looks_finite(p, k) for k in range(i + 2, be)):
            continue
        end = be + 1
        while end < last and not (looks_finite(p, end + 1) or "," in p.gap(end + 1)):
            end += 1
        lemma = _base(p.low[be + 1])
        verb = VerbGroup(be, be + 1, lemma, "called for", passive=True)
        start = phrase_start(p, i)
        who = p.span(start, start) if p.is_possessive(start) else None
        yield _call(p, verb, start, (i + 2, be - 1), word, who, end=end)


def _asked(p: Passage, verb: VerbGroup, end: int) -> tuple[Phrase | None, int] | None:
    """Return who is asked and the verb of what is asked for, or None if nothing is."""
    k = verb.head + 1
    if verb.lemma in {"call", "appeal"}:
        if k < end and p.low[k] == "for":
            return None, k + 1
        if k >= end or p.low[k] not in {"on", "upon", "to"}:
            return None
        k += 1
    that = next((j for j in range(k, min(end, k + 5)) if p.low[j] == "that"), None)
    if that is not None:
        asks = verb.lemma not in {"advise", "suggest", "want", "call"}
        return _subjunctive(p, that + 1, end) if asks else None
    if verb.lemma == "demand" and not _DEMANDED.isdisjoint(p.low[k : k + 4]):
        return None, k
    if verb.lemma in {"suggest", "propose", "demand"}:
        return None
    return _infinitive(p, k, end)


def _infinitive(p: Passage, first: int, end: int) -> tuple[Phrase, int] | None:
    """Return who is to do what in `the EU to outlaw …`."""
    places = range(first + 1, min(end, first + 12))
    to = next((j for j in places if p.low[j] == "to"), None)
    if to is None or not p.low[to + 1].isalpha() or p.tokens.is_capital(to + 1):
        return None
    return (first, to - 1), to + 1


def _subjunctive(p: Passage, first: int, end: int) -> tuple[Phrase, int] | None:
    """Return who is to do what in `that Iran hand over …`: a verb without an ending."""
    for k in range(first + 1, min(end, first + 10)):
        if looks_finite(p, k):
            return None
        plain = p.low[k].isalpha() and not p.tokens.is_capital(k)
        if not plain or p.low[k] in PRONOUNS | DETERMINERS | PREPOSITIONS:
            continue
        # "that Iran hand over …", "that parliament appoint a …"
        takes = k < end and p.low[k + 1] in ARTICLES and not p.low[k].endswith("s")
        if p.tokens.is_capital(k - 1) or takes:
            return (first, k - 1), k
    return None


def _call(
    p: Passage,
    verb: VerbGroup,
    start: int,
    addressee: Phrase | None,
    modal: str,
    who: Span | None,
    *,
    end: int | None = None,
) -> Call:
    last = clause_end(p, verb) if end is None else end
    after = min(verb.head + 1, last)
    return Call(
        span=p.span(start, last),
        action=verb.lemma,
        object=p.span(after, last),
        addressee=span_of(p, addressee) if addressee else None,
        modal=modal,
        who=who,
    )
