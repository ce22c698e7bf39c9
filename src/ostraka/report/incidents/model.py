"""An incident as a text tells it."""

from __future__ import annotations

from dataclasses import dataclass

from ostraka.report.text_dates import TextDate
from ostraka.report.tokens import Span


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody with a part in an incident, in the text's words.

    Attributes:
        who: Where the text names or describes them.
        role: `attributed to`, `thwarted by`, `orchestrated`, `supplied`, `intended to act`.
        span: The words that say so.
    """

    who: Span
    role: str
    span: Span


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing a text says happened, was planned or was prevented.

    Attributes:
        kind: See `kinds`.
        head: Place of the word that tells it.
        evidence: The passages about it, the first is the one that introduces it.
        date: When, or None.
        place: Where, as a country code, or None.
        place_span: The words that say where, or None.
        targets: Whom or what it was aimed at, in the text's words.
        roles: Who is said to have had a part in it.
        stage: How far it got, or `unknown` for a plot; None for what happened.
        outcome: `completed`, `foiled`, `disrupted_in_preparation`, `attempted`, `unknown`.
        method: With what, or None.
        killed: Number killed, or None if the text does not say.
        injured: Number injured, or None.
        casualties: Where the text says so, or None.
        is_named: Whether it is told as known from elsewhere: `the 1982 bombing of …`.
        is_many: Whether it is several at once: `two murders in the Netherlands`.
        is_alleged: Whether the text itself calls it alleged.
    """

    kind: str
    head: Span
    evidence: tuple[Span, ...]
    date: TextDate | None = None
    place: str | None = None
    place_span: Span | None = None
    targets: tuple[Span, ...] = ()
    roles: tuple[Role, ...] = ()
    stage: str | None = None
    outcome: str = "completed"
    method: str | None = None
    killed: int | None = None
    injured: int | None = None
    casualties: Span | None = None
    is_named: bool = False
    is_many: bool = False
    is_alleged: bool = False
