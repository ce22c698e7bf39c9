"""Work during which the garbage collector waits."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the garbage collector wait while something short is made that stays.

    It looks through the names of all lists each time some ten thousand things were made,
    and finds nothing: that was a third of the time of finding names in a long text.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
