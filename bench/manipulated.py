"""Ask for listed names changed as people change them (tiers A and B).

    python bench/manipulated.py BENCH WORK N

N names of all lists are changed by every class that applies; printed is the share in
which the party is found at the default threshold, and the names that are not.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from pathlib import Path

from accuracy import party

from ostraka.index import Index, build_index, open_index
from ostraka.screen import Query, search

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
from manipulate import NEGATIVE, TIER_A, TIER_B

PERSONS_ONLY = {"lastfirst", "honorific_add", "middle_drop", "particle", "middle_add",
                "initial_given"}  # fmt: skip


def main(bench: Path, work: Path, most: int) -> None:
    """Change the names and ask for them."""
    with (bench / "samples/index_all4.ftm.jsonl").open(encoding="utf-8") as file:
        entities = [json.loads(line) for line in file]
    build_index(map(party, entities), work / "index", manifest={})
    index = open_index(work / "index")
    chosen = random.Random(3).sample(entities, most)  # noqa: S311 - the same on every run
    asked, found = Counter[str](), Counter[str]()
    lost = []
    classes = {"exact": lambda name, _: name, **TIER_A, **TIER_B, **NEGATIVE}
    for entity in chosen:
        chance = random.Random(entity["id"])  # noqa: S311 - the same on every run
        name = entity["properties"]["name"][0]
        for kind, change in classes.items():
            person = entity["schema"] == "Person"
            changed = (
                change(name, chance) if person or kind not in PERSONS_ONLY else None
            )
            if changed is None:
                continue
            asked[kind] += 1
            if is_found(index, entity, changed):
                found[kind] += 1
            else:
                lost.append((kind, changed, name))
    for kind in classes:
        print(
            f"{kind:16} {found[kind]:5} of {asked[kind]:5}", share(found, asked, [kind])
        )
    print("tier A", share(found, asked, TIER_A), "tier B", share(found, asked, TIER_B))
    for row in lost[:80]:
        print(*row, sep=" | ")


def is_found(index: Index, entity: dict[str, object], name: str) -> bool:
    """Tell whether a name finds the party, or one that has the same name."""
    asked = {"schema": entity["schema"], "properties": {"name": [name]}}
    wanted = entity["properties"]["name"][0].casefold()  # type: ignore[index]
    return any(
        match.entity_id == entity["id"] or match.caption.casefold() == wanted
        for match in search(index, Query.from_entity(asked), limit=50)
    )


def share(found: Counter[str], asked: Counter[str], kinds: object) -> float:
    """Return the share found of some classes."""
    names = list(kinds)  # type: ignore[call-overload]
    total = sum(asked[kind] for kind in names)
    return round(sum(found[kind] for kind in names) / max(total, 1), 4)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
