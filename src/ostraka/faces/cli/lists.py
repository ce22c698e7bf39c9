"""The verbs about lists that are here: lists, diff, export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ostraka.faces.cli.output import (
    as_of_option,
    emit,
    format_option,
    open_output,
    say_written,
    talk,
)
from ostraka.faces.home import NOTHING_LOADED
from ostraka.faces.session import Ostraka
from ostraka.faces.trust import age_of, is_old, retirement
from ostraka.record.dates import is_date
from ostraka.record.diff import Diff
from ostraka.record.versions import Version
from ostraka.settings import Settings


@click.command("lists")
@format_option
@click.option(
    "--versions", is_flag=True, help="Every version, not only the one in force."
)
def lists_command(output_format: str, *, versions: bool) -> None:
    """Show the lists: version in force, dates, counts, and checks that failed.

    \b
    Example:
      ostraka lists --format json
    """
    with Ostraka() as o:
        records = [
            r
            for name in o.store.known()
            for r in _list_records(o, name, every=versions)
        ]
        overdue = _overdue(o)
    for why in overdue:
        talk(why)
    if not records and output_format == "table":
        talk(NOTHING_LOADED)
        return
    if output_format in {"table", "csv"}:
        # A table names them; what was found is in the other formats.
        shown = "{name}" if output_format == "table" else "{name}: {detail}"
        for record in records:
            failed = (check for check in record["checks"] if not check["ok"])
            record["failed"] = "; ".join(shown.format(**check) for check in failed)
    emit(
        records,
        {"dataset": "List", "version": "Version", "loaded": "Loaded", "age": "Days old", "entities": "Parties", "names": "Names", "failed": "Failed checks"},
        output_format,
    )  # fmt: skip


@click.command("diff")
@click.argument("dataset")
@click.option(
    "--from",
    "before",
    metavar="V",
    help="Version id, or a day on which it was in force.",
)
@click.option("--to", "after", metavar="V", help="The same; the newest if not given.")
@format_option
def diff_command(
    dataset: str, before: str | None, after: str | None, output_format: str
) -> None:
    """Show what changed between two versions of a list.

    \b
    Examples:
      ostraka diff un_sc
      ostraka diff us_ofac_sdn --from 2024-05-01 --to 2024-05-03 --format json
    """
    with Ostraka() as o:
        found = o.diff(dataset, before, after)
    if output_format == "table":
        talk(_diff_line(found))
        for fault in found.faults:
            talk(f"suspected fault of the publication: {fault.detail}")
        if found.note:
            talk(found.note)
    rows = _diff_rows(found)
    emit(
        rows,
        {"change": "Change", "id": "Party",
            "name": "Name", "prop": "Property", "before": "Before", "after": "After"},
        output_format,
        whole=found.to_dict(),
    )  # fmt: skip


@click.command("export")
@click.argument("dataset")
@click.option(
    "--as",
    "shape",
    type=click.Choice(["entities", "statements", "statements-csv"]),
    default="entities",
    show_default=True,
    help="FollowTheMoney entities as JSON lines, or statements.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    default=Path("-"),
    help="File; stdout if not given.",
)
@as_of_option
def export_command(dataset: str, shape: str, output: Path, as_of: str | None) -> None:
    """Write a list as FollowTheMoney entities or statements.

    \b
    Example:
      ostraka export un_sc --as statements-csv -o un_sc.csv
    """
    from ostraka.record.export import export_version  # noqa: PLC0415

    with Ostraka() as o:
        if as_of is not None and is_date(as_of):
            as_of = o.day(as_of).isoformat()
        version = o.store.version(dataset, as_of)
        with open_output(output) as out:
            export_version(o.store, version, out, shape=shape)
    say_written(output)


def _overdue(o: Ostraka) -> list[str]:
    """Return why customers have to be monitored, where there are cases at all."""
    if not Settings.from_environment().has_cases:
        return []
    # Imported here: whoever keeps no cases does not pay for the database.
    from ostraka.faces.portfolio import overdue_of  # noqa: PLC0415

    return overdue_of(o)


def _diff_line(found: Diff) -> str:
    """Say how many parties changed; those whose values only moved are no amendments."""
    moved = sum(all(c.moved for c in changes) for changes in found.amended.values())
    counts = {
        "listed": len(found.listed),
        "amended": len(found.amended) - moved,
        "removed": len(found.removed),
        "moved": moved,
        "form only": len(found.form_only),
    }
    told = ", ".join(f"{number:,} {what}" for what, number in counts.items())
    return f"{found.dataset}: {found.before} → {found.after}: {told}"


def _list_records(o: Ostraka, dataset: str, *, every: bool) -> list[dict[str, Any]]:
    versions = o.store.versions(dataset)
    shown = versions if every else versions[-1:]
    records = [_record(o, v, versions) for v in shown]
    if refused := o.store.last_refusal(dataset):
        last = {
            "name": "newest file refused",
            "ok": False,
            "detail": f"refused {refused['at']}: {refused['reason']}",
        }
        if records:
            records[-1]["checks"].append(last)
        else:
            records = [_nothing_in_force(dataset, last)]
    return records


def _record(o: Ostraka, version: Version, versions: list[Version]) -> dict[str, Any]:
    given_up = retirement(version.dataset, o.today)
    return {
        "dataset": version.dataset,
        "version": version.id,
        "published": version.published,
        "loaded": version.loaded,
        "in_force": version.id == versions[-1].id,
        "entities": version.entities,
        "names": version.names,
        "checks": [
            *({"name": c.name, "ok": c.ok, "detail": c.detail} for c in version.checks),
            *(
                [{"name": "retired", "ok": False, "detail": given_up}]
                if given_up
                else []
            ),
        ],
        "age": age_of(version, o.today),
        "old": is_old(o.store, version, o.today),
        "retired": given_up,
        "format": version.format,
        "files": [
            {"name": f.name, "role": f.role, "sha256": f.sha256} for f in version.files
        ],
        "warnings": version.warnings,
    }


def _nothing_in_force(dataset: str, check: dict[str, Any]) -> dict[str, Any]:
    return {
        "dataset": dataset, "version": None, "published": None, "loaded": None,
        "in_force": False, "entities": 0, "names": 0, "checks": [check],
    }  # fmt: skip


def _diff_rows(found: Diff) -> list[dict[str, Any]]:
    names = found.captions
    rows: list[dict[str, Any]] = [
        {"change": "listed", "id": party, "name": names.get(party)}
        for party in found.listed
    ]
    rows += [
        {
            "change": "moved" if change.moved else "amended",
            "id": party,
            "name": names.get(party),
            "prop": change.prop,
            "before": change.before,
            "after": change.after,
        }
        for party, changes in found.amended.items()
        for change in changes
    ]
    rows += [
        {"change": "removed", "id": party, "name": names.get(party)}
        for party in found.removed
    ]
    return rows
