"""PDF and Word files through the worker, and the text that is made of their pages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ostraka.errors import UsageError
from ostraka.report.formats import worker
from ostraka.report.formats.pages import PARTED, Page
from ostraka.report.tokens import Span

#: A file that takes longer, or more memory, is given up.
SECONDS = 30
MOST_BYTES = 2 * 1024**3
#: A word parted at a line's end; pdfium writes U+0002 for such a hyphen.
_BROKEN_WORD = re.compile(r"(?<=[a-zà-ÿ])(?:[-\u00ad]\n|[\u0002\ufffe]\n?)(?=[a-zà-ÿ])")
_LINE_END = re.compile(r"(?<=[^\s.!?:;”\"»)])\n(?=[^\s–—•*·-])")
_NUMBER = re.compile(r"\d+")
_FEWEST_PAGES = 3
#: A line is a heading if it has few words and less than this share of the usual letters.
_SHORT, _HEADING_WORDS = 0.6, 10
_BLANKS = re.compile(r"[ \t]+\n")


@dataclass(frozen=True, slots=True)
class Apart:
    """A document taken apart."""

    text: str
    pages: tuple[Page, ...]
    title: str | None


def take_apart(path: Path, kind: str) -> Apart:
    """Return the text of a PDF or Word file with its pages.

    Args:
        path: The file.
        kind: `pdf` or `docx`.

    Raises:
        UsageError: It is broken, locked, too large, or holds no text.
    """
    found = _run(path, kind)
    if "error" in found:
        raise UsageError(
            f"{path}: cannot be read as {kind}: {found['error']}; it may be damaged or "
            "locked: open it in its own program and save it again, or as text"
        )
    texts = [str(page) for page in found["pages"]]  # type: ignore[attr-defined]
    text, pages = join_pages(texts)
    if not text.strip():
        raise UsageError(f"{path}: holds no text; a scan must be put through OCR first")
    title = found.get("title")
    return Apart(text, pages, str(title) if title else None)


def join_pages(texts: list[str]) -> tuple[str, tuple[Page, ...]]:
    """Return one text of some pages, with words joined that a line break parts.

    A line break within a sentence becomes a blank, and one after a heading a mark that
    parts paragraphs, so that places count on; the letters of a hyphen at a line's end
    and lines that head or close every page are left out, and `Page.cuts` says where.
    """
    parts: list[str] = []
    pages = []
    at = 0
    running = _running(texts)
    for number, raw in enumerate(texts, start=1):
        text, cuts = _clean(raw, running)
        pages.append(Page(number, Span(at, at + len(text)), cuts))
        parts.append(text)
        at += len(text) + 1
    return "\n".join(parts), tuple(pages)


def _running(texts: list[str]) -> frozenset[str]:
    """Return the first and last lines that most pages share, whatever their numbers."""
    edges: Counter[str] = Counter()
    for text in texts:
        lines = [line for line in text.split("\n") if line.strip()]
        edges.update({_unnumbered(line) for line in (*lines[:1], *lines[-1:])})
    least = max(_FEWEST_PAGES, len(texts) // 2 + 1)
    return frozenset(line for line, count in edges.items() if count >= least)


def _unnumbered(line: str) -> str:
    return _NUMBER.sub("#", line.strip())


def _clean(
    raw: str, running: frozenset[str]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    raw = _BLANKS.sub(lambda m: " " * (len(m.group()) - 1) + "\n", raw)
    # Places are of the page as it was: each cut counts those before it.
    broken = [(m.start(), len(m.group())) for m in _BROKEN_WORD.finditer(raw)]
    cuts = sorted([*broken, *_edges_of(raw, running)])
    pieces, last = [], 0
    for start, letters in cuts:
        pieces.append(raw[last:start])
        last = start + letters
    pieces.append(raw[last:])
    return _joined("".join(pieces)), tuple(cuts)


def _edges_of(raw: str, running: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield where the running head and foot of a page stand, and how long they are."""
    lines = list(re.finditer(r"[^\n]*\S[^\n]*\n?", raw)) if running else []
    for line in dict.fromkeys((*lines[:1], *lines[-1:])):
        if _unnumbered(line.group()) in running:
            yield line.start(), len(line.group())


def _joined(text: str) -> str:
    """Return a page with its lines joined to sentences, headings set apart."""
    lengths = sorted(len(line) for line in text.split("\n") if line.strip())
    usual = lengths[len(lengths) // 2] if lengths else 0

    def mark(found: re.Match[str]) -> str:
        start = text.rfind("\n", 0, found.start()) + 1
        line, following = text[start : found.start()], text[found.end()]
        short = len(line) < _SHORT * usual and len(line.split()) <= _HEADING_WORDS
        return PARTED if short and following.isupper() else " "

    return _LINE_END.sub(mark, text)


def _run(path: Path, kind: str) -> dict[str, object]:
    command = [sys.executable, "-I", worker.__file__, kind, str(path), str(MOST_BYTES), str(SECONDS)]  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603 - our own script, the path is an argument
            command, capture_output=True, timeout=SECONDS + 5, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise UsageError(
            f"{path}: took more than {SECONDS} seconds; given up"
        ) from error
    try:
        found: dict[str, object] = json.loads(done.stdout)
    except ValueError as error:
        raise UsageError(
            f"{path}: cannot be read as {kind}: the reader ended with code {done.returncode}"
        ) from error
    return found
