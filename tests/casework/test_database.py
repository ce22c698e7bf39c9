"""The tables go forward and back, and what a database of another make gets."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from ostraka.casework import Actor, Cases, Role, open_cases
from ostraka.casework.engine import database_url
from ostraka.casework.migrate import NEWEST, migrate
from ostraka.casework.policy import Policy, set_policy
from ostraka.casework.tables import metadata, policy
from ostraka.errors import StoreError, UsageError


def test_every_step_goes_forward_and_back(cases: Cases) -> None:
    for step in ("0004", "0003", "0002", "0001", "base"):
        migrate(cases.engine, step)
    with cases.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    for step in ("0001", "0002", "0003", "0004", "0005"):
        migrate(cases.engine, step)
    with cases.engine.connect() as connection:
        drift = compare_metadata(MigrationContext.configure(connection), metadata)
    assert drift == []


def test_the_newest_step_is_the_one_the_program_works_with() -> None:
    steps = Path(__file__).parents[2] / "src/ostraka/casework/migrations/versions"
    names = sorted(path.name[1:5] for path in steps.glob("m0*.py"))
    assert names[-1] == NEWEST


def test_a_teams_database_of_another_step_is_left_alone(postgresql: str) -> None:
    cases = open_cases(Path(), postgresql)
    migrate(cases.engine, "0003")
    cases.close()
    with pytest.raises(UsageError, match="cases migrate"):
        open_cases(Path(), postgresql)


def test_a_file_of_an_older_program_is_brought_up(tmp_path: Path) -> None:
    cases = open_cases(tmp_path)
    migrate(cases.engine, "0002")
    cases.close()
    open_cases(tmp_path).close()


def test_a_database_that_cannot_be_reached_is_said_in_a_sentence(
    tmp_path: Path,
) -> None:
    with pytest.raises(UsageError, match="cannot be reached"):
        open_cases(tmp_path, "postgresql://nobody@127.0.0.1:1/none?connect_timeout=2")
    with pytest.raises(UsageError, match="SQLite or PostgreSQL"):
        database_url(tmp_path, "mysql://x/y")


def test_a_row_without_an_entry_is_not_committed(cases: Cases) -> None:
    with (
        pytest.raises(StoreError, match="without an entry"),
        cases.writing(Actor("x", Role.ADMIN)) as writing,
    ):
        writing.insert_many(policy, [{"name": "p", "value": "{}"}])
    with cases.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM policy")).scalar() == 0


def test_a_change_that_fails_half_way_leaves_nothing(cases: Cases) -> None:
    admin = Actor("x", Role.ADMIN)
    set_policy(cases, admin, Policy(review_days=30))

    def fail() -> None:
        with cases.writing(admin) as writing:
            writing.change(policy, "policy", value="{}")
            writing.enter("policy set", "policy")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with cases.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM entry")).scalar() == 1
