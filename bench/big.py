"""Two million parties with six million names: how large, how soon open, how fast.

    python bench/big.py BENCH WORK [--parties N]

The names are composed of the inventories of BENCH/dev: given and family names of people
of one country, words of companies of one country, each party with two further spellings.
The index stands in WORK/big and is built once; run again to measure only.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

from arguments import labelled_data, options_of
from made_up import parties
from speed import each, entities, names_of

from ostraka.index import build_index, open_index
from ostraka.screen import Query, search

OPEN = "import sys, time; from pathlib import Path; from ostraka.index import open_index; t = time.perf_counter(); open_index(Path(sys.argv[1])); print(time.perf_counter() - t)"


def main() -> None:
    """Build the index if it is not there, and measure it."""
    options = options_of(__doc__)
    options.add_argument("bench", type=labelled_data)
    options.add_argument("work", type=Path)
    options.add_argument("--parties", type=int, default=2_000_000)
    given = options.parse_args()
    folder = given.work / "big"
    if not (folder / "manifest.json").exists():
        given.work.mkdir(parents=True, exist_ok=True)
        start = time.perf_counter()
        build_index(parties(given.bench, given.parties), folder, manifest={})
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"built in {time.perf_counter() - start:.0f} s with {memory} MB")
    size = sum(path.stat().st_size for path in folder.iterdir())
    print(f"{size / 1e9:.2f} GB on disk; opens in {1000 * opening(folder):.0f} ms")
    index = open_index(folder)
    print(f"{index.manifest['parties']:,} parties, {index.manifest['names']:,} names")
    for file in ("controls_persons", "controls_companies", "list_alias"):
        asked = entities(names_of(given.bench, file, 600), known_kind=True)
        for entity in asked[:100]:
            search(index, Query.from_entity(entity))
        times = each(lambda e: search(index, Query.from_entity(e)), asked[100:])
        said = (f"{part} {times[part]:.2f} ms" for part in times if part != "least")
        print(f"{file:20} {', '.join(said)}")


def opening(folder: Path) -> float:
    """Return how long a new process takes to open the index, the best of three."""
    command = [sys.executable, "-c", OPEN, str(folder)]
    return min(
        float(subprocess.run(command, check=True, capture_output=True).stdout)
        for _ in range(3)
    )


if __name__ == "__main__":
    main()
