"""Statements on disk, by dataset and version; nothing half-written is ever in force.

    originals/<dataset>/<version>/<file>.zst   the bytes as published
    statements/<dataset>/<version>.parquet     sorted by canonical id
    statements/<dataset>/<version>.json        the manifest: written last, by rename
    statements/<dataset>/refused.jsonl         versions that failed, newest last
    lookups/…                                  made again when it is not there

A file in a version says "seen in this version"; first and last days over several
versions are computed when asked, so that a file never depends on load order.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from ostraka.errors import NotFoundError, UsageError
from ostraka.record.dates import is_date, last_day
from ostraka.record.versions import Version, in_force
from ostraka.record.writing import Writing

_LOCK_SECONDS = 600


class Store:
    """The record under one home folder.

    Args:
        home: `OSTRAKA_HOME`; made when the first version is written.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self._manifests: dict[str, tuple[int, Version]] = {}

    def datasets(self) -> list[str]:
        """Return the names of datasets that have a version, sorted."""
        folder = self.home / "statements"
        if not folder.is_dir():
            return []
        return sorted(d.name for d in folder.iterdir() if any(d.glob("*.json")))

    def known(self) -> list[str]:
        """Return the names of datasets that were ever loaded or refused, sorted."""
        folder = self.home / "statements"
        if not folder.is_dir():
            return []
        return sorted(d.name for d in folder.iterdir() if any(d.glob("[!.]*")))

    def versions(self, dataset: str) -> list[Version]:
        """Return the versions of a dataset, oldest first."""
        folder = self._folder(dataset)
        found = [self._manifest(path) for path in folder.glob("*.json")]
        return sorted(found, key=lambda v: v.order)

    def _manifest(self, path: Path) -> Version:
        """Read a manifest, once as long as the file is the same."""
        written = path.stat().st_mtime_ns
        known = self._manifests.get(str(path))
        if known is None or known[0] != written:
            known = written, Version.from_json(path.read_text("utf-8"), str(path))
            self._manifests[str(path)] = known
        return known[1]

    def version(self, dataset: str, name: str | None = None) -> Version:
        """Return one version by id, or by a day on which it was in force.

        Args:
            dataset: Name of the dataset.
            name: A version's id, an ISO day, or None for the newest.

        Raises:
            NotFoundError: There is no such dataset, or no version by then.
        """
        versions = self.versions(dataset)
        if not versions:
            raise NotFoundError(f"{dataset}: nothing is loaded; see `ostraka lists`")
        if name is None:
            return versions[-1]
        for version in versions:
            if version.id == name:
                return version
        if not is_date(name):
            raise NotFoundError(
                f"{dataset}: {name!r} is neither a version nor a day; see `ostraka lists --versions`"
            )
        day = last_day(name).isoformat()
        earlier = [v for v in versions if v.published <= day]
        if not earlier:
            raise NotFoundError(
                f"{dataset}: no version by {name}; the first one here is {versions[0].id}"
            )
        return earlier[-1]

    def current(self, day: Any = None) -> list[Version]:
        """Return the version of each dataset in force on a day (today if None)."""
        found = (in_force(self.versions(name), day) for name in self.datasets())
        return [version for version in found if version is not None]

    def parquet(self, version: Version) -> Path:
        """Return the path of a version's statements."""
        return self._folder(version.dataset) / f"{version.id}.parquet"

    def lookup(self, version: Version) -> Path:
        """Return the path of a version's lookup; see `ostraka.record.lookups`."""
        # Not beside the statements: all of `statements/` can be read as one table.
        return self.home / "lookups" / version.dataset / f"{version.id}.parquet"

    def lookup_of_parties(self, program: str) -> Path:
        """Return the path of what all versions say in short; see `ostraka.measures.briefs`.

        Args:
            program: Which program made it: another may read names otherwise.
        """
        return self.home / "lookups" / f"parties-{program}.sqlite"

    def forget_parties(self, but: str = "-") -> None:
        """Throw away what all versions say in short.

        Args:
            but: Begins the name of the file that stays; all are thrown away if not given.
        """
        # A journal that outlived its file would be taken for that of the next one.
        for path in sorted((self.home / "lookups").glob("parties-*"), reverse=True):
            if not path.name.startswith(but):
                path.unlink(missing_ok=True)

    def refused(self, dataset: str) -> list[dict[str, Any]]:
        """Return what was refused of a dataset, oldest first: `{at, files, reason, details}`."""
        return [entry for entry in self._refusals(dataset) if not entry.get("over")]

    def last_refusal(self, dataset: str) -> dict[str, Any] | None:
        """Return what was refused of a dataset since its newest version, if anything was."""
        entries = self._refusals(dataset)
        count = len(self.versions(dataset))
        if not entries or entries[-1].get("versions") != count:
            return None
        return None if entries[-1].get("over") else entries[-1]

    def note_refusal(self, dataset: str, entry: dict[str, Any]) -> None:
        """Append what was refused and why, so that `lists` can show it."""
        folder = self._folder(dataset)
        folder.mkdir(parents=True, exist_ok=True)
        # Counted: a clock cannot tell what happened in one second.
        entry = {**entry, "versions": len(self.versions(dataset))}
        with (folder / "refused.jsonl").open("a", encoding="utf-8") as log:
            # The leading line feed ends whatever a killed writer left unfinished.
            log.write("\n" + json.dumps(entry, ensure_ascii=False))

    def note_agreement(self, dataset: str, at: str) -> None:
        """Say that what is in force is what the publisher has, whatever was refused before.

        Args:
            dataset: Name of the dataset.
            at: The moment, in ISO form.
        """
        if self.last_refusal(dataset) is not None:
            self.note_refusal(dataset, {"at": at, "over": True})

    def _refusals(self, dataset: str) -> list[dict[str, Any]]:
        path = self._folder(dataset) / "refused.jsonl"
        if not path.exists():
            return []
        entries = []
        for line in path.read_text("utf-8").split("\n"):
            # A line cut short by a crash is no entry; the next one stands whole.
            with suppress(ValueError):
                entries.append(json.loads(line))
        return entries

    @contextmanager
    def writing(self, dataset: str) -> Iterator[Writing]:
        """Hold the dataset's lock and a scratch folder while a version is written.

        Leftovers of writers that were killed are removed first.

        Raises:
            UsageError: Another process has been writing this dataset for ten minutes.
        """
        folder = self._folder(dataset)
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=_LOCK_SECONDS)
        try:
            with lock:
                scratch = folder / ".scratch"
                shutil.rmtree(scratch, ignore_errors=True)
                self._sweep(dataset)
                scratch.mkdir()
                try:
                    yield Writing(self.home, dataset, folder, scratch)
                finally:
                    shutil.rmtree(scratch, ignore_errors=True)
        except Timeout as error:
            raise UsageError(
                f"{dataset}: another process is loading it; try again when it has ended"
            ) from error

    def erase(self, dataset: str) -> int:
        """Take every version of a dataset; return how many there were.

        For what may not be kept any longer: a list that ended stays, as of its days.
        """
        if dataset not in self.datasets():
            return 0
        with self.writing(dataset):
            manifests = list(self._folder(dataset).glob("*.json"))
            for path in manifests:
                path.unlink()
            self._sweep(dataset)
            self.forget_parties()
        return len(manifests)

    def _sweep(self, dataset: str) -> None:
        """Remove files of versions whose manifest was never written."""
        folder = self._folder(dataset)
        whole = {path.stem for path in folder.glob("*.json")}
        for path in folder.glob("*.parquet"):
            if path.stem not in whole:
                path.unlink()
        lookups = self.home / "lookups" / dataset
        for path in lookups.glob("*.parquet*"):  # drafts of who was killed too
            if path.suffix != ".parquet" or path.stem not in whole:
                path.unlink(missing_ok=True)
        originals = self.home / "originals" / dataset
        if originals.is_dir():
            for path in originals.iterdir():
                if path.name not in whole:
                    shutil.rmtree(path)

    def _folder(self, dataset: str) -> Path:
        if dataset in {"", ".", ".."} or not {"/", "\\"}.isdisjoint(dataset):
            raise NotFoundError(f"{dataset!r} cannot be the name of a dataset")
        return self.home / "statements" / dataset
