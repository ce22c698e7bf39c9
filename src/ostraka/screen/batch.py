"""The one function that answers: a name, a file, the service, casework and Spark call it.

Whoever asks the same of the same lists with the same settings gets the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ostraka.errors import UsageError
from ostraka.index import Index
from ostraka.screen.match import Match
from ostraka.screen.query import Query
from ostraka.screen.score import DEFAULT_THRESHOLD
from ostraka.screen.search import search_many

if TYPE_CHECKING:  # a name does not wait for what only files need
    from ostraka.screen.rows import QueryRow

_UNREADABLE = "the row cannot be read"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one query.

    Attributes:
        query_id: The asker's own id, handed back unchanged.
        matches: The parties that may be the one asked about, best first.
        error: Why the query could not be read, or what was left out of it; None if
            nothing was.
    """

    query_id: str | None
    matches: tuple[Match, ...] = ()
    error: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it as the result files have it."""
        matches = [match.to_dict() for match in self.matches]
        found = {"query_id": self.query_id, "matches": matches}
        if self.error is not None:
            return {**found, "status": 400, "error": self.error}
        return {**found, "status": 200}


def screen_batch(
    index: Index,
    queries: Iterable[Query | Mapping[str, Any] | Answer],
    *,
    threshold: float = DEFAULT_THRESHOLD,
    limit: int = 5,
) -> list[Answer]:
    """Return the answer to each query, in order; one that cannot be read says why.

    The same as asking one by one, whatever stands beside a query.  All answers are held
    at once: cut a stream into batches of some hundreds.

    Args:
        index: The lists.
        queries: What is asked: a query; a FollowTheMoney-shaped party as
            `entity_from_fields` makes it; or an answer that is known already, e.g. of a
            row that could not be read, which is handed on in its place.
        threshold: Least score of a match.
        limit: Most matches of a query.
    """
    asked = [_read(query) for query in queries]
    found = search_many(
        index,
        [query for query in asked if isinstance(query, Query)],
        threshold=threshold,
        limit=limit,
    )
    return [
        query if isinstance(query, Answer) else Answer(query.id, next(found))
        for query in asked
    ]


def answer_rows(
    index: Index,
    rows: Sequence[QueryRow],
    *,
    threshold: float = DEFAULT_THRESHOLD,
    limit: int = 5,
) -> list[Answer]:
    """Return the answer to each row of a file, in order.

    A row with a fault keeps it, beside the matches of what is left of the row.

    Args:
        index: The lists.
        rows: The rows as they were read.
        threshold: Least score of a match.
        limit: Most matches of a row.
    """
    asked = (
        Answer(row.query_id, error=row.error or _UNREADABLE)
        if row.entity is None
        else row.entity
        for row in rows
    )
    answers = screen_batch(index, asked, threshold=threshold, limit=limit)
    return [
        replace(answer, error=row.error) if row.error and not answer.error else answer
        for row, answer in zip(rows, answers, strict=True)
    ]


def _read(asked: Query | Mapping[str, Any] | Answer) -> Query | Answer:
    if isinstance(asked, Query | Answer):
        return asked
    try:
        return Query.from_entity(asked)
    except UsageError as error:
        given = asked.get("id")
        return Answer(None if given is None else str(given), error=str(error))
