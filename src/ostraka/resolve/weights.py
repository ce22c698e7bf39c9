"""From the figures of two records to evidence, in bits, and to its reasons in words."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from ostraka.resolve.figures import FIGURES
from ostraka.resolve.names import NAME_FIGURES, Floats
from ostraka.screen.match import Feature
from ostraka.screen.weights import WEIGHTS

#: Names the way records are compared; another one compares all anew.
ALGORITHM = "ostraka-resolve-2"
#: Evidence from which two records are one party without anybody being asked, from which
#: a person is asked, and from which on the other side two records contradict each other.
#: Measured by `bench/resolve.py`.
SURE, ASKED, CONTRADICTS = 2.0, -2.0, -4.0
#: What is not fitted, in bits, and why.
GIVEN = {
    # Numbers are what the fit is labelled by, so it cannot weigh them itself.
    "number_same": 8.0,
    "number_same_other_kind": 5.0,
    "number_differs": -0.5,
    "number_differs_for_life": -8.0,
    # One list has both: it tells them apart, unless it lists a party for each act.
    "same_list": -10.0,
    "same_list_other_day": -3.0,
    "same_list_other_program": -1.0,
    # Makes sure pairs asked, and weighs nothing.
    "main_place_differs": 0.0,
}
#: What the words left over on both sides tell, in bits, from which they contradict.
LEFT_ON_BOTH = 6.0
#: What a person's name must tell, in bits, to be enough where nothing else agrees.
NAME_ALONE = 12.0
#: Records among which the weights were fitted; among more there are more namesakes.
FITTED_AMONG = 65_000
_AGREEING = (
    "date_day_same", "date_day_swapped", "date_month_same", "date_year_same",
    "country_same", "number_same", "number_same_other_kind", "address_same",
    "place_same", "text_same", "regime_same",
)  # fmt: skip
#: Further names that are the same from which the main name need not be.
SEVERAL = 3
#: Figures that tell two records of one list apart, where there are any.
_DIFFERENCES = (
    "country_differs", "number_differs", "number_differs_for_life", "legal_other",
    "gender_differs", "place_differs", "founded_differs",
    "date_year_same_other_day", "date_year_near", "date_year_apart", "date_year_far",
)  # fmt: skip
_NAMES = len(NAME_FIGURES)
#: Evidence less than this is not worth a word.
_WORTH_SAYING = 0.3


_PLACE = {name: place for place, (name, _, _) in enumerate(FIGURES)}
_BY_ACT = [_PLACE["same_list_other_day"], _PLACE["same_list_other_program"]]


Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Weights:
    """The bits of each figure, and what stands before any: of persons or of bodies."""

    bits: Floats
    bias: float


@cache
def weights_of(reading: str) -> Weights:
    """Return the weights for persons or for bodies."""
    text = files("ostraka.resolve").joinpath("data/weights.json").read_text("utf-8")
    table = json.loads(text)[reading]
    fitted = {**table["weights"], **GIVEN}
    bits = np.array([fitted.get(name, 0.0) for name, _, _ in FIGURES])
    return Weights(bits, float(table["bias"]))


def bits_of(figures: Floats, persons: Flags, among: int = FITTED_AMONG) -> Floats:
    """Return the evidence that the records of each pair are one party.

    Args:
        figures: As `figures_of` returns them.
        persons: Whether both records of a pair are persons.
        among: Number of records there are: each doubling takes a bit.
    """
    found = np.empty(len(figures))
    for reading, rows in (("person", persons), ("body", ~persons)):
        weights = weights_of(reading)
        found[rows] = figures[rows] @ weights.bits + weights.bias
    crowd = math.log2(max(among / FITTED_AMONG, 1.0))
    rounded: Floats = np.round(found - crowd, 4)
    return rounded


def on_one_list(figures: Floats) -> Flags:
    """Tell which pairs one list has both records of."""
    found: Flags = np.any(figures[:, [_PLACE["same_list"], *_BY_ACT]] > 0, axis=1)
    return found


def contradicting(figures: Floats, bits: Floats) -> Flags:
    """Tell which pairs cannot be one party: values differ, or words of both names.

    A name that merely lacks words of the other contradicts nothing.
    """
    differ = np.any(figures[:, [_PLACE[name] for name in _DIFFERENCES]] > 0, axis=1)
    words = _column(figures, "left_less") >= LEFT_ON_BOTH
    found: Flags = (bits <= CONTRADICTS) & (differ | words)
    return found


def nothing_differs(figures: Floats) -> Flags:
    """Tell of which pairs the main name or several are the same and no value differs."""
    differing = sum(_column(figures, name) for name in _DIFFERENCES)
    several = _column(figures, "more_exact") >= np.log1p(SEVERAL)
    found: Flags = (differing == 0) & (several | (_column(figures, "main_exact") > 0))
    return found


def listed_twice(figures: Floats, bits: Floats, persons: Flags) -> Flags:
    """Tell which pairs are one party that one list has twice, by two acts.

    Lists enter a party once for each legal basis, and again when an act renews it.
    Namesakes are common, so persons must be born on the same stated day.
    """
    born = _column(figures, "date_day_same") > 0
    found: Flags = (
        np.any(figures[:, _BY_ACT] > 0, axis=1)
        & nothing_differs(figures)
        & (born | ~persons)
        & (bits >= SURE)
    )
    return found


def is_sure(figures: Floats, bits: Floats, persons: Flags) -> Flags:
    """Tell which pairs are one party without anybody being asked."""
    twice = listed_twice(figures, bits, persons)
    agreeing = np.any(figures[:, [_PLACE[name] for name in _AGREEING]] > 0, axis=1)
    telling = _column(figures, "shared") >= NAME_ALONE
    found: Flags = (
        (bits >= SURE)
        & (twice | ~on_one_list(figures))
        & (agreeing | np.where(persons, telling, ~_branch(figures)))
    )
    return found


def _branch(figures: Floats) -> Flags:
    """Tell of which pairs one may be the other's branch: a place stands in its main name.

    A bank and its subsidiary in Kiev both have "VTB Bank" among their names.
    """
    found: Flags = (_column(figures, "main_place_differs") > 0) & (
        _column(figures, "more_exact") == 0
    )
    return found


def _column(figures: Floats, name: str) -> Floats:
    found: Floats = figures[:, _PLACE[name]]
    return found


def explain(
    figures: Floats, names: tuple[str, str] | None, *, persons: bool
) -> tuple[Feature, ...]:
    """Return the evidence on one pair, the names first.

    Args:
        figures: The figures of the pair.
        names: The names that agree best, as printed; None if either has none.
        persons: Whether both are persons.
    """
    weights = weights_of("person" if persons else "body")
    told = figures * weights.bits
    asked, known = names or (None, None)
    bits = float(told[:_NAMES].sum()) + weights.bias
    found = [Feature("name", asked, known, None, None, bits, "")]
    for (name, _, meaning), bits in zip(
        FIGURES[_NAMES:], told[_NAMES:].tolist(), strict=True
    ):
        if abs(bits) >= _WORTH_SAYING:
            rule = WEIGHTS.get(name.removeprefix("date_"))
            words = meaning if rule is None else rule.detail
            found.append(Feature(name, None, None, None, None, bits, words))
    return tuple(found)


def in_words(explanation: Sequence[Feature]) -> str:
    """Return an explanation in one line."""
    names = explanation[0]
    said = [f"“{names.query}” ~ “{names.candidate}” {names.bits:+.1f}"]
    said += [f"{f.feature.replace('_', ' ')} {f.bits:+.1f}" for f in explanation[1:]]
    return f"{sum(f.bits for f in explanation):+.1f} bits: " + "; ".join(said)
