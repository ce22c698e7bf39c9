"""Judgements go out and come in as nomenklatura's resolver lines."""

import json

import pytest

from ostraka.errors import UsageError
from ostraka.record.canonical import Answer, Judgement
from ostraka.resolve.exchange import from_lines, to_lines

AT = "2026-11-22T12:00:00Z"
#: As nomenklatura 4.17 writes them (`Edge.to_line`).
LINES = [
    '["NK-KQ3n9", "gb-1", "positive", null, "ana", "2024-05-01T10:00:00"]',
    '["ofac-2", "gb-2", "negative", 0.71, null, null]',
    '["ofac-3", "gb-3", "unsure", null, "ben", "2024-05-02T10:00:00"]',
    '["ofac-4", "gb-4", "no_judgement", 0.66, "nomenklatura/logic-v2", "2024-05-02T10:00:00"]',
    '["ofac-5", "gb-5", "positive", null, "ana", "2024-05-02T10:00:00", "2024-06-01T10:00:00"]',
    "",
]


def test_lines_of_nomenklatura_are_read() -> None:
    found = list(from_lines(LINES, AT))
    assert [(j.left, j.right, j.answer, j.by, j.at) for j in found] == [
        ("NK-KQ3n9", "gb-1", Answer.SAME, "ana", "2024-05-01T10:00:00"),
        ("ofac-2", "gb-2", Answer.DIFFERENT, "imported", AT),
        ("ofac-3", "gb-3", Answer.UNSURE, "ben", "2024-05-02T10:00:00"),
    ]
    assert found[1].score == 0.71


def test_what_goes_out_comes_in_again() -> None:
    rows = [
        Judgement("a", "b", Answer.SAME, "ana", AT),
        Judgement("a", "c", Answer.DIFFERENT, "ana", AT),
        Judgement("d", "e", Answer.UNSURE, "ben", AT),
    ]
    found = list(from_lines(to_lines(rows), "later"))
    assert [(j.left, j.right, j.answer, j.by, j.at) for j in found] == [
        (j.left, j.right, j.answer, j.by, j.at) for j in rows
    ]


def test_only_what_is_in_force_goes_out_and_a_part_is_not_the_same() -> None:
    rows = [
        Judgement("a", "b", Answer.SAME, "ana", AT),
        Judgement("a", "b", Answer.WITHDRAWN, "ana", AT),
        Judgement("wing", "whole", Answer.PART_OF, "ana", AT),
    ]
    assert [json.loads(line)[:3] for line in to_lines(rows)] == [
        ["wing", "whole", "negative"]
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("not json", "line 2: no resolver line"),
        ('["a", "b", "positive"]', "line 2: no resolver line"),
        ('["a", "a", "positive", null, null, null]', "line 2: no resolver line"),
        ('["a", "b", "maybe", null, null, null]', "'maybe' is no judgement"),
        ('["a", "b", "positive", "high", null, null]', "'high' is no number"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        list(from_lines([LINES[0], line], AT))
