"""Pictures without scripts: bars with their intervals, curves over the threshold.

Ink is the text's own colour, so that a picture is read in the dark and on paper; what a
colour tells a dash or a word tells too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape, quoteattr

from ostraka.selftest.showing.model import Bar, Bars, Line, Lines, number

#: Where a point of a curve stands on the picture.
Place = Callable[[float, float], tuple[float, float]]

_WIDTH, _LABELS, _RIGHT = 780, 290, 90
_ROW, _TOP, _BOTTOM = 24, 10, 26
_HIGH, _LEFT = 260, 56
_COLOURS = ("#2d6cb5", "#b3541e", "#3f7f3f", "#8a4fa3", "#7a6a16", "#a33a4f")
_DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 4", "1 4")


def draw_bars(figure: Bars) -> str:
    """Return bars with their intervals as SVG."""
    most = max((bar.high for bar in figure.bars), default=1.0)
    scale = _scale(most * figure.per)
    height = _TOP + len(figure.bars) * _ROW + _BOTTOM
    across = _WIDTH - _LABELS - _RIGHT
    parts = [_opening(height, figure.title)]
    for step in range(5):
        x = _LABELS + across * step / 4
        parts.append(_rule((x, _TOP), (x, height - _BOTTOM), 0.15))
        parts.append(_text(x, height - 8, number(scale * step / 4), "middle"))
    for place, bar in enumerate(figure.bars):
        parts.extend(
            _bar(bar, _TOP + place * _ROW, across / scale * figure.per, figure.per)
        )
    return "".join([*parts, "</svg>"])


def _bar(bar: Bar, y: float, unit: float, per: int) -> Iterator[str]:
    begin, middle = _LABELS, y + _ROW / 2
    yield _text(begin - 8, middle + 4, _short(bar.label), "end")
    yield (
        f'<rect x="{begin}" y="{y + 5:g}" width="{bar.value * unit:.1f}" '
        f'height="{_ROW - 10}" fill="{_COLOURS[0]}"/>'
    )
    low, high = begin + bar.low * unit, begin + bar.high * unit
    yield _rule((low, middle), (high, middle), 1)
    for end in (low, high):
        yield _rule((end, middle - 4), (end, middle + 4), 1)
    yield _text(
        max(high, begin + bar.value * unit) + 6, middle + 4, number(bar.value * per)
    )


def draw_lines(figure: Lines) -> str:
    """Return curves over the threshold as SVG, the threshold in use marked."""
    points = [point for line in figure.lines for point in line.points]
    first, last = min(x for x, _ in points), max(x for x, _ in points)
    scale = _scale(max(y for _, y in points))
    across, up = _WIDTH - _LEFT - 20, _HIGH - _TOP - 40
    height = _HIGH + 20 * len(figure.lines)

    def place(x: float, y: float) -> tuple[float, float]:
        wide = (last - first) or 1
        return _LEFT + across * (x - first) / wide, _TOP + up * (1 - y / scale)

    parts = [_opening(height, figure.title)]
    for step in range(5):
        y = place(first, scale * step / 4)[1]
        parts.append(_rule((_LEFT, y), (_LEFT + across, y), 0.15))
        parts.append(_text(_LEFT - 6, y + 4, number(scale * step / 4), "end"))
        x = first + (last - first) * step / 4
        parts.append(_text(place(x, 0)[0], _TOP + up + 16, f"{x:.2f}", "middle"))
    mark = place(figure.mark, 0)[0]
    parts.append(_rule((mark, _TOP), (mark, _TOP + up), 0.6, "5 4"))
    parts.append(
        _text(mark, _TOP + up + 32, f"threshold in use {figure.mark:g}", "middle")
    )
    for n, line in enumerate(figure.lines):
        parts.append(_curve(line, n, place))
        y = _HIGH + 20 * n + 6
        parts.append(_stroke(f"M{_LEFT},{y - 4} h34", n))
        parts.append(_text(_LEFT + 42, y, f"{line.name}, {figure.up}"))
    return "".join([*parts, "</svg>"])


def _curve(line: Line, n: int, place: Place) -> str:
    points = (place(x, y) for x, y in line.points)
    return _stroke("M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in points), n)


def _stroke(path: str, n: int) -> str:
    colour, dash = _COLOURS[n % len(_COLOURS)], _DASHES[n % len(_DASHES)]
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.5"{dashes}/>'
    )


def _scale(most: float) -> float:
    """Return the end of an axis: the next round number."""
    if most <= 0:
        return 1.0
    size = 1.0
    while size * 10 < most:
        size *= 10
    while size > most:
        size /= 10
    return next((size * n for n in (1, 2, 4, 5, 8, 10) if size * n >= most), size * 10)


def _opening(height: float, title: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:g}" role="img" '
        f'aria-label={quoteattr(title)} font-family="system-ui, sans-serif" font-size="12">'
    )


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="currentColor">{escape(text)}</text>'


def _rule(
    begin: tuple[float, float],
    end: tuple[float, float],
    strength: float,
    dash: str = "",
) -> str:
    (x1, y1), (x2, y2) = begin, end
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="currentColor" stroke-opacity="{strength:g}"{dashes}/>'
    )


def _short(text: str, most: int = 46) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
