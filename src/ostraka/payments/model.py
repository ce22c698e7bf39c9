"""What a payment message says: parties in their roles, texts, and where each stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Kinds of party by which a role is screened: names of FollowTheMoney schemata.
PERSON, BODY = "Person", "Organization"
ANY_PARTY = (PERSON, BODY)
#: Properties of a party by which it can be known without a name.
NUMBERS = ("swiftBic", "leiCode", "registrationNumber", "taxNumber", "dunsCode",
           "passportNumber", "idNumber", "socialSecurityNumber")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One value of a message and its place.

    Attributes:
        text: The value as written.
        path: Where it stands: `/Document/…/Cdtr/Nm`, or `:50K:/2` for the second line
            of that field.
    """

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Party:
    """A party in its role.

    Attributes:
        role: `debtor`, `creditor agent`, `ultimate creditor` … in ISO 20022's words.
        path: Where the party stands.
        kinds: The kinds of party that can stand there.
        names: Its names.
        facts: Its other values by property of FollowTheMoney.
        lines: Lines of address that are free text, and may hold a name.
    """

    role: str
    path: str
    kinds: tuple[str, ...]
    names: tuple[Said, ...]
    facts: Mapping[str, tuple[Said, ...]] = field(default_factory=dict)
    lines: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a payment that may name anybody.

    Attributes:
        role: `remittance information`, `instruction`, `regulatory reporting` …
        said: The text and its place.
    """

    role: str
    said: Said


@dataclass(frozen=True, slots=True)
class Payment:
    """One transaction, or what a message says for all the transactions of a batch.

    Attributes:
        message: Number of the message in its file, from 1.
        type: `pacs.008.001.08`, `MT103` …
        part: `transaction`, or `batch` for what stands above transactions.
        path: Where it stands.
        ids: Its references by their name in the message: `UETR`, `EndToEndId`, `20` …
        amount: The amount as written, or None.
        currency: Its currency, or None.
        parties: The parties.
        texts: The free texts.
        countries: Codes of the countries its parties name, in alphabetical order.
    """

    message: int
    type: str
    part: str
    path: str
    ids: Mapping[str, str]
    amount: str | None
    currency: str | None
    parties: tuple[Party, ...]
    texts: tuple[Text, ...]
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A message, or the rest of one, that cannot be read.

    Attributes:
        message: Number of the message in its file, from 1.
        place: Where: line and column, and the path if there is one.
        reason: What is wrong.
    """

    message: int
    place: str
    reason: str
