"""Files of payment messages screened one after the other: for the command and Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from ostraka.errors import UsageError
from ostraka.payments import PaymentResult, Screening, read_payments, screen_payment
from ostraka.screen.cells import Layout, Results

#: Endings of files in a folder that are read.
ENDINGS = (
    ".xml",
    ".mt",
    ".fin",
    ".swi",
    ".swift",
    ".rje",
    ".txt",
    ".dos",
    ".out",
    ".inp",
)


def _rows(results: Results) -> Iterator[dict[str, Any]]:
    """Yield one row for each match, and one for each message that is broken."""
    for result in results:
        base = {key: value for key, value in result.items() if key != "matches"}
        if result["status"] != 200:
            yield base
        for match in result["matches"]:
            yield {**base, **match}


#: Results of payments in a table.
PAYMENTS = Layout(
    columns={
        "file": 24, "message": 8, "type": 16, "place": 32, "query_id": 24,
        "amount": 14, "currency": 8, "status": 8, "role": 20, "path": 40, "text": 40,
        "score": 8, "entity_id": 22, "caption": 40, "schema": 14, "datasets": 24,
        "explanation": 80, "error": 40,
    },
    rows=_rows,
)  # fmt: skip


@dataclass(slots=True)
class PaymentTally:
    """What came of some files.

    Attributes:
        files: Files read.
        payments: Transactions screened.
        alerts: Results with at least one match.
        matches: Matches in all.
        broken: File and place of each message that could not be read, and why.
        left_out: Payers and payees that were not screened.
        empty: Files in which no payment could be read.
    """

    files: int = 0
    payments: int = 0
    alerts: int = 0
    matches: int = 0
    broken: list[str] = field(default_factory=list)
    left_out: int = 0
    empty: list[str] = field(default_factory=list)

    def count(self, result: PaymentResult) -> None:
        """Count one result."""
        if result.status != 200:
            self.broken.append(f"{result.file}: {result.error}")
            return
        self.payments += result.part == "transaction"
        self.matches += len(result.matches)
        self.alerts += bool(result.matches)
        self.left_out += len(result.left_out)


def screen_payments(
    screening: Screening,
    sources: Iterable[Path | str | bytes],
    tally: PaymentTally | None = None,
) -> Iterator[PaymentResult]:
    """Yield the result of every payment of some files, folders or messages.

    Args:
        screening: The lists and the wishes.
        sources: Files, folders, or messages themselves as bytes.
        tally: Where what came of it is counted.

    Raises:
        UsageError: A file is not there, or a folder holds no message.
    """
    counts = PaymentTally() if tally is None else tally
    for source in sources:
        for name, path in _files(source):
            yield from _screen_one(screening, name, path, counts)


def screen_bytes(screening: Screening, message: bytes) -> Iterator[PaymentResult]:
    """Yield the results of the payments of one or several messages.

    Args:
        screening: The lists and the wishes.
        message: ISO 20022 or SWIFT MT.
    """
    for payment in read_payments(BytesIO(message)):
        yield screen_payment(screening, payment)


def _screen_one(
    screening: Screening, name: str, source: Path | bytes, tally: PaymentTally
) -> Iterator[PaymentResult]:
    tally.files += 1
    is_empty = True
    with _opened(source) as file:
        for payment in read_payments(file):
            result = replace(screen_payment(screening, payment), file=name)
            is_empty = is_empty and result.status != 200
            tally.count(result)
            yield result
    if is_empty:
        tally.empty.append(name)


@contextmanager
def _opened(source: Path | bytes) -> Iterator[BinaryIO]:
    """Open a file, or a message given as it is."""
    if isinstance(source, bytes):
        yield BytesIO(source)
        return
    try:
        file = source.open("rb")
    except OSError as error:
        raise UsageError(f"{source}: cannot be read: {error.strerror}") from error
    with file:
        yield file


def _files(source: Path | str | bytes) -> Iterator[tuple[str, Path | bytes]]:
    """Yield what a source stands for, with the name it is reported under."""
    if isinstance(source, bytes):
        yield "message", source
        return
    path = Path(source)
    if not path.is_dir():
        yield path.name, path
        return
    inside = (p for p in path.rglob("*") if p.suffix.lower() in ENDINGS)
    found = sorted(p for p in inside if p.is_file())
    if not found:
        raise UsageError(f"{path}: no {', '.join(ENDINGS)} in it")
    for file in found:
        yield file.relative_to(path).as_posix(), file
