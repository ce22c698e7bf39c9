"""Ids for records of lists that publish none: made of what stays the same for years."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Sequence

_DIGEST = 10


def fold_name(name: str) -> str:
    """Fold a name for an id: letters and digits only, no case, no marks."""
    text = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in text if c.isalnum())


def stable_keys(chains: Sequence[tuple[str, ...]], *, least: int) -> list[str]:
    """Return a short key for each record, from as little of it as tells it apart.

    Two records that share the beginning of their chains both get a longer one, so
    that a key never passes from one record to another.

    Args:
        chains: What identifies each record, the most lasting first.
        least: How much of a chain goes into a key at least.
    """
    longest = max((len(chain) for chain in chains), default=least)
    sizes = range(least, longest + 1)
    counts = {size: Counter(chain[:size] for chain in chains) for size in sizes}
    keys: list[str] = []
    for chain in chains:
        alone = (size for size in sizes if counts[size][chain[:size]] == 1)
        told = "|".join(chain[: next(alone, longest)])
        digest = hashlib.sha1(told.encode(), usedforsecurity=False).hexdigest()
        keys.append(digest[:_DIGEST])
    return keys
