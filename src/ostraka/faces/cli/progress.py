"""How far a file has come, how fast it goes and how long it will take, on a terminal."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from ostraka.faces.screening import Progress
from ostraka.text.counts import counted

#: Seconds over which the rate is taken, before anything is shown, and between two shows.
_OVER, _AFTER, _EVERY = 20.0, 1.0, 0.2


class Pace:
    """The rate of the last seconds, and what is left at that rate.

    Args:
        clock: Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, Progress]] = deque()

    def line(self, name: str, now: Progress) -> str:
        """Return how far it has come, in one line."""
        self._seen.append((self._clock(), now))
        while len(self._seen) > 2 and self._seen[-1][0] - self._seen[0][0] > _OVER:
            self._seen.popleft()
        share = "" if now.share is None else f" ({now.share:.0%})"
        return f"{name}: {counted(now.rows, 'row')}{share}{self._rate()}"

    def _rate(self) -> str:
        (start, before), (end, now) = self._seen[0], self._seen[-1]
        if end <= start or now.rows <= before.rows:
            return ""
        rate = (now.rows - before.rows) / (end - start)
        told = f", {rate:,.0f} a second"
        if now.share and before.share is not None and now.share > before.share:
            left = (1 - now.share) * (end - start) / (now.share - before.share)
            told += f", {in_words(left)} left"
        return told


def in_words(seconds: float) -> str:
    """Return a length of time as a person says it."""
    whole = max(round(seconds), 0)
    if whole < 60:
        return f"{whole} s"
    minutes, hours = whole // 60, whole // 3600
    return (
        f"{minutes} min {whole % 60} s"
        if hours < 1
        else f"{hours} h {minutes % 60} min"
    )


@contextmanager
def showing(name: str) -> Iterator[Callable[[Progress], None]]:
    """Show how far a file has come where a terminal is there; else nothing."""
    pace, begun = Pace(), time.monotonic()
    shown = begun
    width = 0

    def show(now: Progress) -> None:
        nonlocal shown, width
        moment = time.monotonic()
        if (
            not sys.stderr.isatty()
            or moment - begun < _AFTER
            or moment - shown < _EVERY
        ):
            return
        shown = moment
        line = pace.line(name, now)
        click.echo("\r" + line.ljust(width), nl=False, err=True)
        width = len(line)

    yield show
    if width:
        click.echo("\r" + " " * width + "\r", nl=False, err=True)
