"""Lists inside one cell: `a) … b) …`, `(1) … (2) …`, and what stands for "nothing"."""

from __future__ import annotations

import re

_MARK = re.compile(r"(?:^|(?<=[\s;,.]))\(?([a-z]|\d{1,2})\)\s*")
#: A single line break is where the publisher's text was wrapped.
_PARTS = re.compile(r"\s*(?:;|>>|\n\s*\n)\s*")
_NOTHING = frozenset(
    {"", "-", "--", "na", "n/a", "n.a", "nil", "none", "not available"}
)
_BLANKS = " \t\n\xa0"


def is_nothing(text: str) -> bool:
    """Tell whether a text only says that there is nothing to say."""
    return text.strip(_BLANKS + ".;,").casefold() in _NOTHING


def split_marked(text: str) -> list[str]:
    """Split `a) X b) Y` or `(1) X (2) Y` into X and Y; any other text stays whole.

    The marks must begin the text and follow one another; the publisher's slip of the
    same letter twice is forgiven.
    """
    text = text.strip()
    marks = list(_MARK.finditer(text))
    if not marks or marks[0].start() or marks[0][1] not in {"a", "1"}:
        return [text]
    chosen = [marks[0]]
    for mark in marks[1:]:
        if _place(mark) - _place(chosen[-1]) in {0, 1}:
            chosen.append(mark)
    ends = [mark.start() for mark in chosen[1:]] + [len(text)]
    return [text[m.end() : end] for m, end in zip(chosen, ends, strict=True)]


def split_list(text: str) -> list[str]:
    """Split a cell at marks, semicolons and blank lines; drop what says nothing."""
    pieces = [p for part in split_marked(text) for p in _PARTS.split(part)]
    return [p.strip(_BLANKS + ",;") for p in pieces if not is_nothing(p)]


def _place(mark: re.Match[str]) -> int:
    return int(mark[1]) if mark[1].isdigit() else ord(mark[1])
