"""Which writing systems a text is in."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable

# First code point of each run and the script of the run (Unicode 16, Blocks.txt and
# Scripts.txt); "" is common to all scripts.  Only what names are written in.
_RUNS: tuple[tuple[int, str], ...] = (
    (0x0000, ""), (0x0041, "Latin"), (0x005B, ""), (0x0061, "Latin"), (0x007B, ""),
    (0x00AA, "Latin"), (0x00AB, ""), (0x00C0, "Latin"), (0x00D7, ""),
    (0x00D8, "Latin"), (0x00F7, ""), (0x00F8, "Latin"), (0x02B9, ""),
    (0x0370, "Greek"), (0x0400, "Cyrillic"), (0x0530, "Armenian"),
    (0x0590, "Hebrew"), (0x0600, "Arabic"), (0x0700, "Syriac"), (0x0750, "Arabic"),
    (0x0780, "Thaana"), (0x07C0, "Nko"), (0x0860, "Syriac"), (0x0870, "Arabic"),
    (0x0900, "Devanagari"), (0x0980, "Bengali"), (0x0A00, "Gurmukhi"),
    (0x0A80, "Gujarati"), (0x0B00, "Oriya"), (0x0B80, "Tamil"), (0x0C00, "Telugu"),
    (0x0C80, "Kannada"), (0x0D00, "Malayalam"), (0x0D80, "Sinhala"),
    (0x0E00, "Thai"), (0x0E80, "Lao"), (0x0F00, "Tibetan"), (0x1000, "Myanmar"),
    (0x10A0, "Georgian"), (0x1100, "Hangul"), (0x1200, "Ethiopic"),
    (0x13A0, ""), (0x1780, "Khmer"), (0x1800, "Mongolian"), (0x18B0, ""),
    (0x1C80, "Cyrillic"), (0x1C90, "Georgian"), (0x1CC0, ""),
    (0x1D00, "Latin"), (0x1D2B, "Cyrillic"), (0x1D2C, ""), (0x1E00, "Latin"),
    (0x1F00, "Greek"), (0x2000, ""), (0x2D00, "Georgian"), (0x2D30, ""),
    (0x2DE0, "Cyrillic"), (0x2E00, ""), (0x2E80, "Han"), (0x2FE0, ""),
    (0x3005, "Han"), (0x3006, ""), (0x3041, "Kana"), (0x3100, ""),
    (0x3131, "Hangul"), (0x3190, ""), (0x31F0, "Kana"), (0x3200, ""),
    (0x3400, "Han"), (0x4DC0, ""), (0x4E00, "Han"), (0xA000, ""),
    (0xA640, "Cyrillic"), (0xA6A0, ""), (0xA722, "Latin"), (0xA800, ""),
    (0xAB30, "Latin"), (0xAB70, ""), (0xAC00, "Hangul"), (0xD7B0, ""),
    (0xF900, "Han"), (0xFB00, "Latin"), (0xFB13, "Armenian"), (0xFB1D, "Hebrew"),
    (0xFB50, "Arabic"), (0xFE00, ""), (0xFE70, "Arabic"), (0xFEFF, ""),
    (0xFF21, "Latin"), (0xFF3B, ""), (0xFF41, "Latin"), (0xFF5B, ""),
    (0xFF66, "Kana"), (0xFFA0, "Hangul"), (0xFFE0, ""), (0x20000, "Han"),
    (0x323B0, ""),
)  # fmt: skip
_STARTS = [start for start, _ in _RUNS]


def script_of(letter: str) -> str:
    """Return the script of one character, or `""` if it belongs to none or many."""
    return _RUNS[bisect_right(_STARTS, ord(letter)) - 1][1]


def letters_of(scripts: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds a character of some scripts.

    Args:
        scripts: Their names.
    """
    wanted = set(scripts)
    ends = [start - 1 for start in _STARTS[1:]] + [sys.maxunicode]
    runs = zip(_RUNS, ends, strict=True)
    spans = (
        f"{re.escape(chr(start))}-{re.escape(chr(end))}"
        for (start, script), end in runs
        if script in wanted
    )
    return re.compile(f"[{''.join(spans)}]")


def scripts_in(text: str) -> frozenset[str]:
    """Return the scripts of the letters of a text."""
    if text.isascii():
        return frozenset({"Latin"}) if any(map(str.isalpha, text)) else frozenset()
    return frozenset(script_of(c) for c in set(text) if c.isalpha()) - {""}
