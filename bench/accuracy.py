"""Measure names with the library itself: the harness's measures without its processes.

    python bench/accuracy.py BENCH WORK [--label L] [--only M,…] [--threshold T]

BENCH is the folder of the labelled data and its `harness.py`; raw answers, results and
the report go to WORK.  The figures are those of

    python BENCH/harness.py --work WORK run --adapter ostraka

with the command line left out, so that a change can be judged in a minute.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from arguments import labelled_data, options_of

from ostraka.index import build_index, open_index
from ostraka.record.party import Fact, Party
from ostraka.screen import ALGORITHM, DEFAULT_THRESHOLD, Query, compare, search


def main() -> None:
    """Run the measures and print the table of equal alerts."""
    options = options_of(__doc__)
    options.add_argument("bench", type=labelled_data)
    options.add_argument("work", type=Path)
    options.add_argument("--label", default="ostraka")
    options.add_argument("--only")
    options.add_argument("--threshold", type=float, default=DEFAULT_THRESHOLD)
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    sys.argv = ["harness", "--work", str(given.work)]
    harness = load(given.bench / "harness.py", "harness")
    adapter = library(harness, given.work, given.threshold)
    harness.ADAPTERS["library"] = lambda _: adapter
    run = argparse.Namespace(
        adapter="library", label=given.label, only=given.only, no_speed=False
    )
    harness.run(run)
    report = load(given.bench / "report.py", "report")
    if given.only is None or "controls_persons" in given.only:
        print_equal_alerts(report, given.label)


def library(harness: ModuleType, work: Path, threshold: float) -> Any:
    """Return the harness's adapter for the library in this process."""

    class Library(harness.Adapter):  # type: ignore[misc,name-defined]
        name = "ostraka"
        floor = 0.3

        def version(self) -> str:
            return ALGORITHM

        def index(self, entities: list[dict[str, Any]]) -> None:
            folder = work / "index"
            build_index(map(party, entities), folder, manifest={})
            self.opened = open_index(folder)

        def search(
            self, queries: list[dict[str, Any]], floor: float, limit: int
        ) -> dict[str, list[tuple[str, float]]]:
            found = {}
            for asked in queries:
                query = Query.from_entity(entity(asked))
                matches = search(self.opened, query, threshold=floor, limit=limit)
                found[asked["id"]] = [(m.entity_id, m.score) for m in matches]
            return found

        def compare(self, left: dict[str, Any], right: dict[str, Any]) -> float:
            return compare(left, right).score

    adapter = Library()
    adapter.threshold = threshold
    return adapter


def entity(asked: dict[str, Any]) -> dict[str, Any]:
    """Return a query of the harness as a FollowTheMoney entity."""
    properties = {"name": [asked["name"]]}
    person = asked["schema"] == "Person"
    if asked["birth_date"] and person:
        properties["birthDate"] = [asked["birth_date"]]
    if asked["country"]:
        properties["nationality" if person else "country"] = [asked["country"]]
    return {"id": asked["id"], "schema": asked["schema"], "properties": properties}


def party(found: dict[str, Any]) -> Party:
    """Return an entity of the samples as the index takes it."""
    facts = {
        prop: tuple(Fact(value, "bench") for value in values)
        for prop, values in found["properties"].items()
    }
    caption = found["properties"]["name"][0]
    return Party(found["id"], found["schema"], caption, ("bench",), (), facts, ())


def print_equal_alerts(report: ModuleType, label: str) -> None:
    """Print recall where the alerts on unlisted people are equal."""
    for level in report.LEVELS:
        found = report.at_equal_alerts(label, level)
        if found is None:
            print(level, "not reached")
            continue
        row = {
            measure: round(100 * rate["value"], 1)
            for measure, rate in found.items()
            if isinstance(rate, dict)
        }
        companies = report.raw(label, "controls_companies") or {}
        alerts = sum(
            bool(m) and m[0][1] >= found["threshold"] for m in companies.values()
        )
        per_1000 = round(1000 * alerts / max(1, len(companies)), 1)
        print(level, found["threshold"], json.dumps(row), "companies", per_1000)


def load(path: Path, name: str) -> ModuleType:
    """Load a script that is no package."""
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
