"""Folded words of any script in plain Latin letters."""

from __future__ import annotations

from functools import lru_cache

from anyascii import anyascii


@lru_cache(maxsize=131072)
def romanise(word: str) -> str:
    """Return a folded word in the letters a-z and digits.

    Args:
        word: One word as `fold` returns it.
    """
    if word.isascii():
        return word
    return "".join(c for c in anyascii(word).lower() if c.isascii() and c.isalnum())
