"""Small lists with invented parties, as FollowTheMoney entities."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ostraka.faces.session import Ostraka

Entity = dict[str, Any]
Load = Callable[..., None]


def entity(
    id_: str, schema: str, name: str | Sequence[str], program: str = "", **facts: Any
) -> list[Entity]:
    """Return a party and its designation; a fact is a value or a list of them."""
    names = [name] if isinstance(name, str) else list(name)
    number = facts.pop("unscId", None)
    values = {p: [v] if isinstance(v, str) else list(v) for p, v in facts.items()}
    act = {"entity": [id_], "authority": ["Testland"]}
    act |= {"program": [program]} if program else {}
    act |= {"unscId": [number]} if number else {}
    return [
        {"id": id_, "schema": schema, "properties": {"name": names, **values}},
        {"id": f"{id_}-act", "schema": "Sanction", "properties": act},
    ]


@pytest.fixture
def session(tmp_path: Path) -> Ostraka:
    """A home folder on a fixed day."""
    return Ostraka(tmp_path / "home", now=lambda: datetime(2026, 11, 22, tzinfo=UTC))


@pytest.fixture
def load(session: Ostraka, tmp_path: Path) -> Load:
    """A function that loads a version of a list: `load("one", "2026-01-01", *entities)`."""

    def load_list(dataset: str, day: str, *parties: list[Entity]) -> None:
        path = tmp_path / f"{dataset}-{day}.ftm.json"
        lines = [json.dumps(e, ensure_ascii=False) for p in parties for e in p]
        path.write_text("\n".join(lines) + "\n", "utf-8")
        session.load(dataset, path, published=day, accept=["vanished"])

    return load_list
