"""How well, and how fast, records of several lists and rows of tables are told to be one party.

    python bench/resolve.py SHARED HOME [--splink PYTHON]

SHARED is the folder with `lists/` and `bench/`, HOME a home folder with the lists loaded
(`bench/lists.py LISTS --home HOME`); nothing in it is changed.  Measures

* `crosslist`: the United Nations' parties on the British and European lists, with the
  United Nations' numbers hidden from the resolver, since they are the labels; among all
  lists, and among the three alone;
* `entity_pairs`: pairs that analysts judged;
* `er_febrl4`, `er_historical50k`: tables with true clusters, by the same blocking,
  evidence in bits and uniting, learned from the table itself; with `--splink`, Splink
  in its own environment on the same rows;
* the seed parties; the time of a first run and of a change of a hundred records.

How it grows is measured by `resolve_growth.py`.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import platform
import resource
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

import numpy as np
from arguments import folder_there, home_with_lists, options_of

from ostraka.faces.session import Ostraka, Scope
from ostraka.record.judgements import Judgements
from ostraka.record.view import view_party
from ostraka.resolve.figures import figures_of
from ostraka.resolve.listed import Listed
from ostraka.resolve.name_table import NameTable
from ostraka.resolve.names import compare_names
from ostraka.resolve.queue import Queue
from ostraka.resolve.resolving import Sources, read_lists, resolve
from ostraka.resolve.tables import resolve_rows
from ostraka.resolve.weights import bits_of, is_sure

THREE = ("eu_fsf", "uk_fcdo", "un_sc")
PREFIXES = {"uk_fcdo": "gb-fcdo-", "eu_fsf": "eu-fsf-"}
FEBRL = {
    "given_name": "name", "surname": "name", "dob": "date", "address_1": "text",
    "suburb": "text", "postcode": "code", "state": "text", "soc_sec_id": "code",
}  # fmt: skip
HISTORICAL = {
    "first_name": "name", "surname": "name", "dob": "date", "birth_place": "text",
    "postcode_fake": "code", "gender": "text", "occupation": "text",
}  # fmt: skip
#: The moment of the judgements.
AT = "2026-11-22T00:00:00Z"
#: Records that a change touches.
CHANGED = 100


class Clock:
    """Wall clock, processor time and memory of a piece of work."""

    def __enter__(self) -> Self:
        self.wall, self.processor = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall = time.perf_counter() - self.wall
        self.processor = time.process_time() - self.processor

    def __str__(self) -> str:
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        return f"{self.wall:.1f} s ({self.processor:.1f} s of one core), {memory} MB"


def copy_of(home: Path, folder: Path) -> Ostraka:
    """Return a session on the same lists with judgements of its own."""
    folder.mkdir()
    for part in ("statements", "originals", "index"):
        (folder / part).symlink_to((home / part).resolve())
    return Ostraka(folder, now=lambda: datetime(2026, 11, 22, tzinfo=UTC))


def sources_of(
    session: Ostraka,
    lists: tuple[str, ...] | None = None,
    hidden: frozenset[str] = frozenset(),
) -> Sources:
    """Return what a run over some lists reads and writes."""
    scope = Scope(lists=lists)
    return Sources(
        session.store, session.versions_in_force(scope), session.index(scope),
        session.judgements, Queue(session.home), hidden,
    )  # fmt: skip


def crosslist(dev: Path, session: Ostraka) -> str:
    """Say how many pairs of `crosslist` are in one party, and how many others are."""
    referred = defaultdict(set)
    reading = read_lists(sources_of(session, THREE))
    for number, holders in reading.stated.items():
        for holder in holders:
            if number.scheme == "un" and reading.entry(holder).datasets == ("un_sc",):
                referred[number.value].add(reading.entry(holder).id)
    with (dev / "crosslist.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    truth = {
        (un, PREFIXES[row["other_list"]] + row["other_id"].lower().replace(".", "-"))
        for row in rows
        for un in referred[row["un_ref"]]
    }
    canonical = session.judgements.canonical
    party = defaultdict(set)
    for _, other in truth:
        party[canonical(other)].add(other)
    said = {(un, o) for un in {u for u, _ in truth} for o in party[canonical(un)]}
    missed = [f"{un} {other}" for un, other in sorted(truth - said)]
    return f"{len(truth)} pairs, precision {share(len(truth & said), len(said))}, recall {share(len(truth & said), len(truth))}; missed: {', '.join(missed)}"


def entity_pairs(dev: Path) -> Iterable[str]:
    """Say how the pairs that analysts judged are told apart."""
    with gzip.open(dev / "entity_pairs.jsonl.gz", "rt", encoding="utf-8") as file:
        pairs = [json.loads(line) for line in file]
    records = [Listed.from_entity(p[side]) for p in pairs for side in ("left", "right")]
    left = np.arange(0, len(records), 2)
    table = NameTable.of(records)
    names = compare_names(table, left, left + 1)
    figures = figures_of(records, left, left + 1, names)
    person = np.array([record.reading == "person" for record in records])
    persons = person[left] & person[left + 1]
    bits = bits_of(figures, persons)
    same = np.array([pair["label"] == 1 for pair in pairs])
    sure = is_sure(figures, bits, persons)
    yield f"entity_pairs, judged without asking: precision {share((sure & same).sum(), sure.sum())}, recall {share((sure & same).sum(), same.sum())}, negatives right {share((~sure & ~same).sum(), (~same).sum())} of {(~same).sum()}"
    order = np.argsort(-bits[same])
    least = bits[same][order[int(np.ceil(0.95 * same.sum())) - 1]]
    reached = bits >= least
    yield f"entity_pairs, at recall 0.95 ({least:.1f} bits): precision {share((reached & same).sum(), reached.sum())}, negatives right {share((~reached & ~same).sum(), (~same).sum())}"
    wrong = [
        p["pair_id"] for p, s, y in zip(pairs, sure, same, strict=True) if s and not y
    ]
    yield f"entity_pairs, judged the same against the analysts: {', '.join(wrong)}"


def tables(dev: Path, splink: str | None) -> Iterable[str]:
    """Say how the rows of the two tables are put together, by us and by Splink."""
    with (dev / "er_febrl4.csv").open(encoding="utf-8") as file:
        febrl = list(csv.DictReader(file))
    with gzip.open(dev / "er_historical50k.csv.gz", "rt", encoding="utf-8") as file:
        historical = list(csv.DictReader(file))
    for name, rows, kinds, source, truth in (
        ("er_febrl4", febrl, FEBRL, "side", "entity_id"),
        ("er_historical50k", historical, HISTORICAL, None, "cluster"),
    ):
        with Clock() as clock:
            found = resolve_rows(rows, kinds, source=source)
        yield f"{name}: {pairwise([row[truth] for row in rows], found.party.tolist())}, {clock}"
        if splink is not None:
            said = subprocess.run(
                [splink, str(Path(__file__).with_name("resolve_splink.py")), name, str(dev)],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            yield said.stdout.strip() or f"splink failed: {said.stderr.strip()[-300:]}"


def pairwise(truth: Sequence[Hashable], found: Sequence[Hashable]) -> str:
    """Return precision, recall and F1 of clusters, by pairs of rows."""

    def pairs(labels: Iterable[Hashable]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(labels).values())

    right = pairs(zip(truth, found, strict=True))
    precision, recall = right / max(pairs(found), 1), right / max(pairs(truth), 1)
    return f"precision {precision:.4f}, recall {recall:.4f}, F1 {2 * precision * recall / (precision + recall):.4f}"


def seed(shared: Path, session: Ostraka) -> Iterable[str]:
    """Say for each seed party the parties its records became, and whether traps stay out."""
    known = json.loads((shared / "lists/seed_parties.json").read_text("utf-8"))
    newest = {v.dataset: v.id for v in session.versions_in_force(Scope())}
    groups: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for group in ("seeds", "traps"):
        for party in known[group]:
            for entry in party["entries"]:
                if newest.get(entry["dataset"]) == entry["version"]:
                    kind = (
                        "trap" if group == "traps" else entry["relation"].split(",")[0]
                    )
                    name = party["confused_with"] if group == "traps" else party["key"]
                    groups[name][kind].add(session.canonical(record_of(session, entry)))
    for name, kinds in groups.items():
        parties = [ids for kind, ids in kinds.items() if kind != "trap"]
        apart = (
            sum(map(len, parties)) == len(set().union(*parties)) if parties else True
        )
        out = kinds["trap"].isdisjoint(set().union(*parties)) if parties else True
        yield (
            f"{name}: "
            + "; ".join(
                f"{kind}: {len(ids)}" for kind, ids in kinds.items() if kind != "trap"
            )
            + f"; kinds apart: {apart}; traps stay out: {out}"
        )


def record_of(session: Ostraka, entry: dict[str, str]) -> str:
    """Return our id of an entry of the seed parties."""
    key = entry.get("ftm_id") if entry["dataset"] != "ca_sema" else None
    number = f"gb-hmt-{entry['id']}" if entry["dataset"] == "uk_ofsi" else entry["id"]
    return view_party(session.store, key or number, date(2026, 11, 22)).id


def change(session: Ostraka) -> str:
    """Say how long a run takes when a hundred records have changed."""
    sources = sources_of(session)
    reading = read_lists(sources)
    step = len(sources.index) // CHANGED
    changed = {reading.entry(n).id for n in range(0, len(sources.index), step)}
    old = {
        dataset: {i: ("old" if i in changed else c) for i, c in found.items()}
        for dataset, found in reading.checksums.items()
    }
    sources.queue.keep(old, sources.queue.questions(), about=set())
    with Clock() as clock:
        tally = resolve(sources, AT)
    return f"{tally.compared} records compared, {tally.same} pairs judged: {clock}"


def share(part: int, whole: int) -> str:
    """Return a share with four places."""
    return f"{part / max(whole, 1):.4f}"


def main() -> None:
    """Measure and print."""
    options = options_of(__doc__)
    options.add_argument("shared", type=folder_there)
    options.add_argument("home", type=home_with_lists)
    options.add_argument("--splink", help="Python of an environment with splink")
    options.add_argument("--only", nargs="*", help="crosslist, pairs, tables, lists")
    given = options.parse_args()
    dev = given.shared / "bench/dev"
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    with tempfile.TemporaryDirectory() as scratch:
        parts = {
            "pairs": lambda: entity_pairs(dev),
            "tables": lambda: tables(dev, given.splink),
            "crosslist": lambda: hidden(dev, given.home, Path(scratch)),
            "lists": lambda: whole(given.shared, given.home, Path(scratch)),
        }
        for name, lines in parts.items():
            if not given.only or name in given.only:
                for line in lines():
                    print(line, flush=True)


def hidden(dev: Path, home: Path, scratch: Path) -> Iterable[str]:
    """Resolve without the United Nations' numbers and compare with them."""
    for name, lists in (("all lists", None), ("three lists", THREE)):
        session = copy_of(home, scratch / name.split()[0])
        resolve(sources_of(session, lists, frozenset({"un"})), AT)
        yield f"crosslist, {name}, without UN numbers: {crosslist(dev, session)}"


def whole(shared: Path, home: Path, scratch: Path) -> Iterable[str]:
    """Resolve all lists, then what has changed."""
    session = copy_of(home, scratch / "whole")
    with Clock() as clock:
        tally = resolve(sources_of(session), AT)
    yield f"first run: {tally}: {clock}"
    judged = Judgements(session.home).parties()
    several = sum(len(members) > 1 for members in judged.members.values())
    yield f"parties of several records: {several:,}"
    yield from (f"seed, {line}" for line in seed(shared, session))
    yield f"change, {change(session)}"


if __name__ == "__main__":
    main()
