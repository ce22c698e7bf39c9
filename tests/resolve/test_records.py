"""Records kept in a file come back as they were, and pairs are found among many."""

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ostraka.record.canonical import Answer, Judgement
from ostraka.record.judgements import Judgements
from ostraka.resolve.listed import Listed
from ostraka.resolve.pairs import Pairs
from ostraka.resolve.records import MOST_READ, Records

QODS = {
    "id": "eu-fsf-eu-2345-1",
    "schema": "Organization",
    "caption": "Qods Force",
    "datasets": ["eu_fsf"],
    "properties": {
        "name": ["Qods Force", "نیروی قدس"],
        "country": ["ir"],
        "notes": ["Responsible for operations outside Iran"],
        "program": ["IRN"],
    },
}
NUMBER = st.integers(min_value=0, max_value=2**31 - 1)


def test_a_record_is_read_back_as_it_was_written() -> None:
    qods = Listed.from_entity(QODS)
    other = Listed.from_entity(QODS | {"datasets": ["ch_seco"]})
    records = Records(iter([qods, other]))
    assert list(records) == [qods, other]
    assert records[-2:] == [qods, other]
    assert records.with_id(qods.id) == (0, 1)
    assert records.with_id("nobody") == ()
    assert records.ids == [qods.id, qods.id]
    assert records.datasets == [frozenset({"eu_fsf"}), frozenset({"ch_seco"})]


def test_no_records_are_no_records() -> None:
    assert list(Records([])) == []


def test_what_was_read_is_held_up_to_a_bound() -> None:
    records = Records([Listed.from_entity(QODS)] * 3)
    for _ in range(2):
        found = records.some(np.array([0, 2]), np.array([2]))
        assert found == {0: records[0], 2: records[2]}
    assert MOST_READ >= 2


@given(st.sets(st.tuples(NUMBER, NUMBER)), st.sets(st.tuples(NUMBER, NUMBER)))
def test_pairs_are_a_set_of_pairs(
    some: set[tuple[int, int]], more: set[tuple[int, int]]
) -> None:
    none = np.zeros(0, np.intp)
    pairs = Pairs(none, none).and_also(some)
    assert list(pairs) == sorted(some)
    assert list(pairs.and_also(more)) == sorted(some | more)
    assert all(pair in pairs for pair in some)
    assert all((pair in pairs) == (pair in some) for pair in more)
    strange: object = "a pair"
    assert strange not in pairs


def test_members_of_many_ids_are_those_of_each(tmp_path: Path) -> None:
    judgements = Judgements(tmp_path)
    assert judgements.several(["a"]) == {}
    at = "2026-11-29T00:00:00Z"
    judgements.append(
        [
            Judgement("b", "a", Answer.SAME, "anna", at),
            Judgement("b", "c", Answer.SAME, "anna", at),
            Judgement("d", "e", Answer.DIFFERENT, "anna", at),
        ]
    )
    found = judgements.several(["a", "b", "c", "d", "e", "f"])
    assert found == {name: judgements.members(name) for name in "abc"}
