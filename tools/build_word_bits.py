"""Write how much a word of a name tells: `src/ostraka/text/data/*_bits.tsv`.

    python tools/build_word_bits.py BENCH

BENCH is the folder of the labelled data; it is read, never copied.  A word tells little
if it is common *somewhere*: its frequency is the largest over the countries, so that
Wang is as weak as it is in China and Mohammad as weak as it is in Egypt.  Names of the
frozen samples are left out, or measuring on them would be measuring on what was learned.

The tables hold facts only: words carried by at least two people or bodies, and the
sound keys of all words.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from ostraka.text.name import read_name
from ostraka.text.sound import sound_key

OUT = Path(__file__).parents[1] / "src/ostraka/text/data"
#: Added to the size of a country, so that one bearer in a small one is not "common".
SMALL_COUNTRY = 400
#: Bearers below which a word of one country is not written.
FEWEST = 2
csv.field_size_limit(1 << 24)


def main(bench: Path) -> None:
    """Write both tables."""
    write("person", persons(bench))
    write("body", bodies(bench))


def persons(bench: Path) -> Iterator[tuple[str, str]]:
    """Yield `(country, name)` of people on no list, and of listed ones as one country."""
    sampled = sample_names(bench / "samples/q_controls_persons.jsonl")
    for row in rows(bench / "dev/controls_persons.tsv.gz"):
        if row["exact_list_name"] != "1" and row["name"] not in sampled:
            yield row["country"], row["name"]
    yield from listed(bench, "Individual")


def bodies(bench: Path) -> Iterator[tuple[str, str]]:
    """Yield `(country, name)` of bodies on no list, and of listed ones as one country."""
    sampled = sample_names(bench / "samples/q_controls_companies.jsonl")
    for row in rows(bench / "dev/controls_companies.tsv.gz"):
        if row["exact_list_name"] != "1" and row["name"] not in sampled:
            yield row["country"], row["name"]
    yield from listed(bench, "Entity")


def listed(bench: Path, kind: str) -> Iterator[tuple[str, str]]:
    """Yield each primary name of the official lists once."""
    seen = set()
    for row in rows(bench / "dev/list_alias.tsv.gz"):
        if row["type"] == kind and row["primary"] not in seen:
            seen.add(row["primary"])
            yield "listed", row["primary"]


def write(kind: str, names: Iterable[tuple[str, str]]) -> None:
    """Count the words of some names and write what each tells, in bits."""
    sizes: Counter[str] = Counter()
    words: dict[str, Counter[str]] = defaultdict(Counter)
    keys: dict[str, Counter[str]] = defaultdict(Counter)
    for country, name in names:
        forms = read_name(name)
        if not forms:
            continue
        found = set(forms[0].words)
        for place in {country, "anywhere"}:
            sizes[place] += 1
            words[place].update(found)
            keys[place].update({sound_key(word) for word in found})
    with (OUT / f"{kind}_bits.tsv").open("w", encoding="utf-8") as out:
        for table, least in ((words, FEWEST), (keys, FEWEST)):
            for word, bits in sorted(information(table, sizes, least).items()):
                out.write(f"{word}\t{bits:.1f}\n")


def information(
    counts: dict[str, Counter[str]], sizes: Counter[str], least: int
) -> dict[str, float]:
    """Return -log2 of the largest share of bearers over the countries."""
    best: dict[str, float] = {}
    for place, counted in counts.items():
        if not place:
            continue
        for word, count in counted.items():
            if count >= least and word:
                share = count / (sizes[place] + SMALL_COUNTRY)
                best[word] = max(best.get(word, 0.0), share)
    return {word: -math.log2(share) for word, share in best.items()}


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a tab-separated file without quoting."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def sample_names(path: Path) -> set[str]:
    """Return the names asked in a frozen sample."""
    with path.open(encoding="utf-8") as file:
        return {json.loads(line)["name"] for line in file}


if __name__ == "__main__":
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("bench", type=Path)
    given = options.parse_args()
    main(given.bench)
