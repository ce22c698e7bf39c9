"""Listed parties drawn by chance, and what is asked of each: the same for the same seed."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from ostraka.index import Index
from ostraka.index.entry import Entry
from ostraka.selftest.classes import CLASSES, Asked
from ostraka.text.script import scripts_in


@dataclass(frozen=True, slots=True)
class Case:
    """A listed party asked for by a changed name.

    Attributes:
        kind: Class of the change.
        party: The party's number in the index.
        name: The listed name.
        asked: What is asked.
    """

    kind: str
    party: int
    name: str
    asked: Asked


def draw_parties(index: Index, most: int, seed: int) -> dict[str, list[int]]:
    """Draw parties from each list, as many from each where it has so many.

    Args:
        index: The lists.
        most: Parties in all.
        seed: The same draws for the same index.

    Returns:
        Numbers of parties by list.
    """
    by_list: dict[str, list[int]] = defaultdict(list)
    # By id, so that the order in which parties came into the index does not matter.
    entries = (index.entry(number) for number in range(len(index)))
    known = sorted(
        (entry.id, number, entry.datasets) for number, entry in enumerate(entries)
    )
    for _, number, datasets in known:
        by_list[min(datasets, default="")].append(number)
    drawn: dict[str, list[int]] = {}
    left = most
    for place, (name, numbers) in enumerate(
        sorted(by_list.items(), key=lambda item: (len(item[1]), item[0]))
    ):
        # What small lists cannot give, the larger ones do.
        size = min(len(numbers), left // (len(by_list) - place))
        chance = random.Random(f"{seed} {name}")  # noqa: S311 - the same on every run
        drawn[name] = sorted(chance.sample(numbers, size))
        left -= size
    return dict(sorted(drawn.items()))


def make_cases(
    index: Index,
    drawn: Mapping[str, Collection[int]],
    seed: int,
    classes: Collection[str] | None = None,
) -> Iterator[Case]:
    """Yield what is asked of the parties drawn, class by class for each of their names.

    Args:
        index: The lists.
        drawn: Numbers of parties by list.
        seed: The same changes for the same party.
        classes: Names of the only classes wanted; all if None.
    """
    for numbers in drawn.values():
        for number in numbers:
            entry = index.entry(number)
            for place, name in enumerate(names_to_change(entry)):
                for kind in CLASSES:
                    if not kind.applies_to(entry.family) or (
                        classes is not None and kind.name not in classes
                    ):
                        continue
                    # Each class by itself: one more class leaves the others as they are.
                    key = f"{seed} {entry.id} {kind.name} {place}"
                    chance = random.Random(key)  # noqa: S311 - the same on every run
                    asked = kind.make(entry, name, chance)
                    if asked is None or not any(map(str.isalnum, asked.name)):
                        continue  # nothing is left to ask for
                    if not (place and asked.held_back):
                        yield Case(kind.name, number, name, asked)


def names_to_change(entry: Entry) -> list[str]:
    """Return a party's main name, and one of another script, the first by its letters."""
    names = [known.value for kind, known in entry.names if kind != "weakAlias"]
    if not names:
        return []
    main = scripts_in(names[0])
    others = [name for name in names if main and scripts_in(name).isdisjoint(main)]
    return [names[0], *([min(others)] if others else [])]
