"""A wing, a branch and a directorate are part of something, and not the same."""

import pytest

from ostraka.resolve.listed import Listed
from ostraka.resolve.parts import part_and_whole


def body(name: str, program: str = "") -> Listed:
    return Listed.from_entity(
        {
            "id": name,
            "schema": "Organization",
            "properties": {"name": [name], "program": [program]},
        }
    )


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("Hizballah Military Wing", "HIZBALLAH"),
        (
            "Directorate for Internal Security of the Iranian Ministry for Intelligence and Security",
            "IRANIAN MINISTRY OF INTELLIGENCE AND SECURITY",
        ),
        (
            "Islamic Revolutionary Guard Corps Quds Force Unit 840",
            "Islamic Revolutionary Guard Corps (IRGC)-Qods Force",
        ),
    ],
)
def test_a_name_that_has_another_and_names_a_part_is_part_of_it(
    part: str, whole: str
) -> None:
    one, other = body(part), body(whole)
    assert part_and_whole(one, other) == (one, other)
    assert part_and_whole(other, one) == (one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Nothing of what is left names a part.
        ("Zubrovka Copper Combine", "Zubrovka Copper"),
        # The same body, with and without its owner.
        ("IRGC Qods Force", "Qods Force"),
        # Two branches.
        ("Testovari Relief (Kenya Branch)", "Testovari Relief (Sudan Branch)"),
        # "Group" tells too little to be a whole.
        ("Testovari Group Branch", "Group"),
    ],
)
def test_other_names_are_not_part_of_one_another(one: str, other: str) -> None:
    assert part_and_whole(body(one), body(other)) is None


def test_a_part_of_a_body_of_another_country_is_none() -> None:
    libya = body("Testovari Guard", "Libya")
    assert part_and_whole(body("Testovari Guard Naval Wing", "Iran"), libya) is None
