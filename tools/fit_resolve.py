"""Fit the weights of the resolver: `src/ostraka/resolve/data/weights.json`.

    python tools/fit_resolve.py BENCH HOME

BENCH is the folder of the labelled data, HOME a home folder with the lists loaded.  The
weights are a logistic regression with a small ridge, persons and bodies apart, on pairs
of records:

* judged by analysts (`entity_pairs`), three times as heavy as the others;
* of two lists, by numbers that lists state: for if they are the same, against if both
  have one of a scheme and the two differ.  Of the United Nations' numbers only those of
  `crosslist` are used, so that others measure what was not learned;
* of two lists, by identity numbers: for if they are the same, against if another record
  of the list has it.  The figures of numbers are put out for these.

The consolidated screening list copies OFAC's, so the pairs of the two teach nothing and
are left out.  Pairs of one list are left out: their bits are given, not fitted.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ostraka.faces.session import Ostraka, Scope
from ostraka.resolve.figures import FIGURES, figures_of
from ostraka.resolve.listed import Listed
from ostraka.resolve.name_table import NameTable
from ostraka.resolve.names import Floats, Numbers, compare_names
from ostraka.resolve.queue import Queue
from ostraka.resolve.resolving import Sources, read_lists
from ostraka.resolve.weighing import candidates
from ostraka.resolve.weights import GIVEN, is_sure

OUT = Path(__file__).parents[1] / "src/ostraka/resolve/data/weights.json"
RIDGE, ROUNDS = 1.0, 40
#: Parts the analysts' pairs are cut into to measure on what was not fitted to.
FOLDS = 5
#: How much heavier an analyst's judgement is.
ANALYST = 3.0
#: Bits two names must share for the same identity number to label a pair.
LEAST_SHARED = 6
COPIES = "us_csl"
FOR, AGAINST, UNKNOWN = 1, 0, -1
_PLACE = {name: place for place, (name, _, _) in enumerate(FIGURES)}
_LISTS = [place for name, place in _PLACE.items() if name.startswith("same_list")]
_NUMBERS = [place for name, place in _PLACE.items() if name.startswith("number")]
_AT_A_TIME = 50_000
#: Figures of values that differ: they may not speak for; those that agree not against.
_AGAINST = frozenset(
    name
    for name in _PLACE
    if name.endswith(
        (
            "differs",
            "near",
            "apart",
            "far",
            "other_day",
            "left_less",
            "left_more",
            "legal_other",
        )
    )
)
_EITHER = frozenset({"one_word", "one_word_exact", "exact_told", "main_shared"})

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sample:
    """Labelled pairs.

    Attributes:
        figures: One row for each pair.
        labels: `FOR` or `AGAINST`.
        weight: How heavy each counts.
        persons: Whether both are persons.
    """

    figures: Floats
    labels: npt.NDArray[np.int_]
    weight: Floats
    persons: Flags

    def rows(self, chosen: Flags) -> Sample:
        """Return some of the pairs."""
        return Sample(*(getattr(self, name)[chosen] for name in Sample.__slots__))


def main(bench: Path, home: Path) -> None:
    """Fit, report and write."""
    judged, labelled = analysts(bench / "dev"), lists(bench / "dev", home)
    print(held_out(judged, labelled))
    sample = together(judged, labelled)
    table: dict[str, object] = {}
    for reading, rows in (("person", sample.persons), ("body", ~sample.persons)):
        weights, bias = fit(
            sample.figures[rows], sample.labels[rows], sample.weight[rows]
        )
        named = {
            name: round(float(b), 3)
            for (name, _, _), b in zip(FIGURES, weights, strict=True)
            if b
        }
        table[reading] = {"bias": round(bias, 3), "weights": named}
        bits = sample.figures[rows] @ weights + bias
        print(report(reading, bits, sample.labels[rows]))
    OUT.write_text(json.dumps(table, indent=1) + "\n", "utf-8")


def analysts(dev: Path) -> Sample:
    """Return the pairs that analysts judged."""
    with gzip.open(dev / "entity_pairs.jsonl.gz", "rt", encoding="utf-8") as file:
        pairs = [json.loads(line) for line in file]
    records = [Listed.from_entity(p[side]) for p in pairs for side in ("left", "right")]
    left = np.arange(0, len(records), 2)
    figures, persons = compared(records, left, left + 1)
    labels = np.array([int(pair["label"]) for pair in pairs])
    return Sample(figures, labels, np.full(len(pairs), ANALYST), persons)


def together(*parts: Sample, rows: Flags | None = None) -> Sample:
    """Return samples as one; of the first only some rows, if they are named."""
    first = parts[0] if rows is None else parts[0].rows(rows)
    return Sample(
        *(
            np.concatenate([getattr(part, name) for part in (first, *parts[1:])])
            for name in Sample.__slots__
        )
    )


def held_out(judged: Sample, labelled: Sample) -> str:
    """Say how well weights do on the analysts' pairs they were not fitted to."""
    fold = np.random.default_rng(0).integers(0, FOLDS, len(judged.labels))
    bits = np.zeros(len(judged.labels))
    given = {_PLACE[name]: worth for name, worth in GIVEN.items()}
    for number in range(FOLDS):
        sample = together(judged, labelled, rows=fold != number)
        for person in (True, False):
            of_kind, asked = (
                sample.persons == person,
                (fold == number) & (judged.persons == person),
            )
            weights, bias = fit(
                sample.figures[of_kind], sample.labels[of_kind], sample.weight[of_kind]
            )
            weights = weights.copy()
            weights[list(given)] = list(given.values())
            bits[asked] = judged.figures[asked] @ weights + bias
    sure = is_sure(judged.figures, bits, judged.persons)
    same = judged.labels == FOR
    least = np.quantile(bits[same], 0.05)
    lines = [f"analysts' pairs, held out in {FOLDS} folds:"]
    for name, taken in (("without asking", sure), ("at recall 0.95", bits >= least)):
        lines.append(
            f"  {name}: precision {same[taken].mean():.4f}, recall {taken[same].mean():.4f}, negatives right {(~taken)[~same].mean():.4f}"
        )
    return "\n".join(lines)


def lists(dev: Path, home: Path) -> Sample:
    """Return the pairs of two lists that numbers label."""
    session = Ostraka(home, now=lambda: datetime(2026, 11, 22, tzinfo=UTC))
    sources = Sources(
        session.store, session.versions_in_force(Scope()), session.index(),
        session.judgements, Queue(home),
    )  # fmt: skip
    read = read_lists(sources)
    kept = read.listed(range(len(sources.index)))
    records = kept[:]
    pairs = candidates(kept, NameTable.of(records))
    stated: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for number, holders in read.stated.items():
        for holder in holders:
            stated[holder][number.scheme].add(number.value)
    known = {row["un_ref"] for row in rows(dev / "crosslist.tsv")}
    lists_of = [next(iter(record.datasets)) for record in records]
    across = np.array(
        [
            lists_of[a] != lists_of[b] and COPIES not in {lists_of[a], lists_of[b]}
            for a, b in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
        ]
    )
    left, right = pairs.left[across], pairs.right[across]
    names = compare_names(NameTable.of(records), left, right)
    left, right = left[names.promising], right[names.promising]
    figures, persons = compared(records, left, right)
    labels = np.array(
        [
            by_stated(stated[a], stated[b], known)
            for a, b in zip(left.tolist(), right.tolist(), strict=True)
        ]
    )
    by_number = by_identity(figures, labels, left, right, lists_of)
    labels = np.where(labels == UNKNOWN, by_number, labels)
    figures[np.ix_((by_number != UNKNOWN), _NUMBERS)] = 0
    kept = labels != UNKNOWN
    return Sample(figures[kept], labels[kept], np.ones(kept.sum()), persons[kept])


def by_stated(
    one: dict[str, set[str]], other: dict[str, set[str]], known: set[str]
) -> int:
    """Label a pair by the numbers that lists state for its records."""
    schemes = (one.keys() & other.keys()) - {"ofac"}
    for side in (one, other):
        if "un" in side and side["un"].isdisjoint(known):
            return UNKNOWN
    agree = {bool(one[scheme] & other[scheme]) for scheme in schemes}
    return UNKNOWN if len(agree) != 1 else FOR if agree.pop() else AGAINST


def by_identity(
    figures: Floats,
    labels: npt.NDArray[np.int_],
    left: Numbers,
    right: Numbers,
    lists_of: list[str],
) -> npt.NDArray[np.int_]:
    """Label pairs by identity numbers: the same, or another record of the list has it."""
    found = np.full(len(labels), UNKNOWN)
    same = (figures[:, _PLACE["number_same"]] > 0) & (
        figures[:, _PLACE["shared"]] >= LEAST_SHARED
    )
    partners: dict[tuple[int, str], set[int]] = defaultdict(set)
    for one, other in zip(left[same].tolist(), right[same].tolist(), strict=True):
        partners[one, lists_of[other]].add(other)
        partners[other, lists_of[one]].add(one)
    found[same & (labels == UNKNOWN)] = FOR
    names_differ = figures[:, _PLACE["main_exact"]] == 0
    for row in np.flatnonzero((labels == UNKNOWN) & ~same & names_differ).tolist():
        one, other = int(left[row]), int(right[row])
        for record, another in ((one, other), (other, one)):
            having = partners.get((record, lists_of[another]), set())
            if having and another not in having:
                found[row] = AGAINST
    return found


def compared(
    records: list[Listed], left: Numbers, right: Numbers
) -> tuple[Floats, Flags]:
    """Return the figures of pairs, and which are of two persons."""
    table = NameTable.of(records)
    parts = []
    for start in range(0, len(left), _AT_A_TIME):
        one, other = left[start : start + _AT_A_TIME], right[start : start + _AT_A_TIME]
        names = compare_names(table, one, other)
        parts.append(figures_of(records, one, other, names))
    person = np.array([record.reading == "person" for record in records])
    return np.concatenate(parts), person[left] & person[right]


def fit(
    figures: Floats, labels: npt.NDArray[np.int_], weight: Floats
) -> tuple[Floats, float]:
    """Fit, leaving out what would speak against where values agree, and the reverse."""
    figures = figures.copy()
    figures[:, _LISTS] = 0  # given, and not fitted
    sign = np.array(
        [0 if name in _EITHER else -1 if name in _AGAINST else 1 for name in _PLACE]
    )
    while True:
        weights, bias = regress(figures, labels, weight)
        wrong = weights * sign < 0
        if not wrong.any():
            return weights, bias
        figures = np.where(wrong, 0, figures)


def regress(
    figures: Floats, labels: npt.NDArray[np.int_], weight: Floats
) -> tuple[Floats, float]:
    """Fit a logistic regression with a ridge by Newton's method; weights in bits."""
    scale = figures.std(axis=0) + 1e-9
    design = np.column_stack([figures / scale, np.ones(len(figures))])
    ridge = np.append(np.full(figures.shape[1], RIDGE), 1e-6)
    found = np.zeros(design.shape[1])
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(design @ found, -35, 35)))
        slope = design.T @ (weight * (labels - chance)) - ridge * found
        bend = (design * (weight * chance * (1 - chance))[:, None]).T @ design
        step = np.linalg.solve(bend + np.diag(ridge), slope)
        found += step
        if np.abs(step).max() < 1e-6:
            break
    bits = found / np.log(2)
    return np.where(figures.any(axis=0), bits[:-1] / scale, 0), float(bits[-1])


def report(reading: str, bits: Floats, labels: npt.NDArray[np.int_]) -> str:
    """Say how well the fit tells the pairs apart."""
    lines = [
        f"{reading}: {(labels == FOR).sum()} for, {(labels == AGAINST).sum()} against"
    ]
    for least in (-2, 0, 2, 3, 4, 6):
        reached = bits >= least
        lines.append(
            f"  {least:>3} bits: {reached[labels == FOR].mean():.4f} of those for, {reached[labels == AGAINST].sum()} against"
        )
    return "\n".join(lines)


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a table with tabs."""
    with path.open(encoding="utf-8") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


if __name__ == "__main__":
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("bench", type=Path)
    options.add_argument("home", type=Path)
    given = options.parse_args()
    main(given.bench, given.home)
