"""Spark in local mode; without Java and pyspark nothing in this folder is collected.

python -m pytest tests/spark
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from ostraka.faces.demo import demo_files, load_demo_lists, today_of_the_demo
from ostraka.faces.session import Ostraka

collect_ignore_glob = [] if find_spec("pyspark") else ["test_*.py"]


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A session of two executors in this process's Java."""
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession  # noqa: PLC0415 - only where it is

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ostraka]:
    """A home with the lists of the demo."""
    with (
        demo_files() as folder,
        Ostraka(tmp_path_factory.mktemp("home"), now=today_of_the_demo) as o,
    ):
        load_demo_lists(o, folder)
        yield o


@pytest.fixture(scope="session")
def customers() -> Iterator[Path]:
    """The customer file of the demo: sixteen rows, one of them impossible."""
    with demo_files() as folder:
        yield folder / "customers.csv"
