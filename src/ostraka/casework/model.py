"""The words of casework: roles and what they may, states, decisions, reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ostraka.errors import RefusedError, UsageError


class ForbiddenError(UsageError):
    """The person may not do this in their role."""

    http_status = 403


class ConflictError(RefusedError):
    """Somebody else was faster: what was decided on is not as it was shown."""

    http_status = 409


class Role(StrEnum):
    """What a person is here to do."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    REVIEWER = "reviewer"
    ADMIN = "admin"


class Right(StrEnum):
    """One thing a role may do."""

    READ = "read"
    SCREEN = "screen"
    DECIDE = "decide"
    CONFIRM = "confirm"
    EXPORT = "export"
    MANAGE = "manage"
    ERASE = "erase"


#: Who runs the place does not decide, and who decides does not run it.
RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.VIEWER: frozenset({Right.READ}),
    Role.ANALYST: frozenset({Right.READ, Right.SCREEN, Right.DECIDE}),
    Role.REVIEWER: frozenset(
        {Right.READ, Right.SCREEN, Right.DECIDE, Right.CONFIRM, Right.EXPORT}
    ),
    Role.ADMIN: frozenset({Right.READ, Right.EXPORT, Right.MANAGE, Right.ERASE}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts.

    Attributes:
        name: As it stands in the audit.
        role: What they may.
    """

    name: str
    role: Role

    def may(self, right: Right) -> bool:
        """Tell whether the role has a right."""
        return right in RIGHTS[self.role]

    def need(self, right: Right) -> None:
        """Refuse what the role may not do.

        Raises:
            ForbiddenError: The role lacks the right.
        """
        if not self.may(right):
            raise ForbiddenError(
                f"{self.name} is here as {self.role} and may not {right}; ask an admin for another role"
            )


#: The program itself: what nobody asked for one by one, such as a deadline that passed.
PROGRAM = Actor("ostraka", Role.ADMIN)


class Status(StrEnum):
    """Where an alert stands."""

    OPEN = "open"
    WAITING = "waiting"
    CLOSED = "closed"


class Decision(StrEnum):
    """What a person answered: is this the listed party?"""

    TRUE_MATCH = "true match"
    FALSE_POSITIVE = "false positive"
    UNRESOLVED = "unresolved"


class Step(StrEnum):
    """What a row of an alert's decisions did."""

    DECIDED = "decided"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    REOPENED = "reopened"
    #: Closed without a decision: another alert goes on for the same two.
    JOINED = "joined"


#: Reason → what it says in the dossier handed to the person.
REASONS: Mapping[str, str] = {
    "other birth date": "the dates of birth are not the same",
    "other birth place": "the places of birth are not the same",
    "other nationality": "the nationalities or countries are not the same",
    "other gender": "the genders are not the same",
    "other number": "the identity or registration numbers are not the same",
    "other name": "the names are not the same name",
    "other kind": "one is a person and the other is not, or they are different kinds of body",
    "other activity": "what the two do, or where, is not the same",
    "same number": "an identity or registration number is the same",
    "same person": "name, date of birth and further details are the same",
    "confirmed by the customer": "the customer confirmed it",
    "too little known": "too little is known to tell",
    "other": "for the reason written down beside it",
}


_DIFFERENCES = tuple(reason for reason in REASONS if reason.startswith("other "))
#: Which reasons fit a decision.
FITTING: Mapping[Decision, tuple[str, ...]] = {
    Decision.TRUE_MATCH: (
        "same number", "same person", "confirmed by the customer", "other",
    ),
    Decision.FALSE_POSITIVE: (*_DIFFERENCES, "confirmed by the customer", "other"),
    Decision.UNRESOLVED: ("too little known", "other"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """A decision as it is made.

    Attributes:
        decision: What was decided.
        reason: One of `REASONS`.
        text: In the person's own words; needed for a true match and for `other`.
    """

    decision: Decision
    reason: str
    text: str = ""

    def check(self) -> None:
        """Refuse an answer that nobody could understand later.

        Raises:
            UsageError: The reason is none of ours, does not fit the decision, or has
                to be explained.
        """
        fitting = FITTING[self.decision]
        if self.reason not in fitting:
            raise UsageError(
                f"{self.reason!r} is no reason for the decision {self.decision!s}; one of: {', '.join(fitting)}"
            )
        needs_text = self.decision is Decision.TRUE_MATCH or self.reason == "other"
        if needs_text and not self.text.strip():
            raise UsageError(
                "say in a sentence why, too; a bare reason is not enough here"
            )
        if len(self.text) > 10_000:
            raise UsageError("a reason has at most 10,000 characters; attach a file")


#: A row of a table as it is read.
Row = Mapping[Any, Any]
