"""The verbs audit and users."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from ostraka.casework import Cases, Role
from ostraka.casework.export import (
    entries,
    verify_export,
    write_csv,
    write_jsonl,
    write_pdf,
)
from ostraka.casework.people import add_person, change_person, people
from ostraka.casework.verify import Head, Verdict, verify
from ostraka.errors import UsageError
from ostraka.faces.casework import cases_of
from ostraka.faces.cli.acting import at_work, who_option
from ostraka.faces.cli.groups import Suggesting
from ostraka.faces.cli.output import emit, format_option, open_output, say_written, talk
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


@click.group("users", cls=Suggesting)
def users_command() -> None:
    """Who may sign in to the pages, and as what.

    \b
    Examples:
      ostraka users add root --role admin
      ostraka users add anna --role analyst --as root
      ostraka users change anna --role reviewer
      ostraka users list
    """


@users_command.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice([r.value for r in Role]), required=True, help="What they may.")  # fmt: skip
@click.option("--no-password", is_flag=True, help="They sign in with the identity provider.")  # fmt: skip
@who_option
def add_user(name: str, role: str, *, no_password: bool, who: str | None) -> None:
    """Let somebody in; the password is asked for, or read from standard input."""
    password = None if no_password else _ask_password(name)
    with at_work(who, Role.ADMIN) as (cases, actor):
        _need_admin_first(cases, Role(role))
        add_person(cases, actor, name, Role(role), password)
    talk(f"{name} may sign in as {role}")


@users_command.command("change")
@click.argument("name")
@click.option("--role", type=click.Choice([r.value for r in Role]), help="What they may.")  # fmt: skip
@click.option("--password", is_flag=True, help="Ask for a new password.")
@click.option("--shut-out/--let-in", default=None, help="Whether they may sign in.")
@who_option
def change_user(
    name: str,
    *,
    role: str | None,
    password: bool,
    shut_out: bool | None,
    who: str | None,
) -> None:
    """Change somebody's role or password, or shut them out; they are signed out."""
    with at_work(who, Role.ADMIN) as (cases, actor):
        change_person(
            cases, actor, name, role=Role(role) if role else None,
            password=_ask_password(name) if password else None,
            active=None if shut_out is None else not shut_out,
        )  # fmt: skip
    talk(f"{name} is changed")


@users_command.command("list")
@who_option
@format_option
def list_users(who: str | None, output_format: str) -> None:
    """Show who may sign in."""
    with at_work(who, Role.ADMIN) as (cases, _), cases.reading() as connection:
        found = [asdict(one) for one in people(connection)]
    if not found and output_format == "table":
        talk("nobody yet; `ostraka users add NAME --role admin` lets the first one in")
        return
    emit(found, {"name": "Name", "role": "Role", "active": "May sign in", "local": "Password here", "created": "Since"}, output_format)  # fmt: skip


def _need_admin_first(cases: Cases, role: Role) -> None:
    """Refuse to let in somebody who could let in nobody else, and lock all others out."""
    with cases.reading() as connection:
        if role is not Role.ADMIN and not people(connection):
            raise UsageError(
                "the first user has to be an admin, since only an admin lets others in: "
                "`ostraka users add NAME --role admin`"
            )


def _ask_password(name: str) -> str:
    if sys.stdin.isatty():
        asked: str = click.prompt(f"Password of {name}", hide_input=True, confirmation_prompt=True, err=True)  # fmt: skip
        return asked
    return sys.stdin.readline().rstrip("\r\n")
