"""The verbs that bring lists in: load, update."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ostraka.errors import OstrakaError, RefusedError
from ostraka.faces.cli.files_meant import refuse_address
from ostraka.faces.cli.output import counting, read_mapping, talk
from ostraka.faces.session import Ostraka
from ostraka.record.versions import Version, in_force_until
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
    for path in files:
        refuse_address(path)
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
