"""The verbs about measures: gaps, timeline."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ostraka.errors import UsageError
from ostraka.faces.cli.output import (
    as_of_option,
    emit,
    format_option,
    lists_option,
    open_output,
    say_if_none,
    say_written,
    talk,
)
from ostraka.faces.session import Ostraka, read_day
from ostraka.text.counts import counted

if TYPE_CHECKING:
    from ostraka.measures.asking import Asked, Measures
    from ostraka.measures.called import Followed
    from ostraka.measures.gaps import Cell, Matrix, Row
    from ostraka.measures.timeline import Step

_NEVER = "never"
#: Statements that take some seconds to read.
_LONG = 500_000
_CELLS = {
    "party": "Party", "dataset": "List", "status": "Status", "since": "Since", "until": "Until",
    "records": "Records", "parts": "Parts listed", "basis": "Why",
}  # fmt: skip
#: What a person is shown; every word of it is in the other formats.
_TOLD = {key: _CELLS[key] for key in _CELLS if key != "basis"}
#: Parts named in a cell of a table; the rest are counted.
_PARTS_TOLD = 2
_STEPS = {
    "day": "Day", "kind": "What", "authority": "By", "party": "Whom", "dataset": "Says",
    "basis": "The day",
}  # fmt: skip
_HOW = "`ostraka read FILE --keep` and `ostraka review DOCUMENT --ask` bring some"
_NO_CALLS = f"no recommendation was accepted yet; {_HOW}"
_NO_MEASURES = (
    f"no measure was accepted yet; {_HOW}; with a party its designations are shown"
)
_NO_STEPS = "nothing is known here of these days"
_CALLED = {
    "text": "Called for", "holder": "By", "day": "On", "before": "Done before", "done": "Since",
    "by": "By whom", "first": "First after days",
}  # fmt: skip


@click.command("gaps")
@click.argument("parties", nargs=-1)
@click.option(
    "--called-for",
    is_flag=True,
    help="What accepted documents called for, and what was done since.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A picture: FILE.svg.")  # fmt: skip
@as_of_option
@lists_option
@format_option
def gaps_command(
    parties: tuple[str, ...],
    called_for: bool,
    output: Path | None,
    as_of: str | None,
    lists: list[str] | None,
    output_format: str,
) -> None:
    """Show who listed which parties since when, and who did not.

    A party is called by an id, by a number of its authority, or by a name.  Records of
    several lists are one party where that was judged, and else where one bears the
    other's primary name; `records` says why.  Parts are told from the whole.

    \b
    Examples:
      ostraka gaps EU.4881.55
      ostraka gaps "Quds Force" Hezbollah --as-of 2019-02-01 --format json
      ostraka gaps MOIS IRGC -o gaps.svg
    """
    if not parties and not called_for:
        raise UsageError("name a party: an id, a number or a name, e.g. EU.4881.55")
    with Ostraka() as o:
        day = o.day(as_of)
        measures = _measures(o, lists)
        if called_for:
            _print_called(_followed(o, measures, parties, day), output_format)
            return
        asked = measures.ask(parties)
        matrix = measures.matrix(asked, day)
    if output is not None:
        from ostraka.measures.picture import draw_matrix  # noqa: PLC0415

        _draw(output, draw_matrix(matrix))
        return
    _print_matrix(matrix, output_format)


@click.command("timeline")
@click.argument("parties", nargs=-1)
@click.option("--from", "first", metavar="DATE", help="Only from that day on.")
@click.option("--to", "last", metavar="DATE", help="Only up to that day.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A picture: FILE.svg.")  # fmt: skip
@lists_option
@format_option
def timeline_command(
    parties: tuple[str, ...],
    first: str | None,
    last: str | None,
    output: Path | None,
    lists: list[str] | None,
    output_format: str,
) -> None:
    """Show what was done about parties, by day: designations, and measures of documents.

    Without a party, the measures accepted from documents.

    \b
    Examples:
      ostraka timeline EU.4881.55
      ostraka timeline Hezbollah --from 2013 --format csv
      ostraka timeline MOIS -o timeline.svg
    """
    from ostraka.measures.documents import accepted_measures  # noqa: PLC0415
    from ostraka.measures.timeline import between  # noqa: PLC0415

    begin, end = read_day(first), read_day(last)
    if begin is not None and end is not None and end < begin:
        raise UsageError(
            f"--from {first} --to {last}: the end lies before the beginning"
        )
    with Ostraka() as o:
        steps: list[Step] = accepted_measures(o.store, o.today, None if not parties else ())  # fmt: skip
        if parties:
            measures = _measures(o, lists)
            asked = measures.ask(parties)
            steps = measures.steps(asked, accepted_measures(o.store, o.today, _ids(asked)))  # fmt: skip
    steps = between(steps, first, last)
    if output is not None:
        from ostraka.measures.picture import draw_timeline  # noqa: PLC0415

        _draw(output, draw_timeline(steps))
        return
    if say_if_none(steps, output_format, _NO_STEPS if parties else _NO_MEASURES):
        return
    emit([asdict(step) for step in steps], _STEPS, output_format)


def _measures(o: Ostraka, lists: Sequence[str] | None) -> Measures:
    from ostraka.measures.asking import Measures  # noqa: PLC0415

    measures = Measures(o.store, o.judgements, o.today, lists)
    measures.prepare(_say_if_long)
    return measures


def _say_if_long(statements: int) -> None:
    if statements > _LONG:
        talk(
            f"reading {counted(statements, 'statement')} of the lists; this is done once"
        )


def _ids(asked: Asked) -> list[str]:
    return [m.id for g in asked.groups for m in (*g.members, *g.parts)]


def _draw(output: Path, picture: str) -> None:
    if output.suffix.lower() != ".svg":
        raise UsageError(f"{output}: pictures are SVG; name it FILE.svg")
    with open_output(output) as out:
        out.write(picture)
    say_written(output)


def _print_matrix(matrix: Matrix, output_format: str) -> None:
    rows = [
        {"party": row.group.label, **_cell(cell)}
        for row in matrix.rows
        for cell in row.cells
    ]
    if output_format == "table":
        from ostraka.measures.gaps import NEVER_MEANS  # noqa: PLC0415

        talk(f"as of {matrix.as_of}; {NEVER_MEANS}")
        emit([row for each in matrix.rows for row in _told(each)], _TOLD, "table")
    else:
        emit(rows, _CELLS, output_format, whole=_whole(matrix))


def _told(row: Row) -> list[dict[str, Any]]:
    """Return the rows of a party for a person: named once, who never had it in one."""
    never = [cell for cell in row.cells if cell.status == _NEVER]
    told = [_cell(cell) for cell in row.cells if cell.status != _NEVER]
    for cell in told:
        parts = cell["parts"]
        if len(parts) > _PARTS_TOLD:
            rest = f"and {len(parts) - _PARTS_TOLD} more"
            cell["parts"] = [*parts[:_PARTS_TOLD], rest]
    if never:
        told.append({"dataset": [c.dataset for c in never], "status": _NEVER})
    told[0]["party"] = row.group.label
    return told


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "dataset": cell.dataset,
        "status": cell.status,
        "since": cell.since,
        "until": cell.until,
        "records": [record.id for record in cell.records],
        "parts": [member.name for member, _ in cell.parts],
        "basis": cell.basis,
    }


def _whole(matrix: Matrix) -> dict[str, Any]:
    """Return a matrix as JSON has it: with every record, part and delay."""
    return {
        "as_of": matrix.as_of.isoformat(),
        "lists": [asdict(column) for column in matrix.columns],
        "parties": [
            {
                "id": row.group.id,
                "label": row.group.label,
                "records": [asdict(member) for member in row.group.members],
                "part_records": [asdict(member) for member in row.group.parts],
                "cells": [
                    {
                        **asdict(cell),
                        "parts": [
                            {**asdict(standing), "part": member.part}
                            for member, standing in cell.parts
                        ],
                    }
                    for cell in row.cells
                ],
                "days_between": [asdict(delay) for delay in row.delays],
            }
            for row in matrix.rows
        ],
    }


def _followed(
    o: Ostraka, measures: Measures, parties: Sequence[str], day: date
) -> list[Followed]:
    """Return what became of every call of accepted documents, as of a day."""
    from ostraka.measures.called import follow  # noqa: PLC0415
    from ostraka.measures.documents import (  # noqa: PLC0415
        accepted_calls,
        accepted_measures,
    )
    from ostraka.measures.timeline import between  # noqa: PLC0415

    others = accepted_measures(o.store, day)
    found = []
    for call in accepted_calls(o.store, day):
        known = [name for name in call.parties if measures.names.called(name)]
        asked = measures.ask(known[:1]) if known else None
        if parties and not (asked and set(parties) & {*known, *_ids(asked)}):
            continue
        own = measures.steps(asked) if asked else []
        linked = measures.linked(asked, day) if asked else []
        steps = between([*own, *others], None, day.isoformat())
        found.append(follow(call, steps, between(linked, None, day.isoformat())))
    return found


def _print_called(found: Sequence[Followed], output_format: str) -> None:
    if say_if_none(found, output_format, _NO_CALLS):
        return
    rows = [
        {
            "text": each.call.text,
            "holder": each.call.holder,
            "day": each.call.day,
            "before": each.before,
            "done": len(each.done) if each.is_answerable else "not kept here",
            "by": list(each.by),
            "first": each.done[0].delay if each.done else None,
        }
        for each in found
    ]
    whole = json.loads(json.dumps([asdict(each) for each in found]))
    emit(rows, _CALLED, output_format, whole=whole)
