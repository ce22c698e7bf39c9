"""The command as a person would run it, in the process of the test."""

import io
import sys

import pytest

from ostraka.faces.cli import main


def run_here(
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    given: str = "",
) -> tuple[int, str, str]:
    """Return the exit code, standard output and standard error of `ostraka WORDS`."""
    monkeypatch.setattr(sys, "argv", ["ostraka", *words])
    monkeypatch.setattr(sys, "stdin", io.StringIO(given))
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    return int(ended.value.code or 0), told.out, told.err
