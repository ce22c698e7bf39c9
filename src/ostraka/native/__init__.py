"""The matching core in C, where a compiler was there to build it.

Without it, or with `OSTRAKA_NATIVE=0`, its twin in numpy and rapidfuzz answers the same.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from ostraka.settings import Settings


def load_kernel() -> ModuleType | None:
    """Return the compiled kernel; None if it was not built or is not wanted."""
    if not Settings.from_environment().native:
        return None
    try:
        return import_module("ostraka.native._kernel")
    except ImportError:
        return None
