"""SWIFT MT messages of a file: blocks, fields with their lines, and where each stands.

A file holds one message or many, with or without their blocks, with `$` or the signs of
a printer between them, and with any line ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ostraka.payments.model import Fault

_CHUNK = 1 << 16
#: No message is longer (10,000 characters in the standard), nor has more fields.
MOST_MESSAGE, MOST_FIELDS = 100_000, 2_000
_BLOCK_1 = b"{1:"
#: What may stand between messages, that of printers and of mainframes included.
_AROUND = b"\x00\x01\x03\x1a\xef\xbb\xbf $\r\n"
_TAG = re.compile(r":(\d\d)([A-Z]?):")
_TYPE = re.compile(r"\{2:[IO](\d{3})")
_HEADER = re.compile(r"\{(\d{3}):([^{}]*)\}")
_SENDER = re.compile(r"\{1:[A-Z]\d\d([A-Z0-9]{12})")
_RECEIVER = re.compile(r"\{2:I\d{3}([A-Z0-9]{12})")
_ORIGIN = re.compile(r"\{2:O\d{3}.{10}([A-Z0-9]{12})")
#: Messages whose fields mean what `roles.FIELDS` says: customer payments, transfers
#: between institutions, statements and advices, and free texts about them.
_READ = re.compile(r"10[1-7]|110|20[0-6]|210|9[0145]\d|[129]9\d")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a message.

    Attributes:
        tag: Its number: `50`.
        option: Its letter, or `""`.
        lines: Its lines.
        path: `:50K:`, with the number of a field that comes again.
        line: Line of the file it starts at.
    """

    tag: str
    option: str
    lines: tuple[str, ...]
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class MtMessage:
    """One message.

    Attributes:
        number: Its number in the file.
        type: `MT103`, `MT202COV` …; `MT` where no block says it.
        sender: Code of the bank that sent it, where a block says it.
        receiver: Code of the bank it is for, where a block says it.
        headers: Fields of the third block: `121` is the UETR.
        fields: Its fields.
    """

    number: int
    type: str
    sender: str | None
    receiver: str | None
    headers: dict[str, str]
    fields: tuple[Field, ...]


def read_mt(file: BinaryIO) -> Iterator[MtMessage | Fault]:
    """Yield the messages of a file, and those that are broken.

    Args:
        file: The file, from its start.
    """
    for number, (line, raw) in enumerate(_messages(file), start=1):
        try:
            yield _read(raw, number, line)
        except _BrokenError as error:
            yield Fault(number, error.place, error.reason)


class _BrokenError(Exception):
    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.place = f"line {line}"
        self.reason = reason


def _messages(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield the text of each message with the line it starts at."""
    line, kept, cut = 1, b"", False
    while chunk := file.read(_CHUNK):
        kept = _one_line_end(kept + chunk)
        held = b""
        if kept.endswith(b"\r"):  # its line feed may come with the next bytes
            kept, held = kept[:-1], b"\r"
        *whole, kept = _split(kept)
        for raw in whole:
            if not cut and raw.strip(_AROUND):
                yield line + _blank_lines(raw), raw
            cut = False
            line += raw.count(b"\n")
        if len(kept) > MOST_MESSAGE:
            if not cut:
                yield line, kept  # too long: its reader says so
            line += kept.count(b"\n")
            kept, cut = kept[-8:], True
        kept += held
    if not cut and kept.strip(_AROUND):
        yield line + _blank_lines(kept), _one_line_end(kept).replace(b"\r", b"\n")


def _one_line_end(raw: bytes) -> bytes:
    if b"\r" not in raw:
        return raw
    held = raw.endswith(b"\r")
    raw = raw.replace(b"\r\n", b"\n")
    return raw[:-1].replace(b"\r", b"\n") + b"\r" if held else raw.replace(b"\r", b"\n")


#: A message starts with its first block, or after `$` or the end of a bare fourth one.
_BETWEEN = re.compile(rb"(?=\{1:)|(?<=\n)\$\n?|(?<=\n-\n)(?=:\d\d)|(?<=\n)(?=:20:)")


def _split(raw: bytes) -> list[bytes]:
    """Divide a text into messages; blocks, if there are any, say where each starts."""
    if _BLOCK_1 in raw:
        return re.split(rb"(?=\{1:)", raw)
    return _BETWEEN.split(raw)


def _blank_lines(raw: bytes) -> int:
    return len(raw) and raw[: len(raw) - len(raw.lstrip(b"\x00\x01\x03 $\n"))].count(
        b"\n"
    )


def _read(raw: bytes, number: int, line: int) -> MtMessage:
    if len(raw) > MOST_MESSAGE:
        raise _BrokenError(line, f"no end after {MOST_MESSAGE:,} characters")
    text = _decode(raw.strip(_AROUND))
    head, body, first = _fourth_block(text, line)
    kind = _TYPE.search(head)
    headers = dict(_HEADER.findall(head))
    name = "MT" if kind is None else f"MT{kind[1]}"
    if kind is not None and _READ.fullmatch(kind[1]) is None:
        raise _BrokenError(line, f"{name} is no payment message this reads")
    if headers.get("119") in {"COV", "STP", "REMIT"}:
        name += headers["119"]
    sender = (_ORIGIN if "{2:O" in head else _SENDER).search(head)
    receiver = (_SENDER if "{2:O" in head else _RECEIVER).search(head)
    fields = tuple(_fields(body, first))
    if not fields:
        raise _BrokenError(first, "no field such as :20: in it")
    return MtMessage(
        number=number,
        type=name,
        sender=None if sender is None else _bank(sender[1]),
        receiver=None if receiver is None else _bank(receiver[1]),
        headers=headers,
        fields=fields,
    )


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _fourth_block(text: str, line: int) -> tuple[str, str, int]:
    """Return what stands before the fourth block, the block, and its first line."""
    if not text.startswith("{"):
        return "", text.removesuffix("\n-"), line
    start = text.find("{4:")
    if start < 0:
        raise _BrokenError(line, "cut off, or no message: it has no fourth block {4:")
    first = line + text[:start].count("\n")
    end = text.find("\n-}", start)
    if end < 0:
        end = text.find("-}", start)
    if end < 0:
        last = line + text.count("\n")
        raise _BrokenError(last, "cut off: its fourth block has no end -}")
    return text[:start] + text[end:], text[start + 3 : end], first


def _fields(body: str, first: int) -> Iterator[Field]:
    """Yield the fields; a line that starts none belongs to the one before."""
    counts: Counter[str] = Counter()
    tag, option, lines, start = "", "", [], first
    for number, line in enumerate(body.split("\n"), start=first):
        found = _TAG.match(line)
        if found is None:
            if tag:
                lines.append(line.rstrip())
            elif line.strip():
                raise _BrokenError(number, f"a field was expected, not {line[:40]!r}")
            continue
        if tag:
            yield _field(tag, option, lines, counts, start)
        tag, option = found.groups()
        lines, start = [line[found.end() :].rstrip()], number
        if counts.total() > MOST_FIELDS:
            raise _BrokenError(number, f"over {MOST_FIELDS:,} fields")
    if tag:
        yield _field(tag, option, lines, counts, start)


def _field(
    tag: str, option: str, lines: list[str], counts: Counter[str], line: int
) -> Field:
    name = f":{tag}{option}:"
    counts[name] += 1
    again = f"[{counts[name]}]" if counts[name] > 1 else ""
    return Field(tag, option, tuple(lines), f"{name}{again}", line)


def _bank(address: str) -> str:
    """Return the code of a bank from the twelve signs of its logical terminal."""
    return address[:8] + address[9:12]
