"""Judgements in and out in the field's format: the lines of nomenklatura's resolver.

Each line is a JSON list: `[target, source, judgement, score, user, created_at]`, with
`positive`, `negative`, `unsure` or `no_judgement` (nomenklatura 4, `resolver/edge.py`).
A part is not the whole: `part of` is written as `negative`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ostraka.errors import UsageError
from ostraka.record.canonical import Answer, Judgement, in_force

#: Who is said to have judged, where a line names nobody.
IMPORTED = "imported"
_WORDS = {
    Answer.SAME: "positive",
    Answer.DIFFERENT: "negative",
    Answer.PART_OF: "negative",
    Answer.UNSURE: "unsure",
}
_ANSWERS = {
    "positive": Answer.SAME,
    "negative": Answer.DIFFERENT,
    "unsure": Answer.UNSURE,
}
_NO_JUDGEMENT = "no_judgement"
#: Fields a line has; a seventh says when it was taken back.
_FIELDS = 6


def to_lines(judgements: Iterable[Judgement]) -> Iterator[str]:
    """Yield the judgements in force as lines; what was taken back is left out."""
    for judgement in in_force(judgements).values():
        word = _WORDS.get(judgement.answer)
        if word is not None:
            row = [
                judgement.left,
                judgement.right,
                word,
                judgement.score,
                judgement.by,
                judgement.at,
            ]
            yield json.dumps(row, ensure_ascii=False)


def from_lines(lines: Iterable[str], at: str) -> Iterator[Judgement]:
    """Yield the judgements of lines; suggestions and what was taken back are no judgements.

    Args:
        lines: As `to_lines` or nomenklatura writes them; empty ones are passed over.
        at: The moment of judgements that state none, ISO 8601 UTC.

    Raises:
        UsageError: A line is not one of these.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            judgement = _judgement(line, number, at)
            if judgement is not None:
                yield judgement


def _judgement(line: str, number: int, at: str) -> Judgement | None:
    try:
        row = json.loads(line)
    except ValueError:
        row = None
    if not isinstance(row, list) or len(row) < _FIELDS or not _ids(row):
        raise UsageError(
            f"line {number}: no resolver line, which is [target, source, judgement, score, user, created_at]: {line.strip()[:80]}"
        )
    left, right, word, score, user, created, *deleted = row
    if word == _NO_JUDGEMENT or any(deleted):
        return None
    if word not in _ANSWERS:
        raise UsageError(
            f"line {number}: {word!r} is no judgement; expected {', '.join(_ANSWERS)} or {_NO_JUDGEMENT}"
        )
    if not isinstance(score, int | float | None):
        raise UsageError(f"line {number}: the score {score!r} is no number")
    by, moment = str(user or IMPORTED), str(created or at)
    return Judgement(left, right, _ANSWERS[word], by, moment, "imported", score)


def _ids(row: list[Any]) -> bool:
    left, right = row[:2]
    named = isinstance(left, str) and isinstance(right, str) and left and right
    return bool(named) and left != right
