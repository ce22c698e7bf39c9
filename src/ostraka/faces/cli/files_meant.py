"""Whether a word of the command line means a file, or a party."""

from __future__ import annotations

from pathlib import Path

from ostraka.errors import UsageError

#: Ends of names that mean a file, also where there is none of that name.
_SUFFIXES = frozenset({
    ".csv", ".docx", ".eml", ".gz", ".htm", ".html", ".json", ".jsonl", ".ods", ".parquet",
    ".pdf", ".tsv", ".txt", ".xls", ".xlsx", ".xml", ".zip", ".zst",
})  # fmt: skip


#: Ends of names of documents, which are read and not screened row by row.
_DOCUMENTS = frozenset({".docx", ".eml", ".htm", ".html", ".pdf"})


def refuse_address(text: str | Path) -> None:
    """Refuse an address of the web where a file is meant.

    Raises:
        UsageError: It is one; a path has lost one of its slashes.
    """
    if str(text).startswith(("http:/", "https:/")):
        raise UsageError(
            f"{text}: an address; nothing is fetched but lists, by `ostraka update`: save it and name the file"
        )


def refuse_document(text: str) -> None:
    """Refuse a document where a table of customers is meant.

    Raises:
        UsageError: The name ends as that of a document.
    """
    if Path(text).suffix.lower() in _DOCUMENTS:
        raise UsageError(
            f"{text}: a document and no table of customers; `ostraka read` reads it"
        )


def means_file(text: str) -> bool:
    """Tell whether a file is meant: by its end, its path, that it is there, or `-`."""
    path = Path(text)
    return (
        text == "-"
        or text.startswith(("http://", "https://"))
        or path.suffix.lower() in _SUFFIXES
        or is_file(path)
        or path.is_absolute()
    )


def is_file(path: Path) -> bool:
    """Tell whether there is such a file; what cannot be the name of one is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Tell whether there is such a folder; what cannot be the name of one is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
