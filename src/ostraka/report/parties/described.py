"""People, bodies and documents a text describes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ostraka.record.countries import country_code
from ostraka.report.grammar.nouns import describes_next, phrase_end, phrase_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.words import POSSESSIVES, word_set
from ostraka.report.parties.model import Described
from ostraka.report.parties.nouns import (
    BODIES,
    CAPITAL_BODIES,
    DOCUMENTS,
    PEOPLE,
    RULERS,
)
from ostraka.report.said.quotes import is_title
from ostraka.report.tokens import Span

_ISSUING = word_set("issued published released presented authored produced wrote")
_DESCRIBING_DOCUMENTS = word_set(
    "white in-depth new annual joint latest final interim page depth"
)
_SOURCE_LINE = re.compile(
    r"(?m)^[ \t]*(?:Source|Published by|Publisher|Via|Quelle)\s*[»:>–-]+\s*(?P<who>\S[^\n]{0,78}?)\s*$"
)
_ENVOYS = word_set("ambassador ambassadors diplomat diplomats envoy envoys")
_WRITERS = word_set("author writer researcher analyst")
_BELONGING = word_set("member members")


def rulers(p: Passage) -> Iterator[Described]:
    """Yield `the regime`, `the mullahs`: those who rule, all of one country."""
    heads = [i for i, word in enumerate(p.low) if word in RULERS and not _is_part(p, i)]
    codes = {code for i in heads if (code := _country(p, phrase_start(p, i), i))}
    code = next(iter(codes)) if len(codes) == 1 else None
    for i in heads:
        first = phrase_start(p, i)
        own = _country(p, first, i) or code
        span = p.tokens.span(first, i, bare=p.tokens.bare[i] is not None)
        yield Described(span, "description", f"rulers {own}", "PublicBody", own)


def nationals(p: Passage) -> Iterator[Described]:
    """Yield people and bodies said to be of a country: `two Iranian officials`."""
    for i, word in enumerate(p.low):
        capital = word in CAPITAL_BODIES and p.tokens.is_capital(i)
        if not (
            word in PEOPLE or word == "authorities" or capital or _is_movement(p, i)
        ):
            continue
        if p.name_at(i) or _goes_on(p, i):
            continue
        first = phrase_start(p, i)
        code = _country(p, first, i)
        if code is None or first == i or p.is_possessive(i):
            continue
        span = p.span(first, phrase_end(p, i, _tails(word)))
        schema = (
            "Person"
            if word in PEOPLE
            else "Organization"
            if capital or _is_movement(p, i)
            else "PublicBody"
        )
        yield Described(
            span, "description", f"at {span.start}", schema, code, _defined_after(p, i)
        )


def participants(p: Passage, spans: Sequence[Span]) -> Iterator[Described]:
    """Yield those among some phrases that are people or bodies without a name."""
    for span in dict.fromkeys(spans):
        first, last = p.word_at(span.start), p.last_before(span.end)
        if first > last:
            continue
        head = head_of(p, first, last)
        if head is None or p.name_at(head) or p.tokens.is_capital(head):
            continue
        if head < last and p.tokens.is_capital(head + 1) and p.joined(head + 1):
            continue  # a name follows
        word = p.low[head]
        if word not in PEOPLE | BODIES or (_country(p, first, head) and word in RULERS):
            continue
        schema = "Person" if word in PEOPLE else "PublicBody"
        yield Described(
            span, "description", f"at {span.start}", schema, _country(p, first, head)
        )


def head_of(p: Passage, first: int, last: int) -> int | None:
    """Return the head of a phrase: the last noun before a preposition or clause."""
    for k in range(first, last + 1):
        known = p.low[k] in PEOPLE | BODIES | RULERS
        if known and not _goes_on(p, k, last):
            return k
        if p.low[k] in {"of", "to", "in", "that", "who", "which", "at"} and k > first:
            return k - 1
    return last


def documents(p: Passage, author: Span | None) -> Iterator[Described]:
    """Yield where a text speaks of the document it reports on, and of who wrote it.

    Args:
        p: The text.
        author: The person the text has as a source, if it names one.
    """
    found = [
        i for i, word in enumerate(p.low) if word in DOCUMENTS and _is_issued(p, i)
    ]
    for i in found:
        first = phrase_start(p, i)
        while first < i and (p.is_possessive(first) or _in_possessive(p, first, i)):
            first += 1
        yield Described(p.span(first, i), "description", "document", "Document")
    if found:
        yield from _again(p, set(found), author)
        for span in p.quoted:
            if is_title(p, span) and len(p.cut(span).split()) > 2:
                yield Described(span, "title", "document", "Document", is_named=True)
        yield from _writers(p, found, author)


def _again(p: Passage, known: set[int], author: Span | None) -> Iterator[Described]:
    """Yield `the report` and `the author` where the text goes on about them."""
    for i, word in enumerate(p.low):
        if i == 0 or i in known or p.low[i - 1] != "the" or _goes_on(p, i):
            continue
        span = p.span(i - 1, i)
        if word in DOCUMENTS:
            yield Described(span, "description", "document", "Document")
        elif word in _WRITERS and author is not None:
            key = f"at {span.start}"
            yield Described(span, "description", key, "Person", same_as=author)


def publisher(text: str) -> Described | None:
    """Return who a text says has published it: a line `Source: …` at its end."""
    tail = max(0, len(text) - 400)
    lines = list(_SOURCE_LINE.finditer(text, tail))
    if not lines:
        return None
    span = Span(*lines[-1].span("who"))
    return Described(
        span, "publisher", "publisher", "Organization", is_named=True, role="publisher"
    )


def _writers(
    p: Passage, found: Sequence[int], author: Span | None
) -> Iterator[Described]:
    """Yield `A security expert` of `A security expert has issued a paper`."""
    for i in found:
        sentence = p.sentence_of(i)
        verb = next(
            (k for k in range(i, sentence.first, -1) if p.low[k] in _ISSUING), None
        )
        if verb is None:
            continue
        head = verb - 1
        while head > sentence.first and p.low[head] in {
            "has",
            "have",
            "had",
            "also",
            "recently",
        }:
            head -= 1
        if p.low[head] in PEOPLE and not p.tokens.is_capital(head):
            first = phrase_start(p, head, is_head=PEOPLE.__contains__)
            span = p.span(first, head)
            yield Described(
                span,
                "description",
                f"at {span.start}",
                "Person",
                same_as=author,
                role="source",
            )


def _tails(word: str) -> frozenset[str]:
    """Return the prepositions after which a phrase says which people are meant."""
    if word in _ENVOYS:
        return frozenset({"to"})
    return frozenset({"in", "of"}) if word in _BELONGING else frozenset()


def _is_issued(p: Passage, i: int) -> bool:
    """Tell whether a document is one that somebody has published and the text is about."""
    first = phrase_start(p, i)
    own = set(p.low[first:i])
    sentence = p.sentence_of(i)
    near = set(p.low[sentence.first : sentence.last + 1])
    if p.low[first] in POSSESSIVES or _goes_on(p, i):
        return False
    new = p.low[first] in {"a", "an"} and bool(near & _ISSUING)
    described = new or bool(own & _DESCRIBING_DOCUMENTS) or "entitled" in near
    return described and bool(near & (_ISSUING | {"entitled", "titled", "according"}))


def _goes_on(p: Passage, i: int, end: int | None = None) -> bool:
    """Tell whether a noun only describes the next one: `intelligence officers`."""
    return (end is None or i < end) and describes_next(p, i)


def _is_part(p: Passage, i: int) -> bool:
    """Tell whether a word is part of a compound: `anti-regime`."""
    return p.gap(i) == "-" or (i + 1 < len(p.low) and p.gap(i + 1) == "-")


def _is_movement(p: Passage, i: int) -> bool:
    return p.low[i] in {"movement", "opposition"} and not _goes_on(p, i)


def _defined_after(p: Passage, i: int) -> Span | None:
    """Return the name in brackets that says who is described: `the movement [MEK]`."""
    if i + 1 < len(p.low) and p.gap(i + 1).strip() in {"[", "("} and p.name_at(i + 1):
        return p.span(*(p.name_at(i + 1) or (i + 1, i + 1)))
    return None


def _country(p: Passage, first: int, last: int) -> str | None:
    """Return the country the words of a phrase say it is of: `Iranian`, `MEK`."""
    for k in range(first, last + 1):
        if p.tokens.is_capital(k) and len(p.low[k]) > 1:
            code = country_code(p.low[k])
            if code is not None:
                return code.partition("-")[0]
    return None


def _in_possessive(p: Passage, first: int, last: int) -> bool:
    return any(p.is_possessive(k) for k in range(first, last))
