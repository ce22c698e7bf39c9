"""Deciding about proposals: what is kept, what enters the record, and what does not."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from ostraka.errors import NotFoundError, UsageError
from ostraka.measures.documents import accepted_calls, accepted_measures
from ostraka.record.store import Store
from ostraka.report.export.ftm import dataset_of, entities_of
from ostraka.report.export.page import page_of_reading
from ostraka.report.export.table import rows_of
from ostraka.report.reading import read_text
from ostraka.report.review.publish import publish
from ostraka.report.review.store import Decision, Preference, Reviews
from ostraka.report.said.verify import folded, verify
from ostraka.report.write import write_reading

NOW = datetime(2026, 11, 22, tzinfo=UTC)
TEXT = (
    "A bomb exploded in Oslo on 2 May 2019. Norway expelled two Zemblan diplomats on 9 May"
    " 2019. Minister Ann Lee said that Chile must expel them too.\n\nSource: The Herald"
)


@pytest.fixture
def reading() -> dict[str, Any]:
    facts = {
        "path": "report.txt", "text_sha256": "ab" * 32, "date_stated": "2019-05-10", "chars": len(TEXT),
        "date_basis": "given by the user", "date_bounds": None,
    }  # fmt: skip
    return {"document": facts, **write_reading(read_text(TEXT, []), {})}


@pytest.fixture
def reviews(tmp_path: Path, reading: dict[str, Any]) -> Reviews:
    reviews = Reviews(tmp_path / "home")
    reviews.keep(reading, "2026-11-22T12:00:00")
    return reviews


def made(item: str, answer: str = "accepted", **correction: str) -> Decision:
    return Decision(item, answer, "ann", "2026-11-22T12:00:00", correction)


DOCUMENT = "ab" * 32


def test_only_what_was_accepted_is_given_and_the_last_decision_counts(reviews):
    reviews.decide(DOCUMENT, [made("i1"), made("m1"), made("m1", "rejected")])
    accepted = reviews.accepted(DOCUMENT)
    assert [i["id"] for i in accepted["incidents"]] == ["i1"]
    assert accepted["measures"] == accepted["claims"] == []
    assert len(reviews.decisions(DOCUMENT)) == 3
    assert "i1" not in reviews.open_items(DOCUMENT)


def test_a_correction_leaves_what_was_proposed_beside_it(reviews):
    reviews.decide(DOCUMENT, [made("i1", "corrected", date="2019-05-03")])
    (incident,) = reviews.accepted(DOCUMENT)["incidents"]
    assert (incident["date"], incident["corrected"]) == ("2019-05-03", {"date": "2019-05-02"})  # fmt: skip
    assert reviews.reading(DOCUMENT)["incidents"][0]["date"] == "2019-05-02"


@pytest.mark.parametrize(
    ("decision", "why"),
    [
        (made("i9"), "no such proposal"),
        (made("i1", "corrected"), "say what is to be corrected"),
        (made("i1", "corrected", evidence="x"), "cannot be corrected"),
        (made("i1", "corrected", date="yesterday"), "is not a day"),
    ],
)
def test_a_decision_that_does_not_apply_is_refused_whole(reviews, decision, why):
    with pytest.raises(UsageError, match=why):
        reviews.decide(DOCUMENT, [made("m1"), decision])
    assert reviews.decisions(DOCUMENT) == []


@pytest.mark.parametrize("table", ["document", "decision", "preference"])
def test_nothing_kept_is_changed_or_taken(reviews, table):
    reviews.decide(DOCUMENT, [made("i1")])
    reviews.prefer(Preference("raid", "date", "2019", "ann", "now", "three origins"))
    with sqlite3.connect(reviews.path) as connection:
        for verb in ("DELETE FROM", "UPDATE"):
            sql = f"{verb} {table}" + (" SET rowid = 7" if verb == "UPDATE" else "")
            with pytest.raises(sqlite3.DatabaseError, match="ever changed"):
                connection.execute(sql)
    connection.close()


def test_the_same_text_is_kept_once_and_found_by_name_or_start(reviews, reading):
    reviews.keep(reading, "later")
    assert reviews.documents() == [(DOCUMENT, "report.txt")]
    assert reviews.find("report.txt") == reviews.find("ababab") == DOCUMENT
    with pytest.raises(NotFoundError, match="no document of that name"):
        reviews.find("other.txt")


def test_a_preferred_value_needs_a_reason(reviews):
    with pytest.raises(UsageError, match="needs a reason"):
        reviews.prefer(Preference("raid", "date", "2019", "ann", "now", " "))
    reviews.prefer(Preference("raid", "date", "2018", "ann", "1", "first"))
    reviews.prefer(Preference("raid", "date", "2019", "ann", "2", "second"))
    assert reviews.preferences()["raid", "date"].value == "2019"


class TestRecord:
    """What was accepted, as statements of a dataset of the document's own."""

    @pytest.fixture
    def store(self, tmp_path: Path, reviews: Reviews) -> Store:
        found = reviews.reading(DOCUMENT)
        reviews.decide(DOCUMENT, [made(i["id"]) for k in ("entities", "incidents", "measures", "recommendations") for i in found[k]])  # fmt: skip
        store = Store(tmp_path / "home")
        publish(store, reviews, DOCUMENT, NOW)
        return store

    def test_a_version_has_no_parties_and_says_what_is_still_open(self, store):
        (version,) = store.versions(dataset_of(DOCUMENT))
        assert version.entities == 0
        assert version.counts["Event"] == 2
        (check,) = version.checks
        assert (check.name, check.ok) == ("reviewed", False)

    def test_a_measure_is_a_step_attributed_to_the_document(self, store):
        (step,) = accepted_measures(store, date(2026, 11, 22))
        assert (step.day, step.kind, step.authority) == ("2019-05-09", "expulsion", "Norway")  # fmt: skip
        assert step.party == "two Zemblan diplomats"
        assert step.dataset == dataset_of(DOCUMENT)
        assert accepted_measures(store, date(2026, 11, 21)) == []

    def test_what_was_called_for_is_a_question_that_stays(self, store):
        (call,) = accepted_calls(store, date(2026, 11, 22))
        assert (call.action, call.day) == ("expel", "2019-05-10")

    def test_a_later_decision_makes_a_later_version(self, store, reviews):
        reviews.decide(DOCUMENT, [made("m1", "rejected")])
        publish(store, reviews, DOCUMENT, NOW)
        assert [v.id for v in store.versions(dataset_of(DOCUMENT))] == ["2026-11-22", "2026-11-22.2"]  # fmt: skip
        assert accepted_measures(store, date(2026, 11, 22)) == []


def test_nobody_becomes_a_party_by_being_named(reading):
    schemata = {entity.schema.name for entity in entities_of(reading)}
    assert schemata <= {"Document", "Mention", "Event", "Note"}
    assert not any(entity.is_party for entity in entities_of(reading))
    assert all(not entity.rejected for entity in entities_of(reading))


def test_the_page_stands_alone_and_shows_every_passage(reading):
    reading["incidents"][0]["evidence"][0]["text"] = "<script>alert(1)</script>"
    page = page_of_reading(reading, ["<svg></svg>"])
    root = html.document_fromstring(page)
    assert not root.xpath("//script | //link | //img | //@src | //@href")
    assert "two Zemblan diplomats" in root.text_content()
    assert "no measure in force" in root.text_content()


def test_the_table_has_a_row_for_each_proposal(reading):
    rows = rows_of(reading, {"i1": "accepted"})
    assert {row["kind"] for row in rows} >= {"entities", "incidents", "measures", "claims"}  # fmt: skip
    (incident,) = [row for row in rows if row["id"] == "i1"]
    assert incident["answer"] == "accepted"
    assert TEXT[incident["start"] : incident["end"]] == incident["passage"]


@pytest.mark.parametrize(
    ("quotation", "result"),
    [
        ("“we will not  go”", "exact"),
        ("“We will not go.”", "exact"),
        ("“we will [ever] not go home”", "altered"),
        ("“we will not go to the town again”", "altered"),
        ("“nothing of the kind was ever said by anybody”", "not found"),
    ],
)
def test_a_quotation_is_exact_altered_or_not_found(quotation, result):
    source = folded("She said: ‘we will\nnot go home to the town’ and left.")
    assert verify(quotation, source)["result"] == result


def test_what_was_altered_is_said():
    source = folded("he took the grave decision to act now, as they say")
    found = verify("“he took the decision to act now”", source)
    assert {"quoted": "", "stands": "grave"} in found["changes"]


def test_a_reading_survives_being_written(reviews, reading):
    assert reviews.reading(DOCUMENT) == json.loads(json.dumps(reading))
