"""PDF and Word files through the worker, and the text that is made of their pages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from ostraka.errors import UsageError
from ostraka.report.formats import worker
from ostraka.report.formats.pages import Page
from ostraka.report.tokens import Span

#: A file that takes longer, or more memory, is given up.
SECONDS = 30
MOST_BYTES = 2 * 1024**3
#: A word parted at a line's end; pdfium writes U+0002 for such a hyphen.
_BROKEN_WORD = re.compile(r"(?<=[a-zà-ÿ])(?:[-\u00ad]\n|[\u0002\ufffe]\n?)(?=[a-zà-ÿ])")
_LINE_END = re.compile(r"(?<=[^\s.!?:;”\"»)])\n(?=[^\s–—•*·-])")
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
        raise UsageError(f"{path}: cannot be read as {kind}: {found['error']}")
    texts = [str(page) for page in found["pages"]]  # type: ignore[attr-defined]
    text, pages = join_pages(texts)
    if not text.strip():
        raise UsageError(f"{path}: holds no text; a scan must be put through OCR first")
    title = found.get("title")
    return Apart(text, pages, str(title) if title else None)


def join_pages(texts: list[str]) -> tuple[str, tuple[Page, ...]]:
    """Return one text of some pages, with words joined that a line break parts.

    A line break within a sentence becomes a blank, so that places count on; the letters
    of a hyphen at a line's end are left out, and `Page.cuts` says where.
    """
    parts: list[str] = []
    pages = []
    at = 0
    for number, raw in enumerate(texts, start=1):
        text, cuts = _clean(raw)
        pages.append(Page(number, Span(at, at + len(text)), cuts))
        parts.append(text)
        at += len(text) + 1
    return "\n".join(parts), tuple(pages)


def _clean(raw: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    raw = _BLANKS.sub(lambda m: " " * (len(m.group()) - 1) + "\n", raw)
    cuts: list[tuple[int, int]] = []
    pieces, last, left_out = [], 0, 0
    for broken in _BROKEN_WORD.finditer(raw):
        pieces.append(raw[last : broken.start()])
        last = broken.end()
        letters = last - broken.start()
        # Places are of the page as it was: each cut counts those before it.
        cuts.append((broken.start(), letters))
        left_out += letters
    pieces.append(raw[last:])
    return _LINE_END.sub(" ", "".join(pieces)), tuple(cuts)


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
