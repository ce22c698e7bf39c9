"""Published deltas, applied by the reader of deltas, give the version they lead to."""

import json
from pathlib import Path
from typing import Any

from ostraka.faces.api.publish import changes, publish, stamp_of
from ostraka.faces.session import Ostraka
from ostraka.record.export import export_entities
from ostraka.record.store import Store
from tests.faces.api.conftest import person, write_ftm


def load(o: Ostraka, folder: Path, day: str, *people: dict[str, Any]) -> None:
    path = write_ftm(folder / f"{day}.ftm.json", *people)
    o.load("own", path, format_name="ftm", published=day, accept=["vanished"])


def contents(store: Store, name: str) -> list[Any]:
    entities = export_entities(store, [store.version(name)])
    return [(e["id"], e["properties"]) for e in entities]


def test_who_has_a_version_and_the_deltas_after_it_has_the_newest(
    tmp_path: Path,
) -> None:
    with Ostraka(tmp_path / "home") as ours:
        load(
            ours,
            tmp_path,
            "2026-01-01",
            person("a", "Odon Quixada"),
            person("b", "Bela"),
        )
        publish(ours.store, tmp_path / "first", "https://lists.example")
        load(
            ours,
            tmp_path,
            "2026-01-02",
            person("a", "Odon Quixada", country=["at"]),
            person("c", "Cee"),
        )
        load(ours, tmp_path, "2026-01-03", person("c", "Cee"), person("d", "Dee"))
        assert publish(ours.store, tmp_path / "then", "https://lists.example/") == [
            "own"
        ]
    with Ostraka(tmp_path / "theirs") as theirs:
        theirs.load(
            "own",
            tmp_path / "first" / "own" / "entities.ftm.json",
            published="2026-01-01",
        )
        theirs.load(
            "own", tmp_path / "then" / "own" / "delta.json", accept=["vanished"]
        )
        assert contents(theirs.store, "own") == contents(ours.store, "own")


def test_the_catalogue_sends_to_files_that_are_there(tmp_path: Path) -> None:
    with Ostraka(tmp_path / "home") as o:
        load(o, tmp_path, "2026-01-01", person("a", "Odon Quixada"))
        load(
            o, tmp_path, "2026-01-02", person("a", "Odon Quixada"), person("b", "Bela")
        )
        out = tmp_path / "out"
        publish(o.store, out, out.as_uri())
        newest = stamp_of(o.store.version("own"))
    entry = json.loads((out / "index.json").read_text("utf-8"))["datasets"][0]
    deltas = json.loads((out / "own" / "delta.json").read_text("utf-8"))["versions"]
    assert (entry["version"], list(deltas)) == (newest, [newest])
    for url in (entry["entities_url"], entry["delta_url"], *deltas.values()):
        assert Path(url.removeprefix("file://")).is_file()


def test_an_entity_that_was_only_seen_again_is_no_change() -> None:
    before: list[dict[str, Any]] = [
        {"id": "a", "last_seen": "1"},
        {"id": "b", "x": 1},
        {"id": "d"},
    ]
    after: list[dict[str, Any]] = [
        {"id": "a", "last_seen": "2"},
        {"id": "b", "x": 2},
        {"id": "c"},
    ]
    found = [(c["op"], c["entity"]["id"]) for c in changes(before, after)]
    assert found == [("MOD", "b"), ("ADD", "c"), ("DEL", "d")]
