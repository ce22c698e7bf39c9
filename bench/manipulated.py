"""Ask for listed names changed as people change them, by the self-test's own classes.

    python bench/manipulated.py BENCH WORK N [SEED]

N parties of the sample index are drawn and asked for; printed is what is found of each
class and tier at the default threshold, and the names that are not.  The figures are
those of `ostraka selftest` on the same data with the same seed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from accuracy import party

from ostraka.index import build_index, open_index
from ostraka.screen import DEFAULT_THRESHOLD
from ostraka.selftest.asking import ask
from ostraka.selftest.cases import draw_parties, make_cases
from ostraka.selftest.run import SEED
from ostraka.selftest.summary import floor_of, missed, recall

_MOST_LINES = 80


def main(bench: Path, work: Path, most: int, seed: int) -> None:
    """Change the names and ask for them."""
    with (bench / "samples/index_all4.ftm.jsonl").open(encoding="utf-8") as file:
        build_index(
            (party(json.loads(line)) for line in file), work / "index", manifest={}
        )
    index = open_index(work / "index")
    cases = make_cases(index, draw_parties(index, most, seed), seed)
    answers = list(ask(index, cases, floor_of(DEFAULT_THRESHOLD)))
    found = recall(answers, DEFAULT_THRESHOLD)
    for row in (*found["class"], *found["tier"]):
        print(f"{row['key']:18} {row['found']:5} of {row['of']:5} {row['rate']:.4f}")
    for row in missed(answers, DEFAULT_THRESHOLD)[:_MOST_LINES]:
        print(*row.values(), sep=" | ")


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        Path(sys.argv[2]),
        int(sys.argv[3]),
        int((*sys.argv, SEED)[4]),
    )
