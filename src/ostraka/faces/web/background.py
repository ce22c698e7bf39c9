"""What happens while nobody looks: webhooks are sent, changed lists are noticed.

One thread of one worker process does it; the others wait for the lock.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import select

from ostraka.casework import Actor, Cases, Role
from ostraka.casework.digests import canonical
from ostraka.casework.model import PROGRAM
from ostraka.casework.tables import policy
from ostraka.casework.webhooks import announce, deliver
from ostraka.errors import OstrakaError
from ostraka.faces.casework import recheck_all
from ostraka.faces.session import Ostraka, Scope
from ostraka.measures.asking import Measures

_LOG = logging.getLogger("ostraka.web")
_PAUSE_SECONDS, _SEND_SECONDS = 5.0, 10
#: Row in which stands what the lists were when they were looked at last.
_SEEN = "lists seen"
_LOOKER = Actor("ostraka", Role.ANALYST)


def start(home: Path, cases: Cases) -> threading.Event:
    """Begin, in a thread of its own, and return what ends it."""
    stop = threading.Event()

    def work() -> None:
        lock = FileLock(home / ".casework.lock")
        while not stop.wait(_PAUSE_SECONDS):
            try:
                with lock.acquire(timeout=0), Ostraka(home) as o:
                    prepare(o)
                    while not stop.is_set():
                        tick(o, cases)
                        stop.wait(_PAUSE_SECONDS)
            except Timeout:
                continue
            except OstrakaError:
                _LOG.exception("what happens in the background failed; trying again")

    threading.Thread(target=work, name="ostraka-background", daemon=True).start()
    return stop


def tick(o: Ostraka, cases: Cases) -> None:
    """Look once: at the lists, and at what is to be sent."""
    if _lists_changed(o, cases):
        recheck_all(o, cases, _LOOKER)
        prepare(o)
    deliver(cases, send)


def prepare(o: Ostraka) -> None:
    """Read new versions for the page of gaps, so that nobody waits for it."""
    if o.store.datasets():
        Measures(o.store, o.judgements, o.today).prepare()


def _lists_changed(o: Ostraka, cases: Cases) -> bool:
    """Announce what changed of the lists since the last look, and tell whether any did."""
    now = {v.dataset: v.id for v in o.versions_in_force(Scope())}
    refused = {
        name: str(entries[-1].get("at", ""))
        for name in o.store.known()
        if (entries := o.store.refused(name))
    }
    seen = canonical({"versions": now, "refused": refused})
    with cases.reading() as connection:
        before = connection.execute(
            select(policy.c.value).where(policy.c.name == _SEEN)
        ).scalar()
    if before == seen:
        return False
    with cases.writing(PROGRAM) as writing:
        if not writing.change(policy, _SEEN, value=seen):
            writing.insert_many(policy, [{"name": _SEEN, "value": seen}])
        known = json.loads(before) if before else {"versions": now, "refused": refused}
        for dataset in _differing(known["versions"], now):
            told = {"dataset": dataset, "version": now.get(dataset)}
            announce(writing, "list.changed", told)
        for dataset in _differing(known["refused"], refused):
            announce(writing, "update.failed", {"dataset": dataset})
        writing.enter("lists changed", "lists", versions=now)
    return before is not None


def _differing(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    return sorted(name for name in now if before.get(name) != now[name])


def send(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send a message; redirects are not followed.

    Raises:
        OSError: The address cannot be reached.
    """
    import httpx  # noqa: PLC0415 - only what is sent pays for it

    try:
        answer = httpx.post(
            url, content=body, headers=dict(headers), timeout=_SEND_SECONDS,
            follow_redirects=False,
        )  # fmt: skip
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise OSError(f"{type(error).__name__}: {error}") from error
    return answer.status_code
