"""Results on stdout as table, JSON, JSON lines or CSV; talk and progress on stderr."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from ostraka.errors import UsageError
from ostraka.screen.cells import formula_safe
from ostraka.screen.results import draft_of

if TYPE_CHECKING:
    from rich.text import Text

#: Largest `--limit`.
MOST_MATCHES = 500

FORMATS = ("table", "json", "jsonl", "csv")

#: Widest value of a table that is not broken; least width of a column; blanks between.
_LONGEST_WHOLE, _LEAST, _GAP = 26, 8, 2
#: Columns of ids, which are never broken.
_IDS = frozenset(
    {"id", "entity_id", "party", "query_id", "left", "right", "owner", "key"}
)
#: A moment in UTC, as it is kept.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)")
#: Characters that steer a terminal; names from lists are not to be trusted with it.
_CONTROLS = dict.fromkeys(
    (
        *range(9),
        *range(11, 32),
        *range(127, 160),
        *range(8234, 8239),
        *range(8294, 8298),
    )
)


def format_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--format` to a verb."""
    return click.option(
        "--format", "output_format", type=click.Choice(FORMATS), default="table", show_default=True,
        help="How results are printed.",
    )(function)  # fmt: skip


def as_of_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--as-of` to a verb."""
    return click.option(
        "--as-of", metavar="DATE", help="Answer as of that day, e.g. 2019-02-01."
    )(function)


def lists_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--lists` to a verb."""
    return click.option(
        "--lists", metavar="NAMES", help="Only these lists, separated by commas.",
        callback=lambda _ctx, _param, value: [n.strip() for n in value.split(",") if n.strip()] if value else None,
    )(function)  # fmt: skip


def threshold_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--threshold` to a verb that screens."""
    return click.option(
        "--threshold", type=click.FloatRange(0, 1),
        help="Least score of a match; that of the algorithm (0.70) if not given.",
    )(function)  # fmt: skip


def limit_option(words: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add `--limit` to a verb that screens, with these words of help."""
    return click.option(
        "--limit", type=click.IntRange(1, MOST_MATCHES), default=5, show_default=True, help=words
    )  # fmt: skip


def read_mapping(pairs: Sequence[str]) -> dict[str, str] | None:
    """Return `--map OURS=THEIRS` as column of the file → our name for it.

    Raises:
        UsageError: A pair has no `=`.
    """
    mapping = {}
    for text in pairs:
        ours, separator, theirs = text.partition("=")
        if not separator:
            raise UsageError(f"--map {text}: write it as OURS=THEIRS, e.g. name=Firm")
        mapping[theirs.strip()] = ours.strip()
    return mapping or None


def emit(
    records: Sequence[dict[str, Any]],
    columns: dict[str, str],
    output_format: str,
    *,
    whole: Any = None,
) -> None:
    """Print records in the format asked for.

    Args:
        records: One dict for each row.
        columns: Key → heading of the columns a table or CSV shows.
        output_format: One of `FORMATS`.
        whole: What `json` prints instead of the list of records.
    """
    if output_format == "json":
        click.echo(
            json.dumps(
                whole if whole is not None else list(records),
                ensure_ascii=False,
                indent=1,
            )
        )
    elif output_format == "jsonl":
        for record in records:
            click.echo(json.dumps(record, ensure_ascii=False))
    elif output_format == "csv":
        writer = csv.writer(sys.stdout)
        writer.writerow(columns)
        for record in records:
            writer.writerow([formula_safe(plain(record.get(key))) for key in columns])
    else:
        print_table(records, columns)


def print_table(records: Sequence[dict[str, Any]], columns: dict[str, str]) -> None:
    """Print a table as wide as the terminal, or as 120 signs when piped.

    A column that no record has a value of is left out: there is more room for the others.
    """
    # Imported here: JSON and CSV do not pay for it.
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    width = None if sys.stdout.isatty() else 120
    console = Console(file=sys.stdout, width=width, highlight=False)
    cells = {key: [_in_table(record.get(key)) for record in records] for key in columns}
    shown = [key for key in columns if any(cells[key])] or list(columns)
    rows = [[Text(cells[key][n]) for key in shown] for n in range(len(records))]
    headings = [Text(columns[key]) for key in shown]
    ids = {number for number, key in enumerate(shown) if key in _IDS}
    whole = _kept_whole([headings, *rows], console.width, ids)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for number, heading in enumerate(headings):
        table.add_column(heading, overflow="fold", no_wrap=number in whole)
    for row in rows:
        table.add_row(*row)
    console.print(table)


def _in_table(value: Any) -> str:
    """Return a value as a table shows it: a moment to its minute, in UTC."""
    text = plain(value)
    return text[:16].replace("T", " ") if _MOMENT.fullmatch(text) else text


def _kept_whole(
    rows: Sequence[Sequence[Text]], width: int, ids: Collection[int]
) -> set[int]:
    """Return the columns whose ids, dates and numbers are not broken over lines.

    Ids first, which are copied into the next command; then the narrowest, as long as
    the others keep room for their words.
    """
    cells = list(zip(*rows, strict=True))
    widths = [max(cell.cell_len for cell in column) for column in cells]
    room = width - len(cells) * (_LEAST + _GAP)
    whole = {
        n for n in ids if not any(" " in cell.plain.strip() for cell in cells[n][1:])
    }
    room -= sum(max(widths[number] - _LEAST, 0) for number in whole)
    others = set(range(len(cells))) - whole
    for number in sorted(others, key=lambda n: (widths[n], n)):
        words = any(" " in cell.plain for cell in cells[number][1:])
        if words or widths[number] > _LONGEST_WHOLE:
            continue
        room -= max(widths[number] - _LEAST, 0)
        if room < 0:
            break
        whole.add(number)
    return whole


def say_if_none(records: Sequence[object], output_format: str, words: str) -> bool:
    """Say what an empty table means instead of showing its heading; tell whether it was.

    The formats for programs stay what they are: an empty list, or a heading alone.
    """
    if records or output_format != "table":
        return False
    talk(words)
    return True


def plain(value: Any) -> str:
    """Return a value as text for a person: lists joined, nothing as nothing, no controls."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, (list, tuple)):
        return ", ".join(plain(item) for item in value)
    return str(value).translate(_CONTROLS)


def refuse_same(output: Path | None, *inputs: Path) -> None:
    """Refuse to write results over what they are made from.

    Raises:
        UsageError: The output is one of the inputs.
    """
    for source in inputs:
        if (
            output is not None
            and output.exists()
            and source.exists()
            and output.samefile(source)
        ):
            raise UsageError(
                f"{output}: results would overwrite the input; name another file with -o"
            )


def talk(text: str) -> None:
    """Say something to the person, on stderr."""
    click.echo(text.translate(_CONTROLS), err=True)


@contextmanager
def open_output(path: Path | None) -> Iterator[TextIO]:
    """Open a file that is there whole or not at all; stdout if None or `-`."""
    if path is None or str(path) == "-":
        yield sys.stdout
        return
    with draft_of(path) as draft, draft.open("w", encoding="utf-8") as out:
        yield out


def say_written(path: Path | None) -> None:
    """Say that a file is there; nothing where the results went to stdout."""
    if path is not None and str(path) != "-":
        talk(f"{path}: written")


@contextmanager
def counting(label: str, unit: str = "records") -> Iterator[Callable[[int], None]]:
    """Show a running count on stderr when a terminal is there; else nothing."""
    shown = False

    def show(number: int) -> None:
        nonlocal shown
        if sys.stderr.isatty():
            click.echo(f"\r{label}: {number:,} {unit}", nl=False, err=True)
            shown = True

    yield show
    if shown:
        click.echo("\r" + " " * 60 + "\r", nl=False, err=True)
