"""However common a name is and however many have it, few pairs are compared."""

import numpy as np
import pytest

from ostraka.resolve import blocking
from ostraka.resolve.blocking import MOST_IN_BLOCK, pairs_in_blocks
from ostraka.resolve.listed import Listed
from ostraka.resolve.name_table import NameTable
from ostraka.resolve.records import Records
from ostraka.resolve.weighing import Candidates, candidates


def namesakes(count: int, *, born: bool = True) -> Records:
    """Return so many people of one name, two born on each day."""
    return Records(
        Listed.from_entity(
            {
                "id": f"p{n}",
                "schema": "Person",
                "properties": {
                    "name": ["Mohammad Ali"],
                    "birthDate": [f"{1940 + n // 24 % 60}-{n // 2 % 12 + 1:02}-03"]
                    if born
                    else [],
                },
            }
        )
        for n in range(count)
    )


def pairs_of(records: Records) -> Candidates:
    return candidates(records, NameTable.of(records))


def test_namesakes_are_all_compared_while_they_are_few() -> None:
    count = MOST_IN_BLOCK
    assert len(pairs_of(namesakes(count)).left) == count * (count - 1) // 2


def test_more_namesakes_are_compared_with_who_was_born_on_the_same_day() -> None:
    count = MOST_IN_BLOCK + 100
    pairs = pairs_of(namesakes(count))
    assert list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)) == [
        (n, n + 1) for n in range(0, count, 2)
    ]


def test_of_more_namesakes_without_a_day_none_are_compared() -> None:
    assert len(pairs_of(namesakes(MOST_IN_BLOCK + 1, born=False)).left) == 0


def test_pairs_do_not_depend_on_how_many_names_fit_into_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    records = namesakes(300)
    whole = pairs_of(records)
    monkeypatch.setattr(blocking, "NAMES_AT_A_TIME", 40)
    parted = pairs_of(records)
    assert np.array_equal(whole.left, parted.left)
    assert np.array_equal(whole.right, parted.right)


def test_no_keys_are_no_pairs() -> None:
    left, right = pairs_in_blocks(np.zeros(0, np.uint64), np.zeros(0, np.intp))
    assert (len(left), len(right)) == (0, 0)
