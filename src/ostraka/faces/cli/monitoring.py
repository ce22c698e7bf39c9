"""The verbs of monitoring: portfolio, monitor."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import click

from ostraka.casework import Cases, Role
from ostraka.casework.changes import change_rows, numbers_with_match
from ostraka.casework.customers import counts_of, sealed_with
from ostraka.casework.keeping import Added, reseal
from ostraka.casework.monitoring import How
from ostraka.casework.proof import Proof, find_proof, last_proof, to_text
from ostraka.casework.sealing import CLEAR, Box, box_with, new_key
from ostraka.casework.turn import turn
from ostraka.errors import UsageError
from ostraka.faces.casework import CustomerFile, box_of
from ostraka.faces.cli.acting import at_work, who_option
from ostraka.faces.cli.columns import map_option, sheet_option
from ostraka.faces.cli.groups import Suggesting
from ostraka.faces.cli.output import (
    counting,
    emit,
    format_option,
    lists_option,
    open_output,
    read_mapping,
    say_written,
    talk,
    threshold_option,
)
from ostraka.faces.portfolio import (
    Wanted,
    add_file,
    customers,
    monitor_now,
    names_of,
    refs_in,
    remove,
    why_overdue,
    workers_here,
)
from ostraka.faces.session import Ostraka, read_day
from ostraka.text.counts import counted

_SHOWN_FAULTS = 20
_LAST = "last"
_COLUMNS = {"number": "Number", "portfolio": "Portfolio", "id": "Id", "name": "Name", "schema": "Kind", "added": "Since"}  # fmt: skip
_CHANGES = {"change": "Change", "customer": "Customer", "asked": "Name", "caption": "May be", "datasets": "Lists", "score": "Score", "alert": "Alert"}  # fmt: skip


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


@click.command("monitor")
@click.option("--everything", is_flag=True, help="Ask every customer about every party, whatever changed.")  # fmt: skip
@threshold_option
@click.option("--workers", type=click.IntRange(1, 64), help="Processes; as many as there are cores if not given.")  # fmt: skip
@click.option("--no-wait", is_flag=True, help="Refuse if another monitoring is under way, instead of waiting.")  # fmt: skip
@click.option("--status", is_flag=True, help="Only say whether a proof is in force; exit with 1 if not.")  # fmt: skip
@click.option("--proof", "day", metavar="[DATE]", is_flag=False, flag_value=_LAST, help="Only show the last proof, or the last of a day.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path, allow_dash=True), default=Path("-"), help="Where --proof is written: .json, or any other for text.")  # fmt: skip
@lists_option
@who_option
@format_option
def monitor_command(
    *,
    everything: bool,
    threshold: float | None,
    workers: int | None,
    no_wait: bool,
    status: bool,
    day: str | None,
    output: Path,
    lists: list[str] | None,
    who: str | None,
    output_format: str,
) -> int:
    """Compare all customers with all lists, by asking what changed, and prove it.

    \b
    Examples:
      ostraka monitor
      ostraka monitor --status
      ostraka monitor --proof 2026-11-29 -o proof.txt
    """
    if day is not None:
        return _show_proof(day, output, output_format, who)
    with Ostraka() as o, at_work(who) as (cases, actor):
        if status:
            with cases.reading() as connection:
                proof = last_proof(connection)
            return _say_status(why_overdue(o, cases), proof, output_format)
        with _progress() as show:
            how = How(everything, workers or workers_here(), not no_wait, talk, show)
            proof = monitor_now(o, cases, actor, how, lists=lists, threshold=threshold)
        with cases.reading() as connection:
            rows = change_rows(connection, proof.since)
    _say_proof(proof)
    if rows or output_format != "table":
        emit(rows, _CHANGES, output_format, whole={**proof.to_dict(), "changes": rows})
    return 0


def _say_proof(proof: Proof) -> None:
    facts = proof.facts
    found, asked = facts["matches"], facts["compared"]
    talk(f"{facts['why']}: {counted(asked['with_all'], 'customer')} compared with all {counted(facts['parties'], 'party')}, {asked['with_changed']:,} with {asked['changed_parties']:,} that changed")  # fmt: skip
    talk(f"{counted(found['standing'], 'match')} standing: {found['new']:,} new, {found['changed']:,} changed, {found['ended']:,} over; {counted(facts['alerts']['opened'], 'alert')} opened, {facts['alerts']['reopened']:,} opened again")  # fmt: skip
    talk(f"proof {proof.number} of {proof.done[:16]} over {counted(facts['customers'], 'customer')}: {proof.digest}, entry {proof.entry} of the audit")  # fmt: skip


def _say_status(why: list[str], proof: Proof | None, output_format: str) -> int:
    if output_format in {"json", "jsonl"}:
        last = None if proof is None else proof.to_dict()
        click.echo(json.dumps({"ok": not why, "why": why, "last": last}, ensure_ascii=False))  # fmt: skip
    elif why:
        for line in why:
            click.echo(line)
    elif proof is None:
        click.echo("there are no customers to monitor")
    else:
        click.echo(f"proof {proof.number} of {proof.done[:16]} is in force: {counted(proof.facts['customers'], 'customer')}, {counted(len(proof.facts['lists']), 'list')}")  # fmt: skip
    return 1 if why else 0


def _show_proof(day: str, output: Path, output_format: str, who: str | None) -> int:
    wanted = None
    if day != _LAST:
        found = read_day(day)
        wanted = found.isoformat() if found else None
    with at_work(who) as (cases, _), cases.reading() as connection:
        proof = find_proof(connection, wanted)
    is_json = output.suffix.lower() == ".json" or output_format in {"json", "jsonl"}
    with open_output(output) as out:
        if is_json:
            indent = None if output_format == "jsonl" else 1
            out.write(json.dumps(proof.to_dict(), ensure_ascii=False, indent=indent) + "\n")  # fmt: skip
        else:
            out.write(to_text(proof))
    say_written(output)
    return 0 if proof.holds else 1


@contextmanager
def _progress() -> Iterator[Any]:
    """Show how many customers are done, when a terminal is there."""
    is_shown = sys.stderr.isatty()

    def show(done: int, total: int) -> None:
        if is_shown:
            share = f"\r{min(done, total):,} of {counted(total, 'customer')}"
            click.echo(share, nl=False, err=True)

    yield show
    if is_shown:
        click.echo("\r" + " " * 60 + "\r", nl=False, err=True)
