"""A file of payment messages, of either kind, as a stream of payments and faults."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from ostraka.payments.iso20022 import read_part
from ostraka.payments.model import Fault, Payment
from ostraka.payments.mt import read_mt
from ostraka.payments.mt_fields import read_message
from ostraka.payments.xml_stream import read_xml

_HEAD = 4096
_MARKS = b"\xef\xbb\xbf\xff\xfe\x00\x01\x03 \t\r\n$"


def read_payments(file: BinaryIO) -> Iterator[Payment | Fault]:
    """Yield every transaction of a file in order, and every message that is broken.

    Args:
        file: ISO 20022 or SWIFT MT, one message or many; it must allow to be read from
            any place.
    """
    kind = message_kind(file.read(_HEAD))
    file.seek(0)
    if kind is None:
        yield Fault(1, "line 1", "neither ISO 20022 in XML nor SWIFT MT")
    elif kind == "xml":
        yield from _from_xml(file)
    else:
        yield from _from_mt(file)


def message_kind(head: bytes) -> str | None:
    """Tell what a file holds by its first bytes: `xml`, `mt`, or None for neither."""
    start = head.lstrip(_MARKS)
    if start.startswith(b"<"):
        return "xml"
    is_mt = start.startswith(b"{1:") or (start[:1] == b":" and start[3:4] in b":AKDF")
    return "mt" if is_mt and start[1:3].strip(b":{").isdigit() else None


def _from_xml(file: BinaryIO) -> Iterator[Payment | Fault]:
    for found in read_xml(file):
        if isinstance(found, Fault):
            yield found
        elif (payment := read_part(found)) is not None:
            yield payment


def _from_mt(file: BinaryIO) -> Iterator[Payment | Fault]:
    for found in read_mt(file):
        if isinstance(found, Fault):
            yield found
        else:
            yield from read_message(found)
