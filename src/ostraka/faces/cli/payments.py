"""The verb about payment messages: payments."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ostraka.errors import UsageError
from ostraka.faces.cli.output import (
    as_of_option,
    counting,
    emit,
    format_option,
    limit_option,
    lists_option,
    refuse_same,
    talk,
    threshold_option,
)
from ostraka.faces.session import Ostraka
from ostraka.screen.results import check_target, write_results, write_table
from ostraka.text.counts import counted

if TYPE_CHECKING:
    from ostraka.faces.payments import PaymentTally
    from ostraka.payments import PaymentResult

_SHOWN = {
    "query_id": "Payment",
    "role": "Role",
    "where": "Where",
    "text": "Says",
    "score": "Score",
    "entity_id": "May be",
    "caption": "Name",
    "datasets": "Lists",
}
_MOST_LINES = 20


@click.command("payments")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Results of every payment: .jsonl, or .csv, .xlsx, .parquet with one row for each match.",
)
@threshold_option
@limit_option("Most matches of a party or a stretch of text.")
@click.option(
    "--instant",
    is_flag=True,
    help="Instant credit transfers in euro: leave out payer and payee, as EU law asks.",
)
@click.option("--fail-on-match", is_flag=True, help="Exit with 1 if anything matched.")
@as_of_option
@lists_option
@format_option
def payments_command(
    files: tuple[Path, ...],
    *,
    output: Path | None,
    threshold: float | None,
    limit: int,
    instant: bool,
    fail_on_match: bool,
    as_of: str | None,
    lists: list[str] | None,
    output_format: str,
) -> int:
    """Screen payment messages by field: ISO 20022 and SWIFT MT.

    Files hold one message or many; a folder stands for the files in it.  Each party is
    screened by its role and each text is read for names; a match says where it stands.

    \b
    Examples:
      ostraka payments payments.xml
      ostraka payments inbox/ -o alerts.jsonl --fail-on-match
      ostraka payments instant.xml --instant --format jsonl
    """
    from ostraka.faces.payments import PAYMENTS, PaymentTally  # noqa: PLC0415
    from ostraka.faces.screening import FileSettings  # noqa: PLC0415

    refuse_same(output, *(path for path in files if path.is_file()))
    if output is not None:
        check_target(output)
    tally = PaymentTally()
    with Ostraka() as o, counting("screened", "payments") as count:
        found = o.screen_payments(
            *files,
            threshold=threshold,
            limit=limit,
            as_of=as_of,
            lists=lists,
            instant=instant,
            tally=tally,
        )
        results = _telling(found, count)
        if output is None:
            _print(results, output_format, tally)
        else:
            basis = o.basis(as_of, lists)
            told = FileSettings(threshold, limit, basis=basis).told()
            settings = {**told, "instant": instant}
            write_results(output, results, settings=settings, layout=PAYMENTS)
    _say(tally)
    if tally.empty:
        raise UsageError(
            f"no payment can be read in {len(tally.empty):,} of {counted(tally.files, 'file')}"
        )
    return 1 if fail_on_match and tally.matches else 0


def _telling(results: Iterator[PaymentResult], count: Any) -> Iterator[dict[str, Any]]:
    """Yield the results as the files have them, and tell how many were done."""
    for number, result in enumerate(results, start=1):
        yield result.to_dict()
        if number % 100 == 0:
            count(number)


def _print(
    results: Iterator[dict[str, Any]], output_format: str, tally: PaymentTally
) -> None:
    """Print the results as they come; a table shows the matches at the end."""
    from ostraka.faces.payments import PAYMENTS  # noqa: PLC0415

    if output_format == "jsonl":
        write_results(None, results)
        return
    if output_format == "csv":
        write_table(sys.stdout, results, PAYMENTS)
        return
    if output_format == "json":
        emit(list(results), {}, "json")
        return
    shown = [row for row in PAYMENTS.rows(results) if "role" in row]
    for row in shown:  # the message and the transaction stand in the first column
        row["where"] = row["path"].removeprefix(f"{row['place']}/")
    if shown:
        emit(shown, _SHOWN, "table")
    elif tally.payments:  # of what was not read nothing can be said
        talk("no match")


def _say(tally: PaymentTally) -> None:
    talk(
        f"{counted(tally.payments, 'payment')} screened, {tally.alerts:,} with a match, "
        f"{counted(tally.matches, 'match')}, {counted(len(tally.broken), 'message')} could not be read"
    )
    if tally.left_out:
        from ostraka.payments.screening import INSTANT_RULE  # noqa: PLC0415

        talk(
            f"{counted(tally.left_out, 'payer or payee', 'payers and payees')} left out: {INSTANT_RULE}"
        )
    for line in tally.broken[:_MOST_LINES]:
        talk(f"  {line}")
    if len(tally.broken) > _MOST_LINES:
        talk(f"  … and {len(tally.broken) - _MOST_LINES:,} more, with status 400")
