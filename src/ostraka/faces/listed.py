"""What the lists state of a listed party beside an alert: since when, by whom, under what."""

from __future__ import annotations

from dataclasses import dataclass

from ostraka.faces.session import Ostraka, Scope
from ostraka.record.party import read_parties
from ostraka.sources.catalog import find_dataset, stated_day


@dataclass(frozen=True, slots=True)
class Listing:
    """One designation of a party, as far as its list states it.

    Attributes:
        dataset: The list.
        title: The publisher's name for it.
        authority: Who designates, or empty.
        program: The legal basis as printed, or empty.
        since: Earliest day the list states, or empty.
        reference: The authority's own number, or empty.
        source: Address of the entry, or of a page about the list, or empty.
    """

    dataset: str
    title: str
    authority: str
    program: str
    since: str
    reference: str
    source: str

    @property
    def said_since(self) -> str:
        """The day in words, which say where the list states its latest act only."""
        return stated_day(self.dataset, self.since) if self.since else ""

    def __str__(self) -> str:
        """Say it in a line."""
        return "; ".join(filter(None, (
            f"{self.title} ({self.dataset})",
            self.authority and f"by {self.authority}",
            self.since and f"since {self.said_since}",
            self.program and f"program {self.program}",
            self.reference and f"number {self.reference}",
            self.source,
        )))  # fmt: skip


def listings_of(o: Ostraka, party: str, datasets: tuple[str, ...]) -> list[Listing]:
    """Return the designations of a party on some lists, as they stand today.

    Args:
        o: The home folder.
        party: Its id.
        datasets: The lists.
    """
    versions = [v for v in o.versions_in_force(Scope(registers=True)) if v.dataset in datasets]  # fmt: skip
    found = []
    for one in read_parties(o.store, versions, ids=o.judgements.members(party)):
        sources = [s for s in one.values("sourceUrl") if s.startswith("https://")]
        for act in one.designations:
            known = find_dataset(act.dataset)
            found.append(Listing(
                act.dataset, known.title, act.authority or "", act.program or "",
                act.since or "", act.reference or "",
                sources[0] if sources else known.url or "",
            ))  # fmt: skip
    return sorted(found, key=lambda one: (one.dataset, one.since, one.reference))
