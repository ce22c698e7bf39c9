"""Results in every format: what is in them, and what they must never do."""

import csv
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from ostraka.errors import UsageError
from ostraka.screen.cells import PARTIES, explain, formula_safe
from ostraka.screen.results import write_results

FEATURE = {
    "feature": "name",
    "query": "Ali Testov",
    "candidate": "ALI TESTOV",
    "dataset": "un_sc",
    "since": "2001-01-25",
    "bits": 12.5,
    "detail": "names alike",
}
MATCH = {
    "entity_id": "unsc-1",
    "caption": "=HYPERLINK(1)",
    "schema": "Person",
    "datasets": ["un_sc", "eu_fsf"],
    "score": 0.93,
    "match": True,
    "explanation": [FEATURE],
    "referents": ["eu-fsf-2"],
}
RESULTS: list[dict[str, Any]] = [
    {
        "query_id": "1",
        "matches": [MATCH, {**MATCH, "entity_id": "unsc-2"}],
        "status": 200,
    },
    {"query_id": "2", "matches": [], "status": 200},
    {"query_id": "3", "matches": [], "status": 400, "error": "no name"},
]


def test_json_lines_have_one_line_for_each_row_in_order(tmp_path: Path):
    path = tmp_path / "out.jsonl"
    write_results(path, iter(RESULTS))
    assert [
        json.loads(line) for line in path.read_text("utf-8").splitlines()
    ] == RESULTS


@pytest.mark.parametrize("path", [None, Path("-")])
def test_without_a_file_json_lines_go_to_stdout(
    path: Path | None, capsys: pytest.CaptureFixture[str]
):
    write_results(path, RESULTS)
    assert [
        json.loads(line) for line in capsys.readouterr().out.splitlines()
    ] == RESULTS


def test_csv_has_one_row_for_each_match_and_each_bad_row(tmp_path: Path):
    path = tmp_path / "out.csv"
    write_results(path, RESULTS)
    with path.open(encoding="utf-8", newline="") as lines:
        first, second, bad = csv.DictReader(lines)
    assert first == {
        "query_id": "1",
        "row": "",
        "status": "200",
        "rank": "1",
        "score": "0.93",
        "match": "true",
        "entity_id": "unsc-1",
        "caption": "'=HYPERLINK(1)",
        "schema": "Person",
        "datasets": "un_sc; eu_fsf",
        "explanation": "name: Ali Testov ~ ALI TESTOV (names alike, un_sc, since 2001-01-25)",
        "referents": "eu-fsf-2",
        "exposure": "",
        "error": "",
        "asked": "",
    }
    assert (second["entity_id"], second["rank"]) == ("unsc-2", "2")
    assert (bad["query_id"], bad["status"], bad["error"]) == ("3", "400", "no name")


def test_a_workbook_has_a_frozen_header_and_its_settings(tmp_path: Path):
    path = tmp_path / "out.xlsx"
    control = {**MATCH, "caption": "a\x07b", "explanation": [FEATURE] * 2000}
    results = [*RESULTS, {"query_id": "4", "matches": [control], "status": 200}]
    write_results(
        path, results, settings={"threshold": 0.7, "list un_sc": "2026-02-27"}
    )
    book = load_workbook(path)
    sheet, told = book.worksheets
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["H"].width == 40
    assert rows[0] == list(PARTIES.columns)
    assert len(rows) == 5
    caption = rows[0].index("caption")
    assert rows[1][caption] == "'=HYPERLINK(1)"
    assert rows[4][caption] == "ab"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert told.title == "Settings"
    assert [[c.value for c in row] for row in told.iter_rows(min_row=2)] == [
        ["threshold", 0.7],
        ["list un_sc", "2026-02-27"],
    ]
    book.close()


def test_parquet_keeps_types_and_settings(tmp_path: Path):
    path = tmp_path / "out.parquet"
    write_results(path, RESULTS, settings={"threshold": 0.7})
    table = pq.read_table(path)
    rows = table.to_pylist()
    assert [r["query_id"] for r in rows] == ["1", "1", "3"]
    assert rows[0]["datasets"] == ["un_sc", "eu_fsf"]
    assert rows[0]["score"] == 0.93
    assert rows[0]["caption"] == "=HYPERLINK(1)"
    assert json.loads(rows[0]["explanation"]) == [FEATURE]
    assert rows[2]["error"] == "no name"
    assert json.loads(table.schema.metadata[b"ostraka"]) == {"threshold": 0.7}


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "xlsx", "parquet"])
def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path, suffix: str):
    path = tmp_path / f"out.{suffix}"
    path.write_text("what was there before")

    def broken() -> Iterator[dict[str, Any]]:
        yield RESULTS[0]
        raise UsageError("damaged further on")

    with pytest.raises(UsageError, match="damaged further on"):
        write_results(path, broken())
    assert path.read_text() == "what was there before"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "xlsx", "parquet"])
def test_no_results_are_results_too(tmp_path: Path, suffix: str):
    path = tmp_path / f"out.{suffix}"
    write_results(path, [])
    assert path.exists()


def test_half_a_character_does_not_stop_the_writing(tmp_path: Path):
    results = [
        {
            "query_id": "\ud800",
            "matches": [{**MATCH, "caption": "\udcff"}],
            "status": 200,
        }
    ]
    for suffix in ("jsonl", "csv", "xlsx", "parquet"):
        write_results(tmp_path / f"out.{suffix}", results)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("out.doc", "results can be .jsonl, .csv, .xlsx, .parquet"),
        ("none/out.csv", "there is no folder"),
        ("folder.csv", "is a folder"),
    ],
)
def test_where_results_cannot_go_is_said(tmp_path: Path, name: str, message: str):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(UsageError, match=message):
        write_results(tmp_path / name, RESULTS)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1"])
def test_a_formula_is_made_text(text: str):
    assert formula_safe(text) == f"'{text}"


@given(st.text())
def test_no_text_stays_a_formula_and_none_is_lost(text: str):
    safe = formula_safe(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert safe.endswith(text)
    assert formula_safe(safe) == safe


def test_evidence_without_a_list_is_told_without_one():
    assert explain({"feature": "gender", "query": "male", "candidate": "female"}) == (
        "gender: male ~ female"
    )


def test_a_pipe_or_device_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_results(pipe, [{"query_id": "1", "matches": [], "status": 200}])
    assert os.read(reader, 100).startswith(b'{"query_id"')
    os.close(reader)
    assert pipe.is_fifo()
