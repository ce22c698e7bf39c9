"""People and bodies a text names that are on no list."""

from __future__ import annotations

import pytest

from ostraka.report.reading import read_text
from ostraka.report.write import write_reading


def named(text: str) -> list[tuple[str, str, int]]:
    """Return the schema, the name and the number of places of each named party."""
    entities = write_reading(read_text(text, []), {})["entities"]
    return [
        (e["schema"], e["name"], len(e["mentions"]))
        for e in entities
        if not e.get("unnamed") and e["schema"] != "PublicBody"
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The murder of Kazem Zarek in Oslo in 1990 is not solved.", "Kazem Zarek"),
        ("The murder of former prime minister Shapour Zarek in Oslo in 1991.", "Shapour Zarek"),
        ("They met President Anna Zarek there.", "Anna Zarek"),
        ("They know Anna Zarek, the third secretary, well.", "Anna Zarek"),
        ("They know Anna Zarek, who lived in Oslo.", "Anna Zarek"),
        ("It was the journalist Jamal al Zarek again.", "Jamal al Zarek"),
    ],
)  # fmt: skip
def test_a_person_is_named_where_the_words_say_so(text, name):
    assert named(text) == [("Person", name, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "The bombing of the Khobar Towers in Oslo in 1996 is not solved.",
        "They celebrated New Year in Free Zembla.",
        "The bombing of the US embassy in Oslo in 1990.",
        "In May Peru and South Africa met.",
    ],
)
def test_what_is_no_person_is_not_named_as_one(text):
    assert named(text) == []


def test_a_body_is_named_by_the_words_of_its_name():
    text = "The Baltic Centre for Security met the European Union in Oslo."
    assert named(text) == [("Organization", "Baltic Centre for Security", 1)]


def test_a_surname_later_is_the_person_named_before():
    text = "The murder of Kazem Zarek in Oslo in 1990. Later Zarek was honoured."
    assert named(text) == [("Person", "Kazem Zarek", 2)]
