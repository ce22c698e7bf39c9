"""The page of monitoring: who is watched, what is overdue, the proofs; and the start."""

import time

from ostraka.casework import Actor, Cases, Role
from ostraka.casework.keeping import Given, add_customers
from ostraka.casework.sealing import CLEAR
from tests.faces.web.conftest import Enter
from tests.faces.web.test_pages import post, tags_of

ATTACK = "<script>alert(1)</script>"
ANNA = Actor("anna", Role.ANALYST)


def add(cases: Cases) -> None:
    names = ("Ruzbeh Tavakkolinia", "Petronella Quistgaard", ATTACK)
    rows = [
        Given(n, f"C{n}", {"schema": "Person", "properties": {"name": [name]}})
        for n, name in enumerate(names)
    ]
    add_customers(cases, ANNA, CLEAR, rows, "retail")


def test_without_customers_nothing_is_asked_of_anybody(enter: Enter) -> None:
    page = enter("anna").get("/monitoring").text
    assert "Nobody yet" in page
    assert "Monitor now" not in page


def test_from_overdue_to_a_proof_without_scripts(enter: Enter, cases: Cases) -> None:
    add(cases)
    anna = enter("anna")
    for path in ("/", "/monitoring"):
        assert "the customers were never monitored" in anna.get(path).text
    assert post(anna, "/monitoring/begin")[0] == 200
    deadline = time.monotonic() + 60
    while "Proof 1 of" not in anna.get("/monitoring").text:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    page = anna.get("/monitoring").text
    assert "Ruzbeh Tavakkolinia" in page
    assert not [tag for tag, given in tags_of(page) if tag == "script" and "src" not in given]  # fmt: skip
    assert "never monitored" not in anna.get("/").text
    day = cases.moment[:10]
    told = anna.get(f"/monitoring/proof-{day}.txt")
    assert "Proof 1 that customers were compared" in told.text
    assert anna.get(f"/monitoring/proof-{day}.json").json()["recorded"]["holds"] is True
    assert anna.get("/monitoring/proof-yesterday.txt").status_code == 404
    assert anna.get("/monitoring/proof-2001-01-01.json").status_code == 404


def test_a_viewer_sees_and_does_not_begin(enter: Enter, cases: Cases) -> None:
    add(cases)
    vera = enter("vera")
    assert "Monitor now" not in vera.get("/monitoring").text
    assert post(vera, "/monitoring/begin")[0] == 403
