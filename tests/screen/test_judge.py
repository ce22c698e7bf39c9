"""The twin leaves behind early only names that could not have been handed back."""

import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ostraka.index import build_index, open_index
from ostraka.record.party import Fact, Party
from ostraka.screen import scan
from ostraka.screen.judge import judge_best, judge_names
from ostraka.screen.names import (
    block_of,
)
from ostraka.screen.scan import candidates, candidates_in
from ostraka.text.name import NameForm

SYLLABLES = (
    "mo",
    "ha",
    "mm",
    "ad",
    "ali",
    "ib",
    "ra",
    "him",
    "kh",
    "ov",
    "y",
    "e",
    "7",
)
WORD = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4).map("".join)
KNOWN = st.sampled_from(
    (
        "mohammad",
        "muhammed",
        "hasan",
        "hossein",
        "bank",
        "islamic",
        "ruzbeh",
        "tarasyuk",
    )
)
WORDS = st.lists(WORD | KNOWN, min_size=1, max_size=5)


@settings(max_examples=200, deadline=None)
@given(
    asked=WORDS,
    known=st.lists(WORDS, min_size=1, max_size=8),
    kind=st.sampled_from(("person", "body")),
    least=st.sampled_from((-11.0, -5.0, 0.0, 1.0, 1.9)),
)
def test_a_floor_takes_away_nothing_that_reaches_it(asked, known, kind, least):
    """All bounds at once: with a floor the same names come back as without, above it."""
    block = block_of([*known, asked, asked[::-1], asked[1:] or asked])
    every = judge_names(asked, "", block, kind, least=-math.inf)
    found = judge_names(asked, "", block, kind, least=least)
    reach = every.bits >= least
    assert found.rows.tolist() == every.rows[reach].tolist()
    assert found.bits == pytest.approx(every.bits[reach], abs=1.1e-6)


@settings(max_examples=60, deadline=None)
@given(
    asked=st.lists(WORDS, min_size=1, max_size=4),
    known=st.lists(WORDS, min_size=1, max_size=6),
    kind=st.sampled_from(("person", "body")),
)
def test_several_names_are_judged_together_as_one_by_one(asked, known, kind):
    block = block_of([*known, asked[0]])
    least = np.full(len(block.grid), -5.0)
    expected = np.full(len(block.grid), -math.inf)
    for words in asked:
        found = judge_names(words, "", block, kind, least=least)
        expected[found.rows] = np.maximum(expected[found.rows], found.bits)
    forms = [NameForm(" ".join(words), tuple(words), "") for words in asked]
    assert judge_best(forms, block, kind, least) == pytest.approx(expected)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    chance = random.Random(6)  # noqa: S311 - the same on every run
    names = (
        " ".join("".join(chance.choices(SYLLABLES, k=3)) for _ in range(3))
        for _ in range(3000)
    )
    parties = (
        Party(
            f"p{number}",
            ("Person", "Company", "LegalEntity")[number % 3],
            name,
            ("l",),
            (),
            {"name": (Fact(name, "l"),)},
            (),
        )
        for number, name in enumerate(names)
    )
    folder = tmp_path_factory.mktemp("judge") / "index"
    build_index(parties, folder, manifest={})
    return open_index(folder)


@pytest.mark.parametrize("asked", [("moham", "alikh"), ("ibrahim",), ("ovy", "kh7")])
def test_stretches_are_scanned_at_once_as_one_by_one(index, asked, monkeypatch):
    ranges = tuple((start, end) for _, start, end in index.ranges(None))
    alone = [candidates(index.columns, asked, *one, "body", most=90) for one in ranges]
    expected = np.concatenate(alone).tolist()
    assert len(expected) > 20
    assert (
        candidates_in(index.columns, asked, ranges, "body", most=90).tolist()
        == expected
    )
    monkeypatch.setattr(scan, "_LANES", 3)
    assert (
        candidates_in(index.columns, asked, ranges, "body", most=90).tolist()
        == expected
    )
