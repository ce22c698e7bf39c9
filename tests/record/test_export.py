"""Out and in again: what is exported loads as what it was."""

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ostraka.errors import UsageError
from ostraka.record.export import export_entities, export_statements, export_versions
from ostraka.record.schema import find_schema
from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.sources.load import load_files

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
CSV = "id,name,type,birth_date,country,listed,program\n"


def load_csv(store: Store, tmp_path: Path, rows: str, published: str) -> Version:
    path = tmp_path / "list.csv"
    path.write_text(CSV + rows, "utf-8")
    return load_files(store, "mine", [path], now=NOW, published=published).version


def write(store: Store, versions: list[Version], shape: str) -> str:
    out = io.StringIO(newline="")
    export_versions(store, versions, out, shape=shape)
    return out.getvalue()


def test_an_entity_is_written_as_followthemoney_has_it(store: Store, tmp_path: Path):
    row = "1,Ali Testov,person,1960,Iran,2020-05-01,Fraud\n"
    version = load_csv(store, tmp_path, row, "2026-01-01")
    person, sanction = export_entities(store, [version])
    assert person == {
        "id": "mine-1",
        "caption": "Ali Testov",
        "schema": "Person",
        "properties": {
            "birthDate": ["1960"],
            "country": ["ir"],
            "name": ["Ali Testov"],
        },
        "referents": [],
        "datasets": ["mine"],
        "first_seen": "2026-01-01",
        "last_seen": "2026-01-01",
        "last_change": "2026-01-01",
    }
    assert sanction["properties"]["entity"] == ["mine-1"]


def test_days_reach_back_to_the_first_version_that_has_the_value(
    store: Store, tmp_path: Path
):
    old = "1,Ali,person,1960,,,\n2,Olga,person,,,,\n"
    load_csv(store, tmp_path, old, "2026-01-01")
    new = load_csv(store, tmp_path, old.replace("1960", "1961"), "2026-02-01")
    seen = {
        (s.entity_id, s.prop): (s.first_seen, s.last_seen)
        for s in export_statements(store, [new])
    }
    assert seen["mine-1", "name"] == ("2026-01-01", "2026-02-01")
    assert seen["mine-1", "birthDate"] == ("2026-02-01", "2026-02-01")
    ali, olga = export_entities(store, [new])
    assert (ali["first_seen"], ali["last_change"]) == ("2026-01-01", "2026-02-01")
    assert (olga["first_seen"], olga["last_change"]) == ("2026-01-01", "2026-01-01")


def test_lists_as_of_a_day_are_joined_by_id(store: Store, tmp_path: Path):
    for dataset, name, day in (
        ("one", "Ali", "2026-01-01"),
        ("two", "Aly", "2026-02-01"),
    ):
        path = tmp_path / f"{dataset}.ftm.json"
        entity = {"id": "x", "schema": "Person", "properties": {"name": [name]}}
        path.write_text(json.dumps(entity), "utf-8")
        load_files(store, dataset, [path], now=NOW, published=day)
    (early,) = export_entities(store, store.current(date(2026, 1, 15)))
    assert (early["datasets"], early["properties"]["name"]) == (["one"], ["Ali"])
    (both,) = export_entities(store, store.current(date(2026, 2, 15)))
    assert (both["datasets"], both["properties"]["name"]) == (
        ["one", "two"],
        ["Ali", "Aly"],
    )
    path = tmp_path / "three.ftm.json"
    path.write_text('{"id": "x", "schema": "Company", "properties": {"name": ["X"]}}')
    load_files(store, "three", [path], now=NOW)
    with pytest.raises(UsageError, match="x: the lists disagree on what it is"):
        list(export_entities(store, store.current()))


@pytest.mark.parametrize("shape", ["entities", "statements", "statements-csv"])
def test_what_is_written_loads_as_what_it_was(store: Store, tmp_path: Path, shape: str):
    rows = '1,"Ali ""T"" Testov",person,1960,Iran,2020,A\n2,Firm,company,,,,\n'
    version = load_csv(store, tmp_path, rows, "2026-01-01")
    path = tmp_path / "out"
    path.write_text(write(store, [version], shape), "utf-8", newline="")
    again = load_files(store, "again", [path], now=NOW, format_name="ftm").version
    assert list(export_entities(store, [again])) == list(
        export_entities(store, [version])
    )
    if shape != "entities":
        assert write(store, [again], shape) == write(store, [version], shape)


def test_an_unknown_shape_is_refused(store: Store):
    with pytest.raises(UsageError, match="'xml' cannot be written; one of: entities"):
        export_versions(store, [], io.StringIO(), shape="xml")


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_PROPS = st.sampled_from(
    [
        *sorted(n for n, p in find_schema("Person").properties.items() if not p.stub),
        "odd",
    ]
)
_ENTITIES = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8),
            "schema": st.just("Person"),
            "properties": st.dictionaries(
                _PROPS, st.lists(_TEXT, min_size=1, unique=True, max_size=3), max_size=4
            ),
        },
        optional={
            "caption": _TEXT,
            "datasets": st.lists(_TEXT, max_size=3, unique=True),
            "referents": st.lists(_TEXT, max_size=3, unique=True),
            "target": st.booleans(),
            "first_seen": st.sampled_from(["2023-01-01", "2024-01-01T10:00:00", None]),
            "last_seen": st.sampled_from(["2023-01-01", "2024-01-01T10:00:00"]),
            "last_change": st.sampled_from(["2023-01-01", "2022-01-01T10:00:00"]),
            "strange": st.dictionaries(_TEXT, st.integers()),
        },
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda entity: entity["id"],
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(_ENTITIES)
def test_any_entity_comes_back_with_all_it_came_with(entities):
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "home")
        path = Path(folder) / "entities.ftm.json"
        path.write_text("".join(json.dumps(e) + "\n" for e in entities), "utf-8")
        version = load_files(store, "mine", [path], now=NOW, format_name="ftm").version
        back = {e["id"]: e for e in export_entities(store, [version])}
    assert back.keys() == {e["id"] for e in entities}
    for came in entities:
        went = back[came["id"]]
        for field, value in came.items():
            if field == "properties":
                assert went[field] == {p: sorted(v) for p, v in value.items()}
            elif isinstance(value, list):
                assert set(went[field]) == set(value)
            else:
                assert went[field] == value
