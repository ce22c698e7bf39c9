"""Two parties compared, without a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ostraka.index.entry import Entry, Known
from ostraka.screen.match import Comparison
from ostraka.screen.query import Query
from ostraka.screen.verdict import best_name, judge, with_detail


def compare(left: Mapping[str, Any], right: Mapping[str, Any]) -> Comparison:
    """Compare a party asked about with a listed one.

    Args:
        left: The party asked about, as FollowTheMoney writes an entity.
        right: The listed party, in the same form.

    Raises:
        UsageError: One of them cannot be read.
    """
    asked, entry = Query.from_entity(left), _entry(Query.from_entity(right))
    verdict = judge(asked, entry, best_name(asked, entry))
    return Comparison(verdict.score, with_detail(verdict.explanation, entry.schema))


def _entry(query: Query) -> Entry:
    return Entry(
        id=query.id or "",
        schema=query.schema or "LegalEntity",
        caption=query.names[0][1] if query.names else "",
        datasets=(),
        referents=(),
        names=tuple((kind, Known(name, "")) for kind, name in query.names),
        facts={p: tuple(Known(v, "") for v in vs) for p, vs in query.facts.items()},
        since={},
    )
