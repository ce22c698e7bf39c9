"""Is it one party? Asked on a page, answered by a person, taken back by a person."""

import json
from pathlib import Path

from ostraka.casework import Cases
from ostraka.casework.verify import verify
from ostraka.faces.session import Ostraka
from ostraka.measures.asking import Measures
from ostraka.measures.gaps import NEVER_MEANS
from ostraka.record.canonical import Answer
from tests.faces.web.conftest import Enter
from tests.faces.web.test_pages import post

#: Two lists with common names, about which nothing else is known, and a wing of a body.
LISTS = {
    "one_list": (
        ("z-1", "Person", "Mohammad Ali"),
        ("z-2", "Person", "Hassan Hussein"),
        ("z-3", "Organization", "Zubrovka Liberation Front"),
    ),
    "other_list": (
        ("y-1", "Person", "Mohammad Ali"),
        ("y-2", "Person", "Hassan Hussein"),
        ("y-3", "Organization", "Zubrovka Liberation Front Military Wing"),
    ),
}


def put_questions(home: Path) -> None:
    """Load the two lists and have the resolver ask about the common names."""
    with Ostraka(home) as o:
        for dataset, parties in LISTS.items():
            path = home.parent / f"{dataset}.ftm.json"
            lines = [
                json.dumps(
                    {"id": id_, "schema": schema, "properties": {"name": [name]}}
                )
                for id_, schema, name in parties
            ]
            path.write_text("\n".join(lines) + "\n", "utf-8")
            o.load(dataset, path, format_name="ftm", published="2026-11-02")
        o.resolving().run()


def test_a_question_is_answered_and_the_chain_has_it(
    enter: Enter, place: Path, cases: Cases
) -> None:
    put_questions(place)
    client = enter("anna")
    asked = client.get("/judgements/review").text
    assert "y-1" in asked or "y-2" in asked
    assert "the evidence alone is not enough" in asked
    status, then = post(
        client, "/judgements/take",
        left="z-1", right="y-1", answer="s", review="1", evidence="same file number",
    )  # fmt: skip
    assert status == 200
    assert "judged: same" in then
    assert "y-2" in then
    with Ostraka(place) as o:
        assert o.canonical("y-1") == o.canonical("z-1")
        last = o.judgements.newest(1)[0]
    assert (last.by, last.evidence) == ("anna", "same file number")
    with cases.reading() as connection:
        assert verify(connection).ok


def test_one_party_is_parted_again_by_its_records(enter: Enter, place: Path) -> None:
    put_questions(place)
    client = enter("anna")
    post(client, "/judgements/take", left="z-1", right="y-1", answer="s")
    shown = client.get("/judgements?left=z-1&right=y-1").text
    assert "They are one party now" in shown
    _, shown = post(client, "/judgements/take", left="z-1", right="y-1", answer="d")
    assert "They are two parties now" in shown
    _, shown = post(client, "/judgements/take", left="z-1", right="y-1", answer="s")
    assert "They are one party now" in shown


def test_the_right_record_can_be_the_part(enter: Enter, place: Path) -> None:
    put_questions(place)
    post(enter("anna"), "/judgements/take", left="z-1", right="y-1", answer="r")
    with Ostraka(place) as o:
        last = o.judgements.newest(1)[0]
    assert (last.left, last.answer, last.right) == ("y-1", Answer.PART_OF, "z-1")


def test_a_part_and_its_whole_say_so_on_their_pages(enter: Enter, place: Path) -> None:
    put_questions(place)
    client = enter("vera")
    assert 'part of <a href="/party/z-3">' in client.get("/party/y-3").text
    assert 'has the part <a href="/party/y-3">' in client.get("/party/z-3").text


def test_who_may_not_decide_sees_the_question_without_answers(
    enter: Enter, place: Path
) -> None:
    put_questions(place)
    client = enter("vera")
    assert "/judgements/take" not in client.get("/judgements/review").text
    assert (
        post(client, "/judgements/take", left="z-1", right="y-1", answer="s")[0] == 403
    )


def test_what_is_no_answer_is_refused(enter: Enter, place: Path) -> None:
    put_questions(place)
    client = enter("anna")
    for data in ({"left": "z-1", "right": "y-1", "answer": "same?"}, {"left": "z-1", "right": "", "answer": "s"}, {"left": "z-1", "right": "z-1", "answer": "s"}):  # fmt: skip
        assert post(client, "/judgements/take", **data)[0] == 400
    assert "both are one record" in client.get("/judgements?left=z-1&right=z-1").text
    assert "No further question" in client.get("/judgements/review?skip=999999").text
    for text in ("²", "9" * 5000, "x"):
        assert client.get(f"/judgements/review?skip={text}").status_code == 400
        assert client.get(f"/party/z-1?step={text}").status_code == 400


def test_gaps_are_those_of_the_command_line(enter: Enter, place: Path) -> None:
    put_questions(place)
    client = enter("anna")
    for answer, expected in ((None, 1), ("d", 2), ("s", 1)):
        if answer:
            post(client, "/judgements/take", left="z-1", right="y-1", answer=answer)
        shown = client.get("/gaps?ids=z-1").text
        with Ostraka(place) as o:
            measures = Measures(o.store, o.judgements, o.today)
            (row,) = measures.matrix(measures.ask(["z-1"]), o.today).rows
        for cell in row.cells:
            assert f'title="{cell.basis}">{cell.status}' in shown
        assert shown.count(">never<") == expected
        assert NEVER_MEANS in shown


def test_a_gap_names_the_part_another_list_has(enter: Enter, place: Path) -> None:
    put_questions(place)
    shown = enter("vera").get("/gaps?ids=z-3").text
    assert 'part listed<br><small>its part <a href="/party/y-3">' in shown


def test_parties_are_asked_by_name_and_one_unknown_keeps_back_no_other(
    enter: Enter, place: Path
) -> None:
    put_questions(place)
    with Ostraka(place) as o:
        name = o.entity("z-3").caption
    client = enter("vera")
    shown = client.get("/gaps", params={"ids": f'nobody-9 "{name}", “Nobody At All”'})
    assert '<a href="/party/z-3">' in shown.text
    assert shown.text.count("no list here had a party of that id or number") == 2
    assert "Nobody At All: no list" in shown.text


def test_who_owns_whom_is_a_picture_and_a_table(enter: Enter, place: Path) -> None:
    owned = {"owner": ["x-1"], "asset": ["f-1"], "percentage": ["60"]}
    parties = [
        {
            "id": "x-1",
            "schema": "Person",
            "properties": {"name": ["Ruzbeh Tavakkolinia"]},
        },
        {
            "id": "f-1",
            "schema": "Company",
            "properties": {"name": ["<b>Zephyr</b> Ltd"]},
        },
        {"id": "o-1", "schema": "Ownership", "properties": owned},
    ]
    path = place.parent / "owned.ftm.json"
    path.write_text("".join(json.dumps(one) + "\n" for one in parties), "utf-8")
    with Ostraka(place) as o:
        o.load("owned_list", path, format_name="ftm", published="2026-11-02")
    shown = enter("vera").get("/party/f-1").text
    assert "<svg" in shown
    assert 'aria-label="Ownership as a table"' in shown
    assert "60" in shown
    assert "<b>Zephyr" not in shown
