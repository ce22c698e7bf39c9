"""What a report is made of: sections of words, figures and tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """One share with its interval.

    Attributes:
        label: Whose.
        value: The share, 0 to 1.
        low: Where the true share begins, 19 times of 20.
        high: Where it ends.
        of: Of how many.
        note: What else is known of it.
    """

    label: str
    value: float
    low: float
    high: float
    of: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Shares beside one another.

    Attributes:
        title: What they are.
        bars: The shares.
        per: 100 for percent, 1000 for so many of a thousand.
        first: Heading of the labels.
    """

    title: str
    bars: tuple[Bar, ...]
    per: int = 100
    first: str = ""

    def table(self) -> Grid:
        """Return the same in figures: what a picture shows is also read."""
        unit = "%" if self.per == 100 else f"of {self.per:,}"
        noted = any(bar.note for bar in self.bars)
        rows = tuple(
            (
                bar.label,
                number(bar.value * self.per),
                f"{number(bar.low * self.per)} to {number(bar.high * self.per)}",
                f"{bar.of:,}",
                *([bar.note] if noted else []),
            )
            for bar in self.bars
        )
        headings = (
            self.first,
            unit,
            "between",
            "asked",
            *(["remarks"] if noted else []),
        )
        return Grid(self.title, headings, rows)


@dataclass(frozen=True, slots=True)
class Line:
    """One curve: its name, and its points."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Curves over the threshold.

    Attributes:
        title: What they show.
        up: What is counted, with its unit.
        lines: The curves.
        mark: The threshold in use.
    """

    title: str
    up: str
    lines: tuple[Line, ...]
    mark: float

    def table(self) -> Grid:
        """Return the same in figures."""
        across = [x for x, _ in self.lines[0].points] if self.lines else []
        by_line = [dict(line.points) for line in self.lines]
        rows = tuple(
            (
                f"{x:g}" + (" (in use)" if x == self.mark else ""),
                *(number(known[x]) if x in known else "" for known in by_line),
            )
            for x in across
        )
        return Grid(
            self.title, ("threshold", *(line.name for line in self.lines)), rows
        )


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes:
        title: What it is.
        headings: One for each column.
        rows: The cells.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report.

    Attributes:
        heading: What it is about.
        words: Sentences.
        figures: Pictures, each with its table.
        grids: Tables of their own.
    """

    heading: str
    words: tuple[str, ...] = ()
    figures: tuple[Bars | Lines, ...] = ()
    grids: tuple[Grid, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its title, what it rests on, and its sections."""

    title: str
    basis: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]

    def words(self) -> Iterator[str]:
        """Yield the sentences, section by section."""
        for section in self.sections:
            yield from section.words


def number(value: float) -> str:
    """Return a number as it is shown: three figures at most behind nothing."""
    if value == 0 or value >= 99.95:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2f}"
