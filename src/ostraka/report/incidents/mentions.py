"""Where a text speaks of incidents: the word, and whether it tells one or takes one up."""

from __future__ import annotations

from ostraka.report.grammar.passage import Passage
from ostraka.report.incidents.gerunds import by_gerunds
from ostraka.report.incidents.nouns import by_nouns, by_plans
from ostraka.report.incidents.telling import Telling
from ostraka.report.incidents.verbs import by_turns, by_verbs


def find_tellings(p: Passage) -> list[Telling]:
    """Return the words of a text that speak of incidents, in reading order."""
    named = [*by_nouns(p), *by_plans(p), *by_gerunds(p)]
    found = [*named, *by_verbs(p), *by_turns(p)]
    return sorted(found, key=lambda telling: telling.head)
