"""Whose words stand in quotation marks: the phrase beside a verb of saying, and its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ostraka.report.acts.subjects import Phrase
from ostraka.report.grammar.nouns import noun_run
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import looks_finite
from ostraka.report.grammar.words import AUXILIARIES, is_adverb, table_of, word_set
from ostraka.report.tokens import Span
from ostraka.report.words import SMALL_WORDS, words_before_names

#: Verbs that stand beside somebody's words.
_SPEAKING = table_of(
    word_set(
        "say write tell add state argue warn explain declare announce insist conclude reply",
        "remark admit claim note tweet stress assert comment respond observe complain urge",
        "promise vow ask post recall read ask testify maintain continue shout joke",
    )
)
_REACH = 24
_LONGEST_NAME = 5
#: What may stand between an office and the name of who holds it.
_TAILS = frozenset({"in", "of", "to", "for", "at", "on"})
_PRONOUNS = frozenset({"he", "she"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who a text says spoke some quoted words.

    Attributes:
        cue: The words that say so: the verb and its subject.
        phrase: Who, in the text's words.
        name: Their name, or None.
        pronoun: `he` or `she`, where that is all.
    """

    cue: Span
    phrase: Span
    name: Span | None
    pronoun: Span | None


def attribution_after(p: Passage, content: Span) -> Attribution | None:
    """Return who is said to speak right after quoted words, or None.

    `“…,” said the minister, Anna Zarek`; `“…,” its director, Anna Zarek, argued`.
    """
    first = p.word_at(content.end)
    last = min(_end(p, content, first), first + _REACH)
    while first <= last and is_adverb(p.low[first]):
        first += 1
    if first > last or not _is_near(p, content, first):
        return None
    verb = next((k for k in range(first, last + 1) if _speaks(p, k)), None)
    if verb is None:
        return None
    if verb == first:
        subject = (verb + 1, last)
    elif any(_is_main(p, k) for k in range(first, verb)):
        return None
    else:
        subject = (first, _before_helpers(p, verb) - 1)
    return _attribution(p, verb, subject)


def attribution_before(p: Passage, content: Span) -> Attribution | None:
    """Return who is said to speak right before quoted words, or None.

    `A spokesman for the families, Dan Zarek, said: “…”`.
    """
    last = p.last_before(content.start)
    if last < 0 or p.text[p.tokens.ends[last] : content.start].strip() not in {
        ":",
        ",",
    }:
        return None
    sentence = p.sentence_of(last)
    lowest = max(sentence.first, last - _REACH)
    verb = next((k for k in range(last, lowest, -1) if _speaks(p, k)), None)
    if verb is None or any(_is_main(p, k) for k in range(sentence.first, verb)):
        return None
    return _attribution(p, verb, (sentence.first, _before_helpers(p, verb) - 1))


def continues(p: Passage, before: Span, content: Span) -> bool:
    """Tell whether quoted words go on after those whose speaker was told.

    `“…,” Zarek said. “…”`: a sentence of its own, in the same paragraph.
    """
    sentence = p.sentence_at(content.start)
    whole = sentence.span.start == content.start and content.end >= sentence.span.end
    told = p.sentence_at(before.start)
    return (
        whole
        and 0 <= sentence.number - told.number <= 1 + (before.end == told.span.end)
        and "\n\n" not in p.text[before.end : content.start]
    )


def named(p: Passage, phrase: Phrase) -> Span | None:
    """Return the name of whom a phrase speaks of, with what stands in commas after it.

    `May` of `Mrs May`; `Anna Zarek` of `the minister, Anna Zarek`.
    """
    first, last = phrase
    for start, end in _pieces(p, first, last):
        head = noun_run(p, start, end)
        known = p.name_at(head)
        if known is not None:
            return p.span(*known)
        if p.tokens.is_capital(head) and not p.is_possessive(head):
            name = _bare_name(p, start, head)
            if name is not None:
                return p.tokens.span(*name)
    return None


def beside(p: Passage, subject: Phrase) -> Span | None:
    """Return the name of a verb's subject, or the one that stands in commas after it."""
    last = subject[1]
    own = named(p, subject)
    sentence_end = p.sentence_of(last).last
    comma = next(
        (k for k in range(last + 1, sentence_end + 1) if "," in p.gap(k)), None
    )
    if own is not None or comma is None:
        return own
    tail = range(last + 1, comma)
    if any(looks_finite(p, k) for k in tail) or (
        tail and p.low[last + 1] not in _TAILS
    ):
        return None
    end = comma
    while end < sentence_end and p.tokens.is_capital(end) and p.joined(end + 1):
        end += 1
    closed = end < sentence_end and "," in p.gap(end + 1)
    return named(p, (comma, end)) if closed and _is_all_name(p, comma, end) else None


def _end(p: Passage, content: Span, first: int) -> int:
    """Return the last word that can say whose the words before are."""
    if first >= len(p.low):
        return first - 1
    last = p.sentence_of(first).last
    following = next((q.start for q in p.quoted if q.start >= content.end), None)
    return last if following is None else min(last, p.last_before(following))


def _is_near(p: Passage, content: Span, first: int) -> bool:
    """Tell whether a word follows quoted words that end as speech does."""
    between = p.text[content.end : p.tokens.starts[first]]
    if p.text[content.end - 2] in {".", "…"} and p.tokens.is_capital(first):
        return False  # another sentence
    ended = p.text[content.end - 2 : content.end - 1] in {",", ".", "!", "?", "…"}
    return "\n" not in between and (ended or between.strip() == ",")


def _speaks(p: Passage, k: int) -> bool:
    found = _SPEAKING.get(p.low[k])
    if found is None or found[1] in {"base", "ing"}:
        return False
    return not p.tokens.is_capital(k)


def _is_main(p: Passage, k: int) -> bool:
    """Tell whether a word is a verb of its own, and no helper of another."""
    return looks_finite(p, k) and p.low[k] not in AUXILIARIES


def _before_helpers(p: Passage, verb: int) -> int:
    while p.low[verb - 1] in AUXILIARIES or is_adverb(p.low[verb - 1]):
        verb -= 1
    return verb


def _attribution(p: Passage, verb: int, subject: Phrase) -> Attribution | None:
    first, last = subject
    if first > last or p.in_quotes(p.tokens.starts[first]):
        return None
    cue = p.span(min(verb, first), max(verb, first))
    if p.low[first] in _PRONOUNS:
        place = p.span(first, first)
        return Attribution(cue, place, None, place)
    phrase = p.span(first, noun_run(p, first, last))
    name = named(p, subject)
    whole = p.span(verb, p.last_before(name.end)) if name and verb < first else cue
    return Attribution(whole, phrase, name, None)


def _pieces(p: Passage, first: int, last: int) -> Iterator[Phrase]:
    """Yield a phrase and what stands in commas after it, if that is a name."""
    start = first
    for k in range(first + 1, last + 2):
        if k <= last and "," not in p.gap(k):
            continue
        if start == first or _is_all_name(p, start, k - 1):
            yield start, k - 1
        start = k


def _is_all_name(p: Passage, first: int, last: int) -> bool:
    words = range(first, last + 1)
    return len(words) <= _LONGEST_NAME and all(
        p.tokens.is_capital(k) or p.low[k] in SMALL_WORDS for k in words
    )


def _bare_name(p: Passage, first: int, last: int) -> Phrase | None:
    """Return the name at the end of a phrase, without the office before it."""
    k = last
    while k >= first and p.tokens.is_capital(k) and (k == last or p.joined(k + 1)):
        k -= 1
        while k - 1 >= first and p.low[k] in SMALL_WORDS and _is_inside(p, first, k):
            k -= 1
    run = range(k + 1, last + 1)
    offices = [i for i in run if p.tokens.folded[i] in _offices()]
    start = offices[-1] + 1 if offices else run.start
    while start <= last and p.low[start] in SMALL_WORDS:
        start += 1
    return (start, last) if start <= last else None


def _is_inside(p: Passage, first: int, k: int) -> bool:
    """Tell whether a small word stands inside a name: `Hassan al Zarek`."""
    inside = p.low[k] not in {"the", "of", "a", "an", "for", "in", "and", "to", "on"}
    return inside and k > first and p.tokens.is_capital(k - 1)


@cache
def _offices() -> frozenset[str]:
    return words_before_names() - SMALL_WORDS
