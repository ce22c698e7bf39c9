"""Rows of a customer file that cannot be read are kept, named and shown with the reason."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ostraka.casework import Actor, Cases, Role, open_cases
from ostraka.casework.screenings import Asked, screen_into, screenings
from ostraka.casework.tables import screening
from ostraka.casework.verify import verify
from ostraka.errors import UsageError
from ostraka.faces.casework import CustomerFile, basis_of, screen_customers
from ostraka.faces.replaying import unread_rows
from ostraka.faces.session import Ostraka
from tests.casework.lists import PARTIES, file_of, person, write_list

ANNA = Actor("anna", Role.ANALYST)
#: The second row has a day that never was, the third has nothing to look for.
FILE = "id,name,birth_date\nC1,Ruzbeh Tavakkolinia,1971-12-22\nC2,Olena K,1984-02-31\nC3,,\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with Ostraka(tmp_path / "home") as o:
        write_list(o, PARTIES, "2026-11-01")
    return tmp_path / "home"


@pytest.fixture
def cases(home: Path) -> Cases:
    return open_cases(home)


def test_rows_that_cannot_be_read_are_told_with_row_value_and_reason(
    home: Path, cases: Cases, tmp_path: Path
) -> None:
    path = tmp_path / "customers.csv"
    path.write_text(FILE, "utf-8")
    done = screen_customers(cases, ANNA, basis_of(Ostraka(home)), CustomerFile(path))
    assert done.bad == 2
    assert [place for place, _ in done.faults] == ["row 3", "row 4"]
    assert "1984-02-31" in done.faults[0][1]
    found = unread_rows(cases, done.screening)
    assert [(one.row, one.query_id) for one in found] == [(3, "C2"), (4, "C3")]
    assert [one.why for one in found] == [why for _, why in done.faults]
    cases.close()


def test_a_file_that_is_no_table_leaves_no_screening(
    home: Path, cases: Cases, tmp_path: Path
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("colour,size\nred,1\n", "utf-8")
    with pytest.raises(UsageError, match="no column is recognised as the name"):
        screen_customers(cases, ANNA, basis_of(Ostraka(home)), CustomerFile(path))
    with cases.reading() as connection:
        assert connection.execute(select(func.count()).select_from(screening)).scalar() == 0  # fmt: skip
    cases.close()


def test_a_file_that_is_damaged_further_on_is_marked_as_refused(
    home: Path, cases: Cases
) -> None:
    def rows() -> Iterator[Asked]:
        yield person("C1", "Petronella Quistgaard")
        raise UsageError("long.csv: damaged after row 1")

    with pytest.raises(UsageError, match="damaged"):
        screen_into(cases, ANNA, basis_of(Ostraka(home)), file_of(), rows())
    with cases.reading() as connection:
        (row,) = screenings(connection)
        assert row["settings"]["refused"] == "long.csv: damaged after row 1"
        assert verify(connection).ok
    cases.close()
