"""Pictures of a matrix and a timeline as SVG: they stand alone, print, and say it in words.

Status is told by a word and a shape, never by colour alone; every picture has a title
and a description for those who cannot see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape

from ostraka.measures.gaps import LISTED, NEVER, PART_LISTED, REMOVED, Cell, Matrix
from ostraka.measures.timeline import Step
from ostraka.record.dates import first_day
from ostraka.text.counts import counted

_COLUMN, _ROW, _LABEL, _HEAD = 112, 34, 300, 96
_LINE, _LEFT, _TOP = 24, 220, 40
_WIDTH = 1000
_COLOURS = {
    LISTED: "#1b5e20",
    PART_LISTED: "#7a5900",
    REMOVED: "#5f2120",
    NEVER: "#555",
}
_FILLS = {
    LISTED: "#d9f0dc",
    PART_LISTED: "#fdf0cc",
    REMOVED: "#f6dcdc",
    NEVER: "#f3f3f3",
}
_MARKS = {LISTED: "●", PART_LISTED: "◐", REMOVED: "○", NEVER: "–"}
_MOST_STEPS = 200
_STYLE = "font-family:system-ui,sans-serif;font-size:12px"


def draw_matrix(matrix: Matrix) -> str:
    """Return a picture of parties against lists: one row each, a word in every cell."""
    width = _LABEL + _COLUMN * len(matrix.columns)
    height = _HEAD + _ROW * len(matrix.rows) + 10
    title = f"Who has listed whom, as of {matrix.as_of}"
    parts = [_open(width, height, title, _in_words(matrix))]
    for place, column in enumerate(matrix.columns):
        x = _LABEL + place * _COLUMN
        parts.append(_text(x + 6, _HEAD - 30, column.dataset, weight="bold"))
        version = column.version or "none of that day"
        parts.append(_text(x + 6, _HEAD - 12, version, colour="#555"))
    for number, row in enumerate(matrix.rows):
        y = _HEAD + number * _ROW
        parts.append(_text(4, y + 21, _short(row.group.label, 42)))
        for place, cell in enumerate(row.cells):
            parts.append(_cell(cell, _LABEL + place * _COLUMN, y))
    return "\n".join([*parts, "</svg>\n"])


def draw_timeline(steps: Sequence[Step]) -> str:
    """Return a picture of what was done, each step at its day, the earliest on top.

    Steps without a day are left out; of very many, the last are drawn.
    """
    dated = [step for step in steps if step.day][-_MOST_STEPS:]
    title = f"{counted(len(dated), 'step')}, by day"
    height = _TOP + _LINE * max(1, len(dated)) + 20
    words = "; ".join(f"{s.day}: {s.dataset}: {s.kind}" for s in dated[:50])
    parts = [_open(_WIDTH, height, title, words or "no step has a day")]
    if dated:
        first, last = first_day(dated[0].day), first_day(dated[-1].day)
        parts.append(_axis(first, last, height))
        for number, step in enumerate(dated):
            parts.append(_step(step, _TOP + number * _LINE, first, last))
    return "\n".join([*parts, "</svg>\n"])


def _cell(cell: Cell, x: int, y: int) -> str:
    fill = _FILLS.get(cell.status, "#eef")
    colour = _COLOURS.get(cell.status, "#334")
    day = cell.until if cell.status == REMOVED else cell.since
    words = cell.status if not day else f"{cell.status} {day}"
    about = escape(f"{cell.dataset}: {words}. {cell.basis}")
    return (
        f'<g><title>{about}</title><rect x="{x}" y="{y}" width="{_COLUMN - 3}" height="{_ROW - 3}" rx="3" fill="{fill}"/>'
        + _text(
            x + 6,
            y + 14,
            f"{_MARKS.get(cell.status, '?')} {cell.status}",
            colour=colour,
        )
        + _text(x + 6, y + 27, day or "", colour="#333", size=10)
        + "</g>"
    )


def _step(step: Step, y: int, first: date, last: date) -> str:
    x = _x(first_day(step.day), first, last)
    label = f"{step.kind}: {_short(step.party, 60)} ({step.dataset})"
    left = x > _WIDTH - 420
    return (
        f"<g><title>{escape(f'{step.day}: {step.authority}: {label}. {step.basis}')}</title>"
        f'<line x1="{_LEFT}" x2="{_WIDTH - 10}" y1="{y}" y2="{y}" stroke="#eee"/>'
        f'<circle cx="{x}" cy="{y}" r="5" fill="{"#fff" if "gone" in step.kind or step.kind == "ended" else "#1b5e20"}" stroke="#1b5e20"/>'
        + _text(4, y + 4, step.day, weight="bold")
        + _text(90, y + 4, _short(step.country or step.dataset, 18), colour="#555")
        + _text(
            x + (-10 if left else 10), y + 4, label, anchor="end" if left else "start"
        )
        + "</g>"
    )


def _axis(first: date, last: date, height: int) -> str:
    years = range(first.year, last.year + 1)
    every = max(1, len(years) // 12)
    marks = []
    for year in years[::every]:
        x = _x(max(first, date(year, 1, 1)), first, last)
        marks.append(f'<line x1="{x}" x2="{x}" y1="{_TOP - 14}" y2="{height - 10}" stroke="#ddd"/>')  # fmt: skip
        marks.append(_text(x + 2, _TOP - 18, str(year), colour="#555"))
    return "".join(marks)


def _x(day: date, first: date, last: date) -> int:
    """Return where a day stands between the first and the last, in pixels."""
    span = max(1, (last - first).days)
    return _LEFT + 10 + round((day - first).days / span * (_WIDTH - _LEFT - 40))


def _in_words(matrix: Matrix) -> str:
    lines = []
    for row in matrix.rows:
        cells = ", ".join(f"{c.dataset} {c.status}" for c in row.cells)
        lines.append(f"{row.group.label}: {cells}")
    return "; ".join(lines)


def _open(width: int, height: int, title: str, words: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}" style="{_STYLE}">'
        f"<title>{escape(title)}</title><desc>{escape(words)}</desc>"
        + _text(4, 18, title, weight="bold", size=14)
    )


def _text(
    x: int,
    y: int,
    words: str,
    *,
    colour: str = "#111",
    weight: str = "normal",
    size: int = 12,
    anchor: str = "start",
) -> str:
    return f'<text x="{x}" y="{y}" fill="{colour}" font-weight="{weight}" font-size="{size}" text-anchor="{anchor}">{escape(words)}</text>'


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"
