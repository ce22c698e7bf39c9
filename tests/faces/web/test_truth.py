"""Pages say what the command line says, and what they do not know."""

from hashlib import sha256
from pathlib import Path

import pytest

from ostraka.casework import Actor, Cases, Role
from ostraka.casework.readings import keep_reading
from ostraka.faces.cli.reading import mention_rows
from tests.faces.web.conftest import Enter
from tests.faces.web.test_review import put_questions


@pytest.mark.parametrize(
    ("answer", "words"),
    [(True, "listed"), (False, "not listed"), (None, "not known")],
)
def test_a_report_says_of_its_day_what_the_command_line_says(
    enter: Enter, cases: Cases, answer: bool | None, words: str
) -> None:
    listing = {"entity_id": "x-1", "dataset": "test_list", "since": None,
               "as_of_document": answer, "as_of_today": answer}  # fmt: skip
    digest = sha256(b"Ruzbeh").hexdigest()
    result = {"document": {"text_sha256": digest}, "entities": [{"id": "e1", "name": "Ruzbeh", "listed": [listing],
                            "mentions": [{"text": "Ruzbeh", "start": 0, "end": 6}]}]}  # fmt: skip
    number = keep_reading(cases, Actor("anna", Role.ANALYST), "r.txt", "Ruzbeh", result)
    shown = enter("anna").get(f"/reports/{number}").text
    (row,) = mention_rows(result)
    assert row["then"] == row["today"] == words
    assert f"on its date {words}, today {words})" in shown


def test_a_screening_of_an_earlier_day_says_which_lists_were_not_asked(
    enter: Enter, place: Path
) -> None:
    put_questions(place)
    client = enter("anna")
    early = client.get("/screen?name=Ruzbeh&as_of=2026-10-01").text
    assert "no list is loaded by 2026-10-01" in early
    today = client.get("/screen?name=Ruzbeh").text
    assert "Not all lists were asked" not in today
    between = client.get("/screen?name=Ruzbeh&as_of=2026-11-01").text
    assert "no version by 2026-11-01 is here of: one_list, other_list" in between
