"""A file of XML messages as a stream of small trees, whatever its size.

Nothing outside the file is read and no entity is ever defined: a message with a DOCTYPE
is refused where it stands, since ISO 20022 has none.  What cannot be read is a `Fault`
with its place, and reading goes on at the next message.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat
from xml.parsers.expat import errors

from ostraka.payments.model import Fault

_CHUNK = 1 << 16
#: Deeper than this, longer than this, more elements in one transaction than this: no
#: payment message is.
MOST_DEPTH, MOST_TEXT, MOST_ELEMENTS, MOST_TAG = 64, 100_000, 100_000, 1 << 20
_NEXT_START = re.compile(rb"<\?xml\s|<(?:[\w.-]+:)?(?:Document|AppHdr)[\s>/]")
_NEXT_FILE = re.compile(rb"<\?xml\s")
_ENDED = {
    errors.codes[errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT],
    errors.codes[errors.XML_ERROR_MISPLACED_XML_PI],
}
_NO_MESSAGE = "no message in it: no Document of pacs, pain or camt"
_TYPE = re.compile(r"(?:pacs|pain|camt)\.\d{3}\.\d{3}\.\d{2}")
#: Elements that hold transactions one after the other; what stands in them beside the
#: transactions is said for all of them.
HOLDERS = frozenset({
    "PmtInf", "OrgnlPmtInfAndSts", "OrgnlPmtInfAndCxl", "OrgnlPmtInfAndRvsl", "Stmt",
    "Ntfctn", "Rpt", "Ntry", "NtryDtls", "Undrlyg", "CxlDtls", "CdtInstr", "Document",
})  # fmt: skip
#: Elements that are one transaction each.
TRANSACTIONS = frozenset({
    "CdtTrfTxInf", "DrctDbtTxInf", "TxInf", "TxInfAndSts", "TxDtls",
})  # fmt: skip


class _RefusedError(Exception):
    """What a handler raises to stop the parser."""


@dataclass(slots=True)
class Element:
    """An element of a message.

    Attributes:
        name: Its local name.
        path: `/Document/…`, with the number of an element that may come again.
        text: The text in it, without blanks around it.
        attributes: Its attributes.
        children: The elements in it.
    """

    name: str
    path: str
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)

    def all(self, name: str) -> Iterator[Element]:
        """Yield the children of a name."""
        return (child for child in self.children if child.name == name)

    def get(self, *names: str) -> Element | None:
        """Return the first descendant by a path of names, or None."""
        found: Element | None = self
        for name in names:
            found = None if found is None else next(found.all(name), None)
        return found

    def walk(self) -> Iterator[Element]:
        """Yield the element and all in it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Part:
    """One transaction, or what stands above the transactions of a batch.

    Attributes:
        message: Number of the message in its file.
        type: Its type, as its namespace has it, or the name of its root.
        path: Where the transaction, or what holds the batch, stands.
        is_transaction: Whether it is one transaction.
        elements: The transaction; or the elements of the batch.
    """

    message: int
    type: str
    path: str
    is_transaction: bool
    elements: tuple[Element, ...]


def read_xml(file: BinaryIO) -> Iterator[Part | Fault]:
    """Yield the parts of every message of a file, and the places that are broken.

    Args:
        file: A file that can be read from any place.
    """
    start, line, message = 0, 1, 1
    while True:
        reader = _Reader(message, line)
        yield from reader.read(file, start)
        message = reader.message
        found = _find_start(file, start + reader.stopped_at, reader.next_start)
        if found is None or reader.is_done:
            return
        line += _lines(file, start, found)
        start = found


class _Reader:
    """One document being read."""

    def __init__(self, message: int, line: int) -> None:
        self.message = message
        self.stopped_at = 0
        self.is_done = False
        self.next_start = _NEXT_START
        self._line = line
        self._type = ""
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._counts: list[Counter[str]] = []
        self._pending: list[Element] = []
        self._ready: list[Part | Fault] = []
        self._root = -1
        self._inside = -1
        self._elements = self._length = self._messages = 0
        self._has_begun = self._has_message = False
        self._spaces: dict[str, str] = {}
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype

    def read(self, file: BinaryIO, start: int) -> Iterator[Part | Fault]:
        """Yield what a document holds; remember where it ended."""
        file.seek(start)
        fed = 0
        while True:
            chunk = file.read(_CHUNK)
            fed += len(chunk)
            fault = self._feed(chunk, fed)
            yield from self._ready
            self._ready.clear()
            if fault is not None:
                yield Fault(self._number, self._place(), fault)
                self._messages += 1
            if fault is not None or self.is_done or self.stopped_at:
                self.message += max(self._messages, 1)
                return

    @property
    def _number(self) -> int:
        return self.message + self._messages

    def _feed(self, chunk: bytes, fed: int) -> str | None:
        """Parse some bytes; return what is wrong with them, if anything is."""
        try:
            self._parser.Parse(chunk, not chunk)
        except expat.ExpatError as error:
            self.stopped_at = max(self._parser.ErrorByteIndex, 1)
            if error.code in _ENDED and not self._open and self._has_begun:
                return None if self._has_message else _NO_MESSAGE
            return f"not well-formed XML: {expat.ErrorString(error.code)}"
        except _RefusedError as error:
            self.stopped_at = max(self._parser.CurrentByteIndex, 0) + 1
            return str(error)
        except (LookupError, ValueError) as error:  # an encoding that Python has not
            self.is_done = True
            return f"cannot be decoded: {error}"
        if fed - self._parser.CurrentByteIndex > MOST_TAG:
            self.stopped_at = fed
            return f"a tag longer than {MOST_TAG:,} bytes"
        self.is_done = not chunk
        return _NO_MESSAGE if self.is_done and not self._has_message else None

    def _place(self) -> str:
        line = self._line + self._parser.CurrentLineNumber - 1
        at = f"line {line}, column {self._parser.CurrentColumnNumber + 1}"
        return f"{at}, {self._open[-1].path}" if self._open else at

    def _doctype(self, *_: object) -> None:
        self.next_start = _NEXT_FILE
        raise _RefusedError(
            "it has a DOCTYPE, which no payment message has and which could make the "
            "reader swell or fetch; refused"
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if len(self._open) >= MOST_DEPTH:
            raise _RefusedError(f"elements stand more than {MOST_DEPTH} deep")
        self._has_begun = True
        if self._root < 0:
            self._outside(name, tag, attributes)
            return
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise _RefusedError(f"over {MOST_ELEMENTS:,} elements in one transaction")
        if self._inside < 0:
            if name in TRANSACTIONS:
                self._flush()
                self._inside = len(self._open)
            elif self._is_holder(name, len(self._open)):
                self._flush()
        self._push(Element(name, self._path(name), attributes=attributes))

    def _outside(self, name: str, tag: str, attributes: Mapping[str, str]) -> None:
        """Take an element that is in no message, or starts one."""
        for key, value in attributes.items():
            if key.startswith("xmlns"):
                self._spaces[key.partition(":")[2]] = value
        if name not in {"Document", "AppHdr"}:
            self._push(Element(name, ""))
            return
        self._root = len(self._open)
        self._has_message = True
        self._push(Element(name, f"/{name}"))
        space = self._spaces.get(tag.rpartition(":")[0], "")
        found = _TYPE.search(space)
        if name == "Document" and found is None:
            raise _RefusedError(
                f"its namespace {space[:80]!r} is none of pacs, pain or camt"
            )
        self._type = "head" if found is None else found.group()

    def _path(self, name: str) -> str:
        counts = self._counts[-1]
        counts[name] += 1
        number = counts[name]
        many = number > 1 or name in TRANSACTIONS or name in HOLDERS
        return f"{self._open[-1].path}/{name}" + (f"[{number}]" if many else "")

    def _is_holder(self, name: str, depth: int) -> bool:
        """Tell whether transactions stand in it: a known holder, or a message's root."""
        below = depth - self._root
        return below <= (0 if self._type == "head" else 1) or name in HOLDERS

    def _push(self, element: Element) -> None:
        self._open.append(element)
        self._texts.append([])
        self._counts.append(Counter())
        self._length = 0

    def _text(self, text: str) -> None:
        self._length += len(text)
        if self._length > MOST_TEXT:
            raise _RefusedError(
                f"a text of over {MOST_TEXT:,} characters in one element"
            )
        if self._texts and self._root >= 0:
            self._texts[-1].append(text)

    def _end(self, tag: str) -> None:  # noqa: ARG002 - expat's signature
        element = self._open.pop()
        element.text = "".join(self._texts.pop()).strip()
        self._counts.pop()
        self._length = 0
        depth = len(self._open)
        if self._root < 0:
            return
        if self._inside == depth:
            self._inside = -1
            self._emit(element.path, [element], is_transaction=True)
        elif self._inside > 0:
            self._open[-1].children.append(element)
        elif self._is_holder(element.name, depth):
            self._flush(element.path)
        elif self._is_holder(self._open[-1].name, depth - 1):
            self._pending.append(element)
        else:
            self._open[-1].children.append(element)
        if depth == self._root:
            self._root = -1
            self._messages += self._type != "head"
            self._elements = 0

    def _flush(self, path: str | None = None) -> None:
        """Hand on what stands in a batch outside its transactions."""
        if self._pending:
            held_by = path or self._open[-1].path
            self._emit(held_by, self._pending, is_transaction=False)
            self._pending = []

    def _emit(
        self, path: str, elements: list[Element], *, is_transaction: bool
    ) -> None:
        part = Part(self._number, self._type, path, is_transaction, tuple(elements))
        self._ready.append(part)
        self._elements = 0


def _find_start(file: BinaryIO, after: int, pattern: re.Pattern[bytes]) -> int | None:
    """Return where the next message starts, None if there is none."""
    file.seek(after)
    place, kept = after, b""
    while chunk := file.read(_CHUNK):
        window = kept + chunk
        found = pattern.search(window)
        if found is not None:
            return place - len(kept) + found.start()
        place += len(chunk)
        kept = window[-64:]
    return None


def _lines(file: BinaryIO, start: int, end: int) -> int:
    """Return how many lines end between two places."""
    file.seek(start)
    lines, left = 0, end - start
    while left > 0 and (chunk := file.read(min(left, _CHUNK))):
        lines += chunk.count(b"\n")
        left -= len(chunk)
    return lines
