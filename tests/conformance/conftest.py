"""Proof with the real followthemoney library, which the program itself never imports.

It needs PyICU and so a compiler; without it nothing in this folder is collected.  In
an environment that has it (and this program, pytest and hypothesis):

    python -m pytest tests/conformance
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest

from ostraka.errors import RefusedError
from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.sources.catalog import find_dataset
from ostraka.sources.load import load_files

collect_ignore_glob = [] if find_spec("followthemoney") else ["test_*.py"]

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def real_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store that all tests of this folder fill together."""
    return Store(tmp_path_factory.mktemp("conformance"))


@pytest.fixture(scope="session")
def newest(real_store: Store, lists: Path) -> Callable[[str], Version]:
    """Load a list's newest version in its publisher's format, else a sample of it."""

    def load(dataset: str) -> Version:
        folder = lists / dataset
        folders = sorted(folder.iterdir(), reverse=True) if folder.is_dir() else []
        # Of the samples, those of other lists are refused.
        samples = sorted((lists / "samples").glob("*.xml"))
        choices = [(f.name, sorted(f.iterdir())) for f in folders]
        choices += [("2026-01-01", [sample]) for sample in samples]
        limits = find_dataset(dataset).checks
        accept = {f"count {s}" for s in limits.counts} | {
            f"fill {p}" for p in limits.fill
        }
        told = ["there is none here"]
        for published, files in choices:
            if any(".ftm." in file.name for file in files):
                continue
            try:
                return load_files(
                    real_store,
                    dataset,
                    files,
                    now=NOW,
                    published=published,
                    accept=accept,
                ).version
            except RefusedError as error:
                told.append(str(error))
        pytest.fail(f"no version of {dataset} in its own format loads: {told[-1]}")

    return load
