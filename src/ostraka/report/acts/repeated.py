"""Measures a text tells again: in its heading, its first line and further down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ostraka.report.acts.model import Act
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.words import DETERMINERS, NUMBERS, PRONOUNS
from ostraka.report.text_dates import TextDate

#: A measure is looked for among so many told before it, which bounds the time.
_NEAR = 100


def told_once(
    p: Passage, acts: Sequence[Act], dates: Sequence[TextDate | None]
) -> tuple[list[Act], list[TextDate | None]]:
    """Return the measures with each that is told again put to where it is told first.

    They are one if they are of one kind, by one state, against the same in the text's
    words, and no date speaks against it: a year and a day of it are one date, told twice.

    Args:
        p: The text.
        acts: The measures in reading order.
        dates: When, for each of them.
    """
    kept: list[Act] = []
    when: list[TextDate | None] = []
    for act, day in zip(acts, dates, strict=True):
        same = [
            k
            for k, other in enumerate(kept[-_NEAR:], max(0, len(kept) - _NEAR))
            if _is_again(p, other, act) and _finer(when[k], day) is not _CONFLICT
        ]
        if not same:
            kept.append(act)
            when.append(day)
            continue
        k = same[-1]
        again = (*kept[k].again, act.span)
        targets = kept[k].targets or act.targets
        kept[k] = replace(kept[k], again=again, targets=targets)
        finer = _finer(when[k], day)
        when[k] = finer if isinstance(finer, TextDate) else None
    return kept, when


_CONFLICT = object()


def _finer(one: TextDate | None, other: TextDate | None) -> TextDate | object | None:
    """Return the finer of two dates of one measure, or that they cannot be of one."""
    if one is None or other is None:
        return one or other
    short, long = sorted((one, other), key=lambda day: len(day.value))
    return long if long.value.startswith(short.value) else _CONFLICT


def _is_again(p: Passage, one: Act, other: Act) -> bool:
    if one.kind != other.kind or one.imposer is None or other.imposer is None:
        return False
    if one.imposer.code is None or one.imposer.code != other.imposer.code:
        return False
    if p.sentence_at(one.span.start) == p.sentence_at(other.span.start):
        return False
    mine, theirs = _words(p, one), _words(p, other)
    counted = mine & _COUNTS, theirs & _COUNTS
    if all(counted) and counted[0] != counted[1]:
        return False
    mine, theirs = mine - _COUNTS, theirs - _COUNTS
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


_COUNTS = frozenset(NUMBERS)


def _words(p: Passage, act: Act) -> set[str]:
    """Return the words of the first target, without those that name nothing."""
    span = next(iter(act.targets), None)
    if span is None:
        return set()
    words = p.low[p.word_at(span.start) : p.last_before(span.end) + 1]
    return {w for w in words if w not in (DETERMINERS | PRONOUNS) - _COUNTS}
