"""The index over the lists as they stand on a day: found, renewed after a change, or built.

Where an index of a day before is there and few parties changed since, it is renewed:
only the parties that changed are read again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

from ostraka.errors import NotFoundError, StoreError
from ostraka.index import FORMAT, Index, build_index, open_index, renew_index
from ostraka.record.changes import changed_parties
from ostraka.record.locks import preparing
from ostraka.record.party import Party, is_over, read_parties
from ostraka.record.store import Store
from ostraka.record.versions import Version

#: Indexes kept on disk; older ones are removed when a new one is built.
KEPT_INDEXES = 4
#: An index is renewed where at most this share of its parties changed.
MOST_CHANGED = 0.25
#: Parties of a list below which all of it is read again rather than compared.
_SMALL = 20_000


@dataclass(frozen=True, slots=True)
class Standing:
    """The lists as they stand on a day.

    Attributes:
        store: The record.
        versions: One of each list.
        day: The day asked about; it matters through the designations that have ended.
        algorithm: Name of the way matches are found.
    """

    store: Store
    versions: tuple[Version, ...]
    day: date
    algorithm: str

    @property
    def key(self) -> str:
        """The name of the index over them."""
        lines = [f"{self.algorithm}, index {FORMAT}"]
        lines += [
            f"{version.dataset} {' '.join(map(str, self._state(version)))}"
            for version in sorted(self.versions, key=lambda v: v.dataset)
        ]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

    def folder(self, home: Path) -> Path:
        """Return the folder of the index, built first if it is not there."""
        folder = home / "index" / self.key
        if (folder / "manifest.json").exists():
            return folder
        with preparing(folder.parent, "the index of these lists and this day"):
            if not (folder / "manifest.json").exists():
                self._write(folder)
                _remove_old(folder)
        return folder

    def parties(
        self, versions: Collection[Version], ids: Collection[str] | None = None
    ) -> Iterator[Party]:
        """Yield the parties of some versions that are listed on the day.

        Parties whose every designation the list itself says has ended are left out.

        Args:
            versions: Of `versions`.
            ids: The only parties wanted; all if None.
        """
        for party in read_parties(self.store, versions, ids=ids):
            acts = party.designations
            if not acts or not all(act.has_ended(self.day) for act in acts):
                yield party

    def _state(self, version: Version) -> tuple[str, str, int]:
        return version.id, version.sha256, self._ended(version)

    def _ended(self, version: Version) -> int:
        return sum(is_over(end, self.day) for end in version.ends)

    def _write(self, folder: Path) -> None:
        manifest: dict[str, Any] = {
            "lists": {v.dataset: v.id for v in self.versions},
            "as_of": self.day.isoformat(),
            "algorithm": self.algorithm,
            "states": {v.dataset: list(self._state(v)) for v in self.versions},
        }
        plans = (self._plan(before) for before in _kept(folder.parent))
        best = min(
            (plan for plan in plans if plan is not None),
            key=lambda plan: plan.cost,
            default=None,
        )
        if best is None:
            parties = self.parties(self.versions)
            build_index(parties, folder, manifest=manifest)
            return
        renew_index(
            best.base,
            folder,
            gone=best.gone(),
            parties=self._parties_anew(best),
            manifest=manifest,
        )

    def _parties_anew(self, plan: _Plan) -> Iterator[Party]:
        for version in self.versions:
            if version.dataset in plan.changed:
                yield from self.parties([version], plan.changed[version.dataset])

    def _plan(self, base: Index) -> _Plan | None:
        """Return how an index becomes this one; None if too much of it changed."""
        about = base.manifest
        if about.get("algorithm") != self.algorithm or "states" not in about:
            return None
        states: dict[str, list[Any]] = about["states"]
        sizes: dict[str, int] = {}
        for dataset, number in about["stretches"]:
            sizes[dataset] = sizes.get(dataset, 0) + number
        plan = _Plan(base, {}, dict.fromkeys(states.keys() - self._names))
        most = MOST_CHANGED * len(base)
        cost = sum(sizes.get(name, 0) for name in plan.dropped)
        for version in self.versions:
            before = states.get(version.dataset)
            if before == list(self._state(version)):
                continue
            ids = self._changed(version, before)
            plan.changed[version.dataset] = ids
            whole = version.entities + sizes.get(version.dataset, 0)
            cost += whole if ids is None else len(ids)
            if cost > most:
                return None
        return _Plan(base, plan.changed, plan.dropped, cost)

    @property
    def _names(self) -> set[str]:
        return {version.dataset for version in self.versions}

    def _changed(self, version: Version, before: list[Any] | None) -> set[str] | None:
        """Return which parties of a list changed; None to read all of it again."""
        if before is None or version.entities < _SMALL:
            return None
        try:
            old = self.store.version(version.dataset, before[0])
        except NotFoundError:
            return None
        # Else a designation that nobody touched may have ended between the two days.
        untouched = old.sha256 == before[1] and self._ended(old) == before[2]
        return changed_parties(self.store, old, version) if untouched else None


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be done to an index.

    Attributes:
        base: The index.
        changed: Lists that changed, each with the parties that did; None for all.
        dropped: Lists that are no longer asked.
        cost: Parties taken away and put in.
    """

    base: Index
    changed: dict[str, set[str] | None]
    dropped: dict[str, None]
    cost: int = 0

    def gone(self) -> list[int]:
        """Return the numbers of the parties that are taken away."""
        stretches = self.base.manifest["stretches"]
        ends = list(accumulate((number for _, number in stretches), initial=0))
        found: set[int] = set()
        for (dataset, number), start in zip(stretches, ends, strict=False):
            whole = dataset in self.dropped or self.changed.get(dataset, ()) is None
            if whole:
                found.update(range(start, start + number))
        for dataset, ids in self.changed.items():
            for number in (
                n for key in ids or () for n in self.base.parties_with_id(key)
            ):
                stretch = int(np.searchsorted(ends, number, side="right")) - 1
                if stretches[stretch][0] == dataset:
                    found.add(number)
        return sorted(found)


def _kept(folder: Path) -> Iterator[Index]:
    """Yield the indexes that are there and of this make."""
    for path in sorted(folder.glob("*/manifest.json")):
        try:
            yield open_index(path.parent)
        except (StoreError, OSError, json.JSONDecodeError):
            continue  # of another make, or taken away by another process


def _remove_old(newest: Path) -> None:
    folders = [p for p in newest.parent.iterdir() if (p / "manifest.json").exists()]
    folders.sort(key=lambda p: (p / "manifest.json").stat().st_mtime, reverse=True)
    for folder in folders[KEPT_INDEXES:]:
        if folder != newest:
            shutil.rmtree(folder, ignore_errors=True)
