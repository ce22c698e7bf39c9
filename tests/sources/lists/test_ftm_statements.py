"""Statements as JSON lines and CSV keep their thirteen fields."""

import csv
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ostraka.errors import RefusedError
from ostraka.record.export import export_statements, export_versions
from ostraka.record.model import statement_key
from ostraka.record.party import read_parties
from ostraka.record.store import Store
from ostraka.sources.load import load_files

NAME = {
    "canonical_id": "NK-1", "entity_id": "ofac-1", "prop": "name", "schema": "Person",
    "value": "Ali Testov", "dataset": "us_ofac_sdn", "lang": "eng",
    "original_value": "TESTOV,  Ali", "external": False,
    "first_seen": "2023-04-20", "last_seen": "2024-06-01", "origin": "sdn",
    "id": statement_key("us_ofac_sdn", "ofac-1", "name", "Ali Testov", "eng"),
}  # fmt: skip
COUNTRY = NAME | {
    "entity_id": "eu-1", "schema": "LegalEntity", "prop": "country", "value": "ir",
    "dataset": "eu_fsf", "lang": None, "original_value": None, "origin": None,
    "id": statement_key("eu_fsf", "eu-1", "country", "ir"),
}  # fmt: skip
OTHER = NAME | {"canonical_id": "x", "entity_id": "x", "id": "given"}
CANDIDATE = NAME | {
    "canonical_id": "wd-1", "entity_id": "wd-1", "external": True,
    "id": statement_key("us_ofac_sdn", "wd-1", "name", "Ali Testov", "eng", external=True),
}  # fmt: skip


def write(tmp_path: Path, records: list[dict[str, Any]], form: str) -> Path:
    path = tmp_path / f"statements.{form}"
    if form == "json":
        path.write_text("".join(json.dumps(r) + "\n" for r in records), "utf-8")
        return path
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, [*NAME, "prop_type"], dialect=csv.unix_dialect)
        writer.writeheader()
        writer.writerows(
            r | {"external": "t" if r["external"] else "f", "prop_type": "name"}
            for r in records
        )
    return path


@pytest.mark.parametrize("form", ["json", "csv"])
def test_every_field_is_kept_and_merged_ids_make_one_party(
    store: Store, tmp_path: Path, now: datetime, form: str
):
    records = [NAME, OTHER, COUNTRY, CANDIDATE]
    path = write(tmp_path, records, form)
    version = load_files(store, "mine", [path], now=now).version
    assert version.format == "ftm_statements"
    out = io.StringIO()
    assert export_versions(store, [version], out, shape="statements") == 4
    back = {r["id"]: r for r in map(json.loads, out.getvalue().splitlines())}
    assert back == {r["id"]: r for r in records}
    # The candidate (`external`) is no party of the list.
    assert version.entities == 2
    merged, other = read_parties(store, [version])
    assert (merged.id, merged.schema) == ("NK-1", "Person")
    assert merged.referents == ("eu-1", "ofac-1")
    assert merged.values("country") == ("ir",)
    assert other.id == "x"


def test_what_is_missing_is_filled_in(store: Store, tmp_path: Path, now: datetime):
    short = {k: NAME[k] for k in ("entity_id", "prop", "schema", "value", "dataset")}
    path = write(tmp_path, [short], "json")
    version = load_files(store, "mine", [path], now=now).version
    (statement,) = export_statements(store, [version])
    assert statement.id == statement_key("us_ofac_sdn", "ofac-1", "name", "Ali Testov")
    assert statement.canonical_id == "ofac-1"
    assert (statement.first_seen, statement.last_seen) == ("2026-11-22", "2026-11-22")
    assert not statement.external


def test_what_the_vocabulary_refuses_is_kept(
    store: Store, tmp_path: Path, now: datetime
):
    flood = COUNTRY | {"prop": "country", "value": "IR", "id": "1"}
    shoe = COUNTRY | {"prop": "shoeSize", "value": "43", "id": "2"}
    path = write(tmp_path, [NAME, flood, shoe], "json")
    version = load_files(store, "mine", [path], now=now).version
    (party,) = read_parties(store, [version])
    assert party.values("country") == ("ir",)
    assert sum(version.warnings.values()) == 2
    # FollowTheMoney can say a wrong country, but no property it does not have.
    props = {(s.prop, s.value, s.id) for s in export_statements(store, [version])}
    assert props == {("name", "Ali Testov", NAME["id"]), ("country", "IR", "1")}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"schema": "Robot"}, "line 2: unknown schema 'Robot'"),
        ({"value": ""}, "line 2: a statement without value"),
        ({"mood": "good"}, "line 2: unknown field 'mood'"),
        ({"value": 5}, "line 2: field 'value' is no text"),
        ({"schema": "Company"}, "NK-1: its statements disagree"),
    ],
)
def test_a_faulty_statement_refuses_the_file(
    store: Store, tmp_path: Path, now: datetime, change: dict[str, Any], fault: str
):
    path = write(tmp_path, [NAME, NAME | change], "json")
    with pytest.raises(RefusedError, match=fault):
        load_files(store, "mine", [path], now=now)


def test_a_csv_row_of_another_width_is_refused(
    store: Store, tmp_path: Path, now: datetime
):
    path = write(tmp_path, [NAME], "csv")
    path.write_text(path.read_text("utf-8") + '"a","b"\n', "utf-8")
    with pytest.raises(RefusedError, match="row 3: 2 fields instead of 14"):
        load_files(store, "mine", [path], now=now)
