"""A word of a text that speaks of an incident, and how it does."""

from __future__ import annotations

from dataclasses import dataclass

from ostraka.report.grammar.verbs import VerbGroup

#: How a mention speaks of an incident.
NEW, NAMED, TAKEN_UP, MANY = "new", "named", "taken up", "many"


@dataclass(frozen=True, slots=True)
class Telling:
    """One word of a text that speaks of an incident.

    Attributes:
        kind: Kind of incident.
        head: Number of the word.
        first: Number of the first word of its phrase, or of its clause for a verb.
        manner: `NEW` (`a plot`), `NAMED` (`the 1982 bombing of …`), `TAKEN_UP` (`these
            attacks`), or `MANY` (`two attacks`, told one by one afterwards).
        verb: The verb, if it is one.
    """

    kind: str
    head: int
    first: int
    manner: str
    verb: VerbGroup | None = None
