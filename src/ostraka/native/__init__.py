"""The matching core in C, where a compiler was there to build it.

Without it, or with `OSTRAKA_NATIVE=0`, its twin in numpy and rapidfuzz answers the same.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from ostraka.settings import Settings

#: What the kernel takes and gives back; its like stands in `kernel.h`.
INTERFACE = 11


def load_kernel() -> ModuleType | None:
    """Return the compiled kernel; None if it is not wanted, not built, or built before."""
    if not Settings.from_environment().native:
        return None
    try:
        kernel = import_module("ostraka.native._kernel")
    except ImportError:
        return None
    return kernel if getattr(kernel, "INTERFACE", None) == INTERFACE else None
