"""Whether a quotation stands in the document it is from: exactly, altered, or not."""

from __future__ import annotations

import re
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "\u00a0": " "})  # fmt: skip
_SPACE = re.compile(r"\s+")
_EDITS = re.compile(r"\s*(?:\[[^\]]*\]|…[,.]?|\.\.\.)\s*")
#: Below this likeness (0–100) of the best passage a quotation is not in a document.
_LEAST = 75.0
_SHORTEST = 12


def folded(text: str) -> str:
    """Return a text with white space and quotation marks made alike."""
    return _SPACE.sub(" ", text.translate(_QUOTES)).strip()


def verify_quotes(reading: dict[str, Any], original: str, name: str) -> None:
    """Note for each quotation whether it stands in the document it is from.

    Args:
        reading: As JSON; `verification` is added to its quotations.
        original: The text of the document quoted.
        name: What to call it.
    """
    source = folded(original)
    for quote in reading["quotes"]:
        if quote["kind"] != "indirect_list":
            result = verify(quote["content"]["text"], source)
            quote["verification"] = {"against": name, **result}


def verify(quotation: str, source: str) -> dict[str, Any]:
    """Return `result` (`exact`, `altered`, `not found`), and what was altered.

    Args:
        quotation: With its marks.
        source: The text it is from, folded.
    """
    words = folded(quotation).strip('"').strip()
    ended = words.rstrip(",.")
    if ended and ended.casefold() in source.casefold():
        return {"result": "exact"}
    if _EDITS.search(words) and _in_order(_EDITS.split(words), source):
        return {
            "result": "altered",
            "edits": [e.strip() for e in _EDITS.findall(words)],
        }
    best = fuzz.partial_ratio_alignment(words.casefold(), source.casefold())
    if best is None or best.score < _LEAST or len(words) < _SHORTEST:
        return {"result": "not found"}
    stands = source[best.dest_start : best.dest_end]
    return {"result": "altered", "stands": stands, "changes": _changes(words, stands)}


def _in_order(pieces: list[str], source: str) -> bool:
    """Tell whether what is left of an edited quotation stands in a text, in its order."""
    bare = [piece.strip(' ",.').casefold() for piece in pieces]
    if sum(map(len, bare)) < _SHORTEST:
        return False
    at, text = 0, source.casefold()
    for piece in bare:
        at = text.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True


def _changes(words: str, stands: str) -> list[dict[str, str]]:
    """Return where two wordings differ: what is quoted, and what stands there."""
    quoted, original = words.split(), stands.split()
    return [
        {
            "quoted": " ".join(quoted[step.src_start : step.src_end]),
            "stands": " ".join(original[step.dest_start : step.dest_end]),
        }
        for step in Indel.opcodes(quoted, original)
        if step.tag != "equal"
    ]
