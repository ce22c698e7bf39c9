"""States as parties: who expels, lists and imposes, and not where something happens."""

from __future__ import annotations

from collections.abc import Iterator

from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import looks_finite
from ostraka.report.grammar.words import ARTICLES, BE, is_adverb, word_set
from ostraka.report.parties.model import Described
from ostraka.report.places import country_names

_UNIONS = {("eu",): "eu", ("european", "union"): "eu", ("un",): "un", ("united", "nations"): "un", ("nato",): "nato"}  # fmt: skip
_MODAL_OR_BE = word_set(
    "has have had is are was were will would must should may can could"
)


def states_acting(p: Passage) -> Iterator[Described]:
    """Yield the states and unions of states that a text says do something."""
    for first, last, code in sorted(_named(p)):
        if p.is_possessive(last) or not _acts(p, first, last):
            continue
        start = first - 1 if first and p.low[first - 1] in ARTICLES else first
        span = p.span(start, last)
        yield Described(
            span, "state", f"state {code}", "PublicBody", code, is_named=True
        )


def _named(p: Passage) -> Iterator[tuple[int, int, str]]:
    for found in country_names(p.tokens):
        place = found.values[0]
        if place.kind == "country" and place.code:
            yield found.first, found.last, place.code
    for i in range(len(p.low)):
        for words, code in _UNIONS.items():
            if tuple(p.low[i : i + len(words)]) == words and p.tokens.is_capital(i):
                yield i, i + len(words) - 1, code


def _acts(p: Passage, first: int, last: int) -> bool:
    """Tell whether a state is the subject of a verb, or the agent of a passive one."""
    if _is_agent(p, first):
        return True
    k = _after_list(p, last)
    if k is None or "(" in p.gap(k):
        return False
    if first and p.low[first - 1] in {
        "of",
        "in",
        "on",
        "with",
        "to",
        "from",
        "against",
    }:
        return False
    while k < len(p.low) and is_adverb(p.low[k]):
        k += 1
    end = p.sentence_of(last).last
    return k <= end and (p.low[k] in _MODAL_OR_BE or looks_finite(p, k))


def _is_agent(p: Passage, first: int) -> bool:
    by = first - 2 if first and p.low[first - 1] in ARTICLES else first - 1
    if by < 1 or p.low[by] != "by":
        return False
    return any(
        p.low[k] in BE or p.low[k].endswith("ed") for k in range(max(0, by - 3), by)
    )


def _after_list(p: Passage, last: int) -> int | None:
    """Return the word after the enumeration a state stands in."""
    k, end = last + 1, p.sentence_of(last).last
    while k < end and ("," in p.gap(k) or p.low[k] == "and"):
        if p.low[k] == "and":
            k += 1
        if p.low[k] in ARTICLES:
            k += 1
        if not p.tokens.is_capital(k):
            return None
        k += 1
        while k <= end and p.tokens.is_capital(k) and p.joined(k):
            k += 1
    return k if k <= end else None
