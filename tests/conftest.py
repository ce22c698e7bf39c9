"""Fixtures every test may use.

Policy: a test builds the smallest real file it needs, in its own folder, and shows
the raw row above what is expected of it.  Tests on the publishers' real files take
the `lists` fixture: they run where the test data lies beside the repository (CI) and
say so when they are skipped.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CompletedProcess
from unittest import mock

import pytest

from ostraka.faces.cli import main
from ostraka.record.store import Store

_BESIDE = Path(__file__).parent.parent.parent / "shared"

#: What a test waits for: real files, a database server, a service, a browser.
_SLOW = {"shared", "lists", "postgresql", "demo_url", "walk"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what waits for something: `just check` leaves it to `just test`."""
    for item in items:
        waits = _SLOW.intersection(getattr(item, "fixturenames", ()))
        if waits or "[postgresql" in item.nodeid or "killed" in item.name:
            item.add_marker(pytest.mark.slow)


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


Command = Callable[..., CompletedProcess[str]]


def _command(
    *words: str, folder: Path, env: Mapping[str, str], together: bool = False
) -> CompletedProcess[str]:
    """Run `ostraka` as the command line does, without the cost of a new process.

    Args:
        words: What stands behind `ostraka`.
        folder: The working folder.
        env: The whole environment.
        together: Whether talk and data go the same way, in the order they come.
    """
    out, err = (
        io.TextIOWrapper(io.BytesIO(), "utf-8"),
        io.TextIOWrapper(io.BytesIO(), "utf-8"),
    )
    talk = out if together else err
    code: object = 0
    with (
        contextlib.chdir(folder),
        mock.patch.dict(os.environ, env, clear=True),
        mock.patch.object(sys, "argv", ["ostraka", *words]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(talk),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode())
    return CompletedProcess(words, int(str(code or 0)), *texts)


@pytest.fixture(scope="session")
def command() -> Command:
    """Runs `ostraka WORDS…` in the test's own process, as the command line does."""
    return _command


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return Store(tmp_path / "home")


@pytest.fixture
def now() -> datetime:
    """A fixed moment, so that results do not depend on the clock."""
    return datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
