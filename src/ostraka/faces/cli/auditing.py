"""The verb about the chain of changes: audit."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from ostraka.casework.export import (
    entries,
    verify_export,
    write_csv,
    write_jsonl,
    write_pdf,
)
from ostraka.casework.verify import Head, Verdict, verify
from ostraka.errors import UsageError
from ostraka.faces.casework import cases_of
from ostraka.faces.cli.acting import at_work, who_option
from ostraka.faces.cli.groups import Suggesting
from ostraka.faces.cli.output import open_output, say_written
from ostraka.faces.session import Ostraka
from ostraka.screen.results import draft_of
from ostraka.text.counts import counted

_MOST_LINES = 50


@click.group("audit", cls=Suggesting)
def audit_command() -> None:
    """The chain that shows who did what, and that nothing was changed afterwards.

    \b
    Examples:
      ostraka audit verify
      ostraka audit export -o audit.pdf
    """


@audit_command.command("verify")
@click.argument("export", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))  # fmt: skip
@click.option("--expect", metavar="HEAD", help="A head noted earlier, through which the chain must pass.")  # fmt: skip
@who_option
def verify_audit(export: Path | None, expect: str | None, who: str | None) -> int:  # noqa: ARG001 - taken as by every verb, and nobody has to be anybody
    """Look at every entry and every row; name each that was changed.

    With a file, an export in JSON lines is looked at instead.
    """
    expected = Head.read(expect) if expect else None
    if export is not None:
        found = verify_export(export, expected)
    else:
        # Whoever can read the database may verify it: nobody has to say who they are.
        with Ostraka() as o, closing(cases_of(o)) as cases, cases.reading() as seen:
            found = verify(seen, expected)
    return _say_verdict(found)


def _say_verdict(found: Verdict) -> int:
    for fault in found.faults[:_MOST_LINES]:
        click.echo(fault)
    if len(found.faults) > _MOST_LINES:
        click.echo(f"… and {len(found.faults) - _MOST_LINES:,} more")
    if found.ok:
        click.echo(f"whole: {counted(found.entries, 'entry')}, {counted(found.rows, 'row')}, {found.erased:,} erased under the rules")  # fmt: skip
    click.echo(f"head {found.head}")
    return 0 if found.ok else 1


@audit_command.command("export")
@click.option("-o", "--output", type=click.Path(path_type=Path, allow_dash=True), default=Path("-"), help="File, .jsonl, .csv or .pdf; JSON lines on stdout if not given.")  # fmt: skip
@click.option("--about", metavar="WHAT", help="Only about this, e.g. `alert 12`.")
@who_option
def export_audit(output: Path, about: str | None, who: str | None) -> None:
    """Write the chain; JSON lines can be verified again, also elsewhere."""
    suffix = ".jsonl" if str(output) == "-" else output.suffix.lower()
    if suffix not in {".jsonl", ".csv", ".pdf"}:
        raise UsageError(f"{output}: an audit can be .jsonl, .csv or .pdf")
    with at_work(who) as (cases, _), cases.reading() as connection:
        rows = entries(connection, subject=about)
        if suffix == ".pdf":
            with draft_of(output) as draft, draft.open("wb") as paper:
                write_pdf(rows, paper, title=f"Audit of Ostraka, {cases.moment[:16]}")
        else:
            write = write_csv if suffix == ".csv" else write_jsonl
            with open_output(output) as out:
                write(rows, out)
    say_written(output)
