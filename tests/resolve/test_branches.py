"""A place in a body's main name that no name of the other has may be a branch."""

import pytest

from ostraka.resolve.branches import place_differs
from ostraka.resolve.listed import Listed


def body(*names: str, schema: str = "Organization") -> Listed:
    properties = {"name": [names[0]], "alias": list(names[1:])}
    return Listed.from_entity({"id": "b", "schema": schema, "properties": properties})


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        (body("Zubrovka Bank"), body("Zubrovka Bank (Kenya)"), True),
        (body("Bank of South Sudan"), body("Bank of Sudan"), True),
        (body("Zubrovka Bank Shanghai"), body("Zubrovka Bank, Shanghai Branch"), False),
        (body("Zubrovka Bank"), body("Zubrovka Bank (ZB)"), False),
        # Another name of the same record has the place.
        (body("Zubrovka Bank", "Bank Kenya"), body("Zubrovka Bank (Kenya)"), False),
        (body("Paris Kenya", schema="Person"), body("Paris"), False),
    ],
)
def test_a_place_in_one_main_name_tells_bodies_apart(
    one: Listed, other: Listed, differs: bool
) -> None:
    assert place_differs(one, other) is differs
    assert place_differs(other, one) is differs
