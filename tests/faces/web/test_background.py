"""What happens while nobody looks."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from ostraka.casework import Actor, Cases, Decision, Role, Status
from ostraka.casework.alerts import find_alert
from ostraka.casework.decisions import decide
from ostraka.casework.model import Answer
from ostraka.casework.screenings import screen_into
from ostraka.casework.tables import delivery
from ostraka.casework.verify import verify
from ostraka.casework.webhooks import add_hook
from ostraka.errors import RefusedError
from ostraka.faces.casework import basis_of
from ostraka.faces.session import Ostraka
from ostraka.faces.web.background import tick
from tests.casework.lists import PARTIES, file_of, person, write_list
from tests.faces.web.conftest import ROOT

ANNA = Actor("anna", Role.ANALYST)


def test_a_new_version_is_noticed_once_and_opens_what_it_touches(
    place: Path, cases: Cases
) -> None:
    with Ostraka(place) as o:
        # Nobody listens at port 1: what is to be sent waits.
        add_hook(cases, ROOT, "http://127.0.0.1:1/", ("list.changed", "update.failed"))
        rows = [person("C3", "Ruzbeh Tavakkolinia", birthDate="1999-01-01")]
        done = screen_into(cases, ANNA, basis_of(o), file_of(), rows)
        answer = Answer(Decision.FALSE_POSITIVE, "other activity")
        decide(cases, ANNA, done.opened[0], 1, answer)
        tick(o, cases)
        assert told(cases) == []
        changed = json.loads(json.dumps(PARTIES))
        changed[0]["properties"]["birthDate"] = ["1999-01-01"]
        write_list(o, changed, "2026-11-20")
        tick(o, cases)
        tick(o, cases)
        assert told(cases) == ["list.changed"]
        empty = place / "empty.jsonl"
        empty.write_text("", "utf-8")
        with pytest.raises(RefusedError):
            o.load("test_list", empty, published="2026-11-21")
        tick(o, cases)
        assert told(cases) == ["list.changed", "update.failed"]
    with cases.reading() as connection:
        assert find_alert(connection, done.opened[0]).status is Status.OPEN
        assert verify(connection).ok


def told(cases: Cases) -> list[str]:
    with cases.reading() as connection:
        rows = connection.execute(select(delivery).order_by(delivery.c.id))
        return [row.event for row in rows]
