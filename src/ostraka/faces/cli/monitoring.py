"""The verb that compares all customers with all lists: monitor."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from ostraka.casework.changes import change_rows
from ostraka.casework.monitoring import How
from ostraka.casework.proof import Proof, find_proof, last_proof, to_text
from ostraka.faces.cli.acting import at_work, who_option
from ostraka.faces.cli.output import (
    emit,
    format_option,
    lists_option,
    open_output,
    say_written,
    talk,
    threshold_option,
)
from ostraka.faces.portfolio import monitor_now, why_overdue, workers_here
from ostraka.faces.session import Ostraka, read_day
from ostraka.text.counts import counted

_LAST = "last"
_CHANGES = {"change": "Change", "customer": "Customer", "asked": "Name", "caption": "May be", "datasets": "Lists", "score": "Score", "alert": "Alert"}  # fmt: skip


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
