"""Others are told exactly what happened, once it has, signed, and again until they hear."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping

import pytest

from ostraka.casework import Actor, Cases, Decision
from ostraka.casework.decisions import decide
from ostraka.casework.model import Answer, ConflictError
from ostraka.casework.screenings import Basis, screen_into
from ostraka.casework.webhooks import (
    PAUSES,
    add_hook,
    announce,
    deliver,
    remove_hook,
)
from ostraka.errors import UsageError
from tests.casework.conftest import Clock
from tests.casework.lists import file_of, person

Sent = tuple[str, bytes, Mapping[str, str]]
NOT_THEM = Answer(Decision.FALSE_POSITIVE, "other activity")


class Ear:
    """An address that answers as it is told."""

    def __init__(self, *answers: int | OSError) -> None:
        self.answers = list(answers)
        self.heard: list[Sent] = []

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        self.heard.append((url, body, headers))
        answer = self.answers.pop(0) if self.answers else 204
        if isinstance(answer, OSError):
            raise answer
        return answer


@pytest.fixture
def secret(cases: Cases, people: dict[str, Actor]) -> str:
    return add_hook(cases, people["admin"], "https://hook.example/in")[1]


def test_what_happened_is_told_signed_and_without_names(
    cases: Cases, basis: Basis, people: dict[str, Actor], secret: str
) -> None:
    rows = [person("C3", "Ruzbeh Tavakkolinia", birthDate="1999-01-01")]
    done = screen_into(cases, people["analyst"], basis, file_of(), rows)
    decide(cases, people["analyst"], done.opened[0], 1, NOT_THEM)
    ear = Ear()
    assert deliver(cases, ear) == (2, 0)
    assert [json.loads(body)["type"] for _, body, _ in ear.heard] == [
        "alert.opened",
        "alert.decided",
    ]
    for _, body, headers in ear.heard:
        assert b"Tavakkolinia" not in body
        # As a receiver of Standard Webhooks checks it.
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode()
        raw = base64.b64decode(secret.removeprefix("whsec_"))
        code = base64.b64encode(hmac.new(raw, signed + body, hashlib.sha256).digest())
        assert headers["webhook-signature"] == f"v1,{code.decode()}"
    assert deliver(cases, ear) == (0, 0)


def _tell(cases: Cases, actor: Actor, event: str) -> None:
    with cases.writing(actor) as writing:
        announce(writing, event, {"dataset": "un_sc"})
        writing.enter("lists looked at", "lists")


@pytest.mark.usefixtures("secret")
def test_what_was_not_heard_is_told_again_and_given_up_in_the_end(
    cases: Cases, people: dict[str, Actor], clock: Clock
) -> None:
    _tell(cases, people["admin"], "list.changed")
    ear = Ear(500, OSError("no route"), 302, *[503] * 20)
    assert deliver(cases, ear) == (0, 1)
    assert deliver(cases, ear) == (0, 0)  # not yet
    for _ in PAUSES:
        clock.pass_days(1)
        assert deliver(cases, ear) == (0, 1)
    clock.pass_days(1)
    assert deliver(cases, ear) == (0, 0)
    assert len({headers["webhook-id"] for _, _, headers in ear.heard}) == 1


@pytest.mark.usefixtures("secret")
def test_what_did_not_happen_is_not_told(
    cases: Cases, basis: Basis, people: dict[str, Actor]
) -> None:
    rows = [person("C3", "Ruzbeh Tavakkolinia", birthDate="1999-01-01")]
    done = screen_into(cases, people["analyst"], basis, file_of(), rows)
    deliver(cases, Ear())
    with pytest.raises(ConflictError):
        decide(cases, people["analyst"], done.opened[0], 99, NOT_THEM)
    assert deliver(cases, Ear()) == (0, 0)


@pytest.mark.usefixtures("secret")
def test_an_address_that_was_removed_hears_nothing(
    cases: Cases, people: dict[str, Actor]
) -> None:
    _tell(cases, people["admin"], "update.failed")
    remove_hook(cases, people["admin"], 1)
    assert deliver(cases, Ear()) == (0, 0)


def test_only_addresses_and_events_that_are_some_are_taken(
    sqlite_cases: Cases, people: dict[str, Actor]
) -> None:
    for url in ("file:///etc/passwd", "https://", "ftp://x.example"):
        with pytest.raises(UsageError):
            add_hook(sqlite_cases, people["admin"], url)
    with pytest.raises(UsageError, match="events"):
        add_hook(sqlite_cases, people["admin"], "https://x.example", ("alert.read",))
