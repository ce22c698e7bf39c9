"""A measure as a text tells it."""

from __future__ import annotations

from dataclasses import dataclass

from ostraka.report.grammar.verbs import VerbGroup
from ostraka.report.states import Actor
from ostraka.report.tokens import Span


@dataclass(frozen=True, slots=True)
class Act:
    """One measure one authority is said to have taken.

    Attributes:
        kind: See `frames`.
        span: The clause that says so.
        imposer: Who took it, or None if the text does not say there.
        targets: Whom or what it is against, in the text's words.
        verb: The verb that says so.
        status: `imposed`, or `reported` where the text itself is not sure.
        continues: Whether it takes up a measure named before: `these sanctions`.
        first_time: Whether the text says that it never happened before.
        again: Where the text tells it again.
        hedge: The words that say a link to what it answers is not certain, or None.
    """

    kind: str
    span: Span
    imposer: Actor | None
    targets: tuple[Span, ...]
    verb: VerbGroup
    status: str = "imposed"
    continues: bool = False
    first_time: bool = False
    hedge: Span | None = None
    again: tuple[Span, ...] = ()
