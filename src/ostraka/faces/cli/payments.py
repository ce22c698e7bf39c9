"""The verb about payment messages: payments."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
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
    open_output,
    plain,
    refuse_same,
    talk,
    threshold_option,
)
from ostraka.faces.session import Ostraka
from ostraka.screen.results import explain, formula_safe, write_results

if TYPE_CHECKING:
    from ostraka.faces.payments import PaymentTally

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
#: Columns of a CSV file: one row for each match and each message that is broken.
COLUMNS = ("file", "message", "type", "place", "query_id", "amount", "currency", "status",
           "role", "path", "text", "score", "entity_id", "caption", "schema", "datasets",
           "explanation", "error")  # fmt: skip
_MOST_LINES = 20


@click.command("payments")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Results of every payment: .jsonl, or .csv with one row for each match.",
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
    from ostraka.faces.payments import PaymentTally  # noqa: PLC0415

    refuse_same(output, *(path for path in files if path.is_file()))
    tally = PaymentTally()
    with Ostraka() as o, counting("screened", "payments") as count:
        results = o.screen_payments(
            *files,
            threshold=threshold,
            limit=limit,
            as_of=as_of,
            lists=lists,
            instant=instant,
            tally=tally,
        )
        _put_out(_counted(results, count), output, output_format)
    _say(tally)
    if tally.empty:
        raise UsageError(
            f"{len(tally.empty)} of {tally.files} files hold no payment that can be read"
        )
    return 1 if fail_on_match and tally.matches else 0


def _counted(results: Iterator[dict[str, Any]], count: Any) -> Iterator[dict[str, Any]]:
    for number, result in enumerate(results, start=1):
        yield result
        if number % 100 == 0:
            count(number)


def _put_out(
    results: Iterator[dict[str, Any]], output: Path | None, output_format: str
) -> None:
    """Write or print the results as they come; a table shows the matches at the end."""
    suffix = "" if output is None else output.suffix.lower()
    if suffix == ".csv" or (output is None and output_format == "csv"):
        _write_csv(results, output)
    elif output is not None:
        if suffix != ".jsonl":
            raise UsageError(
                f"{output}: results can be .jsonl or .csv; name the file so"
            )
        write_results(output, results)
    elif output_format == "jsonl":
        write_results(None, results)
    else:
        _print(results, output_format)


def _print(results: Iterator[dict[str, Any]], output_format: str) -> None:
    if output_format == "json":
        emit(list(results), {}, "json")
        return
    shown = [row for result in results for row in _rows(result) if "role" in row]
    for row in shown:  # the message and the transaction stand in the first column
        row["where"] = row["path"].removeprefix(f"{row['place']}/")
    if shown:
        emit(shown, _SHOWN, "table")
    else:
        talk("no match")


def _write_csv(results: Iterator[dict[str, Any]], output: Path | None) -> None:
    with open_output(output) as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for result in results:
            for row in _rows(result):
                why = (explain(feature) for feature in row.pop("explanation", ()))
                row["explanation"] = "; ".join(why)
                cells = (formula_safe(plain(row.get(name))) for name in COLUMNS)
                writer.writerow(cells)


def _rows(result: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield one row for each match, and one for a message that is broken."""
    base = {key: value for key, value in result.items() if key != "matches"}
    if result["status"] != 200:
        yield base
    for match in result["matches"]:
        yield {**base, **match}


def _say(tally: PaymentTally) -> None:
    talk(
        f"{tally.payments:,} payments screened, {tally.alerts:,} with a match, "
        f"{tally.matches:,} matches, {len(tally.broken):,} messages could not be read"
    )
    if tally.left_out:
        from ostraka.payments.screening import INSTANT_RULE  # noqa: PLC0415

        talk(f"{tally.left_out:,} payers and payees left out: {INSTANT_RULE}")
    for line in tally.broken[:_MOST_LINES]:
        talk(f"  {line}")
    if len(tally.broken) > _MOST_LINES:
        talk(f"  … and {len(tally.broken) - _MOST_LINES:,} more, with status 400")
