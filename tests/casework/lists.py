"""A small list of invented parties, and what is asked about them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from ostraka.casework.screenings import Asked, Basis, Input
from ostraka.faces.session import Ostraka, Scope

#: Two invented persons and a firm, as a list has them.
PARTIES: tuple[dict[str, object], ...] = (
    {"id": "x-1", "schema": "Person", "properties": {
        "name": ["Ruzbeh Tavakkolinia"], "birthDate": ["1971-12-22"], "country": ["ir"]}},
    {"id": "x-2", "schema": "Person", "properties": {
        "name": ["Marquita Oldenbroek"], "birthDate": ["1980"], "nationality": ["nl"]}},
    {"id": "x-3", "schema": "Company", "properties": {
        "name": ["Zephyrine Bulk Carriers Ltd"], "country": ["pa"]}},
)  # fmt: skip


def write_list(o: Ostraka, parties: Sequence[dict[str, object]], day: str) -> None:
    """Load a version of the list `test_list`."""
    path = o.home.parent / f"list-{day}.jsonl"
    path.write_text("".join(json.dumps(p) + "\n" for p in parties), "utf-8")
    o.load("test_list", path, published=day, accept=["vanished", "counts"])


def basis_of(o: Ostraka, threshold: float = 0.7) -> Basis:
    """Return what a screening of today rests on."""
    versions = tuple(o.versions_in_force(Scope()))
    return Basis(o.store, versions, o.index(), o.today, threshold, o.judgements.members)


def person(ref: str, name: str, **properties: str) -> Asked:
    """Return a customer."""
    entity = {
        "schema": "Person",
        "properties": {"name": [name], **{k: [v] for k, v in properties.items()}},
    }
    return Asked(ref, entity, ref=ref)


def file_of(path: Path | None = None) -> Input:
    """Return what is kept of a file."""
    return Input(
        "file", "customers.csv", b"id,name\n" if path is None else path.read_bytes()
    )
