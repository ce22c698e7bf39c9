"""What a report says is proposed; a person accepts, corrects or rejects it."""

import hashlib
from typing import Any

import pytest

from ostraka.casework import Actor, Cases
from ostraka.casework.model import ConflictError
from ostraka.casework.readings import (
    FindingAnswer,
    add_finding,
    answer_finding,
    keep_reading,
    read_reading,
    timeline,
)
from ostraka.casework.verify import verify
from ostraka.errors import UsageError

TEXT = "On 3 May 2026 Freedonia expelled two diplomats of Sylvania."


def result() -> dict[str, Any]:
    span = {"start": 14, "end": 58}
    return {
        "document": {"text_sha256": hashlib.sha256(TEXT.encode()).hexdigest()},
        "measures": [
            {"kind": "expulsion", "imposer": {"text": "Freedonia"}, "date": "2026-05-03",
             "evidence": [span]}
        ],
    }  # fmt: skip


@pytest.fixture
def kept(cases: Cases, people: dict[str, Actor]) -> int:
    return keep_reading(cases, people["analyst"], "a.txt", TEXT, result())


def test_only_what_a_person_accepted_is_on_the_timeline(
    cases: Cases, kept: int, people: dict[str, Actor]
) -> None:
    with cases.reading() as connection:
        (proposed,) = read_reading(connection, kept).findings
        assert (proposed.status, timeline(connection)) == ("proposed", [])
        assert TEXT[slice(*proposed.spans[0])] == proposed.fields["summary"]
    answer_finding(cases, people["analyst"], proposed.id, 1, FindingAnswer("accepted"))
    with cases.reading() as connection:
        ((found, name),) = timeline(connection)
        assert (found.fields["date"], found.by, name) == ("2026-05-03", "analyst-1", "a.txt")  # fmt: skip
        assert verify(connection).ok


@pytest.mark.usefixtures("kept")
def test_a_correction_keeps_the_proposal(
    cases: Cases, people: dict[str, Actor]
) -> None:
    told = {"summary": "Freedonia expels three", "date": "2026-05-04"}
    found = answer_finding(
        cases, people["analyst"], 1, 1, FindingAnswer("corrected", told)
    )
    assert (dict(found.fields), found.proposal["date"]) == (told, "2026-05-03")
    with pytest.raises(ConflictError, match="analyst-1"):
        answer_finding(cases, people["reviewer"], 1, 1, FindingAnswer("rejected"))
    with pytest.raises(UsageError, match="few words"):
        answer_finding(cases, people["reviewer"], 1, 2, FindingAnswer("corrected", {}))
    answer_finding(cases, people["reviewer"], 1, 2, FindingAnswer("rejected"))
    with cases.reading() as connection:
        assert timeline(connection) == []


def test_what_the_program_missed_is_added_with_its_passage(
    cases: Cases, kept: int, people: dict[str, Actor]
) -> None:
    told = {"summary": "two diplomats expelled", "date": "2026-05"}
    add_finding(cases, people["analyst"], kept, "incident", told, (24, 58))
    with pytest.raises(UsageError, match="passage"):
        add_finding(cases, people["analyst"], kept, "incident", told, (24, 999))
    with cases.reading() as connection:
        assert [f.kind for f, _ in timeline(connection)] == ["incident"]


def test_the_same_report_is_kept_once(
    cases: Cases, kept: int, people: dict[str, Actor]
) -> None:
    assert keep_reading(cases, people["analyst"], "b.txt", TEXT, result()) == kept
