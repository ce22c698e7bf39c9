"""What whoever screens must know of the lists in force: retired, old, or not whole.

No match on such a list is no finding, so it is said wherever a person screens.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.sources.catalog import find_dataset
from ostraka.sources.memory import Memory


def is_old(store: Store, version: Version, day: date) -> bool:
    """Tell whether nobody knows on a day that a version is still the publisher's newest.

    A list need not change for months: one whose publisher was asked, and had nothing
    newer, is as fresh as the asking.
    """
    asked = Memory(store, version.dataset).newest_on(version)
    last = date.fromisoformat(version.published)
    if asked is not None and asked <= day:
        last = max(last, asked)
    return (day - last).days > find_dataset(version.dataset).fresh_days


def age_of(version: Version, day: date) -> int:
    """Return the days from a version's publication to a day."""
    return (day - date.fromisoformat(version.published)).days


def retirement(dataset: str, day: date) -> str | None:
    """Say that a list was given up by a day, and what took its place; else None."""
    return find_dataset(dataset).retirement(day)


def cautions(store: Store, versions: Sequence[Version], day: date) -> list[str]:
    """Return one line for each kind of reason not to rely on some lists.

    Args:
        store: The record.
        versions: Those a question was answered from.
        day: The day it was asked about.
    """
    lists = [v for v in versions if v.official]
    told = [
        f"{v.dataset} was {words}: it does not tell who is listed since"
        for v in lists
        if (words := retirement(v.dataset, day)) is not None
    ]
    told += [f"{v.dataset} of {v.published}: {v.lacking}" for v in lists if v.lacking]
    old = sorted(
        (v for v in lists if is_old(store, v, day) and not retirement(v.dataset, day)),
        key=lambda v: v.published,
    )
    if old:
        count = "1 list is" if len(old) == 1 else f"{len(old)} lists are"
        told.append(
            f"{count} old, {old[0].dataset} the most ({age_of(old[0], day):,} days): "
            "`ostraka lists` shows all, `ostraka update` renews them"
        )
    return told
