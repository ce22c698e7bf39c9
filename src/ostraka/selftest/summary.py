"""What is found of changed names, what is just missed, what a threshold would find."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ostraka.selftest.asking import Answer
from ostraka.selftest.classes import CLASSES
from ostraka.selftest.rates import Rate, rate_of

#: Thresholds of the curves.
THRESHOLDS = tuple(round(0.4 + 0.025 * n, 3) for n in range(25))
#: Below the threshold by at most this is just missed.
BAND = 0.1
#: Examples shown of what is missed or just missed.
_MOST_EXAMPLES = 40

Row = dict[str, Any]


def floor_of(threshold: float) -> float:
    """Return the least score looked at, so that the curves and the band are whole."""
    return max(0.05, min(THRESHOLDS[0], threshold - BAND))


def recall(answers: Sequence[Answer], threshold: float) -> dict[str, Any]:
    """Count what is found of what must be, by every cut.

    Args:
        answers: What came of the cases.
        threshold: Least score of a match.
    """
    wanted = [a for a in answers if a.expected == "hit"]
    graded = [a for a in wanted if a.tier in {"A", "B"}]
    return {
        "tier": _rows(wanted, threshold, lambda a: a.tier),
        "class": _by_class(answers, threshold),
        "list": _rows(graded, threshold, lambda a: a.dataset),
        "script": _rows(graded, threshold, lambda a: a.script),
        "kind": _rows(graded, threshold, lambda a: a.family),
    }


def controls(answers: Iterable[Answer], threshold: float) -> Row:
    """Count the exact names: every one must be found."""
    exact = [a for a in answers if a.kind == "exact"]
    lost = [example(a) for a in exact if not a.is_found(threshold)]
    found = rate_of([a.is_found(threshold) for a in exact])
    return {**found.to_dict(), "held": not lost, "missed": lost[:_MOST_EXAMPLES]}


def curve(answers: Sequence[Answer], threshold: float) -> list[Row]:
    """Return what each threshold would find of tiers A and B, and let through of others."""
    rows = []
    groups = {
        tier: [a for a in answers if a.tier == tier and a.expected == "hit"]
        for tier in "AB"
    }
    others = [a for a in answers if a.expected == "no hit"]
    for at in sorted({*THRESHOLDS, threshold}):
        row: Row = {"threshold": at}
        for tier, some in groups.items():
            row[f"tier {tier}"] = rate_of([a.is_found(at) for a in some]).to_dict()
        row["must not match"] = rate_of([a.is_found(at) for a in others]).to_dict()
        rows.append(row)
    return rows


def just_below(
    answers: Sequence[Answer], threshold: float, seed: int
) -> dict[str, Any]:
    """Draw examples of listed parties that came just below the threshold.

    NYDFS Part 504 asks for tests of thresholds (secondary); what lies just below one is
    where it shows whether it is set too high.

    Args:
        answers: What came of the cases.
        threshold: Least score of a match.
        seed: The same examples on every run.
    """
    wanted = [a for a in answers if a.expected == "hit" and a.tier in {"A", "B"}]
    low = threshold - BAND
    near = [a for a in wanted if low <= a.score < threshold]
    return {
        "from": round(low, 3),
        "to": threshold,
        **rate_of([low <= a.score < threshold for a in wanted]).to_dict(),
        "examples": [example(a) for a in drawn(near, seed)],
    }


def missed(answers: Sequence[Answer], threshold: float) -> list[Row]:
    """Return everything of tiers A and B that was not found, the nearest first."""
    lost = [a for a in answers if a.tier in {"A", "B"} and not a.is_found(threshold)]
    return [example(a) for a in sorted(lost, key=_nearest)]


def wrong_first(
    answers: Sequence[Answer], threshold: float, seed: int
) -> dict[str, Any]:
    """Count and show where another party came first."""
    wanted = [a for a in answers if a.expected == "hit" and a.tier in {"A", "B"}]
    wrong = [a for a in wanted if a.is_wrong_first(threshold)]
    return {
        **Rate(len(wrong), len(wanted)).to_dict(),
        "examples": [
            {**example(a), "first": a.first_party} for a in drawn(wrong, seed)
        ],
    }


def drawn(answers: Sequence[Answer], seed: int) -> list[Answer]:
    """Draw some answers, the best scores first."""
    chance = random.Random(seed)  # noqa: S311 - the same on every run
    some = chance.sample(answers, min(_MOST_EXAMPLES, len(answers)))
    return sorted(some, key=_nearest)


def _nearest(answer: Answer) -> tuple[float, str, str, str]:
    return -answer.score, answer.kind, answer.party, answer.asked


def example(answer: Answer) -> Row:
    """Return one answer to be shown."""
    return {
        "class": answer.kind,
        "list": answer.dataset,
        "party": answer.party,
        "listed": answer.name,
        "asked": answer.asked,
        "score": round(answer.score, 4),
    }


def _by_class(answers: Sequence[Answer], threshold: float) -> list[Row]:
    groups: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        groups[answer.kind].append(answer)
    return [
        {
            **_row(kind.name, groups[kind.name], threshold),
            "tier": kind.tier,
            "expected": kind.expected,
            "what": kind.what,
        }
        for kind in CLASSES
    ]


def _rows(
    answers: Iterable[Answer], threshold: float, key: Callable[[Answer], str]
) -> list[Row]:
    groups: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        groups[key(answer)].append(answer)
    return [_row(name, some, threshold) for name, some in sorted(groups.items())]


def _row(name: str, answers: Sequence[Answer], threshold: float) -> Row:
    wrong = [a.expected != "no hit" and a.is_wrong_first(threshold) for a in answers]
    return {
        "key": name,
        **rate_of([a.is_found(threshold) for a in answers]).to_dict(),
        "wrong_first": rate_of(wrong).to_dict(),
    }
