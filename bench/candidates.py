"""Measure what the sketches lose: the matches of brute force that are no candidates.

    python bench/candidates.py BENCH WORK [--aliases N] [--native N]

Every listed name is judged for official aliases and native names of the frozen samples
that the index does not hold; printed is which share of the parties that reach the default
threshold by name the search finds too: of all of them, and of the ten best of each query.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import numpy as np
from accuracy import party
from arguments import labelled_data, options_of

from ostraka.index import Index, build_index, open_index
from ostraka.screen import DEFAULT_THRESHOLD
from ostraka.screen.find import find_names, judge_all
from ostraka.screen.floor import Floor
from ostraka.screen.score import bits_of
from ostraka.text.name import read_name

SAMPLES = (("list_alias", "alias"), ("list_native", "native"))
#: Matches of a query that are shown.
SHOWN = 10
#: Evidence that makes a match.
LEAST = bits_of(DEFAULT_THRESHOLD)


def main() -> None:
    """Measure both samples."""
    options = options_of(__doc__)
    options.add_argument("bench", type=labelled_data)
    options.add_argument("work", type=Path)
    options.add_argument("--aliases", type=int, default=3000)
    options.add_argument("--native", type=int, default=1000)
    given = options.parse_args()
    for (asked, listed), most in zip(
        SAMPLES, (given.aliases, given.native), strict=True
    ):
        folder = given.work / f"candidates_{listed}"
        entities = jsonl(given.bench / f"samples/index_{listed}.ftm.jsonl")
        build_index(map(party, entities), folder, manifest={})
        queries = jsonl(given.bench / f"samples/q_{asked}.jsonl")
        chosen = random.Random(1).sample(queries, min(most, len(queries)))  # noqa: S311 - the same on every run
        print(asked, len(chosen), "names:", measure(open_index(folder), chosen))


def measure(index: Index, queries: list[dict[str, str]]) -> str:
    """Return the shares kept, and the names that lose most."""
    wanted = kept = shown = shown_kept = 0
    lost = Counter[str]()
    for query in queries:
        family = "person" if query["schema"] == "Person" else "body"
        everyone = by_brute_force(index, query["name"], family)
        found = by_search(index, query["name"], family)
        wanted += len(everyone)
        kept += len(everyone.keys() & found)
        best = sorted(everyone, key=lambda n: (-everyone[n], n))[:SHOWN]
        shown += len(best)
        shown_kept += sum(n in found for n in best)
        lost[query["name"]] = len(everyone.keys() - found)
    worst = [f"{name} ({n})" for name, n in lost.most_common(5) if n]
    return (
        f"{kept} of {wanted} ({kept / max(wanted, 1):.4f}), of the first ten"
        f" {shown_kept} of {shown} ({shown_kept / max(shown, 1):.4f})"
        f"\n  most lost: {'; '.join(worst)}"
    )


def by_brute_force(index: Index, name: str, family: str) -> dict[int, float]:
    """Return the parties a name reaches when every listed name is judged."""
    found: dict[int, float] = {}
    for reading, start, end in index.ranges(family):
        rows = np.arange(start, end)
        for form in read_name(name, reading):
            bits = np.array(judge_all(index.columns, form, reading, rows))
            for row in np.flatnonzero(bits >= LEAST).tolist():
                number = int(index.columns.names[start + row]["party"])
                found[number] = max(found.get(number, LEAST), float(bits[row]))
    return found


def by_search(index: Index, name: str, family: str) -> set[int]:
    """Return the parties a name reaches by its candidates."""
    return {
        int(index.columns.names[row]["party"])
        for reading, start, end in index.ranges(family)
        for form in read_name(name, reading)
        for row, bits, *_ in find_names(
            index.columns, form, reading, ((start, end),), Floor(least=LEAST)
        )
        if bits >= LEAST
    }


def jsonl(path: Path) -> list[dict[str, str]]:
    """Read a file of JSON lines."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


if __name__ == "__main__":
    main()
