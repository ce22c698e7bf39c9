"""A self-test from beginning to end: what is asked, and the results as one document."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ostraka.index import Index
from ostraka.screen import ALGORITHM, DEFAULT_THRESHOLD, Query
from ostraka.selftest.asking import ask
from ostraka.selftest.cases import draw_parties, make_cases
from ostraka.selftest.decided import Decided, decided_curve
from ostraka.selftest.fairness import ask_people, fairness
from ostraka.selftest.origin import measure_error
from ostraka.selftest.people import made_people, people_of
from ostraka.selftest.summary import (
    THRESHOLDS,
    controls,
    curve,
    floor_of,
    just_below,
    missed,
    recall,
    wrong_first,
)

#: Shape of the document; raised when a key changes its meaning.
FORMAT = 1
#: Parties and people asked for unless the user says otherwise: three minutes.
SAMPLE, PEOPLE = 1_000, 5_000
SEED = 20_261_122


@dataclass(frozen=True, slots=True)
class Plan:
    """What a self-test does.

    Attributes:
        threshold: Least score of a match.
        sample: Listed parties whose names are changed.
        people: People asked for to count false alerts.
        seed: The same parties, changes and people on every run.
    """

    threshold: float = DEFAULT_THRESHOLD
    sample: int = SAMPLE
    people: int = PEOPLE
    seed: int = SEED


@dataclass(frozen=True, slots=True)
class Given:
    """What the user brings.

    Attributes:
        customers: Rows of a customer file; people are made if None.
        source: The file's name and digest, or what was made, in words.
        decided: Alerts that were decided in the past.
        listed: Ids of customers who were decided to be a listed party.
        about: What the run rests on: version of the program, lists, day, moment.
    """

    customers: Iterable[Query] | None = None
    source: str = "people that do not exist, made of common name parts"
    decided: Sequence[Decided] = ()
    listed: Collection[str] = ()
    about: Mapping[str, Any] = field(default_factory=dict)


def run_selftest(
    index: Index,
    plan: Plan,
    given: Given,
    progress: Callable[[str, int], None] = lambda _what, _done: None,
) -> dict[str, Any]:
    """Test a set-up and return the results.

    The same index, plan and file give the same results, whatever the moment.

    Args:
        index: The lists.
        plan: What is done.
        given: What the user brings.
        progress: Called with what is done and how many.
    """
    floor = floor_of(plan.threshold)
    parties = draw_parties(index, plan.sample, plan.seed)
    cases = make_cases(index, parties, plan.seed)
    answers = list(ask(index, cases, floor, lambda n: progress("names", n)))
    if given.customers is None:
        people = list(made_people(plan.people, plan.seed))
    else:
        people = people_of(given.customers, plan.people, plan.seed, given.listed)
    asked = ask_people(index, people, floor, lambda n: progress("people", n))
    threshold, seed = plan.threshold, plan.seed
    return {
        "kind": "selftest",
        "format": FORMAT,
        **given.about,
        "algorithm": ALGORITHM,
        "threshold": threshold,
        "seed": seed,
        "sample": {
            "parties": {name: len(numbers) for name, numbers in parties.items()},
            "listed": len(index),
            "names": len(answers),
            "people": len(people),
            "source": given.source,
        },
        "controls": controls(answers, threshold),
        "recall": recall(answers, threshold),
        "wrong_first": wrong_first(answers, threshold, seed),
        "just_below": just_below(answers, threshold, seed),
        "missed": missed(answers, threshold),
        "curve": curve(answers, threshold),
        "fairness": fairness(
            asked,
            answers,
            threshold=threshold,
            thresholds=THRESHOLDS,
            error=measure_error(seed),
            seed=seed,
        ),
        "decided": decided_curve(given.decided, threshold),
    }
