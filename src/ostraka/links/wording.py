"""What a source says of a link, read into the few things the rules ask about.

The words themselves are kept; `Meaning` is what we make of them, and nothing else in
this room reads a role or a type of shares.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntFlag

from ostraka.links.share import UNKNOWN, Share, read_share
from ostraka.record.schema import find_schema

#: The schemata that are links between parties, by the number they have in a graph.
SCHEMATA = (
    "Ownership",
    "Control",
    "Directorship",
    "Membership",
    "Family",
    "Associate",
    "Representation",
    "Succession",
    "Employment",
    "UnknownLink",
)
#: Properties of a party that point at another one → schema, whether the party is the
#: source of the link, and the words for it.
POINTERS = {
    "parent": ("UnknownLink", True, "part of"),
    "owner": ("Ownership", False, "owner of the vehicle"),
    "operator": ("UnknownLink", False, "operator of the vehicle"),
}
OWNERSHIP = SCHEMATA.index("Ownership")


class Flag(IntFlag):
    """What the rules have to know of a link beside its share."""

    VOTING = 1  # a share of the voting rights, not of the capital
    INDIRECT = 2  # held through others, whom the source does not name here
    JOINT = 4  # the source holds it together with others, as one stake
    CONTROLS = 8  # the source of the statement says that it controls
    MAY_CONTROL = 16  # what is said may be control, or less
    FORMER = 32  # over, on a day that is not stated
    MAY_OWN = 64  # "owned or controlled by": perhaps a share, of unknown size
    STATED = 128  # a share is stated
    BACKWARD = 256  # it is the target that may own or control the source


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a link as its source has them.

    Attributes:
        schema: FollowTheMoney schema of the link.
        role: Role, relationship or kind of control, in the source's words.
        shares: The share in percent as stated, or None.
        rights: What it is a share of (`voting rights`, `class A`), or None.
        manner: How it is held: `indirect`, `joint`, `accounting consolidation` …
        status: `former`, `active` …
    """

    schema: str
    role: str | None = None
    shares: str | None = None
    rights: str | None = None
    manner: str | None = None
    status: str | None = None

    @property
    def words(self) -> str:
        """What the source says, in one line."""
        said = [self.shares and f"{self.shares} %".replace("% %", "%"), self.rights]
        parts = [p for p in (*said, self.role, self.manner, self.status) if p]
        return ", ".join(parts) or (find_schema(self.schema).edge_label or self.schema)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the rules read out of a wording."""

    flags: Flag
    share: Share


_VOTING = re.compile(r"\bvot(?:e|es|ing)\b", re.IGNORECASE)
#: A class of shares: a percentage of it is no percentage of the whole.
_CLASS = re.compile(
    r"\bclass\b|\bseries\b|prefer|non.?voting|treasury|surplus|profit|\b[A-Z]\b shares?",
    re.IGNORECASE,
)
_INDIRECT = re.compile(r"\bindirect", re.IGNORECASE)
_JOINT = re.compile(r"\bjoint", re.IGNORECASE)
_CONSOLIDATED = re.compile(r"consolidat", re.IGNORECASE)
_FORMER = re.compile(
    r"\b(former|inactive|ceased|ended|closed|resigned)\b", re.IGNORECASE
)
#: Words that may mean control and may mean less.
_INFLUENCE = re.compile(
    r"influence|trust|nomin|protector|conditional|manag|\bappointment\b",
    re.IGNORECASE,
)
#: Words by which a list says that the target has, or that the source has, some hold.
_HELD = re.compile(r"owned or controlled by|part of", re.IGNORECASE)
_HOLDS = re.compile(r"owns, controls", re.IGNORECASE)


def read_wording(wording: Wording) -> Meaning:
    """Read what the rules ask about out of the words of a link."""
    said = " ".join(
        part for part in (wording.role, wording.rights, wording.manner) if part
    )
    flags = Flag(0)
    if _FORMER.search(wording.status or ""):
        flags |= Flag.FORMER
    if wording.schema == "Ownership":
        return _ownership(wording, flags)
    if wording.schema == "Control":
        flags |= Flag.MAY_CONTROL if _INFLUENCE.search(said) else Flag.CONTROLS
    elif wording.schema == "UnknownLink":
        if _HELD.search(said):
            flags |= Flag.MAY_CONTROL | Flag.MAY_OWN | Flag.BACKWARD
        elif _HOLDS.search(said):
            flags |= Flag.MAY_CONTROL | Flag.MAY_OWN
    return Meaning(flags, UNKNOWN)


def _ownership(wording: Wording, flags: Flag) -> Meaning:
    manner = wording.manner or ""
    share = _stated_share(wording.shares)
    if share is not None:
        flags |= Flag.STATED
    if _VOTING.search(wording.rights or "") and not _CLASS.search(wording.rights or ""):
        flags |= Flag.VOTING
    elif share is not None and _CLASS.search(wording.rights or ""):
        # How much of the whole a class is, is not said: it may be nothing.
        share = Share(0, share.high)
    if _INDIRECT.search(manner):
        flags |= Flag.INDIRECT
    if _JOINT.search(manner):
        flags |= Flag.JOINT
    if _CONSOLIDATED.search(manner):
        flags |= Flag.CONTROLS
    return Meaning(flags, share or UNKNOWN)


def _stated_share(text: str | None) -> Share | None:
    """Return the span of the shares a source states (several stand between `; `)."""
    stated = [read_share(part) for part in (text or "").split("; ")]
    known = [share for share in stated if share is not None]
    if not known:
        return None
    return Share(min(s.low for s in known), max(s.high for s in known))
