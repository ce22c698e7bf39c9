"""What a text says should be done, by whom, and who says so."""

from __future__ import annotations

from collections.abc import Iterator

from ostraka.report.acts.calling import Call, infinitive, is_void, make_call
from ostraka.report.acts.frames import VERBS
from ostraka.report.acts.needed import needs
from ostraka.report.acts.subjects import Phrase, span_of, subjects_of
from ostraka.report.acts.that_clauses import (
    NO_CALL,
    all_thats,
    further_thats,
    is_passive,
    subjunctive,
)
from ostraka.report.acts.voiced import other_calls
from ostraka.report.grammar.clauses import clause_end, clause_start
from ostraka.report.grammar.nouns import phrase_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import VerbGroup, find_verbs, looks_finite
from ostraka.report.grammar.words import (
    ARTICLES,
    DETERMINERS,
    NEGATIONS,
    SAYING,
    is_adverb,
    table_of,
    word_set,
)

#: Verbs that call for something: with "to" and a verb, with "that", or with a noun.
_URGING = word_set(
    "urge ask recommend demand advise call want press implore request invite encourage",
    "appeal propose suggest beg pressure petition exhort entreat beseech advocate",
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
#: "suggested that it be cancelled" calls for it, "suggested that it came" does not.
_MERELY = word_set("advise suggest want call propose beg")
_TELLER_WORDS = 6
_ADVISING = word_set("recommend suggest propose advocate")
#: "ring" and "king" are no gerunds.
_SHORTEST = 5
#: "should be on the list" calls for it.
_BE_SO = word_set("on under subject accountable")


def find_calls(p: Passage) -> list[Call]:
    """Return what a text says should be done, lists of demands left out.

    Questions, what stands in quotation marks, and what only must *be so* are passed
    over.
    """
    found = [
        *_obliged(p),
        *_urged(p),
        *_requested(p),
        *other_calls(p),
        *needs(p),
    ]
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
        if modal is None or is_void(p, i):
            continue
        action = i + 1 + modal.endswith((" to", " better"))
        while action < len(p.low) and (is_adverb(p.low[action])):
            action += 1
        last = p.sentence_of(i).last
        if action > last:
            continue
        so = modal == "should" and p.low[action : action + 2][1:] in [
            [w] for w in _BE_SO
        ]
        if p.low[action] in NO_CALL and not (is_passive(p, action) or so):
            continue
        barred = p.low[action] in NEGATIONS
        action += barred
        if action > last or p.low[action] in NEGATIONS or not p.joined(action):
            continue
        if barred and p.low[action] in NO_CALL and not is_passive(p, action):
            continue
        done = p.low[action + is_passive(p, action)]
        lemma = f"not {_base(done)}" if barred else _base(done)
        helper = i - (word == "got")
        verb = VerbGroup(helper, action, lemma, "called for", passive=False)
        subjects = _beside_teller(p, i) or subjects_of(p, verb)
        if not subjects or p.low[subjects[0][0]] in {"i", "you", "there"}:
            continue
        start = _without_teller(p, clause_start(p, verb), subjects[0][0])
        start = min(_behind_other(p, start, i), subjects[0][0])
        yield make_call(p, verb, start, subjects[0], modal, None)


def _behind_other(p: Passage, start: int, i: int) -> int:
    """Return where a call starts behind another: `A must do it, and B has to help`."""
    for k in range(i - 2, start, -1):
        if p.low[k] == "and" and "," in p.gap(k):
            other = any(_modal_at(p, j, p.low[j]) for j in range(start, k))
            return k + 1 if other else start
    return start


def _beside_teller(p: Passage, i: int) -> list[Phrase]:
    """Return the subject a verb has before who says so: `embassies, he argued, must …`."""
    lowest = p.sentence_of(i).first
    if "," not in p.gap(i):
        return []
    start = next((k for k in range(i - 1, lowest, -1) if "," in p.gap(k)), None)
    if start is None or i - start > _TELLER_WORDS:
        return []
    told = any(p.low[k] in _SAYING and looks_finite(p, k) for k in range(start, i))
    told = told or any(
        _URGES.get(p.low[k], ("", ""))[1] == "s" for k in range(start, i)
    )
    first = next((k for k in range(start - 1, lowest, -1) if p.parted(k)), lowest)
    return [(first, start - 1)] if told else []


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
    if following == "better" and word == "had":
        return "had better"
    if word == "got" and following == "to" and p.low[i - 1] in _HAVING:
        return "have got to"
    if following != "to":
        return None
    return "need to" if word in _NEEDING else "have to" if word in _HAVING else None


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
        if is_void(p, verb.head) or progressing:
            continue
        start, end = clause_start(p, verb), clause_end(p, verb)
        plain = p.low[verb.head].endswith("s") or not looks_finite(p, verb.head)
        if p.low[verb.first - 1] == "and" and verb.first == verb.head and plain:
            start = verb.first  # "condemns the attack and calls on …"
        asked = _asked(p, verb, end)
        subjects = subjects_of(p, verb)
        alone = start >= verb.first and p.low[start - 1] != "and"
        if asked is None or not subjects or alone:
            continue
        addressee, action = asked
        done = VerbGroup(action, action, p.low[action], "called for", passive=False)
        who = span_of(p, subjects[-1])
        word = p.low[verb.head]
        parts = further_thats(p, verb, max(end, all_thats(p, verb, end)))
        if parts:
            end = parts[0][0] - 2 - (p.low[parts[0][0] - 2] == "and")
        yield make_call(
            p, done, start, addressee, word, who, end=_before_next(p, verb, end)
        )
        for first, last in parts:
            part = VerbGroup(first, first, p.low[first], "called for", passive=False)
            yield make_call(p, part, first, (first, first), word, who, end=last)


def _before_next(p: Passage, verb: VerbGroup, end: int) -> int:
    """Return where a call ends before the next of its subject: `… and requests Peru to …`."""
    for k in range(verb.head + 3, end):
        urges = _URGES.get(p.low[k], ("", ""))[1] == "s" and p.low[k - 1] == "and"
        told = p.tokens.is_capital(k + 1) or p.low[k + 1] in DETERMINERS
        if urges and (told or "," in p.gap(k - 1)):
            return k - 2
    return end


def _requested(p: Passage) -> Iterator[Call]:
    """Yield `X's request that Y be done`: the call is a noun."""
    for i, word in enumerate(p.low[:-1]):
        if word not in _REQUESTS or p.low[i + 1] != "that" or is_void(p, i):
            continue
        last = p.sentence_of(i).last
        places = range(i + 3, min(last, i + _SUBJECT))
        be = next((k for k in places if p.low[k] == "be" and is_passive(p, k)), None)
        if be is None or any(looks_finite(p, k) for k in range(i + 2, be)):
            continue
        end = be + 1
        while end < last and not (looks_finite(p, end + 1) or "," in p.gap(end + 1)):
            end += 1
        lemma = _base(p.low[be + 1])
        verb = VerbGroup(be, be + 1, lemma, "called for", passive=True)
        start = phrase_start(p, i)
        who = p.span(start, start) if p.is_possessive(start) else None
        yield make_call(p, verb, start, (i + 2, be - 1), word, who, end=end)


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
        sure = verb.lemma not in _MERELY
        return subjunctive(p, that + 1, end, sure=sure)
    if (advised := _advised(p, verb, k, end)) is not None:
        return advised
    if verb.lemma in _ADVISING - {"recommend"} | {"demand"}:
        return None
    return infinitive(p, k, end)


def _advised(
    p: Passage, verb: VerbGroup, k: int, end: int
) -> tuple[Phrase | None, int] | None:
    """Return what is asked for with a noun or a gerund: `recommends listing the Guards`."""
    if verb.lemma == "demand" and not _DEMANDED.isdisjoint(p.low[k : k + 4]):
        return None, k
    if verb.lemma not in _ADVISING or k >= end:
        return None
    gerund = p.low[k].endswith("ing") and len(p.low[k]) > _SHORTEST
    noun = verb.lemma in {"recommend", "advocate"} and p.low[k] in ARTICLES
    return (None, k) if gerund or noun else None
