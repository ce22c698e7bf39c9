"""Is it the same party, and why: compare, score, explain, search."""

from ostraka.screen.compare import compare
from ostraka.screen.match import Comparison, Feature, Match
from ostraka.screen.query import Query
from ostraka.screen.score import ALGORITHM, DEFAULT_THRESHOLD
from ostraka.screen.search import cleared, search, search_many

__all__ = [
    "ALGORITHM",
    "DEFAULT_THRESHOLD",
    "Comparison",
    "Feature",
    "Match",
    "Query",
    "cleared",
    "compare",
    "search",
    "search_many",
]
