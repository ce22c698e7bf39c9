"""Every script of `bench` takes its arguments one way, and refuses a home of nothing."""

import argparse
import importlib.util
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[1] / "bench"
SCRIPTS = sorted(p for p in BENCH.glob("*.py") if "__main__" in p.read_text("utf-8"))


def arguments():
    spec = importlib.util.spec_from_file_location("arguments", BENCH / "arguments.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_reads_its_arguments_as_the_others_do_with_its_words_as_help(script):
    text = script.read_text("utf-8")
    assert "options_of(__doc__)" in text


def test_a_home_that_is_not_there_is_refused_and_not_made(tmp_path):
    with pytest.raises(argparse.ArgumentTypeError, match="no folder"):
        arguments().home_with_lists(str(tmp_path / "--help"))
    assert not list(tmp_path.iterdir())


def test_a_home_that_holds_nothing_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(
        argparse.ArgumentTypeError, match=r"python bench/lists\.py LISTS"
    ):
        arguments().home_with_lists(str(tmp_path))


def test_a_home_with_a_list_is_taken(tmp_path):
    (tmp_path / "statements" / "un_sc").mkdir(parents=True)
    assert arguments().home_with_lists(str(tmp_path)) == tmp_path


def test_help_is_the_scripts_own_words_as_they_stand():
    words = "How fast.\n\n    python bench/one.py HOME\n\nHOME is a home."
    assert words in arguments().options_of(words).format_help()
