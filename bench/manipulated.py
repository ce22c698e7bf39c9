"""Ask for listed names changed as people change them, by the self-test's own classes.

    python bench/manipulated.py BENCH WORK [--sample N] [--seed SEED]

The sample index is loaded as a list, N of its parties are drawn and asked for; printed
is what is found of each class and tier at the default threshold, and the names that are
not.  The figures are those of

    ostraka load bench BENCH/samples/index_all4.ftm.jsonl && ostraka selftest --sample N
"""

from __future__ import annotations

from pathlib import Path

from arguments import labelled_data, options_of

from ostraka.faces.session import Ostraka
from ostraka.screen import DEFAULT_THRESHOLD
from ostraka.selftest.asking import ask
from ostraka.selftest.cases import draw_parties, make_cases
from ostraka.selftest.run import SEED
from ostraka.selftest.summary import floor_of, missed, recall

_MOST_LINES = 80


def main() -> None:
    """Change the names and ask for them."""
    options = options_of(__doc__)
    options.add_argument("bench", type=labelled_data)
    options.add_argument("work", type=Path)
    options.add_argument("--sample", type=int, default=250, help="how many parties")
    options.add_argument("--seed", type=int, default=SEED)
    given = options.parse_args()
    with Ostraka(given.work / "home") as o:
        sample = given.bench / "samples/index_all4.ftm.jsonl"
        o.load("bench", sample, format_name="ftm", published="2026-11-22")
        index = o.index()
        drawn = draw_parties(index, given.sample, given.seed)
        cases = make_cases(index, drawn, given.seed)
        answers = list(ask(index, cases, floor_of(DEFAULT_THRESHOLD)))
    found = recall(answers, DEFAULT_THRESHOLD)
    for row in (*found["class"], *found["tier"]):
        print(f"{row['key']:18} {row['found']:5} of {row['of']:5} {row['rate']:.4f}")
    for row in missed(answers, DEFAULT_THRESHOLD)[:_MOST_LINES]:
        print(*row.values(), sep=" | ")


if __name__ == "__main__":
    main()
