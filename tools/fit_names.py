"""Fit the weights of the name model: `src/ostraka/screen/data/name_weights.json`.

    python tools/fit_names.py BENCH CACHE

BENCH is the folder of the labelled data, CACHE a scratch folder for the index and the
figures.  The weights are a logistic regression with a small ridge, persons and bodies
apart, on pairs of names:

* for: official aliases, native-script names and other lists' spellings against the names
  of the same party; of several names the likeliest counts;
* against: people and companies on no list, and parties of the same list that are not the
  one meant, against the listed names that come nearest to them.

Every query of the frozen samples is left out, so that the samples measure what was not
learned.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from ostraka.index import Index, build_index, open_index
from ostraka.record.party import Fact, Party
from ostraka.screen.features import FEATURES, name_figures, place_of
from ostraka.screen.names import (
    NameBlock,
    block,
    block_of,
    pair_words,
)
from ostraka.screen.scan import candidates
from ostraka.screen.weigh import first_count
from ostraka.screen.word_tables import word_table
from ostraka.selftest.changes import letters, others, words
from ostraka.text.bodies import LEGAL_FORMS
from ostraka.text.name import read_name

OUT = Path(__file__).parents[1] / "src/ostraka/screen/data/name_weights.json"
SEED = 20261122
#: Changes that must be seen through, and those that make another party of a name.
CHANGES = (
    words.reorder, words.last_first, words.concat, words.split, words.honorific_add,
    words.middle_drop, letters.char_delete, letters.char_insert, letters.char_substitute,
    letters.char_transpose, letters.char_repeat, words.embedded, words.particle,
    words.middle_add, words.initial_given, letters.two_edits, letters.phonetic,
    words.truncation, words.duplicate,
)  # fmt: skip
OTHER_PARTIES = (others.other_patronymic, others.other_number)
#: Listed names kept for one name that is on no list.
NEAREST = 12
#: Companies on no list, and how many of the nearest listed names of each are counted.
COMPANIES, COUNTED = 5000, 3
#: People of one country or script, so that no country drowns the others.
OF_ONE_PLACE = 260
COUNTRIES = frozenset(
    [
        "US",
        "GB",
        "DE",
        "FR",
        "IT",
        "ES",
        "RU",
        "UA",
        "TR",
        "IN",
        "CN",
        "KR",
        "IR",
        "EG",
        "SA",
        "PK",
        "IQ",
        "SY",
        "MA",
        "DZ",
        "MX",
        "MY",
        "NG",
        "ID",
        "TN",
        "BD",
        "SN",
        "ML",
        "JO",
        "LB",
        "AF",
        "LY",
        "QA",
        "AE",
        "KW",
        "OM",
        "BH",
        "SD",
        "JP",
        "BR",
        "ZA",
        "IL",
        "RS",
    ]
)
#: Ridge, rounds of choosing the likeliest names, and the weight of all that is against.
RIDGE, ROUNDS, AGAINST = 2.0, 8, 4.0
#: Listed names that are changed, and what a pair of each source weighs.
MADE_UP = 1200
SOURCES = {
    "person": {"changed": 0.3, "swapped": 0.2, "namesakes": 0.5, "control": 2.0},
    "body": {"changed": 0.3, "swapped": 0.1, "namesakes": 0.5, "control": 2.0},
}
#: Added to what was fitted: an initial beside a telling surname is to be seen (tier B of
#: the published test design), and too few of those on no list write one to be fitted.
ADDED = {"person": {"initial_rare": 0.55}, "body": {}}
#: Columns of the figures that rules go by (`screen/rules.py`) and no weight.
RULED = [place_of(name) for name in (
    "given", "middle", "slip", "places", "dropped", "added", "initialled", "ways",
    "known_sound", "known_near", "woman", "initial_inside",
)]  # fmt: skip
#: Alerts among people and among companies on no list that are to go together.
ALERTS = {"person": (0.048, 0.01, 0.003), "body": (0.031, 0.009, 0.002)}
#: Countries whose legislators may be listed.
LISTED_LEGISLATORS = {"RU", "BY", "SY", "IR"}
KINDS = {"Individual": "person", "Entity": "body"}
csv.field_size_limit(1 << 24)

Figures = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Bag:
    """The figures of one query against some names: one of them is meant, or none."""

    label: int
    source: str
    figures: Figures
    place: str = ""


def main(bench: Path, cache: Path) -> None:
    """Collect the pairs, fit both kinds, write the weights and say how they fit."""
    cache.mkdir(parents=True, exist_ok=True)
    table, alerts = {}, {}
    for kind in ("person", "body"):
        bags = [
            *bags_for(bench, kind),
            *made_up(bench, kind),
            *bags_against(bench, cache, kind),
        ]
        save(cache / f"{kind}.npz", bags)
        table[kind] = fit(bags, SOURCES[kind], ADDED[kind])
        print(kind, report(bags, table[kind]))
        alerts[kind] = quantiles(bags, table[kind], ALERTS[kind])
    table["body"] = levelled(table["body"], alerts["body"], alerts["person"])
    OUT.write_text(json.dumps(table, indent=1) + "\n", "utf-8")


# ------------------------------------------------------------------ pairs
def bags_for(bench: Path, kind: str) -> Iterator[Bag]:
    """Yield official aliases and native names with the names of the same party."""
    asked = {
        q["name"]
        for name in ("list_alias", "list_native", "crosslist")
        for q in jsonl(bench / f"samples/q_{name}.jsonl")
    }
    for row in rows(bench / "dev/list_alias.tsv.gz"):
        reachable = row["reach"] in {"near", "partial", "reorder"}
        if KINDS.get(row["type"]) == kind and reachable and row["alias"] not in asked:
            yield from one_bag(kind, "alias", row["alias"], [row["primary"]])
    for row in rows(bench / "dev/list_native.tsv.gz"):
        if KINDS.get(row["type"]) == kind and row["native"] not in asked:
            known = row["all_latin"].split("|")
            yield from one_bag(kind, "native", row["native"], known)


def made_up(bench: Path, kind: str) -> Iterator[Bag]:
    """Yield listed names changed as people change them, and as they must not be."""
    chance = random.Random(SEED + 1)  # noqa: S311 - the same on every run
    primary = {row["primary"]: row for row in rows(bench / "dev/list_alias.tsv.gz")
               if KINDS.get(row["type"]) == kind}  # fmt: skip
    names = sorted(primary)
    chance.shuffle(names)
    for name in names[:MADE_UP]:
        for change in chance.sample(CHANGES, 3):
            changed = change(name, chance)
            if changed is not None:
                yield from one_bag(kind, "changed", changed, [name])
        other = others.swap_word(name, chance, names)
        for changed in (other, *(c(name, chance) for c in OTHER_PARTIES)):
            if changed is not None:
                yield from one_bag(kind, "swapped", changed, [name], label=0)


def one_bag(
    kind: str, source: str, asked: str, known: list[str], label: int = 1
) -> Iterator[Bag]:
    """Yield the figures of a name against the names of the party it belongs to."""
    forms = [form for name in known for form in read_name(name, kind)]
    if not forms:
        return
    legal = [LEGAL_FORMS.index(form.legal) for form in forms]
    names = block_of([form.words for form in forms], legal)
    found = [figures_of(kind, form.words, form.legal, names, len(forms))
             for form in read_name(asked, kind)]  # fmt: skip
    if found:
        yield Bag(label, source, np.concatenate(found))


def bags_against(bench: Path, cache: Path, kind: str) -> Iterator[Bag]:
    """Yield people or companies on no list, and other parties of the same list."""
    chance = random.Random(SEED)  # noqa: S311 - the same on every run
    index = index_of(bench / "samples/index_all4.ftm.jsonl", cache / "all4")
    wanted = "person" if kind == "person" else "body"
    names = [*not_listed(bench, kind)]
    chance.shuffle(names)
    most = None if kind == "person" else COMPANIES
    for source, place, name in names[:most]:
        found = nearest(index, kind, wanted, name, None)
        if found is not None:
            yield Bag(0, source, found, place)
    index = index_of(bench / "samples/index_alias.ftm.jsonl", cache / "alias")
    asked = {q["name"] for q in jsonl(bench / "samples/q_list_alias.jsonl")}
    aliases = [
        row
        for row in rows(bench / "dev/list_alias.tsv.gz")
        if KINDS.get(row["type"]) == kind and row["alias"] not in asked
    ]
    chance.shuffle(aliases)
    for row in aliases[:2500]:
        found = nearest(index, kind, wanted, row["alias"], row)
        if found is not None:
            yield Bag(0, "namesakes", found)


def not_listed(bench: Path, kind: str) -> Iterator[tuple[str, str, str]]:
    """Yield people or companies on no list: source, country or script, name."""
    table = "persons" if kind == "person" else "companies"
    sampled = {q["name"] for q in jsonl(bench / f"samples/q_controls_{table}.jsonl")}
    taken: Counter[str] = Counter()
    found = [*rows(bench / f"dev/controls_{table}.tsv.gz")]
    for row in sorted(found, key=lambda row: crc32(row["name"].encode())):
        if row["exact_list_name"] == "1" or row["name"] in sampled:
            continue
        if kind == "person":
            legislator = row["script"] != "Latin" or bool(row["pep_flag"])
            if legislator and row["country"] in LISTED_LEGISLATORS:
                continue
            if row["pep_flag"] == "pep_highrisk":
                continue
            yield from spread(row, taken)
        else:
            yield "control", "", row["name"]


def spread(row: dict[str, str], taken: Counter[str]) -> Iterator[tuple[str, str, str]]:
    """Yield a person unless enough of the same country or script were taken."""
    if row["script"] in {"Arabic", "Cyrillic"}:
        place, source = row["script"], row["script"]
    elif row["script"] == "Latin" and row["country"] in COUNTRIES:
        place, source = row["country"], "control"
    else:
        return
    if taken[place] < OF_ONE_PLACE:
        taken[place] += 1
        yield source, place, row["name"]


def nearest(
    index: Index, kind: str, family: str, name: str, row: dict[str, str] | None
) -> Figures | None:
    """Return the figures of the listed names that come nearest, less the party meant."""
    found = []
    for reading, start, end in index.ranges(family):
        if reading != kind:
            continue
        for form in read_name(name, kind):
            names = candidates(index.columns, form.words, start, end, kind)
            if row is not None:
                names = names[[other(index, int(n), row) for n in names]]
            if len(names):
                known = block(index.columns, names)
                found.append(figures_of(kind, form.words, form.legal, known, NEAREST))
    return np.concatenate(found) if found else None


def other(index: Index, name: int, row: dict[str, str]) -> bool:
    """Tell whether a name belongs to another party of the same list."""
    found = index.entry(int(index.columns.names[name]["party"])).id
    return found.startswith(f"{row['list']}:") and not found.endswith(row["entity_id"])


def figures_of(
    kind: str, words: tuple[str, ...], legal: str, names: NameBlock, most: int
) -> Figures:
    """Return the figures of the names that lead the first count."""
    table = word_table(words, names.words, kind)
    pairs = pair_words(table, names.grid)
    count = first_count(table.bits_of(names.grid), pairs)
    leading = np.argsort(-count, kind="stable")[:most]
    found = name_figures(words, legal, names.rows(leading), table, pairs.rows(leading))
    found[:, RULED] = 0.0
    return found


# ------------------------------------------------------------------ fit
def fit(
    bags: list[Bag], sources: dict[str, float], added: dict[str, float]
) -> dict[str, object]:
    """Fit the weights, choosing the likeliest names of each bag anew in each round."""
    weights = np.zeros(len(FEATURES) + 1)
    start = {"same_bits": 0.5, "variant_bits": 0.5, "sound_bits": 0.4, "near_bits": 0.3,
             "left_asked": -0.2, "left_known": -0.2, "left_both": -0.2}  # fmt: skip
    for place, (name, _, _) in enumerate(FEATURES):
        weights[place] = start.get(name, 0.0)
    for _ in range(ROUNDS):
        rows, labels, share = chosen(bags, weights, sources)
        weights = regress(rows, labels, share, weights)
    bits = weights / np.log(2)
    named = {
        name: round(float(b) + added.get(name, 0.0), 4)
        for (name, _, _), b in zip(FEATURES, bits[:-1], strict=True)
    }
    return {"bias": round(float(bits[-1]), 4), "weights": named}


def chosen(
    bags: list[Bag], weights: npt.NDArray[np.float64], sources: dict[str, float]
) -> tuple[Figures, npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the rows that count: the best of each bag for, the nearest against."""
    rows, labels, weighed = [], [], []
    for bag in bags:
        order = np.argsort(-(bag.figures @ weights[:-1]), kind="stable")
        kept = order[: 1 if bag.label else COUNTED]
        rows.append(bag.figures[kept])
        labels.extend([bag.label] * len(kept))
        weighed.extend([sources.get(bag.source, 1.0)] * len(kept))
    truth, share = np.array(labels, dtype=float), np.array(weighed)
    total = (share * truth).sum()
    against = AGAINST * total / (share * (1 - truth)).sum()
    return np.concatenate(rows), truth, share * np.where(truth > 0, 1.0, against)


def regress(
    rows: Figures,
    labels: npt.NDArray[np.float64],
    share: npt.NDArray[np.float64],
    weights: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """Fit a logistic regression with a ridge by Newton's method."""
    scale = np.append(np.maximum(rows.std(axis=0), 1e-3), 1.0)
    design = np.hstack([rows, np.ones((len(rows), 1))]) / scale
    found = weights * scale
    ridge = np.append(np.full(rows.shape[1], RIDGE), 1e-6)
    loss = cost(design, labels, share, ridge, found)
    for _ in range(40):
        chance = 1 / (1 + np.exp(-np.clip(design @ found, -50, 50)))
        slope = design.T @ (share * (labels - chance)) - ridge * found
        bend = (design * (share * chance * (1 - chance))[:, None]).T @ design
        step = np.linalg.solve(bend + np.diag(ridge), slope)
        length = 1.0
        while (now := cost(design, labels, share, ridge, found + length * step)) > loss:
            length /= 2
            if length < 1e-6:
                break
        found, gained, loss = found + length * step, loss - now, now
        if gained < 1e-7 * loss:
            break
    result: npt.NDArray[np.float64] = found / scale
    return result


def cost(
    design: npt.NDArray[np.float64],
    labels: npt.NDArray[np.float64],
    share: npt.NDArray[np.float64],
    ridge: npt.NDArray[np.float64],
    weights: npt.NDArray[np.float64],
) -> float:
    """Return the weighted log loss with the ridge."""
    signed = np.where(labels > 0, -1, 1) * (design @ weights)
    return float(share @ np.logaddexp(0, signed) + 0.5 * ridge @ weights**2)


def quantiles(
    bags: list[Bag], table: dict[str, object], alerts: tuple[float, ...]
) -> npt.NDArray[np.float64]:
    """Return the bits that so many of those on no list reach."""
    weights = np.array([table["weights"][name] for name, _, _ in FEATURES])  # type: ignore[index]
    best = [float((b.figures @ weights).max()) for b in bags if b.source == "control"]
    found = np.quantile(best, [1 - share for share in alerts])
    return np.asarray(found + table["bias"])


def levelled(
    table: dict[str, object],
    own: npt.NDArray[np.float64],
    wanted: npt.NDArray[np.float64],
) -> dict[str, object]:
    """Stretch a model so that its false alerts come at the bits of the other's."""
    slope, shift = np.polyfit(own, wanted, 1)
    print("stretched by", slope, "and", shift)
    weights: dict[str, float] = table["weights"]  # type: ignore[assignment]
    return {
        "bias": round(float(table["bias"] * slope + shift), 4),  # type: ignore[operator]
        "weights": {name: round(w * slope, 4) for name, w in weights.items()},
    }


def report(bags: list[Bag], table: dict[str, object]) -> str:
    """Say at which share of alerts which share of each source is found."""
    weights = np.array([table["weights"][name] for name, _, _ in FEATURES])  # type: ignore[index]
    best = defaultdict(list)
    for bag in bags:
        best[bag.label, bag.source].append(float((bag.figures @ weights).max()))
    against = np.array(best[0, "control"])
    said = []
    for alerts in (0.048, 0.01, 0.003):
        limit = np.quantile(against, 1 - alerts)
        found = {s: round(float(np.mean(np.array(v) >= limit)), 3)
                 for (_, s), v in best.items()}  # fmt: skip
        said.append(f"\n  at {alerts}: limit {limit + table['bias']:.2f} {found}")  # type: ignore[operator]
    return "".join(said)


# ------------------------------------------------------------------ files
def index_of(path: Path, folder: Path) -> Index:
    """Build and open the index of a sample."""
    build_index(map(party, jsonl(path)), folder, manifest={})
    return open_index(folder)


def party(entity: dict[str, object]) -> Party:
    """Return an entity of a sample as the index takes it."""
    properties: dict[str, list[str]] = entity["properties"]  # type: ignore[assignment]
    facts = {p: tuple(Fact(v, "bench") for v in vs) for p, vs in properties.items()}
    name, schema = str(entity["id"]), str(entity["schema"])
    return Party(name, schema, name, ("bench",), (), facts, ())


def save(path: Path, bags: list[Bag]) -> None:
    """Keep the figures for a closer look."""
    sizes = np.array([len(bag.figures) for bag in bags])
    np.savez(
        path,
        figures=np.concatenate([bag.figures for bag in bags]),
        sizes=sizes,
        labels=np.array([bag.label for bag in bags]),
        sources=np.array([bag.source for bag in bags]),
        places=np.array([bag.place for bag in bags]),
    )


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a tab-separated file without quoting."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def jsonl(path: Path) -> Iterable[dict[str, object]]:
    """Yield the objects of a file of JSON lines."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


if __name__ == "__main__":
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("bench", type=Path)
    options.add_argument("cache", type=Path)
    given = options.parse_args()
    main(given.bench, given.cache)
