"""Two lists of any size resolved: seconds, memory, pairs, and how many are found.

    python bench/resolve_growth.py BENCH WORK [--records N …] [--picture FILE]

BENCH is the folder with `dev/`.  Parties are composed as `big.py` composes them; three records in
four are a list of their own, each fourth is another list's record of one of them, its
last word first or with a slip in its name, without the aliases.  Who is who is thus
known.  Each size is measured in a process of its own, from records in a file to
judgements: names read, keys shared, pairs weighed, pairs decided.  Reading statements
and writing judgements are not in it.  The figures are kept in WORK/growth.json, and the
picture is drawn of all that are there.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from arguments import labelled_data, options_of
from growth import Panel, draw
from made_up import parties, slip

from ostraka.record.canonical import Answer
from ostraka.resolve.deciding import Decided, Known, decide
from ostraka.resolve.listed import Listed
from ostraka.resolve.name_table import NameTable
from ostraka.resolve.records import Records
from ostraka.resolve.weighing import candidates, weigh

#: One record in four is of the other list, and each third of the first has one.
OTHERS, AGAIN = 4, 3
HALF = 0.5
FIRST, SECOND = "first", "second"
AT = "2026-11-29T00:00:00Z"

PANELS = (
    Panel("Processor seconds", "records", "resolve",
          (("processor s", "names to judgements"),)),
    Panel("Memory, MB", "records", "resolve", (("memory MB", "at most"),)),
    Panel("Pairs compared of a record", "records", "resolve",
          (("pairs a record", "pairs"),)),
    Panel("Processor microseconds of a record", "records", "resolve",
          (("microseconds a record", "names to judgements"),)),
)  # fmt: skip


def main() -> None:
    """Measure and print, and draw what was measured."""
    options = options_of(__doc__)
    options.add_argument("bench", type=labelled_data)
    options.add_argument("work", type=Path)
    options.add_argument("--records", type=int, nargs="*", default=[])
    options.add_argument("--picture", type=Path)
    options.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one:
        print(json.dumps(measured(given.bench, given.one)))
        return
    given.work.mkdir(parents=True, exist_ok=True)
    kept = given.work / "growth.json"
    for size in given.records:
        command = [sys.executable, __file__, str(given.bench), str(given.work), "--one", str(size)]  # fmt: skip
        said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        points = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
        points[str(size)] = json.loads(said.stdout)
        kept.write_text(json.dumps(points, indent=1), "utf-8")
        print(said.stdout, end="", flush=True)
    if given.picture:
        points = json.loads(kept.read_text("utf-8"))
        draw({"resolve": points}, given.picture, PANELS)


def measured(bench: Path, size: int) -> dict[str, Any]:
    """Resolve two lists of a size and say what each step took."""
    took: dict[str, float] = {}
    begun = time.perf_counter()

    def step(name: str, do: Callable[[], Any]) -> Any:
        before = time.process_time()
        found = do()
        took[name] = round(time.process_time() - before, 1)
        print(f"{size:,}: {name} {took[name]} s, {memory()} MB", file=sys.stderr)
        return found

    records = step("composed", lambda: Records(composed(bench, size)))
    table = step("names", lambda: NameTable.of(records))
    pairs = step("keys", lambda: candidates(records, table))
    weighed = step("weighed", lambda: weigh(records, table, pairs))
    known = Known({}, {}, AT)
    decided = step("decided", lambda: decide(records, table, weighed, {}, known))
    processor = sum(took.values()) - took["composed"]
    return {
        "records": size,
        "names": len(table.told),
        "pairs": len(pairs.left),
        "pairs a record": round(len(pairs.left) / size, 2),
        "processor s": round(processor, 1),
        "microseconds a record": round(1e6 * processor / size),
        "wall s": round(time.perf_counter() - begun, 1),
        "memory MB": memory(),
        "steps": took,
        **found_of(decided, size),
    }


def found_of(decided: Decided, size: int) -> dict[str, float]:
    """Return how many pairs judged the same are, and how many of all were found."""
    same = [j for j in decided.judgements if j.answer is Answer.SAME]
    right = sum(j.left[1:] == j.right[1:] for j in same)
    return {
        "same": len(same),
        "questions": len(decided.questions),
        "precision": round(right / max(len(same), 1), 4),
        "recall": round(right / (size // OTHERS), 4),
    }


def composed(bench: Path, size: int) -> Iterator[Listed]:
    """Yield the records of the first list, each third followed by the other list's."""
    chance = random.Random(size)  # noqa: S311 - the same on every run
    others = size // OTHERS
    for number, party in enumerate(parties(bench, size - others)):
        facts = {p: [fact.value for fact in found] for p, found in party.facts.items()}
        if "birthDate" in facts:
            facts["birthDate"] = [f"{facts['birthDate'][0]}-{number % 28 + 1:02}"]
        yield record(FIRST, number, party.schema, facts)
        if number % AGAIN == 0 and number // AGAIN < others:
            facts["name"] = [spelt(facts["name"][0], chance)]
            del facts["alias"]
            yield record(SECOND, number, party.schema, facts)


def spelt(name: str, chance: random.Random) -> str:
    """Return a name as another list may have it: last word first, or with a slip."""
    *before, last = name.split()
    return " ".join([last, *before]) if chance.random() < HALF else slip(name, chance)


def record(list_: str, number: int, schema: str, facts: dict[str, list[str]]) -> Listed:
    """Return a record of one of the two lists."""
    return Listed.from_entity(
        {
            "id": f"{list_[0]}{number}",
            "schema": schema,
            "datasets": [list_],
            "properties": facts,
        }
    )


def memory() -> int:
    """Return the most memory this process had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
