"""Lists written by hand, version by version."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ostraka.faces.session import Ostraka
from ostraka.quality import Finding, Quality, judge_list

Entity = dict[str, Any]
#: Loads versions of a list, each with its day, and judges the last.
Judge = Callable[..., Quality]


def entity(key: str, schema: str, **properties: list[str]) -> Entity:
    return {"id": key, "schema": schema, "properties": properties}


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    def judged(
        *versions: tuple[str, list[Entity]], today: str = "2026-11-22"
    ) -> Quality:
        with Ostraka(tmp_path / "home") as o:
            for day, entities in versions:
                path = tmp_path / f"{day}.jsonl"
                path.write_text(
                    "".join(json.dumps(e) + "\n" for e in entities), "utf-8"
                )
                o.load("some_list", path, published=day, accept=["vanished", "counts"])
            return judge_list(o.store, "some_list", date.fromisoformat(today))

    return judged


def found(quality: Quality, kind: str) -> Finding:
    return next(f for f in quality.findings if f.kind == kind)
