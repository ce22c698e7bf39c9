"""What an executor does with a batch, without Spark: the answers of a file."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import csv

from ostraka.faces.demo import demo_files, load_demo_lists, today_of_the_demo
from ostraka.faces.session import Ostraka
from ostraka.scale import Place, screen_record_batch
from ostraka.scale.arrow import RESULT, Asking
from ostraka.screen.headings import map_columns


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ostraka]:
    with (
        demo_files() as folder,
        Ostraka(tmp_path_factory.mktemp("home"), now=today_of_the_demo) as o,
    ):
        load_demo_lists(o, folder)
        yield o


def test_a_batch_gets_the_answers_of_a_file(demo: Ostraka, tmp_path: Path) -> None:
    with demo_files() as folder:
        path = folder / "customers.csv"
        header = path.read_text("utf-8").partition("\n")[0].split(",")
        texts = csv.ConvertOptions(
            column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False
        )
        table = csv.read_csv(path, convert_options=texts).combine_chunks()
        demo.screen_file(path, tmp_path / "out.jsonl")
    (batch,) = table.to_batches()
    asking = Asking(map_columns(table.column_names))
    found = screen_record_batch(Place.of(demo.index()), asking, batch)
    assert found.type == RESULT
    lines = map(json.loads, (tmp_path / "out.jsonl").read_text("utf-8").splitlines())
    expected = [
        {"error": None, **{k: v for k, v in line.items() if k != "row"}}
        for line in lines
    ]
    assert found.to_pylist() == expected
    assert any(row["matches"] for row in expected)
    assert any(row["status"] == 400 for row in expected)


def test_a_row_without_an_id_is_called_nothing(demo: Ostraka) -> None:
    batch = pa.RecordBatch.from_pydict(
        {"name": ["Assadollah Asadi", None], "dob": [date(1971, 12, 22), None]}
    )
    asking = Asking(map_columns(["name", "dob"]), limit=1)
    first, second = screen_record_batch(
        Place.of(demo.index()), asking, batch
    ).to_pylist()
    assert (first["query_id"], first["matches"][0]["match"]) == (None, True)
    assert (second["status"], second["matches"]) == (400, [])


def test_a_batch_without_rows_is_answered_with_none(demo: Ostraka) -> None:
    batch = pa.RecordBatch.from_pydict({"name": pa.array([], pa.string())})
    asking = Asking(map_columns(["name"]))
    assert len(screen_record_batch(Place.of(demo.index()), asking, batch)) == 0
