"""What a person does with an alert: the verbs of `cases` from decide to note."""

from __future__ import annotations

from pathlib import Path

import click

from ostraka.casework import Cases, Decision, Status
from ostraka.casework.alerts import Alert, find_alert
from ostraka.casework.decisions import (
    clear_many,
    confirm,
    confirm_batch,
    decide,
    reopen,
    send_back,
)
from ostraka.casework.model import FITTING, REASONS, Answer
from ostraka.casework.work import add_file, add_note, assign, escalate
from ostraka.errors import RefusedError
from ostraka.faces.cli.acting import at_work, who_option
from ostraka.faces.cli.output import talk
from ostraka.text.counts import counted


@click.command("decide")
@click.argument("number", type=int)
@click.option("--decision", type=click.Choice([d.value for d in Decision]), required=True, help="Is it the listed party?")  # fmt: skip
@click.option("--reason", type=click.Choice(list(REASONS)), required=True, help="Why.")
@click.option("--text", default="", help="In your own words.")
@who_option
def decide_case(number: int, decision: str, reason: str, text: str, who: str | None) -> None:  # fmt: skip
    """Decide an alert, or propose it where a second person must confirm."""
    answer = Answer(Decision(decision), reason, text)
    with at_work(who) as (cases, actor):
        found = decide(cases, actor, number, _version(cases, number), answer)
    _say(found)


@click.command("confirm")
@click.argument("number", type=int)
@click.option("--batch", is_flag=True, help="The number is that of a bulk decision.")
@who_option
def confirm_case(number: int, *, batch: bool, who: str | None) -> None:
    """Confirm, as the second person, what another proposed."""
    with at_work(who) as (cases, actor):
        if batch:
            done = confirm_batch(cases, actor, number)
            talk(
                f"bulk decision {number}: {counted(len(done.done), 'alert')} confirmed"
            )
            return
        _say(confirm(cases, actor, number, _version(cases, number)))


@click.command("return")
@click.argument("number", type=int)
@click.option("--text", required=True, help="Why it goes back.")
@who_option
def return_case(number: int, text: str, who: str | None) -> None:
    """Send a proposed decision back with a reason."""
    with at_work(who) as (cases, actor):
        _say(send_back(cases, actor, number, _version(cases, number), text=text))


@click.command("reopen")
@click.argument("number", type=int)
@click.option("--text", required=True, help="Why it is opened again.")
@who_option
def reopen_case(number: int, text: str, who: str | None) -> None:
    """Open a closed alert again."""
    with at_work(who) as (cases, actor):
        _say(reopen(cases, actor, number, _version(cases, number), text=text))


@click.command("clear")
@click.argument("numbers", type=int, nargs=-1, required=True)
@click.option(
    "--reason",
    type=click.Choice(FITTING[Decision.FALSE_POSITIVE]),
    required=True,
    help="Why.",
)
@click.option("--text", default="", help="In your own words.")
@who_option
def clear_cases(
    numbers: tuple[int, ...], reason: str, text: str, who: str | None
) -> None:
    """Propose one reason for clearing many alerts; a second person confirms."""
    answer = Answer(Decision.FALSE_POSITIVE, reason, text)
    with at_work(who) as (cases, actor):
        chosen = [(number, _version(cases, number)) for number in numbers]
        done = clear_many(cases, actor, chosen, answer)
    for number, why in done.left.items():
        talk(f"left out {number}: {why}")
    if not done.done:
        raise RefusedError("none of these alerts could be cleared")
    talk(f"bulk decision {done.number}: {counted(len(done.done), 'alert')} waiting; `ostraka cases confirm {done.number} --batch` by another person")  # fmt: skip


@click.command("assign")
@click.argument("number", type=int)
@click.option("--to", metavar="USER", help="Yourself if not given; `-` for nobody.")
@who_option
def assign_case(number: int, to: str | None, who: str | None) -> None:
    """Take an alert, give it to somebody, or put it back."""
    with at_work(who) as (cases, actor):
        target = None if to == "-" else to or actor.name
        _say(assign(cases, actor, number, _version(cases, number), target))


@click.command("escalate")
@click.argument("number", type=int)
@click.option("--text", required=True, help="Why a reviewer must decide.")
@who_option
def escalate_case(number: int, text: str, who: str | None) -> None:
    """Hand an alert to the reviewers."""
    with at_work(who) as (cases, actor):
        _say(escalate(cases, actor, number, _version(cases, number), text=text))


@click.command("note")
@click.argument("number", type=int)
@click.option("--text", default="", help="What is to be remembered.")
@click.option("--file", "path", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A file to lay beside it.")  # fmt: skip
@who_option
def note_case(number: int, text: str, path: Path | None, who: str | None) -> None:
    """Write a note beside an alert, or lay a file beside it."""
    with at_work(who) as (cases, actor):
        if path is not None:
            add_file(cases, actor, number, path.name, path.read_bytes(), text)
        else:
            add_note(cases, actor, number, text)
    talk(f"alert {number}: noted")


def _version(cases: Cases, number: int) -> int:
    with cases.reading() as connection:
        return find_alert(connection, number).version


def _say(found: Alert) -> None:
    second = " and waits for a second person" if found.status is Status.WAITING else ""
    told = f": {found.decision}" if found.decision else ""
    talk(f"alert {found.id} is {found.status}{told}{second}")


#: What `cases` has of these.
ACTS = (
    decide_case,
    confirm_case,
    return_case,
    reopen_case,
    clear_cases,
    assign_case,
    escalate_case,
    note_case,
)
