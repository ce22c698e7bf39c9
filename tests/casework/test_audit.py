"""A changed byte anywhere is found and named."""

import io
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from ostraka.casework import Actor, Cases, Decision
from ostraka.casework.decisions import decide
from ostraka.casework.export import (
    entries,
    verify_export,
    write_csv,
    write_jsonl,
    write_pdf,
)
from ostraka.casework.model import Answer
from ostraka.casework.screenings import Basis, Outcome, screen_into
from ostraka.casework.tables import PROTECTED
from ostraka.casework.verify import Head, verify
from ostraka.casework.work import add_file, add_note
from ostraka.errors import UsageError
from tests.casework.lists import file_of, person

People = dict[str, Actor]


@pytest.fixture
def worked(cases: Cases, screened: Outcome, people: People) -> Cases:
    """Alerts with a decision, a note, a file and a clearing."""
    number = screened.opened[2]
    add_note(cases, people["analyst"], number, "=cmd|' /C calc'!A0")
    add_file(cases, people["analyst"], number, "passport.pdf", b"%PDF-1.4")
    answer = Answer(Decision.FALSE_POSITIVE, "other activity")
    decide(cases, people["analyst"], number, 1, answer)
    return cases


def test_what_nobody_touched_is_whole(worked: Cases) -> None:
    with worked.reading() as connection:
        found = verify(connection)
    assert found.faults == ()
    assert found.entries > 5
    assert found.rows > 10


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE alert SET score = score + 0.0000001 WHERE id = 1", "alert 1: was changed"),
        ("UPDATE alert SET status = 'closed' WHERE id = 2", "alert 2: was changed"),
        ("UPDATE decision SET text = 'no' WHERE id = 1", "decision 1: was changed"),
        ("UPDATE decision SET \"by\" = 'x' WHERE id = 1", "decision 1: was changed"),
        ("UPDATE note SET text = replace(text, 'calc', 'calk')", "note 1: was changed"),
        ("UPDATE cleared SET review = '2099-01-01'", "cleared 1: was changed"),
        ("UPDATE subject SET entity = replace(entity, '71', '72') WHERE id = 1", "subject 1: was changed"),
        ("UPDATE screening SET lists = '{}'", "screening 1: was changed"),
        ("UPDATE blob SET packed = packed || packed WHERE id = 2", "blob 2: was changed"),
        ("DELETE FROM note WHERE id = 2", "note 2: recorded by entry"),
        ("INSERT INTO policy (name, value) VALUES ('policy', '{}')", "policy policy: no entry"),
    ],
)  # fmt: skip
def test_a_changed_row_is_named(worked: Cases, change: str, named: str) -> None:
    with worked.engine.begin() as connection:
        connection.execute(text(change))
    with worked.reading() as connection:
        faults = verify(connection).faults
    assert any(named in fault for fault in faults), faults


def test_every_column_of_every_protected_table_is_vouched_for(worked: Cases) -> None:
    with worked.reading() as connection:
        for name, (table, _) in PROTECTED.items():
            count = connection.execute(select(func.count()).select_from(table)).scalar()
            if not count:
                continue
            for column in table.c:
                if column.primary_key or column.foreign_keys:
                    continue
                assert _is_found(worked, name, column.name), f"{name}.{column.name}"


def _is_found(cases: Cases, table: str, column: str) -> bool:
    """Change a column of one row, look, and take it back."""
    quoted = f'"{column}"'
    binary = column == "packed"
    number = column in {"score", "version", "escalated", "batch", "size"} or column in {
        "queries", "matched", "bad", "alert_version",
    }  # fmt: skip
    change = (
        f"{quoted} || {quoted}"
        if binary
        else f"coalesce({quoted}, 0) + 1"
        if number
        else f"coalesce({quoted}, '') || 'x'"
    )
    key = PROTECTED[table][1]
    with cases.engine.connect() as connection:
        connection.execute(
            text(f"UPDATE {table} SET {quoted} = {change} WHERE {key} = (SELECT min({key}) FROM {table})")  # noqa: S608 - our own tables
        )  # fmt: skip
        found = not verify(connection).ok
        connection.rollback()
    return found


@pytest.mark.parametrize("field", ["at", "actor", "action", "subject", "facts", "written", "digest"])  # fmt: skip
def test_a_changed_byte_of_an_entry_is_named(sqlite_worked: Cases, field: str) -> None:
    path = Path(str(sqlite_worked.engine.url.database))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TRIGGER entry_never_changed")
        connection.execute(
            f"UPDATE entry SET {field} = '~' || substr({field}, 2) WHERE number = 3"  # noqa: S608 - our own fields
        )
    with sqlite_worked.reading() as reading:
        assert any("entry 3 " in fault for fault in verify(reading).faults)


def test_an_entry_cannot_be_changed_or_removed(worked: Cases) -> None:
    for change in ("UPDATE entry SET actor = 'x'", "DELETE FROM entry"):
        with (
            pytest.raises(Exception, match="never"),
            worked.engine.begin() as connection,
        ):
            connection.execute(text(change))


def test_a_chain_cut_short_or_made_anew_does_not_pass_its_old_head(
    sqlite_worked: Cases,
) -> None:
    with sqlite_worked.reading() as connection:
        noted = verify(connection).head
        assert verify(connection, Head.read(str(noted))).ok
    path = Path(str(sqlite_worked.engine.url.database))
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("DROP TRIGGER entry_never_removed")
        file.execute("DELETE FROM entry WHERE number = ?", [noted.number])
        file.execute(
            "UPDATE head SET number = number - 1, digest = (SELECT digest FROM entry ORDER BY number DESC LIMIT 1)"
        )
    with sqlite_worked.reading() as reading:
        faults = verify(reading, noted).faults
    assert any("does not pass through" in fault for fault in faults)


def test_an_export_is_verified_without_the_database(
    worked: Cases, tmp_path: Path
) -> None:
    path = tmp_path / "audit.jsonl"
    with worked.reading() as connection, path.open("w", encoding="utf-8") as out:
        write_jsonl(entries(connection), out)
        head = verify(connection).head
    assert verify_export(path, head).ok
    lines = path.read_text("utf-8").splitlines()
    broken = lines[2].replace('"actor": "analyst-1"', '"actor": "analyst-2"')
    path.write_text("\n".join([*lines[:2], broken, *lines[3:]]), "utf-8")
    assert "entry 3" in verify_export(path).faults[0]
    path.write_text("\n".join([*lines[:2], *lines[3:]]), "utf-8")
    assert "entries between them are gone" in verify_export(path).faults[0]
    path.write_text("{}\n", "utf-8")
    with pytest.raises(UsageError, match="line 1"):
        verify_export(path)


def test_csv_and_pdf_hold_what_the_chain_holds(worked: Cases) -> None:
    table, paper = io.StringIO(), io.BytesIO()
    with worked.reading() as connection:
        rows = list(entries(connection))
    write_csv(rows, table)
    write_pdf(rows, paper, title="Audit <b>رزبه</b>")
    assert len(table.getvalue().splitlines()) == len(rows) + 1
    assert paper.getvalue().startswith(b"%PDF")


def test_the_chain_has_no_personal_data(worked: Cases) -> None:
    with worked.reading() as connection:
        told = json.dumps([dict(row) for row in entries(connection)])
    # A digest has any four digits by chance.
    told = re.sub(r"\b[0-9a-f]{64}\b", "digest", told)
    for secret in ("Tavakkolinia", "1971", "C1", "calc", "passport", "customers.csv"):
        assert secret not in told


@pytest.fixture
def sqlite_worked(sqlite_cases: Cases, people: People, basis: Basis) -> Cases:
    """The same on SQLite alone."""
    rows = [person("C3", "Ruzbeh Tavakkolinia", birthDate="1999-01-01")]
    done = screen_into(sqlite_cases, people["analyst"], basis, file_of(), rows)
    answer = Answer(Decision.FALSE_POSITIVE, "other activity")
    decide(sqlite_cases, people["analyst"], done.opened[0], 1, answer)
    return sqlite_cases
