"""The verb quality."""

from __future__ import annotations

from typing import Any

import click

from ostraka.errors import UsageError
from ostraka.faces.cli.output import as_of_option, counting, emit, format_option, talk
from ostraka.faces.home import nothing_loaded
from ostraka.faces.scope import say_without_version, without_version
from ostraka.faces.session import Ostraka
from ostraka.quality import Quality, judge_list
from ostraka.text.counts import counted

#: Properties whose fill rates are shown where nothing else is asked for.
_SHOWN = frozenset(
    ["birthDate", "nationality", "country", "gender", "address", "passportNumber", "idNumber",
     "registrationNumber", "imoNumber", "designation", "designation, with its day"]
)  # fmt: skip
_COLUMNS = {
    "dataset": "List", "version": "Version", "finding": "Finding", "count": "How often",
    "of": "Of", "example": "For example",
}  # fmt: skip


@click.command("quality")
@click.argument("datasets", nargs=-1)
@as_of_option
@format_option
def quality_command(
    datasets: tuple[str, ...], as_of: str | None, output_format: str
) -> None:
    """Show what is missing, doubled, re-used or impossible on the lists, with examples.

    Without names, every list that is loaded is looked at.

    \b
    Examples:
      ostraka quality un_sc
      ostraka quality --format json
    """
    found: list[Quality] = []
    with Ostraka() as o, counting("quality", "lists") as progress:
        day = o.day(as_of)
        names = datasets or tuple(v.dataset for v in o.store.current(day))
        if not names:
            raise UsageError(nothing_loaded(day if o.store.datasets() else None))
        missing = without_version(o.store, names) if not datasets else ()
        if missing:
            talk(say_without_version(day, missing))
        for name in names:
            if o.store.version(name, day.isoformat()).entities:
                found.append(judge_list(o.store, name, day))
            progress(len(found))
    if output_format == "table":
        for quality in found:
            _say_fill(quality)
    rows = [
        row
        for quality in found
        for row in _rows(quality, every=output_format != "table")
    ]
    emit(rows, _COLUMNS, output_format, whole=[quality.to_dict() for quality in found])


def _say_fill(quality: Quality) -> None:
    talk(
        f"{quality.dataset}, version {quality.version}: {counted(quality.parties, 'party')}, versions compared: {quality.versions}"
    )
    schemata = dict.fromkeys(fill.schema for fill in quality.fill)
    for schema in schemata:
        told = [
            f"{fill.prop} {fill.share:.0%}"
            for fill in quality.fill
            if fill.schema == schema and fill.prop in _SHOWN
        ]
        of = next(fill.of for fill in quality.fill if fill.schema == schema)
        talk(f"  {schema} ({of:,}): {', '.join(told) or 'names only'}")


def _rows(quality: Quality, *, every: bool) -> list[dict[str, Any]]:
    return [
        {
            "dataset": quality.dataset,
            "version": quality.version,
            "finding": finding.kind,
            "count": finding.count,
            "of": finding.of,
            "words": finding.words,
            "example": _example(finding.examples[0])
            if finding.examples
            else finding.words,
        }
        for finding in quality.findings
        if every or finding.count
    ]


def _example(example: Any) -> str:
    told = "; ".join(example.values)
    where = f"{example.caption} ({example.party})" if example.party else example.caption
    return f"{where}: {told}" if told else where
