"""The verb about who may sign in to the pages: users."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click

from ostraka.casework import Cases, Role
from ostraka.casework.people import add_person, change_person, people
from ostraka.errors import UsageError
from ostraka.faces.cli.acting import at_work, who_option
from ostraka.faces.cli.groups import Suggesting
from ostraka.faces.cli.output import emit, format_option, talk


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
