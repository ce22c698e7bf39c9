"""Telling other systems what happened: signed, kept until delivered, tried again.

An event is written in the transaction of what it tells, so it is told exactly when that
happened.  The form and the signature are those of Standard Webhooks 1.0 (headers
`webhook-id`, `webhook-timestamp`, `webhook-signature: v1,…`).  A body has numbers and
names of lists; no personal data leaves here.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, insert, select, update

from ostraka.casework.database import Cases, Writing, moment
from ostraka.casework.digests import canonical
from ostraka.casework.model import Actor, Right
from ostraka.casework.tables import delivery, hook
from ostraka.errors import NotFoundError, UsageError

#: What can be told.
EVENTS = (
    "alert.opened",
    "alert.reopened",
    "alert.decided",
    "list.changed",
    "update.failed",
    "monitoring.proven",
)
#: Seconds to wait after each failed try; then it is given up and shown as failed.
PAUSES = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000)
_MOST_AT_ONCE = 100
_PREFIX = "whsec_"

#: Sends a body with headers to an address and returns the status, or raises OSError.
Send = Callable[[str, bytes, Mapping[str, str]], int]


@dataclass(frozen=True, slots=True)
class Hook:
    """An address that is told.

    Attributes:
        id: Its number.
        url: Where to.
        events: What it is told.
        active: Whether it is told at all.
    """

    id: int
    url: str
    events: tuple[str, ...]
    active: bool


def add_hook(
    cases: Cases, actor: Actor, url: str, events: tuple[str, ...] = EVENTS
) -> tuple[Hook, str]:
    """Add an address and return it with its secret, which is shown this once.

    Raises:
        UsageError: The address is none, or there is no such event.
    """
    actor.need(Right.MANAGE)
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise UsageError("an address to tell begins with https:// and has no password")
    unknown = sorted(set(events) - set(EVENTS))
    if unknown or not events:
        raise UsageError(f"events are among: {', '.join(EVENTS)}")
    secret = _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()
    with cases.writing(actor) as writing:
        number = writing.insert(
            hook, url=url, secret=secret, events=canonical(list(events)),
            created=writing.at,
        )  # fmt: skip
        writing.enter("webhook added", f"webhook {number}", events=list(events))
    return Hook(number, url, events, active=True), secret


def remove_hook(cases: Cases, actor: Actor, number: int) -> None:
    """Stop telling an address.

    Raises:
        NotFoundError: There is no such address.
    """
    actor.need(Right.MANAGE)
    with cases.writing(actor) as writing:
        if not writing.change(hook, number, active=0):
            raise NotFoundError(f"there is no webhook {number}")
        writing.enter("webhook removed", f"webhook {number}")


def hooks(connection: Connection) -> list[Hook]:
    """Return the addresses, by number."""
    rows = connection.execute(select(hook).order_by(hook.c.id))
    return [Hook(r.id, r.url, _events(r.events), bool(r.active)) for r in rows]


def announce(writing: Writing, event: str, body: Mapping[str, Any]) -> None:
    """Leave an event for every address that wants it, in the change it tells of."""
    told = canonical({"type": event, "timestamp": writing.at, "data": dict(body)})
    for one in hooks(writing.connection):
        if one.active and event in one.events:
            writing.connection.execute(
                insert(delivery).values(
                    hook=one.id, event=event, body=told, created=writing.at,
                    next=writing.at,
                )
            )  # fmt: skip


def deliver(cases: Cases, send: Send) -> tuple[int, int]:
    """Send what is due and return how many were delivered, and how many failed.

    Args:
        cases: The cases.
        send: Sends one; any status but 2xx counts as failed.
    """
    done = failed = 0
    now = cases.now()
    with cases.reading() as connection:
        due = connection.execute(
            select(delivery, hook.c.url, hook.c.secret)
            .join(hook, hook.c.id == delivery.c.hook)
            .where(
                delivery.c.done.is_(None), delivery.c.next <= moment(now),
                hook.c.active == 1,
            )
            .order_by(delivery.c.id)
            .limit(_MOST_AT_ONCE)
        ).all()  # fmt: skip
    for row in due:
        error = _try(row, send, now)
        _note(cases, row, error, now)
        done, failed = done + (error is None), failed + (error is not None)
    return done, failed


def signature(secret: str, key: str, at: int, body: bytes) -> str:
    """Return the signature of a message as Standard Webhooks has it.

    Args:
        secret: `whsec_` and base64.
        key: The message's id.
        at: Seconds since 1970.
        body: As sent.
    """
    signed = f"{key}.{at}.".encode() + body
    raw = base64.b64decode(secret.removeprefix(_PREFIX))
    code = hmac.new(raw, signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(code).decode()


def _try(row: Any, send: Send, now: datetime) -> str | None:
    key, at, body = f"msg_{row.id}", int(now.timestamp()), row.body.encode()
    headers = {
        "Content-Type": "application/json",
        "webhook-id": key,
        "webhook-timestamp": str(at),
        "webhook-signature": signature(row.secret, key, at, body),
    }
    try:
        status = send(row.url, body, headers)
    except OSError as error:
        return str(error) or type(error).__name__
    return None if 200 <= status < 300 else f"answered {status}"


def _note(cases: Cases, row: Any, error: str | None, now: datetime) -> None:
    """Note how a try went; a message that was sent twice has the same id."""
    tries = row.attempts + 1
    values: dict[str, Any] = {"attempts": tries, "error": error}
    if error is None:
        values["done"] = moment(now)
    elif tries > len(PAUSES):
        values["done"] = "given up"
    else:
        values["next"] = moment(now + timedelta(seconds=PAUSES[tries - 1]))
    with cases.engine.begin() as connection:
        connection.execute(
            update(delivery).where(delivery.c.id == row.id).values(**values)
        )


def _events(text: str) -> tuple[str, ...]:
    return tuple(text.strip('[]"').split('","'))
