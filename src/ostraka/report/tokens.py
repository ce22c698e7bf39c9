"""The words of a text with their places, folded so that names can be looked up.

Places are code points of the text as it is, so that whatever is found can be shown in
the original.  A run of Han, Kana or Hangul has no blanks to go by: each character is a
word of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ostraka.report.words import SAME_WORDS, SMALL_WORDS
from ostraka.text.fold import fold

_APOSTROPHES = "'’‘ʼʻʾʿ`´′"
_MARKS = "\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u0640\u064b-\u065f\u0670"
_UNSPACED = "\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = re.compile(rf"[^\W_](?:[{_APOSTROPHES}{_MARKS}]*[^\W_])*[{_MARKS}]*|&")
#: Names of states and unions that are written with stops: one word in a sentence.
_DOTTED = re.compile(
    rf"\b(?:U\.(?:S\.A|S|K|N|A\.E)|E\.U)\b\.?(?:[{_APOSTROPHES}]s\b)?|{_WORD.pattern}"
)
_UNIT = re.compile(rf"[{_UNSPACED}]|[^{_UNSPACED}]+")
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_POSSESSIVE = re.compile(f"[{_APOSTROPHES}][sS]$")
_ASCII = {ord(c): " " for c in map(chr, range(128)) if not c.isalnum()} | {
    ord("'"): None,
    ord("`"): None,
    ord("&"): " and ",
}
_STOPS = re.compile(r"[.!?:\n•«“„\"]")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text in code points, the end exclusive."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        """Tell whether the other span lies within this one."""
        return self.start <= other.start and other.end <= self.end


class Tokens:
    """The words of one text.

    Args:
        text: The text.
        dotted: Whether `U.S.` is one word, as in a sentence, or two, as in a name.

    Attributes:
        text: The text.
        folded: Each word folded.
        bare: Each word folded without a possessive `'s`, or None if it has none.
        starts: Where each word starts.
        ends: Where it ends.
    """

    __slots__ = ("__dict__", "bare", "ends", "folded", "starts", "text")

    def __init__(self, text: str, *, dotted: bool = False) -> None:
        self.text = text
        self.folded: list[str] = []
        self.bare: list[str | None] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for found in (_DOTTED if dotted else _WORD).finditer(text):
            raw = found.group()
            if raw.isascii() or not _HAS_UNSPACED.search(raw):
                self._add(raw, found.start())
                continue
            for unit in _UNIT.finditer(raw):
                self._add(unit.group(), found.start() + unit.start())

    def _add(self, raw: str, start: int) -> None:
        folded, bare = _fold_word(raw)
        if folded:
            self.folded.append(folded)
            self.bare.append(bare)
            self.starts.append(start)
            self.ends.append(start + len(raw))

    def __len__(self) -> int:
        return len(self.folded)

    def raw(self, i: int) -> str:
        """Return a word as written."""
        return self.text[self.starts[i] : self.ends[i]]

    def span(self, first: int, last: int, *, bare: bool = False) -> Span:
        """Return the place of some words, on request without the possessive."""
        end = self.ends[last] - (2 if bare else 0)
        return Span(self.starts[first], end)

    def gap(self, i: int) -> str:
        """Return what stands between a word and the next one."""
        following = self.starts[i + 1] if i + 1 < len(self) else len(self.text)
        return self.text[self.ends[i] : following]

    def follows(self, i: int) -> bool:
        """Tell whether the word before `i` is the neighbour of `i` within a phrase."""
        return i > 0 and self.gap(i - 1) in {" ", "-", "\u00a0"}

    def opens_sentence(self, i: int) -> bool:
        """Tell whether a capital at `i` may be there for the sentence's sake."""
        return i == 0 or _STOPS.search(self.gap(i - 1)) is not None

    def is_capital(self, i: int) -> bool:
        """Tell whether a word starts with a capital letter."""
        return self.text[self.starts[i]].isupper()

    @cached_property
    def openings(self) -> list[int]:
        """Numbers of the words a name can start with: those not written small."""
        text = self.text
        return [
            i
            for i, start in enumerate(self.starts)
            if not text[start].islower() or self.folded[i] in SMALL_WORDS
        ]

    @cached_property
    def lower(self) -> frozenset[str]:
        """The words that are written small somewhere in the text."""
        return frozenset(
            word
            for word, start in zip(self.folded, self.starts, strict=True)
            if self.text[start].islower()
        )


def fold_words(text: str) -> list[str]:
    """Return the folded words of a name, as a text's are."""
    if not text.isascii():
        return Tokens(text).folded
    # The same without counting places, which most of the names on lists can do without.
    return [SAME_WORDS.get(w, w) for w in text.lower().translate(_ASCII).split()]


@lru_cache(maxsize=65536)
def _fold_word(raw: str) -> tuple[str, str | None]:
    found = _POSSESSIVE.search(raw)
    return _plain(raw), _plain(raw[: found.start()]) if found else None


def _plain(raw: str) -> str:
    folded = fold(raw).replace(" ", "")
    return SAME_WORDS.get(folded, folded)
