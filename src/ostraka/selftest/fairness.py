"""Whom the false alerts fall on, by how much, and through which evidence.

A false alert is a harm, and the same threshold does not harm all alike.  Groups of
fewer people than `LEAST_SHOWN` are never shown, nor is the origin of any one person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ostraka.index import Index
from ostraka.screen import search
from ostraka.selftest.asking import Answer
from ostraka.selftest.origin import Error, known_origins
from ostraka.selftest.people import Person, has_fact, without
from ostraka.selftest.rates import Rate, null_interval, rate_of, worst_over_median

#: Fewest people of a group that is shown.
LEAST_SHOWN = 50
#: A group of which more of the names told are told wrongly is not shown by itself.
MOST_WRONG = 0.5
#: What is left out of each row to see what a required field would do.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "name alone": ("birth date", "country", "others"),
    "name and birth date": ("country", "others"),
    "name and country": ("birth date", "others"),
    "all the row has": (),
}

Row = dict[str, Any]
Key = Callable[["Alerted"], str | None]


@dataclass(frozen=True, slots=True)
class Alerted:
    """What a person's row is answered.

    Attributes:
        person: Whose row.
        scores: Best score by how much of the row is asked (`FIELDS`); a row is left out
            where it has not the fields.
        bits: Evidence of the best match by feature, with all the row has.
    """

    person: Person
    scores: Mapping[str, float]
    bits: Mapping[str, float]

    @property
    def score(self) -> float:
        """Best score with all the row has."""
        return self.scores["all the row has"]


def ask_people(
    index: Index,
    people: Iterable[Person],
    floor: float,
    progress: Callable[[int], None] | None = None,
) -> list[Alerted]:
    """Ask for each person with all that is known, and with less.

    Args:
        index: The lists.
        people: On no list, as far as is known.
        floor: Least score looked at.
        progress: Called with the number of people done.
    """
    found = []
    for number, person in enumerate(people, start=1):
        found.append(_ask(index, person, floor))
        if progress is not None and number % 100 == 0:
            progress(number)
    return found


def _ask(index: Index, person: Person, floor: float) -> Alerted:
    scores: dict[str, float] = {}
    bits: dict[str, float] = defaultdict(float)
    asked: dict[frozenset[str], float] = {}
    for label, left_out in FIELDS.items():
        needed = {"birth date", "country"} - set(left_out) if left_out else set()
        if not all(has_fact(person.query, fact) for fact in needed):
            continue
        query = without(person.query, left_out)
        key = frozenset(query.facts)
        if key not in asked:
            best = search(index, query, threshold=floor, limit=1)
            asked[key] = best[0].score if best else 0.0
            if not left_out and best:
                for feature in best[0].explanation:
                    bits[feature.feature] += feature.bits
        scores[label] = asked[key]
    return Alerted(person, scores, dict(bits))


def fairness(
    asked: Sequence[Alerted],
    answers: Sequence[Answer],
    *,
    threshold: float,
    thresholds: Sequence[float],
    error: Error,
    seed: int,
) -> dict[str, Any]:
    """Return whom false alerts fall on, and what would change that.

    Args:
        asked: People on no list, as they were answered.
        answers: What came of the changed listed names, for matched recall.
        threshold: Least score of a match.
        thresholds: Those of the curves.
        error: How well origins are told.
        seed: The same on every run.
    """
    shown = _shown(asked, lambda a: a.person.origin, error)

    def origin(a: Alerted) -> str | None:
        return a.person.origin if a.person.origin in shown else None

    by_origin = _rates(asked, origin, threshold)
    return {
        "people": len(asked),
        "alerts": rate_of([a.score >= threshold for a in asked]).to_dict(),
        "least_shown": LEAST_SHOWN,
        "not_shown": sum(origin(a) is None for a in asked),
        "method": _method(error),
        "by_origin": _with_recall(by_origin, answers, threshold),
        "by_origin_and_commonness": _rows(_rates(asked, _pair(origin), threshold)),
        "by_script": _rows(_rates(asked, lambda a: a.person.script, threshold)),
        "by_country": _rows(_rates(asked, lambda a: a.person.country, threshold)),
        "ratio": _ratio(by_origin, seed),
        "evidence": _evidence(asked, origin, threshold),
        "curve": [_at(asked, origin, t) for t in sorted({*thresholds, threshold})],
        "fields": [
            row for label in FIELDS if (row := _fields(asked, label, origin, threshold))
        ],
    }


def _method(error: Error) -> Row:
    return {
        "words": "naive Bayes over runs of three letters, learned from a hand-kept table of common name parts",
        "told": error.told.to_dict(),
        "wrong": error.wrong.to_dict(),
        "wrong_by_origin": {k: rate.to_dict() for k, rate in error.by_origin.items()},
    }


def _shown(asked: Sequence[Alerted], key: Key, error: Error) -> set[str]:
    sizes = Counter(key(a) for a in asked)
    return {
        group
        for group, size in sizes.items()
        if group is not None
        and size >= LEAST_SHOWN
        and error.by_origin.get(group, Rate(0, 0)).value <= MOST_WRONG
    }


def _pair(origin: Key) -> Key:
    def pair(a: Alerted) -> str | None:
        found = origin(a)
        return f"{found}, {a.person.commonness}" if found else None

    return pair


def _rates(asked: Sequence[Alerted], key: Key, threshold: float) -> dict[str, Rate]:
    """Return the share of people with an alert by group; small groups are left out."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for a in asked:
        group = key(a)
        if group is not None:
            groups[group].append(a.score >= threshold)
    return {
        group: rate_of(hits)
        for group, hits in sorted(groups.items())
        if len(hits) >= LEAST_SHOWN
    }


def _rows(rates: Mapping[str, Rate]) -> list[Row]:
    return [{"key": group, **rate.to_dict()} for group, rate in rates.items()]


def _with_recall(
    rates: Mapping[str, Rate], answers: Sequence[Answer], threshold: float
) -> list[Row]:
    """Return the rates, beside each what is found of listed persons of that origin."""
    groups: dict[str, list[bool]] = defaultdict(list)
    origins: dict[str, str | None] = {}
    for answer in answers:
        if answer.tier in {"A", "B"} and answer.family == "person":
            if answer.name not in origins:
                origins[answer.name] = known_origins().tell(answer.name)
            groups[origins[answer.name] or ""].append(answer.is_found(threshold))
    return [
        {**row, "recall": rate_of(groups[row["key"]]).to_dict()} for row in _rows(rates)
    ]


def _ratio(rates: Mapping[str, Rate], seed: int) -> Row:
    found = list(rates.values())
    worst = max(rates, key=lambda g: rates[g].value, default=None)
    null = null_interval(found, seed)
    return {
        "worst": worst,
        "worst_over_median": worst_over_median(found),
        "equal_rates_would_show": list(null) if null else None,
    }


def _evidence(asked: Sequence[Alerted], origin: Key, threshold: float) -> list[Row]:
    """Return for each origin what the evidence of an alert is made of, on average."""
    groups: dict[str, list[Mapping[str, float]]] = defaultdict(list)
    for a in asked:
        group = origin(a)
        if group is not None and a.score >= threshold:
            groups[group].append(a.bits)
    rows = []
    for group, found in sorted(groups.items()):
        features = sorted({feature for bits in found for feature in bits})
        mean = {
            f: round(sum(b.get(f, 0.0) for b in found) / len(found), 2)
            for f in features
        }
        rows.append({"key": group, "alerts": len(found), "bits": mean})
    return rows


def _at(asked: Sequence[Alerted], origin: Key, threshold: float) -> Row:
    """Return the alerts at a threshold, in all and by origin."""
    rates = _rates(asked, origin, threshold)
    return {
        "threshold": threshold,
        **rate_of([a.score >= threshold for a in asked]).to_dict(),
        "by_origin": {group: round(rate.value, 5) for group, rate in rates.items()},
        "worst_over_median": worst_over_median(list(rates.values())),
    }


def _fields(
    asked: Sequence[Alerted], label: str, origin: Key, threshold: float
) -> Row | None:
    """Return the alerts if just these fields were asked of the rows that have them."""
    having = [
        Alerted(a.person, {"all the row has": a.scores[label]}, {})
        for a in asked
        if label in a.scores
    ]
    if len(having) < LEAST_SHOWN:
        return None
    return {"key": label, **_at(having, origin, threshold)}
