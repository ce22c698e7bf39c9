"""The verb about who may ask the service: tokens."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from ostraka.faces.cli.groups import Suggesting
from ostraka.faces.cli.output import emit, format_option, talk
from ostraka.settings import Settings


@click.group("tokens", cls=Suggesting)
def tokens_command() -> None:
    """Make, list and revoke the tokens clients show the service.

    A token is shown once; only its hash is kept.

    \b
    Examples:
      ostraka tokens add onboarding --scope match
      ostraka tokens list
      ostraka tokens revoke onboarding
    """


@tokens_command.command("add")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice(["match", "read", "admin"]),
    multiple=True,
    default=("match", "read"),
    show_default=True,
    help="What it may: ask about parties, read entities, or everything.",
)
@click.option(
    "--rate", type=click.FloatRange(0, min_open=True), help="Requests a second it may make.",
)  # fmt: skip
def add_token(name: str, scopes: tuple[str, ...], rate: float | None) -> None:
    """Make a token and print it, this once.

    \b
    Example:
      ostraka tokens add onboarding --scope match --rate 50
    """
    from ostraka.faces.api.tokens import Tokens  # noqa: PLC0415

    tokens = Tokens(Settings.from_environment().home)
    click.echo(tokens.add(name, scopes, rate=rate, now=datetime.now(UTC)))
    talk("keep it now: it is not shown again")


@tokens_command.command("list")
@format_option
def list_tokens(output_format: str) -> None:
    """List the tokens: names, scopes, rates, never the tokens themselves.

    \b
    Example:
      ostraka tokens list --format json
    """
    from ostraka.faces.api.tokens import Tokens  # noqa: PLC0415

    records = [
        {
            "name": token.name,
            "scopes": list(token.scopes),
            "rate": token.rate,
            "created": token.created,
        }
        for token in Tokens(Settings.from_environment().home).all()
    ]
    if not records and output_format == "table":
        talk("no token")
        return
    columns = {"name": "Name", "scopes": "May", "rate": "Requests a second", "created": "Made"}  # fmt: skip
    emit(records, columns, output_format)


@tokens_command.command("revoke")
@click.argument("name")
def revoke_token(name: str) -> None:
    """Take a token away; a running service notices within a second.

    \b
    Example:
      ostraka tokens revoke onboarding
    """
    from ostraka.faces.api.tokens import Tokens  # noqa: PLC0415

    Tokens(Settings.from_environment().home).revoke(name)
    talk(f"{name} is revoked")
