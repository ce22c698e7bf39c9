"""The verb about reports: read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from ostraka.errors import UsageError
from ostraka.faces.cli.output import emit, format_option, open_output, refuse_same, talk
from ostraka.faces.session import Ostraka


@click.command("read")
@click.argument("reports", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="JSON (one report) or JSON lines; stdout if not given.",
)
@click.option(
    "--dated", metavar="DATE", help="The reports' day as you know it, e.g. 2019-02-04."
)
@format_option
def read_command(
    reports: tuple[Path, ...],
    output: Path | None,
    dated: str | None,
    output_format: str,
) -> None:
    """Read reports: which listed parties they name, where, and since when those are listed.

    What a report says is kept as its statement; naming a party says nothing about it.

    \b
    Examples:
      ostraka read report.txt
      ostraka read report.txt --format json -o report.json
    """
    if output is not None and output_format == "csv":
        raise UsageError(
            "-o writes whole reports, as JSON or JSON lines; for csv leave -o out and use > FILE"
        )
    refuse_same(output, *reports)
    with Ostraka() as o:
        found = [o.read(path, dated=dated) for path in reports]
    whole = found[0] if len(found) == 1 else found
    if output is not None:
        in_lines = (
            len(found) > 1 if output_format == "table" else output_format == "jsonl"
        )
        with open_output(output) as out:
            if in_lines:
                out.writelines(json.dumps(d, ensure_ascii=False) + "\n" for d in found)
            else:
                out.write(json.dumps(whole, ensure_ascii=False, indent=1) + "\n")
        talk(f"{output}: {len(found)} report{'s' if len(found) > 1 else ''} read")
        return
    for path, document in zip(reports, found, strict=True):
        if output_format == "table":
            talk(
                f"{path.name}: {document['document']['chars']:,} characters, {len(document['entities'])} parties named"
            )
    rows = (
        found
        if output_format == "jsonl"
        else [row for document in found for row in mention_rows(document)]
    )
    emit(
        rows,
        {"text": "Named as", "spans": "At", "entity_id": "May be", "dataset": "List", "since": "Since", "then": "On the report's date", "today": "Today"},
        output_format,
        whole=whole,
    )  # fmt: skip


def mention_rows(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return one row for each listing of each listed party a report names."""
    words = {True: "listed", False: "not listed", None: "not known"}
    return [
        {
            "text": " / ".join(dict.fromkeys(m["text"] for m in entity["mentions"])),
            "spans": ", ".join(f"{m['start']}–{m['end']}" for m in entity["mentions"]),
            "entity_id": listing["entity_id"],
            "dataset": listing["dataset"],
            "since": listing["since"],
            "then": words[listing["as_of_document"]],
            "today": words[listing["as_of_today"]],
        }
        for entity in document["entities"]
        for listing in entity.get("listed", ())
    ]
