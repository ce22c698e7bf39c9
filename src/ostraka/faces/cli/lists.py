"""The verbs about lists: load, update, lists, diff, export."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ostraka.errors import OstrakaError, RefusedError
from ostraka.faces.cli.output import (
    as_of_option,
    counting,
    emit,
    format_option,
    open_output,
    read_mapping,
    talk,
)
from ostraka.faces.session import Ostraka
from ostraka.faces.trust import age_of, is_old, retirement
from ostraka.record.dates import is_date
from ostraka.record.diff import Diff
from ostraka.record.versions import Version, in_force_until
from ostraka.settings import Settings
from ostraka.text.counts import counted

if TYPE_CHECKING:
    from ostraka.sources.update import Updated

#: Odd values of a version that are named when it is loaded, at most.
_MOST_EXAMPLES = 3


@click.command("load")
@click.argument("dataset")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--published",
    metavar="DATE",
    help="Day of publication, for files that do not state it.",
)
@click.option(
    "--format",
    "format_name",
    metavar="F",
    help="Format; found by looking when not given.",
)
@click.option(
    "--map",
    "mapping",
    metavar="OURS=THEIRS",
    multiple=True,
    help="For a table of your own: which column is what, e.g. name=Firm. `-=Remarks` ignores one.",
)
@click.option(
    "--accept",
    metavar="CHECK",
    multiple=True,
    help="Let a failed check pass after you looked at it, e.g. vanished.",
)
@click.option("--no-index", is_flag=True, help="Leave the index for the next question.")
def load_command(
    dataset: str,
    files: tuple[Path, ...],
    published: str | None,
    format_name: str | None,
    mapping: tuple[str, ...],
    accept: tuple[str, ...],
    *,
    no_index: bool,
) -> None:
    """Load the files of one version of a list.

    All files of the version are given together, in any order, packed or not.
    A version that fails its checks is refused and what was in force stays in force.

    \b
    Examples:
      ostraka load un_sc consolidated.xml
      ostraka load us_ofac_sdn sdn.csv add.csv alt.csv sdn_comments.csv --published 2024-01-08
      ostraka load my_list customers-we-avoid.csv --map name=Firm
    """  # fmt: skip
    with Ostraka() as o, counting(dataset) as progress:
        loaded = o.load(
            dataset,
            *files,
            published=published,
            format_name=format_name,
            mapping=read_mapping(mapping),
            accept=accept,
            progress=progress,
        )
        version = loaded.version
        if not loaded.is_new:
            why = f"these files are already loaded as version {version.id}"
            talk(f"{dataset}: {loaded.note or why}")
            return
        talk(_loaded_line(o, version))
        if published is not None and published != version.published:
            talk(
                f"the file states its own day, {version.published}; --published was not needed"
            )
        if not no_index:
            o.index()


@click.command("update")
@click.argument("datasets", nargs=-1)
@click.option(
    "--accept",
    metavar="CHECK",
    multiple=True,
    help="Let a failed check pass after you looked at it, e.g. vanished.",
)
def update_command(datasets: tuple[str, ...], accept: tuple[str, ...]) -> None:
    """Fetch published lists over the network, check and load them.

    Without names, every list that has an address is fetched.  When a fetch or a check
    fails, the last good version stays in force; the exit code is then 1.

    \b
    Examples:
      ostraka update
      ostraka update un_sc us_ofac_sdn
    """
    from ostraka.sources.catalog import official_datasets  # noqa: PLC0415

    names = datasets or tuple(n for n, d in official_datasets().items() if d.addresses)
    failed = []
    with Ostraka() as o:
        for name in names:
            try:
                updated = _update(o, name, accept)
            except OstrakaError as error:
                kind = "refused" if isinstance(error, RefusedError) else "error"
                talk(f"{name}: {kind}: {error}")
                for line in getattr(error, "details", ()):
                    talk(f"  {line}")
                failed.append(name)
                continue
            version = updated.version
            talk(_loaded_line(o, version) if updated.is_new else f"{name}: nothing new")
        if o.store.datasets():
            o.index()
    if failed:
        raise RefusedError(
            f"not updated: {', '.join(failed)}; the last good versions stay in force"
        )


def _update(o: Ostraka, dataset: str, accept: tuple[str, ...]) -> Updated:
    from ostraka.sources.update import update_dataset  # noqa: PLC0415

    with counting(dataset, "bytes") as fetched, counting(dataset) as read:
        return update_dataset(
            o.store,
            dataset,
            now=datetime.now(UTC),
            accept=accept,
            fetching=lambda _file, done, _whole: fetched(done),
            loading=read,
        )


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
        talk(
            "no list is loaded; `ostraka load DATASET FILE` or `ostraka update` brings one"
        )
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


def _overdue(o: Ostraka) -> list[str]:
    """Return why customers have to be monitored, where there are cases at all."""
    if not Settings.from_environment().has_cases:
        return []
    # Imported here: whoever keeps no cases does not pay for the database.
    from ostraka.faces.portfolio import overdue_of  # noqa: PLC0415

    return overdue_of(o)


def _loaded_line(o: Ostraka, version: Version) -> str:
    """Say what is in force now, from when, and what was odd."""
    until = in_force_until(o.store.versions(version.dataset), version)
    days = f"in force from {version.published} until {until}" if until else "in force"
    told = [
        f"{version.dataset}: version {version.id} {days}: {counted(version.entities, 'party')}, {counted(version.names, 'name')} ({version.format})"
    ]
    if version.published_basis == "loaded":
        told.append(
            "the files state no day, so today is taken; --published DATE says better"
        )
    if warned := sum(version.warnings.values()):
        told.append(f"{counted(warned, 'odd value')}{_examples(version, warned)}")
    told += [f"{c.name}: {c.detail}" for c in version.checks if not c.ok]
    return "; ".join(told)


def _examples(version: Version, warned: int) -> str:
    """Name the first odd values by kind, with the record and the value as published."""
    first = [
        f"{kind}: {text}" for kind, texts in version.examples.items() for text in texts
    ]
    shown = "; ".join(first[:_MOST_EXAMPLES])
    rest = ", …" if warned > len(first[:_MOST_EXAMPLES]) else ""
    return f" ({shown}{rest})" if shown else ""


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
    records = [_record(v, versions, o.today) for v in shown]
    if refused := o.store.last_refusal(dataset):
        last = {
            "name": "newest file",
            "ok": False,
            "detail": f"refused {refused['at']}: {refused['reason']}",
        }
        if records:
            records[-1]["checks"].append(last)
        else:
            records = [_nothing_in_force(dataset, last)]
    return records


def _record(version: Version, versions: list[Version], today: date) -> dict[str, Any]:
    given_up = retirement(version.dataset, today)
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
        "age": age_of(version, today),
        "old": is_old(version, today),
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
