"""Measure what the sketches lose: the matches of brute force that are no candidates.

    python bench/candidates.py BENCH WORK [N]

Every listed name is judged for N official aliases and native names of the frozen
samples; the share of brute force's matches at the default threshold that the sketches
bring up too, and how many candidates they bring, are printed.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import numpy as np
from accuracy import party

from ostraka.index import Index, build_index, open_index
from ostraka.screen import DEFAULT_THRESHOLD
from ostraka.screen.model import judge_names
from ostraka.screen.names import block
from ostraka.screen.scan import candidates
from ostraka.screen.score import bits_of
from ostraka.text.name import read_name

SAMPLES = (("list_alias", "alias"), ("list_native", "native"))


def main(bench: Path, work: Path, most: int) -> None:
    """Measure both samples."""
    for asked, listed in SAMPLES:
        entities = jsonl(bench / f"samples/index_{listed}.ftm.jsonl")
        build_index(map(party, entities), work / "index", manifest={})
        index = open_index(work / "index")
        queries = jsonl(bench / f"samples/q_{asked}.jsonl")
        chosen = random.Random(1).sample(queries, min(most, len(queries)))  # noqa: S311 - the same on every run
        print(asked, measure(index, chosen))


def measure(index: Index, queries: list[dict[str, str]]) -> str:
    """Return the share of matches kept, and the size of the candidate sets."""
    wanted = kept = 0
    sizes = []
    for query in queries:
        family = "person" if query["schema"] == "Person" else "body"
        for reading, start, end in index.ranges(family):
            if end == start:
                continue
            for form in read_name(query["name"], reading):
                few = candidates(index.columns, form.words, start, end)
                sizes.append(len(few))
                everything = np.arange(start, end)
                judged = judge_names(
                    form.words, form.legal, block(index.columns, everything), reading
                )
                matches = everything[judged.rows][
                    judged.bits >= bits_of(DEFAULT_THRESHOLD)
                ]
                wanted += len(matches)
                kept += int(np.isin(matches, few).sum())
    median, most = int(np.median(sizes)), max(sizes)
    share = kept / max(wanted, 1)
    return f"{kept} of {wanted} ({share:.4f}); candidates median {median}, most {most}"


def jsonl(path: Path) -> list[dict[str, str]]:
    """Read a file of JSON lines."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
