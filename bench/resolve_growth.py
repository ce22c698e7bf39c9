"""Two lists of any size resolved: seconds, memory, pairs, and how many are found.

    python bench/resolve_growth.py BENCH WORK [--records N …] [--change] [--picture FILE]

BENCH is the folder with `dev/`.  Parties are composed as in `big.py`; three records in
four are a list of their own, each fourth is another list's record of one of them, with
its last word first
or with a slip in its name.  Who is who is thus known.  Each size is loaded once into a home of
its own under WORK, and resolved in a process of its own, as `ostraka resolve` does it:
statements read, names read, keys shared, pairs weighed and decided, judgements written.
The figures are kept in WORK/growth.json, and the picture drawn of all that are there.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from growth import Panel, draw
from made_up import parties, slip

from ostraka.faces.session import Ostraka, Scope
from ostraka.resolve.queue import Queue
from ostraka.resolve.resolving import Sources, resolve

#: One record in four is of the other list.
OTHERS = 4
HALF = 0.5
FIRST, SECOND = "big_first", "big_second"
AT = "2026-11-29T00:00:00Z"
#: Records that a change touches.
CHANGED = 100

PANELS = (
    Panel("Processor seconds of a first run", "records", "resolve",
          (("processor s", "all processes"), ("wall s", "wall clock"))),
    Panel("Memory of all processes, MB", "records", "resolve",
          (("memory MB", "at most"),)),
    Panel("Pairs compared of a record", "records", "resolve",
          (("pairs a record", "pairs"),)),
    Panel("A change of 100 records, processor s", "records", "resolve",
          (("change, processor s", "all processes"),), (5, "lists: at most")),
)  # fmt: skip


def main() -> None:
    """Measure and print, and draw what was measured."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("bench", type=Path)
    options.add_argument("work", type=Path)
    options.add_argument("--records", type=int, nargs="*", default=[])
    options.add_argument("--change", action="store_true")
    options.add_argument("--picture", type=Path)
    options.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one:
        print(json.dumps(measured(given.one, change=given.change)))
        return
    kept = given.work / "growth.json"
    points = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    for size in given.records:
        home = loaded(given.bench, given.work, size)
        point = {"records": size, **alone(given, home)}
        points[str(size)] = point
        kept.write_text(json.dumps(points, indent=1), "utf-8")
        print(json.dumps(point), flush=True)
    if given.picture:
        draw({"resolve": points}, given.picture, PANELS)


def alone(given: argparse.Namespace, home: Path) -> dict[str, float]:
    """Measure one size in a process of its own."""
    command = [sys.executable, __file__, str(given.bench), str(given.work), "--one", str(home)]  # fmt: skip
    if given.change:
        command.append("--change")
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(said.stdout)
    return found


def loaded(bench: Path, work: Path, size: int) -> Path:
    """Return a home with the two lists, made if it is not there."""
    home = work / f"home-{size}"
    if not (home / "truth").exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        session = Ostraka(home, now=lambda: datetime(2026, 11, 29, tzinfo=UTC))
        for dataset in (FIRST, SECOND):
            file = home / f"{dataset}.jsonl"
            with file.open("w", encoding="utf-8") as out:
                out.writelines(lines(bench, size, dataset))
            session.load(dataset, file, published="2026-11-28")
            file.unlink()
        session.index()
        (home / "truth").write_text(str(size), "utf-8")
    return home


def lines(bench: Path, size: int, dataset: str) -> Iterator[str]:
    """Yield the entities of one of the two lists, one in each line."""
    chance = random.Random(size)  # noqa: S311 - the same on every run
    first = size - size // OTHERS
    for number, party in enumerate(parties(bench, first)):
        facts = {p: [fact.value for fact in found] for p, found in party.facts.items()}
        if "birthDate" in facts:
            facts["birthDate"] = [f"{facts['birthDate'][0]}-{number % 28 + 1:02}"]
        again = number % (OTHERS - 1) == 0
        if dataset == SECOND:
            if not again:
                continue
            facts["name"] = [spelt(facts["name"][0], chance)]
            del facts["alias"]
        yield entity(f"{dataset[4]}{number}", party.schema, facts)


def spelt(name: str, chance: random.Random) -> str:
    """Return a name as another list may have it: last word first, or with a slip."""
    *before, last = name.split()
    return " ".join([last, *before]) if chance.random() < HALF else slip(name, chance)


def entity(id_: str, schema: str, facts: dict[str, list[str]]) -> str:
    """Return an entity as FollowTheMoney writes it, in one line."""
    found = {"id": id_, "schema": schema, "properties": facts}
    return json.dumps(found, ensure_ascii=False) + "\n"


def measured(home: Path, *, change: bool) -> dict[str, Any]:
    """Resolve a home without keeping what came of it, and say what it took."""
    for name in ("judgements.sqlite", "resolve.sqlite"):
        (home / name).unlink(missing_ok=True)
    session = Ostraka(home, now=lambda: datetime(2026, 11, 29, tzinfo=UTC))
    sources = sources_of(session)
    begun, before = time.perf_counter(), processor()
    tally = resolve(sources, AT)
    found: dict[str, Any] = {
        "processor s": round(processor() - before, 1),
        "wall s": round(time.perf_counter() - begun, 1),
        "memory MB": memory(),
        "pairs a record": round(tally.pairs / tally.records, 2),
        **dataclasses.asdict(tally),
        **shares(session),
    }
    if change:
        before = processor()
        found["changed"] = changed(sources, tally.records)
        found["change, processor s"] = round(processor() - before, 2)
    return found


def sources_of(session: Ostraka) -> Sources:
    """Return what a run reads and writes."""
    scope = Scope()
    return Sources(
        session.store, session.versions_in_force(scope), session.index(scope),
        session.judgements, Queue(session.home),
    )  # fmt: skip


def changed(sources: Sources, records: int) -> int:
    """Resolve again as if a hundred records had changed; return how many were compared."""
    compared = sources.queue.compared()
    ids = [(dataset, id_) for dataset, found in compared.items() for id_ in found]
    for dataset, id_ in ids[:: records // CHANGED + 1]:
        compared[dataset][id_] = "other"
    sources.queue.keep(compared, sources.queue.questions(), about=set())
    return resolve(sources, AT).compared


def shares(session: Ostraka) -> dict[str, float]:
    """Return how many pairs in one party are of one, and how many of those are found."""
    members = session.judgements.parties().members.values()
    said = right = 0
    for party in members:
        said += len(party) * (len(party) - 1) // 2
        right += len(party) - len({id_[1:] for id_ in party})
    found = sum(
        version.entities
        for version in session.versions_in_force(Scope())
        if version.dataset == SECOND
    )
    return {
        "precision": round(right / max(said, 1), 4),
        "recall": round(right / found, 4),
    }


def processor() -> float:
    """Return the processor seconds of this process and those it has ended."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )  # fmt: skip


def memory() -> int:
    """Return the most memory this process had, and twice that of its largest helper."""
    own, helper = (
        resource.getrusage(who).ru_maxrss // 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own + 2 * helper


if __name__ == "__main__":
    main()
