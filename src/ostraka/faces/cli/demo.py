"""The verb that shows the main job on embedded data: demo."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from ostraka.errors import UsageError
from ostraka.faces.cli.output import open_output, print_table, talk
from ostraka.faces.cli.reading import mention_rows
from ostraka.faces.cli.screening import why
from ostraka.faces.demo import (
    LISTS,
    TABLES,
    demo_files,
    load_demo_lists,
    today_of_the_demo,
)
from ostraka.faces.screening import FileTally
from ostraka.faces.session import Ostraka
from ostraka.text.counts import counted


@click.command("demo")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo-out"),
    show_default=True,
    help="Folder for the results.",
)
@click.option(
    "--keep",
    is_flag=True,
    help="Keep the lists in OSTRAKA_HOME and the files in the folder, to try other verbs on.",
)
def demo_command(output: Path, *, keep: bool) -> None:
    """Do the main job on embedded data, without network.

    Screens a small customer file against parts of nine official lists, reads a short
    report, prints what was found and writes it to a folder.

    \b
    Examples:
      ostraka demo
      OSTRAKA_HOME=demo-home ostraka demo --keep
    """
    output.mkdir(parents=True, exist_ok=True)
    with _home(keep=keep) as home, demo_files() as folder:
        session = Ostraka(home, now=today_of_the_demo)
        _say_what_it_is(keep=keep)
        load_demo_lists(session, folder)
        _say_lists(session)
        tally = session.screen_file(
            folder / "customers.csv", output / "alerts.jsonl", limit=3
        )
        session.screen_file(folder / "customers.csv", output / "alerts.xlsx", limit=3)
        _say_alerts(tally, output / "alerts.jsonl")
        document = session.read(folder / "report.txt")
        if keep:
            for name in TABLES:
                shutil.copy(folder / name, output / name)
    with open_output(output / "report.json") as out:
        out.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    _say_report(document)
    _say_where(output, home if keep else None)


@contextmanager
def _home(*, keep: bool) -> Iterator[Path]:
    """Give a folder for the lists: one that goes again, or the user's own if it is empty.

    Raises:
        UsageError: The user's folder has lists, with which the demo's must not mix.
    """
    if not keep:
        with TemporaryDirectory(prefix="ostraka-demo-") as home:
            yield Path(home)
        return
    session = Ostraka()
    # No publisher's own file has the format of the demo's tables.
    if not all(
        v.dataset in LISTS and v.format == "csv" for v in session.store.current()
    ):
        raise UsageError(
            f"{session.home} has lists already, and the demo's are too small to screen anybody with; "
            "set OSTRAKA_HOME to a new folder"
        )
    yield session.home


def _say_what_it_is(*, keep: bool) -> None:
    kept = "uses no network" + ("" if keep else " and keeps nothing but its results")
    talk(
        "The demo uses data that comes with the program: small parts of official lists, restated"
    )
    talk(f"as facts, and invented customers. It {kept}.\n")


def _say_where(output: Path, home: Path | None) -> None:
    talk(
        f"\nWritten: {output}/alerts.jsonl, {output}/alerts.xlsx, {output}/report.json"
    )
    if home is not None:
        talk(f"Kept: the lists in {home}, {', '.join(TABLES)} in {output}")
    kept = (
        ""
        if home
        else "`ostraka demo --keep` keeps the lists to try the other verbs on; "
    )
    talk(
        f"Next: {kept}`ostraka update` fetches the real lists; `ostraka --help` shows the verbs."
    )


def _say_lists(session: Ostraka) -> None:
    versions = [session.store.version(name) for name in LISTS]
    parties = sum(version.entities for version in versions)
    click.echo(
        f"1. Lists: {counted(parties, 'party')} of {counted(len(versions), 'list')} in force, e.g. {versions[3].dataset} of {versions[3].published}\n"
    )


def _say_alerts(tally: FileTally, results: Path) -> None:
    click.echo(
        f"2. Customers: {tally.rows} screened, {tally.alerts} may be listed, {tally.unread} could not be read"
    )
    for number, reason in tally.bad:
        click.echo(f"   row {number}: {reason}")
    rows: list[dict[str, Any]] = []
    for line in results.read_text("utf-8").splitlines():
        result = json.loads(line)
        rows += [
            {
                "query": result["query_id"],
                "score": match["score"],
                "party": f"{match['caption']} ({match['datasets'][0]})",
                "why": why(match["explanation"][0]),
            }
            for match in result["matches"]
        ]
    print_table(
        rows,
        {
            "query": "Customer",
            "score": "Score",
            "party": "May be",
            "why": "First reason",
        },
    )


def _say_report(document: dict[str, Any]) -> None:
    dated = document["document"].get("date_stated") or document["document"].get(
        "date_bounds"
    )
    click.echo(
        f"\n3. Report: {counted(document['document']['chars'], 'character')}, dated {dated}; listed parties it names"
    )
    columns = {
        "text": "Named as",
        "spans": "At",
        "entity_id": "May be",
        "since": "Since",
        "then": "On its date",
        "today": "Today",
    }
    print_table(mention_rows(document), columns)
