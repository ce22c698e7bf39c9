"""The one door to the matching core: what is asked in, the JSON of an answer out.

A name of the core that changes is changed here and nowhere else in the service.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ostraka.faces.api.asking import Asked
from ostraka.faces.api.records import Row
from ostraka.faces.api.snapshot import Snapshot
from ostraka.index import Index
from ostraka.screen import (
    ALGORITHM,
    DEFAULT_THRESHOLD,
    Feature,
    Match,
    Query,
    cleared,
    screen_batch,
)
from ostraka.screen.weights import WEIGHTS

__all__ = ["ALGORITHM", "DEFAULT_THRESHOLD", "Found", "Wishes", "answer", "find"]

#: Matches of a query that are looked at: what is filtered and counted is among them.
MOST_MATCHES = 1_000
#: Near candidates of which it is said what ruled them out.
MOST_CLEARED = 50


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is wanted of every query of a request.

    Attributes:
        limit: Most results of a query.
        threshold: Score from which a result is a match.
        cutoff: Results must score more than this.
        datasets: Only entities of these lists; all if None.
        exclude_schema: No entities of these schemata.
        topics: Only entities with one of these topics; any if empty.
        changed_since: Only entities that changed after that moment.
        exclude_ids: No entities of these canonical ids.
        explain_clear: Whether to say which near candidates were ruled out, and by what.
    """

    limit: int = 5
    threshold: float = DEFAULT_THRESHOLD
    cutoff: float = DEFAULT_THRESHOLD
    datasets: frozenset[str] | None = None
    exclude_schema: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    changed_since: str | None = None
    exclude_ids: frozenset[str] = frozenset()
    explain_clear: bool = False

    def with_limit(self, limit: int) -> Wishes:
        """Return the same wishes with another number of results."""
        return replace(self, limit=limit)

    def take(self, row: Row) -> bool:
        """Tell whether an entity is one that is wanted."""
        if self.datasets is not None and self.datasets.isdisjoint(row.datasets):
            return False
        if row.schema in self.exclude_schema or row.id in self.exclude_ids:
            return False
        if self.topics and self.topics.isdisjoint(row.topics):
            return False
        return (
            self.changed_since is None or (row.last_change or "") > self.changed_since
        )


@dataclass(frozen=True, slots=True)
class Found:
    """An entity that may be the one asked about.

    Attributes:
        row: The entity.
        score: Ranking signal in [0, 1].
        explanation: The evidence, the names first.
    """

    row: Row
    score: float
    explanation: tuple[Feature, ...]


def find(
    snapshot: Snapshot, query: Query | None, wishes: Wishes
) -> tuple[int, list[Found]]:
    """Return how many entities match, and the best ones.

    Args:
        snapshot: The lists.
        query: What is asked; nothing is found for None.
        wishes: What is wanted.
    """
    if query is None or (wishes.datasets is not None and not wishes.datasets):
        return 0, []
    best = _best(snapshot, _search(snapshot.index, query, max(wishes.cutoff, 0.0)))
    rows = snapshot.records.find(best)
    kept = [
        Found(row, match.score, match.explanation)
        for party, match in best.items()
        if match.score > wishes.cutoff
        and (row := rows.get(party)) is not None
        and wishes.take(row)
    ]
    total = sum(found.score >= wishes.threshold for found in kept)
    return total, kept[: max(wishes.limit, 0)]


def answer(snapshot: Snapshot, asked: Asked, wishes: Wishes) -> bytes:
    """Return the JSON of the answer to one query."""
    total, found = find(snapshot, asked.query, wishes)
    results = b",".join(_result(one, wishes.threshold) for one in found)
    around: dict[str, Any] = {
        "total": {"value": total, "relation": "eq"},
        "query": asked.echo,
    }
    if wishes.explain_clear:
        around["cleared"] = _cleared(snapshot, asked.query, wishes)
    return b'{"status":200,"results":[%b],%b' % (results, to_json(around)[1:])


def to_json(value: Any) -> bytes:
    """Return a value as JSON; half a character, which UTF-8 cannot hold, stays escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode()


def _search(index: Index, query: Query, least: float) -> tuple[Match, ...]:
    (found,) = screen_batch(index, [query], threshold=least, limit=MOST_MATCHES)
    return found.matches


def _cleared(
    snapshot: Snapshot, query: Query | None, wishes: Wishes
) -> list[dict[str, Any]]:
    """Return the candidates that came near, each with what spoke against it."""
    if query is None:
        return []
    near = _best(
        snapshot,
        cleared(snapshot.index, query, threshold=wishes.threshold, limit=MOST_CLEARED),
    )
    rows = snapshot.records.find(near)
    return [
        {
            "id": row.id,
            "caption": row.caption,
            "schema": row.schema,
            "datasets": sorted(row.datasets),
            "score": match.score,
            "explanation": _evidence(match.explanation),
        }
        for party, match in near.items()
        if (row := rows.get(party)) is not None and wishes.take(row)
    ][: max(wishes.limit, 0)]


def _best(snapshot: Snapshot, matches: Iterable[Match]) -> dict[str, Match]:
    """Return the best match of each party by its canonical id, best first.

    Two lists may have a party under one id, or under several that were judged one.
    """
    merged = snapshot.records.merged
    best: dict[str, Match] = {}
    for match in matches:
        best.setdefault(merged.get(match.entity_id, match.entity_id), match)
    return best


def _result(found: Found, threshold: float) -> bytes:
    """Return the entity as it is kept, with what was found out about it at its end."""
    judged = to_json(
        {
            "score": found.score,
            "match": found.score >= threshold,
            "explanations": explanations(found.explanation),
            "explanation": _evidence(found.explanation),
        }
    )
    return found.row.body[:-1] + b"," + judged[1:]


def _evidence(explanation: Sequence[Feature]) -> list[dict[str, Any]]:
    """Return the evidence in order, each piece with the bits it adds."""
    return [
        {
            "feature": feature.feature,
            "query": feature.query,
            "candidate": feature.candidate,
            "dataset": feature.dataset,
            "since": feature.since,
            "weight": round(feature.bits, 2),
            "detail": feature.detail,
        }
        for feature in explanation
    ]


def explanations(evidence: Sequence[Feature]) -> dict[str, dict[str, Any]]:
    """Return the strongest evidence of each kind in yente's form.

    yente's scores lie between 0 and 1: one half says nothing, 1 decides for a match and
    0 against it.
    """
    told: dict[str, Feature] = {}
    for feature in evidence:
        known = told.get(feature.feature)
        if known is None or abs(feature.bits) > abs(known.bits):
            told[feature.feature] = feature
    return {
        name: {
            "detail": feature.detail,
            "score": _strength(feature.bits),
            "query": feature.query,
            "candidate": feature.candidate,
        }
        for name, feature in told.items()
    }


def _strength(bits: float) -> float:
    bounded = max(-60.0, min(60.0, bits))
    return round(1 / (1 + math.exp2(-bounded)), 4)


def feature_docs() -> dict[str, dict[str, Any]]:
    """Return what the core compares, each with the bits it adds, for `/algorithms`."""
    name = {
        "description": "How well the names agree, word by word; the rarer the words, the more it says.",
        "coefficient": 1.0,
    }
    others = {
        key: {
            "description": f"{weight.detail}: {weight.reason}.",
            "coefficient": weight.bits,
        }
        for key, weight in WEIGHTS.items()
    }
    return {"name": name, **others}
