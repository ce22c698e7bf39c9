"""Facts as sources state them, and how they stand to each other."""

from __future__ import annotations

from dataclasses import dataclass

#: How values stand to each other.
CONTRADICTION, CORROBORATION = "contradiction", "corroboration"
GRANULARITY, DEVELOPMENT = "granularity", "development"
CLAIM_AND_DENIAL, NOT_INDEPENDENT = "claim_and_denial", "not_independent"


@dataclass(frozen=True, slots=True)
class Fact:
    """One value one source states of one event.

    Attributes:
        source: Id of the source.
        event: Key of the event.
        slot: What it is a value of: `date`, `killed`, `reason` …
        value: As stated.
        status: `reported`, `alleged`, `denied`, `court finding` … as stated.
        holder: Who says so, within the source.
    """

    source: str
    event: str
    slot: str
    value: str
    status: str = "reported"
    holder: str = "publisher"


@dataclass(frozen=True, slots=True)
class Source:
    """One document with the facts it states.

    Attributes:
        id: Its id.
        publisher: Who published it.
        published: ISO 8601 prefix, or None.
        group: Sources of one origin share a group: republications, copies, paraphrases.
        facts: What it states.
    """

    id: str
    publisher: str
    published: str | None
    group: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One value, and who states it.

    Attributes:
        value: The value most of them state, word for word.
        by: Ids of the sources, in the order they were given.
        independent: How many origins that is.
    """

    value: str
    by: tuple[str, ...]
    independent: int


@dataclass(frozen=True, slots=True)
class Relation:
    """How the values of one slot of one event stand to each other.

    Attributes:
        kind: `contradiction`, `corroboration`, `granularity` (one value finer than the
            other), `development` (a later finding), `claim_and_denial`, or
            `not_independent`.
        event: Key of the event; `*` for sources as a whole.
        slot: The slot; `*` for sources as a whole.
        sides: The values with those who state them.
        why: In words.
        better_supported: The value more independent origins state, or None.
        likely_confusion: Another event that a value fits, or None.
        severity: `low` where the values differ by what they count, else `normal`.
    """

    kind: str
    event: str
    slot: str
    sides: tuple[Side, ...]
    why: str
    better_supported: str | None = None
    likely_confusion: str | None = None
    severity: str = "normal"
