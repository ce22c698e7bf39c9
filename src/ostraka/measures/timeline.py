"""Everything that was done about a party, in the order of days, with who says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ostraka.measures.groups import Group, Member
from ostraka.measures.standing import MEANINGS, Standings
from ostraka.sources.catalog import find_dataset


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done.

    Attributes:
        day: ISO 8601 prefix; empty for one whose day is not known.
        kind: `listed`, `first seen on the list`, `gone from the list`, `ended`, or the
            kind of another measure (`expulsion`, `closure` …).
        authority: Who did it.
        country: Code of its country, or None.
        party: Whom it is against, in the words of the source.
        dataset: The list or document that says so.
        record: Id of the record, or None.
        basis: What the day means.
        part: Which part of the party, or None.
        program: Legal basis, or None.
    """

    day: str
    kind: str
    authority: str
    country: str | None
    party: str
    dataset: str
    record: str | None
    basis: str
    part: str | None = None
    program: str | None = None


def timeline(
    group: Group, standings: Standings, others: Iterable[Step] = ()
) -> list[Step]:
    """Return what was done about a party, oldest first; undated steps come last.

    Args:
        group: The party with its records.
        standings: What the lists have of them.
        others: Other measures, e.g. those accepted from documents.
    """
    steps = [
        step
        for member in (*group.members, *group.parts)
        for step in _steps(member, standings)
    ]
    steps += others
    return sorted(set(steps), key=in_order)


def in_order(step: Step) -> tuple[str, ...]:
    """Return a sort key: by day, those without one last; then by who says what of whom."""
    return (
        step.day or "9999", step.dataset, step.kind, step.record or "", step.party,
        step.part or "", step.program or "", step.basis,
    )  # fmt: skip


def _steps(member: Member, standings: Standings) -> Iterator[Step]:
    key = (member.dataset, member.id)
    party = standings.newest(key)
    if party is None:
        return
    known = find_dataset(member.dataset)
    authority = known.authority or known.title

    def step(day: str, kind: str, basis: str, program: str | None = None) -> Step:
        return Step(day, kind, authority, known.country, party.caption, member.dataset, member.id, basis, member.part, program)  # fmt: skip

    stated = [act for act in party.designations if act.since]
    for act in stated:
        meaning = MEANINGS[known.listing_dates]
        yield step(act.since or "", "listed", meaning, act.program)
    for act in party.designations:
        if act.ended:
            yield step(act.ended, "ended", "the list states it", act.program)
    for day, kind in standings.comings(key):
        words = (
            "first seen on the list" if kind == "first seen" else "gone from the list"
        )
        yield step(day, words, "by comparing versions of the list")
    if not stated:
        versions = standings.versions(member.dataset)
        if versions and not standings.comings(key):
            basis = (
                f"no day is stated; in every version here since {versions[0].published}"
            )
            yield step("", "listed", basis)


def between(steps: Sequence[Step], first: str | None, last: str | None) -> list[Step]:
    """Return the steps of a time, those without a day left out if one is given."""
    if first is None and last is None:
        return list(steps)
    return [
        step
        for step in steps
        if step.day
        and (first or "") <= step.day
        and (last is None or step.day[: len(last)] <= last)
    ]
