"""Fixtures every test may use.

Policy: a test builds the smallest real file it needs, in its own folder, and shows
the raw row above what is expected of it.  Tests on the publishers' real files take
the `lists` fixture: they run where the test data lies beside the repository (CI) and
say so when they are skipped.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ostraka.record.store import Store

_BESIDE = Path(__file__).parent.parent.parent / "shared"


def shared_folder() -> Path | None:
    """Return the folder with the test data, or None where there is none."""
    folder = Path(os.environ.get("OSTRAKA_TEST_DATA", _BESIDE))
    return folder if (folder / "lists").is_dir() else None


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real list files, the seed report and labelled names."""
    folder = shared_folder()
    if folder is None:
        pytest.skip(
            "needs the test data beside the repository (../shared, or OSTRAKA_TEST_DATA)"
        )
    return folder


@pytest.fixture(scope="session")
def lists(shared: Path) -> Path:
    """The folder with the publishers' real files."""
    return shared / "lists"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return Store(tmp_path / "home")


@pytest.fixture
def now() -> datetime:
    """A fixed moment, so that results do not depend on the clock."""
    return datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
