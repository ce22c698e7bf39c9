"""What is answered to a payment: matches by role and place, and what was not asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ostraka.screen import Match


@dataclass(frozen=True, slots=True)
class Asked:
    """A role or a text of a payment.

    Attributes:
        role: `debtor`, `creditor agent`, `remittance information` …
        path: Where it stands.
    """

    role: str
    path: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as the result files have it."""
        return {"role": self.role, "path": self.path}


@dataclass(frozen=True, slots=True)
class PaymentMatch:
    """A listed party whom a role or a text of a payment may name.

    Attributes:
        role: The role or the kind of text.
        path: Where what agrees stands.
        text: What stands there.
        match: The party, with its reasons.
    """

    role: str
    path: str
    text: str
    match: Match

    def to_dict(self) -> dict[str, Any]:
        """Return it as the result files have it."""
        place = {"role": self.role, "path": self.path, "text": self.text}
        return {**place, **self.match.to_dict()}


@dataclass(frozen=True, slots=True)
class PaymentResult:
    """What came of a payment, or of a message that is broken.

    Attributes:
        query_id: The reference it is best known by.
        message: Number of the message in its file, from 1.
        place: Where it stands; of what is broken, where that begins.
        matches: Whom it may name, the highest score first.
        status: 200, or 400 for a message that cannot be read.
        error: What is broken and where, or None.
        type: `pacs.008.001.08`, `MT103` …; None for what cannot be read, as the rest.
        part: `transaction`, or `batch` for what stands above transactions.
        ids: Its references by their name in the message.
        amount: The amount as written.
        currency: Its currency.
        countries: Codes of the countries its parties name.
        screened: Every role and text that was asked.
        left_out: Roles that were not asked.
        why_left_out: Why they were not.
        file: Name of its file, where it came in one.
    """

    query_id: str
    message: int
    place: str
    matches: tuple[PaymentMatch, ...] = ()
    status: int = 200
    error: str | None = None
    type: str | None = None
    part: str | None = None
    ids: Mapping[str, str] = field(default_factory=dict)
    amount: str | None = None
    currency: str | None = None
    countries: tuple[str, ...] = ()
    screened: tuple[Asked, ...] = ()
    left_out: tuple[Asked, ...] = ()
    why_left_out: str = ""
    file: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it as the result files have it."""
        named = {"file": self.file} if self.file is not None else {}
        known = {"query_id": self.query_id, "message": self.message}
        matches = [found.to_dict() for found in self.matches]
        if self.error is not None:
            rest = {"place": self.place, "matches": matches, "status": self.status}
            return {**named, **known, **rest, "error": self.error}
        return {
            **named,
            **known,
            "type": self.type,
            "part": self.part,
            "place": self.place,
            "ids": dict(self.ids),
            "amount": self.amount,
            "currency": self.currency,
            "countries": list(self.countries),
            "screened": [one.to_dict() for one in self.screened],
            "left_out": [
                {**one.to_dict(), "why": self.why_left_out} for one in self.left_out
            ],
            "matches": matches,
            "status": self.status,
        }
