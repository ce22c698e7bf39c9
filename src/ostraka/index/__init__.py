"""Few candidates, fast: built from the record, opened by memory map."""

from ostraka.index.build import FORMAT, build_from_entries, build_index
from ostraka.index.entry import Entry, entry_of
from ostraka.index.open import Index, open_index
from ostraka.index.renew import renew_index

__all__ = [
    "FORMAT",
    "Entry",
    "Index",
    "build_from_entries",
    "build_index",
    "entry_of",
    "open_index",
    "renew_index",
]
