"""A report on paper (PDF): the same sections, figures and tables.

Its built-in typeface has Latin letters; names in other scripts are romanised, and the
JSON document has them as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from anyascii import anyascii

from ostraka.selftest.showing.model import Bars, Grid, Report

_WIDTH, _LABELS, _ROW = 480, 170, 15
_MOST_ROWS = 60


def write_paper(report: Report, out: BinaryIO) -> None:
    """Write a report as PDF; the same report gives the same bytes."""
    # Imported here: only paper pays for it.
    from reportlab.lib.pagesizes import A4  # noqa: PLC0415
    from reportlab.lib.styles import getSampleStyleSheet  # noqa: PLC0415
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer  # noqa: PLC0415

    styles = getSampleStyleSheet()
    story: list[Any] = [Paragraph(_markup(report.title), styles["Title"])]
    story += [
        Paragraph(_markup(f"{k}: {v}"), styles["BodyText"]) for k, v in report.basis
    ]
    for section in report.sections:
        story += [
            Spacer(0, 10),
            Paragraph(_markup(section.heading), styles["Heading2"]),
        ]
        story += [
            Paragraph(_markup(text), styles["BodyText"]) for text in section.words
        ]
        for figure in section.figures:
            story.append(Paragraph(_markup(figure.title), styles["Heading4"]))
            if isinstance(figure, Bars):
                story.append(_bars(figure))
            story.append(_table(figure.table()))
        for grid in section.grids:
            if grid.rows:
                story += [
                    Paragraph(_markup(grid.title), styles["Heading4"]),
                    _table(grid),
                ]
    document = SimpleDocTemplate(
        out, pagesize=A4, title=anyascii(report.title), author="Ostraka", invariant=1
    )
    document.build(story)


def _bars(figure: Bars) -> Any:
    from reportlab.graphics.shapes import Drawing, Line, Rect, String  # noqa: PLC0415
    from reportlab.lib.colors import HexColor, black  # noqa: PLC0415

    height = len(figure.bars) * _ROW + 6
    unit = (_WIDTH - _LABELS - 50) / max((bar.high for bar in figure.bars), default=1)
    drawing = Drawing(_WIDTH, height)
    for place, bar in enumerate(figure.bars):
        y = height - (place + 1) * _ROW
        drawing.add(
            String(
                _LABELS - 6,
                y + 3,
                anyascii(bar.label)[:34],
                fontSize=8,
                textAnchor="end",
            )
        )
        box = Rect(_LABELS, y + 2, bar.value * unit, _ROW - 6)
        box.fillColor, box.strokeWidth = HexColor("#2d6cb5"), 0
        drawing.add(box)
        low, high = _LABELS + bar.low * unit, _LABELS + bar.high * unit
        drawing.add(Line(low, y + 6, high, y + 6, strokeColor=black))
        drawing.add(String(high + 4, y + 3, figure.table().rows[place][1], fontSize=8))
    return drawing


def _table(grid: Grid) -> Any:
    from reportlab.lib.colors import grey  # noqa: PLC0415
    from reportlab.lib.styles import getSampleStyleSheet  # noqa: PLC0415
    from reportlab.platypus import Paragraph, Table, TableStyle  # noqa: PLC0415

    style = getSampleStyleSheet()["BodyText"].clone("cell", fontSize=7, leading=9)
    rows = [[Paragraph(_markup(cell), style) for cell in row] for row in _rows(grid)]
    table = Table(
        rows, repeatRows=1, hAlign="LEFT", colWidths=_WIDTH / len(grid.headings)
    )
    table.setStyle(
        TableStyle(
            [
                ("LINEBELOW", (0, 0), (-1, -1), 0.25, grey),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
        )
    )
    return table


def _rows(grid: Grid) -> Iterator[tuple[str, ...]]:
    yield grid.headings
    yield from grid.rows[:_MOST_ROWS]
    if len(grid.rows) > _MOST_ROWS:
        more = f"… {len(grid.rows) - _MOST_ROWS:,} more in the JSON document"
        yield (more, *[""] * (len(grid.headings) - 1))


def _markup(text: str) -> str:
    """Return a text for ReportLab, whose paragraphs read markup: none of it is ours."""
    plain = anyascii(text)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
