"""Growth curves as a picture, of what was measured: both scales go by powers of ten."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

WIDTH, HEIGHT, MARGIN, TOP = 360, 260, 62, 46
_COLOURS = ("#1f5f8b", "#b5482a", "#5a7d2a")

Measured = Mapping[str, Mapping[str, Mapping[str, float]]]


@dataclass(frozen=True, slots=True)
class Panel:
    """One diagram: what it shows of which points.

    Attributes:
        title: What is measured, in which unit.
        axis: What grows.
        kind: `rows`, `parties` or `customers`.
        lines: What is drawn: name of the figure and what the picture calls it.
        wanted: What it must not exceed, or None.
    """

    title: str
    axis: str
    kind: str
    lines: tuple[tuple[str, str], ...]
    wanted: tuple[float, str] | None = None


PANELS = (
    Panel("Processor seconds for a file", "rows", "rows",
          (("processor s", "all processes"),)),
    Panel("Memory of all processes, MB", "rows", "rows",
          (("memory MB", "two workers and the reader"),), (1500, "at most")),
    Panel("One name, processor ms", "parties", "parties",
          (("a name, p50, processor ms", "median"), ("a name, p99, processor ms", "p99")),
          (40, "p99 at most")),
    Panel("Index after 1,000 changes, processor s", "parties", "parties",
          (("1,000 changed, processor s", "renewed"), ("built, processor s", "built anew")),
          (10, "renewed at most")),
    Panel("Monitoring after 1,000 changes, seconds", "customers", "customers",
          (("change processor s", "of processor"), ("change wall s", "by the clock")),
          (30, "at most")),
    Panel("First look at everything, seconds", "customers", "customers",
          (("first processor s", "of processor"), ("first wall s", "by the clock"))),
    Panel("Memory of all processes, MB", "customers", "customers",
          (("change memory MB", "a day's"), ("first memory MB", "everything")),
          (1500, "at most")),
    Panel("Database, MB", "customers", "customers", (("database MB", "with all that is kept"),)),
)  # fmt: skip


def draw(points: Measured, path: Path, panels: Sequence[Panel] = PANELS) -> None:
    """Draw all panels that have points, side by side."""
    shown = [panel for panel in panels if points.get(panel.kind)]
    columns = min(len(shown), 2)
    height = HEIGHT * math.ceil(len(shown) / columns) if columns else 0
    of = "customers" if points.get("customers") else "files and lists"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH * columns} {height}" '
        'font-family="sans-serif" font-size="11" role="img" '
        f'aria-label="Time and memory as {of} grow">'
    )
    parts = [
        head,
        f'<rect width="{WIDTH * columns}" height="{height}" fill="#fff"/>',
    ]
    for number, panel in enumerate(shown):
        left, top = WIDTH * (number % columns), HEIGHT * (number // columns)
        parts.append(f'<g transform="translate({left} {top})">')
        parts += _panel(panel, list(points[panel.kind].values()))
        parts.append("</g>")
    path.write_text("\n".join([*parts, "</svg>", ""]), "utf-8")


def _panel(panel: Panel, points: Sequence[Mapping[str, float]]) -> list[str]:
    points = sorted(points, key=lambda point: point[panel.axis])
    xs = [point[panel.axis] for point in points]
    ys = [p[name] for p in points for name, _ in panel.lines if name in p]
    if panel.wanted:
        ys.append(panel.wanted[0])
    across = _Scale(min(xs), max(xs), MARGIN, WIDTH - 20)
    up = _Scale(min(ys), max(ys), HEIGHT - 40, TOP)
    drawn = [
        f'<text x="{MARGIN}" y="18" font-weight="bold">{escape(panel.title)}</text>'
    ]
    for value in up.marks():
        y = up.place(value)
        drawn.append(
            f'<line x1="{MARGIN}" x2="{WIDTH - 20}" y1="{y}" y2="{y}" stroke="#ddd"/>'
        )
        drawn.append(
            f'<text x="{MARGIN - 6}" y="{y + 4}" text-anchor="end">{short(value)}</text>'
        )
    for x in xs:
        at = across.place(x)
        drawn.append(
            f'<text x="{at}" y="{HEIGHT - 22}" text-anchor="middle">{short(x)}</text>'
        )
    drawn.append(
        f'<text x="{WIDTH // 2}" y="{HEIGHT - 6}" text-anchor="middle">{panel.axis}</text>'
    )
    if panel.wanted:
        y = up.place(panel.wanted[0])
        drawn.append(
            f'<line x1="{MARGIN}" x2="{WIDTH - 20}" y1="{y}" y2="{y}" stroke="#888" stroke-dasharray="4 3"/>'
        )
        drawn.append(
            f'<text x="{WIDTH - 22}" y="{y - 4}" text-anchor="end" fill="#666">{escape(panel.wanted[1])} {short(panel.wanted[0])}</text>'
        )
    for place, (name, called) in enumerate(panel.lines):
        drawn += _line(points, (panel.axis, name), (across, up), _COLOURS[place])
        drawn.append(
            f'<text x="{MARGIN + 110 * place}" y="34" fill="{_COLOURS[place]}">{escape(called)}</text>'
        )
    return drawn


def _line(
    points: Sequence[Mapping[str, float]],
    names: tuple[str, str],
    scales: tuple[_Scale, _Scale],
    colour: str,
) -> list[str]:
    known = [p for p in points if names[1] in p]
    at = [(scales[0].place(p[names[0]]), scales[1].place(p[names[1]])) for p in known]
    line = " ".join(f"{x},{y}" for x, y in at)
    drawn = [
        f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>'
    ]
    for (x, y), point in zip(at, known, strict=True):
        drawn.append(f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>')
        drawn.append(
            f'<text x="{x}" y="{y - 7}" text-anchor="middle" fill="{colour}">{short(point[names[1]])}</text>'
        )
    return drawn


class _Scale:
    """Values to places, by powers of ten."""

    def __init__(self, least: float, most: float, start: float, end: float) -> None:
        self._low = math.log10(max(least, 1e-9) / 1.5)
        self._high = math.log10(max(most, 1e-9) * 1.6)
        self._start, self._end = start, end

    def place(self, value: float) -> float:
        share = (math.log10(max(value, 1e-9)) - self._low) / (self._high - self._low)
        return round(self._start + share * (self._end - self._start), 1)

    def marks(self) -> list[float]:
        powers = range(math.ceil(self._low), math.floor(self._high) + 1)
        return [10.0**power for power in powers]


def short(value: float) -> str:
    """Return a number as a picture has room for it."""
    if value >= 1e6:
        return f"{value / 1e6:g} M"
    if value >= 1e4:
        return f"{value / 1e3:.0f} k"
    return f"{value:,.0f}" if value >= 20 else f"{value:.2g}"
