"""Write `src/ostraka/text/data/variants.tsv`: words that are the same name.

    python tools/build_variants.py BENCH [--all]

BENCH is the folder of the labelled data; it is read, never copied.  Three sources:

* Latin spellings of one native name part, carried by several people;
* official aliases that differ from the primary name in one word only;
* words that stand in for one another in the aliases of many bodies (translations).

A pair is written if two people or three bodies carry it.  Parties of the frozen samples
are left out unless `--all` is given, so that the samples measure what was not learned.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from rapidfuzz.distance import OSA

from ostraka.text.fold import fold
from ostraka.text.name import read_name
from ostraka.text.romanise import romanise
from ostraka.text.sound import sound_key

OUT = Path(__file__).parents[1] / "src/ostraka/text/data/variants.tsv"
#: Least bearers of a spelling of a native name part, of an alias pair, of a translation.
SPELLINGS, PERSONS, BODIES = 3, 2, 3
#: Share of its uses in which a word must stand for the other.
TOGETHER = 0.3
csv.field_size_limit(1 << 24)
Pairs = Counter[tuple[str, str]]


def main(bench: Path, *, everything: bool) -> None:
    """Collect the pairs of all sources and write them, each once."""
    left_out = set() if everything else sampled_parties(bench)
    found = {
        *by_native(bench),
        *by_alias(bench, left_out),
        *by_meaning(bench, left_out),
    }
    lines: dict[str, set[str]] = defaultdict(set)
    for one, other in found:
        lines[min(one, other)].add(max(one, other))
    with OUT.open("w", encoding="utf-8") as out:
        for word in sorted(lines):
            out.write(f"{word}\t{' '.join(sorted(lines[word]))}\n")


def by_native(bench: Path) -> Iterator[tuple[str, str]]:
    """Yield Latin spellings of one name part in another script."""
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows(bench / "dev/xscript_token.tsv.gz"):
        carried = int(row["country_or_freq"].removeprefix("freq=") or 1)
        latin = romanise(fold(row["latin"]).replace(" ", ""))
        if row["kind"] == "person" and carried >= SPELLINGS and len(latin) > 2:
            spelled[row["native"]][latin] += carried
    for counted in spelled.values():
        most = max(counted.values())
        common = [word for word, n in counted.items() if n >= 0.05 * most]
        yield from (pair for pair in combinations(common, 2) if related(*pair))


def related(one: str, other: str) -> bool:
    """Tell whether two spellings share sounds enough to be of one name."""
    keys = OSA.normalized_similarity(sound_key(one), sound_key(other))
    return keys >= 0.6 and OSA.normalized_similarity(one, other) >= 0.4


def by_alias(bench: Path, left_out: set[str]) -> Iterator[tuple[str, str]]:
    """Yield words in which alone an alias of a person differs from the name."""
    seen: dict[tuple[str, str], set[str]] = defaultdict(set)
    for party, names in parties(bench, "Individual", left_out):
        forms = {form.words for name in names for form in read_name(name)[:1]}
        for one, other in combinations(sorted(forms)[:40], 2):
            differing = set(one) ^ set(other)
            if len(one) == len(other) > 1 and len(differing) == 2:
                pair = tuple(sorted(differing))
                if not differing <= set(one) and min(map(len, pair)) > 2:
                    seen[pair[0], pair[1]].add(party)
    for pair, carriers in seen.items():
        if len(carriers) >= PERSONS and related(*pair):
            yield pair


def by_meaning(bench: Path, left_out: set[str]) -> Iterator[tuple[str, str]]:
    """Yield words that stand for one another in names of many bodies."""
    together: Pairs = Counter()
    alone: Counter[str] = Counter()
    for _, names in parties(bench, "Entity", left_out):
        forms = {form.words for name in names for form in read_name(name, "body")[:1]}
        found: set[tuple[str, str]] = set()
        for one, other in combinations(sorted(forms)[:40], 2):
            lost, gained = set(one) - set(other), set(other) - set(one)
            if len(lost) <= 3 and len(gained) <= 3 and set(one) & set(other):
                found.update(tuple(sorted((a, b))) for a in lost for b in gained)  # type: ignore[misc]
        together.update(found)
        alone.update({word for pair in found for word in pair})
    for (one, other), count in together.items():
        rarer = min(alone[one], alone[other])
        if (
            count >= BODIES
            and count >= TOGETHER * rarer
            and min(len(one), len(other)) > 2
        ):
            yield one, other


def parties(
    bench: Path, kind: str, left_out: set[str]
) -> Iterator[tuple[str, set[str]]]:
    """Yield the parties of the lists with all their names."""
    names: dict[str, set[str]] = defaultdict(set)
    for row in rows(bench / "dev/list_alias.tsv.gz"):
        party = f"{row['list']}:{row['entity_id']}"
        if row["type"] == kind and party not in left_out:
            names[party] |= {row["primary"], row["alias"]}
    yield from names.items()


def sampled_parties(bench: Path) -> set[str]:
    """Return the parties a frozen sample asks for."""
    found: set[str] = set()
    for name in ("list_alias", "list_native"):
        with (bench / f"samples/q_{name}.jsonl").open(encoding="utf-8") as file:
            for line in file:
                found.update(json.loads(line)["truth"])
    return found


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a tab-separated file without quoting."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


if __name__ == "__main__":
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("bench", type=Path)
    options.add_argument("--all", action="store_true")
    given = options.parse_args()
    main(given.bench, everything=given.all)
