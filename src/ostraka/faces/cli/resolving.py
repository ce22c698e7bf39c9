"""The verb about one party on many lists: resolve, and the judgements it rests on."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ostraka.errors import UsageError
from ostraka.faces.cli.groups import Suggesting
from ostraka.faces.cli.login import login_name
from ostraka.faces.cli.output import (
    counting,
    emit,
    format_option,
    open_output,
    plain,
    print_table,
    say_if_none,
    say_written,
    talk,
)
from ostraka.faces.session import Ostraka
from ostraka.faces.side_by_side import side_by_side
from ostraka.record.canonical import Answer
from ostraka.text.counts import counted

if TYPE_CHECKING:
    from ostraka.resolve.deciding import Question

#: Key of the review → what it answers.
KEYS = {
    "s": Answer.SAME,
    "d": Answer.DIFFERENT,
    "l": Answer.PART_OF,
    "r": Answer.PART_OF,
    "u": Answer.UNSURE,
}
_HELP = "s same, d different, l left is part of right, r right is part of left, u unsure, k skip, q quit"
#: Values of one property that are shown of each side.
_MOST_VALUES = 12
by_option = click.option(
    "--by",
    default=lambda: login_name("--by"),
    show_default="your user name",
    help="Who judges.",
)


@click.group("resolve", cls=Suggesting, invoke_without_command=True)
@click.option("--dry-run", is_flag=True, help="Only say what would be judged.")
@click.pass_context
def resolve_command(ctx: click.Context, dry_run: bool) -> None:
    """Tell which records of several lists are one party.

    Compares what is new on the lists in force, judges what is sure and keeps the rest
    as questions.  Judgements are appended and never changed; to undo is to judge again.

    \b
    Examples:
      ostraka resolve
      ostraka resolve review
      ostraka resolve judge ofac-10391 same eu-fsf-eu-2078-17
      ostraka resolve judge eu-fsf-eu-3071-69 part-of ofac-4697
    """
    if ctx.invoked_subcommand is not None:
        return
    with Ostraka() as o, counting("resolve", "pairs") as progress:
        tally = o.resolving().run(dry=dry_run, progress=progress)
    done = "would be judged" if dry_run else "judged"
    click.echo(
        f"{counted(tally.records, 'record')}, {tally.compared:,} compared in {counted(tally.pairs, 'pair')}"
    )
    click.echo(
        f"{counted(tally.same, 'pair')} {done} the same, {tally.parts:,} part and whole"
    )
    if tally.taken_back:
        click.echo(
            f"{counted(tally.taken_back, 'earlier judgement')} taken back: the values contradict"
        )
    click.echo(
        f"{counted(tally.questions, 'question')}; see `ostraka resolve questions`"
    )


@resolve_command.command("questions")
@format_option
def questions_command(output_format: str) -> None:
    """Show which pairs of records a person is asked about, the surest first.

    \b
    Example:
      ostraka resolve questions --format csv
    """
    with Ostraka() as o:
        questions = list(o.resolving().questions())
    if say_if_none(
        questions,
        output_format,
        "no question is open; `ostraka resolve` puts them after each update",
    ):
        return
    emit(
        [_row(question) for question in questions],
        {"left": "One record", "right": "Other record", "bits": "Bits", "names": "Names", "reason": "Why it is asked"},
        output_format,
        whole=[asdict(question) for question in questions],
    )  # fmt: skip


def _row(question: Question) -> dict[str, object]:
    names = question.explanation[0]
    return {
        **asdict(question),
        "names": f"{names.query} ~ {names.candidate}",
        "reason": question.reason or "the evidence alone is not enough",
    }


@resolve_command.command("review")
@by_option
@click.option("--limit", type=int, help="Most questions to be asked.")
def review_command(by: str, limit: int | None) -> None:
    """Ask about pairs side by side; one key decides, and each answer is kept at once.

    \b
    Example:
      ostraka resolve review --by ana --limit 20
    """
    with Ostraka() as o:
        resolving = o.resolving()
        asked = answered = 0
        for question in islice(resolving.questions(), limit):
            asked += 1
            _show(o, question)
            key = _key()
            if key == "q":
                break
            if key in KEYS:
                left, right = question.left, question.right
                if key == "r":
                    left, right = right, left
                resolving.judge(left, KEYS[key], right, by=by, evidence="review")
                answered += 1
    talk(f"{answered} of {asked} answered")


def _key() -> str:
    """Return the key that was pressed, or the first letter of a line where none can be."""
    while True:
        click.echo(f"{_HELP}: ", nl=False, err=True)
        if sys.stdin.isatty():
            key = click.getchar().lower()
        else:
            key = (sys.stdin.readline() or "q").strip()[:1].lower()
        click.echo(key, err=True)
        if key in KEYS or key in {"k", "q"}:
            return key


def _show(o: Ostraka, question: Question) -> None:
    """Print two records side by side, what differs marked, and the evidence."""
    click.echo()
    print_table(
        [
            {
                "prop": row.prop,
                "mark": row.mark,
                "left": _lines(row.left),
                "right": _lines(row.right),
            }
            for row in side_by_side(o, question.left, question.right)
        ],
        {"prop": "", "mark": "", "left": question.left, "right": question.right},
    )
    for feature in question.explanation:
        what = feature.detail or f"{feature.query} ~ {feature.candidate}"
        name = feature.feature.replace("_", " ")
        click.echo(plain(f"  {feature.bits:+5.1f} bits  {name}: {what}"))
    click.echo(plain(f"  {question.bits:+5.1f} bits  {question.reason}"))


def _lines(values: Mapping[str, str]) -> str:
    shown = [f"{value} ({source})" for value, source in values.items()]
    more = len(shown) - _MOST_VALUES
    return "\n".join([*shown[:_MOST_VALUES], *([f"… {more} more"] if more > 0 else [])])


@resolve_command.command("judge")
@click.argument("left", metavar="ID")
@click.argument(
    "answer", type=click.Choice([a.value.replace(" ", "-") for a in Answer])
)
@click.argument("right", metavar="ID")
@by_option
@click.option("--because", default="", help="On what grounds, in words.")
def judge_command(left: str, answer: str, right: str, by: str, because: str) -> None:
    """Judge two records: same, different, part-of, unsure; `withdrawn` takes it back.

    \b
    Example:
      ostraka resolve judge ofac-10391 same eu-fsf-eu-2078-17 --because "same address"
    """
    judged = Answer(answer.replace("-", " "))
    with Ostraka() as o:
        resolving = o.resolving()
        left, right = resolving.record_of(left), resolving.record_of(right)
        resolving.judge(left, judged, right, by=by, evidence=because)
        one, other = o.canonical(left), o.canonical(right)
    if judged is Answer.SAME and one != other:
        talk(
            "kept, but not followed: another judgement keeps the two apart; see `ostraka resolve judgements`"
        )
    elif judged is Answer.SAME:
        click.echo(f"one party: {one}")
    else:
        click.echo(f"{left} leads to {one}, {right} to {other}")


@resolve_command.command("judgements")
@click.argument("key", metavar="[ID]", required=False)
@format_option
def judgements_command(key: str | None, output_format: str) -> None:
    """Show the judgements, or those about one party, in the order they were made.

    \b
    Example:
      ostraka resolve judgements ofac-10391
    """
    with Ostraka() as o:
        if key is None:
            rows = o.judgements.all()
        else:
            rows = o.judgements.about(*o.judgements.members(key))
    emit(
        [asdict(judgement) for judgement in rows],
        {"number": "No.", "left": "One record", "answer": "Is", "right": "Other record", "by": "Says", "at": "When", "evidence": "On what evidence"},
        output_format,
    )  # fmt: skip


@resolve_command.command("export")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="File; else stdout."
)
def export_command(output: Path | None) -> None:
    """Write the judgements in force as nomenklatura's resolver lines.

    \b
    Example:
      ostraka resolve export -o resolver.json
    """
    with Ostraka() as o, open_output(output) as out:
        for line in o.resolving().give_out():
            out.write(line + "\n")
    say_written(output)


@resolve_command.command("import")
@click.argument("source", type=click.Path(path_type=Path))
def import_command(source: Path) -> None:
    """Take in judgements from nomenklatura's resolver lines; what is known is left out.

    \b
    Example:
      ostraka resolve import resolver.json
    """
    try:
        lines = source.read_text("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise UsageError(f"{source}: not UTF-8 text: {error}") from error
    with Ostraka() as o:
        count = o.resolving().take_in(lines)
    click.echo(f"{counted(count, 'judgement')} taken in")
