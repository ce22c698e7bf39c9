"""Takes one PDF or Word file apart, in a process of its own; run as a script.

    python worker.py (pdf|docx) FILE MOST_BYTES SECONDS

Writes one JSON object to stdout: `{"pages": [text, …], "title", "created"}`, or
`{"error"}`.  Imports nothing of this program: it starts in a tenth of a second, and
nothing it does touches the process that asked.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator

#: A Word file may unpack to this much, and to so many times its size.
MOST_UNPACKED = 512 * 1024**2
MOST_TIMES = 200
MOST_PAGES = 5_000
_PARAGRAPH = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
_TABLE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tbl"


def limit(most_bytes: int, seconds: int) -> None:
    """Limit memory and processor time, where the system can."""
    try:
        import resource  # noqa: PLC0415 - only what the file needs
    except ImportError:  # Windows: the parent's clock is the only limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_pdf(path: str) -> dict[str, object]:
    """Return the text of each page of a PDF."""
    import pypdfium2  # noqa: PLC0415 - only what the file needs

    document = pypdfium2.PdfDocument(path)
    if len(document) > MOST_PAGES:
        raise ValueError(f"{len(document):,} pages; at most {MOST_PAGES:,} are read")
    pages = []
    for page in document:
        text = page.get_textpage().get_text_bounded()
        pages.append(text.replace("\r\n", "\n").replace("\r", "\n"))
    facts = document.get_metadata_dict()
    return {"pages": pages, "title": facts.get("Title") or None}


def read_docx(path: str) -> dict[str, object]:
    """Return the text of a Word file: paragraphs and rows of tables, in their order."""
    import docx  # noqa: PLC0415 - only what the file needs

    with zipfile.ZipFile(path) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
        packed = sum(entry.compress_size for entry in archive.infolist())
    if unpacked > MOST_UNPACKED or unpacked > MOST_TIMES * max(1, packed):
        raise ValueError(f"it unpacks to {unpacked:,} bytes")
    document = docx.Document(path)
    text = "\n\n".join(_blocks(document))
    return {"pages": [text], "title": document.core_properties.title or None}


def _blocks(document: object) -> Iterator[str]:
    from docx.table import Table  # noqa: PLC0415 - only what the file needs
    from docx.text.paragraph import Paragraph  # noqa: PLC0415 - only what the file needs

    body = document.element.body  # type: ignore[attr-defined]
    for child in body.iterchildren():
        if child.tag == _PARAGRAPH:
            paragraph = Paragraph(child, document)  # type: ignore[arg-type]
            if paragraph.text.strip():
                style = (paragraph.style.name or "") if paragraph.style else ""
                mark = "- " if style.startswith("List") else ""
                yield mark + paragraph.text.strip()
        elif child.tag == _TABLE:
            table = Table(child, document)  # type: ignore[arg-type]
            rows = ("\t".join(c.text.strip() for c in row.cells) for row in table.rows)
            yield "\n".join(rows)


def main(kind: str, path: str, most_bytes: str, seconds: str) -> None:
    """Read one file and write what it holds."""
    limit(int(most_bytes), int(seconds))
    try:
        found = read_pdf(path) if kind == "pdf" else read_docx(path)
    except Exception as error:  # noqa: BLE001 - a broken file raises whatever it likes
        found = {"error": f"{type(error).__name__}: {error}"}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
