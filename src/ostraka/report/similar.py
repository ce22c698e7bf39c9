"""How much two texts have in common, whatever was cut, reordered or put between."""

from __future__ import annotations

from zlib import crc32

from ostraka.report.tokens import fold_words

_WORDS = 5
#: Of the passages of a text, those with the smallest hashes stand for all (Broder 1997).
SKETCH_SIZE = 64


def sketch(text: str) -> str:
    """Return a sketch of a text: 64 hashes of passages of five words, in hexadecimal."""
    words = fold_words(text)
    passages = (words[i : i + _WORDS] for i in range(max(1, len(words) - _WORDS + 1)))
    found = {crc32(" ".join(passage).encode()) for passage in passages if passage}
    return " ".join(f"{value:08x}" for value in sorted(found)[:SKETCH_SIZE])


def likeness(one: str, other: str) -> float:
    """Return about which share of their passages two texts have in common, 0 to 1.

    Args:
        one: Sketch of a text.
        other: Sketch of another.
    """
    ours, theirs = set(one.split()), set(other.split())
    # The smallest of both together are a fair sample of the passages of both.
    sample = sorted(ours | theirs)[:SKETCH_SIZE]
    common = sum(value in ours and value in theirs for value in sample)
    return common / len(sample) if sample else 0.0
