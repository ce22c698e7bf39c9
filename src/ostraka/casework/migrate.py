"""Bringing the tables up to this program, step by step, and back."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from ostraka.errors import UsageError

#: The step this program works with.
NEWEST = "0005"
#: Before the first step.
NOTHING = "base"
_LOCK = 6_813_210  # any number, the same in every process


def bring_up(engine: Engine) -> None:
    """Make the tables in an empty database; bring up a SQLite file of an older program.

    Raises:
        UsageError: A database that others may be using is not of this program's step.
    """
    with engine.connect() as connection:
        step = step_of(connection)
    if step == NEWEST:
        return
    if step is None or (engine.dialect.name == "sqlite" and step < NEWEST):
        migrate(engine)
        return
    raise UsageError(
        f"the cases are at step {step} and this program works with {NEWEST}; "
        "when nobody works, `ostraka cases migrate` brings them up"
    )


def migrate(engine: Engine, to: str = NEWEST) -> tuple[str | None, str | None]:
    """Take the tables to a step, forward or back, and return the steps before and after.

    Args:
        engine: The database.
        to: `0001` …, or `base` for no tables at all.
    """
    with engine.connect() as connection:
        _hold(connection)
        before = step_of(connection)
        _run(connection, before, to)
        after = step_of(connection)
        connection.commit()
    return before, after


def step_of(connection: Connection) -> str | None:
    """Return the step the tables are at; None if there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    step = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if step is None else str(step)


def _hold(connection: Connection) -> None:
    """Keep other processes from migrating at the same time."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _run(connection: Connection, before: str | None, to: str) -> None:
    # Imported here: a database that is up to date does not pay for it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    folder = Path(str(files("ostraka.casework").joinpath("migrations")))
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        if to != NOTHING and (before is None or before < to):
            command.upgrade(config, to)
        elif to != before:
            command.downgrade(config, to)
    except CommandError as error:
        raise UsageError(f"{to}: no such step; 0001 to {NEWEST}, or base") from error
