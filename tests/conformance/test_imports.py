"""What the library writes reads here unchanged."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from followthemoney import Statement as RealStatement
from followthemoney import StatementEntity
from followthemoney.dataset import Dataset as RealDataset
from followthemoney.statement.serialize import get_statement_writer
from hypothesis import given
from hypothesis import strategies as st

from ostraka.record.export import export_entities, export_statements
from ostraka.record.model import statement_key
from ostraka.record.store import Store
from ostraka.sources.load import load_files

from .conftest import NOW

LIST = RealDataset.make({"name": "some_list", "title": "Some list"})
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


def entities() -> list[StatementEntity]:
    """Two entities as a crawler makes them, one of them merged from two records."""
    person = StatementEntity(LIST, {"schema": "Person", "id": "rec-1"})
    person.add("name", "Ali  Testov", lang="eng", origin="main", original_value="ALI")
    person.add("alias", ["Али Тестов", "‘Abu Test’"])
    person.add("birthDate", "1960-01")
    person.add("nationality", "Iran")
    other = StatementEntity(LIST, {"schema": "LegalEntity", "id": "rec-2"})
    other.add("name", "Aly Testov", external=True)
    other.add("country", "ir")
    company = StatementEntity(LIST, {"schema": "Company", "id": "rec-3"})
    company.add("name", "Testov & Sons")
    company.add("leiCode", "529900T8BM49AURSDO55")
    merged = StatementEntity(LIST, {"schema": "Person", "id": "NK-1"})
    merged.merge(person).merge(other)
    return [merged, company]


def seen(statement: RealStatement) -> RealStatement:
    return statement.clone(first_seen="2024-01-01T10:00:00", last_seen="2025-01-01")


@pytest.mark.parametrize("form", ["json", "csv"])
def test_statements_of_the_library_come_back_word_for_word(
    store: Store, tmp_path: Path, form: str
):
    statements = [seen(s) for e in entities() for s in e.statements]
    buffer = io.BytesIO()
    writer = get_statement_writer(buffer, form)
    for statement in statements:
        writer.write(statement)
    writer.close()
    path = tmp_path / f"statements.{form}"
    path.write_bytes(buffer.getvalue())
    version = load_files(store, "mine", [path], now=NOW).version
    assert version.warnings == {}
    back = {s.id: s._asdict() for s in export_statements(store, [version])}
    assert back == {s.id: dict(s.to_dict()) for s in statements}


def test_entities_of_the_library_come_back_with_all_they_say(
    store: Store, tmp_path: Path
):
    came = {e.id: e.to_dict() for e in entities()}
    path = tmp_path / "entities.ftm.json"
    path.write_text("".join(json.dumps(e) + "\n" for e in came.values()), "utf-8")
    version = load_files(store, "mine", [path], now=NOW).version
    assert version.warnings == {}
    assert_all_there(store, version, came)


def test_every_conversion_comes_back_unchanged(store: Store, lists: Path):
    files = [
        *lists.glob("yente_fixtures/*/entities.ftm.json"),
        *lists.glob("*/*/entities.ftm.json.gz"),
        *lists.glob("reference/*.ftm.json.gz"),
    ]
    for number, path in enumerate(files):
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            came = {e["id"]: e for e in map(json.loads, lines)}
        version = load_files(store, f"list_{number}", [path], now=NOW).version
        assert_all_there(store, version, came)


def assert_all_there(store: Store, version, came: dict[str, Any]) -> None:
    back = {e["id"]: e for e in export_entities(store, [version])}
    assert back.keys() == came.keys()
    for key, entity in came.items():
        for field, value in entity.items():
            found = back[key][field]
            if field == "properties":
                assert {p: set(v) for p, v in found.items()} == {
                    p: set(v) for p, v in value.items()
                }
            elif isinstance(value, list):
                assert set(found) == set(value), (key, field)
            else:
                assert found == value, (key, field)


@given(_TEXT, _TEXT, _TEXT, _TEXT, st.none() | _TEXT, st.booleans())
def test_statement_ids_are_those_of_the_library(
    dataset, entity_id, prop, value, lang, external
):
    ours = statement_key(dataset, entity_id, prop, value, lang, external=external)
    assert ours == RealStatement.make_key(
        dataset, entity_id, prop, value, external, lang
    )
