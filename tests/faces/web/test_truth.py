"""Pages say what the command line says, and what they do not know."""

from hashlib import sha256
from pathlib import Path

import pytest

from ostraka.casework import Actor, Cases, Role
from ostraka.casework.readings import keep_reading
from ostraka.casework.screenings import screen_into
from ostraka.faces.casework import basis_of
from ostraka.faces.cli.reading import mention_rows
from ostraka.faces.session import Ostraka
from ostraka.faces.web.words import called, sentence
from tests.casework.lists import file_of, person
from tests.faces.web.conftest import Enter
from tests.faces.web.test_pages import token_of
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


def test_a_party_of_a_report_is_called_by_its_name() -> None:
    names = {"e2": "Ministry", "e3": "Asadi"}
    told = called("asset_freeze by e2 against e3 and e9", names)
    assert told == "asset freeze by Ministry against Asadi and e9"


def test_a_page_past_the_last_is_the_last(enter: Enter) -> None:
    assert "Page 99 of" not in enter("anna").get("/alerts?page=99").text


def test_advice_for_the_command_line_is_not_on_pages() -> None:
    text = "call a column `name` (or say which by `--map name=X` on the command line)"
    assert sentence(text) == "call a column `name`"


def test_the_queue_offers_the_reasons_that_clear(
    enter: Enter, cases: Cases, place: Path
) -> None:
    with Ostraka(place) as o:
        rows = [person("C1", "Ruzbeh Tavakkolinia", birthDate="1971-12-22")]
        screen_into(cases, Actor("anna", Role.ANALYST), basis_of(o), file_of(), rows)
    shown = enter("anna").get("/alerts").text
    assert "<option>other activity</option>" in shown
    assert "<option>same person</option>" not in shown


def test_a_report_that_cannot_be_read_is_called_by_its_own_name(enter: Enter) -> None:
    client = enter("anna")
    given = {"csrf": token_of(client)}
    file = {"file": ("empty.csv", b"")}
    answer = client.post("/reports/take", data=given, files=file)
    assert answer.status_code == 400
    assert "empty.csv" in answer.text
    assert "ostraka-report-" not in answer.text
