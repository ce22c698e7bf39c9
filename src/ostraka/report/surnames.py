"""Persons called by their surname after they were named in full."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import TypeVar

from ostraka.report.tokens import Span, Tokens, fold_words
from ostraka.report.words import words_before_names

Who = TypeVar("Who")

_SHORTEST = 4


def find_surnames(
    tokens: Tokens, full: Sequence[tuple[Span, Who]]
) -> Iterator[tuple[Span, Who]]:
    """Yield the places after a full name where its last word stands alone.

    A surname that two persons of the text share, or that stands beside another given
    name anywhere, says nothing certain and is passed over.

    Args:
        tokens: The words of the text.
        full: Where persons are named in full, and who.
    """
    owners: dict[str, list[tuple[Span, Who]]] = {}
    for span, who in full:
        words = fold_words(tokens.text[span.start : span.end])
        if len(words) > 1 and len(words[-1]) >= _SHORTEST:
            owners.setdefault(words[-1], []).append((span, who))
    inside = {span.end for span, _ in full}
    stands = _occurrences(tokens, owners)
    for surname, named in owners.items():
        first = min(span.end for span, _ in named)
        who = named[0][1]
        if any(other != who for _, other in named):
            continue
        places = [
            (i, span)
            for i, span in stands.get(surname, ())
            if span.start >= first and span.end not in inside
        ]
        if all(_stands_alone(tokens, i) for i, _ in places):
            yield from ((span, who) for _, span in places)


def _occurrences(
    tokens: Tokens, surnames: Container[str]
) -> dict[str, list[tuple[int, Span]]]:
    """Return where each of some surnames stands, in one pass."""
    found: dict[str, list[tuple[int, Span]]] = {}
    for i, (folded, bare) in enumerate(zip(tokens.folded, tokens.bare, strict=True)):
        word = bare or folded
        if word in surnames and not tokens.text[tokens.starts[i]].islower():
            place = tokens.span(i, i, bare=bare is not None)
            found.setdefault(word, []).append((i, place))
    return found


def _stands_alone(tokens: Tokens, i: int) -> bool:
    """Tell whether a surname has no other word of a name beside it."""
    before, after = i - 1, i + 1
    if (
        tokens.bare[i] is None
        and after < len(tokens)
        and tokens.follows(after)
        and tokens.is_capital(after)
    ):
        return False
    return not (
        tokens.follows(i)
        and tokens.is_capital(before)
        and not tokens.opens_sentence(before)
        and tokens.folded[before] not in words_before_names()
    )
