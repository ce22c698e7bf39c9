"""What a text claims, clause by clause."""

from __future__ import annotations

import pytest

from ostraka.report.reading import read_text
from ostraka.report.write import write_reading


def claims(text: str) -> list[str]:
    found = write_reading(read_text(text, []), {})["claims"]
    return [claim["span"]["text"] for claim in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "The report examines how the group uses trade to finance camps in Chile, and pay the guards of its leaders.",
            ["the group uses trade to finance camps in Chile", "pay the guards of its leaders"],
        ),
        (
            "In the wake of the attack on the market, the group lost its funds, but it found others.",
            ["In the wake of the attack on the market", "the group lost its funds, but it found others"],
        ),
        ("In the spring of 2019, the group lost its funds.", ["In the spring of 2019, the group lost its funds"]),
        (
            "Norway sanctioned two firms, including a shipper in Oslo who carried the arms and paid for the trucks.",
            ["Norway sanctioned two firms", "a shipper in Oslo who carried the arms", "paid for the trucks"],
        ),
        ("The police arrested the leader of the Front of Foo (FOF).", ["The police arrested the leader of the Front of Foo (FOF)"]),
    ],
)  # fmt: skip
def test_a_text_is_taken_apart_into_what_it_claims(text, found):
    assert claims(text) == found
