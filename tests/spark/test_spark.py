"""Spark answers what the local batch answers, row for row."""

import csv
import json
import random
from datetime import date

import pytest

from ostraka.errors import UsageError
from ostraka.faces.session import Scope
from ostraka.record.canonical import Answer, Judgement
from ostraka.scale import screen_dataframe, ship_index

ROWS = 10_000
#: Spark's own warnings, of pandas and of sockets it leaves to be closed, are not ours.
pytestmark = pytest.mark.filterwarnings("default")


def local(o, path, target):
    """Return the results of a file, screened here; rows of a frame have no number."""
    o.screen_file(path, target)
    results = map(json.loads, target.read_text("utf-8").splitlines())
    return [{k: v for k, v in result.items() if k != "row"} for result in results]


def rows_of(frame, column="screening"):
    """Return what was answered to each row as the lines of a file have it."""
    return [plain(row[column].asDict(recursive=True)) for row in frame.collect()]


def plain(answer):
    if answer["error"] is None:
        del answer["error"]
    return answer


def ordered(results):
    return sorted(results, key=lambda result: result["query_id"])


def test_a_customer_file_gets_the_same_answers(spark, demo, customers, tmp_path):
    frame = spark.read.csv(str(customers), header=True)
    answered = rows_of(screen_dataframe(frame, demo.index()))
    assert answered == local(demo, customers, tmp_path / "out.jsonl")
    assert any(row["matches"] for row in answered)
    assert any(row["status"] == 400 for row in answered)


def test_ten_thousand_rows_get_the_same_answers(spark, demo, tmp_path):
    # names of the demo's lists, whole, cut, turned round and misspelt, with dates
    path = tmp_path / "many.csv"
    names = [entity.caption for entity in demo.parties(Scope())]
    chance = random.Random(7)  # noqa: S311 - no secret
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "name", "birth_date", "country"])
        for number in range(ROWS):
            day = chance.choice(["", "1971-12-22", "22/12/1971", "1980", "31.02.1980"])
            name = bent(chance.choice(names), chance)
            writer.writerow(
                [f"c{number:05}", name, day, chance.choice(["", "ir", "de"])]
            )
    frame = spark.read.csv(str(path), header=True).repartition(4)
    answered = rows_of(screen_dataframe(frame, demo.index()))
    assert len(answered) == ROWS
    expected = local(demo, path, tmp_path / "out.jsonl")
    for one, other in zip(ordered(answered), ordered(expected), strict=True):
        assert one == other


def bent(name, chance):
    """Return a name as somebody might write it."""
    words = name.split()
    how = chance.randrange(4)
    if how == 1:
        words.reverse()
    if how == 2 and len(words) > 2:
        words.pop(chance.randrange(len(words)))
    if how == 3:
        place = chance.randrange(len(name))
        return name[:place] + chance.choice("aeiou") + name[place + 1 :]
    return " ".join(words)


def test_lists_that_are_shipped_answer_the_same(spark, demo, customers):
    frame = spark.read.csv(str(customers), header=True)
    shipped = ship_index(spark, demo.index())
    assert shipped.folder.startswith("shipped:")
    here = rows_of(screen_dataframe(frame, demo.index()))
    assert rows_of(screen_dataframe(frame, shipped)) == here


def test_the_new_column_stands_behind_the_others_with_its_types(spark, demo):
    frame = spark.createDataFrame(
        [(1, "Assadollah Asadi", date(1971, 12, 22), 9.5)],
        "account int, `full name` string, dob date, turnover double",
    )
    found = screen_dataframe(frame, demo.index(), column="alerts", limit=1)
    assert found.columns == [*frame.columns, "alerts"]
    (row,) = found.select(
        "account",
        "turnover",
        "alerts.status",
        "alerts.query_id",
        "alerts.matches",
    ).collect()
    assert (row.account, row.turnover, row.status, row.query_id) == (1, 9.5, 200, None)
    (match,) = row.matches
    assert match.score > 0.99
    assert [f.feature for f in match.explanation] == ["name", "birth_date"]


def test_days_and_months_are_told_apart_as_in_a_file(spark, demo):
    rows = [("Assadollah Asadi", "12/22/1971"), ("Assadollah Asadi", "02/03/1971")]
    frame = spark.createDataFrame(rows, "name string, birth_date string")
    (first, second) = rows_of(screen_dataframe(frame, demo.index(), limit=1))
    assert said_of_birth(first) == "1971-12-22"
    assert said_of_birth(second) == "1971-02-03"


def said_of_birth(answer):
    return next(
        feature["query"]
        for feature in answer["matches"][0]["explanation"]
        if feature["feature"] == "birth_date"
    )


def test_columns_are_mapped_and_their_lack_is_said_before_anything_runs(spark, demo):
    frame = spark.createDataFrame([("Assadollah Asadi",)], "who string")
    with pytest.raises(UsageError, match="no column is recognised as the name"):
        screen_dataframe(frame, demo.index())
    mapped = screen_dataframe(frame, demo.index(), mapping={"who": "name"})
    assert rows_of(mapped)[0]["matches"]
    with pytest.raises(UsageError, match="already"):
        screen_dataframe(frame, demo.index(), mapping={"who": "name"}, column="who")


def test_judgements_unite_records_on_the_executors_too(spark, demo):
    frame = spark.createDataFrame([("1", "Assadollah Asadi")], "id string, name string")
    (before,) = rows_of(screen_dataframe(frame, demo.index(), limit=50))
    first, second = (match["entity_id"] for match in before["matches"][:2])
    demo.judgements.append([same(first, second)])
    index = demo.index()
    (united,) = rows_of(screen_dataframe(frame, index, limit=50))
    (shipped,) = rows_of(screen_dataframe(frame, ship_index(spark, index), limit=50))
    assert len(united["matches"]) < len(before["matches"])
    assert shipped == united


def same(left, right):
    return Judgement(left, right, Answer.SAME, "ana", "2026-11-22T12:00:00Z")
