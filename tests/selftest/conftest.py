"""The lists of the demo, with their index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ostraka.faces.demo import demo_files, load_demo_lists, today_of_the_demo
from ostraka.faces.session import Ostraka
from ostraka.index import Index


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ostraka]:
    home: Path = tmp_path_factory.mktemp("selftest") / "home"
    with demo_files() as folder, Ostraka(home, now=today_of_the_demo) as o:
        load_demo_lists(o, folder)
        yield o


@pytest.fixture(scope="session")
def index(demo: Ostraka) -> Index:
    return demo.index()
