"""Cases on a folder that cannot be written are read and verified, and never changed."""

import errno
import os
from pathlib import Path

import pytest
from sqlalchemy import text

from ostraka.casework import Actor, Cases, Role, open_cases
from ostraka.casework.alerts import queue
from ostraka.casework.decisions import decide
from ostraka.casework.model import Answer, Decision
from ostraka.casework.screenings import Basis, Outcome, screen_into
from ostraka.casework.turn import turn
from ostraka.casework.verify import verify
from ostraka.casework.wanted import Wanted
from ostraka.casework.work import add_note
from ostraka.errors import UsageError
from ostraka.record.locks import preparing
from tests.casework.lists import file_of, person

ANNA = Actor("anna", Role.ANALYST)


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the system say that nothing can be written, as of a read-only mount."""
    real = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: mode != os.W_OK and real(path, mode)
    )


def screened_into(cases: Cases, basis: Basis) -> Outcome:
    rows = [person("C1", "Ruzbeh Tavakkolinia", birthDate="1971-12-22")]
    return screen_into(cases, ANNA, basis, file_of(), rows)


def test_what_is_there_is_read_and_verified_and_nothing_is_written(
    folder: Path, basis: Basis, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_folder = open_cases(folder)
    screened_into(open_folder, basis)
    with open_folder.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    open_folder.close()
    content = (folder / "casework.sqlite").read_bytes()
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    cases = open_cases(folder)
    try:
        with cases.reading() as connection:
            found, total = queue(connection, Wanted())
            assert (total, found[0].ref) == (1, "C1")
            assert verify(connection).ok
        answer = Answer(Decision.FALSE_POSITIVE, "other", "x")
        for change in (
            lambda: decide(cases, ANNA, 1, 1, answer),
            lambda: add_note(cases, ANNA, 1, "x"),
            lambda: turn(cases).__enter__(),
        ):
            with pytest.raises(UsageError, match="read and verified, not changed"):
                change()
    finally:
        cases.close()
    assert (folder / "casework.sqlite").read_bytes() == content
    assert not (folder / "casework.sqlite-wal").exists()


def test_what_was_committed_last_is_read_from_the_log_beside_the_file(
    folder: Path, basis: Basis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As copied while the service runs: the last changes lie in casework.sqlite-wal."""
    writer = open_cases(folder)
    screened_into(writer, basis)
    assert (folder / "casework.sqlite-wal").stat().st_size
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    cases = open_cases(folder)
    assert cases.copy is not None
    scratch = Path(cases.copy.name)
    with cases.reading() as connection:
        assert queue(connection, Wanted())[1] == 1
        assert verify(connection).ok
    with pytest.raises(UsageError, match="not changed"):
        add_note(cases, ANNA, 1, "x")
    cases.close()
    assert not scratch.exists()
    writer.close()


@pytest.mark.usefixtures("locked")
def test_where_there_are_no_cases_none_are_begun(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"casework\.sqlite: there are no cases yet"):
        open_cases(tmp_path)


def test_what_has_to_be_prepared_where_nothing_can_be_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with preparing(tmp_path / "new", "the graph"):
        assert (tmp_path / "new" / ".lock").exists()

    def refuse(*_: object, **_more: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with (
        pytest.raises(UsageError, match="the graph has to be prepared first"),
        preparing(tmp_path, "the graph"),
    ):
        pass
