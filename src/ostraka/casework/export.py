"""The audit for others: CSV, JSON lines, PDF; and a look at an exported chain."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from anyascii import anyascii
from sqlalchemy import Connection, select

from ostraka.casework.database import GENESIS
from ostraka.casework.model import Row
from ostraka.casework.tables import entry
from ostraka.casework.verify import Head, Verdict, check_entry
from ostraka.errors import UsageError
from ostraka.screen.cells import formula_safe

FIELDS = ("number", "at", "actor", "action", "subject", "facts", "written", "previous", "digest")  # fmt: skip
#: What a person reads; the digests stand below each line of the PDF.
_SHOWN = ("number", "at", "actor", "action", "subject", "facts")


def entries(
    connection: Connection, *, subject: str | None = None, newest: bool = False
) -> Iterator[Row]:
    """Yield the entries of the chain, or those about one thing.

    Args:
        connection: From `Cases.reading`.
        subject: Only about this, e.g. `alert 12`.
        newest: The last first.
    """
    order = entry.c.number.desc() if newest else entry.c.number
    wanted = select(entry).order_by(order)
    if subject is not None:
        wanted = wanted.where(entry.c.subject == subject)
    yield from connection.execution_options(yield_per=1_000).execute(wanted).mappings()


def write_jsonl(rows: Iterable[Row], out: TextIO) -> None:
    """Write entries as JSON lines, from which the chain can be verified again."""
    out.writelines(json.dumps(dict(row), ensure_ascii=False) + "\n" for row in rows)


def write_csv(rows: Iterable[Row], out: TextIO) -> None:
    """Write entries as CSV; no cell is taken for a formula."""
    writer = csv.writer(out)
    writer.writerow(FIELDS)
    for row in rows:
        writer.writerow([formula_safe(str(row[field])) for field in FIELDS])


def write_pdf(rows: Iterable[Row], out: BinaryIO, *, title: str) -> None:
    """Write entries as a PDF to be read and filed.

    Its built-in typeface has Latin letters; names in other scripts are romanised, and
    the JSON lines have them as they are.
    """
    # Imported here: only paper pays for it.
    from reportlab.lib.pagesizes import A4, landscape  # noqa: PLC0415
    from reportlab.lib.styles import getSampleStyleSheet  # noqa: PLC0415
    from reportlab.platypus import Paragraph, SimpleDocTemplate  # noqa: PLC0415

    styles = getSampleStyleSheet()
    story: list[Any] = [Paragraph(_markup(title), styles["Title"])]
    for row in rows:
        line = " · ".join(str(row[field]) for field in _SHOWN)
        story.append(Paragraph(_markup(line), styles["BodyText"]))
        story.append(
            Paragraph(f'<font size="6">{row["digest"]}</font>', styles["Code"])
        )
    document = SimpleDocTemplate(
        out, pagesize=landscape(A4), title=anyascii(title), author="Ostraka",
        invariant=1,
    )  # fmt: skip
    document.build(story)


def verify_export(path: Path, expected: Head | None = None) -> Verdict:
    """Look at an exported chain (JSON lines): its links, not the rows it vouches for.

    Raises:
        UsageError: The file is no export.
    """
    faults: list[str] = []
    last, passed = Head(0, GENESIS), expected is None
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            faults += check_entry(row, last)
            last = Head(row["number"], row["digest"])
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(
                f"{path.name} line {number}: no entry of an audit; export it with `ostraka audit export -o audit.jsonl`"
            ) from error
        passed = passed or last == expected
    if not passed:
        faults.append(f"the chain does not pass through {expected}")
    return Verdict(last, last.number, 0, tuple(faults), 0)


def _markup(text: str) -> str:
    """Return a text for ReportLab, whose paragraphs read markup: none of it is ours."""
    plain = anyascii(text)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
