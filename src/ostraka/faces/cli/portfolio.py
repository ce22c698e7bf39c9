"""The verb about the customers who are watched: portfolio."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import click

from ostraka.casework import Cases, Role
from ostraka.casework.changes import numbers_with_match
from ostraka.casework.customers import counts_of, sealed_with
from ostraka.casework.keeping import Added, reseal
from ostraka.casework.sealing import CLEAR, Box, box_with, new_key
from ostraka.casework.turn import turn
from ostraka.errors import UsageError
from ostraka.faces.casework import CustomerFile, box_of
from ostraka.faces.cli.acting import at_work, who_option
from ostraka.faces.cli.columns import map_option, sheet_option
from ostraka.faces.cli.groups import Suggesting
from ostraka.faces.cli.output import counting, emit, format_option, read_mapping, talk
from ostraka.faces.portfolio import (
    Wanted,
    add_file,
    customers,
    names_of,
    refs_in,
    remove,
)
from ostraka.text.counts import counted

_SHOWN_FAULTS = 20


_COLUMNS = {"number": "Number", "portfolio": "Portfolio", "id": "Id", "name": "Name", "schema": "Kind", "added": "Since"}  # fmt: skip


@click.group("portfolio", cls=Suggesting)
def portfolio_command() -> None:
    """The customers who are watched: add, remove, list, seal.

    \b
    Examples:
      ostraka portfolio add customers.csv
      ostraka portfolio list --text assadi
      ostraka portfolio remove C-002 --ground "left us"
    """


@portfolio_command.command("add")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))  # fmt: skip
@click.option("--portfolio", default="customers", show_default=True, help="Whose customers they are: ids are unique within.")  # fmt: skip
@map_option
@sheet_option
@who_option
def add_portfolio(
    path: Path,
    portfolio: str,
    *,
    mapping: tuple[str, ...],
    sheet: str | None,
    who: str | None,
) -> int:
    """Add the customers of a file; of those who are there, take over what changed."""
    with at_work(who) as (cases, actor), counting(path.name, "rows") as show:
        done = add_file(
            cases, actor, CustomerFile(path, read_mapping(mapping), sheet), portfolio,
            say=talk, progress=show,
        )  # fmt: skip
    return _say_added(done)


def _say_added(done: Added) -> int:
    for number, why in done.faults[:_SHOWN_FAULTS]:
        talk(f"row {number}: {why}")
    more = done.bad + done.partial - _SHOWN_FAULTS
    if more > 0:
        talk(f"… and {counted(more, 'more row')} of that kind")
    if done.partial:
        talk(
            f"{counted(done.partial, 'row')} taken without a value that could not be read"
        )
    talk(f"{counted(done.added, 'customer')} added, {done.changed:,} changed, {done.same:,} as they were, {done.repeated:,} repeated, {counted(done.bad, 'row')} left out")  # fmt: skip
    return 2 if done.bad and not done.added + done.changed + done.same else 0


@portfolio_command.command("remove")
@click.argument("refs", metavar="[ID]...", nargs=-1)
@click.option("--file", "path", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Remove the customers of this file.")  # fmt: skip
@click.option("--all", "everybody", is_flag=True, help="Remove the whole portfolio.")
@click.option("--ground", required=True, help="Why; kept, without personal data please.")  # fmt: skip
@click.option("--portfolio", default="customers", show_default=True, help="Whose customers they are.")  # fmt: skip
@who_option
def remove_portfolio(
    refs: tuple[str, ...],
    *,
    path: Path | None,
    everybody: bool,
    ground: str,
    portfolio: str,
    who: str | None,
) -> int:
    """Remove customers; an entry without their data remains, and their alerts do."""
    if not refs and path is None and not everybody:
        raise UsageError("name customers by their ids, by --file FILE, or --all")
    with at_work(who) as (cases, actor):
        wanted = list(refs)
        if path is not None:
            wanted += refs_in(path)
        if everybody:
            with cases.reading() as connection:
                wanted += [c.ref for c in customers(connection, Wanted(portfolio))]
        gone, missing = remove(
            cases, actor, portfolio, wanted, ground=ground, say=talk
        )  # fmt: skip
    for ref in missing[:_SHOWN_FAULTS]:
        talk(f"{ref}: not in portfolio {portfolio}")
    talk(f"{counted(gone, 'customer')} removed, {len(missing):,} not in the portfolio")
    return 2 if missing and not gone else 0


@portfolio_command.command("list")
@click.option("--portfolio", help="Only its customers.")
@click.option("--id", "ref", metavar="ID", help="Only the customer of this id.")
@click.option("--text", default="", help="Only those a name of whom has this part.")
@click.option("--matched", is_flag=True, help="Only those who match a party.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="Most customers to show.")  # fmt: skip
@who_option
@format_option
def list_portfolio(
    portfolio: str | None,
    *,
    ref: str | None,
    text: str,
    matched: bool,
    limit: int,
    who: str | None,
    output_format: str,
) -> None:
    """Show customers with the values that are kept."""
    with at_work(who) as (cases, _), cases.reading() as connection:
        numbers = numbers_with_match(connection) if matched else None
        found = customers(connection, Wanted(portfolio, ref, text, numbers))
        rows = [
            {"number": c.number, "portfolio": c.portfolio, "id": c.ref,
             "name": next(iter(names_of(c)), ""), "schema": c.entity.get("schema", ""),
             "added": c.added[:10], "entity": c.entity}
            for c in islice(found, limit)
        ]  # fmt: skip
        counts = counts_of(connection)
    if output_format == "table":
        talk(", ".join(f"{name}: {counted(n, 'customer')}" for name, n in counts.items()) or "no customers yet; `ostraka portfolio add FILE` adds them")  # fmt: skip
    if rows or output_format != "table":
        emit(rows, _COLUMNS, output_format)


@portfolio_command.command("key")
def key_portfolio() -> None:
    """Print a new key; whoever loses it loses the customers' values."""
    click.echo(new_key())


@portfolio_command.command("rekey")
@click.option("--to", "path", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="File with the new key; if it is not given, customers in clear are sealed with that of OSTRAKA_KEY.")  # fmt: skip
@click.option("--clear", is_flag=True, help="Keep the values in clear from now on.")
@who_option
def rekey_portfolio(path: Path | None, *, clear: bool, who: str | None) -> None:
    """Seal all customers with another key; the one they have is that of OSTRAKA_KEY."""
    if path is not None and clear:
        raise UsageError("give the file with the new key by --to FILE, or say --clear")
    old = box_of()
    with at_work(who, Role.ADMIN) as (cases, actor), turn(cases, say=talk):
        if path is None and not clear:
            new = _key_to_seal_with(cases, old)
        else:
            new = CLEAR if path is None else box_with(path.read_text("utf-8"))
        count = reseal(cases, actor, old, new)
    how = f"with key {new.name}" if new.name else "not at all"
    talk(f"{counted(count, 'customer')} sealed {how}")


def _key_to_seal_with(cases: Cases, given: Box) -> Box:
    """Return the key of the environment, if the customers still lie in clear."""
    with cases.reading() as connection:
        in_clear = not sealed_with(connection)
    if not (given.name and in_clear):
        raise UsageError("give the file with the new key by --to FILE, or say --clear")
    return given
