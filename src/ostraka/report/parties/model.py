"""Where a text speaks of somebody without a name."""

from __future__ import annotations

from dataclasses import dataclass

from ostraka.report.tokens import Span


@dataclass(frozen=True, slots=True)
class Described:
    """One place where a text speaks of a party, in other words than its name.

    Attributes:
        span: The place.
        how: `state`, `description`, `pronoun`, `title`, `publisher`.
        key: What joins the places that are of one party.
        schema: FollowTheMoney schema.
        country: Country code, or None.
        same_as: A place of a party that is known otherwise, or None.
        is_named: Whether the words are a name: a state's, a publisher's.
        role: `source`, `publisher`, or None.
    """

    span: Span
    how: str
    key: str
    schema: str
    country: str | None = None
    same_as: Span | None = None
    is_named: bool = False
    role: str | None = None
