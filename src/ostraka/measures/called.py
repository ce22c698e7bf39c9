"""What became of what was called for: since then, by whom, and after how long."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from ostraka.measures.standing import MEANINGS
from ostraka.measures.timeline import Step, in_order
from ostraka.record.countries import country_label
from ostraka.record.dates import first_day
from ostraka.record.party import Party
from ostraka.sources.catalog import find_dataset

#: What is called for → kinds of steps that do it.
ANSWERS = {
    "blacklist": ("listed", "first seen on the list", "sanctions", "terror_listing"),
    "sanction": ("listed", "first seen on the list", "sanctions"),
    "designate": ("listed", "first seen on the list", "sanctions", "terror_listing"),
    "list": ("listed", "first seen on the list", "terror_listing", "sanctions"),
    "proscribe": ("listed", "first seen on the list", "terror_listing", "ban"),
    "impose": ("listed", "first seen on the list", "sanctions", "travel_ban", "asset_freeze"),
    "outlaw": ("listed", "terror_listing", "ban"), "ban": ("ban", "terror_listing", "travel_ban"),
    "freeze": ("asset_freeze", "listed", "first seen on the list"),
    "expel": ("expulsion",), "close": ("closure",), "recall": ("recall",),
    "remove": ("gone from the list", "ended", "delisting"), "lift": ("lifting", "delisting"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Call:
    """What somebody called for.

    Attributes:
        action: What should be done: `blacklist`, `expel` …
        text: In the words of whoever called for it.
        holder: Who called for it, or None.
        day: When, ISO 8601 prefix.
        parties: Ids of the records it is about, or is linked to.
    """

    action: str
    text: str
    holder: str | None
    day: str
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One step that did what was called for.

    Attributes:
        step: The step.
        delay: Days since the call; None if the step has no day.
        linked: Whether it is against a party linked to the one that was named.
    """

    step: Step
    delay: int | None
    linked: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """A call and what was done since.

    Attributes:
        call: The call.
        done: Steps since, earliest first.
        before: How many such steps there were already.
        by: Countries or authorities that did something since.
        is_answerable: Whether such steps are kept in the record at all.
    """

    call: Call
    done: tuple[Answer, ...]
    before: int
    by: tuple[str, ...]
    is_answerable: bool


def follow(
    call: Call, steps: Sequence[Step], linked: Collection[Step] = ()
) -> Followed:
    """Return what was done since a call: a standing question, asked as of any day.

    Args:
        call: What was called for.
        steps: What was done about the parties it names.
        linked: What was done about parties linked to them.
    """
    wanted = ANSWERS.get(call.action, ())
    start = first_day(call.day)
    done, before = [], 0
    for step in sorted({*steps, *linked}, key=in_order):
        if step.kind not in wanted or not step.day:
            continue
        day = first_day(step.day)
        if day < start:
            before += 1
            continue
        done.append(Answer(step, (day - start).days, step not in steps))
    by = dict.fromkeys(_authority(answer.step) for answer in done)
    return Followed(call, tuple(done), before, tuple(by), bool(wanted))


def _authority(step: Step) -> str:
    return country_label(step.country) if step.country else step.authority


def linked_step(party: Party, day: date) -> Step | None:
    """Return the listing of a party that a list links to another, by a day; None without one."""
    known = find_dataset(party.datasets[0])
    acts = [act for act in party.designations if act.since]
    first = min(acts, key=lambda act: act.since or "", default=None)
    if first is None or first_day(first.since or "") > day:
        return None
    return Step(
        day=first.since or "",
        kind="listed",
        authority=known.authority or known.title,
        country=known.country,
        party=party.caption,
        dataset=party.datasets[0],
        record=party.id,
        basis=MEANINGS[known.listing_dates],
        program=first.program,
    )
