"""Deltas: applied to the newest version, in order, or refused."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ostraka.errors import RefusedError, UsageError
from ostraka.record.assemble import read_version
from ostraka.record.diff import diff_versions
from ostraka.record.export import export_entities
from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.sources.deltas import stamp_day
from ostraka.sources.load import load_files


def person(key: str, *names: str) -> dict[str, Any]:
    return {"id": key, "schema": "Person", "properties": {"name": list(names)}}


def base(store: Store, tmp_path: Path, now: datetime, published: str | None) -> Version:
    path = tmp_path / "entities.ftm.json"
    people = [person("a", "Ali Testov"), person("b", "Olga Testova")]
    path.write_text("".join(json.dumps(p) + "\n" for p in people), "utf-8")
    return load_files(store, "mine", [path], now=now, published=published).version


def delta(tmp_path: Path, stamp: str, *operations: tuple[str, dict[str, Any]]) -> Path:
    path = tmp_path / stamp / "entities.delta.json"
    path.parent.mkdir()
    lines = (json.dumps({"op": op, "entity": entity}) for op, entity in operations)
    path.write_text("".join(line + "\n" for line in lines), "utf-8")
    return path


def test_a_delta_makes_a_whole_new_version(store: Store, tmp_path: Path, now: datetime):
    first = base(store, tmp_path, now, "2024-05-26")
    path = delta(
        tmp_path,
        "20240527194702-wnk",
        ("ADD", person("c", "New Testov")),
        ("MOD", person("b", "Olga Testowa")),
        ("DEL", {"id": "a"}),
    )
    second = load_files(store, "mine", [path], now=now, format_name="ftm").version
    assert (second.id, second.base, second.format) == ("2024-05-27", first.id, "ftm")
    back = {e["id"]: e["properties"]["name"] for e in export_entities(store, [second])}
    assert back == {"b": ["Olga Testowa"], "c": ["New Testov"]}
    changes = diff_versions(store, first, second)
    assert (changes.listed, changes.removed) == (("c",), ("a",))
    assert list(changes.amended) == ["b"]
    seen = {s.last_seen for rows in read_version(store, second) for s in rows}
    assert seen == {"2024-05-27"}


@pytest.mark.parametrize(
    ("operation", "fault"),
    [
        (("ADD", person("a", "Ali")), "adds a, which version 2024-05-26 has already"),
        (
            ("MOD", person("z", "Z")),
            "changes z, which version 2024-05-26 does not have",
        ),
        (("DEL", {"id": "z"}), "removes z, which version 2024-05-26 does not have"),
        (("PUT", person("z", "Z")), "unknown operation 'PUT'"),
        (("ADD", {"schema": "Person"}), "an operation without an entity's id"),
    ],
)
def test_an_operation_that_does_not_fit_refuses_the_delta(
    store: Store, tmp_path: Path, now: datetime, operation: tuple[str, Any], fault: str
):
    base(store, tmp_path, now, "2024-05-26")
    path = delta(tmp_path, "20240527194702-wnk", operation)
    with pytest.raises(RefusedError, match=fault):
        load_files(store, "mine", [path], now=now)
    assert len(store.versions("mine")) == 1


def test_an_empty_delta_changes_nothing_and_says_so(
    store: Store, tmp_path: Path, now: datetime
):
    first = base(store, tmp_path, now, "2024-05-26")
    path = delta(tmp_path, "20240527134702-zbn")
    loaded = load_files(store, "mine", [path], now=now)
    assert (loaded.version, loaded.is_new) == (first, False)
    assert loaded.note == "entities.delta.json is an empty delta: nothing changed"


def test_a_delta_needs_a_version_and_cannot_be_older_than_it(
    store: Store, tmp_path: Path, now: datetime
):
    path = delta(tmp_path, "20240527194702-wnk", ("DEL", {"id": "a"}))
    with pytest.raises(RefusedError, match="load the whole list first"):
        load_files(store, "mine", [path], now=now)
    base(store, tmp_path, now, "2024-06-01")
    with pytest.raises(RefusedError, match="of 2024-05-27, before version 2024-06-01"):
        load_files(store, "mine", [path], now=now)


def test_an_index_is_followed_from_the_version_on(
    store: Store, tmp_path: Path, now: datetime
):
    base(store, tmp_path, now, "2024-05-27")
    stamps = ("20240526114702-aaa", "20240527194702-wnk", "20240528014702-pfh")
    operations = (("DEL", {"id": "z"}), ("ADD", person("c", "C")), ("DEL", {"id": "c"}))
    for stamp, operation in zip(stamps, operations, strict=True):
        delta(tmp_path, stamp, operation)
    address = "https://example.org/{}/entities.delta.json"
    index = {"versions": {s: address.format(s) for s in reversed(stamps)}}
    path = tmp_path / "delta.json"
    path.write_text(json.dumps(index), "utf-8")
    loaded = load_files(store, "mine", [path], now=now)
    ids = [v.id for v in store.versions("mine")]
    assert ids == ["2024-05-27", "2024-05-27.2", "2024-05-28"]
    assert loaded.version.files[0].url == address.format("20240528014702-pfh")
    again = load_files(store, "mine", [path], now=now)
    assert (again.is_new, again.note) == (False, "delta.json names nothing newer")
    (tmp_path / stamps[-1] / "entities.delta.json").unlink()
    with pytest.raises(
        UsageError, match="which is not beside it; fetch it first: https"
    ):
        load_files(store, "mine", [path], now=now)


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"versions": {"latest": "x"}}', '{"versions"']
)
def test_an_index_that_is_none_is_refused(
    store: Store, tmp_path: Path, now: datetime, text: str
):
    base(store, tmp_path, now, "2024-05-27")
    path = tmp_path / "delta.json"
    path.write_text(text, "utf-8")
    with pytest.raises(RefusedError, match=r"not an index|not a delta's stamp"):
        load_files(store, "mine", [path], now=now)


def test_the_stamp_tells_the_day():
    assert stamp_day("20240527194702-wnk") == "2024-05-27"
    assert stamp_day("20241399194702-wnk") is None
    assert stamp_day("t2") is None


@pytest.mark.parametrize("published", ["2024-05-27", None])
def test_the_deltas_of_yente_apply_in_their_order(
    lists: Path, store: Store, now: datetime, published: str | None
):
    folder = lists / "yente_fixtures"
    entities = folder / "t1" / "entities.ftm.json"
    load_files(store, "mine", [entities], now=now, published=published)
    names = json.loads((folder / "t2" / "delta.json").read_text("utf-8"))["versions"]
    for stamp in sorted(names):
        path = folder / "t2" / stamp / "entities.delta.json"
        load_files(store, "mine", [path], now=now)
    versions = store.versions("mine")
    assert [v.entities for v in versions] == [6, 8, 9, 8, 9]
    before = {e["id"] for e in export_entities(store, versions[:1])}
    after = {e["id"] for e in export_entities(store, versions[-1:])}
    assert after - before == {
        "NK-2T3S8Hu29ktYnKSTgQp2wL",
        "NK-2sJaJRaPJcWUfMbHjTtWcL",
        "Q4365364",
    }
    assert before <= after
