"""What is told about a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

#: Examples of a finding that are kept.
MOST_EXAMPLES = 10


@dataclass(frozen=True, slots=True)
class Example:
    """One place where a finding shows.

    Attributes:
        party: Id of the party.
        caption: Its name.
        values: The values as published, each with its property.
    """

    party: str
    caption: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a list that its users should know.

    Attributes:
        kind: Short name: `missing birth date`, `re-used id` …
        count: How often.
        of: Of how many, or None.
        words: What was looked for, in a sentence.
        examples: The first places.
    """

    kind: str
    count: int
    of: int | None
    words: str
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Fill:
    """How many of a kind of party have a property.

    Attributes:
        schema: Kind of party.
        prop: The property.
        filled: Parties that have it.
        of: Parties of the kind.
    """

    schema: str
    prop: str
    filled: int
    of: int

    @property
    def share(self) -> float:
        """The share that has it."""
        return self.filled / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Quality:
    """A list judged.

    Attributes:
        dataset: The list.
        version: Id of the version in force.
        published: Its day.
        parties: How many parties it has.
        versions: How many versions are here, with which it was compared.
        fill: Fill rates, by kind of party and property.
        findings: What was found; those with a count of zero too.
    """

    dataset: str
    version: str
    published: str
    parties: int
    versions: int
    fill: tuple[Fill, ...]
    findings: tuple[Finding, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        found = asdict(self)
        found["fill"] = [{**asdict(f), "share": round(f.share, 4)} for f in self.fill]
        return found


def finding(
    kind: str, words: str, examples: Iterable[Example], of: int | None = None
) -> Finding:
    """Make a finding of all places where it shows; the first are kept."""
    found = list(examples)
    return Finding(kind, len(found), of, words, tuple(found[:MOST_EXAMPLES]))
