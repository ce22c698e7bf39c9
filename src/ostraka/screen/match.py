"""What is answered: matches with their reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Feature:
    """One piece of evidence for or against a match.

    Attributes:
        feature: What was compared, e.g. `name`, `birth_date`, `country`.
        query: The value asked, or None.
        candidate: The value on the list, or None.
        dataset: The list that says so, or None.
        since: Since when the party is on that list, where it says so.
        bits: What it added to the evidence (bits; negative: against).
        detail: How the two agree, in words.
    """

    feature: str
    query: str | None
    candidate: str | None
    dataset: str | None
    since: str | None
    bits: float
    detail: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as the result files have it."""
        return {
            "feature": self.feature,
            "query": self.query,
            "candidate": self.candidate,
            "dataset": self.dataset,
            "since": self.since,
            "bits": round(self.bits, 2),
            "detail": self.detail,
        }


@dataclass(frozen=True, slots=True)
class Match:
    """A party that may be the one asked about.

    Attributes:
        entity_id: Canonical id.
        caption: The name to show.
        schema: FollowTheMoney schema.
        datasets: The lists it is in.
        score: Ranking signal in [0, 1]; not a probability.
        match: Whether the score reaches the threshold.
        explanation: The evidence, the names first.
        referents: Ids merged into the party.
    """

    entity_id: str
    caption: str
    schema: str
    datasets: tuple[str, ...]
    score: float
    match: bool
    explanation: tuple[Feature, ...]
    referents: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as the result files have it."""
        return {
            "entity_id": self.entity_id,
            "caption": self.caption,
            "schema": self.schema,
            "datasets": list(self.datasets),
            "score": self.score,
            "match": self.match,
            "explanation": [feature.to_dict() for feature in self.explanation],
            "referents": list(self.referents),
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two parties compared.

    Attributes:
        score: Ranking signal in [0, 1]; not a probability.
        explanation: The evidence, the names first.
    """

    score: float
    explanation: tuple[Feature, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as the result files have it."""
        return {
            "score": self.score,
            "explanation": [feature.to_dict() for feature in self.explanation],
        }
