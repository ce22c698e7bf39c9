"""Where the sentences of a text begin and end."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from ostraka.report.tokens import Span, Tokens

#: No sentence is longer: whatever is looked for in one takes bounded time.
MOST_WORDS = 250
#: A stop after these ends no sentence.
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Maj|Capt|Adm|Gov|Sen|Rep|Rev|St|Mt|No|Nos|Nr"
    r"|vs|etc|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|approx|ca|cf"
    r"|e\.g|i\.e|a\.k\.a|pp?|art|para)|(?<![A-Za-z])[A-Z](?:\.[A-Z])*)\.$"
)
_END = re.compile(r"[.!?…][”\"»’)\]]*\s+(?=[A-ZÀ-Þ0-9“\"«„(\[])|\n\s*\n|\u2029|\n(?=[ \t]*(?:[–—•*·-]|\(?\d{1,2}[.)])[ \t])")  # fmt: skip

#: Lines without a blank one between them.
_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_STOPPED = frozenset('.!?…:;,”"»’)]')
#: A line that was wrapped is no longer.
_WRAPPED = 120


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or one item of a list.

    Attributes:
        number: From 0.
        span: Its place, without white space around it.
        first: Number of its first word.
        last: Number of its last word; less than `first` if it has none.
    """

    number: int
    span: Span
    first: int
    last: int


def find_sentences(tokens: Tokens) -> list[Sentence]:
    """Return the sentences of a text in reading order.

    A stop after an abbreviation or an initial ends none; a blank line and the mark of a
    list item do.
    """
    text, at = tokens.text, 0
    found: list[Sentence] = []
    for end in [*_ends(text), len(text)]:
        body = text[at:end]
        span = Span(at + len(body) - len(body.lstrip()), at + len(body.rstrip()))
        at = end
        if span.start < span.end:
            first = bisect_right(tokens.ends, span.start)
            last = bisect_right(tokens.starts, span.end - 1) - 1
            found += _cut(tokens, len(found), span, first, last)
    return found


def _cut(
    tokens: Tokens, number: int, span: Span, first: int, last: int
) -> Iterator[Sentence]:
    """Yield a sentence, in pieces where it is none: a table, a list without stops."""
    if last - first < MOST_WORDS:
        yield Sentence(number, span, first, last)
        return
    for piece, start in enumerate(range(first, last + 1, MOST_WORDS)):
        end = min(start + MOST_WORDS - 1, last)
        place = Span(tokens.starts[start], tokens.ends[end])
        yield Sentence(number + piece, place, start, end)


def _ends(text: str) -> list[int]:
    ends = {
        mark.end()
        for mark in _END.finditer(text)
        if text[mark.start()] != "."
        or not _ABBREVIATED.search(text, max(0, mark.start() - 12), mark.start() + 1)
    }
    return sorted(ends.union(_line_ends(text)))


def _line_ends(text: str) -> Iterator[int]:
    """Yield where a line is a sentence of its own though no stop ends it.

    So it is in a heading of several lines, which has no stop at its end, and where a
    line is a paragraph: then some line is longer than a wrapped one.
    """
    for block in _BLOCK.finditer(text):
        lines = block.group()
        if "\n" not in lines:
            continue
        heading = lines.rstrip()[-1:] not in _STOPPED
        if heading or max(map(len, lines.splitlines())) > _WRAPPED:
            at = block.start()
            yield from (at + k + 1 for k, c in enumerate(lines) if c == "\n")
