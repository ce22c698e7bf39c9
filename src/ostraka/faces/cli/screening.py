"""The verb that asks whether a party is on a list: screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ostraka.errors import UsageError
from ostraka.faces.cli.columns import Columns, columns_options
from ostraka.faces.cli.files_meant import (
    is_folder,
    means_file,
    refuse_address,
    refuse_document,
)
from ostraka.faces.cli.output import (
    MOST_MATCHES,
    as_of_option,
    emit,
    format_option,
    limit_option,
    lists_option,
    refuse_same,
    talk,
    threshold_option,
)
from ostraka.faces.cli.screen_options import ScreenOptions
from ostraka.faces.scope import say_without_version, without_version
from ostraka.faces.session import Ostraka, Scope

if TYPE_CHECKING:
    from ostraka.screen import Match

_FIELDS = {
    "birth_date": "Date of birth, whole or partial.",
    "country": "Country or nationality, by name or code.",
    "schema": "Person, Company, Organization, Vessel, …",
    "id_number": "Passport, identity or registration number.",
}


def _field_options(function: Any) -> Any:
    for name, text in reversed(_FIELDS.items()):
        function = click.option(
            f"--{name.replace('_', '-')}",
            name,
            metavar="TEXT",
            help=f"With a name: {text}",
        )(function)
    return function


@click.command("screen")
@click.argument("what", metavar="NAME|FILE")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Results of a file: .jsonl, .csv, .xlsx or .parquet.",
)
@threshold_option
@limit_option("Most matches for a name.")
@columns_options
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    help="With a file: processes that screen; one for each processor if not given.",
)
@click.option(
    "--links",
    is_flag=True,
    help="Ask registers too, and say beside each match who owns or controls it.",
)
@click.option(
    "--near",
    is_flag=True,
    help="With a name: add the parties that came near, with what cleared them.",
)
@click.option("--fail-on-match", is_flag=True, help="Exit with 1 if anything matched.")
@as_of_option
@lists_option
@_field_options
@format_option
def screen_command(  # noqa: PLR0913 - one for each option
    what: str,
    *,
    output: Path | None,
    threshold: float | None,
    limit: int,
    columns: Columns,
    jobs: int | None,
    links: bool,
    near: bool,
    as_of: str | None,
    lists: list[str] | None,
    output_format: str,
    fail_on_match: bool,
    **fields: str | None,
) -> int:
    """Screen one name, or every row of a file, against the lists in force.

    `-` reads the file from standard input.  A run that was cut short goes on where it was
    when the same command is given again.

    A match says that a party may be the one asked about; a person decides.

    \b
    Examples:
      ostraka screen "Assadollah Asadi" --birth-date 1971-12-22 --country ir
      ostraka screen "Asadollah Assadi" --birth-date 1990 --near
      ostraka screen customers.csv -o alerts.xlsx
      ostraka screen customers.csv.gz -o alerts.csv --map name=Client --save-profile bank
      ostraka screen customers.csv -o alerts.jsonl --as-of 2019-02-01 --lists eu_fsf,un_sc
    """
    if not what.strip():
        raise UsageError("name a party, or a file of customers")
    path = Path(what)
    if is_folder(path):
        raise UsageError(f"{what} is a folder; name a file in it, or a party")
    refuse_same(output, path)
    asked = ScreenOptions(threshold, limit, as_of, lists, links)
    given = {name: text for name, text in fields.items() if text}
    with Ostraka() as o:
        if means_file(what):
            refuse_address(what)
            refuse_document(what)
            _refuse_for_file(given, output_format)
            matched = _screen_file(o, path, output, columns, asked=asked, jobs=jobs)
        else:
            if columns.sheet is not None:
                raise UsageError("--sheet goes with a workbook")
            if output is not None:
                raise UsageError(
                    "-o goes with a file; the matches of a name are printed (--format json)"
                )
            matched = _screen_name(
                o, what, given, asked, near=near, output_format=output_format
            )
        say_cautions(o, as_of, lists)
    return 1 if matched and fail_on_match else 0


def say_cautions(o: Ostraka, as_of: str | None, lists: list[str] | None) -> None:
    """Say which of the lists asked are retired, old or not whole, after the answer."""
    # Imported here: the catalog of the lists is read while the answer is on the screen.
    from ostraka.faces.trust import cautions  # noqa: PLC0415

    scope = Scope.of(as_of, lists, today=o.today)
    for line in cautions(o.store, o.versions_in_force(scope), scope.day or o.today):
        talk(line)


def _screen_file(
    o: Ostraka,
    path: Path,
    output: Path | None,
    columns: Columns,
    *,
    asked: ScreenOptions,
    jobs: int | None,
) -> bool:
    # Imported here: a name does not wait for what only files need.
    from ostraka.faces.cli.screen_file import screen_a_file  # noqa: PLC0415

    return screen_a_file(o, path, output, columns, asked=asked, jobs=jobs)


def _refuse_for_file(given: dict[str, str], output_format: str) -> None:
    """Refuse the options that go with a name only."""
    if given:
        option = next(iter(given)).replace("_", "-")
        raise UsageError(f"--{option} goes with a name; a file has columns for it")
    if output_format in {"csv", "json"}:
        raise UsageError(
            f"--format {output_format} goes with a name; for a file write -o results.csv (or .jsonl, .xlsx, .parquet)"
        )


def _screen_name(
    o: Ostraka,
    name: str,
    given: dict[str, str],
    asked: ScreenOptions,
    *,
    near: bool,
    output_format: str,
) -> bool:
    _say_asked(o, asked.as_of, asked.lists)
    matches = _matches(o, name, given, asked, asked.limit)
    cleared = _cleared(o, name, given, asked) if near else ()
    records = [match.to_dict() for match in (*matches, *cleared)]
    columns = {"score": "Score", "entity_id": "May be", "caption": "Name", "datasets": "Lists"}  # fmt: skip
    if near:
        columns["match"] = "Match"
    if asked.links:
        told = o.links(asked.as_of)
        columns["exposure"] = "Links (no part of the score)"
        for record in records:
            record["exposure"] = told.exposure_words(record["entity_id"])
    if output_format in {"table", "csv"}:
        for record in records:
            record["why"] = "; ".join(why(feature) for feature in record["explanation"])
    if not records and output_format == "table":
        talk("no match")
    else:
        emit(records, {**columns, "why": "Why"}, output_format)
    if len(matches) == asked.limit < MOST_MATCHES:
        every = _matches(o, name, given, asked, MOST_MATCHES)
        if len(every) > asked.limit:
            talk(f"{len(every) - asked.limit} more: --limit {len(every)}")
    return bool(matches)


def _matches(
    o: Ostraka, name: str, given: dict[str, str], asked: ScreenOptions, limit: int
) -> tuple[Match, ...]:
    return o.screen(
        name, threshold=asked.threshold, limit=limit, as_of=asked.as_of,
        lists=asked.lists, registers=asked.links, **given,
    )  # fmt: skip


def _cleared(
    o: Ostraka, name: str, given: dict[str, str], asked: ScreenOptions
) -> tuple[Match, ...]:
    return o.cleared(
        name, threshold=asked.threshold, limit=asked.limit, as_of=asked.as_of,
        lists=asked.lists, **given,
    )  # fmt: skip


def _say_asked(o: Ostraka, as_of: str | None, lists: list[str] | None) -> None:
    """Say which lists had no version by the day asked about: silence is no clearance."""
    if as_of is None:
        return
    asked = o.versions_in_force(Scope.of(as_of, lists, today=o.today))
    if asked:
        talk("asked: " + ", ".join(f"{v.dataset} of {v.published}" for v in asked))
    missing = [] if lists else without_version(o.store, [v.dataset for v in asked])
    if missing:
        talk(say_without_version(as_of, missing))


def why(feature: dict[str, Any]) -> str:
    """Return one piece of evidence in words: both values, the list, what it added."""
    if feature["query"] is None and feature["candidate"] is None:
        return f"{feature['feature'].replace('_', ' ')}: {feature['detail']}"
    # Imported here: JSON does not wait for the catalog.
    from ostraka.sources.catalog import stated_day  # noqa: PLC0415

    since, dataset = feature["since"], feature["dataset"]
    day = f" since {stated_day(dataset, since)}" if since else ""
    listed = f" (on {dataset}{day})" if dataset else ""
    return f"{feature['feature'].replace('_', ' ')}: {feature['detail']}: {feature['query']} ~ {feature['candidate']}{listed} {feature['bits']:+.0f} bits"
