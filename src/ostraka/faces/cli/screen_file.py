"""The part of `ostraka screen` that screens a file, and says what came of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, cast

from ostraka.errors import UsageError
from ostraka.faces.cli.columns import Columns
from ostraka.faces.cli.output import talk
from ostraka.faces.cli.progress import showing
from ostraka.faces.cli.screen_options import ScreenOptions
from ostraka.faces.screening import FileTally
from ostraka.faces.session import Ostraka
from ostraka.faces.workers import cores
from ostraka.screen.table_source import Source
from ostraka.screen.tally import most
from ostraka.text.counts import counted

_MOST_LINES = 20
_MOST_COUNTS = 12
STDIN = "standard input"


def screen_a_file(
    o: Ostraka,
    path: Path,
    output: Path | None,
    columns: Columns,
    *,
    asked: ScreenOptions,
    jobs: int | None,
) -> bool:
    """Screen a file, or standard input for `-`; tell whether anything matched.

    Args:
        o: The home folder.
        path: The file.
        output: Where results go; standard output if None.
        columns: What its columns are.
        asked: How its rows are screened.
        jobs: Processes; one for each processor if None.
    """
    source = _source(path, columns.sheet)
    with showing(source.name) as progress:
        tally = o.screen_file(
            source,
            output,
            threshold=asked.threshold,
            limit=asked.limit,
            as_of=asked.as_of,
            lists=asked.lists,
            mapping=columns.mapping(o.home),
            links=asked.links,
            jobs=cores() if jobs is None else jobs,
            progress=progress,
        )
    talk(f"{source.name} read as {tally.read_as}")
    _say(tally, asked.limit)
    return tally.matches > 0


def _source(path: Path, sheet: str | None) -> Source:
    if str(path) != "-":
        return Source(path, sheet=sheet)
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError("`-` reads the file from standard input: pipe one into it")
    return Source(Path(STDIN), cast("Any", sys.stdin.buffer), sheet=sheet)


def _say(tally: FileTally, limit: int) -> None:
    """Say what came of the rows: counts, then what was odd, the first of each kind."""
    if tally.resumed:
        talk(
            f"gone on after {counted(tally.resumed, 'row')} that a run before had done"
        )
    talk(
        f"{counted(tally.rows, 'row')} screened, {tally.alerts:,} with a match, {counted(tally.matches, 'match')}, {counted(tally.unread, 'row')} could not be read whole"
    )
    if tally.limited:
        talk(
            f"{counted(tally.limited, 'row')} reached the limit of {limit}: "
            "others may match, and the counts are the least (--limit)"
        )
    for title, counts in (("by list", tally.by_list), ("by reason", tally.by_reason)):
        if counts:
            said = [f"{n:,} {name}" for name, n in most(counts)[:_MOST_COUNTS]]
            more = len(counts) - len(said)
            talk(f"{title}: {'; '.join(said)}" + (f"; {more} more" if more else ""))
    lines = [*tally.told]
    lines += [f"row {number}: {reason}" for number, reason in tally.bad]
    lines += [
        f"id {key} stands on {times + 1} rows" for key, times in tally.repeated.items()
    ]
    lines += [
        f"left out {counted(times, 'time')}: {what}"
        for what, times in tally.left_out.items()
    ]
    for line in lines[:_MOST_LINES]:
        talk(f"  {line}")
    more = len(lines) - _MOST_LINES + tally.unread - len(tally.bad)
    if len(lines) > _MOST_LINES:
        talk(f"  … and {more:,} more; bad rows have status 400 in the results")
