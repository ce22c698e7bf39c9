"""Many documents at once: the files of folders, and which of them say the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ostraka.errors import UsageError
from ostraka.report.similar import likeness

#: Endings of files in a folder that are read.
ENDINGS = (".txt", ".html", ".htm", ".pdf", ".docx", ".eml", ".md", ".xhtml")
#: From this share of common passages on, two texts are of one origin.
NEAR = 0.5
_MOST_FILES = 100_000


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files some paths name, and those in folders, in order of their names.

    Raises:
        UsageError: A folder holds no file that can be read.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = (p for p in path.rglob("*") if p.suffix.lower() in ENDINGS)
        found = sorted(p for p in inside if p.is_file())[:_MOST_FILES]
        if not found:
            raise UsageError(f"{path}: no {', '.join(ENDINGS)} in it")
        yield from found


def others_in(paths: Iterable[Path]) -> list[Path]:
    """Return the files in folders that are no report by their ending, in order of their names.

    Files that a system hides are none of the user's.
    """
    return sorted(
        file
        for path in paths
        if path.is_dir()
        for file in path.rglob("*")
        if file.suffix.lower() not in ENDINGS
        and file.is_file()
        and not file.name.startswith(".")
    )


def mark_duplicates(readings: Sequence[dict[str, Any]]) -> None:
    """Note in each reading which earlier one has the same text, or nearly the same.

    `document.duplicate_of` names the first of the same text; `document.near_duplicate_of`
    the first with which it shares half of all passages, with the share.  The two are of
    one origin.
    """
    seen: dict[str, str] = {}
    kept: list[tuple[str, str]] = []
    for reading in readings:
        facts = reading["document"]
        same = seen.setdefault(facts["text_sha256"], facts["path"])
        if same != facts["path"]:
            facts["duplicate_of"] = same
            continue
        own = facts["sketch"]
        for path, other in kept:
            share = likeness(own, other)
            if share >= NEAR:
                facts["near_duplicate_of"] = {"path": path, "share": round(share, 2)}
                break
        kept.append((facts["path"], own))
