"""How fast reports are read: one megabyte of text, and a folder of a hundred PDFs.

    python bench/reading.py --home HOME

The text is the articles of `bench/articles`, over and over, with names of the lists of
HOME between them; the PDFs are the same articles, three to a file, and one file among
them is broken.  Processor time stands beside the clock, since the machine may be busy.
"""

from __future__ import annotations

import random
import resource
import tempfile
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml
from arguments import home_with_lists, options_of

import ostraka
from ostraka.errors import UsageError
from ostraka.record.naming import read_names
from ostraka.report.folder import files_in
from ostraka.report.lists import Lists
from ostraka.report.mentions import find_mentions
from ostraka.report.reading import read_text
from ostraka.report.tokens import Tokens

ARTICLES = Path(__file__).parent / "articles"
MEGABYTE = 1_000_000
PDFS, PER_PDF = 100, 3
LINE, LINES = 90, 48


def main() -> None:
    """Read everything and print the times."""
    options = options_of(__doc__)
    options.add_argument("--home", type=home_with_lists)
    given = options.parse_args()
    texts = [
        yaml.safe_load(path.read_text("utf-8"))["text"]
        for path in sorted(ARTICLES.rglob("*.yaml"))
    ]
    with ostraka.open(given.home) as o:
        text, listed = long_text(o, texts)
        print(f"{len(text.encode()):,} bytes with {listed:,} names of {parties(o):,} on the lists")  # fmt: skip
        with timed("lists opened"):
            indexes = Lists(o.store, o.today).names(None)
        with timed("names found the first time"):
            found = find_mentions(Tokens(text), indexes)
        with timed(f"names found again ({len(found):,} places)"):
            find_mentions(Tokens(text), indexes)
        with timed("all that is read, names with it"):
            reading = read_text(text, indexes)
        print(f"  {len(reading.incidents):,} incidents, {len(reading.acts):,} measures")
        with tempfile.TemporaryDirectory() as folder:
            write_pdfs(Path(folder), texts)
            with timed(f"{PDFS} PDFs of {PER_PDF} pages and a broken one"):
                read, failed = read_folder(o, Path(folder))
            print(f"  {read} read, {failed} refused")


def long_text(o: ostraka.Ostraka, texts: list[str]) -> tuple[str, int]:
    """Return a megabyte of articles with names of the lists, and how many names."""
    draw = random.Random(7)  # noqa: S311 - the same text each time
    names = sorted(
        {named.text for named in read_names(o.store, o.store.current(o.today))}
    )
    parts: list[str] = []
    size = count = 0
    while size < MEGABYTE:
        chosen = draw.choice(names)
        told = f"{draw.choice(texts)}\nThey met {chosen}.\n"
        parts.append(told)
        size += len(told.encode())
        count += 1
    return "\n".join(parts), count


def parties(o: ostraka.Ostraka) -> int:
    """Return how many names the lists have."""
    return sum(1 for _ in read_names(o.store, o.store.current(o.today)))


def write_pdfs(folder: Path, texts: list[str]) -> None:
    """Write PDFs of some articles each, and one that is broken."""
    draw = random.Random(7)  # noqa: S311 - the same files each time
    for number in range(PDFS):
        pages = [
            [line for part in text.split("\n") for line in textwrap.wrap(part, LINE)][
                :LINES
            ]
            for text in draw.sample(texts, PER_PDF)
        ]
        (folder / f"{number:03}.pdf").write_bytes(pdf_of(pages))
    (folder / "050-broken.pdf").write_bytes(b"%PDF-1.4\nand no more")


def pdf_of(pages: list[list[str]]) -> bytes:
    """Return the smallest PDF that has some lines on each page."""
    font = 3 + 2 * len(pages)
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(len(pages)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"]  # fmt: skip
    for number, lines in enumerate(pages):
        shown = " ".join(f"({escaped(line)}) Tj T*" for line in lines)
        body = f"BT /F1 10 Tf 14 TL 60 740 Td {shown} ET"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {4 + 2 * number} 0 R /Resources << /Font << /F1 {font} 0 R >> >> >>")  # fmt: skip
        objects.append(f"<< /Length {len(body.encode('cp1252', 'replace'))} >>\nstream\n{body}\nendstream")  # fmt: skip
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for number, entry in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{entry}\nendobj\n".encode("cp1252", "replace")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()  # fmt: skip
    return out


def escaped(line: str) -> str:
    """Return a line with what PDF strings cannot hold as it is."""
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def read_folder(o: ostraka.Ostraka, folder: Path) -> tuple[int, int]:
    """Return how many files were read and how many refused."""
    read = failed = 0
    for path in files_in([folder]):
        try:
            o.read(path)
            read += 1
        except UsageError:
            failed += 1
    return read, failed


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long something took by the clock and in processor time."""
    wall, own = time.perf_counter(), processor()
    yield
    print(f"{what}: {time.perf_counter() - wall:.2f} s, processor {processor() - own:.2f} s")  # fmt: skip


def processor() -> float:
    """Return the processor time of this process and of those it started."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()
