"""Results as a workbook: the same results, the same bytes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ostraka.screen.cells import Layout, Results, Settings, as_cell, whole

_LONGEST_CELL = 32_000  # Excel's limit is 32,767
_MOST_ROWS = 1_048_000  # of a sheet; Excel's limit is 1,048,576
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def write_workbook(
    path: Path, results: Results, settings: Settings, layout: Layout
) -> None:
    """Write results to sheets as they come, and what made them to a last one.

    Args:
        path: The file.
        results: Read once.
        settings: What made the results; its `as of` is the day of the workbook.
        layout: How they stand in a table.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - only workbooks pay for it

    book = Workbook(write_only=True)
    try:
        _fill_sheets(book, results, layout)
        told = _append_sheet(book, "Settings", {"setting": 24, "value": 60})
        for name, value in settings.items():
            told([_sheet_cell(name), _sheet_cell(value)])
    except BaseException:
        for sheet in book.worksheets:  # they write to files of their own
            sheet.close()
        raise
    _save(book, path, str(settings.get("as of", "")))


def _save(book: Any, path: Path, day: str) -> None:
    """Write a workbook without the moment of writing: the same results, the same bytes."""
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415

    moment = datetime.fromisoformat(day if _DAY.fullmatch(day) else "1980-01-01")
    book.properties.created = book.properties.modified = moment
    with _Undated(path, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()


class _Undated(ZipFile):
    """An archive whose members have no time of their own."""

    def writestr(self, name: Any, data: Any, *_: Any, **__: Any) -> None:  # type: ignore[override]
        """Add a member."""
        super().writestr(self._member(str(name)), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Add a file as a member."""
        member = self._member(str(arcname or filename))
        with Path(filename).open("rb") as source, self.open(member, "w") as target:
            shutil.copyfileobj(source, target)

    def _member(self, name: str) -> ZipInfo:
        member = ZipInfo(name)
        member.compress_type = ZIP_DEFLATED
        return member


def _fill_sheets(book: Any, results: Results, layout: Layout) -> None:
    columns = layout.columns
    append = _append_sheet(book, "Matches", columns)
    left = _MOST_ROWS
    for row in layout.rows(results):
        if not left:
            append = _append_sheet(book, f"Matches {len(book.worksheets) + 1}", columns)
            left = _MOST_ROWS
        append([_sheet_cell(row.get(column)) for column in columns])
        left -= 1


def _append_sheet(
    book: Any, title: str, columns: Mapping[str, int]
) -> Callable[[Sequence[Any]], None]:
    """Add a sheet with a frozen header and return what appends a row to it."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, width in enumerate(columns.values(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    append: Callable[[Sequence[Any]], None] = sheet.append
    append(list(columns))
    return append


def _sheet_cell(value: Any) -> Any:
    """Return a cell that Excel accepts: no control characters, not too long."""
    cell = as_cell(value)
    if not isinstance(cell, str):
        return cell
    kept = "".join(c for c in cell if c >= " " or c in "\t\n\r")
    kept = whole(kept)
    return kept if len(kept) <= _LONGEST_CELL else f"{kept[:_LONGEST_CELL]}…"
