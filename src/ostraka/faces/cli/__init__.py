"""The command `ostraka`: one verb for each job, data on stdout, talk on stderr.

The module of a verb is imported when the verb is called, so that a quick answer does
not wait for what it does not use.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from importlib import import_module
from typing import Any, NoReturn

import click

from ostraka.errors import OstrakaError, RefusedError
from ostraka.faces.cli.groups import Suggesting

#: Job → its verbs, in the order they are shown, and the module of this package that has
#: each as a click command of that name.
JOBS = {
    "To begin": {"demo": "demo"},
    "Lists": {
        "update": "loading",
        "load": "loading",
        "lists": "lists",
        "diff": "lists",
        "show": "parties",
        "quality": "quality",
        "resolve": "resolving",
        "export": "lists",
    },
    "Screen": {
        "screen": "screening",
        "payments": "payments",
        "compare": "comparing",
        "selftest": "selftest",
    },
    "Links": {"links": "links", "owned": "owned"},
    "Reports": {"read": "reading", "review": "reviewing", "sides": "sides"},
    "Measures": {"gaps": "measures", "timeline": "measures"},
    "Casework": {
        "cases": "casework",
        "portfolio": "portfolio",
        "monitor": "monitoring",
        "replay": "casework",
        "audit": "auditing",
        "users": "users",
    },
    "Serve": {"serve": "serving", "tokens": "tokens", "mcp": "serving"},
}
#: Verb → its module.
VERBS = {verb: module for verbs in JOBS.values() for verb, module in verbs.items()}


class Verbs(Suggesting):
    """A group that imports a verb when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the verbs in the order they are shown."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the module of a verb and return its command."""
        if cmd_name not in VERBS:
            return None
        module = import_module(f"ostraka.faces.cli.{VERBS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Show the verbs by the job they do, each with its whole first sentence."""
        for job, verbs in JOBS.items():
            commands = [(verb, self.get_command(ctx, verb)) for verb in verbs]
            with formatter.section(job):
                formatter.write_dl(
                    [
                        (verb, one.get_short_help_str(500))
                        for verb, one in commands
                        if one
                    ]
                )

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb; a reader of our output (`head`) that has seen enough ends it."""
        try:
            answer = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # What is still to be written when Python ends goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        return answer


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ostraka", message="%(package)s %(version)s")
def cli() -> None:
    """Who is designated, by whom, since when, and is this party one of them.

    `ostraka demo` shows the main job in five seconds, without network.
    The record lies in OSTRAKA_HOME.  Exit codes: 0 done; 1 refused, or a match with
    --fail-on-match; 2 wrong usage or input; 3 our fault.
    """


def main() -> NoReturn:
    """Run the command; users' mistakes end in a message and an exit code."""
    _write_any_name()
    try:
        code = cli.main(prog_name="ostraka", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except RefusedError as error:
        _say(error)
        for line in error.details[1:]:
            click.echo(f"  {line}", err=True)
        sys.exit(error.exit_code)
    except OstrakaError as error:
        _say(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 - the last place: say whose it is, and what
        if isinstance(error, OSError) and error.filename is not None:
            # A file that was named: no such folder, no right, no room.
            click.echo(f"error: {error.filename}: {error.strerror}", err=True)
            sys.exit(2)
        traceback.print_exc()
        click.echo("This is our fault; please report the lines above.", err=True)
        sys.exit(3)
    sys.exit(code if isinstance(code, int) else 0)


def _write_any_name() -> None:
    """Let names of every script be printed where the terminal or pipe has few letters.

    A letter that the output's encoding lacks is written as its number (`\\u0645`), so
    that nothing is lost and nothing fails; files that we name are always UTF-8.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _say(error: OstrakaError) -> None:
    kind = "refused" if isinstance(error, RefusedError) else "error"
    click.echo(f"{kind}: {error}", err=True)
