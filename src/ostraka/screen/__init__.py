"""Is it the same party, and why: compare, score, explain, search.

Everything that screens calls one function, so that every way to ask gives one answer:

    screen_batch(index, queries, *, threshold=0.70, limit=5) -> list[Answer]

`queries` are `Query` objects or FollowTheMoney-shaped dicts (`entity_from_fields` makes
one of `name`, `birth_date`, …); an `Answer` has `query_id`, `matches`, `error` and
`to_dict()`, the form of the result files.
"""

from ostraka.screen.batch import Answer, screen_batch
from ostraka.screen.compare import compare
from ostraka.screen.match import Comparison, Feature, Match
from ostraka.screen.query import Query
from ostraka.screen.score import ALGORITHM, DEFAULT_THRESHOLD
from ostraka.screen.search import cleared, search, search_many

__all__ = [
    "ALGORITHM",
    "DEFAULT_THRESHOLD",
    "Answer",
    "Comparison",
    "Feature",
    "Match",
    "Query",
    "cleared",
    "compare",
    "screen_batch",
    "search",
    "search_many",
]
