"""The verb quality: what is printed, and what a mistake gets."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ostraka.errors import NotFoundError, UsageError
from ostraka.faces.cli.quality import quality_command
from ostraka.faces.session import Ostraka
from tests.casework.lists import PARTIES, write_list


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("quality") / "home"
    with Ostraka(home) as o:
        write_list(o, PARTIES, "2026-11-01")
    return home


def run(home: Path, *words: str) -> str:
    done = CliRunner(env={"OSTRAKA_HOME": str(home)}).invoke(quality_command, words)
    if done.exception is not None:
        raise done.exception
    return done.output


def test_a_list_is_told_as_table_and_whole_as_json(home: Path) -> None:
    told = run(home, "test_list")
    assert "Person (2): birthDate 100%" in told
    (found,) = json.loads(run(home, "--format", "json"))
    assert (found["dataset"], found["parties"]) == ("test_list", 3)
    assert {"missing birth date", "re-used id", "stale"} <= {f["kind"] for f in found["findings"]}  # fmt: skip
    assert all(0 < f["share"] <= 1 for f in found["fill"])


def test_a_list_that_is_not_there_is_told(home: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="nothing is loaded"):
        run(home, "no_list")
    with pytest.raises(NotFoundError, match="no version by"):
        run(home, "test_list", "--as-of", "2020-01-01")
    with pytest.raises(UsageError, match="no list is loaded"):
        run(tmp_path / "empty")
