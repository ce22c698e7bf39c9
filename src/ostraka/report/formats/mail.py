"""A mail as a text: its subject, who wrote it when, and its own words."""

from __future__ import annotations

from datetime import date
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from ostraka.errors import UsageError

_SHOWN = ("From", "To", "Date", "Subject")


def read_mail(path: Path, raw: bytes) -> tuple[str, str | None]:
    """Return the text of a mail and the day it states.

    Attachments are named and not read.

    Raises:
        UsageError: It holds no text.
    """
    try:
        message = BytesParser(policy=policy.default).parsebytes(raw)
        assert isinstance(message, EmailMessage)  # noqa: S101 - what this policy makes
        body = _body(message)
        headers = [f"{name}: {message[name]}" for name in _SHOWN if message[name]]
        attached = [part.get_filename() or "?" for part in message.iter_attachments()]
    except (MessageError, LookupError, ValueError, AttributeError) as error:
        raise UsageError(f"{path}: cannot be read as mail: {error}") from error
    if not body.strip():
        raise UsageError(f"{path}: the mail holds no text")
    notes = [f"Attached, not read: {', '.join(attached)}"] if attached else []
    return "\n\n".join(["\n".join(headers), body.strip(), *notes]), _day(message)


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    content = str(part.get_content())
    if part.get_content_subtype() == "html":
        # Imported here: a plain mail needs no HTML parser.
        from ostraka.report.html import page_of  # noqa: PLC0415

        return page_of(content).text
    return content.replace("\r\n", "\n")


def _day(message: EmailMessage) -> str | None:
    try:
        found: date = parsedate_to_datetime(str(message["Date"])).date()
    except (TypeError, ValueError):
        return None
    return found.isoformat()
